"""Reading: an article and every statement in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar

from .__about__ import __version__
from .articles.article import Article
from .attributions.attribution import QuotationType
from .doc import DocSpan, doc_of
from .errors import within_bounds
from .holders.holder import Holder
from .printable import printable, shorten
from .records.spoken import PlacedTurn, captions_as_text, one_name, turns_in
from .span import Span
from .tagger import WEIGHTS, Scores, Tagger, one_thread, tagger, weights_digest
from .values.act import Act, acts
from .values.addressees import Addressee
from .values.answers import answers
from .values.authenticity import Authenticity, authenticity
from .values.chains import Hop, HopRelation
from .values.chosen import chosen
from .values.documents import Document, documents
from .values.draft import Draft
from .values.exchanges import Answer
from .values.fields import ANSWERS, FIELDS, Field, evidence
from .values.provenance import By, Provenance
from .values.sourcing import Sourcing, sourcing
from .values.stance import Stance, stances
from .values.standing import Standing, standings, weighed
from .values.times import Place, Time

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: The confidence of a holder (0 to 1) below which it is shown as “probably”.
DOUBTED = 0.6
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution, whose it is, and where it stands.

    source, cue, content, type, parent: as in Attribution.
    confidence: the probability (0 to 1) that words and holder are right: the smaller of the attribution's confidence
    and of the holder's.
    holder_confidence: the calibrated probability (0 to 1) that the holder, or that the text tells none, is right.
    holder: one of the reading's holders. holder, addressee, time, place: None where the text doesn't tell.
    chain: the hops from the holder to this article, nearest to the holder first; empty where the text names none.
    standing: how firmly the article presents it. answers: the statements that it answers, by their index.
    stances: for and against whom it speaks. act: whether it is said, or thought, felt, wanted, ruled or shown.
    document: what speaks for the holder, where it is a document. sourcing: why the holder is unnamed and how it knows.
    provenance: by what each value came, and from which statement it was carried on, in the order of the fields.
    id: the one number by which a statement is told everywhere: in a reading by itself its place in it, from 1; in one
    from a ledger the ledger's, which nothing that is said of the article moves. It says nothing of what was said.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    type: QuotationType
    parent: int | None
    confidence: float
    holder: Holder | None
    addressee: Addressee | None
    time: Time | None
    place: Place | None
    chain: tuple[Hop, ...]
    standing: Standing
    answers: tuple[Answer, ...]
    stances: tuple[Stance, ...]
    act: Act = "say"
    holder_confidence: float = 1.0
    document: Document | None = None
    sourcing: tuple[Sourcing, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    id: int = field(default=0, compare=False)

    def carried(self, field: str) -> tuple[int | None, ...]:
        """For each value of a field, by its name, the index of the statement from which it was carried on, if any.

        None throughout for readings of which that wasn't kept.
        """
        kept = tuple(one.statement for one in self.provenance if one.field == field)
        value = getattr(self, field)
        return kept or (None,) * (len(value) if isinstance(value, tuple) else 1)

    @property
    def whence(self) -> int | None:
        """The index of the statement from which the chain was carried on as a whole; None if it wasn't."""
        origins = set(self.carried("chain"))
        return origins.pop() if self.chain and len(origins) == 1 else None

    @property
    def doubted(self) -> bool:
        """Whether the holder is shown as “probably”: on 71 whole articles half of these are wrong."""
        return self.holder is not None and self.holder_confidence < DOUBTED

    @property
    def unnamed(self) -> bool:
        """Whether the holder is unknown or an unnamed source."""
        return self.holder is None or self.holder.kind == "unnamed"


