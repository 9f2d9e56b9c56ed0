"""Independent rounds: several editors annotate the same revision, each on a sheet of their own.

A sheet is an article with a round: marking, undoing and history need to know nothing of it. Nobody
but its editor opens it; when the round is closed, nothing comes onto it any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from reader.accounts.models import User
from reader.annotations.comment_models import Occasion
from reader.annotations.notifying import notify
from reader.articles.addresses import secret_slug
from reader.articles.history import ChangeRefused, record
from reader.articles.membering import edited, managed
from reader.articles.models import (
    MAY_ANNOTATE,
    Article,
    Membership,
    Part,
    Revision,
    Round,
    Visibility,
)

FEWEST_PEOPLE, MOST_PEOPLE = 2, 20
MOST_ROUNDS = 100
DETAILS = ("title", "byline", "source_url", "written_on", "language")
CLOSED = "This round is closed."
STILL_OPEN = "This round is still open: close it first."
NOT_EDITING = "Only those who may annotate the article can take part: {} may not."
TOO_FEW = "A round needs two people at least."
TOO_MANY = f"{MOST_PEOPLE} people at most take part in a round."
TAKES_PART = "{} takes part in this round already."
TAKES_NO_PART = "{} takes no part in this round."


@dataclass(frozen=True)
class Sheet:
    """One editor's own copy of the revision."""

    article: Article
    editor: User


def people_for_rounds(article: Article) -> QuerySet[User]:
    """Whom an owner may invite, the owner included."""
    editing = Membership.objects.filter(article=article, part__in=MAY_ANNOTATE)
    return User.objects.filter(is_active=True, memberships__in=editing).order_by("username")


def sheets_of(round: Round) -> list[Sheet]:
    """Of all who take part, in the order in which they came in; without those who dropped out."""
    members = Membership.objects.filter(article__round=round, article__deleted_at=None)
    # By the key: the order of articles is that of their last changes, which must not show.
    rows = members.select_related("article", "user").order_by("article_id")
    return [Sheet(row.article, row.user) for row in rows]


@transaction.atomic
def open_round(article: Article, people: Iterable[User], instructions: str, by: User) -> Round:
    """Give each of these people a sheet of the text as it stands now."""
    article = managed(article, by)
    invited = _invited(article, people)
    last = article.rounds.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_ROUNDS:
        raise ChangeRefused(f"This article has had {MOST_ROUNDS} rounds: no more of them.")
    round = Round.objects.create(
        article=article,
        number=last + 1,
        revision=_head_of(article),
        instructions=instructions,
        author=by,
    )
    for person in invited:
        _make_sheet(round, person, by)
    state = {"revision": round.revision.number, "instructions": instructions}
    states = {name_of(round): state | _people_in(round)}
    change = record(article, "open round", by, {name_of(round): None}, states)
    notify(change, invited, Occasion.ROUND)
    return round


@transaction.atomic
def close_round(round: Round, by: User) -> Round:
    """From now on every sheet stays as it is, and the readings can be compared."""
    article = managed(round.article, by)
    round = _open(round)
    sheets = list(Article.objects.select_for_update().filter(round=round).order_by("pk"))
    round.closed_at = timezone.now()
    round.save(update_fields=["closed_at"])
    before, after = {name_of(round): {"closed": False}}, {name_of(round): {"closed": True}}
    for sheet in sheets:  # so that a page that shows one learns of it
        record(sheet, "close round", by, before, after)
    change = record(article, "close round", by, before, after)
    notify(change, (sheet.editor for sheet in sheets_of(round)), Occasion.ROUND)
    return round


@transaction.atomic
def show_readings(round: Round, is_shown: bool, by: User) -> Round:
    """Tell readers of the article, or no longer, where two readings differ."""
    article = managed(round.article, by)
    round = Round.objects.get(pk=round.pk)
    if round.closed_at is None:
        raise ChangeRefused(STILL_OPEN)
    if round.is_shown != is_shown:
        round.is_shown = is_shown
        round.save(update_fields=["is_shown"])
        was, now = ({name_of(round): {"shown": shown}} for shown in (not is_shown, is_shown))
        record(article, "show readings" if is_shown else "hide readings", by, was, now)
    return round


@transaction.atomic
def add_to_round(round: Round, person: User, by: User) -> None:
    """Whoever dropped out before finds the old sheet again."""
    article = managed(round.article, by)
    round = _open(round)
    before = _people_in(round)
    _refuse_odd(article, [person])
    if _sheet_of(round, person):
        raise ChangeRefused(TAKES_PART.format(person.name))
    if len(sheets_of(round)) >= MOST_PEOPLE:
        raise ChangeRefused(TOO_MANY)
    if not _bring_back(round, person, by):
        _make_sheet(round, person, by)
    states = {name_of(round): before}, {name_of(round): _people_in(round)}
    notify(record(article, "add to round", by, *states), [person], Occasion.ROUND)


