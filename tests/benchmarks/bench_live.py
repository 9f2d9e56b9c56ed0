"""Many open streams while editors write: whether every event comes once, how soon, and at what cost.

500 pages are open on ten public articles, 480 of them strangers', 20 editors'. Each editor makes one
change a second through the server, by turns withdrawing an annotation and bringing it back. What is
called commit is the time written in the log, a little before the transaction ends: so the true delay
is shorter. LIVE_SECONDS and LIVE_STREAMS_OPEN try it shorter and smaller.
"""

import asyncio
import os
import resource
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from reader.accounts.models import User
from reader.articles.models import Article, Change
from tests.factories import make_annotation, make_article, make_user
from tests.running import RunningServer

SECONDS = float(os.environ.get("LIVE_SECONDS") or 60)
STREAMS = int(os.environ.get("LIVE_STREAMS_OPEN") or 500)
ARTICLES, WRITERS, PACE = 10, 20, 1.0
PAGES_FOR = 4.0  # seconds of asking for pages
TOKEN = "a" * 32
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.benchmarks.live_settings",
    "LIVE_STREAMS_EACH": "5000",
}


@dataclass
class Open:
    """One page, and what came: the number of each event and when."""

    article: Article
    cookie: str = ""
    came: list[tuple[int, float]] = field(default_factory=list)
    task: "asyncio.Task[None] | None" = None


@dataclass
class Figures:
    idle_kb: float = 0.0
    alone: float = 0.0
    beside: float = 0.0
    refused: int = 0


def run() -> list[dict[str, object]]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8_000), most))
    server = RunningServer(**ENVIRONMENT)
    writers = [(make_user(f"writer{n}"), n % ARTICLES) for n in range(WRITERS)]
    articles = [_article(n, [user for user, of in writers if of == n]) for n in range(ARTICLES)]
    pages = [Open(articles[n % ARTICLES]) for n in range(STREAMS - WRITERS)]
    pages += [Open(articles[of], _cookie(server, user)) for user, of in writers]
    server.start()
    try:
        figures = asyncio.run(_measure(server, pages))
    finally:
        server.stop()
    return list(_rows(figures, pages))


async def _measure(server: RunningServer, pages: list[Open]) -> Figures:
    figures = Figures()
    path = pages[0].article.get_absolute_url()
    await _pages_per_second(server, path)
    figures.alone = await _pages_per_second(server, path)
    before = _memory(server)
    for page in pages:
        page.task = asyncio.create_task(_listen(server, page))
        await asyncio.sleep(0.005)
    await asyncio.sleep(3)
    figures.idle_kb = (_memory(server) - before) / len(pages)
    figures.beside = await _pages_per_second(server, path)
    end = time.monotonic() + SECONDS
    writing = [_write(server, page, n, end) for n, page in enumerate(pages[-WRITERS:])]
    figures.refused = sum(await asyncio.gather(*writing))
    await asyncio.sleep(3)
    for page in pages:
        assert page.task is not None
        page.task.cancel()
    await asyncio.gather(*(page.task for page in pages if page.task), return_exceptions=True)
    return figures


async def _listen(server: RunningServer, page: Open) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    path = f"/live/{page.article.slug}/?since={page.article.edition}&stream=page{id(page)}"
    writer.write(_request("GET", path, server, page.cookie))
    try:
        async for line in reader:
            if line.startswith(b"id: "):
                page.came.append((int(line[4:]), time.time()))
    finally:
        writer.close()


async def _write(server: RunningServer, page: Open, number: int, end: float) -> int:
    """How many changes were refused."""
    await asyncio.sleep(PACE * number / WRITERS)
    annotation = number // ARTICLES + 1
    refused = 0
    for turn in count():
        begun = time.monotonic()
        if begun > end:
            return refused
        deed = "restore" if turn % 2 else "withdraw"
        path = f"/a/{page.article.slug}/annotations/{annotation}/{deed}/"
        body = f"csrfmiddlewaretoken={TOKEN}"
        cookie = f"{page.cookie}; csrf={TOKEN}"
        status = await _ask(server, _request("POST", path, server, cookie, body))
        refused += status != 302
        await asyncio.sleep(max(0, begun + PACE - time.monotonic()))
    return refused


async def _pages_per_second(server: RunningServer, path: str) -> float:
    end, done = time.monotonic() + PAGES_FOR, 0
    while time.monotonic() < end:
        assert await _ask(server, _request("GET", path, server)) == 200
        done += 1
    return done / PAGES_FOR


async def _ask(server: RunningServer, request: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1])


def _request(
    method: str, path: str, server: RunningServer, cookie: str = "", body: str = ""
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", "Accept-Encoding: br"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", body]).encode()


def _article(number: int, editors: list[User]) -> Article:
    article = make_article(editor=editors[0], public=True, title=f"Street trees {number}")
    for editor, words in zip(editors, ("Trees cool streets", "Shade saves water"), strict=True):
        article.memberships.get_or_create(user=editor, defaults={"part": "editor"})
        make_annotation(article, words)
    article.refresh_from_db()
    return article


def _cookie(server: RunningServer, user: User) -> str:
    cookie = server.cookie_of(user)
    return f"{cookie['name']}={cookie['value']}"


def _memory(server: RunningServer) -> float:
    """What the worker process holds, in kB."""
    worker = _newest_child(server.pid)
    text = Path(f"/proc/{worker}/status").read_text()
    return float(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1])


def _newest_child(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return max(map(int, children))


def _rows(figures: Figures, pages: list[Open]) -> Iterator[dict[str, object]]:
    made = _changes(pages)
    lost = doubled = misplaced = 0
    delays: list[float] = []
    for page in pages:
        wanted = made[page.article.pk]
        numbers = [number for number, _ in page.came]
        lost += len(wanted.keys() - set(numbers))
        doubled += sum(times - 1 for times in Counter(numbers).values())
        misplaced += numbers != sorted(numbers)
        delays += [when - wanted[number] for number, when in page.came if number in wanted]
    changes = sum(map(len, made.values()))
    told = f"{changes} changes in {SECONDS:g} s, {len(delays)} events on {len(pages)} streams"
    yield _row("live: events lost", lost, "= 0", detail=told)
    yield _row("live: events doubled", doubled, "= 0")
    yield _row(
        "live: streams out of order, and changes refused", misplaced + figures.refused, "= 0"
    )
    ranked = statistics.quantiles(delays, n=100)
    spread = f"median {ranked[49] * 1e3:.0f}, p99 {ranked[98] * 1e3:.0f}, most {max(delays) * 1e3:.0f} ms"
    yield _row("live: from commit to arrival, p95", ranked[94] * 1e3, "< 250", "ms", spread)
    yield _row("live: memory of an idle stream", figures.idle_kb, "≤ 100", "kB")
    rates = f"{figures.alone:.0f} pages a second alone, {figures.beside:.0f} beside"
    yield _row(
        "live: pages with the streams open / without",
        figures.beside / figures.alone,
        "≥ 0.8",
        detail=rates,
    )


def _changes(pages: list[Open]) -> dict[int, dict[int, float]]:
    """What should have come on each article's streams, and when each was written down."""
    made: dict[int, dict[int, float]] = {}
    for article in {page.article.pk: page.article for page in pages}.values():
        rows = Change.objects.filter(article=article, seq__gt=article.edition)
        made[article.pk] = {row.seq: row.created_at.timestamp() for row in rows}
    return made


def _row(name: str, value: float, goal: str, unit: str = "", detail: str = "") -> dict[str, object]:
    return {"name": name, "value": value, "goal": goal, "unit": unit, "detail": detail}