@dataclass(frozen=True, slots=True)
class Origin:
    """A hop at which the chains of one or more statements start.

    name, relation: those of the hop nearest to the holder; both None for statements without a chain.
    statements: indices of the statements that rest on it. unnamed: those of them whose holder is unnamed or unknown.
    """

    name: str | None
    relation: HopRelation | None
    statements: tuple[int, ...]
    unnamed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """A holder's stance towards a target, taken in one statement.

    target: the target's name. polarity: as in Stance. statement: the index of the statement.
    time: EDTF, the time of the statement, else the article's date of publication, else None.
    turn: whether the holder's previous position towards this target was the other side, on another occasion: of both
    the article gives the time, and not the same.
    """

    holder: Holder
    target: str
    polarity: float
    statement: int
    time: str | None
    turn: bool


@dataclass(frozen=True, slots=True)
class ReadBy:
    """What made a reading.

    program: the version of Reportedly. weights: the first 8 hexadecimal digits of the digest of the tagger's weights.
    """

    program: str
    weights: str

    def __str__(self) -> str:
        """In words: “Reportedly 0.1.0 with weights abcd1234”."""
        return f"Reportedly {self.program} with weights {self.weights}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says that others said.

    statements: in text order; `parent` is an index into them. If they have no ids, or not each its own, they
    are numbered from 1. holders: in the order of their first mention.
    read_by: the program and the weights that made it; None for one made otherwise, or of which that wasn't kept.
    authenticity: what the article says of whether the records that it speaks of are genuine, in text order; statements
    are told in it by their index.
    """

    article: Article
    statements: tuple[Statement, ...]
    holders: tuple[Holder, ...]
    read_by: ReadBy | None = None
    authenticity: tuple[Authenticity, ...] = ()

    def __post_init__(self) -> None:
        ids = {statement.id for statement in self.statements}
        if 0 in ids or len(ids) < len(self.statements):
            numbered = tuple(replace(statement, id=i) for i, statement in enumerate(self.statements, 1))
            object.__setattr__(self, "statements", numbered)

    @property
    def headline(self) -> str:
        """The article's title, or its first words where it has none; never empty."""
        title = printable(self.article.title or "")
        return title or shorten(printable(self.article.text[:400]), 72) or "Untitled article"

    def words(self, spans: Iterable[Span]) -> str:
        """The words under `spans`, made printable and joined by “ … ” on one line."""
        return " … ".join(printable(span.of(self.article.text)) for span in spans)

    def ids(self, indices: Iterable[int]) -> list[int]:
        """The ids of statements, by their indices."""
        return [self.statements[index].id for index in indices]

    def id_of(self, index: int | None) -> int | None:
        """The id of a statement by its index; None for None."""
        return None if index is None else self.statements[index].id

    def outline(self) -> Iterator[tuple[int, int]]:
        """(index, depth) of every statement in text order, each followed by those nested in it; depth starts at 0."""
        nested: dict[int | None, list[int]] = {}
        for index, statement in enumerate(self.statements):
            nested.setdefault(statement.parent, []).append(index)
        waiting = [(index, 0) for index in reversed(nested.get(None, []))]
        while waiting:
            index, depth = waiting.pop()
            yield index, depth
            waiting += ((child, depth + 1) for child in reversed(nested.get(index, [])))

    def by_holder(self) -> dict[Holder | None, list[int]]:
        """The indices of each holder's statements, in the order of `holders`; under None those without a holder."""
        indices: dict[Holder | None, list[int]] = {holder: [] for holder in self.holders}
        for index, statement in enumerate(self.statements):
            indices.setdefault(statement.holder, []).append(index)
        return indices

    def origins(self) -> tuple[Origin, ...]:
        """The origins of the article's statements, each in the place of the first statement that rests on it."""
        found: dict[tuple[str | None, HopRelation | None], list[int]] = {}
        for index, statement in enumerate(self.statements):
            first = statement.chain[0] if statement.chain else None
            found.setdefault((first.name, first.relation) if first else (None, None), []).append(index)
        return tuple(
            Origin(name, relation, tuple(indices), tuple(i for i in indices if self.statements[i].unnamed))
            for (name, relation), indices in found.items()
        )

    def stances(self) -> tuple[Position, ...]:
        """Every stance of a known holder, in order of time, then of the text.

        A statement without a time counts as made on the day of publication; without that, it comes last.
        """
        sides: dict[tuple[Holder, str], tuple[bool, str | None]] = {}
        found = []
        # “../2024-05-08” (by that day) sorts as the day itself; “~” sorts after every date.
        order = sorted(range(len(self.statements)), key=lambda i: ((self._when(i) or "~").removeprefix("../"), i))
        for index in order:
            holder = self.statements[index].holder
            for stance in self.statements[index].stances if holder else ():
                assert holder is not None
                now, said = stance.polarity > 0, self.statements[index].time
                day = said.edtf if said else None
                before, then = sides.get((holder, stance.target), (now, None))
                turn = before != now and None not in (then, day) and then != day
                sides[holder, stance.target] = now, day
                found.append(Position(holder, stance.target, stance.polarity, index, self._when(index), turn))
        return tuple(found)

    def _when(self, index: int) -> str | None:
        time = self.statements[index].time
        return time.edtf if time else self.article.published

    def answered(self) -> dict[int, list[Answer]]:
        """The answers to each statement that has any; `Answer.statement` is here the index of the one that answers."""
        found: dict[int, list[Answer]] = {}
        for index, statement in enumerate(self.statements):
            for answer in statement.answers:
                found.setdefault(answer.statement, []).append(Answer(index, answer.relation))
        return found

    def to_spacy(self, nlp: Language | None = None) -> Doc:
        """The article as a spaCy Doc, its statements in `doc.spans` and, one by one, in `doc.user_data["reportedly"]`.

        Groups: `source`, `cue`, `content`, `holder` (mentions), and one for each other value that rests on words. A
        span's `id_` is the statement's id, of a mention the holder's index; its label the kind of holder, the act, the
        type of quotation, or the value. Every span is exact: tokens are cut where one begins or ends.
        nlp: by whose tokenizer the text is cut; by default that of a blank English one. Raises MissingExtra.
        """
        doc = doc_of(self.article.text, self.doc_spans(), nlp)
        doc.user_data["reportedly"] = self.doc_data()
        return doc

    def doc_spans(self) -> list[DocSpan]:
        """All spans of the statements and holders, as `to_spacy` has them."""
        found = []
        for one in self.statements:
            number = str(one.id)
            kind = one.holder.kind if one.holder else "unknown"
            roles = (("source", kind, one.source), ("cue", one.act, one.cue), ("content", one.type, one.content))
            found += [DocSpan(role, label, number, span) for role, label, spans in roles for span in spans]
            found += [
                DocSpan(field.role, str(field.main(value)), number, span)
                for field, _, value, spans in evidence(one)
                for span in spans
            ]
        for index, holder in enumerate(self.holders):
            found += [DocSpan("holder", holder.kind, str(index), span) for span in holder.mentions]
        return found

    def doc_data(self) -> dict[str, Any]:
        """What `to_spacy` says beside spans: by what it was read, holders and statements, as plain values."""
        at = {holder: index for index, holder in enumerate(self.holders)}
        holders = ({"name": one.name, "kind": one.kind, "role": one.role} for one in self.holders)
        statements = (
            {
                "id": one.id, "holder": None if one.holder is None else at[one.holder],
                "parent": self.id_of(one.parent), "type": one.type,
                "act": one.act, "standing": one.standing.value, "confidence": round(float(one.confidence), 3),
                "answers": tuple(
                    {"statement": self.id_of(each.statement), "relation": each.relation} for each in one.answers
                ),
            }
            for one in self.statements
        )  # fmt: skip
        # Tuples, as what spaCy has stored comes back.
        by = str(self.read_by) if self.read_by else None
        return {"read_by": by, "holders": tuple(holders), "statements": tuple(statements)}

    def __str__(self) -> str:
        """The reading as plain text: the headline, then one line for each statement."""
        lines = [self.headline]
        for index, depth in self.outline():
            statement = self.statements[index]
            words = shorten(self.words(statement.content), 80)
            known = ", ".join(filter(None, (self._told(field, statement) for field in _KNOWN)))
            cue = self.words(statement.cue) + (f" ({known})" if known else "")
            lines.append(f"{'  ' * depth}{statement.id:>3}. {_holder(statement)}, {cue}: {words}")
        if not self.statements:
            lines.append("No statements were found.")
        return "\n".join(lines)

    def _told(self, field: Field, statement: Statement) -> str:
        """The values of one field, for people; empty where there are none, or none but the usual."""
        return field.between.join(self.label(field, value) for value in field.told(statement))

    def label(self, field: Field, value: Any) -> str:
        """A value of a statement in words, in which other statements are told by their ids."""
        if field is ANSWERS:
            value = Answer(self.statements[value.statement].id, value.relation)
        return field.label(self.article.text, value)

    def _repr_html_(self) -> str:
        """The reading as an HTML table for a notebook, one row for each statement; empty columns are left out."""
        said = self.statements
        always = {
            "": [str(statement.id) for statement in said],
            "Holder": [_holder(statement) for statement in said],
            "Cue": [self.words(statement.cue) for statement in said],
            "Words": [self.words(statement.content) for statement in said],
            "Type": [statement.type for statement in said],
        }
        known = {field.heading: [self._told(field, statement) for statement in said] for field in _KNOWN}
        columns = always | {name: cells for name, cells in known.items() if any(cells)}
        head = "".join(f'<th scope="col">{name}</th>' for name in columns)
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in zip(*columns.values(), strict=True))
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return (
            f"<table><caption>{escape(self.headline)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def read(  # noqa: PLR0913 - all that is known of an article
    article: Article | str, model: Tagger | None = None, *, url: str | None = None, outlet: str | None = None,
    title: str | None = None, published: str | None = None,
) -> Reading:  # fmt: skip
    """Read an article: find every statement in it and whose it is.

    article: an Article, or its text. model: the tagger to use; by default the one that ships with the package.
    url, outlet, title, published (YYYY-MM-DD): what is known of it, in place of what an Article says itself.
    A text without statements gives a Reading without statements. A transcript is read turn by turn, each a direct
    statement of its speaker, and so are captions, of whose text only what they say is kept (`captions_as_text`).
    Raises Empty or TooLarge for a text that can't be an article, InputError (`published`, `url`), TooLarge if memory
    runs out, and ModelError if the tagger can't be loaded.
    """
    if isinstance(article, str):
        article = Article.from_text(article)
    article = article.known_as(url=url, outlet=outlet, title=title, published=published)
    said = captions_as_text(article.text)
    article = article if said == article.text else replace(article, text=said)
    if turns := turns_in(said):
        return _of_turns(article, turns, made_by(model))
    model = model or tagger()
    with within_bounds(len(article.text)):
        scores = model.tag(article.text)
        with one_thread():
            return replace(from_draft(Draft.of(article, scores), scores), read_by=made_by(model))


