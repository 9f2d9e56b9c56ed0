"""Bytes that somebody uploads, as text: decoded, bounded, with one kind of line end."""

import codecs
import re

from charset_normalizer import CharsetMatch, from_bytes

MAX_BYTES = 3_000_000
MAX_CHARACTERS = 500_000

# Where two encodings read the same bytes equally well, the earlier one is meant.
ENCODINGS = (
    "cp1252",
    "cp1250",
    "iso8859_2",
    "cp1255",
    "cp1253",
    "cp1256",
    "cp1251",
    "koi8_r",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "cp949",
    "mac_roman",
)
TRIED = (
    "UTF-8, UTF-16 and the usual Western, Central European, Cyrillic, Greek, Hebrew, Arabic, "
    "Japanese, Chinese and Korean encodings"
)
UNSURE = 0.2

# UTF-32 first: its little-endian mark begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_FILES = (
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
)
PACKED_FILES = (
    (b"word/", "a Word document"),
    (b"opendocument.text", "an OpenDocument text"),
    (b"epub+zip", "an e-book (EPUB)"),
    (b"Index/Document", "a Pages document"),
)

CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
LINE_ENDS = re.compile(r"\r\n?|\x0b|\x0c")
NUL_OR_HALF = re.compile(r"[\0\ud800-\udfff]")


class NotText(Exception):
    """These bytes cannot be read as text; the message is for whoever sent them."""


def decode(data: bytes) -> str:
    """The text in these bytes, tidied; NotText where there is none, or too much.

    A byte order mark decides, then UTF-8; any other encoding is taken only where one is clearly
    the likeliest.
    """
    if len(data) > MAX_BYTES:
        raise NotText(f"The file has more than {MAX_BYTES // 1_000_000} MB.")
    _refuse_other_files(data)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return tidy(_strictly(data, encoding))
    if b"\0" in data:
        raise NotText("This is not a text file: it contains NUL bytes.")
    try:
        return tidy(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error)
    return tidy(_guessed(data))


def tidy(text: str) -> str:
    """One kind of line end, no control characters but tab; NotText for what cannot be stored."""
    if bad := NUL_OR_HALF.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        what = "half a character (a lone surrogate)" if bad[0] > "\0" else "a NUL character"
        raise NotText(f"Line {line} contains {what}, which is no text.")
    text = CONTROLS.sub("", LINE_ENDS.sub("\n", text.removeprefix("\ufeff")))
    if len(text) > MAX_CHARACTERS:
        raise NotText(
            f"The text has {len(text):,} characters; the most we take is {MAX_CHARACTERS:,}."
        )
    return text


def _refuse_other_files(data: bytes) -> None:
    kind = next((name for magic, name in OTHER_FILES if data.startswith(magic)), "")
    if data.startswith(b"PK\x03\x04"):
        packed = (name for part, name in PACKED_FILES if part in data)
        kind = next(packed, "a compressed file (ZIP)")
    if kind:
        raise NotText(f"This looks like {kind}. Save it as plain text or Markdown first.")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper()
        raise NotText(f"The file says it is {name}, but byte {error.start + 1} is not.") from error


def _refuse_broken_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """Text that is UTF-8 but for a few bytes must not be read as something else."""
    lenient = data.decode("utf-8", "replace")
    foreign = sum(character > "\x7f" for character in lenient)
    if lenient.count("\ufffd") * 2 <= foreign:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotText(f"The file is UTF-8, but line {line} is damaged (byte {error.start + 1}).")


def _guessed(data: bytes) -> str:
    matches = from_bytes(data, cp_isolation=list(ENCODINGS), threshold=UNSURE)
    if not matches:
        raise NotText(f"The file is no text in any encoding that we know: we tried {TRIED}.")
    return _strictly(data, min(matches, key=_doubt).encoding)


def _doubt(match: CharsetMatch) -> tuple[float, float, int]:
    """How odd the text looks in this encoding, how unlike a language, how rare the encoding is."""
    same = (ENCODINGS.index(name) for name in match.could_be_from_charset if name in ENCODINGS)
    rarity = min(same, default=len(ENCODINGS))
    return round(match.chaos, 1), -round(match.coherence, 1), rarity
