"""The tagger at run time: text in, scores out; it reads no file but its own weights.

ONNX Runtime and tokenizers are imported where they are used, because searching a ledger needs neither.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..english.quotation import too_deep
from ..errors import ModelError
from .activations import Floats
from .calibration import Calibration
from .cues import CueHead
from .digest import weights_digest
from .encoding import AFTER, BEFORE, CLS, MARGIN, NEAR_AFTER, NEAR_BEFORE, SEP, Encoding, Window, encode, windows
from .holders import HolderHead
from .links import Links
from .naming import NamingHead
from .pairs import PairHead
from .stances import Stances
from .values import ValueHead

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from threadpoolctl import ThreadpoolController

T = TypeVar("T")
WEIGHTS = Path(__file__).parent / "weights"
#: Probability (0 to 1) of being in a cue from which on a piece may start a cue.
CUE_FLOOR = 0.4
#: Numbers in a state of the encoder, and labels of a piece as part of a name.
STATE, ENTITIES = 384, 9
#: Cues in one run of the role head.
CUES_AT_ONCE = 6
#: Windows whose states are held at once, until the roles in them are known.
WINDOWS_AT_ONCE = 64
#: The number of pieces from which on states and roles are kept in half precision, since those of the longest text would
#: take 1.3 GiB.
MANY = 100_000
#: Log-probability of having no role from which on a piece is taken to have none.
SURELY_NONE = math.log(0.975)
#: What the words beside a cue may be but source and content: whoever is told, when, where, and through whom.
BESIDE = ("addressee", "time", "place", "via")
#: Pieces at either edge of the near range that decide whether roles are computed beyond it.
EDGE = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """A possible cue and the roles of the pieces around it.

    first, last: its pieces, half open. probability: that it is a cue, 0 to 1.
    roles: float32 (T, 5), log-probabilities of none, source begins, source continues, content begins, content
    continues. They cover at most `BEFORE` pieces before the start of the cue and `AFTER` from it on.
    beside: float32 (T, 8), log-probabilities of begins and continues for each of `BESIDE`, which are none in `roles`.
    sides: float32 (T, 4), probabilities to begin or continue the name of what the statement is for, and of what it is
    against. start: the piece that the first row of `roles`, `beside` and `sides` stands for.
    """

    first: int
    last: int
    probability: float
    start: int
    roles: Floats
    beside: Floats
    sides: Floats

    def in_precision(self, kind: type[np.floating]) -> Cue:
        """The cue with its numbers in this type."""
        roles, beside, sides = (rows.astype(kind, copy=False) for rows in (self.roles, self.beside, self.sides))
        return replace(self, roles=roles, beside=beside, sides=sides)


@dataclass(frozen=True, slots=True)
class Scores:
    """The tagger's scores for a text of `n` pieces.

    hidden: float32 (n, 384), the encoder's states. cues: possible cues in text order. From MANY pieces on, both are
    float16.
    entities: float32 (n, 9), probabilities of none, then of begins and continues for each of person, organization,
    place, other. links, stances, targets, answers, calibration: the heads that are evaluated on demand.
    """

    encoding: Encoding
    hidden: Floats
    cues: tuple[Cue, ...]
    entities: Floats
    links: Links
    stances: Stances
    targets: PairHead
    answers: PairHead
    cue_head: CueHead
    holder_head: HolderHead
    value_head: ValueHead
    naming_head: NamingHead
    calibration: Calibration


#: First row, row after the last, and probability of a possible cue in a window.
_Row = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class _Part:
    """The encoder's output for one window: all states, the rows that it scores, and their entities and cues."""

    states: Floats
    own: slice
    entities: Floats
    cues: list[_Row]


