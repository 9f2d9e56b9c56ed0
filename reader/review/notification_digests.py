"""What somebody has not seen yet, by mail: at most once a day or a week, as they have asked for.

Runs may overlap or break off. Whoever is due is claimed by writing `digested_at` before the mail is
written, so that only one run mails them; what was in it is marked once the mail is out. A run that
dies in between leaves news unmarked, and they come with the next mail.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from reader.accounts.models import Digest, User
from reader.annotations.comment_models import Notification
from reader.annotations.notifying import unseen_for
from reader.review.notification_news import News, NewsOf, news_by_article

logger = logging.getLogger(__name__)

# A little less than a day and a week: who is due at nine is due at nine again, not at ten.
PERIODS = {
    Digest.DAILY: timedelta(hours=23, minutes=30),
    Digest.WEEKLY: timedelta(days=6, hours=23, minutes=30),
}
OFTEN = {Digest.DAILY: "once a day", Digest.WEEKLY: "once a week"}
MOST_SHOWN = 50
SIGNER = signing.Signer(salt="reader.unsubscribe")


def send_digests() -> Iterator[tuple[User, bool]]:
    """Mail everybody who is due and has news; says of each whether the mail went out."""
    for person in _due(timezone.now()):
        address, news = _address_of(person), _news_to_mail(person)
        if address and news.exists() and _claim(person):
            yield person, _send(person, address, news)


def subscriber_of(token: str) -> User:
    """Whose mails the link in one of them ends; it works for good and for nothing else."""
    try:
        number = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    person = User.objects.filter(pk=number).first()
    if person is None:
        raise Http404
    return person


def _due(now: datetime) -> QuerySet[User]:
    due = Q(pk__in=[])
    for digest, period in PERIODS.items():
        longest_ago = Q(digested_at=None) | Q(digested_at__lte=now - period)
        due |= Q(digest=digest) & longest_ago
    return User.objects.filter(due, is_active=True).order_by("pk")


def _address_of(person: User) -> str:
    """One that is known to be theirs, the main one before others; "" where there is none."""
    rows = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk")
    address: str = rows.values_list("email", flat=True).first() or ""
    return address


def _news_to_mail(person: User) -> QuerySet[Notification]:
    return unseen_for(person).filter(mailed_at=None)


def _claim(person: User) -> bool:
    """Whether it is this run that mails them: of two at once one finds the moment changed."""
    same = User.objects.filter(pk=person.pk, digest=person.digest, digested_at=person.digested_at)
    return same.update(digested_at=timezone.now()) == 1


def _send(person: User, address: str, news: QuerySet[Notification]) -> bool:
    numbers = list(news.values_list("pk", flat=True))
    try:
        _message(person, address, numbers).send()
    except (OSError, SMTPException, ValueError):  # ValueError: an address no header can hold
        logger.exception("The digest for account %s could not be sent", person.pk)
        User.objects.filter(pk=person.pk).update(digested_at=person.digested_at)
        return False
    Notification.objects.filter(pk__in=numbers).update(mailed_at=timezone.now())
    return True


def _message(person: User, address: str, numbers: list[int]) -> EmailMessage:
    groups = news_by_article(Notification.objects.filter(pk__in=numbers[:MOST_SHOWN]))
    end = _absolute(reverse("notification_unsubscribe", args=[SIGNER.sign(str(person.pk))]))
    count = "1 notification" if len(numbers) == 1 else f"{len(numbers)} notifications"
    lines = [f"Hello {person.name},", "", f"you have {count} on Crux that you have not read yet."]
    for group in groups:
        lines += _lines_of(group)
    if len(numbers) > MOST_SHOWN:
        rest = _absolute(f"{reverse('notification_list')}?unread=1")
        lines += ["", "", f"And {len(numbers) - MOST_SHOWN} more:", rest]
    often = OFTEN[Digest(person.digest)]
    lines += ["", "", "--", f"You get this at most {often}. Choose how often:"]
    lines += [_absolute(f"{reverse('profile')}#digest"), "No more of these mails:", end, ""]
    headers = {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(f"Crux: {count}", "\n".join(lines), None, [address], headers=headers)


def _lines_of(group: NewsOf) -> list[str]:
    title = " ".join(group.article.title.split())
    lines = ["", "", title, "=" * min(len(title), 60)]
    for news in group.news:
        lines += ["", *_lines(news)]
    return lines


def _lines(news: News) -> list[str]:
    said = f"{news.who} {news.words} ({news.change.created_at:%-d %B %Y, %H:%M} UTC)"
    quoted = [f"  “{news.excerpt}”"] if news.excerpt else []
    return [said, *quoted, f"  {_absolute(news.href)}"]


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