def made_by(model: Tagger | None = None) -> ReadBy:
    """What `read` with this tagger puts into a reading. model: by default the one that ships."""
    return ReadBy(__version__, model.digest if model else weights_digest(WEIGHTS))


def _of_turns(article: Article, turns: Sequence[PlacedTurn], by: ReadBy) -> Reading:
    """The reading of a transcript: each turn a direct statement of its speaker. What is quoted in turns isn't read."""
    holders = _speakers(turns)
    came = (Provenance("standing", "rules"), Provenance("act", "rules"))
    statements = tuple(
        Statement(
            (turn.label,) if turn.speaker else (), (turn.label,), turn.words, "direct", None, 1.0,
            holders.get(turn.speaker or ""), None, None, None, (), Standing("asserted", (turn.label,)), (), (),
            provenance=came,
        )
        for turn in turns
    )  # fmt: skip
    return Reading(article, statements, tuple({id(holder): holder for holder in holders.values()}.values()), by)


def _speakers(turns: Sequence[PlacedTurn]) -> dict[str, Holder]:
    """Who speaks, by label; all labels of one person have one holder."""
    named = one_name(turn.speaker for turn in turns if turn.speaker and turn.names)
    by_name: dict[str, list[PlacedTurn]] = {}
    for turn in turns:
        if turn.speaker:
            by_name.setdefault(named.get(turn.speaker, turn.speaker), []).append(turn)
    holders = {
        name: Holder(
            name, "person" if own[0].names else "unnamed", next((turn.role for turn in own if turn.role), None),
            tuple(turn.label for turn in own),
        )
        for name, own in by_name.items()
    }  # fmt: skip
    return {turn.speaker or "": holders[name] for name, own in by_name.items() for turn in own}


