"""The only gate: who may read, annotate and manage an article. A refusal looks like absence: 404."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from reader.accounts.models import User
from reader.articles.invitation_models import Invitation
from reader.articles.inviting import invitation_of
from reader.articles.models import Article, Revision, Round, Snapshot
from reader.articles.revisions import (
    is_open,
    last_open_editions,
    open_editions,
    open_revisions,
)
from reader.articles.snapshots import snapshots_of, taken_in


def article_to_read(request: HttpRequest, slug: str) -> Article:
    """Without its text: a page that is kept ready needs none. One's own sheet too."""
    return get_object_or_404(Article.objects.readable_by(request.user), slug=slug)


def article_to_cite(request: HttpRequest, slug: str) -> Article:
    """What may be named and passed on: an article, never a sheet."""
    articles = Article.objects.readable_by(request.user).filter(round=None)
    return get_object_or_404(articles, slug=slug)


def revision_to_read(request: HttpRequest, slug: str, number: int) -> tuple[Article, Revision, int]:
    """A text as it once was, and the last of its editions that this person could read."""
    article = article_to_read(request, slug)
    edition = last_editions(request, article).get(number)
    if edition is None:
        raise Http404
    return article, article.revisions.select_related("author").get(number=number), edition


def revisions_to_read(request: HttpRequest, slug: str) -> tuple[Article, QuerySet[Revision]]:
    article = article_to_read(request, slug)
    return article, revisions_of(request, article)


def snapshot_to_read(request: HttpRequest, slug: str, number: int) -> tuple[Article, Snapshot]:
    """For whoever could read the article in that state, for good."""
    article = article_to_cite(request, slug)
    rows = article.snapshots.select_related("author", "revision")
    return article, _if_open(request, get_object_or_404(rows, number=number))


def snapshots_to_read(request: HttpRequest, slug: str) -> tuple[Article, list[Snapshot]]:
    """Without their texts, the newest first."""
    article = article_to_cite(request, slug)
    return article, taken_in(open_editions(article, request.user), snapshots_of(article))


def snapshot_by_key(request: HttpRequest, key: str) -> Snapshot:
    """By its address that never changes: for those who would find the article in lists."""
    listed = Article.objects.listed_for(request.user)
    rows = Snapshot.objects.select_related("article")
    return _if_open(request, get_object_or_404(rows, key=key, article__in=listed))


def article_to_annotate(request: HttpRequest, slug: str) -> Article:
    """One's own sheet too, as long as its round is open."""
    return get_object_or_404(Article.objects.annotatable_by(request.user).with_heads(), slug=slug)


def article_to_trace(request: HttpRequest, slug: str) -> Article:
    """With its history: for whoever annotates it, and for the editor of a sheet for good."""
    return get_object_or_404(Article.objects.traceable_by(request.user).with_heads(), slug=slug)


def article_to_mark(request: HttpRequest, slug: str) -> Article:
    """For whoever annotates it, one's own open sheet included, and for whoever may propose to."""
    return get_object_or_404(Article.objects.markable_by(request.user).with_heads(), slug=slug)


def article_to_revise(request: HttpRequest, slug: str) -> Article:
    return get_object_or_404(Article.objects.revisable_by(request.user).with_heads(), slug=slug)


def article_to_discuss(request: HttpRequest, slug: str) -> Article:
    """For whoever works on it: owners, editors, reviewers."""
    return get_object_or_404(Article.objects.discussable_by(request.user).with_heads(), slug=slug)


def article_to_talk_about(request: HttpRequest, slug: str) -> Article:
    """The same, but no sheet: nobody else would hear what is said there."""
    article = article_to_discuss(request, slug)
    if article.round_id is not None:
        raise Http404
    return article


def article_to_manage(request: HttpRequest, slug: str) -> Article:
    return get_object_or_404(Article.objects.manageable_by(request.user).with_heads(), slug=slug)


def round_to_see(request: HttpRequest, slug: str, number: int) -> Round:
    """What it is about and who takes part, for those who work on the article; of no sheet anything."""
    rounds = article_to_discuss(request, slug).rounds
    return get_object_or_404(rounds.select_related("article", "author"), number=number)


def round_to_manage(request: HttpRequest, slug: str, number: int) -> Round:
    rounds = article_to_manage(request, slug).rounds
    return get_object_or_404(rounds.select_related("article", "author"), number=number)


def round_to_compare(request: HttpRequest, slug: str, number: int) -> Round:
    """With what is on its sheets: nobody sees that while it is open."""
    return _closed(article_to_discuss(request, slug), number)


def round_to_adjudicate(request: HttpRequest, slug: str, number: int) -> Round:
    return _closed(article_to_annotate(request, slug), number)


def sheet_to_fill(request: HttpRequest, slug: str, number: int) -> Article:
    """One's own in an open round of the article."""
    sheets = Article.objects.annotatable_by(request.user)
    return get_object_or_404(sheets, round=round_to_see(request, slug, number))


def own_sheets(request: HttpRequest, article: Article) -> dict[int, Article]:
    """Those that this person may open, by the key of their round."""
    sheets = Article.objects.readable_by(request.user).filter(round__article=article)
    return {sheet.round_id: sheet for sheet in sheets if sheet.round_id is not None}


def article_with_members(request: HttpRequest, slug: str) -> Article:
    """For whoever takes part in it: the members may see each other."""
    return get_object_or_404(Article.objects.shared_with(request.user), slug=slug)


def article_to_restore(request: HttpRequest, slug: str) -> Article:
    return get_object_or_404(Article.objects.deleted_by_owner(request.user), slug=slug)


def invitation_to_answer(token: str) -> Invitation:
    """Whoever has the link may see what it offers."""
    invitation = invitation_of(token)
    if invitation is None:
        raise Http404
    return invitation


def signed_in(request: HttpRequest) -> User:
    """The person at work, behind a gate that lets nobody else in."""
    assert isinstance(request.user, User), "whoever comes here has signed in"
    return request.user


def may_annotate(request: HttpRequest, article: Article) -> bool:
    """Whether the page of an article that may be read also shows the editor's tools."""
    if not request.user.is_authenticated:
        return False
    return Article.objects.annotatable_by(request.user).filter(pk=article.pk).exists()


def may_discuss(request: HttpRequest, article: Article) -> bool:
    if not request.user.is_authenticated:
        return False
    return Article.objects.discussable_by(request.user).filter(pk=article.pk).exists()


def revisions_of(request: HttpRequest, article: Article) -> QuerySet[Revision]:
    """Those that this person may see, of an article that may be read; in rising order."""
    return open_revisions(article, open_editions(article, request.user))


def last_editions(request: HttpRequest, article: Article) -> dict[int, int]:
    """The same by number, each with the last of its editions that this person could read."""
    return last_open_editions(article, open_editions(article, request.user))


def may_manage(request: HttpRequest, article: Article) -> bool:
    if not request.user.is_authenticated:
        return False
    return Article.objects.manageable_by(request.user).filter(pk=article.pk).exists()


def _if_open(request: HttpRequest, snapshot: Snapshot) -> Snapshot:
    if not is_open(snapshot.edition, open_editions(snapshot.article, request.user)):
        raise Http404
    return snapshot


def _closed(article: Article, number: int) -> Round:
    rounds = article.rounds.select_related("article", "revision").exclude(closed_at=None)
    return get_object_or_404(rounds, number=number)
