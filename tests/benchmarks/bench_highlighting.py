"""Highlighting, compared with the time that Python-Markdown needs for the same text."""

import gc
import random
import statistics
import time
from collections.abc import Callable

from reader.text.converting import convert, markdown_of
from reader.text.highlighting import highlight
from reader.text.markup import forget, text_of
from reader.text.passages import Span

WORDS = [
    *(
        "the",
        "cars",
        "that",
        "fill",
        "our",
        "streets",
        "cost",
        "more",
        "than",
        "anyone",
        "who",
        "drives",
    ),
    *("them", "ever", "pays", "for"),
]
ROLES = ["claim", "premise", "evidence", "counterclaim", "rhetoric"]
# As long as the shortest and the longest passage of the readings we have.
SHORTEST, LONGEST = 26, 243
ROUNDS = 9


def run() -> dict[str, object]:
    """Medians of interleaved triples: 3,000 overlapping spans in 100,000 words.

    `again` is what every further edition of the same text costs, while its parts are kept.
    """
    source = _article(100_000)
    html = convert(source)
    spans = _spans(len(text_of(html)), 3_000)
    rounds = [_round(source, html, spans) for _ in range(ROUNDS)]
    return {
        "name": "highlighting 100,000 words with 3,000 spans / Python-Markdown's time for the text",
        "value": statistics.median(first / whole for first, _, whole in rounds),
        "goal": 0.15,
        "again": statistics.median(again / whole for _, again, whole in rounds),
        "highlight_seconds": statistics.median(first for first, _, _ in rounds),
        "markdown_seconds": statistics.median(whole for _, _, whole in rounds),
    }


def _round(source: str, html: str, spans: list[Span]) -> tuple[float, float, float]:
    forget()
    first = _seconds(lambda: highlight(html, spans))
    again = _seconds(lambda: highlight(html, spans))
    return first, again, _seconds(lambda: markdown_of(source))


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()  # or one's garbage is cleared at the other's cost
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _article(words: int) -> str:
    chance = random.Random(20)
    return "\n\n".join(_paragraph(chance, number) for number in range(words // 80))


def _paragraph(chance: random.Random, number: int) -> str:
    words = [chance.choice(WORDS) for _ in range(76)]
    words[7] = f"*{words[7]}*"
    if number % 2 == 0:
        words[41] = f"[{words[41]}](https://example.org/{number})"
    if number % 3 == 0:
        words[23] = f"**{words[23]}**"
    if number % 5 == 0:
        words[60] += " & `toll`,"
    heading = f"## {' '.join(words[:5])}\n\n" if number % 12 == 0 else ""
    return heading + " ".join(words) + "."


def _spans(length: int, count: int) -> list[Span]:
    chance = random.Random(21)
    starts = [chance.randrange(length - LONGEST) for _ in range(count)]
    return [
        (start, start + chance.randrange(SHORTEST, LONGEST), f"P{number}", chance.choice(ROLES))
        for number, start in enumerate(starts, 1)
    ]


if __name__ == "__main__":
    print(run())
