import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.argument.roles import Role
from reader.text.cue_lists import CueKind, cue_list_of, folded, languages
from reader.text.cues import candidates
from reader.text.overstating import overstated
from reader.text.rendering import render
from reader.text.sentences import paragraphs_in, sentences_in


def found(text: str, language: str = "en", **more) -> list[tuple[str, str, str]]:
    """Kind, cue and words of each candidate."""
    return [
        (str(c.kind), text[c.cue_start : c.cue_end], text[c.start : c.end])
        for c in candidates(text, language, **more)
    ]


@pytest.mark.parametrize("language", languages())
def test_a_list_has_cues_of_every_kind(language):
    cues = cue_list_of(language)
    assert cues is not None
    kinds = {phrase.kind for phrases in cues.phrases.values() for phrase in phrases}
    assert kinds == {*CueKind, None}
    assert all(group.gist <= group.passage for group in cues.strong)


def test_there_are_lists_of_english_and_german():
    assert {"de", "en"} <= set(languages())


@pytest.mark.parametrize("kind", CueKind)
def test_every_kind_has_a_role_and_says_what_it_often_does(kind):
    assert kind.role in set(Role)
    assert kind.meaning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Therefore the trees should stay.", ("conclusion", "Therefore")),
        ("We keep them because shade saves water.", ("reason", "because")),
        ("However, roots lift pavements here.", ("contrast", "However")),
        ("Critics say the roots lift pavements.", ("opposition", "Critics say")),
        ("A study of forty streets is under way.", ("evidence", "study")),
        ("It lowers heat by 30 % in summer.", ("evidence", "%")),
        ("This ignores what the roots do.", ("answer", "This ignores")),
        ("It is a disgraceful little plan.", ("loaded", "disgraceful")),
        ("Experts agree about the lindens there.", ("unnamed", "Experts agree")),
        ("Trees are always good for towns.", ("absolute", "always")),
        ("The town ought to plant lindens.", ("stance", "ought to")),
    ],
)
def test_english_cues(text, expected):
    assert [(kind, cue) for kind, cue, _ in found(text)][-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Daher bleiben die Bäume stehen.", ("conclusion", "Daher")),
        ("Sie bleiben, weil Schatten Wasser spart.", ("reason", "weil")),
        ("Kritiker behaupten das seit Jahren.", ("opposition", "Kritiker behaupten")),
        ("Einer Studie zufolge kühlt das.", ("evidence", "Studie")),
        ("Das ist eine Katastrophe für uns.", ("loaded", "Katastrophe")),
        ("Die Stadt sollte Linden pflanzen.", ("stance", "sollte")),
        ("Zwar kostet das etwas Geld.", ("concession", "Zwar")),
    ],
)
def test_german_cues(text, expected):
    assert [(kind, cue) for kind, cue, _ in found(text, "de-AT")][-1] == expected


def test_a_subordinate_clause_is_suggested_by_itself():
    assert found("Trees must stay, because they cool the street.") == [
        ("stance", "must", "Trees must stay"),
        ("reason", "because", "because they cool the street."),
    ]
    assert found("Because they cool the street, trees must stay.") == [
        ("reason", "Because", "Because they cool the street"),
        ("stance", "must", "trees must stay."),
    ]


def test_a_but_after_what_was_granted_answers_it():
    text = "Admittedly, roots lift pavements. But shade saves water."
    assert [kind for kind, _, _ in found(text)] == ["concession", "answer"]
    assert [kind for kind, _, _ in found("But shade saves water.")] == ["contrast"]


def test_words_that_mean_nothing_hide_the_cues_in_them():
    assert not found("It has worked so far for everybody here, as far as anybody knows.")[1:]
    assert not found("He went so that he could rest there.")


def test_some_cues_count_only_where_a_clause_begins():
    assert not found("They waited since noon for rain.")
    assert found("They waited, since rain was coming.")[0][:2] == ("reason", "since")


def test_a_cue_is_a_whole_word_whatever_its_capitals():
    assert not found("The becauseway leads past a mustard field.")
    assert found("TREES MUST STAY HERE.")[0][:2] == ("stance", "MUST")


