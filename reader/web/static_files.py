"""Static files as a release serves them: hashed, compressed, and the style sheets as one file."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/reader.css"
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>\w+)\);')


class ReleaseStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Puts what reader.css imports into reader.css: one request, and a third fewer bytes.

    Browsers read the imports as well, so development needs none of this.
    """

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if SHEET in paths and not dry_run:
            self._save_whole(SHEET, self._inlined(paths))
            paths = paths | {SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run, **options)

    def _inlined(self, paths: dict[str, Any]) -> str:
        def layer(match: re.Match[str]) -> str:
            return f"@layer {match['layer']} {{\n{_read(paths, 'css/' + match['name'])}}}\n"

        return IMPORT.sub(layer, _read(paths, SHEET))

    def _save_whole(self, name: str, text: str) -> None:
        self.delete(name)
        self._save(name, ContentFile(text.encode()))


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text
