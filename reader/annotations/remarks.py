"""What deserves a look in an article: findings that stand, and those that were dismissed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from reader.annotations.graphs import Reading
from reader.annotations.models import Dismissal
from reader.argument.findings import Finding, FindingKind, findings_of
from reader.argument.graph import Id
from reader.argument.roles import Role
from reader.articles.models import Article
from reader.text.overstating import overstated


@dataclass(frozen=True)
class Remark:
    """A finding, and the dismissal that keeps it out of the list, if it was dismissed."""

    finding: Finding
    dismissal: Dismissal | None = None


@dataclass(frozen=True)
class Remarks:
    all: tuple[Remark, ...]

    @cached_property
    def open(self) -> list[Finding]:
        return [remark.finding for remark in self.all if remark.dismissal is None]

    @cached_property
    def dismissed(self) -> list[Remark]:
        return [remark for remark in self.all if remark.dismissal]

    @property
    def by_kind(self) -> Iterator[tuple[FindingKind, list[Finding]]]:
        for kind, findings in groupby(self.open, lambda finding: finding.kind):
            yield kind, list(findings)


def remarks_of(article: Article, reading: Reading) -> Remarks:
    """Every finding about an article as it stands; one query for what was dismissed."""
    gone = standing_dismissals(article)
    labels: dict[Id, str] = {a.number: a.label for a in reading.annotations}
    strong = dict(_overstated(article, reading))
    findings = findings_of(reading.graph, labels.__getitem__, strong)
    return Remarks(tuple(Remark(finding, gone.get(finding.key)) for finding in findings))


def standing_dismissals(article: Article) -> dict[str, Dismissal]:
    """By what they are about."""
    rows = article.dismissals.standing().select_related("author")
    return {dismissal.about: dismissal for dismissal in rows}


def _overstated(article: Article, reading: Reading) -> Iterator[tuple[Id, tuple[str, ...]]]:
    for annotation in reading.annotations:
        if annotation.role == Role.RHETORIC:
            continue  # its gist says how the words work, not what they claim
        quotes = [passage.quote for passage in reading.passages[annotation.number]]
        if words := overstated(annotation.gist, quotes, article.language):
            yield annotation.number, words
