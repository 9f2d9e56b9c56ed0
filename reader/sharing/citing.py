"""A snapshot as a reference: in words, for BibTeX, and as CSL-JSON. What a citation says never changes."""

import json
from dataclasses import dataclass
from datetime import date

SITE = "Crux"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even where TeX would not, so none of our own may stay.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
# They say which way the words after them run, of whatever they stand in: left open, also the address.
DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True)
class Citation:
    """What a reference needs. `author` is empty where nobody is named: then it is the site's."""

    key: str
    author: str
    title: str
    number: int
    name: str
    day: date
    url: str
    language: str

    def __post_init__(self) -> None:
        for name in ("author", "title", "name"):
            object.__setattr__(self, name, getattr(self, name).translate(DIRECTIONS))

    @property
    def id(self) -> str:
        return f"crux-{self.key}"

    @property
    def version(self) -> str:
        return f"Snapshot {self.number}: {self.name}"

    @property
    def words(self) -> str:
        """Ines M. Street trees. Snapshot 2, “As submitted”, 4 May 2026. Crux. https://…"""
        day = f"{self.day.day} {self.day:%B} {self.day.year}"
        snapshot = f"Snapshot {self.number}, “{self.name}”, {day}"
        parts = [self.author or SITE, self.title, snapshot, *([SITE] if self.author else [])]
        return " ".join([*map(_sentence, parts), self.url])

    @property
    def bibtex(self) -> str:
        fields = {
            # The second pair of braces keeps capitals, and a name from being taken apart.
            "author": f"{{{_tex(self.author or SITE)}}}",
            "title": f"{{{_tex(self.title)}}}",
            "howpublished": SITE,
            "year": str(self.day.year),
            "note": f"Snapshot {self.number}: {{{_tex(self.name)}}}, {self.day.isoformat()}",
            "url": self.url,
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items()]
        month = f"  month = {MONTHS[self.day.month - 1]},\n"
        return f"@misc{{{self.id},\n{''.join(lines)}{month}}}\n"

    @property
    def csl(self) -> str:
        item = {
            "id": self.id,
            "type": "webpage",
            "title": self.title,
            # Where a given name ends and a family name begins is not ours to guess.
            "author": [{"literal": self.author or SITE}],
            "issued": {"date-parts": [[self.day.year, self.day.month, self.day.day]]},
            "container-title": SITE,
            "version": self.version,
            "language": self.language,
            "URL": self.url,
        }
        return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _tex(words: str) -> str:
    return " ".join(words.split()).translate(TEX)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…", "。", "！", "？")) else f"{words}."
