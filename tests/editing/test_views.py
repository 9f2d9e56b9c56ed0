"""What editors send and get back: marking, wording, connecting, taking back. By address and form."""

import json
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, make_relation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice, slug="trees")


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def address(name: str, *args: object) -> str:
    return reverse(name, args=["trees", *args])


def swap(client: Client, name: str, *args: object, **data: object) -> HttpResponse:
    """As htmx posts a form of the reading page."""
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/a/trees/?kind=rails"}
    return client.post(address(name, *args), data, headers=headers)


def part(client: Client, name: str, *args: object, query: str = "") -> HttpResponse:
    return client.get(address(name, *args) + query, headers={"HX-Request": "true"})


def selection(article: Article, words: str, **more: object) -> dict[str, object]:
    start = article.head.text.index(words)
    return {"start": start, "end": start + len(words), "quote": words, "revision": 1, **more}


def wording(annotation: Annotation, **changes: object) -> dict[str, object]:
    return {
        "role": annotation.role,
        "gist": annotation.gist,
        "version": annotation.version,
    } | changes


def told(response: HttpResponse) -> dict[str, Any]:
    """The events that the page hears after the swap, in their order."""
    events: dict[str, Any] = json.loads(response["HX-Trigger-After-Settle"])
    return events


def labels(article: Article) -> list[str]:
    return [annotation.label for annotation in reading_of(article).annotations]


# MARKING


