"""Who has which part in an article, and how that changes. Every verb leaves one Change.

The log names a person by the number of their account (member 7), because names may change.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from reader.accounts.models import User
from reader.articles.history import ChangeRefused, State, locked, record
from reader.articles.models import MAY_ANNOTATE, MAY_DISCUSS, Article, Membership, Part

MEANINGS = {
    Part.OWNER: "Decides who takes part and who can read it, and does all that an editor does.",
    Part.EDITOR: "Marks passages, words what they say, connects them, and answers proposals.",
    Part.REVIEWER: "Reads it, also while it is private, discusses it, and proposes what editors decide on.",
    Part.READER: "Reads it, also while it is private.",
}
NO_OWNER_LEFT = "An article needs an owner. Make somebody else owner first."
HAS_OWNER = "This article has an owner who can appoint others."
NOT_OWNER = "You are no longer an owner of this article."
DELETED = "This article has been deleted meanwhile. Its owners can restore it."
NOT_EDITOR = "You are no longer an editor of this article."
NOT_WORKING = "You no longer work on this article."
SHEET_IS_CLOSED = "This sheet cannot be changed any more: its round is closed, or you left it."
SHEET_IS_ALONE = "Nobody else sees this sheet: there is nobody to discuss it with."
NOT_THERE = "This person has no part in the article any more."


def rank_of(part: str) -> int:
    """The higher, the more a part may do."""
    return -Part.values.index(part)


def name_of(person: User) -> str:
    return f"member {person.pk}"


def managed(article: Article, by: User) -> Article:
    """The article, held; refused to whoever was an owner only until this moment."""
    article = locked(article)
    if not article.memberships.filter(user=by, part=Part.OWNER).exists():
        raise ChangeRefused(NOT_OWNER)
    return article


def edited(article: Article, by: User) -> Article:
    """The article, held; refused to whoever was an editor only until this moment.

    Closing a round holds its sheets too, so nothing comes onto one after that.
    """
    held = _held_for(article, by, MAY_ANNOTATE, NOT_EDITOR)
    if held.round_id and not Article.objects.annotatable_by(by).filter(pk=held.pk).exists():
        raise ChangeRefused(SHEET_IS_CLOSED)
    return held


def discussed(article: Article, by: User) -> Article:
    """The article, held; refused to whoever worked on it only until this moment."""
    held = _held_for(article, by, MAY_DISCUSS, NOT_WORKING)
    if held.round_id:
        raise ChangeRefused(SHEET_IS_ALONE)
    return held


@transaction.atomic
def appoint(article: Article, person: User, part: Part, by: User) -> None:
    """Give a member another part, which counts from now on."""
    article = managed(article, by)
    membership = _membership_of(article, person)
    if membership.part == part:
        return
    before = _state(membership)
    _refuse_without_owner(article, membership)
    _give(membership, part)
    record(article, "appoint", by, {name_of(person): before}, {name_of(person): _state(membership)})


@transaction.atomic
def remove(article: Article, person: User, by: User) -> None:
    """Take somebody's part in the article away."""
    article = managed(article, by)
    _part_with(article, person, "remove", by)


@transaction.atomic
def leave(article: Article, by: User) -> None:
    """Give up one's own part."""
    _part_with(locked(article), by, "leave", by)


@transaction.atomic
def hand_over(article: Article, person: User, by: User, stay: Part | None) -> None:
    """Make another member owner, and take the part `stay` oneself; None: leave.

    Invitations stand as long as whoever made them is an owner: they go over to the new one.
    """
    article = managed(article, by)
    if person == by:
        raise ChangeRefused("Choose somebody else: the article is yours already.")
    heir, own = _membership_of(article, person), _membership_of(article, by)
    if not person.is_active:
        raise ChangeRefused("Choose somebody else: this account is closed.")
    before = {name_of(person): _state(heir), name_of(by): _state(own)}
    _give(heir, Part.OWNER)
    if stay is None:
        own.delete()
    else:
        _give(own, stay)
    if stay is not Part.OWNER:
        article.invitations.filter(invited_by=by).update(invited_by=person)
    after = {name_of(person): _state(heir), name_of(by): _state(own) if stay else None}
    if changed := [name for name in after if after[name] != before[name]]:
        was, now = ({name: side[name] for name in changed} for side in (before, after))
        record(article, "hand over", by, was, now)


def without_owner() -> QuerySet[Article]:
    """The articles that nobody can manage, because the account of every owner is closed."""
    owning = Membership.objects.filter(part=Part.OWNER, user__is_active=True)
    return Article.objects.present().exclude(Exists(owning.filter(article=OuterRef("pk"))))


def heirs_of(article: Article) -> QuerySet[User]:
    """Whom the site's owner may make owner: members, and only where no owner is left."""
    is_orphan = without_owner().filter(pk=article.pk).exists()
    people = User.objects.filter(is_active=True, memberships__article=article)
    return people.order_by("username") if is_orphan else people.none()


@transaction.atomic
def install(article: Article, person: User, by: User) -> None:
    """Make a member owner of an article that has none left. `by`: the site's owner, no member."""
    article = locked(article)
    if not heirs_of(article).filter(pk=person.pk).exists():
        raise ChangeRefused(HAS_OWNER)
    membership = _membership_of(article, person)
    before = _state(membership)
    _give(membership, Part.OWNER)
    record(article, "appoint", by, {name_of(person): before}, {name_of(person): _state(membership)})


def _held_for(article: Article, by: User, parts: Iterable[Part], otherwise: str) -> Article:
    article = locked(article)
    if article.deleted_at is not None:
        raise ChangeRefused(DELETED)
    if not article.memberships.filter(user=by, part__in=parts).exists():
        raise ChangeRefused(otherwise)
    return article


def _part_with(article: Article, person: User, verb: str, by: User) -> None:
    membership = _membership_of(article, person)
    _refuse_without_owner(article, membership)
    before = _state(membership)
    membership.delete()
    record(article, verb, by, {name_of(person): before}, {name_of(person): None})


def _membership_of(article: Article, person: User) -> Membership:
    membership = article.memberships.filter(user=person).select_related("user").first()
    if membership is None:
        raise ChangeRefused(NOT_THERE)
    return membership


def _refuse_without_owner(article: Article, membership: Membership) -> None:
    """The article is held, so of two owners who go at the same moment the second one stays."""
    owners = article.memberships.filter(part=Part.OWNER, user__is_active=True)
    is_needed = membership.part == Part.OWNER and membership.user.is_active
    if is_needed and not owners.exclude(pk=membership.pk).exists():
        raise ChangeRefused(NO_OWNER_LEFT)


def _give(membership: Membership, part: Part) -> None:
    membership.part = part
    membership.save(update_fields=["part"])


def _state(membership: Membership) -> State:
    return {"part": str(membership.part)}
