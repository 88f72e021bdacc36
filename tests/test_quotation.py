"""Quotation marks: text → the stretches that stand inside them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.english.quotation import DEEPEST, Quotation, quotations, too_deep
from reportedly.span import Span


@dataclass(frozen=True)
class Q:
    """An expected quotation: its words with their marks, sought from the start of the one before it."""

    words: str
    depth: int = 0
    closed: bool = True
    continues: bool = False


def inner(words: str) -> Q:
    return Q(words, depth=1)


def unclosed(words: str, depth: int = 0) -> Q:
    return Q(words, depth, closed=False)


def onward(words: str, closed: bool = False) -> Q:
    return Q(words, closed=closed, continues=True)


CURLY = [
    ("“Boats are back,” said Lund.", [Q("“Boats are back,”")]),
    ("Lund said: “Boats are back.”", [Q("“Boats are back.”")]),
    ("“No,” he said. “Not yet.”", [Q("“No,”"), Q("“Not yet.”")]),
    ("It was “late” and “dear”.", [Q("“late”"), Q("“dear”")]),
    ("a “no”—a flat “no”", [Q("“no”"), Q("“no”")]),
    ("“Why?” (“Because.”)", [Q("“Why?”"), Q("“Because.”")]),
    ("“”", [Q("“”")]),
]

STRAIGHT = [
    ('"Boats are back," said Lund.', [Q('"Boats are back,"')]),
    ('Lund said: "Boats are back."', [Q('"Boats are back."')]),
    ('"No," he said. "Not yet."', [Q('"No,"'), Q('"Not yet."')]),
    ('the "free" port ("free" for whom?)', [Q('"free"'), Q('"free"')]),
    ('He wrote:"Come at once."', [Q('"Come at once."')]),
    ('the so-called—"peace"—plan', [Q('"peace"')]),
    ('"…and then it sank," he said.', [Q('"…and then it sank,"')]),
    ('"$40 a head," she said.', [Q('"$40 a head,"')]),
    ('"No"; "never"; "not I".', [Q('"No"'), Q('"never"'), Q('"not I"')]),
]

SINGLE = [
    ("'Boats are back,' said Lund.", [Q("'Boats are back,'")]),
    ("‘Boats are back,’ said Lund.", [Q("‘Boats are back,’")]),
    ("Lund said: 'Boats are back.'", [Q("'Boats are back.'")]),
    ("'No,' he said. 'Not yet.'", [Q("'No,'"), Q("'Not yet.'")]),
    ("a ‘short’ strike and a 'long' one", [Q("‘short’"), Q("'long'")]),
    ("Port chief ‘sorry’ for sirens", [Q("‘sorry’")]),
    ("‘$40 a head,’ she said.", [Q("‘$40 a head,’")]),
]

SINGLE_OUTSIDE = [
    ("‘He said “never” to me,’ she said.", [Q("‘He said “never” to me,’"), inner("“never”")]),
    ("'He said \"never\" to me,' she said.", [Q("'He said \"never\" to me,'"), inner('"never"')]),
    ("‘“Never” was his word,’ she said.", [Q("‘“Never” was his word,’"), inner("“Never”")]),
    ("‘His word was “never”,’ she said.", [Q("‘His word was “never”,’"), inner("“never”")]),
    (
        "‘I heard the dockers’ cry of “never” there,’ she said.",
        [Q("‘I heard the dockers’ cry of “never” there,’"), inner("“never”")],
    ),
    ("‘He told me: “Never.”’", [Q("‘He told me: “Never.”’"), inner("“Never.”")]),
    ("'He told me: \"Never.\"'", [Q("'He told me: \"Never.\"'"), inner('"Never."')]),
]

SINGLE_INSIDE = [
    ("“I told Lund, ‘Try me,’” she said.", [Q("“I told Lund, ‘Try me,’”"), inner("‘Try me,’")]),
    ("\"I told Lund, 'Try me,'\" she said.", [Q("\"I told Lund, 'Try me,'\""), inner("'Try me,'")]),
    ("“‘Try me’ is what I said.”", [Q("“‘Try me’ is what I said.”"), inner("‘Try me’")]),
    ("“‘Go,’ she said. ‘Go home.’”", [Q("“‘Go,’ she said. ‘Go home.’”"), inner("‘Go,’"), inner("‘Go home.’")]),
    ("“A ‘deal’? What ‘deal’?”", [Q("“A ‘deal’? What ‘deal’?”"), inner("‘deal’"), inner("‘deal’")]),
    ("“He goes, 'You wouldn't.'”", [Q("“He goes, 'You wouldn't.'”"), inner("'You wouldn't.'")]),
    ('"He goes, ‘You wouldn’t.’"', [Q('"He goes, ‘You wouldn’t.’"'), inner("‘You wouldn’t.’")]),
]

APOSTROPHES = [
    ("The workers’ rights don’t end in the ’90s.", []),
    ("The workers' rights don't end in the '90s.", []),
    ("Rock ’n’ roll and rock 'n' roll.", []),
    ("Tell ’em, 'twas Lund's and the Joneses'.", []),
    ("The ‘90s began, ‘til they ended.", []),
    ("“It’s the workers’ right,” he said.", [Q("“It’s the workers’ right,”")]),
    ('"Y\'all come back," he said.', [Q('"Y\'all come back,"')]),
    ("‘It’s the workers’ rights that count,’ he said.", [Q("‘It’s the workers’ rights that count,’")]),
    ("'It's the workers' rights that count,' he said.", [Q("'It's the workers' rights that count,'")]),
    ("‘They don’t play rock ’n’ roll here,’ he said.", [Q("‘They don’t play rock ’n’ roll here,’")]),
    ("‘The ’90s were ours,’ he said.", [Q("‘The ’90s were ours,’")]),
    ("‘We were dancin’ all night,’ he said.", [Q("‘We were dancin’ all night,’")]),
    ("It was ‘the workers’ choice’ in ’98.", [Q("‘the workers’ choice’")]),
    ("The ‘wet docks’ are the dockers’ pride.", [Q("‘wet docks’")]),
    ("“Ask the dockers’ union,” he said. “It’s theirs.”", [Q("“Ask the dockers’ union,”"), Q("“It’s theirs.”")]),
    (
        "“I said, ‘It’s the dockers’ money.’”",
        [Q("“I said, ‘It’s the dockers’ money.’”"), inner("‘It’s the dockers’ money.’")],
    ),
]

FOREIGN = [
    ("„Der Hafen ist zu“, sagte Lund.", [Q("„Der Hafen ist zu“")]),
    ("„Zamknięte”, powiedział Lund.", [Q("„Zamknięte”")]),
    ("«Fermé», a dit Lund.", [Q("«Fermé»")]),
    ("« C’est fermé », a dit Lund.", [Q("« C’est fermé »")]),
    ("»Lukket,« sagde Lund.", [Q("»Lukket,«")]),
    ("„Er sagte ‚nein‘ zu mir“, sagte sie.", [Q("„Er sagte ‚nein‘ zu mir“"), inner("‚nein‘")]),
    ("« Il a dit ‹ non › », dit-elle.", [Q("« Il a dit ‹ non › »"), inner("‹ non ›")]),
    ("„Zu“, sagte er. „Für immer.“", [Q("„Zu“"), Q("„Für immer.“")]),
]

TYPEWRITTEN = [
    ("``Boats are back,'' said Lund.", [Q("``Boats are back,''")]),
    ("``No,'' he said. ``Not yet.''", [Q("``No,''"), Q("``Not yet.''")]),
    ("``He said `no' to the workers' offer,'' she said.", [Q("``He said `no' to the workers' offer,''")]),
]

PARAGRAPHS = [
    ("“One.\n\n“Two.\n\n“Three,” he said.", [unclosed("“One."), onward("“Two."), onward("“Three,”", closed=True)]),
    ("“One.\n“Two.”\n“Three.”", [unclosed("“One."), onward("“Two.”", closed=True), Q("“Three.”")]),
    ('"One.\n\n"Two," he said.', [unclosed('"One.'), onward('"Two,"', closed=True)]),
    ("“One,” he said. “Two.\n\n“Three.”", [Q("“One,”"), unclosed("“Two."), onward("“Three.”", closed=True)]),
    ("“One.\n\nLund left. “Two,” he said.", [unclosed("“One."), Q("“Two,”")]),
    ("“One.\r\n\r\n“Two.”", [unclosed("“One."), onward("“Two.”", closed=True)]),
    ("  “One.\n \n  “Two.”", [unclosed("“One."), onward("“Two.”", closed=True)]),
    ("‘One.\n\n‘Two,’ he said.", [unclosed("‘One."), onward("‘Two,’", closed=True)]),
    ("‘It’s one.\n\n‘Two.\n\n‘Three.’", [unclosed("‘It’s one."), onward("‘Two."), onward("‘Three.’", closed=True)]),
    ("'One.\n\n'Two,' he said.", [unclosed("'One."), onward("'Two,'", closed=True)]),
    ("“One ‘a’.\n\n“Two ‘b’.”", [unclosed("“One ‘a’."), inner("‘a’"), onward("“Two ‘b’.”", closed=True), inner("‘b’")]),
]

NEVER_CLOSED = [
    ("“Boats are back, said Lund.", [unclosed("“Boats are back, said Lund.")]),
    ("Lund said: “Boats are back.\n\nThe sea is calm.", [unclosed("“Boats are back.")]),
    ("“One, he said. “Two,” he said.", [unclosed("“One, he said."), Q("“Two,”")]),
    ('"Boats are back, said Lund.', [unclosed('"Boats are back, said Lund.')]),
    ("“I said, ‘Try me,” she said.", [Q("“I said, ‘Try me,”")]),
    ("“I said, ‘Try me, she said.\n\nRain.", [unclosed("“I said, ‘Try me, she said.")]),
    ("He was ‘late, she said.", []),
    ("“", [unclosed("“")]),
]

STRAY = [
    ('He is 5\'10" and 12" wide.', []),
    ("He is 5'10\", she said.", []),
    ('A 7" single, a 12".', []),
    ('"He is 5\'10" in boots," she said.', [Q('"He is 5\'10" in boots,"')]),
    ("Lund left.” The sea is calm.", []),
    ("Lund left. ” “Boats,” he said.", [Q("“Boats,”")]),
    ("Boats are back,” said Lund. “Good.”", [Q("“Good.”")]),
    ("It was 6' deep and 40' long.", []),
    ("In 60°10′12″ N he said “here”.", [Q("“here”")]),
    (" \" ' ’ ‘ ", []),
]

CENSORED = [
    ("“Shut the d*mn port down,” he said.", [Q("“Shut the d*mn port down,”")]),
    ('It was "f---ing cold", he said.', [Q('"f---ing cold"')]),
    ("“S**t,” he said.", [Q("“S**t,”")]),
    ('"****," he said.', [Q('"****,"')]),
    ("'F***ing boats,' he said.", [Q("'F***ing boats,'")]),
    ("“[Expletive] him,” she said.", [Q("“[Expletive] him,”")]),
    ("'#@!% boats,' he said.", [Q("'#@!% boats,'")]),
]

BRACKETS = [
    ("“He [Lund] knew,” she said.", [Q("“He [Lund] knew,”")]),
    ("“[He] knew … and left,” she said.", [Q("“[He] knew … and left,”")]),
    ("(“He knew,” she said.)", [Q("“He knew,”")]),
    ('"[He] knew ... and left," she said.', [Q('"[He] knew ... and left,"')]),
    ("[“sic”]", [Q("“sic”")]),
    ("'…and he left,' she said.", [Q("'…and he left,'")]),
    ("'...and he left,' she said.", [Q("'...and he left,'")]),
    ("“He knew . . .” she said.", [Q("“He knew . . .”")]),
]

NOTHING = [("", []), ("\n\n", []), ("The sea is calm.", [])]

TABLES = {
    "curly": CURLY,
    "straight": STRAIGHT,
    "single": SINGLE,
    "single-outside": SINGLE_OUTSIDE,
    "single-inside": SINGLE_INSIDE,
    "apostrophes": APOSTROPHES,
    "foreign": FOREIGN,
    "typewritten": TYPEWRITTEN,
    "paragraphs": PARAGRAPHS,
    "never-closed": NEVER_CLOSED,
    "stray": STRAY,
    "censored": CENSORED,
    "brackets": BRACKETS,
    "nothing": NOTHING,
}

CASES = [
    pytest.param(text, expected, id=f"{table}-{number}")
    for table, cases in TABLES.items()
    for number, (text, expected) in enumerate(cases, 1)
]


def located(text: str, expected: list[Q]) -> list[Quotation]:
    """The expected quotations with their offsets."""
    found: list[Quotation] = []
    start = -1
    for q in expected:
        start = text.index(q.words, start + 1)
        found.append(Quotation(Span(start, start + len(q.words)), q.depth, q.closed, q.continues))
    return found


def shown(text: str, found: list[Quotation]) -> str:
    rows = [
        f"  {q.span.start}-{q.span.end} {q.span.of(text)!r} depth={q.depth} closed={q.closed} continues={q.continues}"
        for q in found
    ]
    return "\n".join(rows) or "  nothing"


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_quoted_stretches(text: str, expected: list[Q]) -> None:
    wanted = located(text, expected)
    found = [*quotations(text)]
    assert wanted == found, f"\n{text!r}\nexpected\n{shown(text, wanted)}\nfound\n{shown(text, found)}"


def test_what_is_quoted_too_deep_belongs_to_the_quotation_around_it() -> None:
    text = "“a ‘b " * 1_000 + "c" + "’”" * 1_000
    found = [*quotations(text)]
    assert [q.depth for q in found] == [0] + [1] * (DEEPEST - 1)
    (deeper,) = too_deep(text)
    assert found[-1].span.contains(deeper)
    assert deeper.of(text) == text[3 * DEEPEST : len(text) - DEEPEST]


MARKS = st.text(st.sampled_from("“”„«»\"‘’‚‹›'`' \n\r\tasnS05.,…[]()—-*"), max_size=60)


@given(st.one_of(st.text(), MARKS))
def test_any_text_gives_valid_spans(text: str) -> None:
    found = [*quotations(text)]
    for q in found:
        assert q.span.end <= len(text)
        assert q.depth in (0, 1)
        assert "\n" not in q.span.of(text)
        assert q.span.of(text) == q.span.of(text).strip()
    assert found == sorted(found, key=lambda q: (q.span.start, -q.span.end))


@given(MARKS)
def test_outer_quotations_do_not_overlap(text: str) -> None:
    outer = [q.span for q in quotations(text) if q.depth == 0]
    assert all(left.end <= right.start for left, right in pairwise(outer))


@given(MARKS)
def test_an_inner_quotation_stands_in_an_outer_one(text: str) -> None:
    found = [*quotations(text)]
    outer = [q.span for q in found if q.depth == 0]
    for q in found:
        if q.depth == 1:
            assert any(span.contains(q.span) for span in outer), shown(text, found)


@given(MARKS)
def test_only_what_starts_a_paragraph_continues(text: str) -> None:
    for q in quotations(text):
        if q.continues:
            line = text[: q.span.start].rpartition("\n")[2]
            assert q.depth == 0
            assert not line.strip()
