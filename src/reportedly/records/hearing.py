"""Hearing: a recording as a machine hears it, word by word, with a Whisper model that lies in a folder of the user's.

Nothing is fetched, and nothing is told to the model of what an article has: what it hears doesn't depend on what is
looked for. It takes the likeliest words, so the same file gives the same words.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Final

from ..errors import Empty, MissingExtra, ModelError, NotARecord
from . import clock, heard, recording, sound
from .record import Hearing, Record

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Word

#: What a folder with a model has, in CTranslate2's form.
_FILES: Final = ("model.bin", "config.json", "tokenizer.json")
_VOCABULARY: Final = ("vocabulary.txt", "vocabulary.json")
_NEEDED: Final = "hearing a recording needs the extra: pip install 'reportedly[audio]'"
#: The least probability (0 to 1) of another language for speech to be left out.
_OTHER_LANGUAGE: Final = 0.6
#: The least mean probability (0 to 1) of words that were heard; below it they are guessed: noise, or another language.
_GUESSED: Final = 0.4
#: Seconds that a Whisper model takes at once; and the least probability that is told apart from none.
_WINDOW, _LEAST = 30.0, 1e-10


class Recogniser:
    """A speech model, and what it hears.

    folder: a Whisper model in CTranslate2's form, as faster-whisper takes it. tell: takes sentences on what was left
    out. progress: takes the seconds that were heard, and all there are, None if that isn't known.

    Raises ModelError if there is no such model in the folder, MissingExtra without the extra `audio`.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        tell: Callable[[str], object] | None = None,
        progress: Callable[[float, float | None], object] | None = None,
    ) -> None:
        self.folder = Path(folder)
        self._tell = tell or (lambda _: None)
        self._progress = progress or (lambda _, __: None)
        self._recordings: dict[str, Path | None] = {}  # by the digest of their content
        _must_be_model(self.folder)
        try:
            import faster_whisper  # noqa: F401, PLC0415 - loads in seconds, and few records are recordings
        except ModuleNotFoundError as error:
            raise MissingExtra(_NEEDED) from error

    @cached_property
    def _model(self) -> WhisperModel:
        from faster_whisper import WhisperModel  # noqa: PLC0415

        try:
            return WhisperModel(str(self.folder), device="cpu", compute_type="int8", local_files_only=True)
        except Exception as error:  # CTranslate2 and tokenizers raise RuntimeError, ValueError, Exception itself
            raise ModelError(
                f"expected a Whisper model in CTranslate2's form in {self.folder}, found one that can't be loaded"
            ) from error

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the names and contents of the model's files."""
        whole = hashlib.sha256()
        for name in (*_FILES, *_VOCABULARY):
            path = self.folder / name
            if path.is_file():
                whole.update(f"{name}\0{path.stat().st_size}\0".encode())
                recording.update(whole, path)
        return whole.hexdigest()

    def hear(self, path: str | os.PathLike[str]) -> Record:
        """What is said in a recording.

        Raises NotFound, Empty (nothing, no speech), NotARecord (damaged, no sound track, another language, hardly a
        word that isn't guessed), InputError, ModelError and MissingExtra (no ffmpeg).
        """
        path = Path(path)
        known = sound.seconds_of(path)
        words: list[heard.HeardWord] = []
        sure: list[float] = []
        languages: list[tuple[str, float, float]] = []
        seconds = 0.0
        for piece in sound.pieces(path):
            self._progress(piece.start, known)
            seconds = piece.end
            language = self._language(piece)
            if language not in (None, "en"):
                languages.append((str(language), piece.start, piece.end))
                continue
            for word, probability in self._heard(piece, known):
                words.append(word)
                sure.append(probability)
        self._progress(seconds, known)
        self._must_be_understood(path, sure, languages)
        if sound.is_broken_off(known, seconds):
            self._tell(f"{path} breaks off: of {clock.code(known or 0)} only {clock.code(seconds)} could be heard")
        hearing = Hearing(path.name, recording.digest_of(path), self.folder.name, self.digest, seconds)
        self._recordings[hearing.recording_digest] = path
        return heard.record_of_words(str(path), words, hearing)

    def listen(self, record: Record, start: float, end: float, wordings: Sequence[str]) -> list[float] | None:
        """How likely each of several wordings is of what a recording has from `start` to `end`, in seconds.

        Given are natural logarithms, which compare the wordings of one call. None if the recording isn't at hand:
        neither heard just now, nor, with the same content, in the folder of its transcript; or for over half a minute.
        """
        import numpy as np  # noqa: PLC0415 - as the next
        from faster_whisper.audio import pad_or_trim  # noqa: PLC0415
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415

        path = self._recording(record)
        if path is None or end - start > _WINDOW:
            return None
        model = self._model
        features = model.feature_extractor(sound.stretch(path, start, end))
        encoded = model.encode(pad_or_trim(features))
        tokens = Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language="en")
        found: list[float] = []
        for words in wordings:
            asked = tokens.encode(f" {words.strip()}")
            (aligned,) = model.model.align(encoded, tokens.sot_sequence, [asked], features.shape[-1] - 1)
            found.append(float(np.log(np.maximum(aligned.text_token_probs, _LEAST)).sum()))
        return found

    def _recording(self, record: Record) -> Path | None:
        """Where the recording lies of which a record has the words; None if it isn't there, or is another by now."""
        hearing = record.hearing
        if hearing is None:
            return None
        if hearing.recording_digest not in self._recordings:
            beside = recording.of_record(record)
            self._recordings[hearing.recording_digest] = beside.path if beside else None
        return self._recordings[hearing.recording_digest]

    def _must_be_understood(self, path: Path, sure: list[float], languages: list[tuple[str, float, float]]) -> None:
        """Tell of stretches in another language. Raises NotARecord and Empty if nothing is left."""
        if languages and not sure:
            raise NotARecord(f"expected speech in English in {path}, found another language ({languages[0][0]})")
        for language, start, end in languages:
            when = f"from {clock.code(start)} to {clock.code(end)}"
            self._tell(f"{path}: {when} another language is spoken ({language}), which is left out")
        if not sure:
            raise Empty(f"expected speech in {path}, found none: silence, music or noise")
        if fmean(sure) < _GUESSED:
            raise NotARecord(
                f"expected speech in English in {path}, found sounds of which the model only guesses words: another "
                "language, music or noise"
            )

    def _language(self, piece: sound.SoundPiece) -> str | None:
        """The language of a piece; None if it isn't clear, or the model knows but one."""
        if not self._model.model.is_multilingual:
            return None
        language, probability, _ = self._model.detect_language(piece.samples, vad_filter=True)
        return str(language) if probability >= _OTHER_LANGUAGE else None

    def _heard(self, piece: sound.SoundPiece, known: float | None) -> Iterator[tuple[heard.HeardWord, float]]:
        """The words of a piece, each with its probability. known: the seconds of the whole recording."""
        segments, _ = self._model.transcribe(
            piece.samples,
            language="en",
            temperature=0.0,  # higher ones draw by chance
            condition_on_previous_text=False,  # else what is repeated once is repeated on
            word_timestamps=True,
            vad_filter=True,
        )
        for segment in segments:
            self._progress(piece.start + float(segment.end), known)
            for words in _whole(segment.words or ()):
                start, end = piece.start + float(words[0].start), piece.start + float(words[-1].end)
                word = heard.HeardWord("".join(one.word for one in words).strip(), round(start, 3), round(end, 3))
                yield word, fmean(float(one.probability) for one in words)


def _whole(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words as they are written: “40%” is given as two, the second without a blank before it."""
    found: list[Word] = []
    for word in words:
        if found and word.word[:1].isspace():
            yield found
            found = []
        found.append(word)
    if found:
        yield found


def _must_be_model(folder: Path) -> None:
    """Raises ModelError if files are missing; without its tokenizer faster-whisper would ask the network for one."""
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if not missing and not any((folder / name).is_file() for name in _VOCABULARY):
        missing = [_VOCABULARY[0]]
    if missing:
        found = "no such folder" if not folder.is_dir() else f"no {missing[0]} in it"
        raise ModelError(f"expected a folder with a Whisper model in CTranslate2's form in {folder}, found {found}")