class Tagger:
    """One encoder, run once per window, and its heads. Raises ModelError if the weights can't be loaded.

    threads: how many windows are read in parallel; by default one for each core. digest: that of the weights.
    """

    def __init__(self, weights: Path = WEIGHTS, threads: int | None = None) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415 - see the top

        try:
            self._tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
            self._encoder = _session(weights / "encoder.onnx")
            self._roles = _session(weights / "roles.onnx")
            self._links = Links.load(weights / "links.npz")
            self._stances = Stances.load(weights / "stances.npz")
            self._targets = PairHead.load(weights / "targets.npz")
            self._answers = PairHead.load(weights / "answers.npz")
            self._cue_head = CueHead.load(weights / "cues.npz")
            self._holder_head = HolderHead.load(weights / "holders.npz")
            self._value_head = ValueHead.load(weights / "values.npz")
            self._naming_head = NamingHead.load(weights / "naming.npz")
            self._calibration = Calibration.load(weights / "calibration.json")
            self.digest = weights_digest(weights)
        except Exception as error:  # three libraries, each with errors of its own (tokenizers raises bare Exception)
            raise ModelError(
                f"expected the tagger's weights in {weights}, but they can't be loaded: {error}"
            ) from error
        self.threads = threads or _cores()

    def tag(self, text: str) -> Scores:
        """The scores of every piece of `text`."""
        encoding = encode(self._tokenizer, text)
        silent = _silent(text, encoding)
        heard = [w for w in windows(len(encoding), encoding.lines) if not silent[w.first : w.last].all()]
        precision: type[np.floating] = np.float16 if len(encoding) >= MANY else np.float32
        hidden: Floats = np.zeros((len(encoding), STATE), dtype=precision)
        entities: Floats = np.zeros((len(encoding), ENTITIES), dtype=np.float32)
        entities[:, 0] = 1
        cues: list[Cue] = []
        # A new pool for each text: threads that outlive a call would not survive a fork.
        with ThreadPoolExecutor(self.threads) as pool:
            for some in _batched(heard, WINDOWS_AT_ONCE):
                for window, (part, found) in zip(some, self._tagged(pool, encoding, some, silent), strict=True):
                    hidden[window.first : window.last] = part.states[part.own]
                    entities[window.first : window.last] = part.entities
                    cues += (cue.in_precision(precision) for cue in found)
        return Scores(
            encoding, hidden, tuple(cues), entities, self._links, self._stances, self._targets, self._answers,
            self._cue_head, self._holder_head, self._value_head, self._naming_head, self._calibration,
        )  # fmt: skip

    def _tagged(
        self, pool: ThreadPoolExecutor, encoding: Encoding, cut: Sequence[Window], silent: NDArray[np.bool_]
    ) -> Iterator[tuple[_Part, list[Cue]]]:
        """The encoder's output for each window, and the possible cues that begin in it, but for those in `silent`."""
        parts: list[_Part] = []
        asked = []
        for window, read in [(window, pool.submit(self._read, encoding, window)) for window in cut]:
            part = read.result()
            parts.append(part)
            # A few cues per task, so that threads without windows left share the remaining work.
            heard = [row for row in part.cues if not silent[window.start + row[0] - 1]]  # row 0 is [CLS]
            few = _batched(heard, CUES_AT_ONCE)
            asked.append([pool.submit(self._with_roles, part.states, some, window.start) for some in few])
        for part, answers in zip(parts, asked, strict=True):
            yield part, [cue for answer in answers for cue in answer.result()]

    def _read(self, encoding: Encoding, window: Window) -> _Part:
        """The encoder's output for one window."""
        ids = np.concatenate([[CLS], encoding.ids[window.start : window.end], [SEP]])
        features = np.concatenate([[0], encoding.features[window.start : window.end], [0]])
        states, cue, entity = self._encoder.run(None, {"ids": ids[None], "features": features[None]})
        own = slice(1 + window.first - window.start, 1 + window.last - window.start)
        return _Part(states, own, entity[own], _cues(cue, own.start, own.stop))

    def _with_roles(self, states: Floats, cues: Sequence[_Row], start: int) -> list[Cue]:
        """The roles around each cue. cues: in rows of `states`, of which row 0 is [CLS] and row 1 is piece `start`."""
        near = self._around(states, cues, start, NEAR_BEFORE, NEAR_AFTER)
        reaching = [i for i, cue in enumerate(near) if _reaches_on(cue, start, len(states))]
        further = self._around(states, [cues[i] for i in reaching], start, BEFORE, AFTER) if reaching else []
        return [dict(zip(reaching, further, strict=True)).get(i, cue) for i, cue in enumerate(near)]

    def _around(self, states: Floats, cues: Sequence[_Row], start: int, before: int, after: int) -> list[Cue]:
        at = np.array([first for first, _, _ in cues], dtype=np.int64)
        steps = np.arange(-before - MARGIN, after + MARGIN, dtype=np.int64)[None]
        around = self._roles.run(None, {"hidden": states, "at": at, "steps": steps})
        shift = start - 1
        found = []
        for (first, last, probability), *scores in zip(cues, *around, strict=True):
            begin, end = max(1, first - before), min(len(states) - 1, first + after)
            inside = (rows[begin - first + before : end - first + before] for rows in scores)
            found.append(Cue(first + shift, last + shift, probability, begin + shift, *inside))
        return found


