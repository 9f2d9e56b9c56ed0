"""From what somebody writes, pastes or uploads to an article: read, structured, saved."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from reader.accounts.models import User
from reader.articles.models import Article
from reader.articles.publishing import create_article
from reader.text.decoding import NotText, decode, tidy
from reader.text.front_matter import Details, FrontMatterRefused, split
from reader.text.languages import canonical, language_of
from reader.text.recognising import looks_like_markdown
from reader.text.rendering import RenderRefused
from reader.text.structuring import Proposal, Step, apply, propose, propose_for_markdown

MARKDOWN_FILES = frozenset({".md", ".markdown", ".mdown"})
TEXT_FILES = frozenset({".txt", ".text"})
UNREADABLE = (NotText, FrontMatterRefused, RenderRefused)


class Kind(StrEnum):
    MARKDOWN = "markdown"
    PLAIN = "plain"


@dataclass(frozen=True)
class Draft:
    """A text that is about to become an article: what was found, and what it comes to."""

    kind: Kind
    proposal: Proposal
    markdown: str
    details: Details


def draft_of(text: str, kind: Kind | None = None, off: Collection[Step] = ()) -> Draft:
    """What a text would become; without a kind it is guessed. Raises NotText, FrontMatterRefused.

    What the front matter says outweighs what was found in the text.
    """
    said, body = split(tidy(text))
    if not body.strip():
        raise NotText("There is no text yet.")
    kind = kind or (Kind.MARKDOWN if looks_like_markdown(body) else Kind.PLAIN)
    take_apart = propose_for_markdown if kind is Kind.MARKDOWN else propose
    proposal = take_apart(body, said.title)
    found = apply(proposal, off)
    details = Details(
        title=said.title or found.title,
        byline=said.byline or found.byline,
        source_url=said.source_url,
        written_on=said.written_on or found.written_on,
        language=canonical(said.language) if said.language else language_of(body),
    )
    return Draft(kind, proposal, found.markdown, details)


def text_of_file(data: bytes, name: str) -> str:
    """The text in an uploaded file; NotText where its name or its bytes promise something else."""
    text = decode(data)  # first, because it knows what a Word document looks like
    if PurePath(name).suffix.lower() not in MARKDOWN_FILES | TEXT_FILES:
        raise NotText(f"“{name}” is neither Markdown (.md) nor plain text (.txt).")
    return text


def kind_of_file(name: str) -> Kind | None:
    """A .md file is Markdown whatever it looks like; any other text is guessed at."""
    return Kind.MARKDOWN if PurePath(name).suffix.lower() in MARKDOWN_FILES else None


def import_file(data: bytes, name: str, by: User, slug: str = "", **fields: Any) -> Article:
    """A new article from a file, with every step done that was found. Raises UNREADABLE."""
    draft = draft_of(text_of_file(data, name), kind_of_file(name))
    said: dict[str, Any] = asdict(draft.details)
    said["title"] = said["title"] or _title_of_file(name)
    _check_address(said["source_url"])
    return create_article(draft.markdown, by, slug=slug, **said, **fields)


def _check_address(url: str) -> None:
    try:
        URLValidator(["http", "https"])(url) if url else None
    except ValidationError as error:
        raise NotText(f"The source is no web address: “{url}”.") from error


def _title_of_file(name: str) -> str:
    words = " ".join(PurePath(name).stem.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:200]
