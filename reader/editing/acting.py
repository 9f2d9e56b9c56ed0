"""Whether a person does a thing, or proposes it: the same tools are for editors and for reviewers."""

from django.http import HttpRequest

from reader.articles import access
from reader.articles.access import may_annotate
from reader.articles.models import Article


def article_to_mark(request: HttpRequest, slug: str) -> Article:
    """For whoever annotates it, and for whoever may propose to. Nobody proposes on a sheet of a round."""
    return access.article_to_mark(request, slug)


def proposes(request: HttpRequest, article: Article) -> bool:
    return not may_annotate(request, article)
