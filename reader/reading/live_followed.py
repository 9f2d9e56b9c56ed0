"""One article that is followed: what is known of it, and what each of its streams has been sent."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from operator import attrgetter

from reader.articles.audiences import Reach, Viewer, reaches_of
from reader.articles.models import Article
from reader.reading.live_news import MOST_MISSED, News, frame, news_since
from reader.reading.live_presence import Here, here_on
from reader.reading.live_streams import HEARTBEAT, Stream

GONE = frame("gone", {})
NO_PART = frame("presence", None)


@dataclass(frozen=True)
class Question:
    """`after`: the change after which news is wanted; None for none at all."""

    article: int
    after: int | None
    viewers: Collection[Viewer]
    is_beat: bool


@dataclass(frozen=True)
class Found:
    """`news` are all changes after `after`, up to `newest`."""

    is_beat: bool
    after: int
    newest: int
    news: list[News]
    reaches: dict[Viewer, Reach]
    here: Here


@dataclass
class Followed:
    """`news` are the last changes without a gap, up to `newest`."""

    article: int
    streams: set[Stream] = field(default_factory=set)
    news: list[News] = field(default_factory=list)
    newest: int | None = None
    here: Here = field(default_factory=Here)
    is_woken: bool = False
    is_looking: bool = False
    is_due: bool = False

    @property
    def is_watched(self) -> bool:
        """Whether anybody here is told who else is there."""
        return any(stream.reach is Reach.DISCUSSES for stream in self.streams)

    def question(self) -> Question:
        viewers = {stream.ticket.viewer for stream in self.streams}
        is_beat, self.is_due = self.is_due, False
        return Question(self.article, self._after(), viewers, is_beat)

    def take(self, found: Found) -> bool:
        """Pass on what was found. Says whether somebody came in, or lost or won a part."""
        self._learn(found)
        self.here = found.here
        joined: dict[tuple[int | None, Reach], bytes] = {}
        is_other = False
        for stream in tuple(self.streams):
            reach = found.reaches.get(stream.ticket.viewer)
            if reach is None or stream.is_over:
                continue  # came while we looked: the next look is under way
            is_other |= reach is not stream.reach
            if stream.reach is Reach.DISCUSSES and reach is Reach.READS:
                stream.put(NO_PART)
            stream.reach = reach
            self._tell(stream, reach, joined, found.is_beat)
        return is_other

    def _after(self) -> int | None:
        """From the last that is known on; further back for a stream that has missed more."""
        behind = [stream.sent for stream in self.streams if stream.sent is not None]
        if self.newest is None:
            return min(behind, default=None)
        first = self.news[0].seq - 1 if self.news else self.newest
        furthest = min(behind, default=self.newest)
        return self.newest if furthest >= first else furthest

    def _learn(self, found: Found) -> None:
        news = self.news + found.news if found.after == self.newest else found.news
        self.newest = found.newest
        self.news = news[-MOST_MISSED:]

    def _tell(
        self,
        stream: Stream,
        reach: Reach,
        joined: dict[tuple[int | None, Reach], bytes],
        is_beat: bool,
    ) -> None:
        if reach <= Reach.ANEW:
            stream.end(GONE if reach is Reach.GONE else b"")
            return
        key = (stream.sent, reach)
        if key not in joined:
            joined[key] = self._missed(stream.sent, reach)
        frames = joined[key] + self._attendance_for(stream, reach)
        stream.sent = self.newest
        if frames or is_beat:
            stream.put(frames or HEARTBEAT)

    def _missed(self, sent: int | None, reach: Reach) -> bytes:
        """All that came after `sent`; where that is too much or makes no sense, the news to start anew."""
        assert self.newest is not None
        if sent is None or sent == self.newest:
            return b""
        is_known = bool(self.news) and self.news[0].seq - 1 <= sent < self.newest
        if not is_known:
            return frame("reset", {"seq": self.newest}, self.newest)
        start = bisect_right(self.news, sent, key=attrgetter("seq"))
        is_at_work = reach is Reach.DISCUSSES
        frames = (n.for_those_at_work if is_at_work else n.for_readers for n in self.news[start:])
        return b"".join(frames)

    def _attendance_for(self, stream: Stream, reach: Reach) -> bytes:
        if reach is not Reach.DISCUSSES:
            stream.here = None
            return b""
        # Whoever has just come is written down a moment later, and told then.
        is_too_early = stream.here is None and not self.here.people
        if stream.here == self.here or is_too_early:
            return b""
        stream.here = self.here
        return frame("presence", self.here.told(stream.ticket.viewer.user))


def look(question: Question) -> Found:
    """Read the log first, and only then who may see it: whoever lost that meanwhile is not told."""
    after, newest, news = _news(question)
    reaches = reaches_of(question.article, question.viewers)
    is_watched = Reach.DISCUSSES in reaches.values()
    here = here_on([question.article])[question.article] if is_watched else Here()
    return Found(question.is_beat, after, newest, news, reaches, here)


def editions_of(articles: Collection[int]) -> dict[int, int]:
    return dict(Article.objects.filter(pk__in=articles).values_list("pk", "edition"))


def _news(question: Question) -> tuple[int, int, list[News]]:
    """What came after the change that was asked for, or after the last that a page may have missed."""
    article = Article.objects.filter(pk=question.article).first()
    if article is None:
        return 0, 0, []
    wanted = article.edition if question.after is None else question.after
    after = max(wanted, article.edition - MOST_MISSED)
    news = news_since(article, after) if after < article.edition else []
    return after, (news[-1].seq if news else article.edition), news
