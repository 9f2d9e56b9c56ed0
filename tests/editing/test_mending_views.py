"""The queue of edited and lost passages: what it shows, and what happens to a row."""

import json

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation, Fate, Passage
from reader.annotations.reshaping import place
from reader.annotations.revising import revise
from reader.argument.roles import Role
from reader.articles.models import Article
from reader.editing import mending_lists
from tests.factories import make_annotation, make_article, owner_of

pytestmark = pytest.mark.django_db

OLD = """Trees cool the streets of every city in summer.

Shade saves a lot of water. Roots lift the pavements now and then.
"""
NEW = """Trees cool the busy streets of every city in summer.

Roots lift the pavements now and then. A lot of water is saved by shade.
"""
TREES, SHADE, ROOTS = (
    "Trees cool the streets of every city",
    "Shade saves a lot of water",
    "Roots lift the pavements",
)
SWAP = {"HX-Request": "true", "HX-Current-URL": "http://testserver/a/trees/"}


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(OLD, editor=alice, slug="trees")
    make_annotation(article, TREES)
    make_annotation(article, SHADE, Role.PREMISE)
    make_annotation(article, ROOTS, Role.COUNTERCLAIM)
    revise(article, NEW, 1, "Shorter", alice)
    return Article.objects.with_heads().get(pk=article.pk)


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def address(name: str, *args: object) -> str:
    return reverse(name, args=["trees", *args])


def queue(client: Client, query: str = "", **headers: str) -> str:
    return client.get(address("passage_list") + query, headers=headers).content.decode()


def passages(article: Article, number: int) -> list[Passage]:
    reading = reading_of(Article.objects.with_heads().get(pk=article.pk))
    return [*reading.passages[number], *reading.lost[number]]


def sent(article: Article, number: int = 0, **more: object) -> dict[str, object]:
    """What the forms of a row send, as the page stands now."""
    head = Article.objects.with_heads().get(pk=article.pk).head
    fields: dict[str, object] = {"at": "passages", "revision": head.number, "place": 0, "from": 0}
    if number:
        fields["passage"] = passages(article, number)[0].pk
    return fields | more


def told(response) -> dict:
    return json.loads(response["HX-Trigger-After-Settle"])


def fates(article: Article, number: int) -> list[str]:
    return [passage.fate for passage in passages(article, number)]


def test_the_queue_shows_old_words_beside_new_ones_in_the_order_of_the_text(
    editor: Client, article: Article
):
    html = queue(editor)
    assert "1 edited, 1 lost" in html
    assert "Trees cool the <ins>busy</ins> streets" in html
    assert f"<del>{SHADE}</del>" in html
    assert html.index('data-label="C1"') < html.index('data-label="P2"')
    assert "X3" not in html
    assert "Changed in revision 2 by Alice: <bdi>Shorter</bdi>." in html
    assert "Left out in revision 2 by Alice" in html
    assert '<a href="/a/trees/r/1/#p-P2">' in html


def test_lost_words_are_offered_places_where_they_may_be_now(editor: Client, article: Article):
    html = queue(editor)
    assert "Is it here now?" in html
    assert "A lot of water is saved by shade" in html
    assert "Mark here" in html


def test_places_are_looked_for_once_and_only_for_the_rows_that_are_shown(
    editor: Client, article: Article, alice: User
):
    make_annotation(article, "A lot of water is saved by shade")
    revise(article, NEW.replace("A lot of water is saved by shade", "It is"), 2, "", alice)
    article = Article.objects.with_heads().get(pk=article.pk)
    key = f"offers:{article.head_id}:{settings.VERSION}"
    mending_lists.passages_page(article, reading_of(article), start=2)
    assert list(caches["pages"].get(key)) == [passages(article, 4)[0].pk]
    queue(editor)
    keys = [passages(article, number)[0].pk for number in (4, 2)]
    assert list(caches["pages"].get(key)) == keys
    there = article.head.text.index("Roots lift")
    caches["pages"].set(key, dict.fromkeys(keys, ((there, there + len("Roots lift")),)))
    assert queue(editor).count("<b>Roots lift</b>") == 2


def test_an_empty_queue_says_so_kindly(editor: Client, alice: User):
    make_article(OLD, editor=alice, slug="trees")
    assert "Every passage is where it belongs." in queue(editor)


def test_a_swap_gets_the_queue_alone(editor: Client, article: Article):
    assert "<html" not in queue(editor, HX_Request="true")
    assert "<html" in queue(editor)


