"""What an operator can set and what an editor can choose is written down."""

import re
from pathlib import Path

import pytest

from reader.argument.roles import RelationKind, Role

TOP = Path(__file__).parent.parent
DOCS = TOP / "docs"
CODE = [*TOP.glob("reader/**/*.py"), *TOP.glob("tests/*.py")]
SCRIPTS = [path for path in (TOP / "bin").iterdir() if path.is_file()]
READ_BY_PYTHON = re.compile(r'(?:environ(?:\.get\(|\[)|switched_on\(|listed\()"([A-Z_]+)"')
READ_BY_SHELL = re.compile(r"\$\{([A-Z_]+):?-")
NOT_OURS = {"HOME", "DJANGO_SETTINGS_MODULE"}


def variables() -> set[str]:
    pairs = ((CODE, READ_BY_PYTHON), (SCRIPTS, READ_BY_SHELL))
    found = {
        name
        for paths, pattern in pairs
        for path in paths
        for name in pattern.findall(path.read_text("utf-8"))
    }
    return found - NOT_OURS


def documented_variables() -> set[str]:
    text = (DOCS / "settings.md").read_text("utf-8")
    return set(re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE))


def test_every_variable_is_documented_and_every_documented_variable_exists() -> None:
    assert variables() == documented_variables()


@pytest.mark.parametrize("word", [*Role, *RelationKind])
def test_every_role_and_kind_of_relation_is_documented(word: str) -> None:
    text = (DOCS / "argument-model.md").read_text("utf-8").lower()
    assert re.search(rf"\b{word}\b", text)


def test_the_changelog_names_the_version() -> None:
    heading = re.search(r"^## .*$", (TOP / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert heading
    assert re.fullmatch(r"## \d+\.\d+\.\d+ - (unreleased|\d{4}-\d{2}-\d{2})", heading[0])
