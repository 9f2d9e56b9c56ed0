"""The allow-list: the only HTML that an author's text can put on our pages."""

import re
from collections.abc import Callable

import nh3

TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "a", "img"),
    *("strong", "em", "b", "i", "s", "del", "ins", "sub", "sup", "small", "q"),
    *("abbr", "cite", "code", "kbd", "samp", "var", "pre", "blockquote"),
    *("ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption"),
}
TAGS_REMOVED_WITH_CONTENT = {
    *("script", "style", "template", "noscript", "iframe"),
    *("svg", "math", "object", "title", "textarea"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # said outright, since the sanitiser's own list allows title and lang everywhere
    "a": {"href", "title", "class"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "abbr": {"title"},
    "code": {"class"},
    "div": {"class"},
    "li": {"id"},
    "sup": {"id"},
    "td": {"align"},
    "th": {"align", "scope"},
}
LINK_REL = "nofollow ugc noopener noreferrer"

# Names of the author's own world get this prefix, so that they never shadow an id of the page.
PREFIX = "uc-"

WEB_LINK = re.compile(r"(?:https?://[^/\\\s]|mailto:)[^\x00-\x1f\x7f]*", re.IGNORECASE)
SITE_LINK = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")
FRAGMENT = re.compile(r"#[^\x00-\x1f\x7f]+")
# A segment that begins with a dot could climb out of the media folder; a percent sign could hide
# one.
MEDIA = re.compile(r"/media/(?!.*/\.)[\w~-][\w./~-]*")
REMOTE_IMAGE = re.compile(r"https://[^/\\\s][^\\\x00-\x20\x7f]*", re.IGNORECASE)

CLASSES = {
    "a": re.compile(r"footnote-ref|footnote-backref"),
    "div": re.compile(r"footnote"),
    "code": re.compile(r"language-[A-Za-z0-9+#.-]{1,30}"),
}
ALIGNMENT = re.compile(r"left|right|center")
SCOPE = re.compile(r"col|row")
LIST_START = re.compile(r"-?[0-9]{1,9}")
FOOTNOTE_ID = re.compile(r"fn[^\x00-\x1f\x7f]*")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")

Filter = Callable[[str, str, str], str | None]


def sanitise(html: str, *, remote_images: bool = False) -> str:
    """Keep of any HTML what the allow-list names. Images of other hosts stay only with
    `remote_images`.

    Call it once per text: the sanitiser eats one leading newline of every <pre> each time.
    """
    return _settled(_cleaner(remote_images).clean(html))


def _settled(html: str) -> str:
    """Line ends as a browser would read them, and no control characters, also where they came as
    `&#13;`.
    """
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub("", html)


def _cleaner(remote_images: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=TAGS_REMOVED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute_filter(remote_images),
        generic_attribute_prefixes=set(),
        url_schemes={"http", "https", "mailto"},
        link_rel=LINK_REL,
    )


def _attribute_filter(remote_images: bool) -> Filter:
    rules: dict[str, Callable[[str, str], str | None]] = {
        "href": lambda tag, value: _href(value),
        "src": lambda tag, value: _src(value, remote_images),
        "class": _classes,
        "id": lambda tag, value: _footnote_id(value),
        "align": lambda tag, value: _only(ALIGNMENT, value),
        "scope": lambda tag, value: _only(SCOPE, value),
        "start": lambda tag, value: _only(LIST_START, value),
        "title": lambda tag, value: value,
        "alt": lambda tag, value: value,
        "rel": lambda tag, value: value,  # ours: LINK_REL passes here too, an author's rel does not
    }

    def kept(tag: str, attribute: str, value: str) -> str | None:
        rule = rules.get(attribute)
        return rule(tag, value) if rule else None

    return kept


def _only(pattern: re.Pattern[str], value: str) -> str | None:
    return value if pattern.fullmatch(value) else None


def _href(value: str) -> str | None:
    if FRAGMENT.fullmatch(value):
        return "#" + PREFIX + _spaceless(value[1:])
    return _only(WEB_LINK, value) or _only(SITE_LINK, value)


def _src(value: str, remote_images: bool) -> str | None:
    return _only(MEDIA, value) or (_only(REMOTE_IMAGE, value) if remote_images else None)


def _classes(tag: str, value: str) -> str | None:
    allowed = CLASSES[tag]
    return " ".join(name for name in value.split() if allowed.fullmatch(name)) or None


def _footnote_id(value: str) -> str | None:
    return PREFIX + _spaceless(value) if FOOTNOTE_ID.fullmatch(value) else None


def _spaceless(identifier: str) -> str:
    """Ids may not hold white space, but the labels of footnotes do."""
    return re.sub(r"\s+", "-", identifier)
