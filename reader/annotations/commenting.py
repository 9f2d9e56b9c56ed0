"""What those who work on an article say about it. Every verb leaves one Change.

The log keeps every wording of a comment. Undo leaves comments alone: they are taken back and
brought back by whoever wrote them.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from reader.accounts.models import User
from reader.annotations.comment_models import Comment, Occasion, ThreadSeen
from reader.annotations.comment_states import name_of, state_of
from reader.annotations.models import COMMENT_LENGTH, Annotation, Relation
from reader.annotations.notifying import notify, refuse_flood, told_of
from reader.articles.history import ChangeOvertaken, ChangeRefused, State, record
from reader.articles.membering import discussed
from reader.articles.models import MAY_DISCUSS, Article, Change
from reader.text.comments import mentioned_in, render_comment

MOST_COMMENTS = 10_000  # of an article
MOST_REPLIES = 500  # in a thread

NOT_YOURS = "Only whoever wrote a comment can change it."
TAKEN_BACK = "This comment has been taken back. Bring it back to change it."
OVERTAKEN = "You changed this comment in another window meanwhile."
EMPTY = "Write something first."
NO_THREAD = "Only a thread can be resolved, not an answer in it."


def members_of(article: Article) -> list[User]:
    """Whoever may discuss it, by name; only they can be mentioned."""
    rows = User.objects.filter(
        is_active=True, memberships__article=article, memberships__part__in=MAY_DISCUSS
    )
    return list(rows.order_by("username"))


@transaction.atomic
def comment(
    article: Article, body: str, by: User, about: Annotation | Relation | None = None
) -> Comment:
    """Open a thread about an annotation, a relation or, with neither, the article."""
    article = discussed(article, by)
    _refuse_foreign(article, about)
    new = Comment(
        article=article,
        author=by,
        body=body,
        annotation=about if isinstance(about, Annotation) else None,
        relation=about if isinstance(about, Relation) else None,
    )
    change = _add(new, "comment")
    if about is not None:
        notify(change, [about.author], Occasion.REPLY)
    return new


@transaction.atomic
def reply(thread: Comment, body: str, by: User) -> Comment:
    """Answer in a thread. One that was resolved is open again: there is something to say."""
    article = discussed(thread.article, by)
    thread = _held(article, thread.root)
    if thread.replies.count() >= MOST_REPLIES:
        raise ChangeRefused(f"This thread has {MOST_REPLIES} answers. Open another one.")
    new = Comment(
        article=article,
        author=by,
        body=body,
        parent=thread,
        annotation=thread.annotation,
        relation=thread.relation,
    )
    before = state_of(thread)
    _set_resolved(thread, None)
    change = _add(new, "reply", {name_of(thread): before}, {name_of(thread): state_of(thread)})
    notify(change, _people_in(thread), Occasion.REPLY)
    return new


@transaction.atomic
def edit(comment: Comment, body: str, by: User, version: int) -> Comment:
    """Other words for one's own comment; whom they name is told, but each only once."""
    article = discussed(comment.article, by)
    comment = _own(article, comment, by)
    if comment.withdrawn_at is not None:
        raise ChangeRefused(TAKEN_BACK)
    if comment.version != version:
        raise ChangeOvertaken(OVERTAKEN)
    if comment.body == body:
        return comment
    before = state_of(comment)
    people = members_of(article)
    _write(comment, body, people)
    comment.edited_at = timezone.now()
    change = _save(comment, "edit comment", by, before)
    told = told_of(article, name_of(comment), Occasion.MENTION)
    notify(change, _mentioned(comment, people, but=told), Occasion.MENTION)
    return comment


@transaction.atomic
def take_back(comment: Comment, by: User) -> Comment:
    """Its words are gone from the page; answers to it stay."""
    return _set_withdrawn(comment, by, "take back comment", is_withdrawn=True)


@transaction.atomic
def bring_back(comment: Comment, by: User) -> Comment:
    return _set_withdrawn(comment, by, "bring back comment", is_withdrawn=False)


@transaction.atomic
def resolve(thread: Comment, by: User) -> Comment:
    """The thread is settled: it is kept, but out of the way."""
    return _settle(thread, by, "resolve", by)


@transaction.atomic
def reopen(thread: Comment, by: User) -> Comment:
    return _settle(thread, by, "reopen", None)


