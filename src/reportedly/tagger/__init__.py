"""The tagger: one small encoder and the heads read off it."""

from .activations import Floats, softmax
from .cues import STANDINGS, CueHead, StandingValue
from .digest import weights_digest, write_digest
from .holders import HolderHead
from .naming import NamingHead
from .pairs import PairHead, Rows, ends, statements
from .session import BESIDE, SURELY_NONE, WEIGHTS, Cue, Scores, Tagger, one_thread, tagger

__all__ = [
    "BESIDE", "STANDINGS", "SURELY_NONE", "WEIGHTS", "Cue", "CueHead", "Floats", "HolderHead", "NamingHead", "PairHead",
    "Rows", "Scores", "StandingValue", "Tagger", "ends", "one_thread", "softmax", "statements", "tagger",
    "weights_digest", "write_digest",
]  # fmt: skip
