"""The threads of an article as one person finds them: what is new, what is settled, what is theirs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from reader.accounts.models import User
from reader.annotations.comment_models import Comment, ThreadSeen
from reader.annotations.comment_states import about_of, name_of
from reader.annotations.commenting import mark_seen
from reader.annotations.models import Annotation, Relation
from reader.annotations.notifying import see_of
from reader.articles.models import Article

OPEN, RESOLVED, ALL = "open", "resolved", "all"


@dataclass(frozen=True)
class Amount:
    """Comments in open threads, and how many of all are new to somebody."""

    comments: int = 0
    unread: int = 0


NONE = Amount()


@dataclass(frozen=True)
class TalkCounts:
    """How much is said about what, for the cards and the bar."""

    annotations: Mapping[int, Amount] = field(default_factory=dict)
    relations: Mapping[int, Amount] = field(default_factory=dict)
    comments: int = 0
    unread: int = 0


@dataclass(frozen=True)
class Said:
    """One comment in a thread."""

    comment: Comment
    is_mine: bool
    is_new: bool

    @property
    def is_gone(self) -> bool:
        return self.comment.withdrawn_at is not None


@dataclass(frozen=True)
class Thread:
    """`root` opened it. Of comments taken back only those stay that somebody answered, and one's own."""

    root: Comment
    said: tuple[Said, ...]

    @property
    def unread(self) -> int:
        return sum(said.is_new for said in self.said)

    @property
    def is_resolved(self) -> bool:
        return self.root.resolved_at is not None

    @property
    def about(self) -> str:
        """As the log knows it: annotation 3, relation 2, article."""
        return about_of(self.root)

    @property
    def count(self) -> int:
        return sum(not said.is_gone for said in self.said)


def counts_of(article: Article, person: User) -> TalkCounts:
    """In one query, however much is said. What had comments that were all taken back has none."""
    stands = Q(withdrawn_at=None)
    rows = (
        _with_seen(article, person)
        .order_by()
        .values("annotation__number", "relation__number")
        .annotate(
            said=Count("pk", filter=stands & Q(resolved_at=None, parent__resolved_at=None)),
            unread=Count("pk", filter=stands & _is_new(person)),
        )
    )
    annotations: dict[int, Amount] = {}
    relations: dict[int, Amount] = {}
    comments = unread = 0
    for row in rows:
        count = Amount(row["said"], row["unread"])
        comments, unread = comments + count.comments, unread + count.unread
        if row["annotation__number"]:
            annotations[row["annotation__number"]] = count
        elif row["relation__number"]:
            relations[row["relation__number"]] = count
    return TalkCounts(annotations, relations, comments, unread)


def threads_in(article: Article, person: User) -> QuerySet[Comment]:
    """The comments that opened a thread this person can see; what was said last comes first."""
    answers = Comment.objects.filter(parent=OuterRef("pk"))
    is_seen = Q(withdrawn_at=None) | Q(author=person)
    shown = Q(is_seen) | Exists(answers.filter(is_seen))
    last = Coalesce(Max("replies__number"), Value(0))
    threads = article.comments.filter(shown, parent=None).annotate(last=Greatest(F("number"), last))
    rows: QuerySet[Comment] = threads.order_by("-last")
    return rows


def about(threads: QuerySet[Comment], thing: Annotation | Relation | None) -> QuerySet[Comment]:
    """Those about one thing, or about the article as a whole; the oldest first."""
    annotation = thing if isinstance(thing, Annotation) else None
    relation = thing if isinstance(thing, Relation) else None
    return threads.filter(annotation=annotation, relation=relation).order_by("number")


def in_state(threads: QuerySet[Comment], state: str) -> QuerySet[Comment]:
    return threads if state == ALL else threads.filter(resolved_at__isnull=state == OPEN)


def numbered(threads: QuerySet[Comment], numbers: Collection[int]) -> QuerySet[Comment]:
    return threads.filter(number__in=numbers)


def unread_by(threads: QuerySet[Comment], article: Article, person: User) -> QuerySet[Comment]:
    new = _with_seen(article, person).filter(_is_new(person), withdrawn_at=None)
    return threads.filter(Q(pk__in=new.values("pk")) | Q(pk__in=new.values("parent")))


def with_words_of(threads: QuerySet[Comment], person: User) -> QuerySet[Comment]:
    said = Comment.objects.filter(parent=OuterRef("pk"), author=person, withdrawn_at=None)
    return threads.filter(Q(author=person, withdrawn_at=None) | Exists(said))


def read(roots: Iterable[Comment], person: User) -> list[Thread]:
    """The threads with all that is said in them, in three queries; what was new is old from now on."""
    roots = list(roots)
    threads = threads_of(roots, person)
    new = [thread for thread in threads if thread.unread]
    if new:
        last = max(said.comment.number for thread in new for said in thread.said)
        mark_seen([thread.root for thread in new], person, last)
        names = [name_of(said.comment) for thread in new for said in thread.said if said.is_new]
        see_of(new[0].root.article, names, person)
    return threads


def threads_of(roots: Iterable[Comment], person: User) -> list[Thread]:
    """The same, and what is new stays so."""
    roots = list(roots)
    of = {root.pk: root for root in roots}
    seen = dict(
        ThreadSeen.objects.filter(thread__in=of, user=person).values_list("thread", "number")
    )
    rows = Comment.objects.filter(Q(pk__in=of) | Q(parent__in=of)).order_by("number")
    rows = rows.select_related("author", "annotation", "relation", "parent", "resolved_by")
    said: dict[int, list[Comment]] = {pk: [] for pk in of}
    for row in rows:
        said[row.parent_id or row.pk].append(row)
    return [_thread(of[pk], said[pk], person, seen.get(pk, 0)) for pk in of]


def _thread(root: Comment, rows: list[Comment], person: User, seen: int) -> Thread:
    root, *answers = rows
    is_answered = any(answer.withdrawn_at is None for answer in answers)
    shown = [
        row
        for row in rows
        if row.withdrawn_at is None or row.author == person or (row is root and is_answered)
    ]
    return Thread(
        root,
        tuple(
            Said(
                row,
                row.author == person,
                row.author != person and row.withdrawn_at is None and row.number > seen,
            )
            for row in shown
        ),
    )


def _with_seen(article: Article, person: User) -> QuerySet[Comment]:
    """All comments, each with how far this person has read its thread."""
    seen = ThreadSeen.objects.filter(thread=OuterRef("of_thread"), user=person).values("number")
    rows: QuerySet[Comment] = article.comments.annotate(of_thread=Coalesce("parent_id", "pk"))
    return rows.annotate(seen_upto=Coalesce(Subquery(seen), Value(0)))


def _is_new(person: User) -> Q:
    return ~Q(author=person) & Q(number__gt=F("seen_upto"))
