"""The list of revisions, and two of them compared: what is shown, and to whom."""

import random
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.revising import revise
from reader.articles.models import Article, Visibility
from reader.articles.publishing import set_visibility
from reader.reading.comparisons import counts_of, stretches_of
from reader.text.comparing import Row
from reader.web.shelves import kept_awhile
from tests.factories import make_article

pytestmark = pytest.mark.django_db

FIRST = "Trees cool streets. Shade <b>saves</b> water.\n\nBirds come.\n\nRain.\n\nSun.\n\nWind."
SECOND = FIRST.replace("cool", "chill").replace("streets", "all streets")


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(FIRST, editor=alice, public=True)
    revise(article, SECOND, 1, "It <i>chills</i>", alice)
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def editor(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def page(client: Client, name: str, article: Article, *numbers: int, query: str = "") -> str:
    response = client.get(reverse(name, args=[article.slug, *numbers]) + query)
    assert response.status_code == 200
    return response.content.decode()


def rows_of(html: str) -> list[str]:
    return re.findall(r"<li class=\"revision-row\".*?</li>", html, re.DOTALL)


def test_the_list_names_each_revision_its_author_and_how_many_words_changed(article, client):
    newest, oldest = rows_of(page(client, "revision_list", article))
    assert "Revision 2" in newest and "Revision 1" in oldest
    assert "It &lt;i&gt;chills&lt;/i&gt;" in newest
    assert "current" in newest and "current" not in oldest
    assert "+2<" in newest and "−1<" in newest
    assert "words-came" not in oldest and "words-same" not in oldest


def test_only_editors_can_restore_and_never_the_present_one(article, client, editor):
    assert "Restore" not in page(client, "revision_list", article)
    newest, oldest = rows_of(page(editor, "revision_list", article))
    assert "Restore" not in newest
    assert reverse("revision_restore", args=[article.slug, 1]) in oldest


def test_two_chosen_revisions_lead_to_their_comparison(article, client):
    address = reverse("revision_list", args=[article.slug])
    response = client.get(address, {"from": "1", "to": "2"})
    assert response.url == reverse("revision_compare", args=[article.slug, 1, 2])
    for junk in ("", "x", "-1", "1\x00", "١", "9" * 5000):
        assert client.get(address, {"from": junk, "to": "2"}).status_code == 200


def test_a_text_that_never_changed_has_nothing_to_compare(client):
    article = make_article(FIRST, public=True)
    html = page(client, "revision_list", article)
    assert "has not been changed" in html
    assert 'type="radio"' not in html


def test_a_reader_never_learns_of_a_draft(client, alice):
    article = make_article("Draft.", editor=alice)
    revise(article, "Shown.", 1, "", alice)
    article = set_visibility(article, Visibility.PUBLIC, alice)
    article.refresh_from_db()
    revise(article, "Shown again.", 2, "", alice)
    html = page(client, "revision_list", article)
    assert "Revision 3" in html and "Revision 2" in html
    assert "Revision 1" not in html and "/compare/1/" not in html
    for numbers in ((1, 2), (2, 1), (1, 1), (2, 4), (2, 10**25)):
        assert (
            client.get(reverse("revision_compare", args=[article.slug, *numbers])).status_code
            == 404
        )


def test_the_list_asks_for_a_fixed_number_of_things_and_compares_only_once(article, editor, alice):
    for number in range(2, 6):
        revise(article, f"{SECOND} {number}", number, "", alice)
    queries = []
    for is_new in (False, False, True, False):
        if is_new:
            revise(article, f"{SECOND} 6", 6, "", alice)
        with CaptureQueriesContext(connection) as captured:
            page(editor, "revision_list", article)
        queries.append([query["sql"] for query in captured.captured_queries])
    first, second, third, last = queries
    assert len(second) == len(last) < len(first) == len(third)
    assert not any('"html"' in sql for sql in last)


def test_comparisons_leave_the_pages_alone(article, client, alice):
    for number in range(2, 8):
        revise(article, f"{SECOND} {number}", number, "", alice)
    for old in range(1, 8):
        for new in range(1, 8):
            page(client, "revision_compare", article, old, new)
    assert not caches["pages"]._cache and not caches["counts"]._cache
    assert 0 < len(caches["comparisons"]._cache) <= 20


def test_robots_are_told_to_leave_comparisons_alone(article, client):
    assert "Disallow: /a/*/compare/" in client.get("/robots.txt").content.decode()
    for html in (page(client, "revision_list", article), page(client, "revision_page", article, 1)):
        links = re.findall(r"<a [^>]*/compare/[^>]*>", html)
        assert links and all('rel="nofollow"' in link for link in links)


def test_what_is_large_is_not_kept(monkeypatch):
    made = []
    monkeypatch.setattr("reader.web.shelves.LARGEST", 1_000)

    def make(size: int) -> str:
        made.append(size)
        return random.Random(size).randbytes(size).hex()

    for size in (10, 10, 2_000, 2_000):
        assert len(kept_awhile(f"of:{size}", lambda size=size: make(size))) == 2 * size
    assert made == [10, 2_000, 2_000]


def test_long_texts_are_counted_a_few_at_a_time(article, alice, monkeypatch):
    revise(article, f"{SECOND} More.", 2, "", alice)
    one, two, three = article.revisions.order_by("number")
    monkeypatch.setattr("reader.reading.comparisons.MOST_AT_ONCE", len(one.html))
    pairs = [(one, two), (two, three)]
    assert set(counts_of(pairs, article.revisions.all())) == {2}
    assert set(counts_of(pairs, article.revisions.all())) == {2, 3}


@pytest.mark.parametrize(
    ("query", "has_sides", "has_one"),
    [
        ("", True, True),
        ("?view=side", True, False),
        ("?view=inline", False, True),
        ("?view=x", True, True),
    ],
)
def test_a_comparison_is_shown_in_one_text_or_side_by_side(
    article, client, query, has_sides, has_one
):
    html = page(client, "revision_compare", article, 1, 2, query=query)
    both = "Trees <del>cool</del><ins>chill all</ins> streets." in html
    assert ("Trees <del>cool</del> streets." in html) is has_sides
    assert ("Trees <ins>chill all</ins> streets." in html) is has_sides
    assert both is has_one
    assert "Shade &lt;b&gt;saves&lt;/b&gt; water" in html
    assert "2 words added" in html and "1 word removed" in html
    assert "3 unchanged paragraphs" in html


def test_it_can_be_turned_round_and_leads_to_both(article, client):
    html = page(client, "revision_compare", article, 2, 1, query="?view=side")
    assert "1 word added" in html
    assert reverse("revision_compare", args=[article.slug, 1, 2]) + "?view=side" in html
    for number in (1, 2):
        assert reverse("revision_page", args=[article.slug, number]) in html


def test_equal_texts_are_said_to_be_equal(article, client, alice):
    revise(article, SECOND.replace("\n\nSun", "\n\n\n\nSun"), 2, "", alice)
    assert "are equal" in page(client, "revision_compare", article, 2, 3)
    assert "one and the same" in page(client, "revision_compare", article, 2, 2)


def test_unchanged_paragraphs_are_folded_where_they_are_many():
    def row(words: str, is_changed: bool = False) -> Row:
        return Row(words, words, words, is_changed)

    def shape(text: str) -> list[tuple[str, int, bool]]:
        rows = [row(letter, letter.isupper()) for letter in text]
        return [
            ("".join(line.both for line in s.lines), s.number, s.is_folded)
            for s in stretches_of(rows)
        ]

    assert shape("abcDefGhijkL") == [
        *[("ab", 0, True), ("c", 0, False), ("D", 1, False), ("ef", 0, False), ("G", 2, False)],
        *[("h", 0, False), ("ij", 0, True), ("k", 0, False), ("L", 3, False)],
    ]
    assert shape("Ab") == [("A", 1, False), ("b", 0, False)]


def test_what_went_stands_beside_what_came():
    rows = [Row("a", "", "a", True), Row("b", "", "b", True), Row("", "c", "c", True)]
    [stretch] = stretches_of(rows)
    assert [(line.before, line.after, line.both) for line in stretch.lines] == [
        ("a", "c", "a\nc"),
        ("b", "", "b"),
    ]
