"""Sources: the words of a source analysed by themselves, without the rest of the article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ..english import lexicon
from ..english.names import TOKEN
from ..patterns import lazy
from ..span import Span, strip
from .mentions import Mention
from .roles import as_role

SourceKind = Literal["pronoun", "name", "spokesperson", "document", "organization", "group", "person"]

# cases: tests/test_holders.py, TABLES
BREAK = lazy(r"\s*[,();:–—]\s*|\s+-\s+")
TAIL = lazy(
    r"\s(?:of|for|at|in|from|with|like|under|who|whom|whose|which|that|on|by|to|near|led|representing|close|familiar|involved|"
    r"as|during|after|before|when|while|interviewed|released|published|conducted|carried|cited|seen|issued|obtained|held|filed|lodged|submitted|signed|drafted|written|including|working|living|sitting)\s"
)
#: What still belongs to the name before it: “Reyes KC”, “Lund Jr.”, “Reuters news agency”.
SUFFIX = lazy(
    r"\s*(?:(?:state )?(?:news agency|newswire|newspaper|website|news site)|[A-Z]{2,4}|[JS]r\.?|I{2,3}|"
    r"himself|herself|itself|themselves)?\.?\s*"
)
#: Between a description and the name after it: "our treasurer, Mr | Ubani-Cleft".
NAME_FOLLOWS = lazy(r",? (?:(?:Mrs?|Ms|Miss|Dr|Sir|Prof|Rev)\.? )?")
#: A plural with a capital, since it begins a sentence: "Shepherds in the valley".
MANY = lazy(r"[A-Z][a-z]+s (?:in|of|at|from|on|near|who)\b")
CAME_TO = lazy(
    r",?\s+(?:(?:and|first|later|which was|that was)\s+)*"
    r"(?:(?:leaked|obtained|seen|given|passed|handed|sent|reviewed|viewed|shared|provided|shown|quoted|cited|broadcast)"
    r"\s(?:to|by|with)|(?:filed|lodged|submitted|delivered|presented|forwarded|addressed)\s(?:to|with|before|at|in)"
    r"(?![^,;]*\sby\s))\s"
)
#: What a phrase cut off too early or too late has at its ends.
REMAINS_BEFORE = lazy(r"(?:who|whom|which|where)\s")
REMAINS_AFTER = lazy(
    r",?\s(?:on|in|at|of|for|from|with|and|who|which|that|has|have|had|is|are|was|were)(?:\s(?:the|an?))?,?\Z"
)
RELATIVE = lazy(r",?\s(?:who|whom|whose|which|that)\s")
#: Where a source goes on with examples of those who speak: “several senators | including Lund and Voss”.
EXAMPLES = lazy(r",?\s(?:[–—]\s?)?(?:including|such as|among them)\s")
AFTER = lazy(
    r"\s+(?:for|of|at|by|from|with|(?:released|published|issued|conducted|written) by)\s+|"
    r",?\s+(?:filed|lodged|submitted|brought|written|signed|drafted|prepared)\b[^,;]{0,60}?\sby\s+"
)
ADVERB = lazy(r"further|also|later|then|(?!family|assembly|ally)\w+ly", re.IGNORECASE)
#: Names in capitals that are no pronouns.
NO_PRONOUNS = frozenset(("US", "WHO", "IT"))
OWNERS = frozenset(("his", "her", "their", "its", "my", "our"))
ADJECTIVES = lazy(
    r"^(?:the|an?|leaked|new|newest|recent|internal|official|annual|latest|joint|draft|secret)\s+", re.IGNORECASE
)
POSSESSIVE = lazy(r"['’]s?$")
POSSESSOR = lazy(r"^(.+?)(?:['’]s|(?<=s)['’])\s+")
#: What parties file in a court, unlike its rulings.
COURT_FILES = frozenset(
    ["paper", "papers", "document", "documents", "filing", "filings", "record", "records", "file", "files"]
)
#: Determiners of whoever wasn't told of before.
NEW = frozenset(("a", "an", "another"))
#: Pronouns for several who are named before.
SEVERAL = frozenset(("both", "neither"))
#: What is left off a description besides determiners. “One” isn't in "one of his aides".
BOTH = frozenset(("both", "neither"))
LEFT_OFF = BOTH | {"a", "an", "only", "even"}
ARTICLE = lazy(r"\s+(?:the|an?)\s")
#: Where “those” is whom the rest tells of: “those who voted”, unlike “those voters”.
THOSE = lazy(
    r"those (?:who|whom|whose|that|which|in|on|at|of|from|with|near|close|closest|\w+(?:ed|ing))\b", re.IGNORECASE
)
#: Between two who are described together: “the board | nor the | union”.
AND_ALSO = lazy(r" (?:(?:and|n?or) (?:the|an?) |nor )")
#: What a share on an exchange is called by: “Brask Inc (BRK.O)”.
TICKER = lazy(r" \([A-Z]{1,5}[.:] ?[A-Z]{1,5}\)")
#: What may stand behind a speaker's name: a party and a state, in brackets or commas.
_PARTY = r"(?:,? \(?[A-Z]-[A-Z][\w.]*\)?| \([^()\n]{1,20}\))?"
#: What stands between two who speak together, up to a title; and between the last two.
NEXT = lazy(rf"{_PARTY}, (?:[\w.’'-]+ ){{0,4}}")
AND_NEXT = lazy(
    rf"{_PARTY},? (?:and|n?or|as well as|along with|together with|joined by) (?P<titles>(?:[\w.’'-]+,? ){{0,4}})"
)
#: What stands around and between the names of bodies that speak together.
LIST_BEGINS = lazy(r"(?:[Bb]oth |[Nn]either |[Ee]ither )?(?:[Tt]he )?")
LIST_NEXT = lazy(r"(?: [(\[][^)\]\n]{1,12}[)\]])?, (?:the )?")
LIST_LAST = lazy(
    r"(?: [(\[][^)\]\n]{1,12}[)\]])?,? (?:and|n?or|as well as|along with) (?:the )?(?:[A-Z][\w.’'-]+ ){0,3}"
)
LIST_ENDS = lazy(r"(?: [(\[][^)\]\n]{1,12}[)\]])?,?(?: (?:both|all|together|jointly))?")


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """The parts of a source.

    words: the pronoun, the name or the description without its article. span: their place.
    head: the head noun of the description in lower case (“chief”). role: the description of a named holder.
    name: the mention that names the holder. body: the mention or the words for the body that it speaks for or that
    issued it. owner: the possessive pronoun (“her office”). definite, new: whether it is described as somebody known
    (“the”), or as somebody new (“a”). members: the names of those who speak together. All are
    None, or empty, where the source has none.
    """

    sort: SourceKind
    span: Span
    words: str
    head: str = ""
    role: str | None = None
    name: Mention | None = None
    body: Mention | str | None = None
    owner: Span | None = None
    definite: bool = False
    new: bool = False
    plural: bool = False
    members: tuple[Mention, ...] = ()


def analyse(text: str, span: Span, names: Sequence[Mention]) -> SourcePhrase:
    """The parts of the source at `span`, by its words alone. names: the names of the whole text, in order."""
    span = without_examples(text, _without_remains(text, as_issued(text, span)))
    span = _without_possessive(text, span)
    words = span.of(text)
    first, _, adverb = words.partition(" ")
    if first.lower() in lexicon.PRONOUNS and ADVERB.fullmatch(adverb):
        span, words = Span(span.start, span.start + len(first)), first
    if words.lower() in lexicon.PRONOUNS and words not in NO_PRONOUNS:
        several = words.lower() in lexicon.THEY | SEVERAL
        return SourcePhrase("pronoun", span, words.lower(), plural=several)
    beyond = bisect_left(names, span.end, key=lambda n: n.span.start)
    inside = names_in(names, span)
    if inside and inside[0].type == "person" and MANY.match(text, span.start, span.end):
        inside = inside[1:]
    parts = list(_parts(text, span, inside))
    together = _together(text, span, inside)
    if together:
        sort: SourceKind = "organization" if all(_is_body(m) for m in together) else "group"
        words = enumerated([m.span.of(text) for m in together])
        return SourcePhrase(sort, span, words, plural=True, members=together)
    for i, part in enumerate(parts[:4]):
        if i and text[part.start - 1] == "(" and part.of(text).isupper():  # "the parliament of Tarn (TP)"
            continue
        name = _head_name(text, part, inside)
        if name and (i == 0 or name.type == "person" or _follows_description(text, parts[0], inside)):
            return _named(text, part, name, parts[0] if i else None)
    after = next((n for n in names[beyond : beyond + 1] if n.type == "person"), None)
    after = after if after and NAME_FOLLOWS.fullmatch(text, span.end, after.span.start) else None
    described = _described(text, span, parts[0], inside)
    if after and described.sort == "person":
        return SourcePhrase("name", after.span, after.span.of(text), role=as_role(span.of(text)), name=after)
    return described


def names_in(names: Sequence[Mention], span: Span) -> Sequence[Mention]:
    """The names, of those in text order, that stand within a span or reach into it."""
    first = bisect_right(names, span.start, key=lambda n: n.span.end)
    return names[first : bisect_left(names, span.end, key=lambda n: n.span.start)]


def named_by(text: str, span: Span, naming: Span, names: Sequence[Mention]) -> SourcePhrase:
    """The parts of the source at `span`, of which `naming` are the words that name or describe its holder."""
    first = bisect_left(names, naming, key=lambda name: name.span)
    name = next((name for name in names[first : first + 1] if name.span == naming), None)
    if name:
        role = _title_before(text, span, name) if name.type == "person" else None
        return SourcePhrase("name", naming, naming.of(text), role=role, name=name)
    part = analyse(text, naming, names)
    if part.span != naming or part.sort == "name":
        part = replace(_described(text, naming, naming, names), span=naming, words=spelt(naming.of(text)))
    article = text[span.start : naming.start].lower().split()[-1:]
    definite, new = (bool(words.intersection(article)) for words in (lexicon.DEFINITE, NEW))
    return replace(part, definite=part.definite or definite, new=part.new or new)


def meant_elsewhere(text: str, whole: SourcePhrase, names: Sequence[Mention]) -> SourcePhrase:
    """The parts of a source whose words don't name its holder, whatever names they have: “the NEMA director”."""
    return _described(text, whole.span, whole.span, names) if whole.sort == "name" else whole