def mark_seen(threads: Collection[Comment], by: User, upto: int) -> None:
    """Comments of these threads up to that number are old to the person; that never goes back."""
    rows = [ThreadSeen(thread=thread, user=by, number=upto) for thread in threads]
    ThreadSeen.objects.bulk_create(rows, ignore_conflicts=True)
    ThreadSeen.objects.filter(user=by, thread__in=threads, number__lt=upto).update(number=upto)


def _add(
    new: Comment,
    verb: str,
    before: dict[str, State] | None = None,
    after: dict[str, State] | None = None,
) -> Change:
    """Save a new comment under the next number, say who wrote what, and tell whom it names."""
    article, people = new.article, members_of(new.article)
    number = (article.comments.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST_COMMENTS:
        raise ChangeRefused(f"This article has {MOST_COMMENTS:,} comments: no more of them.")
    refuse_flood(article.comments, new.author)
    new.number = number
    _write(new, new.body, people)
    new.save()
    changed = {
        name: state for name, state in (after or {}).items() if state != (before or {})[name]
    }
    was = {name_of(new): None} | {name: (before or {})[name] for name in changed}
    change = record(article, verb, new.author, was, {name_of(new): state_of(new)} | changed)
    mark_seen([new.root], new.author, new.number)
    notify(change, _mentioned(new, people), Occasion.MENTION)
    return change


def _write(comment: Comment, body: str, people: Iterable[User]) -> None:
    if not body.strip():
        raise ChangeRefused(EMPTY)
    if len(body) > COMMENT_LENGTH:
        raise ChangeRefused(f"Keep it to {COMMENT_LENGTH:,} characters.")
    comment.body = body
    comment.html = render_comment(body, [person.username for person in people])


def _save(comment: Comment, verb: str, by: User, before: dict[str, str]) -> Change:
    comment.version += 1
    comment.save()
    name = name_of(comment)
    return record(comment.article, verb, by, {name: before}, {name: state_of(comment)})


def _set_withdrawn(comment: Comment, by: User, verb: str, is_withdrawn: bool) -> Comment:
    article = discussed(comment.article, by)
    comment = _own(article, comment, by)
    if bool(comment.withdrawn_at) != is_withdrawn:
        before = state_of(comment)
        comment.withdrawn_at = timezone.now() if is_withdrawn else None
        _save(comment, verb, by, before)
    return comment


def _settle(thread: Comment, by: User, verb: str, resolver: User | None) -> Comment:
    article = discussed(thread.article, by)
    thread = _held(article, thread)
    if thread.parent is not None:
        raise ChangeRefused(NO_THREAD)
    if bool(thread.resolved_at) == bool(resolver):
        return thread
    before = state_of(thread)
    _set_resolved(thread, resolver)
    name = name_of(thread)
    record(article, verb, by, {name: before}, {name: state_of(thread)})
    return thread


def _set_resolved(thread: Comment, resolver: User | None) -> None:
    """Its words are the same, so whoever rewrites them just now is not overtaken."""
    if bool(thread.resolved_at) != bool(resolver):
        thread.resolved_at = timezone.now() if resolver else None
        thread.resolved_by = resolver
        thread.save(update_fields=["resolved_at", "resolved_by"])


def _held(article: Article, comment: Comment) -> Comment:
    """As it stands now that the article is held."""
    rows = article.comments.select_related("article", "annotation", "relation", "parent", "author")
    row = rows.filter(pk=comment.pk).first()
    if row is None:
        raise ChangeRefused("There is no such comment in this article.")
    held: Comment = row
    held.article = article
    return held


def _own(article: Article, comment: Comment, by: User) -> Comment:
    held = _held(article, comment)
    if held.author != by:
        raise ChangeRefused(NOT_YOURS)
    return held


def _refuse_foreign(article: Article, about: Annotation | Relation | None) -> None:
    if about is not None and about.article_id != article.pk:
        raise ChangeRefused("What you comment on must be in this article.")


def _people_in(thread: Comment) -> Iterable[User]:
    """Whoever has said something in it, and still may read what is said."""
    said = Comment.objects.filter(Q(pk=thread.pk) | Q(parent=thread), withdrawn_at=None)
    people = set(said.values_list("author", flat=True))
    return [person for person in members_of(thread.article) if person.pk in people]


def _mentioned(comment: Comment, people: Iterable[User], but: Collection[int] = ()) -> list[User]:
    names = mentioned_in(comment.html)
    return [person for person in people if person.username in names and person.pk not in but]
