from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from reader.annotations.changes import reword, withdraw
from reader.annotations.undoing import undo
from reader.articles.browsing import Browsing
from reader.articles.deleting import remove_for_good
from reader.articles.library import library
from reader.articles.models import Article, Part, Visibility
from reader.articles.publishing import set_details, set_visibility
from reader.articles.search_models import SearchText, Where
from reader.text.searching import folded
from tests.factories import make_annotation, make_article, make_member, owner_of

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def search(words, user=NOBODY):
    query = QueryDict(mutable=True)
    query["q"] = words
    return library(user, Browsing.of(query))


def titles(words, user=NOBODY):
    return [entry.article.title for entry in search(words, user).entries]


def shown(pieces):
    return "".join(f"[{p.words}]" if p.is_match else p.words for p in pieces)


def test_it_finds_title_author_text_gist_and_note():
    article = make_article(public=True, byline="Ines Moreau")
    make_annotation(article, "Shade saves water", gist="Irrigation falls", note="See Ulm 2019.")
    for words in ("street", "moreau", "pavements", "irrigation", "ulm 2019"):
        assert titles(words) == ["Street trees"], words


def test_all_words_must_be_there_wherever_they_stand():
    article = make_article(public=True, byline="Ines Moreau")
    make_annotation(article, "Shade", gist="Irrigation falls")
    assert titles("moreau irrigation pavements street") == ["Street trees"]
    assert titles("moreau irrigation snow") == []


def test_the_best_place_comes_first():
    make_article("All about snow.", title="Nothing else", public=True)
    argued = make_article("Nothing of that.", title="Argued", public=True)
    make_annotation(argued, gist="Snow is cold")
    make_article("Nothing of that.", title="By somebody", byline="Jon Snow", public=True)
    make_article("Nothing of that.", title="Snow", public=True)
    make_article("Nothing of that.", title="Rain", public=True)
    assert titles("snow") == ["Snow", "By somebody", "Argued", "Nothing else"]


def test_more_places_are_better():
    make_article("Snow.", title="Once", public=True)
    make_article("\n\n".join(["Snow is white. " * 200] * 4), title="Often", public=True)
    make_article("Snow.", title="Once more", public=True)
    assert titles("snow") == ["Often", "Once more", "Once"]


@pytest.mark.parametrize(
    ("text", "words", "misses"),
    [
        ("Crème brûlée à Łódź", ["creme", "BRÛLÉE", "lodz"], ["cream"]),
        ("Die Straße ist groß", ["strasse", "STRASSE", "GROSS"], ["stras e"]),
        ("東京の街路樹は涼しい", ["東京", "街路", "路樹", "涼しい"], ["京東", "都"]),
        ("한국어 나무는 시원하다", ["나무", "나무는", "시원"], ["무나"]),
        ("ต้นไม้ให้ร่มเงา", ["ไม้", "ร่มเงา"], ["เงาร่ม"]),
        ("Деревья дают тень", ["ДЕРЕВЬЯ", "тен"], ["тенx"]),
        ("الأشجار تُبرّد الشوارع", ["تبرد", "الشوارع"], ["شجرة"]),
        ("Ｆｕｌｌ ｗｉｄｔｈ", ["full width"], ["half"]),
        ("An e-mail, don't you know", ["e-mail", "don't", '"you know"'], ['"know you"']),
    ],
)
def test_words_are_found_in_any_script(text, words, misses):
    make_article(text, title="Found", public=True)
    for query in words:
        assert titles(query) == ["Found"], query
    for query in misses:
        assert titles(query) == [], query


ODD = ['"', '""', "*", "a*", "NEAR(shade water)", "shade OR snow", "NOT shade", "words:shade"]
ODD += [
    "{words}: shade",
    "shade AND",
    "^shade",
    "-shade",
    "'; DROP TABLE x; --",
    "shade)",
    "(shade",
]
ODD += [
    "shade & water | !snow",
    "shade:*",
    "\\",
    "%",
    "_",
    "\0",
    "\ud800",
    "‮shade",
    "<->",
    "a" * 9_000,
]


@pytest.mark.parametrize("words", ODD)
def test_nothing_that_is_typed_means_anything_to_the_database(words):
    make_article("Shade saves water.", public=True)
    assert titles(words) in (["Street trees"], [])


def test_signs_around_words_are_left_aside():
    make_article("Shade saves water.", public=True)
    for words in ("^shade", "-shade", "(shade)", "shade:*", "shade & water"):
        assert titles(words) == ["Street trees"]
    assert titles("shade OR snow") == []


def test_the_last_word_may_be_unfinished_and_no_other():
    make_article("Shade saves water.", public=True)
    assert titles("shade wat") == ["Street trees"]
    assert titles("wat shade") == []
    assert titles("s") == []


def test_snippets_show_the_place_and_mark_the_words(client):
    text = "Filler words stand here. " * 300 + "<b>Cool shade</b> saves & keeps water."
    make_article(text, title="<i>Water</i>", public=True)
    (entry,) = search("water shade").entries
    assert shown(entry.title) == "<i>[Water]</i>"
    assert "Cool [shade]</b> saves & keeps [water]." in shown(entry.snippet)
    page = client.get("/?q=water+shade").content.decode()
    assert '&lt;i&gt;<mark class="hit">Water</mark>&lt;/i&gt;' in page
    assert "<b>Cool" not in page


def test_snippets_also_come_from_the_argument():
    article = make_article(public=True)
    make_annotation(article, "Shade", gist="Shade spares irrigation", note="Ulm measured it.")
    (entry,) = search("irrigation ulm").entries
    assert shown(entry.snippet) == "Shade spares [irrigation] · [Ulm] measured it."


