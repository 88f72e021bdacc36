"""The tagger: one small encoder and the heads read off it."""

from .session import SURELY_NONE, Cue, Scores, Tagger, one_thread, tagger

__all__ = ["SURELY_NONE", "Cue", "Scores", "Tagger", "one_thread", "tagger"]
