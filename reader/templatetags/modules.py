"""Serve ES modules as they are written, without a bundler."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reader.web.modules import import_map

register = template.Library()


@register.simple_tag
def module_map() -> SafeString:
    """The import map; the security policy allows exactly this text, by its hash."""
    return format_html('<script type="importmap">{}</script>', mark_safe(import_map()))
