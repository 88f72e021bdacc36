"""The tagger: one small encoder and the heads read off it."""

from .session import Cue, Scores, Tagger, tagger

__all__ = ["Cue", "Scores", "Tagger", "tagger"]