def test_the_reading_page_counts_them_for_editors_alone(
    editor: Client, article: Article, carol: User
):
    Article.objects.update(visibility="public")
    html = editor.get("/a/trees/").content.decode()
    assert "Worth a look: 3 findings, 2 passages<" in html
    assert '<b aria-hidden="true">5</b>' in html
    editor.force_login(carol)
    assert "side-count" not in editor.get("/a/trees/").content.decode()


def test_more_passages_cost_no_more_queries(
    editor: Client, article: Article, alice: User, django_assert_max_num_queries
):
    for words in ("Roots", "lift", "pavements", "now and then"):
        make_annotation(article, words)
    revise(article, NEW.partition("\n\n")[0], 2, "", alice)
    assert queue(editor).count("mending-row") >= 6
    with django_assert_max_num_queries(16):
        queue(editor)


def test_a_long_queue_comes_in_stretches(
    editor: Client, article: Article, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mending_lists, "AT_ONCE", 1)
    assert 'href="/a/trees/passages/?from=1"' in queue(editor)
    second = queue(editor, "?from=1")
    assert 'data-label="P2"' in second
    assert 'data-label="C1"' not in second
    for nonsense in ("-1", "x", "99999999999", "²"):
        assert "mending-row" in queue(editor, f"?from={nonsense}")


def test_without_script_one_goes_on_where_one_was(
    editor: Client, article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mending_lists, "AT_ONCE", 1)
    make_annotation(article, "the busy streets")
    revise(article, NEW.replace("busy streets", "narrow streets"), 2, "", alice)
    response = editor.post(address("passage_confirm", 4), sent(article, 4, place=1, **{"from": 1}))
    assert response.url == f"{address('passage_list')}?from=1#side-1"


def test_edited_words_are_confirmed_in_place_and_the_next_row_has_the_focus(
    editor: Client, article: Article
):
    response = editor.post(address("passage_confirm", 1), sent(article, 1), headers=SWAP)
    html = response.content.decode()
    assert "The words of C1 are confirmed." in html
    assert "data-undo" in html
    assert 'data-label="P2"' in html
    assert 'data-label="C1"' not in html
    assert "Worth a look: 3 findings, 1 passage<" in html
    assert told(response)["focus:move"] == {"to": "side-0"}
    assert fates(article, 1) == ["set"]


def test_on_its_own_page_the_queue_alone_comes_back(editor: Client, article: Article):
    response = editor.post(address("passage_confirm", 1), sent(article, 1, alone=1), headers=SWAP)
    html = response.content.decode()
    assert 'id="side-body"' in html
    assert 'name="alone"' in html
    assert 'id="argument"' not in html


def test_without_script_the_queue_comes_again(editor: Client, article: Article):
    response = editor.post(address("passage_confirm", 1), sent(article, 1))
    assert response.url == f"{address('passage_list')}#side-0"
    assert "1 lost" in queue(editor)


def test_without_script_the_queue_says_what_was_done(editor: Client, article: Article):
    editor.post(address("passage_confirm", 1), sent(article, 1))
    assert "The words of C1 are confirmed." in queue(editor)
    assert "The words of C1 are confirmed." not in queue(editor)


def test_undo_is_offered_once_there_is_something_newer_than_the_text(
    editor: Client, article: Article
):
    hidden = 'aria-keyshortcuts="u" hidden'
    assert hidden in queue(editor)
    editor.post(address("passage_confirm", 1), sent(article, 1))
    assert hidden not in queue(editor)


def test_from_a_card_the_card_stays_open(editor: Client, article: Article):
    [shown] = passages(article, 1)
    html = editor.get("/a/trees/").content.decode()
    assert f'name="passage" value="{shown.pk}"' in html
    seen = {"revision": 2, "passage": shown.pk}
    response = editor.post(address("passage_confirm", 1), seen, headers=SWAP)
    assert told(response)["passage:choose"]["label"] == "C1"
    response = editor.post(address("passage_confirm", 1), {"revision": 2})
    assert response.status_code == 422


def test_only_words_that_were_seen_are_confirmed(
    editor: Client, article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mending_lists, "AT_ONCE", 2)
    text = article.head.text
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("the busy streets", ROOTS)]
    roots = Annotation.objects.select_related("article__head").get(number=3)
    place(roots, spans, alice, version=1)
    revise(
        article,
        NEW.replace("busy streets", "wide streets").replace("the pav", "all pav"),
        2,
        "",
        alice,
    )
    keys = [passage.pk for passage in passages(article, 3)]
    html = queue(editor)
    assert "Confirm all 2" in html
    assert f'name="passage" value="{keys[0]}"' in html
    assert f'name="passage" value="{keys[1]}"' not in html
    editor.post(address("passage_confirm", 3), sent(article, 3))
    assert fates(article, 3) == ["set", "edited"]
    editor.post(address("change_undo"), sent(article))
    shown = [passages(article, 1)[0].pk, passages(article, 3)[0].pk]
    editor.post(address("passage_list"), sent(article, passage=shown))
    assert [fates(article, number) for number in (1, 3)] == [["set"], ["set", "edited"]]


