"""Who may do what: every address of the site, for every kind of visitor and every visibility."""

from dataclasses import dataclass
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reader.annotations.changes import withdraw
from reader.annotations.commenting import comment
from reader.annotations.dismissing import dismiss
from reader.annotations.proposing import propose_annotation
from reader.annotations.rounds import open_round
from reader.argument.roles import Role
from reader.articles.models import Article, Part, Visibility
from reader.articles.snapshots import take_snapshot
from tests.factories import (
    make_annotation,
    make_article,
    make_member,
    make_relation,
    make_user,
    owner_of,
)
from tests.rounds import make_round, mark

pytestmark = pytest.mark.django_db

VISITORS = ["stranger", "visitor", "site owner", "reader", "reviewer", "editor", "owner"]
EVERYONE, MEMBERS = set(VISITORS), {"reader", "reviewer", "editor", "owner"}
SIGNED_IN = EVERYONE - {"stranger"}
EDITORS = {"editor", "owner"}
AT_WORK = {"reviewer", *EDITORS}
WORKERS = EDITORS | {"reviewer"}
DISCUSSERS = {"reviewer", "editor", "owner"}
OWNER = {"owner"}
STRANGER = {"stranger"}
# To another page: for a password again, to where one can choose; or for want of a second factor.
ONWARDS: set[str] = set()
NOBODY: set[str] = set()

ADMINISTERED = ["user", "article", "report", "sitepolicy"]


@dataclass(frozen=True)
class Row:
    """One address: who may GET it, who may POST to it; None where the method is not allowed."""

    name: str
    get: set[str] | None
    post: set[str] | None = None
    numbers: tuple[object, ...] = ()


