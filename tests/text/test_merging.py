import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.merging import Part, merge
from reader.text.source_units import units_of

BASE = (
    "Trees cool streets. Shade saves water. Roots lift pavements.\n\nBirds come.\n\nRain stays.\n"
)
CONFLICTS = {
    "the same sentence": ("Shade saves", "Shade keeps", "Shadow saves"),
    "one deletes what the other edits": (" Shade saves water.", "", " Shade keeps water."),
    "one edits what the other deletes": ("Birds come.\n\n", "Birds go.\n\n", ""),
    "two insertions at one place": ("\n\nRain", "\n\nSun.\n\nRain", "\n\nWind.\n\nRain"),
    "two sentences at one place": (" Roots", " Sun shines. Roots", " Wind blows. Roots"),
    "two at the end": ("stays.\n", "stays.\n\nSun.\n", "stays.\n\nWind.\n"),
    "a paragraph torn apart": ("Trees cool streets. ", "Trees cool streets.\n\n", "Trees. "),
}
MERGES = {
    "two sentences side by side": ("cool", "chill", "saves", "keeps"),
    "two paragraphs side by side": ("Birds", "Crows", "Rain", "Snow"),
    "a sentence goes, the one before changes": (" Shade saves water.", "", "Trees", "Oaks"),
    "a paragraph goes, the next changes": ("Birds come.\n\n", "", "Rain", "Snow"),
    "a paragraph goes, the one before changes": ("Birds come.\n\n", "", "lift", "break"),
    "a paragraph comes, the next changes": ("\n\nBirds", "\n\nSun.\n\nBirds", "come", "go"),
    "a paragraph comes, the one before changes": (
        "\n\nBirds",
        "\n\nSun.\n\nBirds",
        "lift",
        "break",
    ),
    "two insertions": ("Shade", "Sun shines. Shade", "Rain", "Wind.\n\nRain"),
}

fragments = st.sampled_from(
    [
        "A one.",
        "B two!",
        "C three",
        " ",
        "\n",
        "\n\n",
        "- ",
        "| x |\n",
        "```\n",
        "今日は。",
        "\t",
        "1. ",
    ]
)
sources = st.lists(fragments, max_size=14).map("".join)
letters = st.text(max_size=40)


def conflicts(parts: tuple[Part, ...]) -> list[Part]:
    return [part for part in parts if part.is_conflict]


def text_of(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts)


@pytest.mark.parametrize(("old", "mine", "theirs"), CONFLICTS.values(), ids=CONFLICTS)
def test_edits_of_the_same_words_conflict(old, mine, theirs):
    parts = merge(BASE, BASE.replace(old, mine), BASE.replace(old, theirs))
    assert len(conflicts(parts)) == 1


@pytest.mark.parametrize(("old", "mine", "also", "theirs"), MERGES.values(), ids=MERGES)
def test_edits_that_do_not_touch_are_both_kept(old, mine, also, theirs):
    parts = merge(BASE, BASE.replace(old, mine), BASE.replace(also, theirs))
    assert text_of(parts) == BASE.replace(old, mine).replace(also, theirs)


def test_a_conflict_holds_what_each_of_them_wrote_and_the_rest_is_merged():
    mine = BASE.replace("saves", "keeps").replace("Birds", "Crows")
    theirs = BASE.replace("saves", "stores").replace("stays", "goes")
    parts = merge(BASE, mine, theirs)
    assert conflicts(parts) == [
        Part("Shade saves water.", "Shade keeps water.", "Shade stores water.")
    ]
    rest = [part.text for part in parts if not part.is_conflict]
    assert "".join(rest).endswith("\n\nCrows come.\n\nRain goes.\n")


def test_nobody_decides_a_conflict_by_accident():
    [conflict] = merge("A.", "B.", "C.")
    with pytest.raises(ValueError, match="decide"):
        _ = conflict.text


