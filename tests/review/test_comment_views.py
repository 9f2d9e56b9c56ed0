"""The discussion by address: parts for cards, pages without script, and who sees nothing of it."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import withdraw
from reader.annotations.comment_models import Comment
from reader.annotations.commenting import comment, reply, resolve, take_back
from reader.annotations.models import COMMENT_LENGTH, Annotation
from reader.annotations.proposing import propose_relation
from reader.argument.roles import RelationKind
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, make_relation
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
SWAP = {"HX-Request": "true"}


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice, slug="trees", public=True)


@pytest.fixture
def claim(article: Article) -> Annotation:
    return make_annotation(article, "Trees cool streets")


@pytest.fixture
def bob(article: Article) -> User:
    return make_member(article, "bob", Part.REVIEWER)


@pytest.fixture
def reviewer(client: Client, bob: User) -> Client:
    client.force_login(bob)
    return client


def at(name: str, *numbers: int) -> str:
    return reverse(name, args=["trees", *numbers])


def test_a_comment_on_a_card_comes_back_with_the_threads_and_counts(
    reviewer: Client, claim: Annotation
) -> None:
    sent = {"about": "annotation-1", "body": "Is this *so*?"}
    response = reviewer.post(at("comment_list"), sent, headers=SWAP)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<em>so</em>" in html and 'id="thread-1"' in html
    assert 'id="talk-count-1" hx-swap-oob="true"' in html
    assert 'id="new-annotation-1">' in html  # not preserved: it was sent
    assert "comment-1" in response["HX-Trigger-After-Settle"]


def test_without_script_one_comes_to_the_thread(reviewer: Client, article: Article) -> None:
    response = reviewer.post(at("comment_list"), {"body": "Well."})
    assert response.url == f"{at('comment_thread', 1)}#comment-1"
    response = reviewer.post(at("comment_reply", 1), {"body": "Indeed."})
    assert response.url == f"{at('comment_thread', 1)}#comment-2"
    html = reviewer.get(response.url).content.decode()
    assert "Well." in html and "Indeed." in html
    for name in ("resolve", "reopen", "withdraw", "restore"):
        assert reviewer.post(at(f"comment_{name}", 1)).status_code == 302


@pytest.mark.parametrize("headers", [{}, SWAP])
@pytest.mark.parametrize(
    "body", ["", " ", "x" * (COMMENT_LENGTH + 1), "a\ud800", "x" * 1_000_000, "&\x00"]
)
def test_whatever_is_sent_is_answered_and_kept(
    reviewer: Client, claim: Annotation, body: str, headers: dict[str, str]
) -> None:
    sent = f"about=annotation-1&body={quote(body, errors='surrogatepass')}"
    response = reviewer.post(
        at("comment_list"), sent, content_type="application/x-www-form-urlencoded", headers=headers
    )
    assert response.status_code in (200, 302, 422)
    if response.status_code == 422:
        html = response.content.decode()
        assert 'role="alert"' in html
        assert body[:1] in html


@pytest.mark.parametrize("about", ["annotation-9", "relation-1", "comment-1", "x" * 5_000, "\x00"])
def test_what_is_not_there_cannot_be_discussed(
    reviewer: Client, article: Article, about: str
) -> None:
    assert reviewer.get(at("comment_list"), {"about": about}).status_code == 404
    assert reviewer.post(at("comment_list"), {"about": about, "body": "x"}).status_code == 404


def test_edits_are_sent_with_the_version_they_saw(
    reviewer: Client, article: Article, bob: User
) -> None:
    comment(article, "Frist", bob)
    html = reviewer.get(f"{at('comment_thread', 1)}?edit", headers=SWAP).content.decode()
    assert 'name="version" value="1"' in html and "Frist" in html
    sent = {"body": "First", "version": "1"}
    assert reviewer.post(at("comment_thread", 1), sent).status_code == 302
    response = reviewer.post(at("comment_thread", 1), sent | {"body": "Fist"}, headers=SWAP)
    html = response.content.decode()
    assert response.status_code == 409
    assert "First</pre>" in html and "Fist</textarea>" in html
    assert 'name="version" value="2"' in html
    assert reviewer.post(at("comment_thread", 1), {"body": "x"}).status_code == 422


def test_others_can_only_answer(reviewer: Client, article: Article, alice: User) -> None:
    comment(article, "Mine", alice)
    assert b'<textarea id="editing-1' not in reviewer.get(f"{at('comment_thread', 1)}?edit").content
    sent = {"body": "Yours", "version": "1"}
    assert reviewer.post(at("comment_thread", 1), sent).status_code == 422
    assert reviewer.post(at("comment_withdraw", 1)).status_code == 422
    assert Comment.objects.get().body == "Mine"


def test_the_list_shows_what_is_asked_for(
    reviewer: Client, article: Article, claim: Annotation, alice: User, bob: User
) -> None:
    premise = make_annotation(article, "Shade saves water")
    comment(article, "Open one", alice, claim)
    resolve(comment(article, "Settled one", alice, make_relation(premise, target=claim)), bob)
    comment(article, "Own one", bob)
    take_back(comment(article, "Gone one", alice), alice)

    def shown(**asked: str) -> set[str]:
        html = reviewer.get(at("comment_list"), asked).content.decode()
        return {name for name in ("Open", "Settled", "Own", "Gone") if f"<p>{name} one" in html}

    assert shown(show="unread") == {"Open", "Settled"}
    assert shown(show="unread") == set()
    assert shown() == {"Open", "Own"}
    assert shown(show="resolved") == {"Settled"}
    assert shown(show="mine") == {"Own"}
    assert shown(show="all") == {"Open", "Settled", "Own"}
    assert shown(show="all", by="alice") == {"Open", "Settled"}
    assert shown(show="all", about="annotation-1") == {"Open"}
    assert shown(show="nonsense", by="nobody", page="x") == {"Open", "Own"}


def test_more_threads_cost_no_more_queries(
    reviewer: Client, article: Article, claim: Annotation, alice: User
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            reviewer.get(at("comment_list"))
        return len(captured)

    def talk(about: str) -> None:
        annotation = make_annotation(article, about)
        comment(article, "One", alice, annotation)
        withdraw(annotation, by=alice)

    talk("Trees")
    asked()
    few = asked()
    for words in ("Shade", "Roots", "streets"):
        talk(words)
        comment(article, "More", alice, claim)
    asked()
    assert asked() == few


def test_cards_and_bar_say_how_much_is_said(
    reviewer: Client, article: Article, claim: Annotation, alice: User
) -> None:
    reply(comment(article, "One", alice, claim), "Two", alice)
    html = reviewer.get(article.get_absolute_url()).content.decode()
    assert ": 2 comments, 2 unread" in html
    assert "Discussion: 2 comments, 2 unread" in html


@pytest.mark.parametrize("part", [None, Part.READER])
def test_readers_and_strangers_see_nothing_of_it(
    client: Client, article: Article, claim: Annotation, alice: User, part: Part | None
) -> None:
    comment(article, "Xylophone", alice, claim)
    if part:
        client.force_login(make_member(article, "dora", part))
    pages = [
        article.get_absolute_url(),
        reverse("annotation_page", args=["trees", "C1"]),
        reverse("map_page", args=["trees"]),
        reverse("revision_list", args=["trees"]),
        reverse("revision_page", args=["trees", 1]),
        f"{reverse('article_list')}?q=xylophone",
        reverse("article_parts", args=["trees"]) + "?of=talk,cards",
    ]
    for address in pages:
        html = client.get(address).content.decode()
        assert "<p>Xylophone" not in html and "talk-" not in html and "Discuss" not in html
        assert "matching" not in html or "Street trees" not in html


def test_parts_tell_the_counts_to_those_who_discuss(
    reviewer: Client, article: Article, claim: Annotation, alice: User
) -> None:
    comment(article, "One", alice, claim)
    address = reverse("article_parts", args=["trees"])
    html = reviewer.get(f"{address}?of=talk", headers=SWAP).content.decode()
    assert 'id="talk-count-1" hx-swap-oob="true" data-unread' in html
    assert 'id="talk-total" hx-swap-oob="true"' in html


def test_nobody_talks_on_a_sheet(client: Client, article: Article, alice: User) -> None:
    sheet = make_round(article, "alice", "eve").sheets.get(memberships__user=alice)
    client.force_login(alice)
    html = client.get(sheet.get_absolute_url()).content.decode()
    assert "talk-" not in html
    assert client.get(reverse("comment_list", args=[sheet.slug])).status_code == 404


def test_a_list_that_loads_anew_keeps_the_threads_that_it_shows(
    reviewer: Client, article: Article, alice: User
) -> None:
    settled, other = comment(article, "Settled?", alice), comment(article, "Other?", alice)
    resolve(settled, alice)
    html = reviewer.get(at("comment_list"), {"show": "open", "keep": "1,x,99"}, headers=SWAP)
    words = html.content.decode()
    assert "Settled?" in words and "Other?" in words and "<h1" not in words
    assert words.index("Other?") < words.index("Settled?")
    again = reviewer.get(at("comment_list"), {"show": "unread"}, headers=SWAP)
    assert "You have read everything." in again.content.decode()
    page = reviewer.get(f"{at('comment_thread', other.number)}?whole", headers=SWAP)
    assert "<section" in page.content.decode()


def test_what_is_withdrawn_and_not_discussed_is_not_told(
    reviewer: Client, claim: Annotation, alice: User
) -> None:
    about = {"about": f"annotation-{claim.number}", "show": "all"}
    withdraw(claim, by=alice)
    assert claim.gist not in reviewer.get(at("comment_list"), about).content.decode()
    comment(claim.article, "A pity", alice, claim)
    assert claim.gist in reviewer.get(at("comment_list"), about).content.decode()


def test_pages_of_the_discussion_are_sent_no_counts(
    reviewer: Client, article: Article, alice: User
) -> None:
    thread = comment(article, "Is that so?", alice)
    for page, has_counts in (("/a/street-trees/", True), (at("comment_list"), False)):
        headers = {**SWAP, "HX-Current-URL": f"http://testserver{page}?x=[1"}
        response = reviewer.post(
            at("comment_reply", thread.number), {"body": "Yes"}, headers=headers
        )
        assert ('id="talk-total"' in response.content.decode()) == has_counts


def test_a_proposed_step_is_called_by_its_words(
    reviewer: Client, article: Article, claim: Annotation, bob: User
) -> None:
    premise = make_annotation(article, "Shade saves water")
    proposal = propose_relation(article, [premise], RelationKind.SUPPORT, claim, bob)
    comment(article, "Do you think so?", bob, proposal.relation)
    html = reviewer.get(at("comment_list")).content.decode()
    assert f"{premise.label} supports {claim.label}" in html and "taken back" not in html
