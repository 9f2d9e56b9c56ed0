import csv

import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.adopting import Taking, adopt
from reader.annotations.graphs import reading_of
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Part, Round
from tests.factories import make_annotation, make_article, make_member
from tests.rounds import connect, make_round, mark, sheet_of

pytestmark = pytest.mark.django_db
SWAP = {"HX-Request": "true"}


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice)


@pytest.fixture
def round(article: Article) -> Round:
    round = make_round(article, "bob", "carol")
    bobs, carols = sheet_of(round, "bob"), sheet_of(round, "carol")
    for sheet in (bobs, carols):
        mark(sheet, "Trees cool streets", Role.CLAIM, "It cools")
    mine = mark(bobs, "Shade saves water", Role.PREMISE, "It saves")
    theirs = mark(carols, "Shade saves", Role.EVIDENCE, "A fact")
    connect(mine, target=bobs.annotations.get(number=1))
    connect(theirs, target=carols.annotations.get(number=1), kind=RelationKind.ATTACK)
    mark(carols, "Roots lift pavements", Role.COUNTERCLAIM, "Roots <b>harm</b>")
    return round


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(round: Round, name: str = "round_compare", *more: str) -> str:
    return reverse(name, args=[round.article.slug, round.number, *more])


def labels(article: Article) -> list[str]:
    article.refresh_from_db()
    return [f"{a.label} {a.gist}" for a in reading_of(article).annotations]


def test_both_readings_stand_beside_each_other(round: Round, alice: User) -> None:
    page = client_of(alice).get(address(round)).content.decode()
    for words in (
        "Agreed",
        "Partly: other role, other borders",
        "Only B",
        "Roots &lt;b&gt;harm&lt;/b&gt;",
        "They agree on",
        "Krippendorff",
        "They marked few passages",
        "supports C1",
    ):
        assert words in page
    relations = client_of(alice).get(address(round), {"view": "relations"}).content.decode()
    assert "Of another kind" in relations
    assert page.index('id="row-1-1"') < page.index('id="row-2-2"') < page.index('id="row-0-3"')


def test_only_some_rows_are_shown_where_asked_for(round: Round, alice: User) -> None:
    page = client_of(alice).get(address(round), {"show": "only"}).content.decode()
    assert 'id="row-0-3"' in page
    assert 'id="row-1-1"' not in page
    nonsense = client_of(alice).get(address(round), {"show": "x", "view": "y", "a": "z"})
    assert 'id="row-1-1"' in nonsense.content.decode()


def test_both_readings_stand_in_the_text(round: Round, alice: User) -> None:
    page = client_of(alice).get(address(round), {"view": "text"}).content.decode()
    assert 'data-a="A·C1"' in page
    assert 'data-a="B·E2"' in page


def test_two_of_several_are_chosen(round: Round, alice: User, article: Article) -> None:
    more = make_round(article, "bob", "carol", "dora")
    page = client_of(alice).get(address(more), {"a": "carol", "b": "dora"}).content.decode()
    assert "How far Carol and Dora agree" in page
    assert "Borders and roles of passages, all 3" in page


def test_one_alone_can_still_be_adopted_from(article: Article, alice: User) -> None:
    round = make_round(article, "bob")
    mark(sheet_of(round, "bob"), "Trees")
    client = client_of(alice)
    assert "Only Bob took part" in client.get(address(round)).content.decode()
    client.post(address(round, "round_adopt"), {"row": "1-0", "choice": "a"})
    assert labels(article) == ["C1 Trees"]


def test_an_open_round_is_not_there(article: Article, alice: User) -> None:
    round = make_round(article, "bob", "carol", is_closed=False)
    mark(sheet_of(round, "bob"), "Trees")
    client = client_of(alice)
    assert client.get(address(round)).status_code == 404
    assert client.get(address(round, "round_table", "rows")).status_code == 404
    assert client.get(address(round, "round_merge", "1-1")).status_code == 404
    for name in ("round_adopt", "round_adopt_agreed", "round_connect", "round_connect_ready"):
        sent = {"row": "1-0", "choice": "a"}
        assert client.post(address(round, name), sent).status_code == 404
    assert labels(article) == []


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ("a", ["P1 It saves"]),
        ("b", ["E1 A fact"]),
        ("both", ["P1 It saves", "E2 A fact"]),
        ("out", []),
    ],
)
def test_a_row_is_decided(round: Round, alice: User, choice: str, found: list[str]) -> None:
    sent = {"row": "2-2", "choice": choice}
    response = client_of(alice).post(address(round, "round_adopt"), sent)
    assert response.url.endswith("#row-2-2")
    assert labels(round.article) == found
    page = client_of(alice).get(address(round)).content.decode()
    assert ("Left out" if choice == "out" else "Adopted as") in page
    assert "1 of 3 passages decided, 0 of 1 relations" in page


