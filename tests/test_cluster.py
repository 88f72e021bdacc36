"""A real Ray cluster of two nodes: what it writes is what processes of this machine write."""

from __future__ import annotations

import json
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from clusters import two_nodes
from commands import run

from reportedly import InputError, MissingExtra, OutputError, batch
from reportedly.cluster import joined
from reportedly.parts import plan as plans
from reportedly.parts.plan import BatchPart, BatchPiece, HowRead
from reportedly.reading import made_by


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with two_nodes() as found:
        yield found


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def test_the_same_files_as_without(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MOST", 4)
    monkeypatch.setattr(plans, "LEAST", 4)
    texts = [f"“Boat {i} floats,” said Ana Reyes. Ole Lund denied that it was boat {i}." for i in range(18)]
    given = [{"text": text, "outlet": "NTB"} for text in [*texts, " ", texts[17]]]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in given), encoding="utf-8")
    here = run("batch", "a.jsonl", "--out", "here", "--jobs", 1, folder=tmp_path)
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    for number in (2, 3, 5):  # as if it had been stopped
        for path in (tmp_path / "there").rglob(f"{number:06}.*"):
            path.unlink()
    with joined(address) as cluster:
        # A name that says no more than the file's: the nodes have to look where the command was given.
        there = run("batch", "a.jsonl", "--out", "there", "--ray", address, folder=tmp_path)
        assert there.returncode == 0, there.stderr
        # The last line alone: on a busy machine there are lines of progress before it.
        last = here.stderr.splitlines()[-1].replace("records:", "records, 8 of them before:")
        assert there.stderr.splitlines()[-1] == last
        assert last.startswith("20 records, 8 of them before: 18 read with ")
        found = files_of(tmp_path / "there")
        assert found == files_of(tmp_path / "here")
        assert sum(name.startswith("done/") for name in found) == 5

        assert cluster.cores == 2
        assert sorted(filter(None, cluster.done(divmod, [(7, 2), (9, 4)]))) == [(2, 1), (3, 1)]
        with pytest.raises(OutputError, match=r"expected the nodes of the cluster to do their work.*by zero"):
            list(cluster.done(divmod, [(1, 0)]))
        with pytest.raises(InputError, match=r"expected none\.txt with 3 bytes, as the plan has it, found no such"):
            list(cluster.done(plans.check_sizes, [({"none.txt": 3},)]))


def test_a_node_with_something_else() -> None:
    part = BatchPart(1, (BatchPiece("none.txt", 0, 1),))
    with pytest.raises(OutputError, match="expected Reportedly 0 on each node of the cluster, found Reportedly"):
        batch.part_on_node(part, HowRead(), "out", "Reportedly 0", {})
    with pytest.raises(InputError, match=r"expected none\.txt with 3 bytes, as the plan has it, found no such file"):
        batch.part_on_node(part, HowRead(), "out", str(made_by()), {"none.txt": 3})


def test_a_folder_that_is_not_shared(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“It floats,” said Ana Reyes.", encoding="utf-8")
    cluster = mock.Mock(cores=2)
    cluster.done = lambda *_: iter([batch.PartDone(1, 1)])
    with mock.patch.object(batch, "joined") as found:
        found.return_value.__enter__.return_value = cluster
        with pytest.raises(OutputError, match="out to be a place that all nodes share, found that one has its own"):
            batch.run([str(tmp_path / "a.txt")], str(tmp_path / "out"), ray="auto")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_no_cluster(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“It floats,” said Ana Reyes.", encoding="utf-8")
    for address, sentence in (
        (f"127.0.0.1:{free_port()}", "expected a Ray cluster at 127.0.0.1:{}, but: Connection refused"),
        ("ray://head", "expected the address of a Ray cluster, host:port or auto, found ray://head"),
        ("127.0.0.1:99999", "expected a Ray cluster at 127.0.0.1:99999, but: "),
    ):
        ended = run("batch", tmp_path / "a.txt", "--out", tmp_path / "out", "--ray", address)
        assert ended.returncode == 1
        assert sentence.format(address.rpartition(":")[2]) in ended.stderr
        assert ended.stderr.count("\n") == 1
    with (
        mock.patch.dict(sys.modules, ray=None),
        pytest.raises(MissingExtra, match=r"a cluster needs the extra: pip install 'reportedly\[cluster\]'"),
        joined("auto"),
    ):
        pass
