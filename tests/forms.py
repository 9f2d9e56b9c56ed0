"""Every form and every page of the site: what a good request holds, for tests that send others."""

from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes

from django.urls import reverse

from reader.accounts.models import User
from reader.annotations.changes import annotate, withdraw
from reader.annotations.dismissing import dismiss
from reader.annotations.models import Fate
from reader.annotations.revising import revise
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Part
from reader.articles.snapshots import take_snapshot
from tests.factories import make_annotation, make_article, make_member, make_relation

# What a page, a refusal or an absence is answered with; nothing else is an answer.
ANSWERS = {200, 302, 304, 400, 403, 404, 405, 409, 413, 422}
FORM = "application/x-www-form-urlencoded"
TEXT = "Trees cool streets. Shade saves water. Roots lift pavements."
FIRST = TEXT.replace("cool", "cool all the") + "\n\nBirds sing at dawn."
DETAILS = {"title": "Trees", "byline": "Ines", "source_url": "", "written_on": "2025-03-12"}
DETAILS |= {"language": "en", "language_code": ""}
REVIEWED = {"text": TEXT, "kind": "plain", "on": "title", "offered": "title", "idle": "lists"}
REVIEWED |= {"guessed_title": "", "guessed_kind": "plain", "reviewed": "1"}
REVISED = {"source": TEXT, "base": "2", "summary": "birds"}
WORDING = {"role": "claim", "gist": "Trees cool", "note": "Why", "device": "", "leans_on": ""}
INVITED = {"way": "mail", "email": "dora@example.org", "part": "reader", "days": "7"}
PASSAGE = {"start": "0", "end": "18", "quote": "Trees cool streets", "revision": "2"}
LOST, EDITED = "1000001", "1000002"  # the keys of a lost and of an edited passage


