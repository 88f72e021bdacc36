"""Timestamps by an authority of our own: asked for, kept, checked without it; and what comes instead of them."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from certificates import Certified, certified
from commands import run
from cryptography.x509 import ExtendedKeyUsageOID
from test_evidence import file_of

from reportedly import Article, Reading
from reportedly.errors import EvidenceError, NoTimestamp
from reportedly.evidence.archive import Archive
from reportedly.evidence.checked import check_kept
from reportedly.evidence.stamps import asking, proving
from reportedly.ledger import Ledger

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl plays the authority")

SETTINGS = """[tsa]
default_tsa = ours
[ours]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class Authority(BaseHTTPRequestHandler):
    """Answers as the path says: with a timestamp by openssl, or with something else."""

    folder: Path

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        data = {"/refused": bytes.fromhex("30053003020102"), "/other": b"It floats."}.get(self.path)
        if data is None:
            (self.folder / "asked").write_bytes(asked)
            subprocess.run(
                ["openssl", "ts", "-reply", "-config", self.folder / "tsa.cnf", "-queryfile", self.folder / "asked",
                 "-out", self.folder / "answer"], check=True, capture_output=True,
            )  # fmt: skip
            data = (self.folder / "answer").read_bytes()
            (self.folder / "last").write_bytes(data)
        if self.path == "/again":
            data = (self.folder / "first").read_bytes()
        self.send_response(404 if self.path == "/none" else 200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def root() -> Certified:
    return certified("Tarn Root")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory, root: Certified) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("authority")
    signer = certified("Tarn Time", root, ExtendedKeyUsageOID.TIME_STAMPING)
    for name, content in (("tsa.pem", signer.pem), ("tsa.key", signer.key_pem), ("root.pem", root.pem)):
        (folder / name).write_bytes(content)
    (folder / "serial").write_text("01", encoding="ascii")
    (folder / "tsa.cnf").write_text(SETTINGS.format(folder=folder), encoding="ascii")
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Authority,), {"folder": folder})) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_what_is_kept_is_stamped_and_the_stamp_checked(authority: str, root: Certified, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "evidence")
    kept = archive.keep(file_of(tmp_path), stamps=asking(authority))
    assert kept.stamp is not None
    assert (kept.stamp.by, kept.stamp.url, kept.stamp.record) == (
        "Tarn Time, Tarn Tests",
        authority,
        kept.records[-1].id,
    )
    assert [record.type for record in kept.records] == ["warcinfo", "resource", "metadata"]
    trusting = check_kept(archive, [(kept, [1])], proving([root.certificate]))
    assert (trusting.faults, trusting.remarks) == (
        (), (f"article 1: stamped at {kept.stamp.at} by Tarn Time, Tarn Tests, whose signature is right",),
    )  # fmt: skip
    (unknown,) = check_kept(archive, [(kept, [1])], proving()).remarks
    assert unknown.endswith("whose signature isn't checked: --tsa-certificate says whom to trust")
    (fault,) = check_kept(archive, [(kept, [1])], proving([certified("Other").certificate])).faults
    assert fault.sentence == (
        f"article 1: expected a timestamp of SHA-256 {kept.sha256}, found one of no worth: its signer is certified by "
        "none of the given certificates, or wasn't at that time"
    )


def test_a_stamp_of_other_bytes_is_of_no_worth(authority: str, root: Certified, tmp_path: Path) -> None:
    stamped = asking(authority)(io.BytesIO(b"Other bytes."))
    prove = proving([root.certificate])
    assert prove(stamped.der, hashlib.sha256(b"Other bytes.").hexdigest()).endswith("whose signature is right")
    with pytest.raises(ValueError, match=r"it is for SHA-256 [0-9a-f]{64}"):
        prove(stamped.der, "0" * 64)
    with pytest.raises(ValueError, match="it can't be read"):
        prove(b"It floats.", "0" * 64)
    broken = bytearray(stamped.der)
    broken[-5] ^= 1
    with pytest.raises(ValueError, match="its signature is wrong"):
        prove(bytes(broken), hashlib.sha256(b"Other bytes.").hexdigest())


