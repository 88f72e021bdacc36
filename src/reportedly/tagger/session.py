"""The tagger at run time: text in, scores out; it reads no file but its own weights."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ..errors import ModelError
from .calibration import Calibration
from .encoding import CLS, SEP, Encoding, Window, encode, windows
from .links import Links

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights"
#: A piece is looked at as the start of a cue from this probability on.
CUE_FLOOR = 0.2


@dataclass(frozen=True, slots=True)
class Cue:
    """A possible cue and the roles that the pieces around it play for it.

    first, last: its pieces, half open. probability: that it is a cue.
    start: the piece of the first row of `roles`. roles: (T, 5) log-probabilities of
    none, source begins, source goes on, content begins, content goes on.
    """

    first: int
    last: int
    probability: float
    start: int
    roles: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """What the tagger says of a text of `n` pieces.

    hidden: float32 (n, 384). cues: possible cues in text order. entities: float32 (n, 9), probabilities of
    none, then begins and goes on of person, organization, place, other.
    """

    encoding: Encoding
    hidden: Floats
    cues: tuple[Cue, ...]
    entities: Floats
    links: Links
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class _Part:
    """The scores of the pieces that one window answers for."""

    hidden: Floats
    entities: Floats
    cues: list[Cue]


class Tagger:
    """One encoder, run once per window, and its heads. Raises ModelError if the weights can't be loaded."""

    def __init__(self, weights: Path = WEIGHTS, threads: int | None = None) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
            self._encoder = _session(weights / "encoder.onnx", threads or _cores())
            self._roles = _session(weights / "roles.onnx", 1, spinning=False)
            self._links = Links.load(weights / "links.npz")
            self._calibration = Calibration.load(weights / "calibration.json")
        except Exception as error:  # three libraries, each with errors of its own (tokenizers raises bare Exception)
            raise ModelError(
                f"expected the tagger's weights in {weights}, but they can't be loaded: {error}"
            ) from error

    def tag(self, text: str) -> Scores:
        """The scores of every piece of `text`."""
        encoding = encode(self._tokenizer, text)
        parts = [self._read(encoding, window) for window in windows(len(encoding))] if len(encoding) else []
        hidden = [part.hidden for part in parts] or [np.zeros((0, 384), np.float32)]
        entities = [part.entities for part in parts] or [np.zeros((0, 9), np.float32)]
        cues = tuple(cue for part in parts for cue in part.cues)
        return Scores(encoding, np.concatenate(hidden), cues, np.concatenate(entities), self._links, self._calibration)

    def _read(self, encoding: Encoding, window: Window) -> _Part:
        """What one window answers for."""
        ids = np.concatenate([[CLS], encoding.ids[window.start : window.end], [SEP]])
        features = np.concatenate([[0], encoding.features[window.start : window.end], [0]])
        states, cue, entity = self._encoder.run(None, {"ids": ids[None], "features": features[None]})
        own = slice(1 + window.first - window.start, 1 + window.last - window.start)
        cues = self._with_roles(states, _cues(cue, own.start, own.stop), window.start)
        return _Part(states[own], entity[own], cues)

    def _with_roles(self, states: Floats, cues: list[tuple[int, int, float]], start: int) -> list[Cue]:
        """The roles for each cue, given by its rows in `states`; row 0 is the frame before piece `start`."""
        if not cues:
            return []
        at = np.array([first for first, _, _ in cues], dtype=np.int64)
        (roles,) = self._roles.run(None, {"hidden": states, "at": at})
        shift = start - 1
        return [
            Cue(first + shift, last + shift, probability, start, scores[1:-1])
            for (first, last, probability), scores in zip(cues, roles, strict=True)
        ]


def _cues(scores: Floats, start: int, stop: int) -> list[tuple[int, int, float]]:
    """Rows [first, last) and probability of each possible cue that begins in [start, stop); scores (T, 3)."""
    found = []
    row = start
    while row < stop:
        probability = float(1 - scores[row, 0])
        end = row + 1
        if probability >= CUE_FLOOR and scores[row, 1] >= scores[row, 2] * 0.5:
            while end < len(scores) - 1 and scores[end, 2] > max(float(scores[end, 1]), 0.5):
                end += 1
            found.append((row, end, probability))
        row = end
    return found


def _session(path: Path, threads: int, spinning: bool = True) -> onnxruntime.InferenceSession:
    """A model ready to run. Threads that spin while they wait are faster, but only one session's may: two sessions in
    turn would take the cores from each other, which halves the speed.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "1" if spinning else "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def tagger() -> Tagger:
    """The tagger that ships with the package, loaded once."""
    return Tagger()
