"""A sheet is its editor's own: who finds it at which address, and where it must leave no trace."""

import pytest
from django.test import Client
from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import annotate, withdraw
from reader.annotations.relating import relate
from reader.annotations.rounds import close_round, open_round, sheets_of
from reader.argument.roles import RelationKind, Role
from reader.articles.audiences import Reach, Viewer, reaches_of
from reader.articles.membering import remove
from reader.articles.models import Article, Part, Round, Visibility
from tests.factories import make_annotation, make_article, make_member, make_user
from tests.test_permissions import EDITING, READING

pytestmark = pytest.mark.django_db

OTHERS = ["stranger", "visitor", "site owner", "reader", "reviewer", "other", "owner"]
READS = {
    *("article_page", "map_page", "outline_page", "annotation_page", "revision_page"),
    *("revision_map", "revision_list", "revision_compare"),
}
MARKS = {
    *("annotation_list", "annotation_edit", "annotation_merge", "passage_list", "article_history"),
    *("relation_new", "relation_join", "relation_assume", "relation_scheme"),
    *("article_findings", "article_suggestions"),
}
NEVER = {
    *("article_revise", "revision_preview", "revision_restore", "snapshot_list", "snapshot_page"),
    *("article_report", "report_sent", "article_settings", "article_delete", "article_restore"),
    *("article_archive", "member_list", "member_part", "member_remove", "member_leave"),
    *("article_hand_over", "invitation_new", "invitation_revoke", "round_list", "round_detail"),
    *("round_close", "round_add", "round_done", "round_leave", "round_shown"),
}
SECRET, SEARCHED = "Quokka", "Zebrafish"


@pytest.fixture
def article() -> Article:
    article = make_article(editor=make_user("owner"), slug="trees", public=True)
    make_annotation(article, "Trees cool streets")
    for name, part in (("own", "editor"), ("other", "editor"), ("absent", "editor")):
        make_member(article, name, Part(part))
    for name in ("reader", "reviewer"):
        make_member(article, name, Part(name))
    return article


@pytest.fixture
def round(article) -> Round:
    people = [make_user(name) for name in ("owner", "own", "other")]
    return open_round(article, people, "", by=make_user("owner"))


@pytest.fixture
def sheet(round) -> Article:
    """Marked by its editor, with a word that stands nowhere else."""
    by = make_user("own")
    sheet = next(s.article for s in sheets_of(round) if s.editor == by)
    claim = annotate(sheet, Role.CLAIM, gist=f"{SECRET} {SEARCHED} one", by=by, spans=[(0, 5)])
    premise = annotate(sheet, Role.PREMISE, gist=f"{SECRET} two", by=by, spans=[(6, 10)])
    relate(sheet, [premise], RelationKind.SUPPORT, claim, by=by)
    withdraw(annotate(sheet, Role.CLAIM, gist=f"{SECRET} three", by=by, spans=[(0, 18)]), by=by)
    return sheet


def client_of(name: str) -> Client:
    client = Client()
    if name != "stranger":
        user = make_user(name)
        user.is_staff = user.is_superuser = name == "site owner"
        user.save()
        client.force_login(user)
    return client


def statuses(client: Client, sheet: Article, row) -> set[int]:
    address = reverse(row.name, args=[sheet.slug, *row.numbers])
    return {client.get(address).status_code, client.post(address).status_code}


@pytest.mark.parametrize("visitor", ["stranger", "site owner", "other", "owner"])
def test_nobody_else_finds_a_sheet_at_any_address(sheet, round, visitor):
    client = client_of(visitor)
    for row in READING + EDITING:
        assert statuses(client, sheet, row) <= {404, 405}, row.name
    close_round(round, by=make_user("owner"))
    assert statuses(client, sheet, READING[0]) <= {404, 405}


def test_its_editor_reads_and_marks_it_and_does_nothing_else(sheet):
    client = client_of("own")
    for row in READING + EDITING:
        address = reverse(row.name, args=[sheet.slug, *row.numbers])
        if row.name in READS | MARKS:
            assert client.get(address).status_code == 200, row.name
        if row.name in NEVER:
            assert statuses(client, sheet, row) <= {404, 405}, row.name
    assert {row.name for row in READING + EDITING} >= READS | MARKS | NEVER