def from_draft(draft: Draft, scores: Scores) -> Reading:
    """The reading that a draft comes to: every value of each of its attributions. scores: the tagger's, of the text."""
    statements = tuple(_statements(draft, scores))
    distinct = {id(h): h for h in draft.holders if h is not None}.values()
    doubted = authenticity(draft, [one.chain for one in statements], [one.document for one in statements])
    holders = tuple(sorted(distinct, key=lambda h: h.mentions[0]))
    return Reading(draft.article, statements, holders, authenticity=doubted)


def _statements(draft: Draft, scores: Scores) -> Iterator[Statement]:
    known = chosen(draft, scores)
    told, firm = known.told, weighed(draft, standings(draft), scores)
    firmly = [standing for standing, _ in firm]
    # Who didn't say it takes no side in it.
    sides = [
        () if how.value == "not said" else held for how, held in zip(firmly, stances(draft, told, scores), strict=True)
    ]
    replies, spoke, explained = answers(draft, firmly, told, scores), documents(draft), sourcing(draft)
    came = zip(
        _by_rules(spoke, explained), known.provenance, (by for _, by in firm),
        *([[by for _, by in each] for each in found] for found in (replies, sides)), strict=True,
    )  # fmt: skip
    columns = zip(
        draft.attributions, draft.holders, told, known.times, known.places, known.chains, firmly,
        map(_values, replies), map(_values, sides), acts(draft, scores), draft.cast.sure, spoke, explained,
        (_came(*each) for each in came), strict=True,
    )  # fmt: skip
    for (a, *rest), sure in zip(columns, draft.cast.sure, strict=True):
        whole = min(a.confidence, sure)
        yield Statement(a.source, a.cue, a.content, a.type, a.parent, whole, *rest)