def test_marking_saves_and_returns_text_map_and_cards_with_the_form_open(
    editor: Client, article: Article
) -> None:
    response = swap(
        editor, "annotation_list", **selection(article, "Trees cool streets", role="claim")
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert response["HX-Retarget"] == "#notices"
    for part_id in ("text", "argument", "cards", "rail", "count"):
        assert f'id="{part_id}"' in html
    assert html.count('hx-swap-oob="true"') == 7
    assert 'id="gist-1"' in html and 'value="Trees cool streets"' in html
    assert "Marked as C1." in html
    assert address("annotation_withdraw", 1) in html


def test_after_marking_the_page_hears_in_order_what_to_open_and_where_to_write(
    editor: Client, article: Article
) -> None:
    response = swap(editor, "annotation_list", **selection(article, "Shade", role="premise"))
    assert list(told(response))[-3:] == ["parts:changed", "passage:choose", "focus:move"]
    assert told(response)["passage:choose"] == {"label": "P1", "from": "text"}
    assert told(response)["focus:move"] == {"to": "gist-1"}


def test_marking_without_script_leads_to_the_card(editor: Client, article: Article) -> None:
    data = selection(article, "Shade saves water", role="premise")
    response = editor.post(address("annotation_list"), data)
    assert (response.status_code, response["Location"]) == (302, "/a/trees/#c-P1")


def test_pasted_words_are_found_without_offsets(editor: Client, article: Article) -> None:
    editor.post(address("annotation_list"), {"role": "claim", "quote": "Shade  saves\r\nwater"})
    assert Annotation.objects.get().passages.get().quote == "Shade saves water"


def test_a_gist_alone_makes_an_implicit_annotation(editor: Client, article: Article) -> None:
    swap(editor, "annotation_list", role="assumption", gist="People walk", note="Said nowhere.")
    annotation = Annotation.objects.get()
    assert (annotation.label, annotation.gist, annotation.note) == (
        "A1",
        "People walk",
        "Said nowhere.",
    )
    assert not annotation.passages.exists()


def test_one_annotation_takes_several_passages(editor: Client, article: Article) -> None:
    swap(
        editor,
        "annotation_list",
        role="claim",
        start=[0, 20],
        end=[5, 25],
        quote=["Trees", "Shade"],
        revision=1,
    )
    annotation = Annotation.objects.get()
    assert annotation.gist == "Trees Shade"
    assert [p.quote for p in annotation.passages.all()] == ["Trees", "Shade"]


def test_rhetoric_takes_its_device_and_what_it_leans_on(editor: Client, article: Article) -> None:
    make_annotation(article, "Trees cool streets")
    data = selection(article, "Roots", role="rhetoric", device="Slogan", leans_on="C1")
    swap(editor, "annotation_list", **data)
    annotation = Annotation.objects.get(number=2)
    assert (annotation.device, annotation.leans_on.label) == ("Slogan", "C1")


def test_the_same_words_in_the_same_role_open_what_is_there(
    editor: Client, article: Article
) -> None:
    make_annotation(article, "Trees cool streets")
    again = swap(
        editor, "annotation_list", **selection(article, "Trees cool streets", role="claim")
    )
    assert "C1 marks these words already." in again.content.decode()
    assert told(again)["focus:move"] == {"to": "gist-1"}
    assert labels(article) == ["C1"]


def test_the_same_words_in_another_role_are_asked_about(editor: Client, article: Article) -> None:
    make_annotation(article, "Trees cool streets")
    response = swap(
        editor, "annotation_list", **selection(article, "Trees cool streets", role="premise")
    )
    html = response.content.decode()
    assert (response.status_code, response["HX-Retarget"]) == (422, "#twin")
    assert told(response) == {"focus:move": {"within": "twin"}}
    assert html.index("Open C1") < html.index("Make C1 a premise") < html.index("as premise too")
    assert labels(article) == ["C1"]


@pytest.mark.parametrize(
    ("answer", "words", "then"),
    [
        ("open", "C1 marks these words already.", ["C1"]),
        ("recast", "C1 is P1 now.", ["P1"]),
        ("also", "Marked as P2.", ["C1", "P2"]),
    ],
)
def test_marked_twice_it_is_opened_recast_or_marked_again(
    editor: Client, article: Article, answer: str, words: str, then: list[str]
) -> None:
    make_annotation(article, "Trees cool streets")
    data = selection(article, "Trees cool streets", role="premise", twin=answer)
    assert words in swap(editor, "annotation_list", **data).content.decode()
    assert labels(article) == then


def test_marked_twice_without_script_is_asked_in_the_form(editor: Client, article: Article) -> None:
    make_annotation(article, "Shade saves water")
    data = {"role": "evidence", "quote": "Shade saves water", "note": "Typed already"}
    response = editor.post(address("annotation_list"), data)
    assert response.status_code == 422
    assert "Make C1 evidence" in response.content.decode()
    assert "Typed already" in response.content.decode()


def test_words_that_have_moved_since_are_marked_where_they_are_now(
    editor: Client, article: Article
) -> None:
    data = selection(article, "Shade saves water", role="claim") | {"start": 3, "end": 20}
    swap(editor, "annotation_list", **data)
    assert Annotation.objects.get().passages.get().start == 20


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"quote": "Shrubs"}, "not in the article as it stands now"),
        ({"quote": " \n ", "start": 18, "end": 19}, "nothing is selected but white space"),
        ({"quote": "", "start": 5, "end": 5}, "nothing is selected but white space"),
        ({"quote": "x" * 2_001, "start": 0, "end": 2_001}, "at most 2,000 characters"),
        ({"quote": "x" * 1_000_000, "start": 0, "end": 9}, "at most 2,000 characters"),
        ({"start": "one", "end": 5, "quote": "Trees"}, "no place in the text"),
        ({"start": "٣", "end": 5, "quote": "Trees"}, "no place in the text"),
        ({"start": 0, "end": "9" * 400, "quote": "Trees"}, "no place in the text"),
        ({"start": -1, "end": 5, "quote": "Trees"}, "no place in the text"),
        ({"start": [0, 1], "end": 5, "quote": "Trees"}, "each passage needs a start"),
        ({"start": [0] * 21, "end": [5] * 21, "quote": ["Trees"] * 21}, "at most 20 passages"),
        ({"role": ""}, "choose a role"),
        ({"role": "king"}, "choose one of the roles"),
        ({"gist": "x" * 201}, "keep it to 200 characters; these are 201"),
        ({"gist": "x" * 1_000_000}, "keep it to 200 characters"),
        ({"note": "x" * 5_001}, "keep it to 5,000 characters"),
        ({"device": "Sorcery", "role": "rhetoric"}, "choose one of the devices"),
        ({"leans_on": "C99", "role": "rhetoric"}, "no annotation “c99”"),
        ({"leans_on": "<b>", "role": "rhetoric"}, "no annotation “&lt;b&gt;”"),
        ({"leans_on": "0" * 100_000, "role": "rhetoric"}, "no annotation"),
        (
            {"quote": "", "start": "", "end": "", "gist": " \n"},
            "say in one line what it leaves unsaid",
        ),
    ],
)
def test_bad_marks_are_refused_in_words_and_nothing_is_written(
    editor: Client, article: Article, data: dict[str, object], words: str
) -> None:
    good = selection(article, "Trees", role="claim")
    response = swap(editor, "annotation_list", **(good | data))
    html = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in html and words in html.lower()
    assert "HX-Retarget" not in response, "the selection and the page stay as they are"
    assert not Annotation.objects.exists()