@pytest.mark.parametrize("wrong", ["x", "", "٣", "9" * 30, "\x00", [1, "x"]], ids=repr)
def test_keys_that_make_no_sense_confirm_nothing(editor: Client, article: Article, wrong: object):
    for name in ("passage_list", "passage_confirm"):
        to = address(name, *([1] if name == "passage_confirm" else []))
        assert editor.post(to, sent(article, passage=wrong)).status_code in (409, 422)
    assert fates(article, 1) == ["edited"]


def test_lost_words_and_those_of_others_are_not_confirmed(editor: Client, article: Article):
    lost = passages(article, 2)[0].pk
    for to, key in (
        (address("passage_confirm", 2), lost),
        (address("passage_list"), lost),
        (address("passage_confirm", 3), passages(article, 1)[0].pk),
    ):
        response = editor.post(to, sent(article, passage=key), headers=SWAP)
        assert response.status_code == 409
    assert [fates(article, number) for number in (1, 2)] == [["edited"], ["lost"]]


def test_all_edited_words_are_confirmed_at_once(editor: Client, article: Article, alice: User):
    make_annotation(article, "the busy streets")
    revise(article, NEW.replace("busy streets", "narrow streets"), 2, "", alice)
    html = queue(editor)
    assert "Confirm all 2" in html
    count = article.changes.count()
    keys = [passages(article, number)[0].pk for number in (1, 4)]
    editor.post(address("passage_list"), sent(article, passage=keys))
    assert article.changes.count() == count + 1
    assert [fates(article, number) for number in (1, 4)] == [["set"], ["set"]]


def test_an_offered_place_is_marked(editor: Client, article: Article):
    start = article.head.text.index("A lot of water is saved by shade")
    words = {"start": start, "end": start + 32, "quote": "A lot of water is saved by shade"}
    data = sent(article, 2, place=1) | words
    response = editor.post(address("passage_remark", 2), data, headers=SWAP)
    assert "P2 marks “A lot of water is saved by shade” now." in response.content.decode()
    assert told(response)["focus:move"] == {"to": "side-0"}
    assert [passage.quote for passage in passages(article, 2)] == [
        "A lot of water is saved by shade"
    ]


