"""Who wrote a text and when, as it stands around a pasted article: above it, and at its end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reader.text.dividing import Part
from reader.text.front_matter import date_in
from reader.text.paragraphs import Paragraph, ends_sentence

LONGEST_NAME = 60
LONGEST_BIO = 700
LONGEST_TITLE = 200
# "By" at the beginning of a line, in the languages that most texts come in.
BY = re.compile(
    r"(?:written by|words by|by|von|par|por|di|door|av|af)[ :]+(?P<name>\S.*)", re.IGNORECASE
)
DATE_WORDS = re.compile(r"(?:published|posted|updated)(?: on)?:? +", re.IGNORECASE)
NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}")
PARTICLES = re.compile(
    r"al|and|bin|da|de|den|der|di|du|e|el|et|la|le|ten|ter|und|van|von|y|zu", re.IGNORECASE
)
PRONOUN = re.compile(r"(?:he|she|they|er|sie|il|elle) ", re.IGNORECASE)


@dataclass(frozen=True)
class Author:
    """Who wrote a text, from its last `height` parts; the very last says something about them."""

    name: str
    height: int


def is_title(paragraph: Paragraph) -> bool:
    """Whether a text's first paragraph may be its title: one line, and no sentence."""
    text = paragraph.text
    if not paragraph.is_line or not 2 <= len(text) <= LONGEST_TITLE:
        return False
    text = text.rstrip("\"'”’»」』)")
    return text.endswith(("...", "…")) or not text.endswith((".", ",", ";", ":", "。"))


def byline_in(part: Part) -> str:
    """The name in a line such as "By Ines Moreau"; empty where there is none."""
    if not isinstance(part, Paragraph) or not part.is_line:
        return ""
    found = BY.fullmatch(part.text)
    name = found["name"].strip() if found else ""
    return name if _is_name(name.replace(",", "").replace(" &", " and")) else ""


def date_line(part: Part) -> date | None:
    """The date in a line that holds nothing else."""
    if not isinstance(part, Paragraph) or not part.is_line or len(part.text) > LONGEST_NAME:
        return None
    return date_in(DATE_WORDS.sub("", part.text, count=1))


def author_at_end(parts: Sequence[Part], byline: str = "") -> Author | None:
    """The author whom a text's last lines introduce: "RL", "Robert Lopez", "Robert Lopez is a …".

    The initials may be missing; the name too, where it is the known byline.
    """
    *_, before, above, bio = (None, None, None, *parts)
    if not isinstance(bio, Paragraph) or bio.verse or not _is_bio(bio.text):
        return None
    name = above.text if isinstance(above, Paragraph) and not above.verse else ""
    if _is_name(name) and _is_about(bio.text, name):
        is_avatar = isinstance(before, Paragraph) and before.text.upper() == _initials(name)
        return Author(name, 3 if is_avatar else 2)
    return Author(byline, 1) if byline and bio.text.startswith(f"{byline} ") else None


def _is_bio(text: str) -> bool:
    return len(text) <= LONGEST_BIO and ends_sentence(text)


def _is_about(bio: str, name: str) -> bool:
    first, *_, last = name.split()
    begins = bio.startswith((name, first, last)) or PRONOUN.match(bio) is not None
    return begins and len(bio) > len(name) + 10


def _is_name(words: str) -> bool:
    if len(words) > LONGEST_NAME or not NAME.fullmatch(words):
        return False
    return all(word[0].isupper() or PARTICLES.fullmatch(word) for word in words.split())


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if not PARTICLES.fullmatch(word)).upper()
