"""The tagger: one small encoder and the heads read off it."""

from .cues import STANDINGS, CueHead, StandingValue
from .session import SURELY_NONE, Cue, Scores, Tagger, one_thread, tagger

__all__ = [
    "STANDINGS", "SURELY_NONE", "Cue", "CueHead", "Scores", "StandingValue", "Tagger", "one_thread", "tagger",
]  # fmt: skip
