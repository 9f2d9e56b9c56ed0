"""A round with its sheets, made without the verbs that open one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from reader.accounts.models import User
from reader.annotations.changes import annotate
from reader.annotations.models import Annotation, Relation
from reader.annotations.relating import relate
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Membership, Part, Revision, Round
from tests.factories import make_user, owner_of


def make_round(article: Article, *names: str, is_closed: bool = True, shown: bool = False) -> Round:
    """A round of the article's newest text; each of those people is an editor and has a sheet."""
    number = article.rounds.count() + 1
    now = timezone.now() if is_closed else None
    made: Round = article.rounds.create(
        number=number,
        revision=article.head,
        author=owner_of(article),
        closed_at=now,
        is_shown=shown,
    )
    for name in names:
        _make_sheet(made, name)
    return made


def sheet_of(round: Round, name: str) -> Article:
    found: Article = round.sheets.get(memberships__user__username=name)
    return found


def mark(sheet: Article, words: str, role: Role = Role.CLAIM, gist: str = "") -> Annotation:
    """As its editor does, where these words first stand."""
    assert sheet.head is not None
    start = sheet.head.text.index(words)
    spans = [(start, start + len(words))] if words else []
    with at_work(sheet) as editor:
        return annotate(sheet, role, gist or words or "Unsaid", by=editor, spans=spans)


def connect(
    *premises: Annotation,
    target: Annotation | Relation,
    kind: RelationKind = RelationKind.SUPPORT,
) -> None:
    with at_work(target.article) as editor:
        relate(target.article, premises, kind, target, by=editor)


@contextmanager
def at_work(sheet: Article) -> Iterator[User]:
    """Its editor, while the round is open."""
    rounds = Round.objects.filter(pk=sheet.round_id)
    closed_at = rounds.get().closed_at
    rounds.update(closed_at=None)
    yield sheet.memberships.get().user
    rounds.update(closed_at=closed_at)


def _make_sheet(made: Round, name: str) -> None:
    user, article, head = make_user(name), made.article, made.revision
    Membership.objects.get_or_create(article=article, user=user, defaults={"part": Part.EDITOR})
    sheet = Article.objects.create(
        title=article.title, slug=f"{article.slug}-{made.number}-{name}", round=made
    )
    sheet.head = Revision.objects.create(
        article=sheet, number=1, source=head.source, html=head.html, text=head.text, author=user
    )
    sheet.save()
    Membership.objects.create(article=sheet, user=user, part=Part.EDITOR)
