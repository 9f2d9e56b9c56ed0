"""What the fields of the editor's forms make of codes, numbers and odd characters."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from reader.accounts.models import User
from reader.annotations.graphs import reading_of
from reader.argument.devices import DEVICES
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article
from reader.editing.fields import as_in_text, find_annotation, passages_of, tidy
from reader.editing.forms import AnnotationForm, MarkForm, RelationForm
from reader.editing.suggesting import marked_already, suggestion_for
from tests.factories import make_annotation, make_article, make_relation


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice)


@given(st.text())
def test_tidy_words_stay_tidy_and_lose_nothing_that_can_be_seen(words: str) -> None:
    once = tidy(words)
    assert tidy(once) == once
    assert [c for c in once if c.isprintable()] == [c for c in words if c.isprintable()]


@pytest.mark.parametrize("words", ["\ud800", "a\udfffb"])
def test_half_a_character_is_refused(words: str) -> None:
    with pytest.raises(ValidationError):
        tidy(words)
    with pytest.raises(ValidationError):
        as_in_text(words)


def test_a_quote_keeps_every_sign_of_the_text_but_the_line_ends_of_forms() -> None:
    assert as_in_text("a\r\nb\x01\tc") == "a\nb\x01\tc"


def test_passages_pair_offsets_with_quotes() -> None:
    assert passages_of(["0", "7"], ["5", "9"], ["Trees", "ol"]) == [(0, 5, "Trees"), (7, 9, "ol")]


def test_quotes_alone_are_passages_without_offsets() -> None:
    assert passages_of([], [], ["Trees", " "]) == [(0, 0, "Trees")]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["C1", "c1", "1", " C1 ", "P1", "Rh1"])
def test_an_annotation_is_known_by_its_number_whatever_its_letter(
    article: Article, code: str
) -> None:
    make_annotation(article, "Trees")
    found = find_annotation(reading_of(article), code)
    assert found and found.label == "C1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "code", ["", "C", "C2", "C1 C1", "1e0", "-1", "+1", "١", "1" * 5_000, "C1\n1"]
)
def test_what_is_no_code_finds_nothing(article: Article, code: str) -> None:
    make_annotation(article, "Trees")
    assert find_annotation(reading_of(article), code) is None


@pytest.mark.django_db
def test_a_marks_gist_comes_from_its_words_in_one_line() -> None:
    article = make_article("Some words  \nthat are broken, and " + "more of them " * 20)
    data = QueryDict(mutable=True)
    data.update({"role": "claim", "quote": article.head.text.strip()})
    form = MarkForm(article, reading_of(article), data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["gist"].startswith("Some words that are broken")
    assert len(form.cleaned_data["gist"]) <= 80


@pytest.mark.django_db
def test_clean_data_are_what_the_verbs_take(article: Article) -> None:
    trees, shade = make_annotation(article, "Trees"), make_annotation(article, "Shade")
    data = {"premise": ["C2"], "together": ["C2"], "verb": "undercuts", "target": "relation-1"}
    make_relation(shade, target=trees)
    form = RelationForm(reading_of(article), data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["kind"] is RelationKind.ATTACK
    assert set(form.cleaned_data) == {"premises", "kind", "target"}


@pytest.mark.django_db
def test_an_unfilled_form_shows_the_wording_as_it_is(article: Article) -> None:
    trees = make_annotation(article, "Trees")
    slogan = make_annotation(article, "Roots", Role.RHETORIC, device="Slogan", leans_on=trees)
    form = AnnotationForm(reading_of(article), slogan)
    shown = {name: form[name].value() for name in ("role", "gist", "device", "leans_on", "version")}
    assert shown == {
        "role": "rhetoric",
        "gist": "Roots",
        "device": "Slogan",
        "leans_on": "C1",
        "version": 1,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        (Role.CLAIM, "supports C2"),
        (Role.PREMISE, "supports C2"),
        (Role.EVIDENCE, "supports C2"),
        (Role.COUNTERCLAIM, "attacks C2"),
        (Role.REBUTTAL, "attacks X3"),
        (Role.RHETORIC, None),
    ],
)
def test_the_nearest_fitting_annotation_above_is_offered(
    article: Article, role: Role, wanted: str | None
) -> None:
    make_annotation(article, "Trees")
    make_annotation(article, "streets")
    make_annotation(article, "saves", Role.COUNTERCLAIM)
    make_annotation(article, "pavements")
    new = make_annotation(article, "Roots", role)
    offered = suggestion_for(reading_of(article), new)
    assert (offered.value if offered else None) == wanted


@pytest.mark.django_db
def test_the_first_claim_has_nothing_to_support(article: Article) -> None:
    first = make_annotation(article, "Trees")
    make_annotation(article, "Roots")
    assert suggestion_for(reading_of(article), first) is None


@pytest.mark.django_db
def test_a_premise_before_every_claim_is_offered_the_first_below(article: Article) -> None:
    premise = make_annotation(article, "Trees", Role.PREMISE)
    make_annotation(article, "Roots")
    offered = suggestion_for(reading_of(article), premise)
    assert offered and offered.value == "supports C2"


@pytest.mark.django_db
def test_only_the_same_passages_are_a_double_and_of_several_that_of_the_same_role(
    article: Article,
) -> None:
    make_annotation(article, "Trees")
    reading = reading_of(article)
    assert marked_already(reading, Role.CLAIM, [(0, 5)])
    other = make_annotation(article, "Trees", Role.PREMISE)
    reading = reading_of(article)
    assert marked_already(reading, Role.PREMISE, [(0, 5)]) == other
    assert marked_already(reading, Role.EVIDENCE, [(0, 5)])
    assert not marked_already(reading, Role.CLAIM, [(0, 4)])
    assert not marked_already(reading, Role.CLAIM, [(0, 5), (6, 10)])


@pytest.mark.django_db
def test_implicit_annotations_are_never_doubles(article: Article) -> None:
    make_annotation(article, "", Role.ASSUMPTION)
    assert not marked_already(reading_of(article), Role.ASSUMPTION, [])


def test_every_device_has_a_name_of_its_own_and_a_meaning() -> None:
    assert len({device.name for device in DEVICES}) == len(DEVICES)
    assert all(device.meaning.endswith(".") and len(device.name) <= 60 for device in DEVICES)
