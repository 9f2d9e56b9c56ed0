"""Reviewers use the editors' tools to propose; nobody else learns of it."""

import re
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.answering import decline
from reader.annotations.models import Annotation, Proposal, Status
from reader.annotations.notifying import count_unseen
from reader.annotations.proposing import (
    propose_annotation,
    propose_relation,
    propose_removal,
    propose_wording,
)
from reader.annotations.revising import revise
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db
WORDS = "Shade saves water"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice, public=True)


@pytest.fixture
def bob(article: Article) -> User:
    return make_member(article, "bob", Part.REVIEWER)


@pytest.fixture
def editor(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def reviewer(bob: User) -> Client:
    client = Client()
    client.force_login(bob)
    return client


def at(article: Article, name: str, *numbers: Any) -> str:
    return reverse(name, args=[article.slug, *numbers])


def propose(article: Article, by: User, gist: str = "Xylophone gist") -> Proposal:
    return propose_annotation(article, Role.CLAIM, gist, by, [(20, 37)], why="Yodelling reason")


def test_marking_by_a_reviewer_proposes(reviewer: Client, article: Article) -> None:
    sent = {"role": "claim", "quote": WORDS, "start": "20", "end": "37", "why": "Look"}
    response = reviewer.post(at(article, "annotation_list"), sent, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Proposed as C1." in html
    assert 'data-fate="proposed"' in html
    assert 'name="why"' in html
    assert "data-undo" not in html
    assert Proposal.objects.get().annotation.status == Status.PROPOSED


def test_the_form_of_ones_own_proposal_says_it_better(reviewer, article, bob) -> None:
    propose(article, bob)
    sent = {"role": "premise", "gist": "Shade helps", "version": "1", "why": "Clearer"}
    response = reviewer.post(at(article, "annotation_edit", 1), sent, headers=HTMX)
    assert "P1 saved, as you propose it." in response.content.decode()
    assert Proposal.objects.get().why == "Clearer"
    form = reviewer.get(at(article, "annotation_edit", 1), headers=HTMX).content.decode()
    assert "Clearer</textarea>" in form and ">Save</button>" in form


def test_the_form_of_other_words_begins_with_those_that_one_proposes(
    reviewer, editor, article, bob
) -> None:
    claim, slogan = make_annotation(article, "Trees"), make_annotation(article, WORDS)
    propose_wording(slogan, bob, 1, Role.RHETORIC, "A slogan", leans_on=claim)
    for client, name in ((reviewer, "annotation_edit"), (editor, "proposal_amend")):
        number = 2 if client is reviewer else 1
        form = client.get(at(article, name, number), headers=HTMX).content.decode()
        assert 'value="A slogan"' in form
        leaning = form.partition('name="leans_on"')[2]
        assert '<option value="C1" data-role="claim" selected>' in leaning


def test_other_words_for_what_stands_are_proposed(reviewer, article) -> None:
    make_annotation(article, WORDS)
    form = reviewer.get(at(article, "annotation_edit", 1), headers=HTMX).content.decode()
    assert "Propose" in form
    sent = {"role": "claim", "gist": "Shade helps", "version": "1"}
    response = reviewer.post(at(article, "annotation_edit", 1), sent, headers=HTMX)
    html = response.content.decode()
    assert "Proposed for C1." in html
    assert "<ins>helps</ins>" in html
    assert Annotation.objects.get().gist == WORDS


def test_relations_and_removals_are_proposed(reviewer, article) -> None:
    one, two = make_annotation(article, "Trees"), make_annotation(article, WORDS)
    make_relation(one, target=two)
    sent = {"premise": "C2", "verb": "attacks", "target": "C1", "why": "Look"}
    html = reviewer.post(at(article, "relation_new"), sent, headers=HTMX).content.decode()
    assert "Proposed: C2 attacks C1." in html
    assert "C2 attacks C1" in html
    reviewer.post(at(article, "annotation_withdraw", 1), headers=HTMX)
    reviewer.post(at(article, "relation_withdraw", 1), headers=HTMX)
    again = reviewer.post(at(article, "relation_withdraw", 1), headers=HTMX)
    assert again.status_code == 422
    kinds = list(Proposal.objects.values_list("kind", "why"))
    assert kinds == [("relation", "Look"), ("removal", ""), ("removal", "")]
    assert Annotation.objects.standing().count() == 2


def test_a_removal_is_proposed_with_a_reason(reviewer, editor, article) -> None:
    one, two = make_annotation(article, "Trees"), make_annotation(article, WORDS)
    make_relation(one, target=two)
    page = reviewer.get(article.get_absolute_url()).content.decode()
    assert 'id="removal-1"' in page and 'id="removal-relation-1"' in page
    assert "removal-" not in editor.get(article.get_absolute_url()).content.decode()
    for name in ("annotation_withdraw", "relation_withdraw"):
        reviewer.post(at(article, name, 1), {"why": "Too weak"}, headers=HTMX)
    assert set(Proposal.objects.values_list("kind", "why")) == {("removal", "Too weak")}


def test_who_looks_at_proposals_has_read_the_news_of_them(editor, article, bob, alice) -> None:
    propose(article, bob)
    assert count_unseen(alice) == 1
    assert 'class="news-count"' in editor.get(article.get_absolute_url()).content.decode()
    editor.get(at(article, "proposal_list"))
    assert count_unseen(alice) == 0


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_editor_accepts(editor: Client, article: Article, bob: User, headers: Any) -> None:
    propose(article, bob)
    response = editor.post(at(article, "proposal_accept", 1), headers=headers)
    if headers:
        assert "Accepted: C1." in response.content.decode()
        assert "data-undo" in response.content.decode()
    else:
        assert response.headers["Location"] == at(article, "proposal_list")
    assert Annotation.objects.get().status == Status.ACCEPTED


def test_an_editor_amends(editor: Client, article: Article, bob: User) -> None:
    claim = make_annotation(article, WORDS)
    propose_wording(claim, bob, 1, Role.PREMISE, "Shade helps")
    form = editor.get(at(article, "proposal_amend", 1), headers=HTMX).content.decode()
    assert 'value="Shade helps"' in form
    sent = {
        "role": "evidence",
        "gist": "Shade saves much",
        "note": "",
        "device": "",
        "leans_on": "",
    }
    response = editor.post(at(article, "proposal_amend", 1), sent, headers=HTMX)
    assert "Accepted in other words" in response.content.decode()
    assert Annotation.objects.get().label == "E1"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_editor_amends_a_relation(editor, article, bob, headers: Any) -> None:
    one, two = make_annotation(article, "Trees"), make_annotation(article, WORDS)
    propose_relation(article, [one], RelationKind.SUPPORT, two, bob)
    assert "/proposals/1/amend/" in editor.get(article.get_absolute_url()).content.decode()
    form = editor.get(at(article, "proposal_amend", 1), headers=headers).content.decode()
    assert '<option value="C1" data-role="claim" selected>C1 · Trees</option>' in form
    assert "relation-1" not in form
    sent = {"premise": "C2", "verb": "attacks", "target": "nothing"}
    refused = editor.post(at(article, "proposal_amend", 1), sent, headers=headers)
    assert refused.status_code == 422
    assert "There is no annotation “nothing”" in refused.content.decode()
    response = editor.post(
        at(article, "proposal_amend", 1), sent | {"target": "C1"}, headers=headers
    )
    if headers:
        assert "Accepted, amended: C2 attacks C1." in response.content.decode()
    else:
        assert response.headers["Location"] == at(article, "proposal_list")


def test_amending_what_was_declined_meanwhile_keeps_what_is_typed(
    editor, article, bob, alice
) -> None:
    decline(propose(article, bob), alice, "No.")
    sent = {"role": "claim", "gist": "Typed for long"}
    response = editor.post(at(article, "proposal_amend", 1), sent)
    assert response.status_code == 422
    assert "This proposal has been answered meanwhile." in response.content.decode()
    assert "Typed for long" in response.content.decode()


def test_amending_into_nothing_is_refused_in_words(editor, article, bob) -> None:
    propose(article, bob)
    response = editor.post(at(article, "proposal_amend", 1), {"role": "claim", "gist": " "})
    assert response.status_code == 422
    assert "Say it in one line." in response.content.decode()


def test_declining_needs_a_reason(editor: Client, article: Article, bob: User) -> None:
    propose(article, bob)
    response = editor.post(at(article, "proposal_decline", 1), {"reason": " \x00"})
    assert response.status_code == 422
    assert "whoever proposed it is told" in response.content.decode()
    editor.post(at(article, "proposal_decline", 1), {"reason": "Not so"})
    listed = editor.get(at(article, "proposal_list")).content.decode()
    assert "Declined</b>, proposed by Bob" in listed
    assert "Not so" in listed
    assert "Nothing waits for you" in listed


def test_who_proposed_it_takes_it_back_and_nobody_else(reviewer, editor, article, bob) -> None:
    propose(article, bob)
    assert editor.post(at(article, "proposal_take_back", 1)).status_code == 404
    reviewer.post(at(article, "proposal_take_back", 1), headers=HTMX)
    assert Annotation.objects.get().status == Status.WITHDRAWN


def test_what_is_answered_already_is_said(editor, article, bob) -> None:
    propose(article, bob)
    editor.post(at(article, "proposal_accept", 1))
    response = editor.post(at(article, "proposal_accept", 1), headers=HTMX)
    assert response.status_code == 422
    assert "answered meanwhile" in response.content.decode()


def test_a_relation_is_accepted_with_its_ends(editor, article, bob) -> None:
    claim = make_annotation(article, "Trees")
    proposed = propose(article, bob).annotation
    propose_relation(article, [proposed], RelationKind.SUPPORT, claim, bob)
    card = editor.get(article.get_absolute_url()).content.decode()
    assert "Accept, with C2" in card
    editor.post(at(article, "proposal_accept", 2), {"ends": "with"})
    assert Annotation.objects.standing().count() == 2


def test_the_card_shows_an_editor_who_proposes_what_and_why(editor, article, bob) -> None:
    claim = make_annotation(article, "Trees")
    propose(article, bob)
    propose_wording(claim, bob, 1, Role.CLAIM, "Palms")
    propose_removal(claim, bob)
    html = editor.get(article.get_absolute_url()).content.decode()
    assert "Yodelling reason" in html
    assert "<del>Trees</del>" in html
    assert "to withdraw C1" in html
    assert "node proposed" in html
    assert "Claim (proposed)" in html or "Main claim (proposed)" in html
    assert html.count(">Accept<") == 3


def test_the_queue_is_narrowed_to_one_person(editor, article, bob) -> None:
    dan = make_member(article, "dan", Part.REVIEWER)
    propose(article, bob, "By Bob")
    propose(article, dan, "By Dan")
    html = editor.get(at(article, "proposal_list"), {"by": "dan"}).content.decode()
    assert "By Dan" in html
    assert "By Bob" not in html


PUBLIC = [
    ("article_page",),
    ("map_page",),
    ("outline_page",),
    ("snapshot_list",),
    ("revision_list",),
    ("revision_page", 1),
    ("revision_map", 1),
    ("annotation_page", "C1"),
    ("article_readings",),
    ("article_report",),
]
PARTS = "text,argument,cards,talk,proposals,rounds,details"


def test_whatever_reviewers_send_the_argument_stays_as_it_is(reviewer, article, alice) -> None:
    claim, premise = make_annotation(article, "Trees"), make_annotation(article, WORDS)
    make_relation(premise, target=claim)
    lost = make_annotation(article, "pavements", gist="Once there")
    revise(article, "Trees cool streets. Shade saves water. Roots win.", 1, "", alice)
    before = text_of(Client(), article.get_absolute_url())
    sent: list[tuple[str, tuple[int, ...], dict[str, str]]] = [
        ("annotation_list", (), {"role": "premise", "quote": "Trees", "twin": "recast"}),
        ("annotation_edit", (1,), {"role": "premise", "gist": "x", "version": "1", "take": "gist"}),
        ("annotation_edit", (1,), {"role": "claim", "gist": "x", "version": "1", "back": "1"}),
        (
            "annotation_edit",
            (2,),
            {"role": "claim", "gist": "x", "version": "1", "connect": "attacks C1"},
        ),
        ("annotation_withdraw", (lost.number,), {}),
        ("relation_new", (), {"premise": "C1", "verb": "attacks", "target": "C2"}),
        ("relation_withdraw", (1,), {}),
    ]
    for (name, numbers, fields), headers in product(sent, ({}, HTMX)):
        fields = fields | {"at": "passages", "alone": "1", "place": "0"}
        response = reviewer.post(at(article, name, *numbers), fields, headers=headers)
        assert response.status_code in (200, 302, 422), name
        assert at(article, "passage_list") not in str(response.headers), name
        assert 'data-list="passages"' not in response.content.decode(), name
    assert text_of(Client(), article.get_absolute_url()) == before
    assert (
        not article.changes.filter(actor__username="bob").exclude(verb__contains="propos").exists()
    )


def test_every_link_and_form_that_a_reviewer_is_shown_opens(reviewer, article, bob) -> None:
    claim, premise = make_annotation(article, "Trees"), make_annotation(article, WORDS)
    make_relation(premise, target=claim)
    propose(article, bob)
    names = [
        ("article_page",),
        ("annotation_page", "C1"),
        ("annotation_list",),
        ("annotation_edit", 1),
        ("relation_new",),
        ("proposal_list",),
        ("proposal_page", 1),
        ("comment_list",),
        ("round_list",),
        ("member_list",),
    ]
    shown = [reviewer.get(at(article, *name)).content.decode() for name in names]
    addresses = {
        address
        for html in shown
        for address in re.findall(r'(?:href|action|hx-get|hx-post)="(/a/[^"#]*)', html)
    }
    assert len(addresses) > 10
    for address in sorted(addresses):
        status = reviewer.get(address.replace("&amp;", "&")).status_code
        assert status in (200, 302, 405), address


def test_more_proposals_cost_no_more_queries(editor, article, bob) -> None:
    claim, premise = make_annotation(article, "Trees"), make_annotation(article, WORDS)
    step = make_relation(premise, target=claim)

    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(at(article, name)).status_code == 200
        return len(queries)

    def propose_more(word: str) -> None:
        new = make_annotation(article, word)
        propose_wording(new, bob, 1, Role.PREMISE, f"{word} say more")
        propose_relation(article, [new], RelationKind.ATTACK, step, bob)
        propose_removal(new, bob)

    propose_more("cool")
    names = ("article_page", "proposal_list")
    few = [cost(name) for name in names]
    for word in ("streets", "Roots", "pavements"):
        propose_more(word)
    assert [cost(name) for name in names] == few


def test_readers_see_not_a_byte_of_proposals(article, bob, alice) -> None:
    claim = make_annotation(article, "Trees")
    carol = make_member(article, "carol", Part.READER)
    reader = Client()
    reader.force_login(carol)

    def pages(client: Client) -> list[str]:
        parts = f"{at(article, 'article_parts')}?of={PARTS}"
        addresses = [at(article, name, *numbers) for name, *numbers in PUBLIC]
        addresses += [parts, reverse("article_list"), reverse("person_page", args=["alice"])]
        return [text_of(client, address) for address in addresses]

    before = pages(Client()), pages(reader)
    proposed = propose(article, bob).annotation
    assert proposed is not None
    propose_relation(article, [proposed], RelationKind.SUPPORT, claim, bob)
    propose_wording(claim, bob, 1, Role.CLAIM, "Xylophone words")
    for old, new in zip((*before[0], *before[1]), (*pages(Client()), *pages(reader)), strict=True):
        assert new.splitlines() == old.splitlines()
    for client in (Client(), reader):
        assert client.get(at(article, "annotation_page", "C2")).status_code == 404
        for name in ("proposal_list", "annotation_list", "relation_new"):
            assert client.get(at(article, name)).status_code == 404
        page = client.get(reverse("article_list"), {"q": "xylophone"}).content.decode()
        assert article.title not in page
        heard = client.get(f"{at(article, 'live')}?ask&since=0").content.decode()
        assert "Xylophone" not in heard and "bob" not in heard and "proposals" not in heard


def text_of(client: Client, address: str) -> str:
    """Without what is new on every page: its token, and the edition."""
    html = client.get(address).content.decode()
    return "\n".join(
        line
        for line in html.splitlines()
        if "csrf" not in line and "csrftoken" not in line and "edition" not in line
    )
