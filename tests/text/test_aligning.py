"""Which words of an old text stand where in a new one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.aligning import ABSENT, Alignment, Words

TEXTS = st.lists(
    st.sampled_from(["ab", "cd", "ef", "gh", "水", "木", ".", "\n", "👩\u200d🌾", "e\u0301"]),
    max_size=40,
).map(" ".join)
LINES = (
    "Trees cool streets in summer, and shade saves water.",
    "Roots lift pavements now and then.",
    "A study in three cities measured two degrees of difference at noon.",
)


def words_at(text: str, places: list[int]) -> list[str]:
    words = Words(text).texts
    return [words[place] for place in places]


@given(st.text(max_size=60))
def test_words_are_where_they_say(text: str) -> None:
    words = Words(text)
    spans = zip(words.starts, words.ends, words.texts, strict=True)
    assert all(text[start:end] == word for start, end, word in spans)
    assert "".join(words.texts) == "".join(text.split())
    assert words.sizes[-1] == sum(map(len, words.texts))


@given(TEXTS, TEXTS)
def test_only_the_same_words_are_paired_and_each_once(old: str, new: str) -> None:
    alignment = Alignment(old, new)
    pairs = [(i, j) for i, j in enumerate(alignment.to) if j != ABSENT]
    assert words_at(old, [i for i, _ in pairs]) == words_at(new, [j for _, j in pairs])
    assert sorted((j, i) for i, j in pairs) == [
        (j, i) for j, i in enumerate(alignment.back) if i != ABSENT
    ]


@given(TEXTS, TEXTS)
def test_what_has_not_moved_rises(old: str, new: str) -> None:
    alignment = Alignment(old, new)
    places = zip(alignment.to, alignment.has_moved, strict=True)
    kept = [j for j, has_moved in places if j != ABSENT and not has_moved]
    assert kept == sorted(kept)


def test_a_paragraph_that_moved_is_paired_to_its_full_stop() -> None:
    old, new = "\n".join(LINES), "\n".join([LINES[2], LINES[0], LINES[1]])
    alignment = Alignment(old, new)
    assert ABSENT not in alignment.to
    first = len(Words("\n".join(LINES[:2])).texts)
    assert not any(alignment.has_moved[:first]) and all(alignment.has_moved[first:])


def test_what_stands_between_larger_changes_is_weak() -> None:
    old = f"{LINES[0]} now and then {LINES[2]}"
    new = f"Nobody here ever asked for anything of the kind, now and then they did. {LINES[1]}"
    alignment = Alignment(old, new)
    weak = [n for start, _, length in alignment.weak for n in range(start, start + length)]
    assert weak and set(weak) == {i for i, j in enumerate(alignment.to) if j != ABSENT}


@pytest.mark.parametrize(
    ("old", "new", "put_in"),
    [
        ("I work.\nWe rest.", "I work. You play.\nWe rest.", "You play ."),
        ("The cat. The dog.", "The cat. The bird. The dog.", "The bird ."),
        ("- a plan\n- a goal", "- a plan\n- a view\n- a goal", "- a view"),
    ],
)
def test_what_is_put_in_or_taken_out_is_a_whole_sentence_or_line(
    old: str, new: str, put_in: str
) -> None:
    there, back = Alignment(old, new), Alignment(new, old)
    assert words_at(new, [j for j, i in enumerate(there.back) if i == ABSENT]) == put_in.split()
    assert words_at(new, [i for i, j in enumerate(back.to) if j == ABSENT]) == put_in.split()