READING = [
    Row("article_page", EVERYONE),
    Row("map_page", EVERYONE),
    Row("article_parts", EVERYONE),
    Row("outline_page", EVERYONE),
    Row("annotation_page", EVERYONE, numbers=("C1",)),
    Row("revision_page", EVERYONE, numbers=(1,)),
    Row("revision_map", EVERYONE, numbers=(1,)),
    Row("revision_list", EVERYONE),
    Row("revision_compare", EVERYONE, numbers=(1, 1)),
    Row("snapshot_list", EVERYONE, EDITORS),
    Row("snapshot_page", EVERYONE, numbers=(1,)),
    Row("snapshot_map", EVERYONE, numbers=(1,)),
    Row("snapshot_citation", EVERYONE, numbers=(1, "bib")),
    Row("snapshot_compare", EVERYONE, numbers=(1, 1)),
    Row("snapshot_since", EVERYONE, numbers=(1,)),
    Row("article_readings", EVERYONE),
    Row("article_report", EVERYONE, EVERYONE),
    Row("report_sent", EVERYONE),
    Row("live", EVERYONE),
]
EDITING = [
    Row("presence", None, AT_WORK),
    Row("article_revise", EDITORS, EDITORS),
    Row("revision_preview", EDITORS, EDITORS),
    Row("revision_restore", EDITORS, numbers=(1,)),
    Row("annotation_list", WORKERS, WORKERS),
    Row("annotation_edit", WORKERS, WORKERS, numbers=(1,)),
    Row("annotation_withdraw", None, WORKERS, numbers=(1,)),
    Row("annotation_restore", None, EDITORS, numbers=(3,)),
    Row("annotation_place", None, EDITORS, numbers=(1,)),
    Row("annotation_split", None, EDITORS, numbers=(1,)),
    Row("annotation_merge", EDITORS, EDITORS, numbers=(1,)),
    Row("passage_list", EDITORS, EDITORS),
    Row("passage_confirm", None, EDITORS, numbers=(1,)),
    Row("passage_remark", None, EDITORS, numbers=(1,)),
    Row("passage_let_go", None, EDITORS, numbers=(1,)),
    Row("annotations_recast", None, EDITORS),
    Row("annotations_withdraw", None, EDITORS),
    Row("annotations_restore", None, EDITORS),
    Row("change_undo", None, EDITORS),
    Row("change_redo", None, EDITORS),
    Row("article_history", EDITORS),
    Row("relation_new", WORKERS, WORKERS),
    Row("relation_join", EDITORS, EDITORS, numbers=(1,)),
    Row("relation_part", None, EDITORS, numbers=(1,)),
    Row("relation_assume", EDITORS, EDITORS, numbers=(1,)),
    Row("relation_withdraw", None, WORKERS, numbers=(1,)),
    Row("relation_restore", None, EDITORS, numbers=(1,)),
    Row("relation_scheme", EDITORS, EDITORS, numbers=(1,)),
    Row("proposal_list", WORKERS),
    Row("proposal_page", WORKERS, numbers=(1,)),
    Row("proposal_accept", None, EDITORS, numbers=(1,)),
    Row("proposal_amend", EDITORS, EDITORS, numbers=(1,)),
    Row("proposal_decline", None, EDITORS, numbers=(1,)),
    Row("proposal_take_back", None, {"reviewer"}, numbers=(1,)),
    Row("article_findings", EDITORS),
    Row("article_suggestions", EDITORS, EDITORS),
    Row("dismissal_new", None, EDITORS),
    Row("dismissal_withdraw", None, EDITORS, numbers=(1,)),
    Row("round_list", WORKERS, OWNER),
    Row("round_detail", WORKERS, numbers=(1,)),
    Row("round_close", OWNER, OWNER, numbers=(1,)),
    Row("round_add", None, OWNER, numbers=(1,)),
    Row("round_drop", None, OWNER, numbers=(1,)),
    Row("round_leave", None, EDITORS, numbers=(1,)),
    Row("round_done", None, EDITORS, numbers=(1,)),
    Row("round_shown", None, OWNER, numbers=(1,)),
    Row("round_compare", WORKERS, numbers=(2,)),
    Row("round_table", WORKERS, numbers=(2, "rows")),
    Row("round_adopt", None, EDITORS, numbers=(2,)),
    Row("round_adopt_agreed", None, EDITORS, numbers=(2,)),
    Row("round_undo", None, EDITORS, numbers=(2,)),
    Row("round_merge", EDITORS, EDITORS, numbers=(2, "1-1")),
    Row("round_connect", None, EDITORS, numbers=(2,)),
    Row("round_connect_ready", None, EDITORS, numbers=(2,)),
    Row("article_settings", OWNER, OWNER),
    Row("article_delete", OWNER, OWNER),
    Row("article_restore", None, NOBODY),
    Row("article_archive", EDITORS),
    Row("comment_list", DISCUSSERS, DISCUSSERS),
    Row("comment_thread", DISCUSSERS, DISCUSSERS, numbers=(1,)),
    Row("comment_reply", None, DISCUSSERS, numbers=(1,)),
    Row("comment_withdraw", None, DISCUSSERS, numbers=(1,)),
    Row("comment_restore", None, DISCUSSERS, numbers=(1,)),
    Row("comment_resolve", None, DISCUSSERS, numbers=(1,)),
    Row("comment_reopen", None, DISCUSSERS, numbers=(1,)),
    Row("member_list", MEMBERS),
    Row("member_part", None, OWNER),
    Row("member_remove", None, OWNER),
    Row("member_leave", None, MEMBERS),
    Row("article_hand_over", None, OWNER),
    Row("invitation_new", None, OWNER),
    Row("invitation_revoke", None, OWNER, numbers=(1,)),
]
SITE = [
    Row("article_list", EVERYONE),
    Row("deleted_list", SIGNED_IN),
    Row("person_page", NOBODY, numbers=("nobody",)),
    Row("invitation", NOBODY, NOBODY, numbers=("no-such-link",)),
    Row("snapshot_address", NOBODY, numbers=("no-such-key",)),
    Row("article_new", SIGNED_IN, SIGNED_IN),
    Row("article_review", None, SIGNED_IN),
    Row("article_text", None, SIGNED_IN),
    Row("login", STRANGER, EVERYONE),
    Row("logout", None, EVERYONE),
    Row("account_login", STRANGER, EVERYONE),
    Row("account_logout", None, EVERYONE),
    Row("account_signup", STRANGER, EVERYONE),
    Row("account_inactive", EVERYONE),
    Row("account_email_verification_sent", EVERYONE),
    Row("account_confirm_email", EVERYONE, numbers=("no-such-key",)),
    Row("account_reset_password", EVERYONE, EVERYONE),
    Row("account_reset_password_done", EVERYONE),
    Row("account_reset_password_from_key_done", EVERYONE),
    Row("account_reset_password_from_key", EVERYONE, EVERYONE, ("1", "no-such-key")),
    Row("account_reauthenticate", SIGNED_IN, SIGNED_IN),
    Row("account_email", SIGNED_IN, SIGNED_IN),
    Row("account_change_password", SIGNED_IN, SIGNED_IN),
    Row("account_set_password", ONWARDS, SIGNED_IN),
    Row("profile", SIGNED_IN, SIGNED_IN),
    Row("preferences", ONWARDS, SIGNED_IN),
    Row("digest", ONWARDS, SIGNED_IN),
    Row("notification_list", SIGNED_IN),
    Row("notification_page", NOBODY, numbers=(1,)),
    Row("notifications_seen", None, SIGNED_IN),
    Row("notification_unsubscribe", NOBODY, NOBODY, numbers=("no-such-token",)),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_authenticate", ONWARDS, EVERYONE),
    Row("mfa_reauthenticate", ONWARDS, SIGNED_IN),
    Row("mfa_activate_totp", ONWARDS, SIGNED_IN),
    Row("mfa_deactivate_totp", NOBODY, NOBODY),
    Row("mfa_view_recovery_codes", NOBODY),
    Row("mfa_generate_recovery_codes", ONWARDS, SIGNED_IN),
    Row("mfa_download_recovery_codes", NOBODY),
    Row("healthz", EVERYONE),
    Row("robots", EVERYONE),
]


