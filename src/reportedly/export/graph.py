"""A ledger as JSON-LD: statements in the terms of schema.org, their chains in those of PROV.

An utterance is a schema:Claim that appears in articles. Each article has a statement of it, a schema:Quotation if its
words are quoted, attributed to its holder and derived from what the hops of its chain passed on. The words that values
rest on are given as Web Annotations (`evidence`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..ledger.asked.snapshot import Party, TakenArticle, Utterance
from ..reading import Statement
from .names import Namespace, NodeObject, known, ref
from .shapes import IRI

#: The context spelt out, so that nothing has to be fetched to understand the file. The terms of Web Annotations are
#: named as in their own context, http://www.w3.org/ns/anno.jsonld.
CONTEXT: NodeObject = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "reportedly": "urn:reportedly:terms:",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "linking": "oa:linking",
    "tagging": "oa:tagging",
    "identifying": "oa:identifying",
    "value": "rdf:value",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
}
#: The classes of schema.org and PROV for the kinds of holder; any other kind (group, unnamed) is just a prov:Agent.
AGENTS = {
    "person": ["schema:Person", "prov:Person", "prov:Agent"],
    "organization": ["schema:Organization", "prov:Organization", "prov:Agent"],
}


def party(holder: Party, names: Namespace) -> NodeObject:
    """A holder across articles."""
    return known(
        {
            "id": names.holder(holder.id),
            "type": AGENTS.get(holder.kind, ["prov:Agent"]),
            "schema:name": holder.name,
            "schema:jobTitle": holder.role if holder.kind == "person" else None,
            "schema:description": holder.role if holder.kind != "person" else None,
            "schema:sameAs": holder.wikidata and {"id": f"http://www.wikidata.org/entity/{holder.wikidata}"},
        }
    )


def utterance(passed: Utterance, names: Namespace) -> NodeObject:
    """An utterance that several articles have, as a claim: its most frequent words and holder, and where it appears."""
    holders = Counter(said.holder for said in passed.statements if said.holder is not None)
    words = Counter(said.content for said in passed.statements)
    articles = list(dict.fromkeys(names.article(passed.digests[said.source.id]) for said in passed.statements))
    return _claim(
        names.utterance(passed.id),
        words.most_common(1)[0][0],
        names.holder(holders.most_common(1)[0][0]) if holders else None,
        articles,
        [names.statement(passed.digests[said.source.id], said.id) for said in passed.statements],
    )


def _claim(name: str, words: str, holder: str | None, articles: Sequence[str], statements: Sequence[str]) -> NodeObject:
    return known(
        {
            "id": name,
            "type": ["schema:Claim"],
            "schema:text": words,
            "schema:author": ref(holder),
            "schema:firstAppearance": ref(articles[0]),
            "schema:appearance": [ref(article) for article in articles],
            "schema:workExample": [ref(statement) for statement in statements],
        }
    )


def article(record: TakenArticle, names: Namespace) -> Iterator[NodeObject]:
    """The nodes of an article: itself, its statements, the hops of their chains, and the claims of no other article."""
    yield _article(record, names)
    for at, statement in enumerate(record.reading.statements):
        number = record.holders[at]
        holder = None if number is None else names.holder(number)
        hops = list(_hops(record, at, holder, names))
        yield _statement(record, at, holder, hops[-1]["id"] if hops else None, names)
        yield from hops
        if record.threads[at] is None:
            name = names.statement(record.digest, record.reading.statements[at].id)
            words = record.reading.words(statement.content)
            yield _claim(_alone(name), words, holder, [names.article(record.digest)], [name])


def _alone(statement: str) -> str:
    """The name of the claim of a statement that belongs to no thread."""
    return statement.replace("#statement-", "#claim-")


def _article(record: TakenArticle, names: Namespace) -> NodeObject:
    it = record.reading.article
    return known(
        {
            "id": names.article(record.digest),
            "type": ["schema:NewsArticle", "prov:Entity"],
            "schema:url": it.url if it.url and IRI.fullmatch(it.url) else None,
            "schema:headline": it.title,
            "schema:publisher": it.outlet and {"type": "schema:Organization", "schema:name": it.outlet},
            "schema:author": [{"type": "schema:Person", "schema:name": author} for author in it.authors] or None,
            "schema:datePublished": it.published,
            "schema:inLanguage": it.language,
            "schema:wordCount": len(it.text.split()),
            "schema:version": record.version,
            "prov:wasRevisionOf": record.supersedes and ref(names.article(record.supersedes)),
            "prov:wasDerivedFrom": record.copy_of and ref(names.article(record.copy_of)),
        }
    )


def _statement(record: TakenArticle, at: int, holder: str | None, passed: str | None, names: Namespace) -> NodeObject:
    """A statement of an article. passed: the name of the node that the last hop of its chain passed on."""
    reading, thread = record.reading, record.threads[at]
    statement = reading.statements[at]
    name = names.statement(record.digest, record.reading.statements[at].id)
    quoted = statement.type != "indirect"
    claim = _alone(name) if thread is None else names.utterance(thread)
    return known(
        {
            "id": name,
            "type": ["schema:Quotation" if quoted else "schema:Claim", "prov:Entity"],
            "schema:text": reading.words(statement.content),
            "schema:isPartOf": ref(names.article(record.digest)),
            "schema:exampleOfWork": ref(claim),
            "schema:author": ref(holder),
            "schema:spokenByCharacter": ref(holder) if quoted and _is_party(statement) else None,
            "schema:audience": statement.addressee
            and {"type": "schema:Audience", "schema:name": statement.addressee.name},
            "schema:temporal": statement.time and statement.time.edtf,
            "schema:locationCreated": statement.place and {"type": "schema:Place", "schema:name": statement.place.text},
            "prov:wasAttributedTo": ref(holder),
            "prov:wasDerivedFrom": ref(passed),
            "reportedly:quotationType": statement.type,
            "reportedly:cue": reading.words(statement.cue),
            "reportedly:standing": statement.standing.value,
            "reportedly:act": statement.act,
            "reportedly:document": statement.document and statement.document.text,
            "reportedly:sourcing": [
                {"type": "reportedly:Sourcing", "reportedly:kind": how.kind, "reportedly:text": how.text}
                for how in statement.sourcing
            ],
            "reportedly:confidence": round(statement.confidence, 3),
            "reportedly:within": None
            if statement.parent is None
            else ref(names.statement(record.digest, reading.statements[statement.parent].id)),
            "reportedly:answers": [
                {
                    "type": "reportedly:Answer",
                    "reportedly:relation": answer.relation,
                    "reportedly:statement": ref(
                        names.statement(record.digest, reading.statements[answer.statement].id)
                    ),
                }
                for answer in statement.answers
            ],
            "reportedly:stance": [
                known(
                    {
                        "type": "reportedly:Stance",
                        "reportedly:target": held.target,
                        "reportedly:targetHolder": None if number is None else ref(names.holder(number)),
                        "reportedly:polarity": round(held.polarity, 3),
                    }
                )
                for held, number in zip(statement.stances, record.targets[at], strict=True)
            ],
        }
    )


def _is_party(statement: Statement) -> bool:
    """Whether the holder is a person or an organization, as schema:spokenByCharacter requires."""
    return statement.holder is not None and statement.holder.kind in AGENTS


def _hops(record: TakenArticle, at: int, holder: str | None, names: Namespace) -> Iterator[NodeObject]:
    """Nodes for what was said and for what each hop passed on, nearest to the holder first; none without a chain."""
    chain = record.reading.statements[at].chain
    if not chain:
        return
    number = record.reading.statements[at].id
    name = names.of_article(record.digest, f"utterance-{number}")
    yield known({"id": name, "type": ["prov:Entity"], "prov:wasAttributedTo": ref(holder)})
    for which, hop in enumerate(chain):
        before, name = name, names.of_article(record.digest, f"passed-{number}-{which}")
        yield {
            "id": name,
            "type": ["prov:Entity"],
            "prov:wasDerivedFrom": ref(before),
            "prov:wasGeneratedBy": {
                "type": ["prov:Activity", f"reportedly:{hop.relation}"],
                "prov:used": ref(before),
                "prov:wasAssociatedWith": {"type": ["prov:Agent"], "schema:name": hop.name},
            },
        }
