"""The tagger: one small encoder and the heads read off it."""

from .activations import Floats, softmax
from .cues import STANDINGS, CueHead, StandingValue
from .holders import HolderHead
from .naming import NamingHead
from .pairs import PairHead, Rows, ends, statements
from .session import BESIDE, SURELY_NONE, Cue, Scores, Tagger, one_thread, tagger

__all__ = [
    "BESIDE", "STANDINGS", "SURELY_NONE", "Cue", "CueHead", "Floats", "HolderHead", "NamingHead", "PairHead", "Rows",
    "Scores", "StandingValue", "Tagger", "ends", "one_thread", "softmax", "statements", "tagger",
]  # fmt: skip
