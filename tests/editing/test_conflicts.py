import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.editing.conflicts import MOST_ASKED, REST, clashes_of, joined
from reader.text.merging import merge

CASES = {
    "sentences": (
        ("One two. Old here. Five six.", "Old here", "Mine here", "Theirs here"),
        "One two. Mine here. Theirs here. Five six.",
    ),
    "paragraphs": (
        ("One two.\n\nOld here.\n\nSix.", "Old", "Mine", "Theirs"),
        "One two.\n\nMine here.\n\nTheirs here.\n\nSix.",
    ),
    "headings": (("# Old\n\nSix.", "Old", "Mine", "Theirs"), "# Mine\n# Theirs\n\nSix."),
    "items": (
        ("- one\n- old\n- six\n", "old", "mine", "theirs"),
        "- one\n- mine\n- theirs\n- six\n",
    ),
    "all of it": (("Old.", "Old", "Mine", "Theirs"), "Mine.\n\nTheirs."),
    "deleted": (("One. Old here. Six.", " Old here.", "", " Theirs."), "One. Theirs. Six."),
}


@pytest.mark.parametrize("name", CASES)
def test_both_versions_stand_one_after_the_other(name):
    (base, old, mine, theirs), whole = CASES[name]
    parts = merge(base, base.replace(old, mine), base.replace(old, theirs))
    assert joined(parts, {}) == whole


sources = st.lists(
    st.sampled_from(["A one. ", "B two.\n\n", "- c\n", "# D\n\n", "e f ", "\n"]), max_size=8
).map("".join)


@given(sources, sources, sources)
def test_nothing_that_was_typed_goes_unless_somebody_chose_so(base, mine, theirs):
    parts = merge(base, mine, theirs)
    together = joined(parts, {})
    for part in parts:
        if part.is_conflict:
            assert part.mine in together and part.theirs in together
    chosen = {f"part-{n}": "mine" for n in range(1, len(parts) + 1)}
    if all(part.is_conflict or part.base == part.theirs for part in parts):
        assert joined(parts, chosen) == mine


def test_hundreds_of_places_are_decided_together_but_for_the_first():
    base = "".join(f"Line {n}.\n\n" for n in range(MOST_ASKED + 20))
    mine, theirs = base.replace(".", " mine."), base.replace(".", " theirs.")
    parts = merge(base, mine, theirs)
    clashes = clashes_of(parts)
    assert len(clashes) <= MOST_ASKED
    chosen = {clash.name: "mine" for clash in clashes} | {REST: "mine"}
    assert joined(parts, chosen) == mine
