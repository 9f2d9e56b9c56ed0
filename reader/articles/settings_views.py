"""What an owner sets: details, address, visibility; deletion, and coming back from it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reader.accounts.models import User
from reader.articles.access import article_to_manage, article_to_restore, signed_in
from reader.articles.addresses import readdress
from reader.articles.deleting import GRACE, delete, last_day_of, restore
from reader.articles.forms import DeleteForm, SettingsForm
from reader.articles.history import ChangeRefused
from reader.articles.membering import managed
from reader.articles.models import Article, Visibility
from reader.articles.publishing import set_details, set_visibility
from reader.articles.reviews import FIELDS


@require_http_methods(["GET", "POST"])
def article_settings(request: HttpRequest, slug: str) -> HttpResponse:
    article = article_to_manage(request, slug)
    initial = model_to_dict(article, [*FIELDS, "visibility", "slug"])
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            article = _settle(article, form.wanted, "renew" in request.POST, signed_in(request))
            messages.success(request, "Saved.")
            return redirect("article_settings", article.slug)
        except ChangeRefused as refusal:
            article_to_manage(request, slug)  # who is no longer an owner finds nothing
            form.add_error("slug", str(refusal))
    address = request.build_absolute_uri(article.get_absolute_url())
    context = {
        "article": article,
        "form": form,
        "address": address,
        "host": address.removesuffix(f"{article.slug}/"),
    }
    return render(request, "articles/settings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def article_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """GET says what would be gone, and offers a copy first."""
    article = article_to_manage(request, slug)
    form = DeleteForm(article, request.POST if request.method == "POST" else None)
    if form.is_valid():
        _as_owner(delete, article, signed_in(request))
        messages.success(
            request, f"“{article}” is deleted. You can restore it for {GRACE.days} days."
        )
        return redirect("deleted_list")
    context = {"article": article, "form": form, "days": GRACE.days, "gone": _what_goes(article)}
    return render(request, "articles/delete.html", context, status=422 if form.errors else 200)


@require_POST
def article_restore(request: HttpRequest, slug: str) -> HttpResponse:
    article = _as_owner(restore, article_to_restore(request, slug), signed_in(request))
    messages.success(request, f"“{article}” is back.")
    return redirect("article_settings", article.slug)


@login_required
@require_GET
def deleted_list(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.deleted_by_owner(request.user).order_by("-deleted_at")
    deleted = [(article, last_day_of(article)) for article in articles]
    return render(request, "articles/deleted.html", {"deleted": deleted, "days": GRACE.days})


def _as_owner(verb: Callable[[Article, User], Article], article: Article, by: User) -> Article:
    """Whoever stops being an owner at this very moment finds nothing."""
    try:
        return verb(article, by)
    except ChangeRefused as refusal:
        raise Http404 from refusal


@transaction.atomic
def _settle(article: Article, wanted: dict[str, Any], renew: bool, by: User) -> Article:
    """Change what is to be changed. Only asking for it draws a new secret address."""
    article = managed(article, by)
    visibility = Visibility(wanted.pop("visibility", article.visibility))
    slug = wanted.pop("slug", "")
    was_secret = article.visibility == Visibility.UNLISTED
    article = set_details(article, by, **wanted)
    if visibility != article.visibility or (renew and visibility is Visibility.UNLISTED):
        article = set_visibility(article, visibility, by)
    if slug and visibility != Visibility.UNLISTED and not was_secret:
        article = readdress(article, slug, by)
    return article


def _what_goes(article: Article) -> list[tuple[int, str]]:
    """How much there is of what, in one or in several."""
    counts = [
        (article.revisions.count(), "revision of the text", "revisions of the text"),
        (article.annotations.count(), "annotation", "annotations"),
        (article.relations.count(), "relation", "relations"),
        (article.rounds.count(), "round with its sheets", "rounds with their sheets"),
        (article.changes.count(), "entry of its history", "entries of its history"),
        (article.memberships.count(), "person taking part", "people taking part"),
    ]
    return [(count, one if count == 1 else more) for count, one, more in counts if count]
