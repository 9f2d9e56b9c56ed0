"""Requests whose charset is looked at by `utf8_only` and by nobody before it.

Django takes up the charset that a request names before anything could catch what an odd one
raises: `charset=base64` so ends outside every error page.
"""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class PageRequest(WSGIRequest):
    content_type: str | None
    content_params: dict[str, str] | None

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Forms and queries are read as UTF-8, unless `utf8_only` refuses them for this charset."""
        try:
            parsed = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            parsed = "", {"charset": "unreadable"}
        self.content_type, self.content_params = parsed