def test_a_swap_gets_the_row_and_how_far_it_is(round: Round, alice: User) -> None:
    client = client_of(alice)
    sent = {"row": "1-1", "choice": "a"}
    response = client.post(address(round, "round_adopt"), sent, headers=SWAP)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.lstrip().startswith("<li")
    assert html.count("hx-swap-oob") == 1
    again = client.post(address(round, "round_adopt"), sent, headers=SWAP)
    assert again.status_code == 422
    assert "adopted already, as C1" in again.content.decode()
    assert "1 of 3 passages decided" in again.content.decode()


def test_all_that_both_agree_on_is_adopted_at_once(round: Round, alice: User) -> None:
    client, before = client_of(alice), round.article.changes.count()
    client.post(address(round, "round_adopt_agreed"))
    assert labels(round.article) == ["C1 It cools"]
    assert round.article.changes.count() == before + 1
    assert client.post(address(round, "round_adopt_agreed")).status_code == 422


def test_two_are_merged(round: Round, alice: User, carol: User) -> None:
    client, merge = client_of(alice), address(round, "round_merge", "2-2")
    page = client.get(merge).content.decode()
    assert "All words of both" in page
    assert "Only words that both marked" in page
    sent = {"words": "shared", "role": "evidence", "gist": "A fact"}
    assert client.post(merge, sent).status_code == 302
    [adopted] = round.article.annotations.all()
    assert (adopted.label, adopted.author) == ("E1", carol)
    assert adopted.passages.get().quote == "Shade saves"
    refused = client.post(merge, sent, headers=SWAP)
    assert refused.status_code == 422
    assert "adopted already" in refused.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"words": "all", "role": "claim", "gist": "x"},
        {"words": "union", "role": "king", "gist": "x"},
        {"words": "union", "role": "claim", "gist": "x" * 1_000},
        {"words": "union", "role": "claim", "gist": "\x00"},
        {"words": "union", "role": "claim", "gist": "kept <i>"},
    ],
)
def test_what_is_wrong_with_a_merge_is_said_in_its_place(
    round: Round, alice: User, sent: dict[str, str]
) -> None:
    sent = (
        sent | {"words": sent.get("words", "")}
        if "kept" not in sent.get("gist", "")
        else sent | {"words": ""}
    )
    response = client_of(alice).post(address(round, "round_merge", "2-2"), sent)
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert labels(round.article) == []


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"row": "9-9", "choice": "a"},
        {"row": "1-1"},
        {"row": "0-3", "choice": "a"},
        {"row": "x" * 99},
    ],
)
def test_nonsense_is_refused_with_words(round: Round, alice: User, sent: dict[str, str]) -> None:
    response = client_of(alice).post(address(round, "round_adopt"), sent)
    assert response.status_code == 422
    assert "form-error" in response.content.decode()
    for name in ("round_connect", "round_connect_ready"):
        response = client_of(alice).post(address(round, name), {"bond": "7", "choice": "x"})
        assert response.status_code == 422
        assert "form-error" in response.content.decode()


def test_a_refusal_is_said_where_it_is_seen(round: Round, alice: User) -> None:
    client = client_of(alice)
    gone = client.post(address(round, "round_adopt"), {"row": "9-9", "choice": "a"}, headers=SWAP)
    assert (gone.status_code, gone["HX-Retarget"]) == (422, "#agreement-progress")
    for number in (1, 2):
        sent = {"row": "1-1", "choice": "b"}
        answer = client.post(f"{address(round, 'round_adopt')}?show=open", sent)
        assert answer.status_code == (302 if number == 1 else 422)
    assert "adopted already, as C1" in answer.content.decode()
    assert 'id="row-1-1"' not in answer.content.decode()
    sent = {"bond": "1-1", "choice": "b"}
    early = client.post(address(round, "round_connect"), sent, headers=SWAP).content.decode()
    assert early.lstrip().startswith("<li") and "Adopt both ends" in early


def test_relations_are_offered_once_their_ends_are_adopted(round: Round, alice: User) -> None:
    client = client_of(alice)
    relations = {"view": "relations"}
    page = client.get(address(round), relations).content.decode()
    assert "Adopt its ends first" in page
    for row in ("1-1", "2-2"):
        client.post(address(round, "round_adopt"), {"row": row, "choice": "b"})
    assert "Adopt B<span" in client.get(address(round), relations).content.decode()
    # Of another kind: that is chosen, not adopted with all the others.
    assert client.post(address(round, "round_connect_ready")).status_code == 422
    client.post(address(round, "round_connect"), {"bond": "1-1", "choice": "b"})
    [relation] = round.article.relations.all()
    assert (relation.kind, relation.author.username) == ("attack", "carol")