def _title_before(text: str, span: Span, name: Mention) -> str | None:
    """What a source calls the person whom it names behind that: “Convener of the group, Mr. | Kayode Esan”."""
    before = strip(text, span.start, name.span.start) if span.start < name.span.start else None
    words = before.of(text).rstrip(",") if before else ""
    last = words.rpartition(" ")[2].lower()
    return None if not words or last in lexicon.PREPOSITIONS | {"and"} or POSSESSIVE.search(words) else as_role(words)


def as_issued(text: str, span: Span) -> Span:
    """The span up to where it says into whose hands a document came: "a memo | leaked to the newsletter Deck Notes"."""
    came = CAME_TO.search(text, span.start, span.end)
    return strip(text, span.start, came.start()) or span if came and came.start() > span.start else span


def _without_remains(text: str, span: Span) -> Span:
    """The span without what a cut phrase left at its ends: "Strake | on", "spokespeople | have", "who | many aides"."""
    begun = REMAINS_BEFORE.match(text, span.start, span.end)
    start = begun.end() if begun and begun.end() < span.end else span.start
    match = REMAINS_AFTER.search(text, start, span.end)
    return Span(start, match.start() if match and match.start() > start else span.end)


def without_examples(text: str, span: Span) -> Span:
    """The span up to where it gives examples, so that those aren't taken for all who speak."""
    examples = EXAMPLES.search(text, span.start, span.end)
    return strip(text, span.start, examples.start()) or span if examples else span


