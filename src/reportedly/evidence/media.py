"""What a media file says of its own making (C2PA): who signed it, and what was done. One fact among others.

It is read from the file alone: nothing is fetched, no list of trusted signers is asked but the user's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from c2pa import C2paError, Context, Reader

from ..errors import EvidenceError, NotFound

#: Whole, and its signer is one whom the user trusts; whole, and nobody vouches for the signer; not whole.
SignatureState = Literal["trusted", "whole", "broken"]
_STATES: Final[Mapping[str, SignatureState]] = {"Trusted": "trusted", "Valid": "whole"}
#: What is no break: that nobody here trusts the signer.
_UNTRUSTED: Final = "signingCredential.untrusted"


@dataclass(frozen=True, slots=True)
class MediaAction:
    """Something that was done, as the manifest has it.

    action: `c2pa.created`, `c2pa.edited`. source: what kind of thing it is made of, the last part of IPTC's address for
    it (`trainedAlgorithmicMedia`). by: the program. at: when, as it is written. None: it isn't said.
    """

    action: str
    source: str | None = None
    by: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class MediaManifest:
    """The active manifest of a media file, as whoever signed it has it.

    state: of the signature. problems: what is broken, each a code of C2PA and its words. signer, organization: as the
    certificate names them. at: when it was signed, if a timestamp says so. tool: the program that made it. ingredients:
    the titles of files that went into it. manifests: how many there are, those of ingredients too.
    """

    state: SignatureState
    problems: tuple[str, ...]
    signer: str | None
    organization: str | None
    at: str | None
    tool: str | None
    title: str | None
    actions: tuple[MediaAction, ...]
    ingredients: tuple[str, ...]
    manifests: int


def read_media(path: Path, anchors: str | None = None) -> MediaManifest | None:
    """The manifest in a media file; None if it has none, which says nothing.

    anchors: certificates (PEM) of those whom the user trusts to certify signers. Raises NotFound, and EvidenceError for
    a file that is no media file that can be read, or whose manifest can't.
    """
    settings: dict[str, Any] = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if anchors:
        settings["trust"] = {"trust_anchors": anchors}
    try:
        with path.open("rb") as file, Context.from_dict(settings) as context:
            found = Reader.try_create(file, context=context)
            if found is None:
                return None
            with found as reader:
                return _manifest(json.loads(reader.json()))
    except FileNotFoundError as error:
        raise NotFound(f"expected a media file in {path}, found no such file") from error
    except OSError as error:
        raise EvidenceError(
            f"expected a media file in {path}, but: {(error.strerror or str(error)).lower()}"
        ) from error
    except C2paError as error:
        if str(error).startswith(("NotSupported", "Other: asset could not be parsed")):
            raise EvidenceError(f"expected a media file that can have a manifest in {path}, found none") from error
        raise EvidenceError(
            f"expected a manifest that can be read in {path}, found one that can't ({error})"
        ) from error


def _manifest(store: Mapping[str, Any]) -> MediaManifest:
    manifests: Mapping[str, Any] = store.get("manifests") or {}
    one: Mapping[str, Any] = manifests.get(store.get("active_manifest", ""), {})
    signed: Mapping[str, Any] = one.get("signature_info") or {}
    status = [entry for entry in store.get("validation_status") or () if entry.get("code") != _UNTRUSTED]
    return MediaManifest(
        _STATES.get(str(store.get("validation_state")), "broken"),
        tuple(": ".join(filter(None, (entry.get("code"), entry.get("explanation")))) for entry in status),
        signed.get("common_name"), signed.get("issuer"), signed.get("time"), _tool(one), one.get("title"),
        tuple(_actions(one)), tuple(str(part.get("title") or "untitled") for part in one.get("ingredients") or ()),
        len(manifests),
    )  # fmt: skip


def _tool(manifest: Mapping[str, Any]) -> str | None:
    """The program that made a manifest, with its version."""
    info = manifest.get("claim_generator_info") or ()
    named = [" ".join(filter(None, (str(one.get("name", "")), str(one.get("version", ""))))) for one in info]
    return ", ".join(filter(None, named)) or manifest.get("claim_generator")


def _actions(manifest: Mapping[str, Any]) -> Iterator[MediaAction]:
    for assertion in manifest.get("assertions") or ():
        if not str(assertion.get("label", "")).startswith("c2pa.actions"):
            continue
        for action in (assertion.get("data") or {}).get("actions") or ():
            agent = action.get("softwareAgent")
            by = agent.get("name") if isinstance(agent, Mapping) else agent
            source = str(action.get("digitalSourceType") or "").rpartition("/")[2]
            yield MediaAction(str(action.get("action", "unnamed")), source or None, by, action.get("when"))