def test_after_closing_its_editor_only_reads_it(sheet, round):
    close_round(round, by=make_user("owner"))
    client = client_of("own")
    for row in READING + EDITING:
        address = reverse(row.name, args=[sheet.slug, *row.numbers])
        if row.name in READS | {"article_history"}:
            assert client.get(address).status_code == 200, row.name
        elif row.name in MARKS | NEVER:
            assert statuses(client, sheet, row) <= {404, 405}, row.name


def test_after_closing_its_editor_reads_its_history_and_undoes_nothing(sheet, round):
    own, history = client_of("own"), reverse("article_history", args=[sheet.slug])
    assert b"Undo this" in own.get(history).content
    close_round(round, by=make_user("owner"))
    page = own.get(history).content
    assert SECRET.encode() in page and b'method="post"' not in page.partition(b"<main")[2]
    assert history.encode() in own.get(sheet.get_absolute_url()).content
    assert client_of("owner").get(history).status_code == 404
    remove(round.article, make_user("own"), by=make_user("owner"))
    assert own.get(history).status_code == 404


@pytest.mark.parametrize("visitor", OTHERS)
def test_an_open_round_leaves_no_trace_of_anybodys_marks(sheet, visitor):
    client = client_of(visitor)
    addresses = ["/", f"/?q={SEARCHED}", "/?whose=mine", "/?whose=shared", "/?map=yes", "/deleted/"]
    addresses += [f"/people/{name}/" for name in ("own", "other", "owner", visitor)]
    addresses += ["/notifications/", "/admin/", "/admin/reader/article/"]
    addresses += [f"/admin/reader/article/{sheet.pk}/change/"]
    addresses += [f"/admin/reader/user/{make_user('own').pk}/change/"]
    names = ("", "map/", "outline/", "history/", "annotations/", "revisions/", "rounds/")
    names += ("rounds/1/", "rounds/1/compare/", "findings/", "members/", "snapshots/")
    addresses += [f"/a/trees/{name}" for name in (*names, "export/archive/")]
    for address in addresses:
        response = client.get(address)
        assert response.status_code in (200, 302, 404), address
        assert SECRET.encode() not in response.content, address
        assert sheet.slug.encode() not in response.content, address


def test_a_stream_of_a_sheet_reaches_its_editor_alone(sheet, article):
    viewers = {}
    for name in ("own", "other", "owner", "reviewer"):
        client, user = client_of(name), User.objects.get(username=name)
        viewers[name] = Viewer(user.pk, client.session.session_key, user.get_session_auth_hash())
    reaches = reaches_of(sheet.pk, [*viewers.values(), Viewer()])
    assert reaches[viewers["own"]] is Reach.READS
    assert {reach for viewer, reach in reaches.items() if viewer != viewers["own"]} == {Reach.GONE}
    own, owner = (User.objects.get(username=name) for name in ("own", "owner"))
    remove(article, own, by=owner)
    assert reaches_of(sheet.pk, [viewers["own"]]) == {viewers["own"]: Reach.GONE}


def test_no_list_counts_the_sheets(sheet):
    for visitor, address in (("stranger", "/"), ("own", "/"), ("own", "/?whose=shared")):
        listed = client_of(visitor).get(address).context["library"].page.paginator.count
        assert listed == 1
    own = client_of("stranger").get("/people/own/").content.decode()
    assert own.count('href="/a/') == 1
    site = client_of("site owner")
    assert site.get("/admin/").context["articles"] == 1
    assert site.get("/admin/reader/article/").context["cl"].result_count == 1


def test_the_marks_of_the_article_are_not_on_the_sheet_nor_the_other_way_round(sheet, article):
    page = client_of("own").get(sheet.get_absolute_url()).content.decode()
    assert page.count('class="card"') == 2
    assert article.annotations.count() == 1 and article.visibility == Visibility.PUBLIC