def _without_possessive(text: str, span: Span) -> Span:
    match = POSSESSIVE.search(span.of(text))
    end = span.start + match.start() if match and match.start() else span.end
    return strip(text, span.start, end) or span


def _parts(text: str, span: Span, names: Sequence[Mention]) -> list[Span]:
    """The source cut at commas and brackets, but not inside a name."""
    parts: list[Span] = []
    start = span.start
    for match in BREAK.finditer(text, span.start, span.end):
        if any(n.span.start < match.start() and match.end() < n.span.end for n in names):
            continue
        if any(t.start() <= match.start() < t.end() < span.end for t in TICKER.finditer(text, start, span.end)):
            continue
        part = strip(text, start, match.start())
        if part:
            parts.append(part)
        start = match.end()
    part = strip(text, start, span.end)
    return [*parts, part] if part else parts or [span]


def _head_name(text: str, part: Span, names: Sequence[Mention]) -> Mention | None:
    """The name that the part turns on: it ends the part, or stands before what merely places it."""
    core = _core(text, part, names)
    for name in names:
        if core.start <= name.span.start < core.end and name.span.end >= core.end - _trailing(
            text, name.span.end, core.end
        ):
            before = text[core.start : name.span.start]
            if POSSESSIVE.search(text[core.start : core.end]) and name.span.end < core.end:
                continue
            if not before.strip() or (
                name.type in ("person", "organization", "place") and not before.rstrip().endswith(" and")
            ):
                return name
    return None


