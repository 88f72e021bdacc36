"""The tagger: one small encoder and the heads read off it."""

from .cues import STANDINGS, CueHead, StandingValue
from .holders import HolderHead
from .session import BESIDE, SURELY_NONE, Cue, Scores, Tagger, one_thread, tagger

__all__ = [
    "BESIDE", "STANDINGS", "SURELY_NONE", "Cue", "CueHead", "HolderHead", "Scores", "StandingValue", "Tagger",
    "one_thread", "tagger",
]  # fmt: skip
