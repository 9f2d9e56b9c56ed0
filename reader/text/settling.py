"""Where a piece came in or went, when the same could be told of several places."""

from collections.abc import Callable, Sequence

from reader.text.ordering import ABSENT, in_order

Quality = Callable[[int, int], int]


def settled(
    old: Sequence[str], new: Sequence[str], old_quality: Quality, new_quality: Quality
) -> list[int]:
    """For each old item its place in the new, or ABSENT, as `in_order` has it.

    Between equal items a piece that is on one side only may be told from the text before it or from
    the text after it: of "a b a b" the first two may be new, or the last two, or those between. It
    goes where the quality of (first item, item after the last) is best, and of equals to the last.
    """
    to = in_order(old, new)
    _settle(to, old, len(new), old_quality)
    back = _inverse(to, len(new))
    _settle(back, new, len(old), new_quality)
    return _inverse(back, len(old))


def _inverse(places: Sequence[int], length: int) -> list[int]:
    inverse = [ABSENT] * length
    for i, j in enumerate(places):
        if j != ABSENT:
            inverse[j] = i
    return inverse


def _settle(places: list[int], items: Sequence[str], total: int, quality: Quality) -> None:
    """Move each run of items that the other side lacks to its best place."""
    places.append(total)
    start = n = 0
    while n < len(places):
        if places[n] != ABSENT:
            if start < n and _nothing_came(places, start, n):
                n += _move(places, items, start, n, quality)
            start = n + 1
        n += 1
    places.pop()


def _nothing_came(places: Sequence[int], start: int, end: int) -> bool:
    before = places[start - 1] if start else -1
    return places[end] == before + 1 and (before != ABSENT or not start)


def _move(places: list[int], items: Sequence[str], start: int, end: int, quality: Quality) -> int:
    """Returns how far down the run went, or 0."""
    first, up, down = places[end], 0, 0
    while (
        up < start
        and places[start - up - 1] == first - up - 1
        and _is_same(items, start, end, -up - 1)
    ):
        up += 1
    while (
        end + down < len(items)
        and places[end + down] == first + down
        and _is_same(items, start, end, down)
    ):
        down += 1
    by = max(range(-up, down + 1), key=lambda step: (quality(start + step, end + step), step))
    kept = range(first - up, first + down)
    gone = [ABSENT] * (end - start)
    places[start - up : end + down] = [*kept[: up + by], *gone, *kept[up + by :]]
    return max(by, 0)


def _is_same(items: Sequence[str], start: int, end: int, step: int) -> bool:
    return items[start + step] == items[end + step]
