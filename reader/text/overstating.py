"""Whether a wording claims more than the words that it stands for."""

from collections.abc import Collection, Iterable, Sequence

from reader.text.cue_lists import WORD, Strong, cue_list_of, folded

LONGEST = 3  # words in a phrase


def overstated(gist: str, quotes: Sequence[str], language: str) -> tuple[str, ...]:
    """The strong words of a gist (all, never, proves, causes …) that no quote bears out.

    As they stand in the gist, at most one for each group of the language's list. Nothing without
    quotes (what the text leaves unsaid can be worded in any way) and where there is no list.
    """
    cues = cue_list_of(language)
    if cues is None or not quotes:
        return ()
    said = _phrases(gist, cues.harmless)
    borne = {words for quote in quotes for words in _phrases(quote)}
    found = (_first_strong(group, said, borne) for group in cues.strong)
    return tuple(said[words] for words in found if words)


def _first_strong(group: Strong, said: Iterable[str], borne: set[str]) -> str:
    if not group.passage.isdisjoint(borne):
        return ""
    return next((words for words in said if words in group.gist), "")


def _phrases(text: str, harmless: Collection[str] = ()) -> dict[str, str]:
    """Every word and every two that follow each other, but for those in a harmless phrase.

    Folded, and as they stand.
    """
    words = list(WORD.finditer(text))
    phrases: dict[str, str] = {}
    at = 0
    while at < len(words):
        stretches = [text[words[at].start() : last.end()] for last in words[at : at + LONGEST]]
        names = [folded(" ".join(stretch.split())) for stretch in stretches]
        skipped = max((count for count, name in enumerate(names, 1) if name in harmless), default=0)
        if not skipped:
            for name, stretch in zip(names[:2], stretches[:2], strict=True):
                phrases.setdefault(name, stretch)
        at += skipped or 1
    return phrases
