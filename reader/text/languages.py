"""Languages by their BCP 47 codes: which way they run, how fast they are read, what a text is in."""

import re
import unicodedata
from collections import Counter

COMMON = {
    "ar": "Arabic",
    "zh": "Chinese",
    "cs": "Czech",
    "da": "Danish",
    "nl": "Dutch",
    "en": "English",
    "fi": "Finnish",
    "fr": "French",
    "de": "German",
    "el": "Greek",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "no": "Norwegian",
    "fa": "Persian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "es": "Spanish",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
}
CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}", re.IGNORECASE)
LONGEST_CODE = 35

RIGHT_TO_LEFT_SCRIPTS = re.compile(r"adlm|arab|aran|hebr|mand|nkoo|rohg|samr|syrc|thaa|yezi")
RIGHT_TO_LEFT = re.compile(
    r"ar|arc|azb|bal|ckb|dv|fa|glk|he|iw|ji|khw|ks|lrc|mzn|nqo|pnb|prs|ps|sd|syr|ug|ur|yi"
)

# The first word of a letter's Unicode name tells its script.
BY_SCRIPT = {
    "ARABIC": "ar",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "TAMIL": "ta",
    "THAI": "th",
}
LETTERS_OF = {"fa": "پچژگ", "ur": "ٹڈڑںے", "uk": "іїєґ"}
BASE_OF = {"fa": "ar", "ur": "ar", "uk": "ru"}
SAMPLE = 4_000

CHARACTERS_A_MINUTE = 1_350
DENSE = {"ja": 480, "ko": 620, "zh": 380}


def is_code(words: str) -> bool:
    """Whether this has the shape of a language code, such as `en`, `pt-BR` or `zh-Hant`."""
    return len(words) <= LONGEST_CODE and CODE.fullmatch(words) is not None


def canonical(code: str) -> str:
    """The usual spelling of a code: `zh-hant-tw` is written zh-Hant-TW."""
    first, *rest = code.split("-")
    spelt = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(spelt.get(len(part), str.lower)(part) for part in rest)])


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, for the dir attribute; a script in the code outweighs the language."""
    first, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if RIGHT_TO_LEFT_SCRIPTS.fullmatch(script) else "ltr"
    return "rtl" if RIGHT_TO_LEFT.fullmatch(first) else "ltr"


def language_of(text: str) -> str:
    """A guess from the script that most letters of the beginning belong to; English where Latin."""
    letters = [letter for letter in text[:SAMPLE].lower() if letter.isalpha()]
    scripts = Counter(
        unicodedata.name(letter, "LATIN").split(" ")[0].split("-")[0] for letter in letters
    )
    if not scripts:
        return "en"
    script = scripts.most_common(1)[0][0]
    if script == "CJK" and scripts["HIRAGANA"] + scripts["KATAKANA"] > len(letters) / 20:
        return "ja"
    base = BY_SCRIPT.get(script, "en")
    return next((code for code in LETTERS_OF if _uses(code, base, letters)), base)


def minutes_to_read(characters: int, language: str) -> int:
    """How long a text of so many characters takes, in whole minutes, one at least."""
    pace = DENSE.get(language.lower().split("-")[0], CHARACTERS_A_MINUTE)
    return max(1, round(characters / pace))


def _uses(code: str, base: str, letters: list[str]) -> bool:
    own = sum(letter in LETTERS_OF[code] for letter in letters)
    return BASE_OF[code] == base and own * 100 > len(letters)