def test_a_relation_is_left_out(round: Round, alice: User) -> None:
    sent = {"bond": "1-1", "choice": "out"}
    response = client_of(alice).post(address(round, "round_connect"), sent, headers=SWAP)
    assert "Left out" in response.content.decode()


def test_reviewers_compare_but_decide_nothing(round: Round) -> None:
    client = client_of(make_member(round.article, "dora", Part.REVIEWER))
    assert "round_adopt" not in client.get(address(round)).content.decode()
    assert b'name="choice"' not in client.get(address(round)).content
    sent = {"row": "1-1", "choice": "a"}
    assert client.post(address(round, "round_adopt"), sent).status_code == 404


def test_rows_and_figures_come_as_tables(round: Round, alice: User) -> None:
    client = client_of(alice)
    adopt(round, [Taking(sheet_of(round, "bob").annotations.get(number=1))], alice)
    mark(sheet_of(round, "bob"), "lift", Role.CLAIM, "=1+1")
    rows = client.get(address(round, "round_table", "rows"))
    assert rows["Content-Disposition"] == 'attachment; filename="street-trees-round-1-rows.csv"'
    table = list(csv.reader(rows.content.decode().splitlines()))
    assert table[1] == ["Agreed", "C1", "claim", "It cools", "0-18", "C1", *table[1][6:]]
    assert any("'=1+1" in row for row in table)
    figures = client.get(address(round, "round_table", "figures")).content.decode()
    assert "The same, as defined in 2004" in figures
    assert client.get(address(round, "round_table", "nothing")).status_code == 404


def test_what_stands_for_one_may_stand_for_a_third(article: Article, alice: User) -> None:
    round = make_round(article, "bob", "carol", "dora")
    for name in ("bob", "carol", "dora"):
        sheet = sheet_of(round, name)
        claim = mark(sheet, "Trees cool streets", Role.CLAIM, f"{name} claims")
        other = mark(sheet, "Shade saves water", Role.PREMISE, f"{name} reasons")
        connect(other, target=claim)
    client = client_of(alice)
    client.post(address(round, "round_adopt_agreed"))
    with_dora = f"{address(round)}?a=bob&b=dora"
    page = client.get(with_dora).content.decode()
    assert "0 of 2 passages decided" in page and "B means the same" in page
    adopt_url = f"{address(round, 'round_adopt')}?a=bob&b=dora"
    client.post(adopt_url, {"row": "1-1", "choice": "same"})
    client.post(f"{address(round, 'round_adopt_agreed')}?a=bob&b=dora")
    assert labels(article) == ["C1 bob claims", "P2 bob reasons"]
    assert "2 of 2 passages decided" in client.get(with_dora).content.decode()
    client.post(f"{address(round, 'round_connect_ready')}?a=carol&b=dora")
    client.post(f"{address(round, 'round_connect_ready')}?a=bob&b=dora")
    assert article.relations.count() == 1
    assert "1 of 1 relations" in client.get(with_dora).content.decode()


def test_what_the_map_has_already_is_settled_at_once(round: Round, alice: User) -> None:
    make_annotation(round.article, "Shade saves", Role.EVIDENCE)
    client = client_of(alice)
    page = client.get(address(round)).content.decode()
    assert page.count("In the map already, as") == 1
    assert "B is E1" in page and "Settle the one that the map has already" in page
    make_annotation(round.article, "Trees cool streets")
    assert client.get(address(round)).content.decode().count("It is C2") == 1
    client.post(address(round, "round_adopt"), {"row": "1-1", "choice": "a"})
    client.post(address(round, "round_adopt_agreed"), {"known": "1"})
    page = client.get(address(round)).content.decode()
    assert "2 of 3 passages decided" in page and "Adopted as" in page
    assert labels(round.article) == ["C2 Trees cool streets", "E1 Shade saves"]


def test_what_the_map_has_twice_is_chosen_by_hand(round: Round, alice: User) -> None:
    make_annotation(round.article, "Shade saves", Role.EVIDENCE)
    make_annotation(round.article, "Shade saves water", Role.PREMISE)
    page = client_of(alice).get(address(round)).content.decode()
    assert "A is P2" in page and "B is E1" in page
    assert "that the map has already" not in page