@pytest.fixture
def article() -> Article:
    article = make_article(editor=make_user("owner"))
    claim = make_annotation(article, "Trees cool streets", Role.CLAIM)
    premise = make_annotation(article, "Shade saves water", Role.PREMISE)
    make_relation(premise, target=claim)
    withdraw(make_annotation(article, "Roots lift pavements"), by=owner_of(article))
    dismiss(article, "unsupported 9", by=owner_of(article))
    comment(article, "What is a street?", owner_of(article))
    for part in (Part.READER, Part.REVIEWER, Part.EDITOR):
        make_member(article, str(part), part)
    propose_annotation(article, Role.CLAIM, "Roots", make_user("reviewer"))
    open_round(article, [owner_of(article), make_user("editor")], "", by=owner_of(article))
    for sheet in make_round(article, "owner", "editor", shown=True).sheets.all():
        mark(sheet, "Trees cool streets")
    # Last: others than the members may see the present state alone.
    take_snapshot(article, "As submitted", "", owner_of(article))
    return article


def client_of(visitor: str) -> Client:
    client = Client()
    if visitor != "stranger":
        user = make_user(visitor)
        user.is_staff = user.is_superuser = visitor == "site owner"
        user.save()
        client.force_login(user)
    return client


def allowed(who: set[str], visitor: str, visibility: str) -> bool:
    """A private article is open to its members alone, whatever the row says of everyone."""
    return visitor in who and (visibility != Visibility.PRIVATE or visitor in MEMBERS)


@pytest.mark.parametrize("row", READING + EDITING, ids=lambda row: row.name)
def test_an_address_of_an_article_opens_to_whom_it_should(row, article):
    clients = {visitor: client_of(visitor) for visitor in VISITORS}
    address = reverse(row.name, args=[article.slug, *row.numbers])
    for visibility, visitor in product(Visibility.values, VISITORS):
        for method, who in (("get", row.get), ("post", row.post)):
            with transaction.atomic():
                Article.objects.filter(pk=article.pk).update(visibility=visibility)
                status = getattr(clients[visitor], method)(address).status_code
                transaction.set_rollback(True)
            found = f"{method} {row.name}, {visibility}, as {visitor}: {status}"
            if who is None:
                assert status in (404, 405), f"there is no such method: {found}"
            elif allowed(who, visitor, visibility):
                assert status in (200, 204, 302, 422), f"should be let in: {found}"
            else:
                assert status == 404, f"should find nothing: {found}"


@pytest.mark.parametrize("visitor", ["stranger", "visitor", "site owner"])
@pytest.mark.parametrize("row", SITE, ids=lambda row: row.name)
def test_an_address_of_the_site_opens_to_whom_it_should(row, visitor):
    client, address = client_of(visitor), reverse(row.name, args=row.numbers)
    if row.get is not None:
        response = client.get(address)
        assert (response.status_code == 200) == (visitor in row.get)
        assert response.status_code in (200, 302, 404)
    if row.post is not None and visitor not in row.post:
        response = client.post(address)
        assert response.status_code == 404 or response.url.startswith("/accounts/login/")


def test_the_admin_opens_to_the_site_owner_alone():
    addresses = ["/admin/", *(f"/admin/reader/{name}/" for name in ADMINISTERED)]
    addresses += ["/admin/reader/article/1/change/", "/admin/nothing/", "/admin/logout/"]
    for address in addresses:
        assert Client().get(address).url.startswith("/accounts/login/?next=/admin/")
        assert client_of("visitor").get(address).status_code == 404
        assert client_of("owner").post(address).status_code == 404
    site_owner = client_of("site owner")
    assert [site_owner.get(a).status_code for a in addresses[:4]] == [200] * 4


def test_every_address_is_in_the_table():
    names = {row.name for row in READING + EDITING + SITE}
    assert set(_names(get_resolver().url_patterns)) - names == set()


def test_refusal_looks_like_absence(article):
    private, absent = reverse("article_page", args=[article.slug]), "/a/never-was/"
    pages = [Client().get(address) for address in (private, absent)]
    assert pages[0].status_code == pages[1].status_code == 404
    words = [page.content.decode().replace(page.request["PATH_INFO"], "") for page in pages]
    assert words[0] == words[1]


def _names(patterns):
    for pattern in patterns:
        if getattr(pattern, "namespace", None) == "admin":
            continue  # a row of its own above: all of it is for one person
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name