def test_straight_and_curled_apostrophes_are_the_same():
    assert found("We shouldn’t fell them.")[0][1] == "shouldn’t"
    assert found("We shouldn't fell them.")[0][1] == "shouldn't"


def test_letters_with_loose_marks_are_found_too():
    assert found("Das u\u0308bersieht nichts. Sie verrückt, das ist verru\u0308ckt.", "de")


def test_an_abbreviation_ends_no_sentence():
    text = "It works, e.g. in Ghent, says Dr. Maes. It is cheap."
    ends = [text[start:end] for start, end in sentences_in(text, 0, len(text), {"dr", "e.g"})]
    assert ends == ["It works, e.g. in Ghent, says Dr. Maes.", "It is cheap."]


def test_a_footnote_belongs_to_its_sentence_and_a_figure_to_its_own():
    text = "It swings by hours.12 None of this costs 3.5 coins."
    ends = [text[start:end] for start, end in sentences_in(text, 0, len(text))]
    assert ends == ["It swings by hours.12", "None of this costs 3.5 coins."]


def test_headings_tables_and_code_are_passed_over():
    rendered = render(
        "# We must go\n\nWe must stay.\n\n| We must |\n|--|\n| we must sit |\n\n- We must eat\n"
    )
    kept = [rendered.text[a:b] for a, b in paragraphs_in(rendered.text, rendered.blocks)]
    assert [words.strip() for words in kept if words.strip()] == ["We must stay.", "We must eat"]
    assert len(found(rendered.text, blocks=rendered.blocks)) == 2


def test_what_is_marked_already_is_not_suggested():
    text = "We must stay here. We must eat there."
    assert len(found(text, excluded=[(3, 7)])) == 1
    assert not found(text, excluded=[(30, 31), (0, 4)])


def test_a_language_without_a_list_has_no_candidates():
    assert candidates("Il faut rester, parce que.", "fr") == ()


PIECES = st.sampled_from(
    ["because ", "But ", "however, ", "Zwar ", "weil ", "30 % ", ". ", "! ", ", ", "\n", " – ", "ß", "é",
     "e\u0301", "𝒳 ", "\u202e", "…", "(", "study ", "must ", "Kritiker behaupten ", "\u00a0", "İ", "tree "]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join)


@given(
    TEXTS,
    st.sampled_from(languages()),
    st.lists(st.tuples(st.integers(-3, 90), st.integers(0, 90)), max_size=5),
)
def test_candidates_lie_in_the_text_in_order_and_outside_what_is_excluded(text, language, spans):
    before = 0
    for c in candidates(text, language, excluded=spans):
        assert before <= c.start <= c.cue_start < c.cue_end <= c.end <= len(text)
        assert c.cue == text[c.cue_start : c.cue_end]
        assert not text[c.start].isspace() and not text[c.end - 1].isspace()
        assert all(c.end <= a or c.start >= b for a, b in spans if a < b)
        before = c.end


@given(TEXTS)
def test_sentences_hold_all_words_of_the_text(text):
    ends = list(sentences_in(text, 0, len(text)))
    assert "".join("".join(text[a:b].split()) for a, b in ends) == "".join(text.split())


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("gist", "quote", "words"),
    [
        ("All trees cool the street", "Trees cool the street.", ("All",)),
        ("All trees cool the street", "Every tree cools the street.", ()),
        ("Heat causes accidents", "There are more accidents on hot days.", ("causes",)),
        ("Heat causes accidents", "Accidents happen because of heat.", ()),
        ("It never works, and this proves it", "It did work once.", ("never", "proves")),
        ("Nobody came", "They did not come.", ()),
        ("Summer time all year", "Keep the clocks as they are in summer.", ()),
        ("Not all trees cool", "Some trees warm.", ()),
    ],
)
def test_a_gist_is_held_to_its_passage(gist, quote, words):
    assert overstated(gist, [quote], "en") == words


def test_what_the_text_leaves_unsaid_may_be_worded_in_any_way():
    assert overstated("Everybody must always obey", [], "en") == ()
    assert overstated("Tout le monde", ["Rien"], "fr") == ()
