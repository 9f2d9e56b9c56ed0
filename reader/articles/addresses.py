"""Where an article is found: under its title, under a secret, and at the addresses it had before."""

import re
import secrets

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from reader.accounts.models import User
from reader.articles.history import ChangeRefused, record
from reader.articles.membering import managed
from reader.articles.models import Article, OldAddress, Visibility

SLUG_LENGTH = 80
SECRET_BYTES = 16
MOST_OLD_ADDRESSES = 50
# One sentence, whatever it is that has the address: a private article must not show by it.
NOT_FREE = "This address is not free. Choose another."
OF_ARTICLE = re.compile(r"/a/([-\w]+)/")


@transaction.atomic
def readdress(article: Article, slug: str, by: User) -> Article:
    """Give the article an address of one's own choice. The one it had leads there, for good."""
    article = managed(article, by)
    before = article.slug
    if slug == before:
        return article
    if article.visibility == Visibility.UNLISTED:
        raise ChangeRefused(
            "The address of an unlisted article is a secret: it is drawn, not chosen."
        )
    if article.old_addresses.count() >= MOST_OLD_ADDRESSES:
        raise ChangeRefused(
            f"This article has had {MOST_OLD_ADDRESSES} addresses: no more of them."
        )
    _move(article, slug)
    states = {"article": {"slug": before}}, {"article": {"slug": slug}}
    record(article, "readdress", by, *states)
    return article


def leave_address(article: Article) -> None:
    """The present address becomes an old one. A secret is not kept: it must lead nowhere later."""
    OldAddress.objects.get_or_create(slug=article.slug, article=article)


def plain_address(article: Article) -> str:
    """The last address it had that was no secret; empty where there was none."""
    old = article.old_addresses.order_by("-created_at", "-pk").first()
    return old.slug if old else ""


def save_under_a_slug(article: Article) -> None:
    """Under its own, or under a free one. Where somebody takes that at this moment, under the next."""
    if article.slug:
        article.save()
    while not article.slug:
        article.slug = _free_slug(article.title)
        try:
            with transaction.atomic():
                article.save()
        except IntegrityError:
            if not Article.objects.filter(slug=article.slug).exists():
                raise
            article.slug = ""
    article.old_addresses.filter(slug=article.slug).delete()


def secret_slug(title: str) -> str:
    return f"{_base(title)}-{secrets.token_urlsafe(SECRET_BYTES)}"


def address_now(path: str, user: User | AnonymousUser) -> str:
    """Where a path under an old address leads today; empty where it leads nowhere for this person.

    Whoever only has the address of an unlisted article is not told a new one.
    """
    found = OF_ARTICLE.match(path)
    if found is None:
        return ""
    articles = Article.objects.listed_for(user).filter(old_addresses__slug=found[1])
    slug = articles.values_list("slug", flat=True).first()
    return f"/a/{slug}/{path[found.end() :]}" if slug else ""


def _move(article: Article, slug: str) -> None:
    if not is_free(slug, article):
        raise ChangeRefused(NOT_FREE)
    leave_address(article)
    article.slug = slug
    try:
        with transaction.atomic():
            article.save(update_fields=["slug"])
    except IntegrityError as error:  # taken at this very moment
        raise ChangeRefused(NOT_FREE) from error
    article.old_addresses.filter(slug=slug).delete()


def _free_slug(title: str) -> str:
    """After the title. Where that is taken a random tail tells nothing about who has it, or how many."""
    slug = base = _base(title)
    while not is_free(slug):
        slug = f"{base}-{secrets.token_hex(3)}"
    return slug


def is_free(slug: str, article: Article | None = None) -> bool:
    """Old addresses stay with their article, which alone may take them back."""
    owned = OldAddress.objects.filter(slug=slug).exclude(article=article)
    return not (Article.objects.filter(slug=slug).exists() or owned.exists())


def _base(title: str) -> str:
    return slugify(title)[:SLUG_LENGTH].strip("-") or "article"
