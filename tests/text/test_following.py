from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.converting import convert
from reader.text.following import Anchor, anchors_of
from reader.text.markup import text_of
from reader.text.rendering import blocks_of
from tests.text.documents import DOCUMENTS

SOURCE = """# Trees

They *cool*
streets.

- limes
- oaks

| tree | shade |
| ---- | ----- |
| lime | 30    |

Last.
"""


def anchors(source: str) -> list[Anchor]:
    html = convert(source)
    return anchors_of(source, text_of(html), blocks_of(html))


def test_each_block_is_led_to_from_the_line_it_begins_on():
    html = convert(SOURCE)
    text, blocks = text_of(html), blocks_of(html)
    begun = {
        SOURCE[offset:].split("\n")[0]: text[blocks[number].start : blocks[number].end].split()[0]
        for offset, number in anchors(SOURCE)
    }
    assert begun == {
        "# Trees": "Trees",
        "They *cool*": "They",
        "- limes": "limes",
        "- oaks": "oaks",
        "| tree | shade |": "tree",
        "| lime | 30    |": "lime",
        "Last.": "Last.",
    }


def test_a_text_of_signs_alone_leads_nowhere():
    assert anchors("---\n\n***\n\n---") == []


@settings(max_examples=40)
@given(st.one_of(st.sampled_from(sorted(DOCUMENTS.values())), st.text(max_size=200)))
def test_anchors_rise_and_stay_inside(source):
    source = "".join(char for char in source if char >= " " or char in "\n\t")
    found = anchors(source)
    for one, next_one in pairwise(found):
        assert one[0] < next_one[0] and one[1] < next_one[1]
    assert all(0 <= offset < len(source) for offset, _ in found)
