"""Fuzzing of one way in, guided by what code an input reaches; needs atheris.

    python -m torture.guided ENTRY RUNS SECONDS SEED FOLDER

It ends after so many inputs or seconds, whichever comes first, and keeps each fault in the folder, with its input. A
module of its own, which imports nothing else first: only what is imported under atheris' eyes is watched.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["reportedly", "edtf", "feedparser"]):
    from . import fuzz


def main() -> None:
    """Fuzz one entry."""
    entry, runs, seconds, seed, folder = *sys.argv[1:5], Path(sys.argv[5])
    with atheris.instrument_imports(include=["reportedly", "edtf", "feedparser"]):
        entries = fuzz.Entries(folder)
        for data in fuzz.seeds(entry):  # which imports what the entry needs
            fuzz.note(entries, entry, data, folder)
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, data in enumerate(fuzz.seeds(entry)):
        (corpus / str(number)).write_bytes(data)
    (folder / "dictionary").write_text(
        "\n".join('"' + "".join(f"\\x{byte:02x}" for byte in piece) + '"' for piece in fuzz.PIECES), "utf-8"
    )
    atheris.Setup(
        [sys.argv[0], f"-runs={runs}", f"-max_total_time={seconds}", f"-seed={seed}", f"-dict={folder / 'dictionary'}",
         "-max_len=20000", "-len_control=0", f"-artifact_prefix={folder}/", str(corpus)],
        lambda data: fuzz.note(entries, entry, data, folder),
    )  # fmt: skip
    with entries:
        atheris.Fuzz()


if __name__ == "__main__":
    main()
