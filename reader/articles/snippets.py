"""What a list shows of the place where words were found, cut from the original."""

from collections.abc import Iterable, Sequence

from django.db.models import F, Q
from django.db.models.functions import Substr

from reader.articles.models import Article
from reader.articles.search_models import SearchText, Where
from reader.articles.searching import places_in
from reader.text.searching import STRETCH, Piece, Term, snippet


def snippets_of(articles: Sequence[int], terms: Sequence[Term]) -> dict[int, tuple[Piece, ...]]:
    """For each article where the terms stand in the text or the argument; others have none."""
    if not terms or not articles:
        return {}
    places = places_in(articles, terms).values()
    said = _texts([place for place in places if place.where == Where.TEXT])
    said |= _gists([place for place in places if place.where == Where.ARGUMENT])
    return {article: snippet(words or "", terms) for article, words in said.items()}


def _texts(places: Sequence[SearchText]) -> dict[int, str]:
    rows = SearchText.objects.filter(pk__in=[place.pk for place in places])
    text = Substr("article__head__text", F("place") + 1, STRETCH)
    return dict(rows.annotate(said=text).values_list("article", "said"))


def _gists(places: Iterable[SearchText]) -> dict[int, str]:
    """The annotations are a layer above; a list of articles asks for no more than their words."""
    wanted = Q(pk__in=[])
    for place in places:
        wanted |= Q(pk=place.article_id, annotations__number=place.place)
    rows = Article.objects.order_by().filter(wanted)
    found = rows.values_list("pk", "annotations__gist", "annotations__note")
    return {pk: f"{gist} · {note}" if note else gist for pk, gist, note in found}
