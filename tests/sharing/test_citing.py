"""Citations: whatever stands in titles and names, reference managers read it back."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sharing.citing import DIRECTIONS, Citation

# The variables and the type that the schema of CSL-JSON knows, of those that a web page can have.
KNOWN = {"id", "type", "title", "author", "issued", "container-title", "version", "language", "URL"}
HOSTILE = 'A {B} & 100% #1_a \\ "quoted" ~ ^ $ <x> | } {{'
TEX_BACK = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\textquotedbl{}": '"',
    **{f"\\{sign}": sign for sign in "&%$#_"},
}


def citation(**fields):
    told = {
        "key": "k3yk3yk3yk3y",
        "author": "Ines M.",
        "title": "Street trees",
        "number": 2,
        "name": "As submitted",
        "day": date(2026, 5, 4),
        "url": "https://crux.example/cite/k3yk3yk3yk3y/",
        "language": "en",
    }
    return Citation(**told | fields)


def fields_of(bibtex):
    """Name and value of each field, as BibTeX finds them: by counting braces."""
    found, at = {}, 0
    while field := re.compile(r"\n  (\w+) = ").search(bibtex, at):
        start = at = field.end()
        depth = 0
        while depth or bibtex[at] not in ",":
            depth += {"{": 1, "}": -1}.get(bibtex[at], 0)
            at += 1
        found[field[1]] = bibtex[start:at]
    return found


def read_tex(value):
    """What TeX prints, of a value in two pairs of braces."""
    assert value.startswith("{{") and value.endswith("}}")
    pattern = "|".join(map(re.escape, TEX_BACK))
    return re.sub(pattern, lambda match: TEX_BACK[match[0]], value[2:-2])


def test_in_words():
    assert citation().words == (
        "Ines M. Street trees. Snapshot 2, “As submitted”, 4 May 2026. Crux."
        " https://crux.example/cite/k3yk3yk3yk3y/"
    )


def test_where_nobody_is_named_it_is_the_sites():
    found = citation(author="", title="Why trees?")
    assert found.words.startswith("Crux. Why trees? Snapshot 2, ")
    assert found.words.count("Crux.") == 1
    assert json.loads(found.csl)[0]["author"] == [{"literal": "Crux"}]
    assert "author = {{Crux}}" in found.bibtex


def test_bibtex():
    assert citation().bibtex == (
        "@misc{crux-k3yk3yk3yk3y,\n"
        "  author = {{Ines M.}},\n"
        "  title = {{Street trees}},\n"
        "  howpublished = {Crux},\n"
        "  year = {2026},\n"
        "  note = {Snapshot 2: {As submitted}, 2026-05-04},\n"
        "  url = {https://crux.example/cite/k3yk3yk3yk3y/},\n"
        "  month = may,\n"
        "}\n"
    )


@pytest.mark.parametrize("words", [HOSTILE, "木陰と道", "شجرة", "Ж{", "\\}", "a\n\n}b", "@misc{x,"])
def test_bibtex_holds_any_words(words):
    fields = fields_of(citation(title=words, author=words, name=words).bibtex)
    assert list(fields) == ["author", "title", "howpublished", "year", "note", "url", "month"]
    assert read_tex(fields["title"]) == read_tex(fields["author"]) == " ".join(words.split())


@pytest.mark.parametrize("sign", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
def test_no_words_turn_the_address_round(sign):
    found = citation(
        title=f"{sign}Street trees", author=f"Ines {sign}M.", name=f"As submitted{sign}"
    )
    assert found == citation()
    assert sign not in found.words + found.bibtex + found.csl


@given(st.text(min_size=1).map(lambda words: " ".join(words.split())))
def test_bibtex_reads_back_what_was_written(words):
    words = words.translate(DIRECTIONS)
    assert read_tex(fields_of(citation(title=words).bibtex)["title"]) == words


@pytest.mark.parametrize("words", [HOSTILE, "木陰", "\u200fabc", "</script>"])
def test_csl_json(words):
    (item,) = json.loads(citation(title=words, name=words).csl)
    assert set(item) == KNOWN
    assert (item["type"], item["title"]) == ("webpage", words)
    assert item["version"] == f"Snapshot 2: {words}"
    assert item["issued"] == {"date-parts": [[2026, 5, 4]]}
    assert item["author"] == [{"literal": "Ines M."}], "no guess where a family name begins"