@dataclass(frozen=True)
class Form:
    """An address that takes a form, and what a good one holds."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)
    numbers: tuple[int, ...] = ()
    of_article: bool = True

    def address(self, article: Article) -> str:
        slug = [article.slug] if self.of_article else []
        return reverse(self.name, args=[*slug, *self.numbers])


FORMS = {
    form.name: form
    for form in [
        Form("login", {"username": "alice", "password": "x", "next": "/"}, of_article=False),
        Form("article_new", DETAILS | REVIEWED, of_article=False),
        Form("article_review", DETAILS | REVIEWED, of_article=False),
        Form("article_text", DETAILS | REVIEWED | {"as_markdown": "1"}, of_article=False),
        Form(
            "article_settings", DETAILS | {"visibility": "private", "renew": "1", "slug": "trees"}
        ),
        Form("digest", {"digest": "daily"}, of_article=False),
        Form("notifications_seen", {"until": "1"}, of_article=False),
        Form("article_delete", {"title": "Street trees"}),
        Form("member_part", {"person": "bob", "part": "editor"}),
        Form("member_remove", {"person": "bob"}),
        Form("member_leave", {}),
        Form("article_hand_over", {"person": "bob", "stay": "editor"}),
        Form("invitation_new", INVITED),
        Form("invitation_revoke", {}, (1,)),
        Form("article_report", {"offence": "spam", "about": "C1", "words": "It sells shoes."}),
        Form("article_revise", REVISED),
        Form("revision_preview", REVISED | {"theirs": "2", "part-1": "both"}),
        Form("snapshot_list", {"name": "As submitted", "note": "To the council"}),
        Form("annotation_list", WORDING | PASSAGE),
        Form("annotation_edit", WORDING | {"version": "1", "connect": ""}, (2,)),
        Form("annotation_withdraw", {}, (2,)),
        Form("annotation_restore", {}, (4,)),
        Form("annotation_place", PASSAGE | {"version": "1"}, (2,)),
        Form("annotation_split", PASSAGE | {"end": "5", "quote": "Trees", "version": "1"}, (1,)),
        Form("annotation_merge", {"other": "X3"}, (1,)),
        Form("passage_list", {"revision": "2", "passage": EDITED, "at": "passages", "place": "0"}),
        Form(
            "passage_confirm",
            {"revision": "2", "passage": EDITED, "at": "passages", "place": "0", "from": "0"},
            (1,),
        ),
        Form("passage_remark", PASSAGE | {"passage": LOST, "at": "passages", "alone": "1"}, (2,)),
        Form("passage_let_go", {"revision": "2", "passage": LOST, "place": "0"}, (2,)),
        Form("annotations_recast", {"number": "3", "role": "premise"}),
        Form("annotations_withdraw", {"number": "3"}),
        Form("annotations_restore", {"number": "4"}),
        Form(
            "relation_new", {"premise": "X3", "together": "P2", "verb": "attacks", "target": "C1"}
        ),
        Form("relation_join", {"premise": "X3", "at": "P2"}, (1,)),
        Form("relation_part", {"premise": "P2"}, (1,)),
        Form("relation_assume", {"gist": "Shade cools", "at": "P2", "place": "step"}, (1,)),
        Form("relation_withdraw", {}, (1,)),
        Form("relation_restore", {}, (2,)),
        Form("relation_scheme", {"scheme": "sign", "version": "1", "at": "P2"}, (1,)),
        Form("article_suggestions", PASSAGE | {"role": "claim", "from": "0", "place": "0"}),
        Form(
            "dismissal_new",
            {"about": "unconnected 3", "why": "It is so", "reason": "", "place": "0"},
        ),
        Form("dismissal_withdraw", {"place": "0", "from": "0"}, (1,)),
    ]
}
READING = ("view", "kind", "fold", "focus", "role", "r")
PAGES = {
    "article_list": ("q", "page", "whose", "map", "language", "sort"),
    "login": ("next",),
    "article_page": READING,
    "map_page": READING,
    "outline_page": READING,
    "annotation_page": READING,
    "revision_page": READING,
    "revision_map": READING,
    "snapshot_list": ("a", "b"),
    "snapshot_page": READING,
    "snapshot_map": READING,
    "snapshot_since": (),
    "article_report": ("about",),
    "relation_new": ("premise", "verb", "target", "place"),
    "relation_join": ("at", "place"),
    "relation_assume": ("at", "place"),
    "relation_scheme": ("at",),
    "article_findings": (),
    "article_suggestions": ("from",),
    "passage_list": ("from",),
    "article_new": (),
    "article_review": (),
    "article_text": (),
    "article_settings": (),
    "article_revise": (),
    "article_delete": (),
    "member_list": (),
    "round_list": (),
    "deleted_list": (),
    "notification_list": ("unread", "page"),
    "annotation_list": ("q", "role"),
    "annotation_edit": (),
    "annotation_merge": ("other", "preview"),
}
NUMBERED = {
    "annotation_page": ("C1",),
    "revision_page": (1,),
    "revision_map": (1,),
    "snapshot_page": (1,),
    "snapshot_map": (1,),
    "snapshot_since": (1,),
    "annotation_edit": (1,),
    "annotation_merge": (1,),
    "relation_join": (1,),
    "relation_assume": (1,),
    "relation_scheme": (1,),
}
SITE = {"article_list", "deleted_list", "notification_list", "login"}
SITE |= {"article_new", "article_review", "article_text"}


def make_argued_article(editor: User) -> Article:
    """Five annotations, of which one is withdrawn, and two relations, one of them taken back.

    It has been revised: C1 has edited words, and P2 some that are lost.
    """
    article = make_article(FIRST, editor=editor, public=True)
    claim = make_annotation(article, "Trees cool all the streets")
    text = article.head.text
    places = [
        (text.index(words), len(words)) for words in ("Shade saves water", "Birds sing at dawn")
    ]
    spans = [(start, start + length) for start, length in places]
    premise = annotate(article, Role.PREMISE, "Shade saves water", by=editor, spans=spans)
    counter = make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM)
    withdraw(make_annotation(article, "Roots", Role.RHETORIC), by=editor)
    make_relation(premise, make_annotation(article, role=Role.ASSUMPTION), target=claim)
    withdraw(make_relation(counter, target=premise, kind=RelationKind.ATTACK), by=editor)
    dismiss(article, "unconnected 9", by=editor)
    take_snapshot(article, "First", "", by=editor)
    make_member(article, "bob", Part.READER)
    revise(article, TEXT, 1, "", editor)
    claim.passages.filter(fate=Fate.EDITED).update(id=int(EDITED))
    premise.passages.filter(fate=Fate.LOST).update(id=int(LOST))
    return Article.objects.with_heads().get(pk=article.pk)


def address_of(name: str, article: Article) -> str:
    slug = [] if name in SITE else [article.slug]
    return reverse(name, args=[*slug, *NUMBERED.get(name, ())])


def encoded(pairs: list[tuple[str, bytes]]) -> bytes:
    return b"&".join(f"{name}={quote_from_bytes(value)}".encode() for name, value in pairs)