def _trailing(text: str, start: int, end: int) -> int:
    """Length of a suffix after a name (KC, Jr., III) that still belongs to it."""
    rest = text[start:end]
    return len(rest) if SUFFIX.fullmatch(rest) else 0


def _core(text: str, part: Span, names: Sequence[Mention]) -> Span:
    """The part up to its first preposition or relative clause, unless that stands within a title or a name."""
    for match in TAIL.finditer(text, part.start, part.end):
        at = match.start()
        if any(n.span.start < at < n.span.end for n in names):
            continue
        after = [n for n in names if n.type == "person" and n.span.end == part.end and n.span.start >= match.end()]
        between = text[match.end() : after[0].span.start] if after else ""
        of = match.group().strip() == "of" or between[:1].isupper()  # Representative for Iran X, not lawyers for both X
        noun = text[part.start : match.start()]
        first = text[match.end() : part.end].partition(" ")[0]
        if (of and _is_title(noun, between)) or (after and _is_portfolio(noun, first)):
            continue
        if at > part.start:
            return strip(text, part.start, at) or part
    return part


def _is_title(noun: str, words: str) -> bool:
    """Whether the words between "of" and a name belong to the title before it: "Secretary of State X"; also "Speaker of
    the House X", but not "a friend of the mayor X" or "an aide to Sen. X".
    """
    words = words.strip()
    last = words.rsplit(" ", 1)[-1].lower()
    office = noun.rsplit(" ", 1)[-1].lower() in lexicon.OFFICES | lexicon.TITLES
    if office and (" and " in words or words.split()[-2:-1] in (["of"], ["for"])):
        return True  # of two things; of State for Justice
    if not words or last in lexicon.OFFICES | lexicon.PERSONS or last.rstrip(".") in lexicon.COURTESY:
        return False
    whole = not re.match(r"(?:the|a|an|his|her)\b", words) and last.rstrip(".") not in lexicon.TITLES
    return whole or noun.rsplit(" ", 1)[-1].lower() in lexicon.OFFICES - {"attorney"}  # whose client the name is


def _is_portfolio(noun: str, title: str) -> bool:
    """Whether an office is for what looks like a title: “Minister of | Justice | Ola Lund”, who is no justice."""
    return title.lower() in lexicon.TITLES and bool({*noun.lower().split()} & lexicon.OFFICES)


def _follows_description(text: str, first: Span, names: Sequence[Mention]) -> bool:
    """Whether the first part describes, so that a name after its comma is who it is."""
    return not any(first.contains(n.span) and n.span.end == first.end for n in names)


def _named(text: str, part: Span, name: Mention, described: Span | None) -> SourcePhrase:
    before = strip(text, part.start, name.span.start) if part.start < name.span.start else None
    described_as, called = (as_role(part.of(text)) if part else None for part in (described, before))
    role = described_as or called
    end = max(name.span.end, min(part.end, name.span.end + _trailing(text, name.span.end, part.end)))
    span = Span(name.span.start, end) if end > name.span.start else name.span
    return SourcePhrase("name", span, name.span.of(text), role=role, name=name)


