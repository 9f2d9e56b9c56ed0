"""What a browser keeps of unsaved text: by page, bounded, and no more than there is room for."""

from typing import Any

import pytest

from tests.factories import make_user

pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEEP_SOME = """async () => {
  const drafts = await import("/static/js/lib/drafts.js")
  const [now, day] = [Date.now(), 86_400_000]
  const keep = (key, days, more) => drafts.keepDraft(key, { source: key, time: now - days * day, ...more })
  keep("7:12:a", 61, { isOffered: true })
  keep("7:12:b", 61)
  keep("7:12:c", 1, { isOffered: true })
  keep("7:123:d", 0)
  keep("71:12:e", 0)
  localStorage.setItem("crux:draft:7:12:spoilt", "{")
  drafts.dropForgotten("7:12")
  const isTooMuchKept = keep("7:12:c", 0, { summary: "x".repeat(6_000_000) })
  drafts.handOver("7:12:c")
  const keys = (who) => drafts.draftsOf(who).map(({ key }) => key)
  const handed = [drafts.takeOver("7:12"), drafts.takeOver("7:12")].map((draft) => draft?.key ?? null)
  const answer = [keys("7:12"), keys("7"), isTooMuchKept, drafts.draftOf("7:12:c").source, handed]
  localStorage.clear()
  return answer
}"""
DIFFER = """async () => {
  const { changedLines, sizeOf } = await import("/static/js/lib/drafts.js")
  const old = "One.\\n\\nTwo two.\\n\\nThree."
  return [
    ["One.\\n\\nTwo.\\nNew.\\n\\nThree.", old, "One.\\n\\nThree.", "Zero.\\nTwo."].map((text) => changedLines(text, old)),
    ["a b c", "a", "b", ""].map((text) => sizeOf(text, "a")),
  ]
}"""


def test_drafts_are_kept_apart_and_forgotten_in_the_end(page: Any) -> None:
    page.goto("/healthz/")
    assert page.evaluate(KEEP_SOME) == [
        ["7:12:c", "7:12:b"],
        ["7:123:d", "7:12:c", "7:12:b"],
        False,
        "7:12:c",
        ["7:12:c", None],
    ]


def test_a_draft_is_told_by_its_size_and_its_changed_lines(page: Any) -> None:
    page.goto("/healthz/")
    assert page.evaluate(DIFFER) == [
        ["…\nTwo.\nNew.\n…", "", "", "Zero.\nTwo."],
        ["2 words more", "as many words", "as many words", "1 word fewer"],
    ]


def test_what_waits_is_not_left_behind_unasked(page: Any, sign_in: Any) -> None:
    sign_in(page, make_user("alice"))
    page.goto("/")
    mine, bobs = "crux:outbox:alice:/a/trees/:1", "crux:outbox:bob:/a/trees/:1"
    page.evaluate("names => names.forEach(name => localStorage.setItem(name, '{}'))", [mine, bobs])
    page.evaluate("sessionStorage.setItem('crux:typed:alice:/a/trees/:e:/', '{}')")
    page.get_by_role("button", name="Sign out").click()
    assert "Something you typed is saved nowhere" in page.get_by_role("dialog").inner_text()
    page.get_by_role("button", name="Remove it and sign out").click()
    page.get_by_role("link", name="Sign in", exact=True).first.wait_for()
    kept = page.evaluate("[localStorage, sessionStorage].flatMap(Object.keys)")
    assert [name for name in kept if name.startswith("crux:")] == [bobs]
