import pytest

from reader.accounts.models import User
from reader.annotations.models import Annotation, ProposalStatus
from reader.annotations.rounds import sheets_of
from reader.articles.models import Article, Part, Visibility
from reader.articles.publishing import set_details, set_visibility
from reader.management.commands.seed import DEMO, PEOPLE
from tests.commands.test_imports import run
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LOGINS = "Demo accounts (name/password): alice/alice, bob/bob, carol/carol"


def everything() -> tuple[int, int, int]:
    articles = Article.objects.filter(round=None)
    return User.objects.count(), articles.count(), Annotation.objects.count()


def test_it_brings_people_articles_and_their_readings():
    assert run("seed") == LOGINS
    slugs = {file.stem for file in DEMO.glob("*.md")}
    articles = Article.objects.filter(round=None)
    assert set(articles.values_list("slug", flat=True)) == slugs
    assert all(article.is_public for article in articles)
    assert {file.stem for file in DEMO.glob("*.json")} == set(
        Annotation.objects.filter(article__round=None).values_list("article__slug", flat=True)
    )
    main = Article.objects.get(slug="keep-moving-the-clocks")
    parts = dict(main.memberships.values_list("user__username", "part"))
    assert parts == {"alice": Part.OWNER, "bob": Part.EDITOR, "carol": Part.REVIEWER}


def test_its_people_have_worked_together():
    run("seed")
    article = Article.objects.get(slug="keep-moving-the-clocks")
    assert {comment.author.username for comment in article.comments.all()} == {*PEOPLE}
    assert article.proposals.filter(status=ProposalStatus.OPEN).count() == 2
    round = article.rounds.get()
    assert round.closed_at and round.is_shown
    assert {sheet.editor.username for sheet in sheets_of(round)} == {"alice", "bob"}
    assert all(sheet.article.annotations.exists() for sheet in sheets_of(round))


def test_a_second_time_it_changes_nothing():
    run("seed")
    before = everything()
    assert run("seed") == LOGINS
    assert everything() == before


def test_what_an_owner_changed_stays_changed():
    run("seed")
    alice = User.objects.get(username="alice")
    article = Article.objects.get(slug="the-map-came-last")
    set_details(article, alice, title="Another title")
    set_visibility(article, Visibility.UNLISTED, by=alice)
    before = everything()
    run("seed")
    assert everything() == before


def test_what_is_missing_is_added():
    make_user("alice")
    run("seed")
    assert everything()[:2] == (3, len(list(DEMO.glob("*.md"))))


def test_a_site_with_accounts_of_its_own_is_left_alone():
    make_user("dora")
    assert run("seed") == "There are accounts here already: no demo content is added."
    assert everything() == (1, 0, 0)
    run("seed", force=True)
    assert everything()[0] == 4


def test_a_demo_password_that_was_changed_is_not_printed():
    run("seed")
    bob = User.objects.get(username="bob")
    bob.set_password("something else")
    bob.save()
    assert "bob" not in run("seed")
    bob.refresh_from_db()
    assert bob.check_password("something else")
