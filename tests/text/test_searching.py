import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.searching import (
    LONGEST_TOKEN,
    MOST_TERMS,
    STRETCH,
    Term,
    folded,
    located,
    marked,
    matches_in,
    snippet,
    stretches_of,
    terms_of,
)


@pytest.mark.parametrize(
    ("words", "tokens"),
    [
        ("Crème BRÛLÉE", "creme brulee"),
        ("e\u0301te\u0301", "ete"),
        ("Łódź Straße æther ødegård", "lodz strasse aether odegard"),
        ("İstanbul ılık", "istanbul ilik"),
        ("ΆΛΦΑ ς", "αλφα σ"),
        ("Ёлка й", "елка и"),
        ("ｆｕｌｌ ｶﾞﾀ", "full ガ タ"),
        ("東京の木", "東 京 の 木"),
        ("한국 한국", "한 국 한 국"),
        ("ไทย", "ไ ท ย"),
        ("कल काल", "कल कx93eल"),
        ("שָׁלוֹם سَلَام", "שלום سلام"),
        ("٣ १ ½", "3 1 1 2"),
        ("don't e-mail foo_bar so\u00adft", "don t e mail foo bar soft"),
        ("𠀋木 𝒽i", "x2000b 木 hi"),
        ("🌳 … \u202e \0", ""),
        ("x" * 100, "x" * LONGEST_TOKEN),
    ],
)
def test_words_are_folded(words, tokens):
    assert folded(words) == tokens


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_tokens_hold_letters_and_digits_and_nothing_else(text):
    assert all(token.isalnum() for token in folded(text).split(" ") if token)


@given(st.text())
def test_every_token_is_found_where_it_is_located(text):
    for token, start, end in located(text):
        assert 0 <= start < end <= len(text)
        assert token in folded(text[start:end]).split(" ")


@given(st.text(max_size=3 * STRETCH))
def test_stretches_are_the_text(text):
    stretches = list(stretches_of(text))
    assert "".join(text[start:end] for start, end in stretches) == text
    assert all(0 < end - start <= STRETCH for start, end in stretches)


def test_stretches_end_between_paragraphs_or_words():
    text = ("word " * 500 + "\n\n") * 4
    assert all(text[end - 1] in "\n " for _, end in stretches_of(text))


def test_a_query_is_words_and_groups():
    assert terms_of(' Shade “cool  Streets" tre') == (
        Term(("shade",)),
        Term(("cool", "streets")),
        Term(("tre",), is_open=True),
    )
    assert terms_of('"tree" t') == (Term(("tree",)), Term(("t",)))
    assert terms_of("shade shade e-mail") == (Term(("shade",)), Term(("e", "mail"), is_open=True))
    assert terms_of('" * -- "') == ()
    assert len(terms_of(" ".join(f"w{n}" for n in range(99)))) == MOST_TERMS


def test_matches_are_whole_words_in_the_original():
    text = "Crème, crèmes: CRÈME brûlée."
    found = [text[a:b] for a, b, _ in matches_in(text, terms_of('"creme"'))]
    assert found == ["Crème", "CRÈME"]
    assert [text[a:b] for a, b, _ in matches_in(text, terms_of("creme"))] == [
        "Crème",
        "crèmes",
        "CRÈME",
    ]
    assert [text[a:b] for a, b, _ in matches_in(text, terms_of('"creme brulee"'))] == [
        "CRÈME brûlée"
    ]


@given(st.text(max_size=300), st.text(max_size=20))
def test_marking_adds_and_loses_nothing(text, query):
    assert "".join(piece.words for piece in marked(text, terms_of(query))) == text


def test_a_snippet_shows_where_most_words_stand_together():
    text = "Shade here. " + "Filler words. " * 60 + "Water and shade meet. " + "More. " * 80
    pieces = snippet(text, terms_of("shade water"))
    assert [piece.words for piece in pieces if piece.is_match] == ["Water", "shade"]
    assert (pieces[0].words, pieces[-1].words) == ("… ", " …")
    assert len("".join(piece.words for piece in pieces)) < 260
    assert snippet(text, terms_of("snow")) == ()


@given(st.text(max_size=600), st.text(min_size=1, max_size=10))
def test_a_snippet_is_cut_from_the_text(text, query):
    words = "".join(piece.words for piece in snippet(text, terms_of(query)))
    assert words.removeprefix("… ").removesuffix(" …") in text