def test_sentences_that_both_rewrote_are_read_together():
    mine, theirs = BASE.replace("s.", "d."), BASE.replace("s.", "n.")
    first, *_ = conflicts(merge(BASE, mine, theirs))
    assert first.base == "Trees cool streets."
    mine, theirs = (BASE.replace("cool", a).replace("saves", a) for a in ("chill", "warm"))
    [only] = conflicts(merge(BASE, mine, theirs))
    assert only.base == "Trees cool streets. Shade saves water."


def test_rows_of_a_table_and_lines_of_code_are_units():
    base = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n```\nx = 1\n\ny = 2. Or not\n```\n"
    assert "".join(units_of(base)) == base
    assert "| 1 | 2 |\n" in units_of(base)
    assert "y = 2. Or not\n" in units_of(base)
    parts = merge(base, base.replace("1 |", "9 |"), base.replace("y = 2", "y = 3"))
    assert text_of(parts) == base.replace("1 |", "9 |").replace("y = 2", "y = 3")


@pytest.mark.parametrize(
    ("source", "units"),
    [
        ("One. Two.", ["One.", " ", "Two."]),
        ("One goes\nover lines. Two.", ["One goes\nover lines.", " ", "Two."]),
        ("See J. Smith, e.g. here.", ["See J. Smith, e.g. here."]),
        ("**Bold.** Next.[^1] Last.", ["**Bold.**", " ", "Next.[^1]", " ", "Last."]),
        ("- One. B\n- C", ["- One.", " ", "B", "\n", "- C"]),
        ("1. First. Then", ["1. First.", " ", "Then"]),
        ("今日は。明日は！", ["今日は", "。", "明日は", "！"]),
        ("# Head. Two\ntext", ["# Head. Two\n", "text"]),
        ("break  \nnext", ["break", "  \n", "next"]),
        ("~~~\na. B\n```\n~~~\nCc. D", ["~~~\n", "a. B\n", "```\n", "~~~\n", "Cc.", " ", "D"]),
    ],
)
def test_a_source_is_cut_into_sentences_and_lines(source, units):
    assert units_of(source) == units


@given(letters)
def test_every_character_belongs_to_one_unit(source):
    assert "".join(units_of(source)) == source
    assert all(units_of(source))


@given(sources, sources, sources)
def test_nothing_typed_is_lost(base, mine, theirs):
    parts = merge(base, mine, theirs)
    assert "".join(part.base for part in parts) == base
    assert "".join(part.mine for part in parts) == mine
    assert "".join(part.theirs for part in parts) == theirs


@given(sources, sources)
def test_who_merges_with_one_that_left_all_as_it_was_keeps_his_own(base, mine):
    assert text_of(merge(base, mine, base)) == mine
    assert text_of(merge(base, base, mine)) == mine
    assert text_of(merge(base, mine, mine)) == mine


@given(sources, sources, sources)
def test_it_does_not_matter_who_is_who(base, mine, theirs):
    swapped = [Part(p.base, p.theirs, p.mine) for p in merge(base, mine, theirs)]
    assert list(merge(base, theirs, mine)) == swapped


@given(st.lists(fragments, min_size=1, max_size=8).map("".join), st.integers(0, 9), st.booleans())
def test_edits_of_paragraphs_far_apart_never_conflict(words, place, is_gone):
    words = words.replace("`", "")
    paragraphs = [f"Paragraph {n} of many." for n in range(12)]
    other = (place + 5) % 12
    mine, theirs = list(paragraphs), list(paragraphs)
    mine[place] = f"{words} mine" if not is_gone else ""
    theirs[other] += " And theirs."
    parts = merge(*("\n\n".join(each) for each in (paragraphs, mine, theirs)))
    assert not conflicts(parts)
    assert "And theirs." in text_of(parts)


@pytest.mark.parametrize("ends", [("a.\n", "b.\n", "c.\n"), ("a", "b", "c"), ("- a.\n",) * 3])
def test_a_hostile_text_is_merged_all_the_same(ends):
    base, mine, theirs = (end * (100_000 // len(end)) for end in ends)
    assert "".join(part.mine for part in merge(base, mine, theirs)) == mine