def test_a_refused_form_without_script_keeps_everything_that_was_typed(
    editor: Client, article: Article
) -> None:
    data = {"role": "rhetoric", "quote": "Shrubs here", "gist": "My gist", "note": "My note"}
    response = editor.post(address("annotation_list"), data | {"device": "Slogan"})
    html = response.content.decode()
    assert response.status_code == 422
    for typed in ("Shrubs here", 'value="My gist"', "My note", 'value="rhetoric" checked'):
        assert typed in html
    assert '<option value="Slogan"' in html and "selected" in html


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("nul \x00 byte", "nul byte"),
        ("bidi \u202eevil\u202c stays", "bidi \u202eevil\u202c stays"),
        ("tabs\tand\nlines", "tabs and lines"),
        ("  ends  ", "ends"),
        ("bell\x07 and del\x7f", "bell and del"),
        ("👩‍🚀 𝒜 é", "👩‍🚀 𝒜 é"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_odd_characters_in_a_gist_are_kept_or_tidied(
    editor: Client, article: Article, sent: str, kept: str
) -> None:
    response = swap(
        editor, "annotation_list", **selection(article, "Trees", role="claim", gist=sent)
    )
    assert response.status_code == 200
    assert Annotation.objects.get().gist == kept
    assert "<script>alert" not in response.content.decode()


# WORDING


def test_the_form_comes_as_a_part_for_the_card_and_as_a_page_for_a_visit(
    editor: Client, article: Article
) -> None:
    make_annotation(article, "Trees cool streets")
    swapped = part(editor, "annotation_edit", 1).content.decode()
    visited = editor.get(address("annotation_edit", 1)).content.decode()
    assert "<html" not in swapped and 'hx-target="closest .card-form"' in swapped
    assert "<html" in visited and "hx-target" not in visited
    for html in (swapped, visited):
        assert 'name="version" value="1"' in html and 'value="Trees cool streets"' in html


def test_saving_recasts_and_rewords(editor: Client, article: Article) -> None:
    annotation = make_annotation(article, "Trees cool streets")
    data = wording(annotation, role="evidence", gist="Measured: 3 °C", note="Twice.\r\nIn July.")
    response = swap(editor, "annotation_edit", 1, **data)
    annotation.refresh_from_db()
    assert (annotation.label, annotation.gist, annotation.note) == (
        "E1",
        "Measured: 3 °C",
        "Twice.\nIn July.",
    )
    assert "C1 is E1 now." in response.content.decode()
    assert told(response)["passage:choose"]["label"] == "E1"


def test_a_saved_form_is_closed_and_forms_of_other_cards_stay_open(
    editor: Client, article: Article
) -> None:
    annotation = make_annotation(article, "Trees cool streets")
    make_annotation(article, "Shade")
    html = swap(editor, "annotation_edit", 1, **wording(annotation, gist="New")).content.decode()
    assert '<div class="card-form" id="form-1"></div>' in html
    assert '<div class="card-form" id="form-2" hx-preserve="true"></div>' in html


def test_the_offered_relation_is_taken_together_with_the_words(
    editor: Client, article: Article
) -> None:
    make_annotation(article, "Trees cool streets")
    shade = make_annotation(article, "Shade saves water", Role.PREMISE)
    assert "supports C1" in part(editor, "annotation_edit", 2).content.decode()
    data = wording(shade, gist="Shade saves", connect="supports C1")
    response = swap(editor, "annotation_edit", 2, **data)
    assert "P2 supports C1." in response.content.decode()
    assert address("relation_withdraw", 1) in response.content.decode()
    assert reading_of(article).graph.relations_from(2)[0].target == 1


@pytest.mark.parametrize(
    "connect", ["supports", "supports C99", "supports P2", "eats C1", "supports relation-1", "\x00"]
)
def test_words_are_not_saved_without_the_relation_that_was_asked_for(
    editor: Client, article: Article, connect: str
) -> None:
    make_annotation(article, "Trees cool streets")
    shade = make_annotation(article, "Shade saves water", Role.PREMISE)
    response = swap(editor, "annotation_edit", 2, **wording(shade, gist="Typed", connect=connect))
    shade.refresh_from_db()
    assert (response.status_code, shade.gist) == (422, "Shade saves water")
    assert 'value="Typed"' in response.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"gist": ""}, "say it in one line"),
        ({"gist": "x" * 201}, "keep it to 200"),
        ({"gist": "\x00"}, "say it in one line"),
        ({"note": "x" * 1_000_000}, "keep it to 5,000"),
        ({"role": "king"}, "choose one of the roles"),
        ({"version": ""}, "open the form again"),
        ({"version": "new"}, "whole number"),
        ({"version": "9" * 50}, "less than or equal"),
        ({"role": "rhetoric", "device": "Sorcery"}, "choose one of the devices"),
        ({"role": "rhetoric", "leans_on": "C1"}, "c1 cannot lean on itself"),
    ],
)
def test_bad_wordings_are_refused_beside_their_field(
    editor: Client, article: Article, data: dict[str, object], words: str
) -> None:
    annotation = make_annotation(article, "Trees cool streets")
    response = swap(editor, "annotation_edit", 1, **(wording(annotation, note="Kept") | data))
    html = response.content.decode()
    annotation.refresh_from_db()
    assert (response.status_code, annotation.version) == (422, 1)
    assert words in html.lower().replace("rh1", "c1")
    assert "Kept" in html or "note" in data


