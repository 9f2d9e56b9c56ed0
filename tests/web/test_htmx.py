import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.web.urls")
SWAP = {"HX-Request": "true"}


def test_a_visit_gets_the_page_and_a_swap_the_part(client: Client) -> None:
    assert b"<html" in client.get("/page_or_part/").content
    assert client.get("/page_or_part/", headers=SWAP).content.startswith(b"<p")


@pytest.mark.parametrize("name", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_links_and_restored_history_get_the_page(client: Client, name: str) -> None:
    answer = client.get("/page_or_part/", headers=SWAP | {name: "true"})
    assert b"<html" in answer.content
    assert "HX-Reswap" not in answer.headers


def test_caches_are_told_that_page_and_part_share_an_address(client: Client) -> None:
    vary = client.get("/page_or_part/").headers["Vary"]
    assert {"HX-Request", "HX-Boosted", "HX-History-Restore-Request"} <= set(vary.split(", "))


def test_several_parts_come_in_one_answer(client: Client) -> None:
    answer = client.get("/several/", headers=SWAP)
    assert answer.content.count(b"Twice") == 2
    assert "HX-Reswap" not in answer.headers
