"""Invitations: a link that gives a part in an article to whoever comes with it.

The link holds the number of the invitation and a signature of 256 bits, so it cannot be guessed and
is stored nowhere; whether it still counts is asked of the row each time.
"""

from datetime import timedelta

from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from reader.accounts.models import User
from reader.accounts.profiles import has_proved
from reader.articles.history import ChangeRefused, State, States, locked, record
from reader.articles.invitation_models import Invitation
from reader.articles.membering import managed, name_of, rank_of
from reader.articles.models import Article, Membership, Part

# Nobody becomes an owner by a link: that is handed over, face to face with the list of members.
PARTS = (Part.EDITOR, Part.REVIEWER, Part.READER)
DAYS = {1: "1 day", 7: "7 days", 30: "30 days"}
MOST_OPEN = 100
MOST_MAILS_A_DAY = 50
GONE = "This invitation is not open any more."
HIDDEN = "This article is hidden by the site’s owner: nobody can be invited to it for now."
MAILED = "m"
Touched = dict[str, State]
SIGNER = signing.Signer(salt="reader.invitation")


@transaction.atomic
def invite(article: Article, part: Part, days: int, by: User, email: str = "") -> Invitation:
    """Open the article to whoever comes with the link, or to the owner of an e-mail address."""
    article = managed(article, by)
    if article.hidden_at is not None:
        raise ChangeRefused(HIDDEN)
    _refuse_too_many(article, by, email)
    replaced = _revoke_all_for(article, email)
    invitation = article.invitations.create(
        part=part, email=email, invited_by=by, expires_at=timezone.now() + timedelta(days=days)
    )
    before: States = {_name(invitation): None} | replaced
    after: States = {_name(invitation): _state(invitation)} | dict.fromkeys(replaced)
    record(article, "invite", by, before, after)
    return invitation


@transaction.atomic
def revoke(article: Article, number: int, by: User) -> None:
    """The link is worth nothing from now on."""
    article = managed(article, by)
    invitation = article.invitations.filter(pk=number, revoked_at=None, accepted_at=None).first()
    if invitation is None:
        raise ChangeRefused(GONE)
    before = _state(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record(article, "revoke", by, {_name(invitation): before}, {_name(invitation): None})


@transaction.atomic
def accept(invitation: Invitation, by: User, mailed: bool = False) -> Part:
    """Take the part that is offered. Who has a higher one already keeps it.

    `mailed` says that they came by the link in the mail: see `was_mailed`.
    """
    article = locked(invitation.article)
    invitation = _still_open(invitation)
    if not is_for(invitation, by, mailed):
        raise ChangeRefused("This invitation is for another e-mail address.")
    part, before, after = _raise(article, by, Part(invitation.part))
    if invitation.email:
        before, after = (
            before | {_name(invitation): _state(invitation)},
            after | _use_up(invitation),
        )
    if after:
        record(article, "accept", by, before, after)
    return part


def token_of(invitation: Invitation, mailed: bool = False) -> str:
    """A link that was mailed is another than the one that owners can copy: see `was_mailed`."""
    return SIGNER.sign(f"{MAILED if mailed else ''}{invitation.pk}")


def was_mailed(token: str) -> bool:
    """Whether a valid link can only have come from the mailbox of whoever is invited."""
    return token.startswith(MAILED)


def invitation_of(token: str) -> Invitation | None:
    """The open invitation of a link; None for one that is unknown, revoked, used up or too old."""
    try:
        number = int(SIGNER.unsign(token).removeprefix(MAILED))
    except (signing.BadSignature, ValueError):
        return None
    found = Invitation.objects.open().select_related("article", "invited_by")
    return found.filter(pk=number).first()


def is_for(invitation: Invitation, person: User, mailed: bool = False) -> bool:
    """A link is for everyone who has it; a mail is for the account with its address.

    The account must have proved that address, or do so now, by the link from the mailbox itself.
    """
    if not invitation.email or has_proved(person, invitation.email):
        return True
    return mailed and invitation.email.casefold() == person.email.casefold()


def mail(invitation: Invitation, address: str) -> bool:
    """Send the link; whether that worked, as far as we can know."""
    article, host = invitation.article, invitation.invited_by.name
    words = (
        f"Hello,\n\n{host} invites you to “{article.title}” on Crux, as its {invitation.part}.\n\n"
        f"{address}\n\n"
        f"The link is for you alone and works until {invitation.expires_at:%-d %B %Y, %H:%M} UTC.\n"
        "If you did not expect it, you can leave it alone: nothing happens then.\n"
    )
    subject = f"{host} invites you to “{article.title}”"
    try:
        return send_mail(" ".join(subject.split()), words, None, [invitation.email]) == 1
    except OSError:  # no mail server, or one that refuses; its errors are OSErrors too
        return False


def _raise(article: Article, person: User, part: Part) -> tuple[Part, Touched, Touched]:
    """The part that they have from now on; what the log says of it, nothing where it was as high."""
    membership = article.memberships.filter(user=person).first()
    if membership and rank_of(membership.part) >= rank_of(part):
        return Part(membership.part), {}, {}
    before = {"part": str(membership.part)} if membership else None
    Membership.objects.update_or_create(article=article, user=person, defaults={"part": part})
    return part, {name_of(person): before}, {name_of(person): {"part": str(part)}}


def _use_up(invitation: Invitation) -> Touched:
    """A mail is for one person, once."""
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return {_name(invitation): None}


def _revoke_all_for(article: Article, email: str) -> Touched:
    """One at a time for each address: the newest says what is meant. What the old ones were."""
    if not email:
        return {}
    old = article.invitations.filter(email__iexact=email, revoked_at=None, accepted_at=None)
    replaced = {_name(invitation): _state(invitation) for invitation in old}
    old.update(revoked_at=timezone.now())
    return replaced


def _refuse_too_many(article: Article, by: User, email: str) -> None:
    if article.invitations.open().count() >= MOST_OPEN:
        raise ChangeRefused(f"{MOST_OPEN} invitations are open. Revoke those that nobody needs.")
    lately = timezone.now() - timedelta(days=1)
    mailed = Invitation.objects.filter(invited_by=by, created_at__gt=lately).exclude(email="")
    if email and mailed.count() >= MOST_MAILS_A_DAY:
        raise ChangeRefused(
            f"You have sent {MOST_MAILS_A_DAY} invitations today. Make a link, or wait until tomorrow."
        )


def _still_open(invitation: Invitation) -> Invitation:
    found = Invitation.objects.open().select_related("article").filter(pk=invitation.pk).first()
    if found is None:
        raise ChangeRefused(GONE)
    return found


def _name(invitation: Invitation) -> str:
    return f"invitation {invitation.pk}"


def _state(invitation: Invitation) -> State:
    """Without the address: the log has more readers than the list of invitations."""
    way = "mail" if invitation.email else "link"
    expires = invitation.expires_at.isoformat(timespec="seconds")
    return {"part": str(invitation.part), "way": way, "expires_at": expires}
