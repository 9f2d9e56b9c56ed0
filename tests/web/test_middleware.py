import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.web.urls")


def policy_of(client: Client, path: str) -> dict[str, list[str]]:
    text = client.get(path).headers["Content-Security-Policy"]
    return {name: sources for name, *sources in map(str.split, text.split(";"))}


def test_pages_may_only_use_what_is_ours(client: Client) -> None:
    policy = policy_of(client, "/text/")
    assert policy["default-src"] == policy["base-uri"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert not any("unsafe" in source for sources in policy.values() for source in sources)


@pytest.mark.parametrize("path", ["/text/", "/forbid/", "/nowhere/", "/file/"])
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Content-Security-Policy" in headers


def test_nothing_is_kept_by_caches_unless_its_view_allows_it(client: Client) -> None:
    assert client.get("/text/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/tagged/").headers["Cache-Control"] == "public, max-age=60"


def test_an_embed_names_its_own_frames(client: Client) -> None:
    assert policy_of(client, "/embed/") == {"frame-ancestors": ["*"]}


@pytest.mark.parametrize("path", ["/text/", "/file/", "/tagged/", "/forbid/", "/nowhere/"])
def test_htmx_never_puts_anything_but_our_parts_into_a_page(client: Client, path: str) -> None:
    assert client.get(path, headers={"HX-Request": "true"}).headers["HX-Reswap"] == "none"
    assert "HX-Reswap" not in client.get(path).headers
