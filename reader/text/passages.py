"""Spans of a text made ready to be marked: trimmed, put in order, numbered, each given a lane."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from html import escape

Span = tuple[int, int, str, str]

NO_FATES: Mapping[Span, str] = {}


@dataclass(slots=True)
class Passage:
    """One span, in code points, and the tags that mark it. The texts are ready for HTML.

    `place` is empty for an annotation's first passage, then "-2", "-3" and so on; `lane` and `fate`
    are attributes; `middle`, empty until the passage has begun, is the tag of a piece that is neither
    the first nor the last.
    """

    start: int
    end: int
    label: str
    role: str
    place: str = ""
    lane: str = ""
    middle: str = ""
    fate: str = ""

    def code(self) -> str:
        """The empty link that stands before the passage; the style sheet draws its letters."""
        label, role = self.label, self.role
        return (
            f'<a class="code" id="r-{label}{self.place}" href="#c-{label}" data-a="{label}" data-role="{role}" '
            f'aria-label="{role.capitalize()} {label}"></a>'
        )

    def opening(self, until: int) -> str:
        """The opening tag of the next piece, which closes at `until`."""
        last = " last" if until == self.end else ""
        if self.middle:
            return f'{self.middle[:-1]} class="last">' if last else self.middle
        self.middle = f'<mark data-a="{self.label}" data-role="{self.role}"{self.lane}{self.fate}>'
        return f'<mark id="p-{self.label}{self.place}"{self.middle[5:-1]} class="first{last}">'


def passages_of(
    text: str, spans: Iterable[Span], fates: Mapping[Span, str] = NO_FATES
) -> list[Passage]:
    """The spans that show, in the order of the text, the longer first where two begin together."""
    longest = len(text) + 1
    passages = _trimmed(text, _within(len(text), spans), fates)
    passages.sort(key=lambda passage: passage.start * longest - passage.end)
    _number(passages)
    _give_lanes(passages)
    return passages


def _within(length: int, spans: Iterable[Span]) -> list[Span]:
    """Spans cut to the text; reversed ones and exact doubles are gone."""
    within = [span if span[0] >= 0 and span[1] <= length else _cut(span, length) for span in spans]
    return [span for span in dict.fromkeys(within) if span[0] < span[1]]


def _cut(span: Span, length: int) -> Span:
    start, end, label, role = span
    return max(start, 0), min(end, length), label, role


def _trimmed(text: str, spans: list[Span], fates: Mapping[Span, str]) -> list[Passage]:
    begins = _word_starts(text, [span[0] for span in spans])
    stops = _word_ends(text, [span[1] for span in spans])
    return [
        Passage(begin, stop, _attribute(label), _attribute(role), fate=_fate(fates.get(span, "")))
        for span in spans
        for start, end, label, role in [span]
        if (begin := begins.get(start, start)) < (stop := stops.get(end, end))
    ]


def _fate(fate: str) -> str:
    return f' data-fate="{_attribute(fate)}"' if fate else ""


def _attribute(value: str) -> str:
    return value if value.isalnum() else escape(value)


def _word_starts(text: str, offsets: list[int]) -> dict[int, int]:
    """Where the next word begins, for those offsets that stand at white space.

    From the last to the first, so that a stretch of white space is walked once however many spans
    begin in it.
    """
    found: dict[int, int] = {}
    later = word = len(text)
    for offset in sorted({offset for offset in offsets if text[offset].isspace()}, reverse=True):
        at = offset
        while at < later and text[at].isspace():
            at += 1
        found[offset] = word = word if at == later else at
        later = offset
    return found


def _word_ends(text: str, offsets: list[int]) -> dict[int, int]:
    """Where the last word ended, for those offsets that follow white space; first to last."""
    found: dict[int, int] = {}
    earlier = word = 0
    for offset in sorted({offset for offset in offsets if text[offset - 1].isspace()}):
        at = offset
        while at > earlier and text[at - 1].isspace():
            at -= 1
        found[offset] = word = word if at == earlier else at
        earlier = offset
    return found


def _number(passages: list[Passage]) -> None:
    counts: dict[str, int] = {}
    for passage in passages:
        counts[passage.label] = count = counts.get(passage.label, 0) + 1
        passage.place = f"-{count}" if count > 1 else ""


def _give_lanes(passages: list[Passage]) -> None:
    """Interval colouring: a passage that begins takes the lowest lane that is free."""
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    for passage in passages:
        while busy and busy[0][0] <= passage.start:
            heappush(free, heappop(busy)[1])
        lane = heappop(free) if free else len(busy)
        heappush(busy, (passage.end, lane))
        passage.lane = f' data-lane="{lane}"' if lane else ""