def test_the_last_decision_is_taken_back(round: Round, alice: User, bob: User) -> None:
    client, undo = client_of(alice), address(round, "round_undo")
    assert client.post(undo).status_code == 422
    client.post(address(round, "round_adopt"), {"row": "1-1", "choice": "a"})
    assert "Undo my last decision" in client.get(address(round)).content.decode()
    assert "Undo my last" not in client_of(bob).get(address(round)).content.decode()
    assert client.post(undo).status_code == 302
    assert labels(round.article) == []
    make_annotation(round.article, "Roots")
    assert "was no such decision" in client.post(undo).content.decode()
    assert labels(round.article) == ["C2 Roots"]


def test_a_step_that_is_attacked_lets_the_attack_be_adopted(article: Article, alice: User) -> None:
    round = make_round(article, "bob", "carol")
    sheet, client = sheet_of(round, "bob"), client_of(alice)
    claim, reason, doubt = (mark(sheet, words) for words in ("Trees", "Shade", "Roots"))
    connect(reason, target=claim)
    connect(doubt, target=sheet.relations.get(number=1), kind=RelationKind.ATTACK)
    for number in (1, 2, 3):
        client.post(address(round, "round_adopt"), {"row": f"{number}-0", "choice": "a"})
    here = f"{address(round, 'round_connect')}?view=relations"
    sent = {"bond": "1-0", "choice": "a", "had": "1-0:open,ready 2-0:open"}
    html = client.post(here, sent, headers=SWAP).content.decode()
    assert html.lstrip().startswith('<li class="agreement-row agreement-bond" id="bond-1-0"')
    assert 'id="bond-2-0"' in html and html.count("hx-swap-oob") == 2
    assert "Adopt its ends first" not in html


def test_rows_come_in_pages_and_those_undecided_by_themselves(
    round: Round, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.review.adjudication_pages.PER_PAGE", 2)
    client, there = client_of(alice), address(round)
    first, last = (client.get(there, {"page": n}).content.decode() for n in ("1", "99"))
    assert first.count('id="row-') == 2 and last.count('id="row-') == 1
    assert "page=2#passages" in first and "Page 2 of 2" in last
    assert "page=2#c-B·X3" in client.get(there, {"view": "text"}).content.decode()
    client.post(address(round, "round_adopt"), {"row": "1-1", "choice": "a"})
    undecided = client.get(there, {"show": "open"}).content.decode()
    assert undecided.count('id="row-') == 2 and 'id="row-1-1"' not in undecided


def test_more_rows_cost_no_more_queries(
    round: Round, alice: User, django_assert_max_num_queries
) -> None:
    client = client_of(alice)
    client.get(address(round))
    with django_assert_max_num_queries(30):
        client.get(address(round))


def test_a_page_is_told_only_what_others_have_decided_meanwhile(
    round: Round, alice: User, bob: User
) -> None:
    had = "1-1:, 2-2:, 0-3:"
    client_of(bob).post(address(round, "round_adopt"), {"row": "2-2", "choice": "b"})
    html = client_of(alice).get(address(round), {"had": had}, headers=SWAP).content.decode()
    assert 'id="row-2-2"' in html and ">E1</a>" in html
    assert html.count("<li") == 1 and html.count('hx-swap-oob="true"') == 2
    assert "1 of 3 passages decided" in html
    sent = {"had": "1-1:, 2-2:E1,E1 0-3: 9-9:x nonsense :"}
    again = client_of(alice).get(address(round), sent, headers=SWAP)
    assert "<li" not in again.content.decode()


def test_a_swap_takes_the_last_decision_back(round: Round, alice: User) -> None:
    client, undo = client_of(alice), f"{address(round, 'round_undo')}?show=open"
    client.post(address(round, "round_adopt"), {"row": "2-2", "choice": "out"})
    response = client.post(undo, {"had": "2-2:out,out"}, headers=SWAP)
    html = response.content.decode()
    assert html.lstrip().startswith('<div id="agreement-progress"')
    assert 'id="row-2-2"' in html and "Left out" not in html
    assert '"place": "row-2-2"' in response["HX-Trigger-After-Settle"]
    refused = client.post(undo, {"had": "2-2:,"}, headers=SWAP)
    assert refused.status_code == 422 and "was no such decision" in refused.content.decode()


def test_one_decision_reads_both_sheets_once(
    round: Round, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    monkeypatch.setattr(
        "reader.review.adjudication_pages.reading_of",
        lambda sheet: read.append(sheet) or reading_of(sheet),
    )
    sent = {"row": "1-1", "choice": "a"}
    client_of(alice).post(address(round, "round_adopt"), sent, headers=SWAP)
    assert len(read) == 2