def test_where_only_the_title_matches_the_opening_is_shown():
    make_article(public=True, title="Avenues")
    (entry,) = search("avenue").entries
    assert entry.opening and shown(entry.snippet) == ""


# Kept current


def test_the_index_follows_every_change(alice):
    article = make_article(public=True, editor=alice)
    mark = make_annotation(article, gist="Irrigation")
    mark = reword(mark, alice, mark.version, mark.role, gist="Drainage")
    assert (titles("irrigation"), titles("drainage")) == ([], ["Street trees"])
    withdraw(mark, by=alice)
    assert titles("drainage") == []
    undo(article, by=alice)
    assert titles("drainage") == ["Street trees"]
    set_details(article, by=alice, title="Avenues")
    assert (titles("avenues"), titles('"street"')) == (["Avenues"], [])


def test_an_annotation_does_not_touch_the_rows_of_the_text(alice):
    article = make_article(public=True, editor=alice)
    text = list(SearchText.objects.filter(where=Where.TEXT).values_list("pk"))
    make_annotation(article, gist="Irrigation")
    assert list(SearchText.objects.filter(where=Where.TEXT).values_list("pk")) == text


def test_a_change_that_fails_leaves_no_words(alice):
    article = make_article(public=True, editor=alice)
    with pytest.raises(ValueError):
        make_annotation(article, "not in the text")
    assert SearchText.objects.filter(where=Where.ARGUMENT).count() == 0


def test_what_is_removed_is_forgotten(alice):
    remove_for_good(make_article(public=True, editor=alice))
    assert not SearchText.objects.exists() and titles("shade") == []


def test_the_migration_fills_the_index_as_the_verbs_do(alice):
    article = make_article("Long words. " * 900, public=True, editor=alice, byline="Ines")
    make_annotation(article, gist="Irrigation", note="Ulm")
    withdraw(make_annotation(article, gist="Drainage"), by=alice)
    kept = ("article", "where", "place", "words")
    rows = set(SearchText.objects.values_list(*kept))
    SearchText.objects.all().delete()
    import_module("reader.migrations.0005_search_index").fill(apps, None)
    assert set(SearchText.objects.values_list(*kept)) == rows
    assert titles("irrigation ulm") == ["Street trees"]


# What must not show


@pytest.fixture
def secret(bob):
    """A private article with a rare word in every place."""
    article = make_article("Zanzibar.", title="Zanzibar plan", byline="Zanzibar", editor=bob)
    make_annotation(article, gist="Zanzibar claim", note="Zanzibar note")
    return article


@pytest.mark.parametrize("state", ["private", "unlisted", "deleted", "hidden"])
def test_what_one_may_not_find_never_shows(state, secret, alice, client):
    if state == "unlisted":
        set_visibility(secret, Visibility.UNLISTED, by=owner_of(secret))
    if state in ("deleted", "hidden"):
        gone = {f"{state}_at": timezone.now(), "visibility": "public"}
        Article.objects.filter(pk=secret.pk).update(**gone)
    for user in (None, alice):
        if user:
            client.force_login(user)
        for address in ("/?q=zanzibar", "/?q=zanz", "/?q=zanzibar&whose=mine", "/", "/?map=yes"):
            page = client.get(address).content.decode().replace("zanzibar", "").replace("zanz", "")
            assert "Zanzibar" not in page and "1 article" not in page, address


def test_members_find_it(secret):
    carol = make_member(secret, "carol", Part.READER)
    assert titles("zanzibar", carol) == ["Zanzibar plan"]


def test_the_order_does_not_tell_of_private_articles(bob):
    """Rare words count no more than common ones, so what others hide does not move anything."""
    make_article("Shade.", title="One", public=True)
    make_article("Shade and snow.", title="Two", public=True)
    before = titles("shade")
    for n in range(5):
        make_article("Snow, snow and snow.", title=f"Secret {n}", editor=bob)
    assert titles("shade") == before


@pytest.mark.parametrize("count", [2, 20])
def test_more_results_cost_no_more_queries(count, alice, django_assert_num_queries):
    for n in range(count):
        make_annotation(make_article(title=f"Shade {n}", public=True), gist="Cool streets")
    with django_assert_num_queries(9):
        search("shade cool", alice)


# How the index of each database lists its tokens.
VOCABULARY = {
    "sqlite": [
        "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'reader_words', 'row')",
        "SELECT term FROM temp.vocabulary",
    ],
    "postgresql": [
        "SELECT word FROM ts_stat('SELECT to_tsvector(''simple'', words) FROM reader_searchtext')"
    ],
}


def test_the_database_keeps_every_token_as_it_is(alice):
    """Every sign of the first plane, alone, after and before a letter and a digit."""
    article = make_article(editor=alice)
    signs = [chr(n) for n in range(0x20, 0x10000) if not 0xD800 <= n < 0xE000]
    tokens = set()
    for place in range(0, len(signs), 500):
        words = folded(" ".join(f"{s} a{s}1 1{s}a" for s in signs[place : place + 500]))
        tokens |= set(words.split())
        SearchText.objects.create(article=article, where=Where.TEXT, place=place + 1, words=words)
    with connection.cursor() as cursor:
        for statement in VOCABULARY[connection.vendor]:
            cursor.execute(statement)
        kept = {row[0] for row in cursor.fetchall()}
    own = {
        token
        for words in SearchText.objects.values_list("words", flat=True)
        for token in words.split()
    }
    assert kept == own >= tokens