def _described(text: str, span: Span, part: Span, names: Sequence[Mention]) -> SourcePhrase:
    inside = names_in(names, span)
    core = _core(text, part, inside)
    tokens = [m.group() for m in TOKEN.finditer(core.of(text))]
    while len(tokens) > 1 and tokens[-1].lower() in lexicon.CALENDAR:  # her testimony Monday
        tokens.pop()
    first = tokens[0].lower() if tokens else ""
    head = POSSESSIVE.sub("", tokens[-1].lower()) if tokens else ""
    if head == "general" and len(tokens) > 1:
        head = f"{tokens[-2].lower()}-general"  # the attorney general
    words = _described_words(text, part, first if len(tokens) > 1 else "")
    body = _body(text, span, core, inside)
    owner = Span(core.start, core.start + len(first)) if first in OWNERS and len(tokens) > 1 else None
    definite = first in lexicon.DEFINITE or bool(POSSESSOR.match(core.of(text)))
    joined = _joined(core.of(text), [n for n in inside if core.contains(n.span)])
    plural = joined or " nor " in core.of(text) or _is_plural(tokens)
    sort = "organization" if _is_outlet(tokens) else _sort(head, plural, bool(body))
    if sort in ("group", "person") and _looks_like_a_body(tokens):
        sort = "organization"
    if joined:
        sort = "organization" if all(n.type == "organization" for n in names) else "group"
    called = spelt(words.of(text))
    return SourcePhrase(sort, words, called, head, None, None, body, owner, definite, first in NEW, plural)


def spelt(words: str) -> str:
    """A description as it is shown: “the board and union” for “the board nor the union”, and without what shares are
    called by.
    """
    return AND_ALSO.sub(" and ", TICKER.sub("", words))


def _described_words(text: str, part: Span, article: str) -> Span:
    """The description without article and without what a relative clause adds, unless it tells whom “those” means."""
    if THOSE.match(text, part.start, part.end):
        return part
    relative = RELATIVE.search(text, part.start, part.end)
    one = article == "one" and not text.startswith(" of ", part.start + len(article))
    start = part.start + (len(article) if one or article in lexicon.DEFINITE | LEFT_OFF else 0)
    both = ARTICLE.match(text, start, part.end) if article in BOTH else None
    start = both.end() if both else start
    return strip(text, start, relative.start() if relative and relative.start() > start else part.end) or part


