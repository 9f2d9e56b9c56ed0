"""Two wordings of one annotation, put together by field."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.reconciling import WORDING, merged, wording_in

BASE = {"role": "claim", "gist": "Gist", "note": "One. Two.", "device": "", "leans_on": None}
ROLES = st.sampled_from(["claim", "premise", "rhetoric"])
WORDINGS = st.builds(
    lambda *values: wording_in(dict(zip(WORDING, values, strict=True))),
    ROLES,
    st.sampled_from("abc"),
    st.sampled_from(["", "One. Two.", "One. Three.", "Zero. Two."]),
    st.sampled_from(["", "Slogan", "Irony"]),
    st.sampled_from([None, 1, 2]),
)
Wording = dict[str, Any]


@given(WORDINGS, WORDINGS)
def test_who_changes_nothing_is_in_nobodys_way(base: Wording, one: Wording) -> None:
    assert merged(base, one, base).fields == one == merged(base, base, one).fields
    assert merged(base, one, one).fields == one
    assert not any(merged(base, *pair).clashes for pair in [(one, base), (base, one), (one, one)])


@given(WORDINGS, WORDINGS, WORDINGS)
def test_it_does_not_matter_who_was_first(base: Wording, mine: Wording, theirs: Wording) -> None:
    one, other = merged(base, mine, theirs), merged(base, theirs, mine)
    assert one.clashes == other.clashes
    if not one.clashes:
        assert one.fields == other.fields


@given(WORDINGS, WORDINGS, WORDINGS)
def test_nothing_that_only_one_changed_is_lost_and_nothing_odd_is_proposed(
    base: Wording, mine: Wording, theirs: Wording
) -> None:
    merge = merged(base, mine, theirs)
    assert wording_in(merge.fields) == merge.fields
    if "role" in merge.clashes:
        return
    for name in set(WORDING) - merge.clashes:
        for side in (mine, theirs):
            assert side[name] in (base[name], merge.fields[name])


def test_the_same_field_worded_in_two_ways_is_a_clash_with_mine_in_the_field() -> None:
    merge = merged(BASE, BASE | {"gist": "Mine"}, BASE | {"gist": "Theirs", "role": "premise"})
    assert merge.clashes == {"gist"}
    assert (merge.fields["gist"], merge.fields["role"]) == ("Mine", "premise")


def test_notes_are_put_together_by_sentence_for_somebody_to_look_at() -> None:
    merge = merged(BASE, BASE | {"note": "One. Mine."}, BASE | {"note": "Theirs. Two."})
    assert (merge.clashes, merge.fields["note"]) == ({"note"}, "Theirs. Mine.")
    merge = merged(BASE, BASE | {"note": "Mine. Two."}, BASE | {"note": "Theirs. Two."})
    assert (merge.clashes, merge.fields["note"]) == ({"note"}, "Mine. Two.")


def test_a_device_for_what_is_rhetoric_no_more_is_a_clash_of_roles() -> None:
    slogan = BASE | {"role": "rhetoric"}
    merge = merged(slogan, BASE, slogan | {"device": "Irony"})
    assert (merge.clashes, merge.fields["role"], merge.fields["device"]) == ({"role"}, "claim", "")
    merge = merged(slogan, slogan | {"device": "Irony"}, BASE)
    assert (merge.clashes, merge.fields["device"]) == ({"role"}, "Irony")


def test_without_a_base_all_that_differs_clashes() -> None:
    assert merged(None, BASE, BASE).clashes == set()
    assert merged(None, BASE | {"gist": "Mine"}, BASE).clashes == {"gist"}
