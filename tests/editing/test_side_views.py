"""Findings and suggestions: what the lists say, and what happens to a row."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.dismissing import dismiss
from reader.annotations.graphs import reading_of
from reader.annotations.suggestions import suggestions_of
from reader.argument.roles import Role
from reader.articles.models import Article
from reader.editing.side_lists import AT_ONCE
from tests.factories import make_annotation, make_article, make_relation

pytestmark = pytest.mark.django_db

SOURCE = (
    "We must plant trees. However, roots lift pavements. It works well because shade saves water."
)
SWAP = {"HX-Request": "true", "HX-Current-URL": "http://testserver/a/trees/"}


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(SOURCE, editor=alice, slug="trees")


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def address(name: str, *args: object) -> str:
    return reverse(name, args=["trees", *args])


def page(client: Client, name: str, query: str = "", **headers: str) -> str:
    return client.get(address(name) + query, headers=headers).content.decode()


def first(article: Article):
    return suggestions_of(article, reading_of(article)).open[0]


def accepting(article: Article, **more: object) -> dict[str, object]:
    suggestion = first(article)
    place = {"start": suggestion.candidate.start, "end": suggestion.candidate.end}
    return place | {"quote": suggestion.quote, "role": "claim", "place": "0", "from": "0"} | more


def told(response) -> dict:
    return json.loads(response["HX-Trigger-After-Settle"])


def test_findings_stand_under_their_kinds_each_with_a_way_on(editor: Client, article: Article):
    make_annotation(article, "roots", Role.PREMISE)
    html = page(editor, "article_findings")
    assert "Not connected" in html
    assert "P1 stands alone." in html
    assert f"{address('relation_new')}?premise=1" in html
    assert "#c-P1" in html


def test_a_claim_without_reasons_is_offered_one(editor: Client, article: Article):
    claim = make_annotation(article, "We must plant trees")
    make_annotation(article, "roots", Role.RHETORIC, leans_on=claim)
    html = page(editor, "article_findings")
    assert "C1 has no reason under it." in html
    assert html.count(f"{address('relation_new')}?target=C1") == 2


def test_an_empty_list_says_what_that_means(editor: Client, article: Article):
    assert "Nothing is marked yet." in page(editor, "article_findings")
    claim = make_annotation(article, "We must plant trees")
    make_relation(make_annotation(article, "shade saves water", Role.PREMISE), target=claim)
    assert "Nothing to look at." in page(editor, "article_findings")


def test_a_swap_gets_the_list_alone(editor: Client, article: Article):
    for name in ("article_findings", "article_suggestions"):
        assert "<html" not in page(editor, name, HX_Request="true")
        assert "<html" in page(editor, name)


def test_the_reading_page_counts_findings_for_editors_alone(
    editor: Client, article: Article, carol: User
):
    make_annotation(article, "roots", Role.PREMISE)
    Article.objects.update(visibility="public")
    assert "Worth a look: 1 finding<" in editor.get("/a/trees/").content.decode()
    editor.force_login(carol)
    assert "side-count" not in editor.get("/a/trees/").content.decode()


def test_a_finding_is_dismissed_with_a_reason_and_shown_again(editor: Client, article: Article):
    make_annotation(article, "roots", Role.PREMISE)
    sent = {"about": "unconnected 1", "why": "It does not matter here", "reason": "A remark"}
    response = editor.post(address("dismissal_new"), sent)
    assert response.url == f"{address('article_findings')}#side-title"
    html = page(editor, "article_findings")
    assert "It does not matter here: A remark" in html
    assert "Nothing to look at." in html
    editor.post(address("dismissal_withdraw", 1))
    assert "P1 stands alone." in page(editor, "article_findings")


def test_dismissing_in_place_answers_with_the_list_and_the_count_alone(
    editor: Client, article: Article
):
    make_annotation(article, "roots", Role.PREMISE)
    make_annotation(article, "pavements", Role.PREMISE)
    sent = {"about": "unconnected 1", "place": "0"}
    response = editor.post(address("dismissal_new"), sent, headers=SWAP)
    html = response.content.decode()
    assert "Dismissed." in html
    assert "Worth a look: 1 finding<" in html
    assert "P2 stands alone." in html
    assert 'id="argument"' not in html
    assert told(response)["focus:move"] == {"to": "side-0"}


@pytest.mark.parametrize("about", ["", "circle 1 2", "cue must " + "0" * 32, "x" * 500, "\x00"])
def test_only_a_remark_that_is_made_can_be_dismissed(editor: Client, article: Article, about: str):
    response = editor.post(address("dismissal_new"), {"about": about})
    assert response.status_code == 422
    assert not article.dismissals.exists()


def test_a_dismissal_of_another_article_is_absent(editor: Client, article: Article, alice: User):
    dismiss(make_article(SOURCE, editor=alice, slug="other"), "circle 1 2", alice)
    assert editor.post(address("dismissal_withdraw", 1)).status_code == 404


def test_suggestions_name_their_cue_and_what_it_often_does(editor: Client, article: Article):
    html = page(editor, "article_suggestions")
    assert '<mark class="cue">However</mark>, roots lift pavements.' in html
    assert "often gives a reason" in html
    assert '<option value="premise" selected>' in html


def test_a_suggestion_is_accepted_and_the_next_one_has_the_focus(editor: Client, article: Article):
    response = editor.post(address("article_suggestions"), accepting(article), headers=SWAP)
    html = response.content.decode()
    assert "Marked as C1." in html
    assert 'id="argument"' in html
    assert "However" in html
    assert told(response)["focus:move"] == {"to": "side-0"}
    (annotation,) = reading_of(article).annotations
    assert (annotation.label, annotation.gist) == ("C1", "We must plant trees.")


def test_without_script_accepting_leads_back_to_the_list(editor: Client, article: Article):
    response = editor.post(address("article_suggestions"), accepting(article, role="rhetoric"))
    assert response.url == f"{address('article_suggestions')}#side-0"
    assert [a.label for a in reading_of(article).annotations] == ["Rh1"]


@pytest.mark.parametrize(
    "wrong", [{"role": "king"}, {"start": "x"}, {"end": "9999999999"}, {"quote": "not there"}]
)
def test_what_makes_no_sense_is_refused_in_place(editor: Client, article: Article, wrong: dict):
    response = editor.post(
        address("article_suggestions"), accepting(article, **wrong), headers=SWAP
    )
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not reading_of(article).annotations


def test_a_suggestion_is_dismissed_for_good(editor: Client, article: Article):
    about = first(article).about
    editor.post(address("dismissal_new"), {"about": about})
    assert about not in {s.about for s in suggestions_of(article, reading_of(article)).open}
    assert "Show again" in page(editor, "article_suggestions")


def test_a_long_list_comes_in_stretches(editor: Client, alice: User):
    sentences = (f"We must plant tree number {n}." for n in range(AT_ONCE + 5))
    make_article(" ".join(sentences), editor=alice, slug="trees")
    start = page(editor, "article_suggestions")
    assert start.count('class="side-row suggested-row"') == AT_ONCE
    assert f"?from={AT_ONCE}" in start
    assert page(editor, "article_suggestions", f"?from={AT_ONCE}").count("suggested-row") == 5
    for nonsense in ("-1", "x", "99999999999", "²"):
        assert "suggested-row" in page(editor, "article_suggestions", f"?from={nonsense}")


def test_a_language_without_cues_is_told_kindly(editor: Client, alice: User):
    make_article("Il faut rester.", editor=alice, slug="trees", language="fr")
    html = page(editor, "article_suggestions")
    assert "No suggestions for French yet." in html
    assert "English" in html


def test_an_article_without_cues_has_nothing_to_suggest(editor: Client, alice: User):
    make_article("Trees are green.", editor=alice, slug="trees")
    assert "Nothing to suggest." in page(editor, "article_suggestions")
