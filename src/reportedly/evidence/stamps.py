"""Timestamps (RFC 3161): an authority signs that bytes were there at a time. Checked without a network.

The whole answer of the authority is kept, as `openssl ts -verify -in` takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import IO, Final

import urllib3
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from ..articles.guard import Deadline, connections
from ..errors import EvidenceError, NoTimestamp
from ..given import is_address
from ..printable import printable, shorten
from .archive import Stamps, TimestampToken
from .checked import Proves

#: Seconds for an answer, and its most bytes.
PATIENCE: Final = 30.0
MOST: Final = 1_000_000
_SHA256: Final = "2.16.840.1.101.3.4.2.1"


def asking(url: str) -> Stamps:
    """What asks the authority at a URL; it raises NoTimestamp if none comes that fits.

    Raises EvidenceError for what is no URL.
    """
    if not url.lower().startswith(("http://", "https://")) or not is_address(url):
        raise EvidenceError(f"expected the URL of a timestamp authority, found {shorten(printable(url), 200)!r}")

    def stamp(body: IO[bytes]) -> TimestampToken:
        data = body.read()
        if not data:
            raise NoTimestamp(f"expected bytes to be stamped by {url}, found none")
        request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()
        answer = _asked(url, request.as_bytes())
        response = _decoded(answer, url)
        if PKIStatus(response.status) not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
            reason = printable("; ".join(response.status_string)) or PKIStatus(response.status).name.lower()
            raise NoTimestamp(f"expected a timestamp from {url}, found a refusal ({shorten(reason, 80)})")
        info = response.tst_info
        if info.nonce != request.nonce or info.message_imprint.message != request.message_imprint.message:
            raise NoTimestamp(f"expected a timestamp from {url} for what was sent, found one for something else")
        return TimestampToken(answer, _at(response), _by(response), url)

    return stamp


def _asked(url: str, request: bytes) -> bytes:
    """What an authority answers. Raises NoTimestamp."""
    head = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        with Deadline(PATIENCE) as deadline:
            timeout = urllib3.Timeout(deadline.left(PATIENCE))
            with connections(deadline, "anywhere", url, timeout=timeout, retries=False) as pool:
                answer = pool.request(
                    "POST", url, body=request, headers=head, redirect=False, preload_content=False
                )  # fmt: skip
                try:
                    data = answer.read(MOST + 1)
                finally:
                    answer.close()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        reason = shorten(printable(str(error)), 80)
        raise NoTimestamp(f"expected a timestamp from {url}, found no answer ({reason})") from error
    if answer.status != 200:
        raise NoTimestamp(f"expected a timestamp from {url}, found HTTP status {answer.status}")
    if len(data) > MOST:
        raise NoTimestamp(f"expected a timestamp from {url}, found more than {MOST / 1e6:.0f} MB")
    return data


def _decoded(answer: bytes, url: str) -> TimeStampResponse:
    try:
        return decode_timestamp_response(answer)
    except ValueError as error:
        raise NoTimestamp(f"expected a timestamp from {url}, found something else, or one not in DER") from error


def _at(response: TimeStampResponse) -> str:
    return response.tst_info.gen_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _by(response: TimeStampResponse) -> str:
    """Who signed, as the certificate in the answer names it, else as the signature does."""
    (signer, *_) = response.signed_data.signer_infos
    for der in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(der)
        if (certificate.issuer, certificate.serial_number) == (signer.issuer, signer.serial_number):
            return _name(certificate.subject)
    return f"somebody certified by {_name(signer.issuer)}"


def _name(name: x509.Name) -> str:
    """A name in words: the common name and the organisation."""
    ids = (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME)
    parts = [str(part.value) for one in ids for part in name.get_attributes_for_oid(one)]
    return printable(", ".join(dict.fromkeys(parts))) or name.rfc4514_string()


def proving(roots: Sequence[x509.Certificate] = ()) -> Proves:
    """What checks timestamps. roots: the certificates of authorities that the user trusts; without any nobody is."""

    def prove(answer: bytes, sha256: str) -> str:
        try:
            response = decode_timestamp_response(answer)
        except ValueError as error:
            raise ValueError("it can't be read") from error
        imprint = response.tst_info.message_imprint
        if imprint.hash_algorithm.dotted_string != _SHA256 or imprint.message.hex() != sha256:
            raise ValueError(f"it is for SHA-256 {imprint.message.hex()}")
        stamped = f"stamped at {_at(response)} by {_by(response)}"
        if not roots:
            return f"{stamped}, whose signature isn't checked: --tsa-certificate says whom to trust"
        builder = VerifierBuilder()
        for root in roots:
            builder = builder.add_root_certificate(root)
        try:
            builder.build().verify(response, bytes.fromhex(sha256))
        except VerificationError as error:
            raise ValueError(_reason(error)) from error
        return f"{stamped}, whose signature is right"

    return prove


def _reason(error: VerificationError) -> str:
    """In few words why a signature isn't accepted."""
    said = str(error)
    if "certificate verify error" in said:
        return "its signer is certified by none of the given certificates, or wasn't at that time"
    return "its signature is wrong" if "signature" in said.lower() else shorten(printable(said), 80)


def certificates(path: Path) -> list[x509.Certificate]:
    """The certificates in a PEM file. Raises EvidenceError."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EvidenceError(f"expected certificates in {path}, but: {reason}") from error
    except ValueError as error:
        raise EvidenceError(f"expected certificates as PEM in {path}, found none") from error


def pem(certificates: Sequence[x509.Certificate]) -> str:
    """Certificates as PEM."""
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in certificates)
