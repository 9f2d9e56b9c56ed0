"""How somebody likes to read: the values that there are, and what the page is told of them.

reading-settings.js knows the same names. Strangers keep theirs in the browser.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

CHOICES = {
    "theme": [("", "System"), ("light", "Light"), ("sepia", "Sepia"), ("dark", "Dark")],
    "face": [
        ("", "Source Serif"),
        ("literata", "Literata"),
        ("sans", "Sans"),
        ("hyperlegible", "Hyperlegible"),
    ],
    "width": [("narrow", "Narrow"), ("", "Normal"), ("wide", "Wide")],
    "highlights": [("", "Tint and line"), ("line", "Line only"), ("off", "Off")],
    "keys": [("", "On"), ("off", "Off")],
}
SIZES = [("", "As the screen suggests"), *((size, f"{size} pixels") for size in range(15, 29))]
SHOWN = ("theme", "face", "width", "highlights", "size")


def preferences_of(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen, without what is as it comes: {"theme": "dark", "size": 20}."""
    return {name: value for name, value in chosen.items() if value not in ("", None)}


def attributes_of(preferences: Mapping[str, Any] | None) -> SafeString:
    """For <html>: the style sheets and boot.js read them, so that they hold before first paint.

    None: never chosen while signed in, so that what the browser keeps still counts.
    """
    if preferences is None:
        return SafeString("")
    shown = [(name, preferences[name]) for name in SHOWN if name in preferences]
    whole = ("kept", json.dumps(preferences, sort_keys=True))
    return format_html_join("", ' data-{}="{}"', [*shown, whole])
