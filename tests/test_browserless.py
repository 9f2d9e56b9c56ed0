"""Without a browser, its tests are skipped loudly, or fail where a browser is required."""

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parent.parent


def browser_tests(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "tests/browser/test_watching.py",
    ]
    plain = {name: value for name, value in os.environ.items() if name != "REQUIRE_BROWSER"}
    return subprocess.run(
        command,
        cwd=TOP,
        env=plain | {"CHROMIUM": "/no/such/browser"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_browser_is_a_loud_skip() -> None:
    result = browser_tests()
    assert result.returncode == 0
    assert "BROWSER TESTS DID NOT RUN: no Chromium found" in result.stdout


def test_a_missing_browser_fails_where_one_is_required() -> None:
    result = browser_tests(REQUIRE_BROWSER="1")
    assert result.returncode == 1
    assert "REQUIRE_BROWSER=1, but" in result.stdout
