"""Something is wrong with an article: readers report it, the site's owner settles it, hides, lifts."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.mail import mail_admins
from django.db import transaction
from django.utils import timezone

from reader.accounts.models import User
from reader.articles.history import States, locked, record
from reader.articles.models import Article
from reader.articles.report_models import Offence, Report


@dataclass(frozen=True)
class Complaint:
    """What a reader says is wrong, and with what: an annotation's code, or "" for all of it."""

    offence: Offence
    words: str = ""
    about: str = ""


def report(
    article: Article, complaint: Complaint, by: User | AnonymousUser, address: str
) -> Report:
    """Keep it for the site's owner, who also hears of it by mail. `address`: of the article."""
    made = Report.objects.create(
        article=article,
        about=complaint.about,
        offence=complaint.offence,
        words=complaint.words,
        reporter=by if isinstance(by, User) else None,
    )
    # The words of a private article stay out of mail: only its address goes.
    lines = [made.get_offence_display(), f"{address} {made.about}".strip(), "", made.words]
    mail_admins("a reader has reported an article", "\n".join(lines), fail_silently=True)
    return made


def settle(made: Report, by: User) -> None:
    """It has been seen to, whatever came of it. The first to say so is kept."""
    open_ones = Report.objects.filter(pk=made.pk, settled_at=None)
    open_ones.update(settled_at=timezone.now(), settled_by=by)


@transaction.atomic
def hide(article: Article, because: str, by: User) -> Article:
    """From everyone but those who take part in it; they read why."""
    article = locked(article)
    if article.hidden_at and article.hidden_because == because:
        return article
    before = _hidden(article)
    article.hidden_at, article.hidden_because = article.hidden_at or timezone.now(), because
    return _recorded(article, "hide", by, before)


@transaction.atomic
def lift(article: Article, by: User) -> Article:
    """It may be seen again, as its visibility says."""
    article = locked(article)
    if not article.hidden_at:
        return article
    before = _hidden(article)
    article.hidden_at, article.hidden_because = None, ""
    return _recorded(article, "lift", by, before)


def _recorded(article: Article, verb: str, by: User, before: States) -> Article:
    """The new edition takes kept pages with it."""
    article.save(update_fields=["hidden_at", "hidden_because"])
    record(article, verb, by, before, _hidden(article))
    return article


def _hidden(article: Article) -> States:
    return {"article": {"hidden": bool(article.hidden_at), "because": article.hidden_because}}
