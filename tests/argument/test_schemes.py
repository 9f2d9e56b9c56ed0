from itertools import pairwise
from pathlib import Path

import pytest

from reader.argument.roles import RelationKind
from reader.argument.schemes import SCHEMES, QuestionKind, find_schemes, scheme_of


def test_there_are_thirty_schemes_each_with_its_own_key_and_name():
    assert len(SCHEMES) == 30
    assert len({scheme.key for scheme in SCHEMES}) == 30
    assert len({scheme.name for scheme in SCHEMES}) == 30


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.key)
def test_a_scheme_explains_itself(scheme):
    assert scheme.explanation.endswith(".")
    assert scheme.example.endswith(".")
    assert scheme.explanation != scheme.example
    assert scheme.premises
    assert len(scheme.key) <= 60
    assert scheme.key == "-".join(scheme.key.lower().split())


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.key)
def test_every_question_asks_and_a_scheme_has_two_at_least(scheme):
    assert len(scheme.questions) >= 2
    assert all(question.words.endswith("?") for question in scheme.questions)


def test_every_kind_of_question_comes_and_says_what_a_bad_answer_means():
    kinds = {question.kind for scheme in SCHEMES for question in scheme.questions}
    assert kinds == set(QuestionKind)
    assert all("bad answer" in kind.meaning for kind in QuestionKind)


def test_schemes_of_one_family_stand_together():
    families = [scheme.family for scheme in SCHEMES]
    changes = sum(one != other for one, other in pairwise(families))
    assert changes == len(set(families)) - 1


def test_the_numbers_of_aifdb_are_each_given_once():
    numbers = [scheme.aif for scheme in SCHEMES if scheme.aif]
    assert len(numbers) == len(set(numbers)) == 19


def test_ad_hominem_is_a_way_to_attack():
    scheme = scheme_of("direct-ad-hominem")
    assert scheme is not None
    assert scheme.suits(RelationKind.ATTACK)
    assert not scheme.suits(RelationKind.SUPPORT)


def test_an_unknown_key_is_no_scheme():
    assert scheme_of("because-i-say-so") is None


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("expert", "expert-opinion"),
        ("EXPERT opin", "expert-opinion"),
        ("sunk cost", "waste"),
        ("arborist", "expert-opinion"),
        ("café pavement", "precedent"),
        ("cafe", "precedent"),
        ("ad hominem", "direct-ad-hominem"),
    ],
)
def test_a_scheme_is_found_by_its_name_explanation_and_example(words, key):
    assert find_schemes(words)[0].key == key


def test_what_is_found_by_name_comes_first():
    names = [scheme.name for scheme in find_schemes("example")]
    assert names[0] == "Example"


def test_no_words_find_all_and_nonsense_finds_none():
    assert find_schemes("") == SCHEMES
    assert find_schemes("xyzzy") == ()


def test_only_schemes_that_suit_the_kind_are_found():
    assert "direct-ad-hominem" not in {s.key for s in find_schemes("", RelationKind.SUPPORT)}


def test_every_scheme_is_documented():
    docs = Path(__file__).parent.parent.parent / "docs" / "argument-model.md"
    written = docs.read_text("utf-8").lower()
    assert [s.name for s in SCHEMES if s.name.lower() not in written] == []
