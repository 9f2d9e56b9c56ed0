"""Pages of snapshots: frozen for good, to be cited, for whoever may see their text."""

import json

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import reword, withdraw
from reader.annotations.revising import revise
from reader.argument.roles import Role
from reader.articles.addresses import readdress
from reader.articles.inviting import accept, invite
from reader.articles.models import Article, Part, Snapshot, Visibility
from reader.articles.publishing import set_details, set_visibility
from reader.articles.snapshots import take_snapshot
from tests.factories import make_annotation, make_article, make_member, make_user
from tests.forms import FORM, encoded

pytestmark = pytest.mark.django_db

SECOND = "Trees cool every street. Roots lift pavements."


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(editor=alice, public=True, byline="Ines M.")
    make_annotation(article, "Trees cool streets")
    return article


@pytest.fixture
def taken(article: Article, alice: User) -> Snapshot:
    return take_snapshot(article, 'As {submitted} & "final"', "For the\ncouncil", alice)


@pytest.fixture
def editor(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def address(name: str, article: Article, *numbers: object) -> str:
    return reverse(name, args=[article.slug, *numbers])


def page_of(client: Client, article: Article, name: str, *numbers: object) -> str:
    response = client.get(address(name, article, *numbers))
    assert response.status_code == 200
    return response.content.decode()


def test_it_stays_what_it_was(
    article: Article, alice: User, taken: Snapshot, client: Client
) -> None:
    before = page_of(client, article, "snapshot_page", 1)
    claim = article.annotations.get()
    reword(claim, alice, claim.version, Role.PREMISE, "Other words")
    withdraw(claim, by=alice)
    make_annotation(article, "Roots lift")
    set_details(article, alice, title="Other trees", byline="")
    revise(article, SECOND, 1, "", alice)
    caches["pages"].clear()
    after = page_of(client, article, "snapshot_page", 1)
    assert after == before
    assert "Shade saves water" in after and 'id="c-C1"' in after
    assert "This state never changes" in after


def test_its_map_and_its_links_are_its_own(
    article: Article, taken: Snapshot, client: Client
) -> None:
    page = page_of(client, article, "snapshot_page", 1)
    own = address("snapshot_page", article, 1)
    assert f'data-address="{own}"' in page and f'data-href="{own}?focus=C1#p-C1"' in page
    assert 'content="noindex"' in page
    assert 'id="n-C1"' in page_of(client, article, "snapshot_map", 1)


def test_editors_take_one_by_a_form(article: Article, editor: Client) -> None:
    answer = editor.post(
        address("snapshot_list", article), {"name": " As  submitted ", "note": "x"}
    )
    assert answer["Location"] == address("snapshot_page", article, 1)
    assert (article.snapshots.get().name, article.snapshots.get().note) == ("As submitted", "x")
    assert "As submitted" in page_of(editor, article, "snapshot_list")


@pytest.mark.parametrize("name", ["", " \n ", "x" * 121, 'AS {SUBMITTED} & "FINAL"'])
def test_a_name_that_will_not_do_keeps_what_was_typed(
    article: Article, taken: Snapshot, editor: Client, name: str
) -> None:
    sent = encoded([("name", name.encode("utf-8", "surrogatepass")), ("note", b"Kept & typed")])
    answer = editor.post(address("snapshot_list", article), sent, content_type=FORM)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Kept &amp; typed" in page and 'id="name-error"' in page
    assert article.snapshots.count() == 1


def test_readers_see_the_list_but_no_form(
    article: Article, taken: Snapshot, client: Client
) -> None:
    page = page_of(client, article, "snapshot_list")
    assert "As {submitted} &amp; &quot;final&quot;" in page
    assert "Take a snapshot" not in page
    assert client.post(address("snapshot_list", article), {"name": "x"}).status_code == 404


def test_the_permanent_address_survives_every_other(
    article: Article, alice: User, taken: Snapshot, client: Client
) -> None:
    permanent = reverse("snapshot_address", args=[taken.key])
    assert client.get(permanent)["Location"] == address("snapshot_page", article, 1)
    moved = readdress(article, "elsewhere", alice)
    response = client.get(permanent)
    assert (response.status_code, response["Location"]) == (302, "/a/elsewhere/snapshots/1/")
    assert client.get(response["Location"]).status_code == 200
    set_visibility(moved, Visibility.UNLISTED, alice)
    assert client.get(permanent).status_code == 404, "a secret address is told to nobody"
    moved.refresh_from_db()
    assert "While the article is unlisted" in page_of(client, moved, "snapshot_page", 1)
    client.force_login(make_member(article, "rita", Part.READER))
    assert client.get(permanent).status_code == 302


@pytest.mark.parametrize("key", ["nothing", "x" * 500, "-"])
def test_a_key_that_never_was_is_not_found(key: str, client: Client) -> None:
    assert client.get(f"/cite/{key}/").status_code == 404


def test_a_draft_stays_private_when_the_article_is_opened(alice: User, client: Client) -> None:
    article = make_article(editor=alice)
    draft = take_snapshot(article, "Draft", "", alice)
    revise(article, SECOND, 1, "", alice)
    article.refresh_from_db()
    set_visibility(article, Visibility.PUBLIC, alice)
    take_snapshot(article, "Published", "", alice)
    assert client.get(address("snapshot_page", article, 1)).status_code == 404
    assert client.get(address("snapshot_citation", article, 1, "bib")).status_code == 404
    assert client.get(address("snapshot_compare", article, 1, 2)).status_code == 404
    assert client.get(address("snapshot_since", article, 1)).status_code == 404
    assert client.get(reverse("snapshot_address", args=[draft.key])).status_code == 404
    page = page_of(client, article, "snapshot_list")
    assert "Draft" not in page and "Published" in page
    client.force_login(alice)
    assert client.get(address("snapshot_page", article, 1)).status_code == 200


def test_one_of_a_private_article_stays_private_with_the_same_text(
    article: Article, alice: User, client: Client
) -> None:
    set_visibility(article, Visibility.PRIVATE, alice)
    article.refresh_from_db()
    set_details(article, alice, title="Liars")
    libel = make_annotation(article, "Shade saves water", gist="The author lies")
    early = take_snapshot(article, "Before the lawyers came", "They must not see it", alice)
    withdraw(libel, by=alice)
    article.refresh_from_db()
    set_details(article, alice, title="Street trees")
    article.refresh_from_db()
    article = set_visibility(article, Visibility.PUBLIC, alice)
    take_snapshot(article, "Published", "", alice)
    for path in ("1/", "1/map/", "1/cite.bib", "1/cite.json", "1/compare/2/", "2/compare/1/"):
        assert client.get(f"{address('snapshot_list', article)}{path}").status_code == 404
    assert client.get(address("snapshot_since", article, 1)).status_code == 404
    assert client.get(reverse("snapshot_address", args=[early.key])).status_code == 404
    assert "lawyers" not in page_of(client, article, "snapshot_list")
    assert "that address opens for" not in page_of(client, article, "snapshot_page", 2)
    client.force_login(alice)
    page = page_of(client, article, "snapshot_page", 1)
    assert "The author lies" in page and "that address opens for editors" in page


def test_who_only_reads_keeps_what_was_taken_while_they_read(alice: User, client: Client) -> None:
    article = make_article(editor=alice)
    early = take_snapshot(article, "Early", "", alice)
    rita = make_user("rita")
    accept(invite(article, Part.REVIEWER, 7, alice), rita)
    taken = take_snapshot(article, "For review", "", alice)
    revise(article, SECOND, 1, "", alice)
    client.force_login(rita)
    assert client.get(reverse("snapshot_address", args=[taken.key])).status_code == 302
    assert "For review" in page_of(client, article, "snapshot_page", 2)
    assert client.get(reverse("revision_page", args=[article.slug, 1])).status_code == 200
    assert client.get(reverse("snapshot_address", args=[early.key])).status_code == 404
    assert client.get(address("snapshot_page", article, 1)).status_code == 404


def test_the_list_of_what_is_not_public_is_not_for_search_engines(
    article: Article, alice: User, editor: Client
) -> None:
    assert "noindex" not in page_of(editor, article, "snapshot_list")
    assert "Whoever may read the article will see it" in page_of(editor, article, "snapshot_list")
    article = set_visibility(article, Visibility.UNLISTED, alice)
    assert "noindex" in page_of(editor, article, "snapshot_list")
    article = set_visibility(article, Visibility.PRIVATE, alice)
    assert "stays theirs" in page_of(editor, article, "snapshot_list")


def test_citations_come_as_files(article: Article, taken: Snapshot, client: Client) -> None:
    bib = client.get(address("snapshot_citation", article, 1, "bib"))
    assert bib["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert bib["Content-Disposition"] == f'attachment; filename="crux-{taken.key}.bib"'
    assert r"As \textbraceleft{}submitted\textbraceright{} \&" in bib.content.decode()
    csl = client.get(address("snapshot_citation", article, 1, "json"))
    assert csl["Content-Type"].startswith("application/vnd.citationstyles.csl+json")
    (item,) = json.loads(csl.content)
    assert item["URL"] == f"http://testserver/cite/{taken.key}/"
    assert item["author"] == [{"literal": "Ines M."}]
    assert client.get(address("snapshot_citation", article, 1, "exe")).status_code == 404


def test_citations_stand_on_the_page(article: Article, taken: Snapshot, client: Client) -> None:
    page = page_of(client, article, "snapshot_page", 1)
    assert f"http://testserver/cite/{taken.key}/" in page
    assert "Ines M. Street trees. Snapshot 1, “As {submitted} &amp; &quot;final&quot;”" in page
    assert f"@misc{{crux-{taken.key}," in page and "&quot;type&quot;: &quot;webpage&quot;" in page


def test_the_list_costs_no_more_queries_for_more(
    article: Article, alice: User, editor: Client
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(editor, article, "snapshot_list")
        return len(queries)

    take_snapshot(article, "One", "", alice)
    take_snapshot(article, "Two", "", alice)
    few = count()
    for name in "abcd":
        take_snapshot(article, name, "", alice)
    assert count() == few


@pytest.mark.parametrize(
    ("query", "leads"),
    [
        ("?a=2&b=1", True), ("?a=1", False), ("?a=x&b=1", False), ("?a=1&b=%00", False),
        ("?a=1&b=999999999999", False), ("?a=²&b=1", False),
    ],
)  # fmt: skip
def test_two_are_chosen_in_the_list(
    article: Article, taken: Snapshot, client: Client, query: str, leads: bool
) -> None:
    response = client.get(address("snapshot_list", article) + query)
    assert response.status_code == (302 if leads else 200)
    assert not leads or response["Location"] == address("snapshot_compare", article, 1, 2)
