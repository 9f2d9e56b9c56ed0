"""What the demo people have done together on their article: talked, proposed, marked it apart.

Threads and proposals are about what stands in the demo reading; gists find it there.
"""

from pathlib import Path

from reader.accounts.models import User
from reader.annotations.commenting import comment, reply, resolve
from reader.annotations.models import Annotation, Relation
from reader.annotations.proposing import propose_annotation, propose_wording
from reader.annotations.readings import add_reading, read_reading
from reader.annotations.rounds import close_round, open_round, sheets_of, show_readings
from reader.argument.roles import Role
from reader.articles.models import Article

READINGS = Path(__file__).parent / "demo" / "round"

TRIED = "Britain, America and Russia each tried endless summer time and dropped it"
DOCTORS = "Sleep doctors hold that winter time all year is best for us"
WILLETT = "Everyone feels this already, so who could disagree?"
SCOTLAND = "a loss in the north of Scotland"
INSTRUCTIONS = (
    "Mark the last two objections, “One bad Monday” and “Ask again in January”, without looking at"
    " the map. Take your time over the stair."
)


def work_together(article: Article, alice: User, bob: User, carol: User) -> None:
    """Alice owns the article, Bob edits it, Carol reviews it."""
    _talk(article, alice, bob, carol)
    _propose(article, carol)
    _mark_apart(article, alice, bob)


def _talk(article: Article, alice: User, bob: User, carol: User) -> None:
    turkey = comment(
        article,
        "Turkey has kept summer time since 2016 and is not in the list. Should we mark that as an"
        " attack on this?",
        bob,
        _annotation(article, TRIED),
    )
    reply(turkey, "We mark what the *text* says, and it is silent about Turkey.", alice)
    reply(turkey, "Then a note for readers would do: see the card.", bob)
    resolve(turkey, alice)
    half = comment(
        article,
        "@alice, does this answer attack what the doctors say, or only the step from it to the"
        " clock we should choose? I lean to an undercut: nobody denies what they say about sleep.",
        carol,
        _answer_to_the_doctors(article),
    )
    reply(half, "True of their evidence, but what we marked is their advice. @bob?", alice)
    comment(article, "The readings of our round differ most about the stair. Worth a look.", bob)


def _propose(article: Article, carol: User) -> None:
    text = article.head.text if article.head else ""
    start = text.index(SCOTLAND)
    propose_annotation(
        article,
        Role.EVIDENCE,
        "In the north of Scotland the dark mornings cost more than they saved",
        carol,
        [(start, start + len(SCOTLAND))],
        "Five words in passing, but they speak for the author’s side.",
    )
    willett = _annotation(article, WILLETT)
    propose_wording(
        willett,
        carol,
        willett.version,
        Role.RHETORIC,
        "Counts heads that nobody has counted",
        "A gist should say what the passage does, not what it wants us to feel.",
        note=willett.note,
        device=willett.device,
        leans_on=willett.leans_on,
    )


def _mark_apart(article: Article, alice: User, bob: User) -> None:
    """A round that is over; where the two readings differ, readers are told."""
    round = open_round(article, [alice, bob], INSTRUCTIONS, alice)
    for sheet in sheets_of(round):
        reading = READINGS / f"{sheet.editor.username}.json"
        add_reading(sheet.article, read_reading(reading.read_bytes()), by=sheet.editor)
    show_readings(close_round(round, alice), True, alice)


def _annotation(article: Article, gist: str) -> Annotation:
    return article.annotations.get(gist=gist)


def _answer_to_the_doctors(article: Article) -> Relation:
    return article.relations.get(target_annotation=_annotation(article, DOCTORS))
