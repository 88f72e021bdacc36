"""A component for spaCy: `nlp.add_pipe("reportedly")`. spaCy finds it by the entry point of this package.

Annotations are no strings here: older versions of spaCy look at them.
"""

from spacy.language import Language
from spacy.tokens import Doc

from .articles.article import Article
from .doc import mark_doc
from .errors import InputError
from .reading import read


@Language.factory("reportedly")
class Component:
    """Reads the text of a Doc. Its statements go into the groups and the data that `Reading.to_spacy` fills.

    `doc.user_data["published"]` (YYYY-MM-DD) and `doc.user_data["outlet"]` say what the text doesn't. Spans cover the
    Doc's own tokens; a text that can't be read as an article stays as it is.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """The Doc, with what is read in it."""
        known = {name: doc.user_data.get(name) for name in ("published", "outlet")}
        try:
            article = Article.from_text(doc.text)
            reading = read(article, published=known["published"], outlet=known["outlet"])
        except InputError:
            return doc
        mark_doc(doc, reading.doc_spans())
        doc.user_data["reportedly"] = reading.doc_data()
        return doc


make = Component
