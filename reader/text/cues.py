"""Passages that may play a part in the argument, found by words anybody can look up.

No model guesses here: each candidate names the one cue that it was found by. The cues are the data
files beside this module; how often they are right is measured in `docs/suggestions.md`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from string import whitespace

from reader.text.cue_lists import WORD, CueKind, CueList, Phrase, Reach, cue_list_of, folded, gap_of
from reader.text.rendering import Block
from reader.text.sentences import Span, paragraphs_in, sentences_in

FEWEST_WORDS = 3
LONGEST = 2_000
BORDER = re.compile(r"[,;:()–—]|\s-\s")
LOOSE = whitespace + "\u00a0,;:()–—-"
GRANTED = {CueKind.CONCESSION, CueKind.OPPOSITION}


@dataclass(frozen=True, slots=True)
class Candidate:
    """text[start:end] is a sentence or clause; the cue stands in it at cue_start:cue_end."""

    start: int
    end: int
    role: str
    kind: CueKind
    cue: str
    cue_start: int
    cue_end: int


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of the list at words[at] of its sentence; `opens` where it begins a clause."""

    at: int
    start: int
    end: int
    phrase: Phrase


def candidates(
    text: str,
    language: str,
    blocks: Iterable[Block] = (),
    excluded: Iterable[Span] = (),
) -> tuple[Candidate, ...]:
    """What the cues of a language find, in the order of the text; nothing where it has no list.

    Offsets count code points. Candidates overlap neither each other nor an excluded span. Headings,
    tables and code are passed over. Takes time linear in the text, and n log n in the spans.
    """
    cues = cue_list_of(language)
    if cues is None:
        return ()
    found = (
        candidate
        for start, end in paragraphs_in(text, blocks)
        for candidate in _in_paragraph(text, start, end, cues)
    )
    return tuple(outside(found, excluded))


def _in_paragraph(text: str, start: int, end: int, cues: CueList) -> Iterator[Candidate]:
    before: CueKind | None = None
    for sentence in sentences_in(text, start, end, cues.abbreviations, cues.ordinals):
        for candidate in _in_sentence(text, sentence, cues):
            # A "but" after what was granted answers it.
            if before in GRANTED and candidate.kind is CueKind.CONTRAST:
                answer = CueKind.ANSWER
                candidate = replace(candidate, kind=answer, role=answer.role)
            before = candidate.kind
            yield candidate


def _in_sentence(text: str, sentence: Span, cues: CueList) -> Iterator[Candidate]:
    words = [Word(w.start(), w.end(), folded(w[0])) for w in WORD.finditer(text, *sentence)]
    matches = list(_matches(text, words, cues))
    if not matches:
        return
    waiting = list(reversed(matches))
    for start, end in _clauses(text, sentence, words, matches):
        inside: list[Match] = []
        while waiting and waiting[-1].start < end:
            inside.append(waiting.pop())
        if inside:
            yield from _candidate(text, start, end, inside)


def _matches(text: str, words: Sequence[Word], cues: CueList) -> Iterator[Match]:
    """Longest first, and no word in two of them; phrases that mean nothing only hide others."""
    at = 0
    while at < len(words):
        phrase = _phrase_at(text, words, at, cues)
        if phrase is None:
            at += 1
            continue
        last = at + len(phrase.words) - 1
        if phrase.kind is not None:
            yield Match(at, words[at].start, words[last].end, phrase)
        at = last + 1


def _phrase_at(text: str, words: Sequence[Word], at: int, cues: CueList) -> Phrase | None:
    for phrase in cues.phrases.get(words[at].folded, ()):
        if _stands(text, words[at : at + len(phrase.words)], phrase) and (
            not phrase.opens or _begins_clause(text, words, at, cues)
        ):
            return phrase
    return None


def _stands(text: str, words: Sequence[Word], phrase: Phrase) -> bool:
    if tuple(word.folded for word in words) != phrase.words:
        return False
    gaps = (gap_of(text[one.end : other.start]) for one, other in pairwise(words))
    return tuple(gaps) == phrase.gaps


def _begins_clause(text: str, words: Sequence[Word], at: int, cues: CueList) -> bool:
    if at == 0 or words[at - 1].folded in cues.links:
        return True
    return BORDER.search(text, words[at - 1].end, words[at].start) is not None


def _clauses(
    text: str, sentence: Span, words: Sequence[Word], matches: Sequence[Match]
) -> Iterator[Span]:
    """The sentence cut before each cue that opens a clause, and where one at its beginning ends.

    What would be too short to stand alone stays with what follows.
    """
    cuts = {match.at for match in matches if match.phrase.reach is not Reach.CLAUSE}
    if words and 0 in cuts and matches[0].phrase.reach is Reach.SUBORDINATE:
        cuts.add(_after_comma(text, words, matches[0]))
    begin = 0
    for cut in sorted(cuts):
        if cut - begin >= FEWEST_WORDS:
            yield (sentence[0] if begin == 0 else words[begin].start), words[cut].start
            begin = cut
    yield (sentence[0] if begin == 0 else words[begin].start), sentence[1]


def _after_comma(text: str, words: Sequence[Word], match: Match) -> int:
    """Where the main clause begins after a subordinate one; 0 where it never does."""
    first = match.at + len(match.phrase.words)
    for at in range(first + 1, len(words)):
        if "," in text[words[at - 1].end : words[at].start]:
            return at
    return 0


def _candidate(text: str, start: int, end: int, inside: Sequence[Match]) -> Iterator[Candidate]:
    order = list(CueKind)
    best = min(inside, key=lambda match: order.index(_kind_of(match)))
    kind = _kind_of(best)
    start, end = _tightened(text, start, end)
    is_long_enough = len(WORD.findall(text, start, end)) >= FEWEST_WORDS
    if is_long_enough and end - start <= LONGEST:
        yield Candidate(
            start, end, kind.role, kind, text[best.start : best.end], best.start, best.end
        )


def _tightened(text: str, start: int, end: int) -> Span:
    """Without the commas and brackets that a cut leaves at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip(LOOSE)), end - len(words) + len(
        words.rstrip(LOOSE)
    )


def _kind_of(match: Match) -> CueKind:
    assert match.phrase.kind is not None, "phrases that mean nothing are no matches"
    return match.phrase.kind


def outside(found: Iterable[Candidate], excluded: Iterable[Span]) -> Iterator[Candidate]:
    """The candidates that touch no excluded span; they come, and stay, in the order of the text."""
    spans = _merged(excluded)
    at = 0
    for candidate in found:
        while at < len(spans) and spans[at][1] <= candidate.start:
            at += 1
        if at == len(spans) or spans[at][0] >= candidate.end:
            yield candidate


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