def test_a_device_that_an_import_brought_may_stay(editor: Client, article: Article) -> None:
    annotation = make_annotation(article, "Trees", Role.RHETORIC, device="Litotes")
    assert ">Litotes</option>" in part(editor, "annotation_edit", 1).content.decode()
    swap(editor, "annotation_edit", 1, **wording(annotation, gist="New", device="Litotes"))
    annotation.refresh_from_db()
    assert (annotation.gist, annotation.device) == ("New", "Litotes")


# WITHDRAWING


def test_withdrawing_offers_to_undo_and_undoing_brings_it_back(
    editor: Client, article: Article
) -> None:
    make_annotation(article, "Trees cool streets")
    html = swap(editor, "annotation_withdraw", 1).content.decode()
    assert "C1 withdrawn." in html and 'form="undo-form"' in html
    assert labels(article) == []
    assert "C1 is back." in swap(editor, "annotation_restore", 1).content.decode()
    assert labels(article) == ["C1"]


def test_without_script_what_is_withdrawn_waits_in_the_list(
    editor: Client, article: Article
) -> None:
    make_annotation(article, "Trees cool streets")
    response = editor.post(address("annotation_withdraw", 1))
    assert response["Location"] == "/a/trees/annotations/#withdrawn"
    html = editor.get(address("annotation_list")).content.decode()
    assert f'action="{address("annotation_restore", 1)}"' in html


# CONNECTING


@pytest.fixture
def three(article: Article) -> tuple[Annotation, Annotation, Annotation]:
    return (
        make_annotation(article, "Trees cool streets"),
        make_annotation(article, "Shade saves water", Role.PREMISE),
        make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM),
    )


