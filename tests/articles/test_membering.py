from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from reader.articles.history import ChangeRefused
from reader.articles.inviting import invite
from reader.articles.membering import (
    HAS_OWNER,
    NO_OWNER_LEFT,
    NOT_OWNER,
    appoint,
    hand_over,
    heirs_of,
    install,
    leave,
    rank_of,
    remove,
    without_owner,
)
from reader.articles.models import Article, Part
from tests.factories import make_article, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice):
    return make_article(editor=alice)


@pytest.fixture
def bob(article):
    return make_member(article, "bob", Part.EDITOR)


def parts_of(article):
    return {m.user.username: m.part for m in article.memberships.select_related("user")}


def last_change(article):
    change = article.changes.last()
    return change.verb, change.before, change.after


def test_the_parts_have_an_order():
    ranks = [rank_of(p) for p in (Part.READER, Part.REVIEWER, Part.EDITOR, Part.OWNER)]
    assert ranks == sorted(ranks)


def test_a_part_changes_at_once_and_is_logged_by_number(article, alice, bob, client):
    client.force_login(bob)
    assert client.get(reverse("annotation_list", args=[article.slug])).status_code == 200
    appoint(article, bob, Part.READER, by=alice)
    assert client.get(reverse("annotation_list", args=[article.slug])).status_code == 404
    name = f"member {bob.pk}"
    assert last_change(article) == (
        "appoint",
        {name: {"part": "editor"}},
        {name: {"part": "reader"}},
    )


def test_the_same_part_again_changes_nothing(article, alice, bob):
    appoint(article, bob, Part.EDITOR, by=alice)
    assert article.changes.count() == 1


def test_whoever_is_removed_finds_nothing(article, alice, bob, client):
    remove(article, bob, by=alice)
    client.force_login(bob)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert last_change(article)[2] == {f"member {bob.pk}": None}


def test_the_last_owner_stays(article, alice, bob):
    for verb in (
        lambda: leave(article, alice),
        lambda: remove(article, alice, by=alice),
        lambda: appoint(article, alice, Part.EDITOR, by=alice),
    ):
        with pytest.raises(ChangeRefused, match=NO_OWNER_LEFT):
            verb()
    assert parts_of(article) == {"alice": "owner", "bob": "editor"}


def test_an_owner_with_a_closed_account_is_none(article, alice, bob):
    appoint(article, bob, Part.OWNER, by=alice)
    bob.is_active = False
    bob.save()
    with pytest.raises(ChangeRefused):
        leave(article, alice)
    remove(article, bob, by=alice)
    assert parts_of(article) == {"alice": "owner"}


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_the_same_moment_one_stays(article, alice, bob):
    appoint(article, bob, Part.OWNER, by=alice)
    ready = Barrier(2)

    def go(user):
        ready.wait()
        try:
            leave(article, user)
            return "left"
        except ChangeRefused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(go, [alice, bob])) == [NO_OWNER_LEFT, "left"]
    assert list(parts_of(article).values()) == ["owner"]


def test_whoever_was_owner_until_now_is_refused(article, alice, bob):
    hand_over(article, bob, by=alice, stay=Part.EDITOR)
    with pytest.raises(ChangeRefused, match=NOT_OWNER):
        remove(article, bob, by=alice)


@pytest.mark.parametrize(
    ("stay", "left"),
    [(Part.OWNER, {"alice": "owner"}), (Part.READER, {"alice": "reader"}), (None, {})],
)
def test_an_article_is_handed_over_in_one_change(stay, left, article, alice, bob):
    hand_over(article, bob, by=alice, stay=stay)
    assert parts_of(article) == {"bob": "owner"} | left
    verb, before, after = last_change(article)
    assert verb == "hand over" and article.changes.count() == 2
    assert before.keys() == after.keys()
    assert after[f"member {bob.pk}"] == {"part": "owner"}


def test_nobody_hands_over_to_themselves_or_to_outsiders(article, alice, carol):
    for person in (alice, carol):
        with pytest.raises(ChangeRefused):
            hand_over(article, person, by=alice, stay=Part.OWNER)