def _together(text: str, span: Span, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """Those who speak together, their titles left out: "Chancellor Ana Weiss, Karl Lind and Minister Ola Berg"."""
    inside = [n for n in names if span.contains(n.span) and n.type != "other" and text[n.span.start - 1] != "("]
    people = [n for n in inside if n.type == "person"]
    if len(people) < len(inside) and _are_listed(text, span, [n.span for n in inside]):
        return tuple(inside)
    spans = [n.span for n in people]
    if len(people) < 2 or text[spans[-1].end : spans[-1].end + 1] in ("'", "’"):  # A and B's mother
        return ()
    *commas, last = (text[a.end : b.start] for a, b in pairwise(spans))
    joined = AND_NEXT.fullmatch(last)
    if not joined or not all(map(NEXT.fullmatch, commas)):
        return ()
    before = (text[span.start : spans[0].start], *commas, joined["titles"])
    titles = {word for words in before for word in words.lower().split()}
    # "lawyers for A and B", but "Secretary of State A and B"
    return () if titles & (lexicon.PREPOSITIONS - {"of", "and"}) else tuple(people)


def _are_listed(text: str, span: Span, names: Sequence[Span]) -> bool:
    """Whether a source is a list of names, bodies among them: “both the Harbour Board (HB) and the Tarn Assembly”."""
    if len(names) < 2 or not LIST_BEGINS.fullmatch(text, span.start, names[0].start):
        return False
    *commas, last = (text[a.end : b.start] for a, b in pairwise(names))
    ends = LIST_ENDS.fullmatch(text, names[-1].end, span.end)
    return bool(ends and LIST_LAST.fullmatch(last)) and all(map(LIST_NEXT.fullmatch, commas))


def _is_body(name: Mention) -> bool:
    return name.type in ("organization", "place")


def enumerated(names: Sequence[str]) -> str:
    """Several names as one: “A, B and C”."""
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _joined(words: str, names: Sequence[Mention]) -> bool:
    """Whether two named ones speak together: "Voss and Brandt"."""
    return len(names) > 1 and " and " in words and not POSSESSOR.match(words)


def _sort(head: str, plural: bool, has_body: bool) -> SourceKind:
    if head in lexicon.DOCUMENTS or head.removesuffix("s") in lexicon.DOCUMENTS:
        return "document"
    if head in lexicon.ORGANIZATIONS and not (plural and head.endswith("s")):
        return "organization"
    if (head in lexicon.VOICES or (head in lexicon.SPEAKING_FOR and has_body)) and not plural:
        return "spokesperson"
    return "group" if plural else "person"


def _looks_like_a_body(tokens: Sequence[str]) -> bool:
    """Whether a description is a name that the tagger missed: "Almazra Holdings"."""
    return len(tokens) > 1 and all(t[:1].isupper() or t == "&" for t in tokens) and tokens[-1].lower() in lexicon.FIRMS


def _is_outlet(tokens: Sequence[str]) -> bool:
    """Whether a description is an outlet's name that the tagger missed: "The Courier"."""
    name = tokens[1:] if tokens and tokens[0].lower() == "the" else ()
    return bool(name) and all(t[:1].isupper() for t in name) and POSSESSIVE.sub("", name[-1].lower()) in lexicon.OUTLETS


def _is_plural(tokens: list[str]) -> bool:
    lower = [t.lower() for t in tokens]
    if not lower:
        return False
    if (lower[0] in lexicon.PLURALS and lower[0] not in ("half",)) or lower[-1] in lexicon.PLURALS:
        return True
    if lower[0] in ("a", "an", "one", "another") and lower[-1] not in lexicon.PLURALS:
        return False
    last = lower[-1]
    return (
        (last.endswith("s") and not last.endswith(("ss", "us", "is", "'s", "’s")))
        or "%" in lower[0]
        or lower[0][:1].isdigit()
    )


def _body(text: str, span: Span, core: Span, names: Sequence[Mention]) -> Mention | str | None:
    """Whom a spokesperson speaks for, or who issued a document: what the noun comes with, else who follows it."""
    within = [n for n in names if core.contains(n.span)]
    if within:
        return within[0]
    owner = POSSESSOR.match(core.of(text))
    if owner:
        whose = owner.group(1).rpartition(" ")[2].lower()
        return None if whose in lexicon.OFFICES | lexicon.PERSONS else without_article(owner.group(1))
    tokens = core.of(text).split()
    bodies_at = [i for i, t in enumerate(tokens[:-1]) if t.lower() in lexicon.ORGANIZATIONS]
    if bodies_at and not are_court_files(tokens):
        return without_article(" ".join(tokens[: bodies_at[-1] + 1]))
    after = AFTER.match(text, core.end, span.end)
    head = tokens[-1].lower() if tokens else ""
    if after and after.group().strip() == "at" and head in lexicon.DOCUMENTS:
        return None  # a sign at the pool was not put up by the pool
    if not after:
        return None
    named = next((n for n in names if after.end() <= n.span.start < span.end and n.type != "place"), None)
    return named or without_article(BREAK.split(text[after.end() : span.end])[0])


def are_court_files(tokens: Sequence[str]) -> bool:
    """Whether a description is of papers that lie at a court: somebody filed them there."""
    *_, court, files = ("", "", *(token.lower() for token in tokens))
    return court in ("court", "tribunal") and files in COURT_FILES


def without_article(words: str) -> str:
    """Words without the article and the adjectives that documents come with before them."""
    words = words.strip()
    while (shorter := ADJECTIVES.sub("", words)) != words:
        words = shorter
    return words