def test_the_form_offers_the_nearest_claim_above(editor: Client, three: object) -> None:
    html = part(editor, "relation_new", query="?premise=3").content.decode()
    assert "<option selected>attacks</option>" in html
    assert '<option value="C1" data-role="claim" selected>' in html


@pytest.mark.parametrize(
    ("verb", "words"), [("supports", "P2 supports C1."), ("attacks", "P2 attacks C1.")]
)
def test_connecting_says_what_bears_on_what(
    editor: Client, article: Article, three: object, verb: str, words: str
) -> None:
    response = swap(editor, "relation_new", premise="P2", verb=verb, target="C1")
    html = response.content.decode()
    assert words in html
    assert 'id="argument"' in html and 'id="text"' not in html, "the text has not changed"
    assert address("relation_withdraw", 1) in html
    assert told(response)["focus:move"] == {"to": "edit-2"}


def test_premises_may_work_together(editor: Client, article: Article, three: object) -> None:
    swap(editor, "relation_new", premise=["P2", "X3"], verb="supports", target="C1")
    assert reading_of(article).graph.relations[0].premises == (2, 3)


def test_together_with_adds_to_the_first_premise(
    editor: Client, article: Article, three: object
) -> None:
    html = swap(editor, "relation_new", premise="2", together=["3"], verb="supports", target="1")
    assert "P2 supports C1 together with X3." in html.content.decode()


def test_a_step_is_undercut(
    editor: Client, article: Article, three: tuple[Annotation, ...]
) -> None:
    make_relation(three[1], target=three[0])
    offered = part(editor, "relation_new", query="?premise=X3").content.decode()
    assert '<option value="relation-1" data-step>the step from P2 to C1' in offered
    response = swap(editor, "relation_new", premise="X3", verb="undercuts", target="relation-1")
    assert "X3 undercuts the step from P2 to C1." in response.content.decode()
    assert reading_of(article).graph.relation(2).is_undercut


def test_a_circle_is_allowed_and_said(
    editor: Client, article: Article, three: tuple[Annotation, ...]
) -> None:
    make_relation(three[1], target=three[0])
    response = swap(editor, "relation_new", premise="C1", verb="supports", target="P2")
    assert response.status_code == 200
    assert "That closes a circle" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"target": "P2"}, "P2 cannot bear on itself."),
        ({"target": "C1", "together": "C1"}, "C1 cannot bear on itself."),
        ({"target": "C1"}, "This is there already: P2 supports C1."),
        ({"target": "C1", "verb": "attacks"}, "This is there already: P2 supports C1."),
        ({"target": "C1", "verb": "undercuts"}, "An undercut attacks a step."),
        ({"target": "relation-1"}, "A step can be undercut, but not supported"),
        ({"target": "relation-9", "verb": "undercuts"}, "That step is not there any more."),
        ({"target": ""}, "Choose what it bears on."),
        ({"target": "C99"}, "There is no annotation “C99”"),
        ({"target": "\x00"}, "Null characters are not allowed."),
        ({"target": "x" * 1_000_000}, "There is no annotation"),
        ({"verb": ""}, "Choose: supports, attacks or undercuts."),
        ({"verb": "eats"}, "Choose: supports, attacks or undercuts."),
        ({"together": ["X3", "C99"]}, "There is no annotation “C99”"),
        ({"premise": ""}, "Choose what gives the reason."),
        ({"premise": "Q9"}, "There is no annotation “Q9”"),
    ],
)
def test_bad_relations_are_refused_with_the_reason_and_keep_what_was_chosen(
    editor: Client,
    article: Article,
    three: tuple[Annotation, ...],
    data: dict[str, object],
    words: str,
) -> None:
    make_relation(three[1], target=three[0])
    good = {"premise": "P2", "verb": "supports", "target": "X3", "together": ""}
    response = swap(editor, "relation_new", **(good | data))
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert article.relations.count() == 1
    if data.get("verb") in {"attacks", "undercuts"}:
        assert f"<option selected>{data['verb']}</option>" in html
    if data.get("target") == "C1":
        assert '<option value="C1" data-role="claim" selected>' in html


