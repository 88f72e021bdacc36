"""By which weights a text was read: a digest of the files that the tagger loads.

It is written beside them when they are made, since to compute it takes a tenth of a second, as much as a fifth of all
that a short run takes. A test holds the one that ships against the files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: The file beside the weights that has their digest.
DIGEST: Final = "DIGEST"
#: How many hexadecimal digits name the weights.
DIGITS: Final = 8


def weights_digest(weights: Path) -> str:
    """The first DIGITS hexadecimal digits of the digest of the weights in a folder, as written there or else computed.

    Raises OSError.
    """
    written = weights / DIGEST
    return (written.read_text(encoding="ascii").strip() if written.exists() else computed(weights))[:DIGITS]


def write_digest(weights: Path) -> None:
    """Write the digest of the weights in a folder beside them. Raises OSError."""
    (weights / DIGEST).write_text(f"{computed(weights)}\n", encoding="ascii")


def computed(weights: Path) -> str:
    """SHA-256 over names, sizes and contents of all weights in a folder, 64 hexadecimal digits. Raises OSError."""
    import hashlib  # noqa: PLC0415 - OpenSSL takes a while to load

    whole = hashlib.sha256()
    for path in sorted(weights.iterdir()):
        if path.suffix in {".json", ".npz", ".onnx"}:
            content = path.read_bytes()
            whole.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()
