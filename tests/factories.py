"""One real, saved object each; a test names only what matters to it."""

from typing import Any

from reader.accounts.models import User
from reader.annotations.changes import annotate
from reader.annotations.models import Annotation, Relation
from reader.annotations.relating import relate
from reader.argument.roles import RelationKind, Role
from reader.articles.history import locked, record
from reader.articles.models import Article, Change, Membership, Part, Visibility
from reader.articles.publishing import create_article

SOURCE = "Trees cool streets. Shade saves water. Roots lift pavements."


def make_user(name: str = "alice") -> User:
    user, _ = User.objects.get_or_create(username=name, defaults={"first_name": name.capitalize()})
    user.set_password(name)
    user.save()
    return user


def make_article(
    source: str = SOURCE, editor: User | None = None, public: bool = False, **fields: Any
) -> Article:
    fields.setdefault("title", "Street trees")
    if public:
        fields.setdefault("visibility", Visibility.PUBLIC)
    slug = fields.pop("slug", "")
    article = create_article(source, by=editor or make_user(), **fields)
    if slug:
        Article.objects.filter(pk=article.pk).update(slug=slug)
        article.refresh_from_db()
    return article


def make_change(article: Article, verb: str = "comment", name: str = "comment 1") -> Change:
    """A change of the log that touched nothing else, by the owner."""
    article = locked(article)
    return record(article, verb, owner_of(article), {name: None}, {name: {}})


def make_member(article: Article, name: str, part: Part) -> User:
    user = make_user(name)
    Membership.objects.create(article=article, user=user, part=part)
    return user


def owner_of(article: Article) -> User:
    return article.memberships.get(part=Part.OWNER).user


def make_annotation(
    article: Article, words: str = "", role: Role = Role.CLAIM, **fields: Any
) -> Annotation:
    """Marks these words where they first stand; without words the annotation is implicit."""
    start = article.head.text.index(words)
    spans = [(start, start + len(words))] if words else []
    fields.setdefault("gist", words or "Unsaid")
    return annotate(article, role, by=owner_of(article), spans=spans, **fields)


def make_relation(
    *premises: Annotation,
    target: Annotation | Relation,
    kind: RelationKind = RelationKind.SUPPORT,
) -> Relation:
    article = target.article
    return relate(article, premises, kind, target, by=owner_of(article))
