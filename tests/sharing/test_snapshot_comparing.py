"""Two states beside each other: what of text and argument came, went and changed."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import annotate, recast, reword, withdraw
from reader.annotations.models import Relation
from reader.annotations.naming import set_scheme
from reader.annotations.relating import relate
from reader.annotations.reshaping import place
from reader.annotations.revising import revise
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article
from reader.articles.publishing import set_details
from reader.articles.snapshots import take_snapshot
from tests.factories import make_annotation, make_article, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    """Taken once: a claim, what supports it, and what attacks it."""
    article = make_article(editor=alice, public=True)
    claim = make_annotation(article, "Trees cool streets")
    premise = make_annotation(article, "Shade saves water", Role.PREMISE)
    make_relation(premise, target=claim)
    make_relation(make_annotation(article, "Roots lift"), target=claim, kind=RelationKind.ATTACK)
    take_snapshot(article, "First", "", alice)
    return Article.objects.with_heads().get(pk=article.pk)


def told(article: Article, *numbers: int) -> str:
    """The page in words, without its tags but <del> and <ins>."""
    name = "snapshot_compare" if len(numbers) == 2 else "snapshot_since"
    response = Client().get(reverse(name, args=[article.slug, *numbers]))
    assert response.status_code == 200
    main = response.content.decode().partition("<h1>What changed</h1>")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<(?!/?(?:del|ins)\b)[^>]*>", " ", main).split())


def test_nothing_changed(article: Article) -> None:
    assert "Nothing: text and argument are the same." in told(article, 1)
    assert "Nothing" in told(article, 1, 1)


def test_annotations_and_relations_that_came_and_went(article: Article, alice: User) -> None:
    withdraw(article.annotations.get(number=2), by=alice)
    new = annotate(article, Role.EVIDENCE, "Measured in <Graz>", alice)
    relate(article, [new], RelationKind.SUPPORT, article.annotations.get(number=1), alice)
    page = told(article, 1)
    assert "Annotations Added <ins> E4 Measured in &lt;Graz&gt; </ins>" in page
    assert "Withdrawn <del> P2 Shade saves water </del>" in page
    assert "Relations Added <ins> E4 supports C1 </ins>" in page
    assert "Withdrawn <del> P2 supports C1 </del>" in page


def test_fields_that_changed_are_told_before_and_after(article: Article, alice: User) -> None:
    claim = article.annotations.get(number=1)
    claim = reword(claim, alice, claim.version, Role.CLAIM, "Trees cool all streets", note="Now")
    recast([article.annotations.get(number=3)], Role.COUNTERCLAIM, by=alice)
    set_scheme(article.relations.get(number=1), "example", alice)
    page = told(article, 1)
    assert "C1 Trees cool all streets Gist Trees cool <ins>all</ins> streets" in page
    assert "Note <ins>Now</ins>" in page
    assert "X3 Roots lift Role <del>claim</del> <ins>counterclaim</ins>" in page
    assert "P2 supports C1 Scheme <ins>example</ins>" in page


def test_passages_are_compared_by_their_words(article: Article, alice: User) -> None:
    claim = article.annotations.get(number=1)
    place(claim, [(0, 10)], alice, claim.version)
    assert "Passages Trees cool<del> streets</del>" in told(article, 1)


def test_a_new_text_is_counted_and_passages_that_only_moved_are_left_out(
    article: Article, alice: User
) -> None:
    revise(
        article, "Roots lift pavements. Trees cool streets. Shade saves much water.", 1, "", alice
    )
    set_details(article, alice, byline="Ines <M.>")
    take_snapshot(article, "Second", "", alice)
    page = told(article, 1, 2)
    assert "Text 4 words added, 3 removed." in page
    assert "Passages Shade saves <ins>much</ins> water" in page
    assert "Author <ins>Ines &lt;M.&gt;</ins>" in page
    assert "C1" not in page and "C3" not in page
    assert "Text" not in told(article, 2)


def test_the_other_way_round(article: Article, alice: User) -> None:
    make_annotation(article, "cool")
    take_snapshot(article, "Second", "", alice)
    assert "Withdrawn <del> C4 cool </del>" in told(article, 2, 1)


def test_more_changes_cost_no_more_queries(article: Article, alice: User) -> None:
    def count() -> int:
        caches["comparisons"].clear()
        with CaptureQueriesContext(connection) as queries:
            told(article, 1)
        return len(queries)

    make_annotation(article, "cool")
    few = count()
    for number in range(3):
        new = make_annotation(article, "streets", Role.PREMISE, gist=f"gist {number}")
        make_relation(new, target=article.annotations.get(number=1))
        recast([new], Role.EVIDENCE, by=alice)
    withdraw(*Relation.objects.filter(number__lt=3), by=alice)
    assert count() == few


def test_what_was_read_off_the_log_is_not_read_again(article: Article, alice: User) -> None:
    make_annotation(article, "cool")
    take_snapshot(article, "Second", "", alice)
    told(article, 1, 2)
    for numbers in ((1, 2), (2, 1)):
        with CaptureQueriesContext(connection) as queries:
            page = told(article, *numbers)
        replays = [q for q in queries if "change" in q["sql"] and '"after"' in q["sql"]]
        assert not [q for q in replays if "describe" not in q["sql"] and "publish" not in q["sql"]]
        assert "C4 cool" in page