def _silent(text: str, encoding: Encoding) -> NDArray[np.bool_]:
    """The pieces that are quoted too deep, bool (n,).

    What they say is read as one: no cue is looked for there, and a window of nothing else isn't read at all.
    """
    silent = np.zeros(len(encoding), dtype=np.bool_)
    for span in too_deep(text):
        silent[np.searchsorted(encoding.starts, span.start) : np.searchsorted(encoding.starts, span.end)] = True
    return silent


def _cues(scores: Floats, start: int, stop: int) -> list[_Row]:
    """Rows [first, last) and probability of each possible cue that begins in [start, stop).

    scores: float32 (T, 3), probabilities of outside, begins, continues.
    """
    begins = (1 - scores[:, 0] >= CUE_FLOOR) & (scores[:, 1] >= scores[:, 2] * 0.5)
    goes_on = (scores[:, 2] > np.maximum(scores[:, 1], 0.5)).tolist()
    found: list[_Row] = []
    for row in (np.flatnonzero(begins[start:stop]) + start).tolist():
        if found and row < found[-1][1]:
            continue
        end = row + 1
        while end < len(scores) - 1 and goes_on[end]:
            end += 1
        found.append((row, end, float(1 - scores[row, 0])))
    return found


def _reaches_on(cue: Cue, start: int, rows: int) -> bool:
    """Whether a role may continue beyond the scored pieces: one at the edge may have a role, and the window goes on."""
    may = cue.roles[:, 0] < SURELY_NONE
    left = cue.start > start and bool(may[:EDGE].any())
    return left or (cue.start + len(cue.roles) < start + rows - 2 and bool(may[-EDGE:].any()))


def _batched(rows: Sequence[T], size: int) -> list[Sequence[T]]:
    """The rows in batches of `size` (itertools.batched needs Python 3.12)."""
    return [rows[i : i + size] for i in range(0, len(rows), size)]


def _session(path: Path) -> InferenceSession:
    """An ONNX session that runs on the calling thread: parallel windows are faster than threads within one."""
    import onnxruntime  # noqa: PLC0415 - see the top

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # The fused operator takes six times as long as the two that it replaces (ONNX Runtime 1.32, AVX2).
    slow = ["SkipLayerNormFusion"]
    return onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"], disabled_optimizers=slow)


def _cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def one_thread() -> Iterator[None]:
    """A context in which numpy's linear algebra uses one thread.

    More threads spin for a while after each product and take cores from the encoder: on two cores, reading was a fifth
    slower.
    """
    with _linear_algebra().limit(limits=1):
        yield


@cache
def _linear_algebra() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415

    return ThreadpoolController()


@cache
def tagger() -> Tagger:
    """The tagger that ships with the package, loaded once."""
    return Tagger()
