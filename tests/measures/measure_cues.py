"""How often the cues are right: precision and recall on annotated corpora, if they are there.

    python -m tests.measures.measure_cues [--half looked-at|kept-back] [--cues] [folder]

The corpora are not part of this project. Their texts are parted by name into two halves: one was
looked at while the lists were made, the other was kept back, and only its figures count.
"""

import argparse
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from reader.text.cues import Candidate, candidates

FOLDER = Path(__file__).parent.parent.parent.parent / "shared" / "data" / "formats"
# What a suggested role says about a unit, in the terms of the corpora.
SAYS = {
    "claim": "conclusion",
    "premise": "reason",
    "evidence": "reason",
    "counterclaim": "attack",
    "rebuttal": "attack",
}
GRAPHS = {"agxml_en": "en", "agxml_de": "de", "agxml_part2": "en"}
EDGES = {"sup": "reason", "exa": "reason", "add": "reason", "reb": "attack", "und": "attack"}
SPAN = re.compile(r"T\d+\t(\w+) (\d+) (\d+)\t")
RELATION = re.compile(r"R\d+\t(\w+) Arg1:(T\d+) Arg2:(T\d+)")


@dataclass(frozen=True)
class Unit:
    """A stretch of the text that somebody marked, and what it does there: any of several things."""

    start: int
    end: int
    does: frozenset[str]


@dataclass(frozen=True)
class Text:
    name: str
    words: str
    units: tuple[Unit, ...]


def graphs_in(folder: Path) -> Iterator[Text]:
    """Texts of which every discourse unit is marked: conclusion, reason or attack."""
    for path in sorted(folder.glob("*.xml")):
        words = path.with_suffix(".txt").read_text("utf-8")
        yield Text(path.stem, words, tuple(_edus(ET.parse(path).getroot(), words)))


def _edus(root: ET.Element, words: str) -> Iterator[Unit]:
    edges = [(edge.get("src"), edge.get("trg"), edge.get("type")) for edge in root.iter("edge")]
    adus = {adu.get("id"): adu.get("type") for adu in root.iter("adu")}
    does = {src: _does(kind, adus.get(src)) for src, _, kind in edges if kind in EDGES}
    into = {src: trg for src, trg, kind in edges if kind == "seg"}
    at = 0
    for edu in root.iter("edu"):
        quote = (edu.text or "").strip()
        start = words.find(quote, at)
        if start < 0:
            continue
        at = start + len(quote)
        unit = into.get(edu.get("id"))
        unit = unit if unit in adus else into.get(unit)
        what = does.get(unit, {"conclusion"}) if unit else {"nothing"}
        yield Unit(start, at, frozenset(what))


def _does(edge: str | None, side: str | None) -> set[str]:
    """Examples come nearest to evidence; an attack by the opponent is a counterclaim."""
    what = {EDGES[edge or ""]}
    if edge == "exa":
        what.add("evidence")
    if what == {"attack"}:
        what.add("counterclaim" if side == "opp" else "rebuttal")
    return what


def essays_in(folder: Path) -> Iterator[Text]:
    """Student essays in which claims and premises are marked, and much is left unmarked."""
    for path in sorted(folder.glob("*.ann")):
        lines = path.read_text("utf-8").splitlines()
        words = path.with_suffix(".txt").read_text("utf-8")
        yield Text(path.stem, words, tuple(_spans(lines)))


def _spans(lines: list[str]) -> Iterator[Unit]:
    attacks = {
        found[2]
        for line in lines
        if (found := RELATION.match(line)) and found[1].lower().startswith("attack")
    }
    names = {"Claim": "conclusion", "Premise": "reason"}
    for line in lines:
        if found := SPAN.match(line):
            does = {names.get(found[1], "nothing")}
            if line.split("\t")[0] in attacks:
                does = {"attack"}
            yield Unit(int(found[2]), int(found[3]), frozenset(does))


def unit_of(candidate: Candidate, units: tuple[Unit, ...]) -> Unit | None:
    """The unit that shares most with a candidate, if that is half of the shorter of the two."""

    def shared(unit: Unit) -> int:
        return min(candidate.end, unit.end) - max(candidate.start, unit.start)

    best = max(units, key=shared, default=None)
    if best is None:
        return None
    half = min(candidate.end - candidate.start, best.end - best.start) / 2
    return best if shared(best) >= half else None


class Tally:
    """Right and wrong suggestions for one corpus, by what they say, by kind and by cue."""

    def __init__(self) -> None:
        self.texts = self.units = 0
        self.there: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.right: dict[str, Counter[bool]] = defaultdict(Counter)
        self.unjudged: Counter[str] = Counter()

    def count(self, text: Text, language: str) -> None:
        self.texts += 1
        self.units += len(text.units)
        self.there.update(what for unit in text.units for what in unit.does)
        met: set[tuple[Unit, str]] = set()
        for candidate in candidates(text.words, language):
            says = SAYS.get(candidate.role)
            unit = unit_of(candidate, text.units)
            if says is None:
                self.unjudged[candidate.kind] += 1
                continue
            is_right = unit is not None and says in unit.does
            for name in (says, f"  {candidate.kind}", f"    {candidate.cue.lower()}"):
                self.right[name][is_right] += 1
            self.right[candidate.role][unit is not None and candidate.role in unit.does] += 1
            if unit is not None:
                met |= {(unit, what) for what in {says, candidate.role} & unit.does}
        self.found.update(says for _, says in met)

    def print(self, name: str, with_cues: bool) -> None:
        print(f"\n{name}: {self.texts} texts, {self.units} units")
        for says in ("conclusion", "reason", "attack", "counterclaim", "rebuttal", "evidence"):
            right = self.right[says]
            given = right.total()
            share = self.there[says] / max(self.units, 1)
            print(
                f"{says:12} precision {right[True]:4}/{given:4} = {_share(right[True], given)}"
                f"  recall {self.found[says]:4}/{self.there[says]:4}"
                f" = {_share(self.found[says], self.there[says])}  (of all units {share:.2f})"
            )
        for key, right in sorted(self.right.items()):
            depth = len(key) - len(key.lstrip())
            if depth == 2 or (depth == 4 and with_cues and right.total() > 2):
                print(
                    f"{key:30} {right[True]:4}/{right.total():4} = {_share(right[True], right.total())}"
                )
        print(f"rhetoric, which is not marked here: {dict(self.unjudged)}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "   -"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    asked.add_argument("--half", choices=["looked-at", "kept-back"], default="kept-back")
    asked.add_argument("--cues", action="store_true", help="each cue by itself, too")
    chosen = asked.parse_args()
    if not chosen.folder.is_dir():
        sys.exit(f"There are no corpora in {chosen.folder}.")
    corpora = [(name, language, graphs_in) for name, language in GRAPHS.items()]
    for name, language, read in [*corpora, ("brat_essays", "en", essays_in)]:
        tally = Tally()
        for text in read(chosen.folder / name):
            if (crc32(text.name.encode()) % 2 == 0) == (chosen.half == "looked-at"):
                tally.count(text, language)
        tally.print(f"{name} ({chosen.half})", chosen.cues)


if __name__ == "__main__":
    main()
