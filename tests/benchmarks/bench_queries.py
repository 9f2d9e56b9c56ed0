"""How many queries a page costs, with ten annotations and with a thousand."""

from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reader.annotations.models import Annotation, Passage, Relation
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Visibility
from reader.articles.publishing import create_article

PATHS = {"page": "", "map": "map/", "outline": "outline/", "annotation": "n/C1/"}


def run() -> list[dict[str, object]]:
    few, many = _article(10), _article(1_000)
    author = get_user_model().objects.get(username="bench-queries")
    rows = []
    for who in (None, author):
        for name, path in PATHS.items():
            counts = [_queries(article, path, who) for article in (few, many)]
            rows.append(
                {
                    "name": f"queries of the {name} for {'its editor' if who else 'a stranger'}: 1,000 annotations against 10",
                    "value": counts[1] - counts[0],
                    "goal": "= 0",
                    "detail": f"{counts[0]} and {counts[1]}",
                }
            )
    return rows


def _queries(article: Article, path: str, who: object) -> int:
    caches["pages"].clear()
    client = Client()
    if who is not None:
        client.force_login(who)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(f"{article.get_absolute_url()}{path}").status_code == 200
    return len(queries)


def _article(count: int) -> Article:
    author, _ = get_user_model().objects.get_or_create(username="bench-queries")
    source = "\n\n".join(f"Sentence number {n} says something." for n in range(count))
    article = create_article(source, author, f"Queries {count}", visibility=Visibility.PUBLIC)
    head = article.head
    assert head is not None
    numbers = range(1, count + 1)
    annotations = Annotation.objects.bulk_create(
        Annotation(
            article=article,
            number=n,
            role=Role.CLAIM if n == 1 else Role.PREMISE,
            gist=f"Point {n}",
            author=author,
        )
        for n in numbers
    )
    step = len(head.text) // count
    Passage.objects.bulk_create(
        Passage(
            annotation=a,
            revision=head,
            start=n * step,
            end=n * step + 10,
            quote=head.text[n * step : n * step + 10],
        )
        for n, a in enumerate(annotations)
    )
    relations = Relation.objects.bulk_create(
        Relation(
            article=article,
            number=n,
            kind=RelationKind.SUPPORT,
            target_annotation=annotations[n // 4],
            author=author,
        )
        for n in range(1, count)
    )
    Relation.premises.through.objects.bulk_create(
        Relation.premises.through(relation=r, annotation=a)
        for r, a in zip(relations, annotations[1:], strict=True)
    )
    return article
