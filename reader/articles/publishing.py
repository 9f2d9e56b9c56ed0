"""How an article comes into being, and who may see it."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from reader.accounts.models import User
from reader.articles.addresses import (
    leave_address,
    plain_address,
    save_under_a_slug,
    secret_slug,
)
from reader.articles.history import record
from reader.articles.membering import managed
from reader.articles.models import Article, Membership, Part, Revision, Visibility
from reader.text.rendering import render


def create_article(source: str, by: User, title: str, slug: str = "", **details: object) -> Article:
    """Render the Markdown, save it as revision 1 and make its author the owner.

    Rendering comes first, outside the transaction: it may take a second, or be refused. Without a
    slug the article gets a free one, after its title.
    """
    rendered = render(source)
    with transaction.atomic():
        article = Article(title=title, slug=slug, **details)
        save_under_a_slug(article)
        Membership.objects.create(article=article, user=by, part=Part.OWNER)
        article.head = Revision.objects.create(
            article=article,
            number=1,
            source=source,
            html=rendered.html,
            text=rendered.text,
            author=by,
        )
        if article.visibility == Visibility.UNLISTED:
            article.slug = secret_slug(title)
        article.save(update_fields=["head", "slug"])
        known = {"title": title, **details, "visibility": str(article.visibility)}
        after = {**_logged(known, known), "revision": 1}
        record(article, "create", by, {"article": None}, {"article": after})
    return article


@transaction.atomic
def set_visibility(article: Article, visibility: Visibility, by: User) -> Article:
    """Show the article to nobody else, to whoever has its address, or to everyone.

    An unlisted article lives at an address that cannot be guessed, and at no other: becoming
    unlisted draws a new secret, so doing it twice revokes the links that went round before. What is
    no longer unlisted returns to the plain address that it had.
    """
    article = managed(article, by)
    shown, before = _shown(article), article.visibility
    article.visibility = visibility
    if visibility == Visibility.UNLISTED:
        if before != Visibility.UNLISTED:
            leave_address(article)
        article.slug = secret_slug(article.title)
    elif before == Visibility.UNLISTED:
        article.slug = plain_address(article)
    save_under_a_slug(article)
    after = _shown(article)
    if before == visibility == Visibility.UNLISTED:
        after["secret"] = "renewed"
    record(article, "publish", by, {"article": shown}, {"article": after})
    return article


@transaction.atomic
def set_details(article: Article, by: User, **details: object) -> Article:
    """Say who wrote the article, when, where it is from, its language, its title. No detail, no change.

    The address stays as it is, also under another title: people have it.
    """
    article = managed(article, by)
    before = {name: getattr(article, name) for name in details}
    changed = {name: value for name, value in details.items() if before[name] != value}
    if not changed:
        return article
    for name, value in changed.items():
        setattr(article, name, value)
    article.save(update_fields=list(changed))
    record(
        article,
        "describe",
        by,
        {"article": _logged(before, changed)},
        {"article": _logged(changed, changed)},
    )
    return article


def _shown(article: Article) -> dict[str, object]:
    """Who can read it, and where. A secret address is no matter for the log, which others read."""
    is_secret = article.visibility == Visibility.UNLISTED
    return {
        "visibility": str(article.visibility),
        "slug": None if is_secret else article.slug,
    }


def _logged(details: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    """What the log keeps: dates as they are written, the rest as it is."""
    return {
        name: value.isoformat() if isinstance(value := details[name], date) else value
        for name in names
    }