def test_openssl_checks_it_too(authority: str, root: Certified, tmp_path: Path) -> None:
    (tmp_path / "answer.tsr").write_bytes(asking(authority)(io.BytesIO(b"It floats.")).der)
    (tmp_path / "root.pem").write_bytes(root.pem)
    digest = hashlib.sha256(b"It floats.").hexdigest()
    given = ["-digest", digest, "-in", tmp_path / "answer.tsr", "-CAfile", tmp_path / "root.pem"]
    assert subprocess.run(["openssl", "ts", "-verify", *given], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/none", "found HTTP status 404"),
        ("/other", "found something else, or one not in DER"),
        ("/refused", "found a refusal (rejection)"),
    ],
)
def test_what_comes_instead_of_a_stamp(authority: str, path: str, expected: str) -> None:
    with pytest.raises(NoTimestamp) as error:
        asking(authority + path)(io.BytesIO(b"It floats."))
    assert str(error.value) == f"expected a timestamp from {authority}{path}, {expected}"


def test_an_authority_that_is_not_there() -> None:
    with pytest.raises(NoTimestamp, match=r"expected a timestamp from http://127.0.0.1:1/, found no answer \("):
        asking("http://127.0.0.1:1/")(io.BytesIO(b"It floats."))
    with pytest.raises(EvidenceError, match=r"expected the URL of a timestamp authority, found 'tsa.example'"):
        asking("tsa.example")


def test_a_stamp_is_asked_for_what_was_kept_without(authority: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "evidence")
    plain = archive.keep(file_of(tmp_path))
    stamped = archive.keep(file_of(tmp_path), lambda *_: plain, asking(authority))
    assert stamped.stamp is not None
    again = archive.keep(file_of(tmp_path), lambda *_: stamped, asking(authority))
    assert again == stamped


def test_the_ledger_has_the_stamp(authority: str, root: Certified, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "desk.db.evidence")
    kept = archive.keep(file_of(tmp_path), stamps=asking(authority))
    with Ledger.open(tmp_path / "desk.db") as ledger:
        ledger.add(Reading(Article("It floats."), (), ()), of=[replace(kept, stamp=None), kept])
        assert ledger.captures(1) == (replace(kept, stamp=None), kept)
        assert ledger.captured(kept.uri, kept.sha256) == kept
    (tmp_path / "root.pem").write_bytes(root.pem)
    result = run("verify-evidence", "desk.db", "--tsa-certificate", "root.pem", folder=tmp_path)
    assert (result.returncode, "whose signature is right" in result.stdout) == (0, True)
    shown = run("evidence", "show", "1", "--ledger", "desk.db", folder=tmp_path).stdout
    assert "by Tarn Time, Tarn Tests" in " ".join(shown.split())
    assert json.loads(run("evidence", "show", "1", "--ledger", "desk.db", "--json", folder=tmp_path).stdout)[1]["stamp"]
    (tmp_path / "root.pem").write_bytes(b"It floats.")
    wrong = run("verify-evidence", "desk.db", "--tsa-certificate", "root.pem", folder=tmp_path)
    assert wrong.stderr == "reportedly: expected certificates as PEM in root.pem, found none\n"


def test_without_an_answer_it_is_kept_and_told(authority: str, tmp_path: Path) -> None:
    (tmp_path / "tide.txt").write_text("The tide was late.", encoding="utf-8")
    result = run("add", "--keep", "--timestamp", f"{authority}/none", "tide.txt", folder=tmp_path)
    assert result.returncode == 1
    assert result.stderr == (
        f"reportedly: expected a timestamp from {authority}/none, found HTTP status 404; it is kept without\n"
    )
    assert result.stdout.startswith("new: tide.txt, article 1")
    assert json.loads(run("evidence", "show", "1", "--json", folder=tmp_path).stdout)[0]["stamp"] is None
    again = run("add", "--keep", "--timestamp", authority, "tide.txt", folder=tmp_path)
    assert (again.returncode, again.stderr) == (0, "")
    shown = json.loads(run("evidence", "show", "1", "--json", folder=tmp_path).stdout)
    assert [bool(one["stamp"]) for one in shown] == [False, True]
    alone = run("add", "--timestamp", authority, "tide.txt", folder=tmp_path)
    assert (alone.returncode, "expected --keep with --timestamp" in alone.stderr) == (2, True)
