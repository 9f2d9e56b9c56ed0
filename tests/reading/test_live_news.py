"""What readers learn of the log: that something happened, and of the text and the argument what."""

import pytest
from django.test import Client
from django.urls import reverse

from reader.annotations.changes import annotate, restore, reword, withdraw
from reader.annotations.models import Annotation, Status
from reader.annotations.rounds import close_round
from reader.argument.roles import Role
from reader.articles.history import locked, record
from reader.articles.models import Article
from reader.articles.publishing import set_details
from reader.reading.live_news import News, frame, news_since
from tests.factories import make_annotation, make_article, make_relation, make_user, owner_of
from tests.rounds import make_round, sheet_of

pytestmark = pytest.mark.django_db

BARE = {"parts": [], "by": "", "words": "", "annotations": []}


@pytest.fixture
def article() -> Article:
    return make_article()


def newest(article: Article) -> News:
    article.refresh_from_db()
    return news_since(article, article.edition - 1)[0]


def log(article: Article, verb: str, name: str, before: object, after: object) -> News:
    record(locked(article), verb, owner_of(article), {name: before}, {name: after})
    return newest(article)


def test_a_new_annotation_is_in_the_text_and_in_the_map(article: Article) -> None:
    make_annotation(article, "Trees")
    news = newest(article)
    assert news.parts == news.open_parts == ("text", "argument", "cards")
    assert news.annotations == news.open_annotations == (1,)
    assert (news.by, news.words) == ("alice", "Alice marked C1.")


def test_other_words_leave_the_text_as_it_is(article: Article) -> None:
    claim = make_annotation(article, "Trees")
    reword(claim, owner_of(article), claim.version, Role.CLAIM, "Trees cool")
    assert newest(article).parts == ("argument", "cards")
    claim.refresh_from_db()
    reword(claim, owner_of(article), claim.version, Role.PREMISE, "Trees cool")
    assert newest(article).parts == ("text", "argument", "cards")


def test_a_relation_is_in_the_map_and_on_the_cards(article: Article) -> None:
    claim, premise = (
        make_annotation(article, "Trees"),
        make_annotation(article, "Shade", Role.PREMISE),
    )
    make_relation(premise, target=claim)
    assert newest(article).open_parts == ("argument", "cards")


def test_what_is_withdrawn_and_brought_back_is_told_to_all(article: Article) -> None:
    claim = make_annotation(article, "Trees")
    withdraw(claim, by=owner_of(article))
    assert newest(article).open_annotations == (1,)
    restore(claim, by=owner_of(article))
    assert newest(article).open_annotations == (1,)


def test_details_are_told_to_all(article: Article) -> None:
    set_details(article, owner_of(article), title="Trees in streets")
    assert newest(article).open_parts == ("details",)


@pytest.mark.parametrize(
    ("name", "state", "part"),
    [
        ("comment 1", {"body": "Really?"}, "talk"),
        ("proposal 1", {"status": "open"}, "proposals"),
        ("round 1", {"instructions": "Go"}, "rounds"),
        ("member 9", {"part": "editor"}, "details"),
        ("invitation 9", {"part": "editor"}, "details"),
        ("dismissal 1", {"about": "x", "status": "accepted"}, "argument"),
        ("annotation 7", {"role": "claim", "status": "proposed"}, "argument"),
        ("verdict 9", {"annotation": 3}, "rounds"),
        ("something new", {"odd": True}, "details"),
    ],
)
def test_readers_learn_of_nothing_else_but_a_number(
    article: Article, name: str, state: object, part: str
) -> None:
    news = log(article, "does", name, None, state)
    assert part in news.parts
    assert news.told(discusses=False) == {"seq": news.seq} | BARE
    assert b"alice" not in news.for_readers.lower()


def test_readers_are_told_that_two_readings_are_shown(article: Article) -> None:
    news = log(article, "show readings", "round 1", {"shown": False}, {"shown": True})
    assert news.open_parts == ("rounds",)


@pytest.mark.parametrize("name", ["invitation 9", "dismissal 1"])
def test_nobody_hears_what_is_not_for_all_who_work_on_it(article: Article, name: str) -> None:
    assert log(article, "does", name, None, {"part": "editor", "about": "x"}).words == ""


def test_a_proposal_that_is_taken_up_appears_to_readers(article: Article) -> None:
    state = {"role": "claim", "status": str(Status.PROPOSED)}
    news = log(article, "accept", "annotation 7", state, state | {"status": "accepted"})
    assert news.open_parts == ("text", "argument", "cards")
    assert news.open_annotations == (7,)


def test_the_page_of_a_sheet_learns_that_its_round_is_closed(article: Article) -> None:
    round = make_round(article, "bob", is_closed=False)
    sheet = sheet_of(round, "bob")
    since = sheet.edition
    close_round(round, by=owner_of(article))
    [news] = news_since(sheet, since)
    assert news.told(discusses=False)["parts"] == ["sheet"]
    client = Client()
    client.force_login(make_user("bob"))
    address = reverse("article_parts", args=[sheet.slug])
    html = client.get(address, {"of": "sheet"}, headers={"HX-Request": "true"}).content.decode()
    assert "the round is closed, so it stays as it is" in html
    assert 'hx-swap-oob="delete:editing-tools"' in html and "Edit<" not in html


def test_an_event_is_three_lines(article: Article) -> None:
    annotate(
        article, Role.CLAIM, "Two\nlines\u2028and \udcff".replace("\udcff", ""), owner_of(article)
    )
    assert Annotation.objects.count() == 1
    assert frame("change", {"words": "a\nb\u2028c"}, 3) == (
        b'id: 3\nevent: change\ndata: {"words": "a\\nb\\u2028c"}\n\n'
    )
