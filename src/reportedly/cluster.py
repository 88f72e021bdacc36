"""Cluster: work done by the nodes of a Ray cluster that is there already, as many pieces of it at once as it has cores.

What a node gives back is small: whatever is large is written to a place that all nodes share.
"""

from __future__ import annotations

import logging
import os
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from .errors import InputError, MissingExtra, OutputError, ReportedlyError

#: Seconds in which the first node has to answer, and those after which whoever waits is told that nothing has come.
ANSWER, MOMENT = 10.0, 1.0
#: How often a piece of work is given to another node after the one that had it was lost.
AGAIN: Final = 3
#: Pieces of work that wait at the cluster for each core, so that none is idle while the next is sent.
AHEAD: Final = 2
_ADDRESS: Final = re.compile(r"(?P<host>[^\s:/]+|\[[0-9A-Fa-f:]+\]):(?P<port>\d{1,5})")


class RayCluster:
    """A Ray cluster, joined. cores: how many it has."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self.cores = max(1, int(ray.cluster_resources().get("CPU", 1)))

    def done(
        self, work: Callable[..., Any], pieces: Iterable[tuple[Any, ...]], at_once: int | None = None
    ) -> Iterator[Any]:
        """What `work` gives for each piece, as it comes, and None about once a second while nothing does.

        work: a function of a module that is installed on every node. pieces: its arguments, taken as they are needed.
        at_once: how many are worked on at the same time; by default one for each core.
        Raises what the work does, if it is an error of Reportedly's, and OutputError for whatever else fails.
        """
        ray = self._ray
        remote = ray.remote(num_cpus=1, max_retries=AGAIN)(_worked)
        folder, most = str(Path.cwd()), at_once or AHEAD * self.cores
        left = iter(pieces)
        running: list[Any] = []
        while True:
            while len(running) < most and (piece := next(left, None)) is not None:
                running.append(remote.remote(work, folder, piece))
            if not running:
                return
            ready, running = ray.wait(running, num_returns=1, timeout=MOMENT)
            yield self._given(ready[0]) if ready else None

    def _given(self, reference: Any) -> Any:
        try:
            refused, value = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            first = str(getattr(error, "cause", None) or error).strip().partition("\n")[0]
            raise OutputError(
                "expected the nodes of the cluster to do their work, with the same Reportedly on each, but: "
                f"{first or type(error).__name__}"
            ) from error
        if refused:
            raise value
        return value


@contextmanager
def joined(address: str) -> Iterator[RayCluster]:
    """A context with the cluster at an address: host:port of its first node, or `auto` for the one on this machine.

    Raises MissingExtra, InputError if it is no address, and OutputError if no cluster can be reached there.
    """
    try:
        import ray  # noqa: PLC0415 - an extra, and takes seconds to load
    except ModuleNotFoundError as error:
        raise MissingExtra("a cluster needs the extra: pip install 'reportedly[cluster]'") from error
    if ray.is_initialized():  # by whoever calls this from Python
        yield RayCluster(ray)
        return
    _check_there(address)
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except (Exception, SystemExit) as error:  # Ray gives up on a node that doesn't answer by ending the program
        reason = str(error).strip().partition("\n")[0]
        raise OutputError(f"expected a Ray cluster at {address}, but: {reason}") from error
    try:
        yield RayCluster(ray)
    finally:
        ray.shutdown()


def _check_there(address: str) -> None:
    """Raise InputError if this is no address, OutputError if nothing answers: Ray itself would wait for minutes."""
    if address == "auto":
        return
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise InputError(f"expected the address of a Ray cluster, host:port or auto, found {address}")
    try:
        socket.create_connection((match["host"].strip("[]"), int(match["port"])), ANSWER).close()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"expected a Ray cluster at {address}, but: {reason}") from error


def _worked(work: Callable[..., Any], folder: str, piece: tuple[Any, ...]) -> tuple[bool, Any]:
    """On a node: what a function gives for its arguments, or the error of ours that it raises; first which of these.

    folder: where names of files begin that say no more.
    """
    with suppress(OSError):  # all names may be whole ones
        os.chdir(folder)
    try:
        return False, work(*piece)
    except ReportedlyError as error:
        return True, type(error)(str(error))  # without its causes, which may not be sent
