"""What an anonymous reader's browser takes over the wire for the reading page, without fonts."""

from typing import Any

from playwright.sync_api import sync_playwright

from tests.benchmarks.serving import served
from tests.conftest import QUIET, chromium_path


def run() -> dict[str, object]:
    with served() as address:
        sizes = _received(address)
    kinds = {kind: sum(n for k, n in sizes if k == kind) / 1000 for kind, _ in sizes}
    fonts = kinds.pop("Font", 0.0)
    return {
        "name": "public page with its map on the wire, without fonts, headers included",
        "value": sum(kinds.values()),
        "goal": "≤ 40",
        "unit": "kB",
        "detail": f"{len(sizes)} requests; fonts {fonts:.0f} kB apart",
        **{kind.lower(): size for kind, size in kinds.items()},
    }


def _received(address: str) -> list[tuple[str, int]]:
    """Type and encoded length of everything that Chromium loads, as its network log counts it."""
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def responded(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = int(event["encodedDataLength"])

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        log = page.context.new_cdp_session(page)
        log.send("Network.enable")
        log.on("Network.responseReceived", responded)
        log.on("Network.loadingFinished", finished)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        browser.close()
    return [(kinds[request], size) for request, size in sizes.items()]
