"""How well quotations are held against recordings.

    python -m bench.spoken --model FOLDER [--part measure|tune] [--work DIR] [--misses]

Speeches of `bench/speeches.txt` are spoken by espeak-ng, each by another voice, at another speed, some with noise
behind them, and heard with the model. Beside each stand quotations that are spoken in it and as many that aren't: a
number, a “not”, a day, a word is another. It is counted how many of either are heard alike, first with the recording at
hand, then from the transcript alone; and what quotations of other speeches are called. Thresholds were chosen on the
part `tune`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportedly.records import Record, heard, load
from reportedly.records.hearing import Recogniser
from reportedly.span import Span
from reportedly.verification import RecordIndex, VerifiedQuotation
from reportedly.verification.heard import Listen
from reportedly.verification.quoted import QuotedWords
from reportedly.verification.verify import verified

SPEECHES = Path(__file__).parent / "speeches.txt"
#: Voices of espeak-ng with words a minute and how loud the noise is (0 to 1), in the order of the speeches.
VOICES = {
    "tune": (("en-us", 150, 0.0), ("en-gb", 165, 0.0), ("en-us", 160, 0.01), ("en-gb", 150, 0.0)),
    "measure": (
        ("en-gb-scotland", 150, 0.0), ("en-us+m3", 165, 0.0), ("en-gb-x-rp", 140, 0.02), ("en-us+f2", 150, 0.0),
        ("en-gb+m2", 175, 0.0), ("en-029", 150, 0.0), ("en-us+m7", 150, 0.02), ("en-gb-x-gbclan", 150, 0.0),
        ("en-us-nyc", 150, 0.0), ("en-gb+f4", 140, 0.01),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Speech:
    """What is spoken, and quotations that are, and aren't, in it."""

    name: str
    words: str
    true: tuple[str, ...]
    invented: tuple[str, ...]


def speeches(part: str) -> list[Speech]:
    """The speeches of a part."""
    text = SPEECHES.read_text(encoding="utf-8")
    found = []
    for name, block in re.findall(rf"^== {part} (\w+)\n(.*?)(?=\n==|\Z)", text, re.MULTILINE | re.DOTALL):
        words, *lines = block.strip().split("\n")
        true, invented = (tuple(one[2:] for one in lines if one.startswith(mark)) for mark in "+-")
        found.append(Speech(name, words, true, invented))
    return found


def speak(words: str, path: Path, voice: str, speed: int, noise: float) -> None:
    """Write words as spoken by espeak-ng to a WAV file, with pink noise behind them."""
    plain = path.with_suffix(".plain.wav")
    subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-w", str(plain), words], check=True)
    if noise:
        mix = f"anoisesrc=c=pink:a={noise}:seed=1[n];[0][n]amix=inputs=2:duration=first:normalize=0"
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", plain, "-filter_complex", mix, path], check=True)
        plain.unlink()
    else:
        plain.replace(path)


def record_of(speech: Speech, voice: tuple[str, int, float], work: Path, recogniser: Recogniser) -> Record:
    """What the model hears of a speech; kept in `work`, and heard but once."""
    path = work / f"{speech.name}.wav"
    kept = work / f"{speech.name}-{recogniser.digest[:8]}.vtt"
    if not path.exists():
        speak(speech.words, path, *voice)
    if not kept.exists():
        kept.write_text(heard.as_webvtt(recogniser.hear(path)), encoding="utf-8")
    return load(kept)


def outcome(quotation: str, index: RecordIndex, listen: Listen | None) -> VerifiedQuotation:
    """A quotation held against what was heard."""
    text = f"“{quotation}”"
    found = verified(text, QuotedWords((Span(0, len(text)),), None, None), index, listen)
    assert found is not None
    return found


def counted(spoken: Sequence[tuple[Speech, RecordIndex]], listen: Listen | None, misses: bool) -> Iterator[str]:
    """What quotations that are spoken, that are invented, and that are of other speeches are called."""
    for what, others in (("true", 0), ("invented", 0), ("of another speech", 1)):
        called: Counter[str] = Counter()
        wrong = []
        for at, (_, index) in enumerate(spoken):
            speech = spoken[(at + others) % len(spoken)][0]
            for quotation in speech.invented if what == "invented" else speech.true:
                found = outcome(quotation, index, listen)
                called[str(found.class_)] += 1
                if (found.class_ == "heard-alike") != (what == "true"):
                    differ = "; ".join(f"{one.kind}: {one.quoted!r} for {one.said!r}" for one in found.differences)
                    wrong.append(f"    {speech.name}: {quotation} <> {found.passage} [{differ}]")
        yield f"  {what:18} {sum(called.values()):3}: " + ", ".join(f"{n} {name}" for name, n in called.most_common())
        yield from wrong if misses and not others else ()


def main() -> None:
    """Print all figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", type=Path, required=True)
    options.add_argument("--part", choices=VOICES, default="measure")
    options.add_argument("--work", type=Path, default=Path("build/spoken"))
    options.add_argument("--misses", action="store_true")
    asked = options.parse_args()
    work = asked.work / asked.part
    work.mkdir(parents=True, exist_ok=True)
    recogniser = Recogniser(asked.model)
    began = time.perf_counter()
    spoken = [
        (speech, RecordIndex([record_of(speech, voice, work, recogniser)]))
        for speech, voice in zip(speeches(asked.part), VOICES[asked.part], strict=True)
    ]
    hearings = [index.records[0].hearing for _, index in spoken]
    seconds = sum(hearing.seconds for hearing in hearings if hearing)
    print(f"{len(spoken)} speeches, {seconds:.0f} s of speech; heard or loaded in {time.perf_counter() - began:.0f} s")
    for how, listen in (("the recording at hand", recogniser.listen), ("from the transcript alone", None)):
        began = time.perf_counter()
        lines = list(counted(spoken, listen, asked.misses))
        print(f"{how}, {time.perf_counter() - began:.0f} s", *lines, sep="\n")


if __name__ == "__main__":
    main()
