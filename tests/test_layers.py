"""The picture of the code, kept true: each package may import only those below it."""

import ast
from pathlib import Path

import pytest

READER = Path(__file__).parent.parent / "reader"
LAYERS = [  # lowest first; packages on one line do not import each other
    {"argument", "text"},
    {"formats"},
    {"web"},
    {"accounts"},
    {"articles"},
    {"annotations"},
    {"reading"},
    {"editing", "review", "sharing", "api"},
]
HEIGHT = {package: height for height, layer in enumerate(LAYERS) for package in layer}
PURE = {"argument", "text", "formats"}
FRAME = {"migrations", "management", "templatetags"}
MODULES = [path for path in READER.rglob("*.py") if path.relative_to(READER).parts[0] in HEIGHT]


def imported(module: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports out in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def too_high(package: str, names: set[str]) -> set[str]:
    """What a package must not import of ours: the frame, those beside it and those above it."""
    ours = {name.split(".")[1] for name in names if name.startswith("reader.")} - {package}
    return {other for other in ours if HEIGHT.get(other, 99) >= HEIGHT[package]}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(READER)))
def test_imports_point_down(module: Path) -> None:
    package = module.relative_to(READER).parts[0]
    assert not too_high(package, imported(module))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(READER)))
def test_the_pure_core_knows_nothing_of_django(module: Path) -> None:
    if module.relative_to(READER).parts[0] in PURE:
        assert not {name for name in imported(module) if name.startswith("django")}


def test_every_package_has_its_place() -> None:
    folders = {path.name for path in READER.iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders <= HEIGHT.keys() | FRAME


def test_siblings_and_the_frame_are_too_high() -> None:
    assert too_high("editing", {"reader.sharing.exports.write"}) == {"sharing"}
    assert too_high("web", {"reader.models.Article", "reader.text.rendering.render"}) == {"models"}
    assert too_high("articles", {"reader.annotations.models.Passage"}) == {"annotations"}
