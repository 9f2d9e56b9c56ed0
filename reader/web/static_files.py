"""Static files as a release serves them: hashed, compressed, and each entry with all it imports.

Browsers read the imports as well, so development needs none of this: one request instead of
dozens, and a third fewer bytes.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = ("css/reader.css", "css/pages.css", "css/past.css", "css/editing.css")
SCRIPTS = ("js/reader.js", "js/editor.js", "js/compare.js", "js/live.js")

SHEET_IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>\w+)\);')
SHEET_REMARK_OR_INDENT = re.compile(r"/\*.*?\*/|^\s+", re.M | re.S)
MODULE_IMPORT = re.compile(r'^import (?:(?P<names>\{[^}]+\}) from )?"(?P<name>[^"]+)"\n', re.M)
REMARK_OR_INDENT = re.compile(r"^\s*(?://.*\n)?", re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (?P<name>\w+))", re.M)


class ReleaseStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run:
            whole = {name: whole_sheet(paths, name) for name in SHEETS}
            whole |= {name: whole_script(paths, name) for name in SCRIPTS}
            for name, text in whole.items():
                self.delete(name)
                self._save(name, ContentFile(text.encode()))
            paths = paths | {name: (self, name) for name in whole}
        yield from super().post_process(paths, dry_run, **options)


def whole_sheet(paths: dict[str, Any], entry: str) -> str:
    """The style sheet with its imports in place, each in its layer."""

    def layer(match: re.Match[str]) -> str:
        return f"@layer {match['layer']} {{\n{_read(paths, _beside(entry, match['name']))}}}\n"

    sheet = SHEET_IMPORT.sub(layer, _read(paths, entry))
    return SHEET_REMARK_OR_INDENT.sub("", sheet)


def whole_script(paths: dict[str, Any], entry: str) -> str:
    """The module with its imports before it, each in a function of its own and run once."""
    done: dict[str, str] = {}
    return REMARK_OR_INDENT.sub("", "".join(_modules(paths, entry, done)))


def _modules(paths: dict[str, Any], name: str, done: dict[str, str]) -> Iterator[str]:
    source = _read(paths, name)
    for match in MODULE_IMPORT.finditer(source):
        imported = _beside(name, match["name"])
        if imported not in done:
            yield from _modules(paths, imported, done)
    done[name] = f"module{len(done)}"
    exports = ", ".join(match["name"] for match in EXPORT.finditer(source))

    def bound(match: re.Match[str]) -> str:
        variable = done[_beside(name, match["name"])]
        return f"const {match['names']} = {variable}\n" if match["names"] else ""

    body = EXPORT.sub("", MODULE_IMPORT.sub(bound, source))
    yield f"const {done[name]} = (() => {{\n{body}return {{ {exports} }}\n}})()\n"


def _beside(name: str, relative: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text