def test_words_alone_are_found(editor: Client, article: Article):
    data = sent(article, 2, quote="A lot of water", start="", end="")
    assert editor.post(address("passage_remark", 2), data).status_code == 302
    assert [passage.quote for passage in passages(article, 2)] == ["A lot of water"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "these words are nowhere"},
        {"quote": ""},
        {"quote": " \n"},
        {"quote": "\x00"},
        {"quote": "x" * 1_000_000},
        {"start": "x", "quote": "Roots"},
        {"passage": "x", "quote": "Roots"},
        {"passage": "999999999999", "quote": "Roots"},
        {"revision": "", "quote": "Roots"},
        {"revision": "\u0663\u0663\u0663\u0663\u0663", "quote": "Roots"},
    ],
    ids=lambda wrong: " ".join(f"{key} {value[:9]!r}" for key, value in wrong.items()),
)
def test_what_makes_no_sense_is_refused_and_stays_typed(
    editor: Client, article: Article, wrong: dict
):
    response = editor.post(address("passage_remark", 2), sent(article, 2) | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert wrong["quote"].strip("\x00 \n")[:3000] in html
    assert fates(article, 2) == ["lost"]
    response = editor.post(address("passage_remark", 2), sent(article, 2) | wrong, headers=SWAP)
    assert response.status_code in (409, 422)


def test_lost_words_are_given_up(editor: Client, article: Article):
    assert "Leave unstated" in queue(editor)
    response = editor.post(address("passage_let_go", 2), sent(article, 2), headers=SWAP)
    assert "P2 is unstated now" in response.content.decode()
    assert fates(article, 2) == []


def test_of_several_passages_the_lost_one_is_given_up(
    editor: Client, article: Article, alice: User
):
    roots = Annotation.objects.select_related("article__head").get(number=3)
    spans = [
        (article.head.text.index(words), article.head.text.index(words) + len(words))
        for words in (ROOTS, "A lot of water is saved by shade")
    ]
    place(roots, spans, alice, version=1)
    revise(article, NEW.replace(" A lot of water is saved by shade.", ""), 2, "", alice)
    html = queue(editor)
    assert "Give these words up" in html
    data = sent(article, passage=next(p.pk for p in passages(article, 3) if p.is_lost))
    response = editor.post(address("passage_let_go", 3), data, headers=SWAP)
    assert "its other passages stay" in response.content.decode()
    assert fates(article, 3) == ["kept"]


def test_the_annotation_is_withdrawn_from_the_queue(editor: Client, article: Article):
    data = sent(article, place=1)
    response = editor.post(address("annotation_withdraw", 2), data, headers=SWAP)
    html = response.content.decode()
    assert "P2 withdrawn." in html
    assert 'data-label="P2"' not in html
    assert told(response)["focus:move"] == {"to": "side-0"}
    response = editor.post(address("annotation_withdraw", 1), sent(article))
    assert response.url == f"{address('passage_list')}#side-title"


def test_what_was_done_is_undone_in_the_queue(editor: Client, article: Article):
    editor.post(address("passage_let_go", 2), sent(article, 2, place=1))
    response = editor.post(address("change_undo"), sent(article, alone=1), headers=SWAP)
    html = response.content.decode()
    assert "Undone: gave up the lost words of P2." in html
    assert 'data-label="P2"' in html
    response = editor.post(address("change_redo"), sent(article))
    assert response.url.startswith(address("passage_list"))


def test_who_saw_an_older_text_sees_the_new_one_and_what_was_typed(
    editor: Client, article: Article, alice: User
):
    seen = sent(article, 2, quote="A lot of water")
    revise(article, f"{NEW} One more.", 2, "", alice)
    response = editor.post(address("passage_remark", 2), seen, headers=SWAP)
    html = response.content.decode()
    assert response.status_code == 409
    assert "The text was revised meanwhile." in html
    assert 'name="revision" value="3"' in html
    assert ">\nA lot of water</textarea>" in html
    assert fates(article, 2) == ["lost"]


def test_who_comes_too_late_is_told(editor: Client, article: Article):
    late = sent(article, 2, quote="A lot of water")
    editor.post(address("passage_let_go", 2), late)
    response = editor.post(address("passage_remark", 2), late, headers=SWAP)
    assert response.status_code == 409
    assert "settled meanwhile" in response.content.decode()
    late = sent(article, 1)
    editor.post(address("passage_confirm", 1), late)
    response = editor.post(address("passage_confirm", 1), late, headers=SWAP)
    assert response.status_code == 409
    assert "settled meanwhile" in response.content.decode()
    withdraw(Annotation.objects.get(number=1), by=owner_of(article))
    assert editor.post(address("passage_confirm", 1), late).status_code == 404


def test_a_passage_of_another_annotation_or_article_is_not_touched(
    editor: Client, article: Article, alice: User
):
    other = make_article(OLD, editor=alice, slug="other")
    make_annotation(other, SHADE)
    revise(other, NEW, 1, "", alice)
    foreign = sent(article, passage=passages(other, 1)[0].pk)
    for number in (1, 2):
        response = editor.post(address("passage_let_go", number), foreign, headers=SWAP)
        assert response.status_code == 409
    assert fates(other, 1) == ["lost"]
    sent_here = sent(article, passage=passages(article, 2)[0].pk, quote="A lot of water")
    assert editor.post(address("passage_remark", 1), sent_here, headers=SWAP).status_code == 409


def test_a_card_tells_readers_what_is_lost_and_editors_what_is_changed(
    editor: Client, article: Article, carol: User
):
    Article.objects.update(visibility="public")
    html = editor.get("/a/trees/").content.decode()
    assert "No longer in the text since revision 2<" in html
    assert f'<blockquote class="card-quote lost" id="p-P2" lang="en" dir="auto">{SHADE}' in html
    assert "Its words changed in revision 2:" in html
    assert html.count('id="p-P2"') == 1
    assert 'href="#c-P2" data-a="P2" data-role="premise" aria-label="Premise P2 not in text' in html
    editor.force_login(carol)
    html = editor.get("/a/trees/").content.decode()
    assert "No longer in the text since revision 2<" in html
    assert "Its words changed" not in html
    assert "Unstated" not in html


def test_lost_words_beside_found_ones_take_no_id(editor: Client, article: Article, alice: User):
    roots = Annotation.objects.select_related("article__head").get(number=3)
    text = article.head.text
    spans = [(text.index(w), text.index(w) + len(w)) for w in (ROOTS, "A lot of water is saved")]
    place(roots, spans, alice, version=1)
    revise(article, NEW.replace(" A lot of water is saved by shade.", ""), 2, "", alice)
    html = editor.get("/a/trees/").content.decode()
    assert html.count('id="p-X3"') == 1
    assert (
        '<blockquote class="card-quote lost" lang="en" dir="auto">A lot of water is saved' in html
    )
    assert Fate.LOST in fates(article, 3)
