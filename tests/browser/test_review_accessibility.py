"""axe-core finds nothing to object to where editors talk, propose, and read apart."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.adopting import Taking, adopt
from reader.annotations.commenting import comment, reply, resolve
from reader.annotations.proposing import propose_annotation
from reader.annotations.rounds import close_round, open_round, sheets_of, show_readings
from reader.argument.roles import Role
from reader.articles.models import Article, Part
from tests.browser.conftest import READY
from tests.browser.test_accessibility import SIZES, page, violations
from tests.factories import SOURCE, make_annotation, make_article, make_member
from tests.rounds import connect, mark

__all__ = ["page"]  # the tab that is not watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None, alice: User) -> Article:
    """A thread that is resolved and one that is not, a proposal, a closed round and an open one."""
    article = make_article(SOURCE, editor=alice)
    claim = make_annotation(article, "Trees cool streets")
    bob, carol = (make_member(article, n, Part.EDITOR) for n in ("bob", "carol"))
    dora = make_member(article, "dora", Part.REVIEWER)
    thread = comment(article, "@alice is *this* so?", bob, claim)
    reply(thread, "It is.", alice)
    resolve(thread, alice)
    comment(article, "@alice, what about all of it?", bob)
    propose_annotation(article, Role.PREMISE, "It saves", dora, [(20, 37)], why="It is there.")
    round = open_round(article, [bob, carol], "Mark *all*.", by=alice)
    for sheet, role in zip(sheets_of(round), (Role.EVIDENCE, Role.PREMISE), strict=True):
        top = mark(sheet.article, "Trees cool streets")
        connect(mark(sheet.article, "Shade saves water", role), target=top)
        mark(sheet.article, "Roots lift" if role == Role.PREMISE else "lift pavements", role)
    close_round(round, by=alice)
    mine, theirs = (s.article.annotations.get(number=2) for s in sheets_of(round))
    adopt(round, [Taking(mine, (theirs,))], alice)
    show_readings(round, True, by=alice)
    open_round(article, [alice, bob], "", by=alice)
    return article


def test_every_page_of_work_together_is_accessible(
    page: Any, sign_in: Callable[..., None], article: Article, alice: User
) -> None:
    sign_in(page, alice)
    sheet = Article.objects.get(round__number=2, memberships__user=alice)
    addresses = [
        *(f"{reverse('round_compare', args=[article.slug, 1])}?view={v}" for v in VIEWS),
        reverse("round_merge", args=[article.slug, 1, "1-1"]),
        *(reverse(name, args=[article.slug, *args]) for name, *args in PAGES),
        reverse("notification_list"),
        sheet.get_absolute_url(),
    ]
    found = {}
    for address in addresses:
        for size in ("desktop", "phone"):
            page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
            if size == "desktop":
                page.goto(address)
                page.evaluate(READY)
            found[address, size] = violations(page, ["dark"])
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= SIZES[size][0], (address, size)
    assert {where: what for where, what in found.items() if what} == {}


VIEWS = ("side", "text", "relations")
PAGES: list[tuple[Any, ...]] = [
    ("round_list",),
    ("round_detail", 1),
    ("round_detail", 2),
    ("round_close", 2),
    ("article_readings",),
    ("comment_list",),
    ("comment_thread", 1),
    ("proposal_list",),
    ("proposal_page", 1),
    ("article_history",),
]