def _came(
    ruled: list[Provenance], chosen: tuple[Provenance, ...], firm: By, answers: list[By], sides: list[By]
) -> tuple[Provenance, ...]:  # fmt: skip
    """By what the values of one statement came."""
    return (
        *ruled, *chosen, Provenance("standing", firm), Provenance("act", "tagger"),
        *(Provenance("answers", by) for by in answers), *(Provenance("stances", by) for by in sides),
    )  # fmt: skip


def _by_rules(spoke: Sequence[Document | None], explained: Sequence[Sequence[Sourcing]]) -> Iterator[list[Provenance]]:
    """By what the document and the sourcing of each statement came; words first told of another are carried on."""
    told_at: dict[Sourcing, int] = {}
    for i, (document, each) in enumerate(zip(spoke, explained, strict=True)):
        at = [told_at.setdefault(one, i) for one in each]
        yield [
            *([Provenance("document", "rules")] if document else []),
            *(Provenance("sourcing", "rules", None if k == i else k) for k in at),
        ]


def _values(found: Iterable[tuple[T, By]]) -> tuple[T, ...]:
    return tuple(value for value, _ in found)


def _holder(statement: Statement) -> str:
    name = printable(statement.holder.name) if statement.holder else "unknown"
    return f"probably {name}" if statement.doubted else name


#: The fields that `str` and the notebook show where they are known.
_KNOWN = tuple(field for field in FIELDS if field.heading)
