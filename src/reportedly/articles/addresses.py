"""The address of an article without what only says how it was come by: one key for all addresses of one article."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..given import host

# cases: tests/test_addresses.py, SAME and OTHERS
#: Hosts that show the articles of another: www.paper.example, m.paper.example, amp.paper.example.
_BESIDE = re.compile(r"(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.)")
#: How a path says that it leads to the AMP page of an article.
_AMP = re.compile(r"^/amp(?=/.)|/amp(?=/?$)|\.amp(?=(?:\.html?)?/?$)")
#: Parameters by which some sites tell articles apart, though others count visitors by them.
_NUMBERS: Final = frozenset(["cid", "eid", "uid"])
#: Parameters that ask for another form of the page.
_FORMS: Final = frozenset(["amp", "outputtype", "print", "ncid", "cmpid", "igshid", "mibextid", "smid"])
#: Caches of AMP pages, whose paths go on with the host of the article.
_CACHE = re.compile(r"https?://(?:www\.google\.[a-z.]+/amp|[\w-]+\.cdn\.ampproject\.org/[acv])/(?:s/)?(?=[\w-]+\.)")


@lru_cache(maxsize=1 << 12)
def address_key(url: str) -> str:
    """A key that is equal for all addresses of one article.

    It has neither scheme nor fragment, no "www." or "m.", no parameters that count visitors, no AMP and no last slash.
    An address that can't be read, or isn't one on the web, is its own key.
    """
    from courlan import normalize_url  # noqa: PLC0415 - loads lists that only keeping an article needs

    url = _CACHE.sub("https://", url.strip())
    if not re.match(r"https?://", url, re.IGNORECASE) or not host(url):
        return url
    parts = urlsplit(normalize_url(urlsplit(url)._replace(fragment="", query="")))
    where = _BESIDE.sub("", parts.netloc.rpartition("@")[2].removesuffix("."))
    path = _AMP.sub("", parts.path).rstrip("/")
    query = urlencode(sorted(pair for pair in parse_qsl(urlsplit(url).query) if _tells(pair)))
    page = urlsplit(url).fragment
    return f"{where}{path}{f'?{query}' if query else ''}{f'#{page}' if page.startswith('!') else ''}"


def _tells(parameter: tuple[str, str]) -> bool:
    """Whether a parameter of an address, given as name and value, may say which article it is."""
    from courlan.clean import clean_query  # noqa: PLC0415

    name = parameter[0].lower()
    return name in _NUMBERS or (name not in _FORMS and bool(clean_query(urlencode([parameter]))))
