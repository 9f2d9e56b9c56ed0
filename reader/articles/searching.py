"""The words of articles, kept ready for the search: written with every change, asked by the library.

What words are equal is decided in text/searching.py; here is how each database looks them up. A row
holds one stretch of words, so that a change of one annotation does not touch the text.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, F, Func, Min, QuerySet, Value
from django.db.models.fields import BooleanField

from reader.articles.models import Article, Change
from reader.articles.search_models import SearchText, Where
from reader.text.searching import Term, folded, stretches_of

# What a term is worth by the best place where it stands, and one more for every further place.
WORTH = {Where.TITLE: 1_000, Where.BYLINE: 500, Where.ARGUMENT: 200, Where.TEXT: 100}
MOST_PLACES = 50
FEW = 500
OF_ANNOTATION = re.compile(r"annotation (\d+)")
DETAILS = {"title", "byline", "revision"}


class Holds(Func):
    """Whether a row of the index holds one of these terms.

    Terms have only letters and digits and stand in quotation marks, so nothing that anybody types
    means anything to the database.
    """

    output_field = BooleanField()

    def __init__(self, *terms: Term) -> None:
        sqlite = " OR ".join(_for_sqlite(term) for term in terms)
        postgres = " | ".join(f"({_for_postgres(term)})" for term in terms)
        super().__init__(F("pk"), F("words"), Value(sqlite), Value(postgres))

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        return self._sql(
            compiler, "{} IN (SELECT rowid FROM reader_words WHERE reader_words MATCH {})", 0, 2
        )

    def as_postgresql(
        self, compiler: Any, connection: Any, **_: Any
    ) -> tuple[str, tuple[Any, ...]]:
        return self._sql(compiler, "to_tsvector('simple', {}) @@ {}::tsquery", 1, 3)

    def _sql(self, compiler: Any, template: str, *numbers: int) -> tuple[str, tuple[Any, ...]]:
        parts = [compiler.compile(self.source_expressions[number]) for number in numbers]
        params = tuple(param for _, params in parts for param in params)
        return template.format(*(sql for sql, _ in parts)), params


def found_in(articles: QuerySet[Article], terms: Sequence[Term]) -> dict[int, int]:
    """Which of the articles hold every term, each with what it is worth.

    The worth comes from the article alone. What is rare or common elsewhere plays no part in it, or
    the order would tell of articles that the reader may not see.
    """
    worth: dict[int, int] = {}
    allowed = articles.order_by().values("pk")
    # The longest first: it is likely the rarest, and what it leaves is quickly asked about the next.
    for number, term in enumerate(sorted(terms, key=lambda term: -len("".join(term.tokens)))):
        rows = SearchText.objects.filter(Holds(term), article__in=allowed)
        if number and not worth:
            return {}
        if number and len(worth) <= FEW:
            rows = rows.filter(article__in=list(worth))
        counted = rows.values_list("article").annotate(best=Min("where"), places=Count("pk"))
        of_term = {article: _worth_of(best, places) for article, best, places in counted}
        if number:
            of_term = {pk: worth[pk] + more for pk, more in of_term.items() if pk in worth}
        worth = of_term
    return worth


def places_in(articles: Iterable[int], terms: Sequence[Term]) -> dict[int, SearchText]:
    """For each article the stretch of text or argument that holds the most terms, the first such."""
    rows = SearchText.objects.filter(article__in=articles, where__in=[Where.TEXT, Where.ARGUMENT])
    best: dict[int, tuple[int, SearchText]] = {}
    for row in rows.filter(Holds(*terms)).order_by("article", "where", "place"):
        held = sum(term.is_in(row.words) for term in terms)
        if held > best.get(row.article_id, (0, row))[0]:
            best[row.article_id] = held, row
    return {article: row for article, (_, row) in best.items()}


def index_change(article: Article, change: Change) -> None:
    """Bring the index up to date with what a change has touched. Nobody searches sheets."""
    if article.round_id:
        return
    details = (change.after.get("article") or {}).keys()
    if details & DETAILS:
        _replace(article, Where.TITLE, [(0, article.title)])
        _replace(article, Where.BYLINE, [(0, article.byline)])
    if "revision" in details or any(name.startswith("revision ") for name in change.after):
        _index_text(article)
    states = {
        int(m[1]): state
        for name, state in change.after.items()
        if (m := OF_ANNOTATION.fullmatch(name)) and (state is None or "gist" in state)
    }
    if states:
        rows = [(number, _said(state)) for number, state in sorted(states.items())]
        _replace(article, Where.ARGUMENT, rows, places=states)


def _index_text(article: Article) -> None:
    text = article.head.text if article.head else ""
    _replace(article, Where.TEXT, [(start, text[start:end]) for start, end in stretches_of(text)])


def _replace(
    article: Article,
    where: Where,
    rows: Iterable[tuple[int, str]],
    places: Iterable[int] | None = None,
) -> None:
    """Put these words in the place of what was there: at some places, or at all."""
    old = SearchText.objects.filter(article=article, where=where)
    (old if places is None else old.filter(place__in=list(places))).delete()
    SearchText.objects.bulk_create(
        SearchText(article=article, where=where, place=place, words=words)
        for place, said in rows
        if (words := folded(said))
    )


def _said(state: dict[str, Any] | None) -> str:
    """Gist and note of an annotation that stands."""
    if not state or state.get("status") != "accepted":
        return ""
    return f"{state.get('gist', '')}\n{state.get('note', '')}"


def _worth_of(best: int, places: int) -> int:
    return WORTH[Where(best)] + min(places - 1, MOST_PLACES)


def _for_sqlite(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"{" *" if term.is_open else ""}'


def _for_postgres(term: Term) -> str:
    return " <-> ".join(f"'{token}'" for token in term.tokens) + (":*" if term.is_open else "")
