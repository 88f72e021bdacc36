"""The tagger: one small encoder and the heads read off it."""

from .session import Cue, Scores, Tagger, one_thread, tagger

__all__ = ["Cue", "Scores", "Tagger", "one_thread", "tagger"]
