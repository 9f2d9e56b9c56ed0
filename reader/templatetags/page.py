"""Small marks of the page: icons, glyphs, what a role is called. Thin, and without queries."""

from collections.abc import Iterable

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reader.accounts.models import User
from reader.accounts.preferences import attributes_of
from reader.argument.roles import Role
from reader.text.searching import Piece

register = template.Library()

SIGNS = {"support": "+", "attack": "−", "undercut": "⊘", "lean": "~"}


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true" focusable="false">'
        '<use href="#i-{1}"/></svg>',
        size,
        name,
    )


@register.simple_tag
def glyph(role: str, size: int = 12) -> SafeString:
    """The role's shape; its colour comes from the nearest data-role."""
    return format_html(
        '<svg class="glyph" viewBox="0 0 16 16" width="{0}" height="{0}" aria-hidden="true"'
        ' focusable="false"><use href="#g-{1}"/></svg>',
        size,
        role,
    )


@register.simple_tag
def reading_attributes(user: User | AnonymousUser | None) -> SafeString:
    """How whoever is signed in likes to read, for <html>."""
    return attributes_of(user.reading if isinstance(user, User) else None)


@register.simple_tag
def roles() -> list[Role]:
    return list(Role)


@register.filter
def sign(kind: str) -> str:
    return SIGNS[kind]


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """Words in which those that match are marked; every piece is escaped by itself."""
    hit = '<mark class="hit">{}</mark>'
    shown = (format_html(hit if piece.is_match else "{}", piece.words) for piece in pieces)
    return mark_safe("".join(shown))
