import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import reverse

from reader.annotations.changes import withdraw
from reader.argument.roles import Role
from reader.articles.browsing import Browsing
from reader.articles.library import PAGE_LENGTH, library
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, make_user, owner_of

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def browsing(**query):
    data = QueryDict(mutable=True)
    data.update(query)
    return Browsing.of(data)


def titles(found):
    return [entry.article.title for entry in found.entries]


def make_more(count, article):
    """Copies, because rendering each anew takes its time."""
    copies = [
        Article(title=f"Copy {n}", slug=f"copy-{n}", head=article.head, visibility="public")
        for n in range(count)
    ]
    Article.objects.bulk_create(copies)


def test_it_shows_public_articles_and_ones_own(alice, bob):
    make_article(editor=alice, title="Mine")
    make_article(editor=bob, title="Secret", visibility="unlisted")
    make_article(editor=bob, title="Open", public=True)
    assert sorted(titles(library(alice))) == ["Mine", "Open"]
    assert titles(library(NOBODY)) == ["Open"]


@pytest.mark.parametrize("words", ["shade", "  MOREAU ", "Shade in", "inés SHÁDE", "summ"])
def test_it_finds_titles_and_authors(words, alice):
    make_article(title="Shade in summer", byline="Ines Moreau", public=True)
    make_article("Nothing but roots.", title="Other", public=True)
    assert titles(library(NOBODY, browsing(q=words))) == ["Shade in summer"]


@pytest.mark.parametrize("words", ["a\0b", "a\ud800b", "%", "_", "x" * 10_000])
def test_odd_words_find_nothing_and_break_nothing(words):
    make_article(public=True)
    assert titles(library(NOBODY, browsing(q=words))) == []


def test_an_entry_says_how_long_what_begins_and_what_is_marked():
    article = make_article("Trees cool streets. " * 200, public=True, language="ar")
    claim = make_annotation(article, "Trees", Role.CLAIM)
    make_annotation(article, "streets", Role.PREMISE)
    make_annotation(article, role=Role.ASSUMPTION)
    withdraw(make_annotation(article, "cool", Role.CLAIM), by=owner_of(article))
    (entry,) = library(NOBODY).entries
    assert (entry.minutes, entry.direction, entry.marked) == (3, "rtl", 3)
    assert entry.opening.startswith("Trees cool streets.")
    assert entry.roles == ((Role.CLAIM, 1), (Role.PREMISE, 1), (Role.ASSUMPTION, 1))
    assert claim.article.head.html not in str(vars(entry.article))


def test_it_comes_in_pages(client):
    make_more(PAGE_LENGTH, make_article(public=True))
    assert len(library(NOBODY).entries) == PAGE_LENGTH
    assert len(library(NOBODY, number="2").entries) == 1
    assert len(library(NOBODY, number="nonsense").entries) == PAGE_LENGTH
    assert "page=2" in client.get(reverse("article_list")).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_more_articles_cost_no_more_queries(count, client, alice, django_assert_num_queries):
    article = make_article(editor=alice, public=True)
    make_annotation(article, "Trees")
    make_more(count - 1, article)
    client.force_login(alice)
    with django_assert_num_queries(9):
        client.get(reverse("article_list"))


def test_an_empty_library_says_what_to_do_next(client, alice):
    assert "sign in" in client.get("/").content.decode()
    client.force_login(alice)
    assert "Add the first article" in client.get("/").content.decode()
    assert "look at everything" in client.get("/?q=zzz").content.decode()


def test_where_nothing_is_found_it_says_which_filter_to_drop(client, alice):
    make_article(title="Shade", editor=alice, language="de")
    client.force_login(alice)
    page = client.get("/?q=shade&whose=mine&map=yes&language=de").content.decode()
    assert "drop <bdi>“With a map”</bdi></a>: 1 article" in page
    assert 'href="/?q=shade&amp;whose=mine&amp;language=de"' in page
    assert "“Mine”" not in page.partition("one thing less")[2]


@pytest.fixture
def shelf(alice, bob):
    """Alice owns one, edits another, and may read a third."""
    own = make_article(editor=alice, title="Own")
    make_annotation(own, "Trees")
    shared = make_article(editor=bob, title="Shared", language="de")
    make_member(shared, "alice", Part.EDITOR)
    withdraw(make_annotation(shared, "Trees"), by=bob)
    make_article(editor=bob, title="Common", public=True)
    make_article(editor=bob, title="Hidden", visibility="unlisted")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Common", "Own", "Shared"]),
        ({"whose": "mine"}, ["Own"]),
        ({"whose": "shared"}, ["Shared"]),
        ({"whose": "public"}, ["Common"]),
        ({"map": "yes"}, ["Own"]),
        ({"map": "no"}, ["Common", "Shared"]),
        ({"language": "de"}, ["Shared"]),
        ({"language": "de", "q": "shade"}, ["Shared"]),
        (
            {"whose": "nobody", "map": "1", "language": "..", "sort": "x"},
            ["Common", "Own", "Shared"],
        ),
    ],
    ids=str,
)
def test_filters_let_through_what_they_say(query, found, shelf):
    assert sorted(titles(library(make_user("alice"), browsing(**query)))) == found


def test_it_is_sorted_as_asked(shelf):
    alice = make_user("alice")
    assert titles(library(alice, browsing(sort="title"))) == ["Common", "Own", "Shared"]
    assert titles(library(alice, browsing(sort="newest"))) == ["Common", "Shared", "Own"]
    Article.objects.get(title="Own").save()
    assert titles(library(alice, browsing()))[0] == "Own"
    assert titles(library(alice, browsing(q="shade", sort="title")))[0] == "Common"


def test_strangers_have_no_filter_of_their_own(shelf, client):
    page = client.get("/?whose=mine").content.decode()
    assert "Hidden" not in page and "Mine" not in page.partition("<main")[2].partition("</form>")[0]


def test_it_says_what_part_one_has(shelf, client):
    client.force_login(make_user("alice"))
    page = client.get("/").content.decode()
    assert "You are its owner" in page and "You are its editor" in page
    client.logout()
    assert "You are its" not in client.get("/").content.decode()


def test_languages_are_those_that_one_may_find(shelf, bob):
    assert library(NOBODY).languages == [("en", "English")]
    assert library(bob).languages == [("en", "English"), ("de", "German")]


def test_pages_keep_the_filters(client, alice):
    make_more(PAGE_LENGTH, make_article(public=True, title="Copy"))
    client.force_login(alice)
    page = client.get("/?sort=title&whose=public").content.decode()
    assert 'href="/?whose=public&amp;sort=title&amp;page=2"' in page


def test_a_search_swaps_the_rows_alone(client, alice):
    make_article(public=True)
    response = client.get("/?q=street&map=&sort=", headers={"HX-Request": "true"})
    assert response.content.decode().lstrip().startswith('<div class="shelf" id="article-rows">')
    assert response["HX-Replace-Url"] == "/?q=street"


def test_titles_and_names_are_shown_as_text(client):
    make_article(title="<b>Shade</b>", byline="<i>I</i>", public=True)
    page = client.get("/").content.decode()
    assert "&lt;b&gt;Shade" in page and "&lt;i&gt;" in page