def test_annotations_of_another_article_cannot_be_connected(
    editor: Client, article: Article, three: object
) -> None:
    other = make_article(title="Another", editor=make_user("bob"))
    for words in ("Trees", "Shade", "Roots", "water"):
        make_annotation(other, words)
    response = swap(editor, "relation_new", premise="P2", verb="supports", target="C4")
    assert response.status_code == 422


def test_a_relation_is_taken_back_and_restored(
    editor: Client, article: Article, three: tuple[Annotation, ...]
) -> None:
    make_relation(three[1], target=three[0])
    html = swap(editor, "relation_withdraw", 1).content.decode()
    assert "Taken back: P2 supports C1." in html and 'form="undo-form"' in html
    assert reading_of(article).relations == ()
    assert "P2 supports C1." in swap(editor, "relation_restore", 1).content.decode()
    assert len(reading_of(article).relations) == 1


def test_a_relation_that_was_made_again_is_not_restored_beside_it(
    editor: Client, article: Article, alice: User, three: tuple[Annotation, ...]
) -> None:
    withdraw(make_relation(three[1], target=three[0]), by=alice)
    make_relation(three[1], target=three[0])
    response = swap(editor, "relation_restore", 1)
    assert response.status_code == 422
    assert "there already" in response.content.decode()


def test_a_premise_joins_a_step_and_can_leave_it_again(
    editor: Client, article: Article, three: tuple[Annotation, ...]
) -> None:
    make_relation(three[1], target=three[0])
    offered = part(editor, "relation_join", 1, query="?at=P2").content.decode()
    assert "P2 supports C1" in offered and '<option value="X3"' in offered
    html = swap(editor, "relation_join", 1, premise="X3", at="P2").content.decode()
    assert "P2 supports C1 together with X3." in html
    assert 'form="undo-form"' in html
    assert "P2 supports C1." in swap(editor, "relation_part", 1, premise="X3").content.decode()
    assert reading_of(article).graph.relation(1).premises == (2,)


@pytest.mark.parametrize("premise", ["", "P2", "C1", "C99", "\x00", "x" * 100_000])
def test_bad_joins_are_refused(
    editor: Client, article: Article, three: tuple[Annotation, ...], premise: str
) -> None:
    make_relation(three[1], target=three[0])
    response = swap(editor, "relation_join", 1, premise=premise, at="nonsense")
    assert response.status_code == 422
    assert "field-error" in response.content.decode()


def test_the_last_premise_cannot_leave(
    editor: Client, article: Article, three: tuple[Annotation, ...]
) -> None:
    make_relation(three[1], target=three[0])
    response = swap(editor, "relation_part", 1, premise="P2")
    assert response.status_code == 422
    assert "at least one premise" in response.content.decode()


# WHO, WHAT AND HOW MUCH

ADDRESSES = [
    ("annotation_list", ()),
    ("annotation_edit", (1,)),
    ("annotation_withdraw", (1,)),
    ("annotation_restore", (1,)),
    ("relation_new", ()),
    ("relation_join", (1,)),
    ("relation_withdraw", (1,)),
    ("relation_restore", (1,)),
    ("relation_part", (1,)),
    ("relation_assume", (1,)),
]


# There reviewers propose what editors do.
PROPOSING = {
    "annotation_list",
    "annotation_edit",
    "annotation_withdraw",
    "relation_new",
    "relation_withdraw",
}
CLOSED = [
    (name, args, who)
    for name, args in ADDRESSES
    for who in ("nobody", "stranger", "reader", "reviewer")
    if who != "reviewer" or name not in PROPOSING
]


