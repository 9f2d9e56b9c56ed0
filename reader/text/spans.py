"""Sets of places in a text: (start, end) in code points, end excluded."""

from collections.abc import Iterable

from reader.text.quoting import snap

Span = tuple[int, int]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same places in order, where those that overlap or touch are one."""
    places: list[Span] = []
    for start, end in sorted(spans):
        if places and start <= places[-1][1]:
            places[-1] = places[-1][0], max(end, places[-1][1])
        else:
            places.append((start, end))
    return places


def without(text: str, spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """What is left of places when others are taken out, without white space at its ends.

    A remainder that holds no letter and no digit (a comma, a full stop) is dropped.
    """
    left: list[Span] = []
    gaps = joined(holes)
    for start, end in joined(spans):
        for hole_start, hole_end in gaps:
            if hole_end <= start or end <= hole_start:
                continue
            left.append((start, hole_start))
            start = max(start, hole_end)
        left.append((start, end))
    trimmed = (snap(text, start, end) for start, end in left if start < end)
    return [span for span in trimmed if any(c.isalnum() for c in text[span[0] : span[1]])]