@transaction.atomic
def drop_from_round(round: Round, person: User, by: User) -> None:
    """An owner takes somebody out, or one goes oneself. The sheet waits as deleted articles do."""
    hold = edited if person == by else managed
    article = hold(round.article, by)
    round = _open(round)
    before = _people_in(round)
    sheet = _sheet_of(round, person)
    if sheet is None:
        raise ChangeRefused(TAKES_NO_PART.format(person.name))
    _set_deleted(sheet, True, by)
    states = {name_of(round): before}, {name_of(round): _people_in(round)}
    notify(record(article, "leave round", by, *states), [person], Occasion.ROUND)


@transaction.atomic
def say_done(sheet: Article, is_done: bool, by: User) -> None:
    """The editor of a sheet says that it is finished, or goes on after all."""
    sheet = edited(sheet, by)
    was = is_said_done(sheet)
    if sheet.round_id and is_done != was:
        verb = "done" if is_done else "go on"
        record(sheet, verb, by, {"sheet": {"done": was}}, {"sheet": {"done": is_done}})


def is_said_done(sheet: Article) -> bool:
    """Read off the log of the sheet, which is where it is said."""
    last = sheet.changes.filter(object="sheet").order_by("-seq").first()
    return last is not None and bool(last.after["sheet"]["done"])


def name_of(round: Round) -> str:
    return f"round {round.number}"


def _head_of(article: Article) -> Revision:
    assert article.head is not None, "an article is never without a text"
    return article.head


def _open(round: Round) -> Round:
    """As it stands now that its article is held."""
    round = Round.objects.select_related("revision").get(pk=round.pk)
    if round.closed_at is not None:
        raise ChangeRefused(CLOSED)
    return round


def _invited(article: Article, people: Iterable[User]) -> list[User]:
    """Each of them once, by name."""
    invited = sorted(set(people), key=lambda person: (person.name.casefold(), person.pk))
    if len(invited) < FEWEST_PEOPLE:
        raise ChangeRefused(TOO_FEW)
    if len(invited) > MOST_PEOPLE:
        raise ChangeRefused(TOO_MANY)
    _refuse_odd(article, invited)
    return invited


def _refuse_odd(article: Article, people: Iterable[User]) -> None:
    allowed = set(people_for_rounds(article))
    if odd := [person.name for person in people if person not in allowed]:
        raise ChangeRefused(NOT_EDITING.format(", ".join(odd)))


def _make_sheet(round: Round, person: User, by: User) -> None:
    article, revision = round.article, round.revision
    details = {name: getattr(article, name) for name in DETAILS}
    slug, private = secret_slug(article.title), Visibility.PRIVATE
    sheet = Article.objects.create(round=round, slug=slug, visibility=private, **details)
    Membership.objects.create(article=sheet, user=person, part=Part.EDITOR)
    sheet.head = Revision.objects.create(
        article=sheet,
        number=1,
        source=revision.source,
        html=revision.html,
        text=revision.text,
        author=revision.author,
    )
    sheet.save(update_fields=["head"])
    state = {"title": sheet.title, "visibility": str(private), "revision": 1}
    record(sheet, "create", by, {"article": None}, {"article": state})


def _sheet_of(round: Round, person: User) -> Article | None:
    sheets = (sheet.article for sheet in sheets_of(round) if sheet.editor == person)
    return next(sheets, None)


def _bring_back(round: Round, person: User, by: User) -> bool:
    dropped = round.sheets.filter(memberships__user=person).first()
    if dropped is None:
        return False
    _set_deleted(dropped, False, by)
    return True


def _set_deleted(sheet: Article, is_deleted: bool, by: User) -> None:
    """Whoever shows the sheet at this moment loses it, as with any deleted article."""
    sheet = Article.objects.select_for_update().get(pk=sheet.pk)
    was, sheet.deleted_at = sheet.deleted_at, timezone.now() if is_deleted else None
    sheet.save(update_fields=["deleted_at"])
    before, after = (
        {"article": {"deleted_at": day.isoformat(timespec="seconds") if day else None}}
        for day in (was, sheet.deleted_at)
    )
    record(sheet, "delete" if is_deleted else "recover", by, before, after)


def _people_in(round: Round) -> dict[str, list[int]]:
    """By the numbers of their accounts, because names may change."""
    return {"people": [sheet.editor.pk for sheet in sheets_of(round)]}
