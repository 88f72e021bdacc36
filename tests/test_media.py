"""C2PA manifests of files that are signed here: who signed, what was done, what is broken, what none says."""

from __future__ import annotations

import io
import json
import struct
import sys
import zlib
from pathlib import Path

import pytest
from c2pa import Builder, C2paSignerInfo, Signer
from certificates import Certified, certified
from commands import run
from cryptography.x509 import ExtendedKeyUsageOID

from reportedly.errors import EvidenceError, NotFound
from reportedly.evidence.media import MediaAction, read_media

TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
CLAIM = {
    "claim_generator_info": [{"name": "Tarn Camera", "version": "1.0"}],
    "title": "harbour.png",
    "format": "image/png",
    "assertions": [
        {"label": "c2pa.actions", "data": {"actions": [
            {"action": "c2pa.created", "digitalSourceType": TRAINED, "softwareAgent": "Tarn Paint"},
            {"action": "c2pa.edited"},
        ]}},
    ],
}  # fmt: skip


def picture() -> bytes:
    """A grey PNG of 8 by 8."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x40" * 24 for _ in range(8)))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.fixture(scope="module")
def root() -> Certified:
    return certified("Tarn Root")


@pytest.fixture(scope="module")
def signed(root: Certified) -> bytes:
    press = certified("Tarn Press", root, ExtendedKeyUsageOID.EMAIL_PROTECTION)
    signer = Signer.from_info(C2paSignerInfo(b"es256", press.pem + root.pem, press.key_pem, None))
    out = io.BytesIO()
    with Builder(CLAIM) as builder:
        builder.sign(signer, "image/png", io.BytesIO(picture()), out)
    return out.getvalue()


def written(folder: Path, data: bytes, name: str = "harbour.png") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def flipped(data: bytes, at: bytes) -> bytes:
    """The same with a bit changed where these bytes stand."""
    changed = bytearray(data)
    changed[data.index(at) + len(at) - 1] ^= 1
    return bytes(changed)


def test_who_signed_and_what_was_done(signed: bytes, tmp_path: Path) -> None:
    found = read_media(written(tmp_path, signed))
    assert found is not None
    assert (found.state, found.problems) == ("whole", ())
    assert (found.signer, found.organization, found.at) == ("Tarn Press", "Tarn Tests", None)
    assert (found.tool, found.title, found.manifests) == ("Tarn Camera 1.0", "harbour.png", 1)
    assert [(action.action, action.source) for action in found.actions] == [
        ("c2pa.created", "trainedAlgorithmicMedia"), ("c2pa.edited", None),
    ]  # fmt: skip
    assert isinstance(found.actions[0], MediaAction)


def test_a_signer_whom_the_user_s_authorities_certify(signed: bytes, root: Certified, tmp_path: Path) -> None:
    found = read_media(written(tmp_path, signed), root.pem.decode())
    assert found is not None
    assert found.state == "trusted"


@pytest.mark.parametrize(
    ("at", "code"), [(b"IDATx", "assertion.dataHash.mismatch"), (b"Tarn Camera", "claimSignature.mismatch")]
)
def test_a_broken_signature_is_told(signed: bytes, tmp_path: Path, at: bytes, code: str) -> None:
    found = read_media(written(tmp_path, flipped(signed, at)))
    assert found is not None
    assert found.state == "broken"
    assert any(problem.startswith(code) for problem in found.problems)


def test_no_manifest(tmp_path: Path) -> None:
    assert read_media(written(tmp_path, picture())) is None


@pytest.mark.parametrize("data", [b"", b"It floats.", b"\x89PNG\r\n\x1a\nIt floats."])
def test_what_is_no_media_file(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EvidenceError, match=r"expected a (media file that can have a )?manifest in .*, found"):
        read_media(written(tmp_path, data))
    with pytest.raises(NotFound, match="found no such file"):
        read_media(tmp_path / "none.png")


def test_as_a_user_calls_it(signed: bytes, root: Certified, tmp_path: Path) -> None:
    written(tmp_path, signed)
    written(tmp_path, picture(), "plain.png")
    written(tmp_path, flipped(signed, b"IDATx"), "broken.png")
    (tmp_path / "root.pem").write_bytes(root.pem)
    told = run("evidence", "media", "harbour.png", "plain.png", "--anchors", "root.pem", folder=tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    words = " ".join(told.stdout.split())
    assert "signed by Tarn Press, Tarn Tests" in words
    assert "the signature is whole, and by somebody certified by those whom you trust" in words
    assert "done: c2pa.created (trainedAlgorithmicMedia" in words
    assert "plain.png no C2PA manifest, which says nothing: most files have none" in words
    broken = run("evidence", "media", "broken.png", "none.png", folder=tmp_path)
    assert broken.returncode == 1
    assert "the signature is broken" in broken.stdout
    assert broken.stderr == "reportedly: expected a media file in none.png, found no such file\n"
    lines = run("evidence", "media", "--json", "harbour.png", "plain.png", folder=tmp_path).stdout.splitlines()
    assert [json.loads(line)["manifest"] and json.loads(line)["manifest"]["state"] for line in lines] == ["whole", None]


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    monkeypatch.delitem(sys.modules, "reportedly.evidence.media", raising=False)
    result = run("evidence", "media", written(tmp_path, picture()))
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "pip install 'reportedly[evidence]'" in result.stderr