@pytest.mark.parametrize(("name", "args", "who"), CLOSED)
def test_all_of_it_looks_absent_to_all_but_editors(
    client: Client, alice: User, name: str, args: tuple[int, ...], who: str
) -> None:
    article = make_article(editor=alice, slug="trees", public=True)
    make_relation(make_annotation(article, "Shade"), target=make_annotation(article, "Trees"))
    if who == "stranger":
        client.force_login(make_user("bob"))
    elif who != "nobody":
        client.force_login(make_member(article, "carol", Part(who)))
    assert client.post(address(name, *args), {"premise": "1"}).status_code == 404
    assert client.get(address(name, *args)).status_code in {404, 405}
    assert article.changes.count() == 4


@pytest.mark.parametrize(("name", "args"), [case for case in ADDRESSES if case[1]])
@pytest.mark.parametrize("number", [0, 99, 2**31, 2**70])
def test_unknown_numbers_are_absent(
    editor: Client, article: Article, name: str, args: object, number: int
) -> None:
    assert swap(editor, name, number).status_code == 404


def test_withdrawn_numbers_are_absent_but_can_be_restored(
    editor: Client, article: Article, alice: User, three: tuple[Annotation, ...]
) -> None:
    relation = make_relation(three[1], target=three[0])
    withdraw(relation, by=alice)
    withdraw(three[0], by=alice)
    assert part(editor, "annotation_edit", 1).status_code == 404
    for name in ("annotation_withdraw", "relation_join", "relation_withdraw"):
        assert swap(editor, name, 1).status_code == 404
    assert swap(editor, "annotation_restore", 1).status_code == 200
    assert swap(editor, "relation_restore", 1).status_code == 200


def test_restoring_what_stands_changes_nothing(
    editor: Client, article: Article, three: object
) -> None:
    before = article.changes.count()
    assert swap(editor, "annotation_restore", 1).status_code == 200
    assert article.changes.count() == before


@pytest.mark.parametrize("name", ["annotation_withdraw", "annotation_restore"])
def test_reading_an_address_never_changes_anything(
    editor: Client, article: Article, three: object, name: str
) -> None:
    assert editor.get(address(name, 1)).status_code == 405


def test_a_write_without_the_token_is_refused(article: Article, alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    data = selection(article, "Trees", role="claim")
    assert client.post(address("annotation_list"), data).status_code == 403


def test_the_map_comes_in_the_kind_that_the_page_shows(
    editor: Client, article: Article, three: object
) -> None:
    html = swap(editor, "relation_new", premise="P2", verb="supports", target="C1").content.decode()
    assert 'data-kind-of-map="rails" aria-current="true"' in html


@pytest.mark.parametrize(
    "current", ["", "http://[", "nonsense", "http://testserver/?fold=,,٣&kind=x"]
)
def test_an_odd_current_address_does_no_harm(
    editor: Client, article: Article, three: object, current: str
) -> None:
    response = editor.post(
        address("relation_new"),
        {"premise": "P2", "verb": "supports", "target": "C1"},
        headers={"HX-Request": "true", "HX-Current-URL": current},
    )
    assert response.status_code == 200


def test_the_list_shows_everything_with_its_tools(
    editor: Client, article: Article, alice: User, three: tuple[Annotation, ...]
) -> None:
    make_relation(three[1], target=three[0])
    withdraw(make_relation(three[2], target=three[0], kind=RelationKind.ATTACK), by=alice)
    html = editor.get(address("annotation_list")).content.decode()
    for words in ("Trees cool streets", "P2 supports C1", "X3 attacked C1", "Mark by hand"):
        assert words in html
    for tool in (address("annotation_edit", 1), address("annotations_withdraw")):
        assert tool in html


def test_more_annotations_cost_the_list_no_more_queries(editor: Client, article: Article) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            editor.get(address("annotation_list"))
        return len(counted)

    for words in ("Trees", "cool"):
        make_annotation(article, words)
    make_relation(*article.annotations.filter(number=1), target=article.annotations.get(number=2))
    few = queries()
    for words in ("streets", "Shade", "saves", "water", "Roots", "lift", "pavements"):
        make_relation(make_annotation(article, words), target=article.annotations.get(number=1))
    assert queries() == few