def test_the_history_says_it_in_names(article, alice, bob, client):
    hand_over(article, bob, by=alice, stay=Part.OWNER)
    appoint(article, alice, Part.READER, by=bob)
    invite(article, Part.READER, 7, by=bob)
    remove(article, alice, by=bob)
    client.force_login(bob)
    page = client.get(reverse("article_history", args=[article.slug])).content.decode()
    for words in (
        "handed the article over to Bob",
        "gave Alice another part",
        "invited somebody",
        "removed Alice from the article",
    ):
        assert words in page


# The page


def post(client, name, article, **fields):
    return client.post(reverse(name, args=[article.slug]), fields)


def test_every_member_sees_the_list_and_only_owners_the_tools(article, alice, bob, client):
    address = reverse("member_list", args=[article.slug])
    client.force_login(bob)
    page = client.get(address).content.decode()
    assert "Alice" in page and "Leave this article" in page
    assert "Invite somebody" not in page and "Hand the article over" not in page
    client.force_login(alice)
    page = client.get(address).content.decode()
    assert "Invite somebody" in page and "Hand the article over" in page
    assert "Marks passages" in page


def test_an_owner_changes_and_removes(article, alice, bob, client):
    client.force_login(alice)
    response = post(client, "member_part", article, person=bob.username, part="reviewer")
    assert "Bob is now a reviewer" in client.get(response.url).content.decode()
    post(client, "member_remove", article, person=bob.username)
    assert parts_of(article) == {"alice": "owner"}


def test_a_member_leaves_for_the_library(article, bob, client):
    client.force_login(bob)
    response = post(client, "member_leave", article)
    assert response.url == "/"
    assert "You have left" in client.get("/").content.decode()
    assert "bob" not in parts_of(article)


def test_the_last_owner_is_told_why_not(article, alice, bob, client):
    client.force_login(alice)
    for response in (
        post(client, "member_leave", article),
        post(client, "member_part", article, person=alice.username, part="reader"),
    ):
        assert response.status_code == 422
        assert NO_OWNER_LEFT in response.content.decode()


def test_handing_over_and_leaving_leads_to_the_library(article, alice, bob, client):
    client.force_login(alice)
    assert post(client, "article_hand_over", article, person=bob.username, stay="").url == "/"
    assert parts_of(article) == {"bob": "owner"}


@pytest.mark.parametrize("name", ["member_part", "member_remove", "article_hand_over"])
@pytest.mark.parametrize("person", ["", "0", "-1", "9" * 40, "x", "\0", "carol"])
def test_only_members_can_be_named(name, person, article, alice, carol, client):
    client.force_login(alice)
    response = post(client, name, article, person=person, part="editor", stay="owner")
    assert response.status_code == 422
    assert Article.objects.get().edition == 1


def test_more_members_cost_no_more_queries(article, alice, client, django_assert_num_queries):
    client.force_login(alice)
    address = reverse("member_list", args=[article.slug])
    for count in (2, 10):
        for n in range(count):
            make_member(article, f"member{count}{n}", Part.READER)
        with django_assert_num_queries(8):
            client.get(address)


def test_the_site_gives_an_owner_only_where_none_is_left(article, alice, bob):
    olga = make_user("olga")
    with pytest.raises(ChangeRefused, match=HAS_OWNER):
        install(article, bob, by=olga)
    alice.is_active = False
    alice.save()
    assert list(without_owner()) == [article] and list(heirs_of(article)) == [bob]
    with pytest.raises(ChangeRefused):
        install(article, olga, by=olga)
    install(article, bob, by=olga)
    assert parts_of(article)["bob"] == Part.OWNER and not without_owner()
    assert last_change(article)[0] == "appoint" and article.changes.last().actor == olga


def test_names_lead_only_to_pages_that_exist(article, alice, bob, client):
    """Whoever has published nothing has no page for others; one's own always exists."""
    carol, dora = (make_member(article, name, Part.READER) for name in ("carol", "dora"))
    make_article(editor=carol, public=True)
    hidden = make_article(editor=dora, public=True)
    Article.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    client.force_login(bob)
    page = client.get(reverse("member_list", args=[article.slug])).content.decode()
    for name in ("alice", "bob", "carol", "dora"):
        address = reverse("person_page", args=[name])
        assert (f'href="{address}"' in page) == (client.get(address).status_code == 200)
        assert name.capitalize() in page
    assert f'href="{reverse("person_page", args=["carol"])}"' in page
