"""Markdown documents that between them hold everything an article can hold, and what is awkward in
it.
"""

import json
from pathlib import Path

ATTACKS = Path(__file__).parents[2].parent / "shared" / "data" / "security"

PROSE = """\
# Streets for people

A city can *choose* what its **streets** are for, says [the mayor](https://example.org/a?b=1&c=2 "An interview").

> Cars "fill" them.
>
> > Nobody asked.

1. first
2. second

    with a paragraph

    - nested *deeper*
    - and `code`

-----

Term
: What it means.
: And what else.

## Costs & effects

The HTML of it[^1] is AT&T's <b>not</b> bold &copy; 2024, a&nbsp;b.

*[HTML]: Hypertext Markup Language

[^1]: A note with *stress*.

    And a second paragraph.
"""

TABLE = """\
Before.

| Town | Share |
|:-----|------:|
| *Ghent* | 20 % |
| `a | b` | [link](/a/) |
| | |

After.
"""

CODE = "```python\n\n\nprint('<&>')\n```\n\n    \n    indented\n\ttab\n\nlast `` a`b `` word"

SCRIPTS = """\
# 事實と「引用」

自動車は都市の空間を占める。**政府**は[道路](https://例え.jp/道)を作る。

السيارات تملأ *الشوارع* ‏(‎2024‎).

हिन्दी में **क्ष** और ক্ষ। 👩‍👩‍👧‍👦 and 👍🏽, e\u0301 and é, a\u00a0b, a\u200bb, \ufeffBOM, 𝔘𝔫𝔦.

A\u2028B\u2029C\x85D
"""

LINKS = """\
[**bold** *and* plain](https://example.org/) at once [one](/x)[two](#costs)[three](mailto:a@b.example)

[a[^n] b](/u) <https://example.org/> <someone@example.org> ![seen](/media/a.png) [![in](/media/b.png) link](/c)

# Costs

[^n]: note
"""

ODD = {
    "carriage returns": "one\r\ntwo\rthree&#13;four &#x0d;\n\n    code\r\n    more",
    "control characters": "a\x00b\x01c\x02d\x03e\x0bf\x0cg\x1fh &#1; &#0; &#12; &#128; &#xD800; &#x110000;",
    "entities": "&amp;lt; &lt;b&gt; &quot; &#39; &nbsp; &notanentity; &amp &copy &#8617; &AMP;",
    "leading newlines": "\n\n\n```\n\n\n\nx\n```\n\n\n\n\n    \n\n    y",
    "only code": "    \n    a",
    "html": "<div id=x>\n\n# <script>alert(1)</script>\n\n<!-- c --> <b>x</b> <br/> </div>\n\n<p>",
    "tight and loose": "- a\n- b\n\n    c\n\n- d\n* e\n+ f\n\n10. ten\n11. eleven",
    "definitions": "A\nB\n: one\n\n    two\n\n: three\n\nC\n:   - x\n    - y",
    "quotation with a list": "> - a\n> - b\n>\n> # T\n>\n> text",
    "emphasis": "***a** b* _c_d_ **e*f** *g\n\n**bold\nover lines**",
    "line breaks": "a  \nb  \n*c*  \n\nd\\\ne",
    "abbreviations": 'HTML HTML5 (HTML)\n\n*[HTML]: a "b" <c> & d\n',
    "footnotes": "a[^x y] b[^x y] c[^2] d[^none]\n\n[^x y]: # T\n\n    - l\n\n[^2]:\n",
    "headings": "# A\n\n# A\n\n## A-2\n\n###### F\n\n#\n\n# *e* `c` [l](/x)\n\nSet\n===\n\n- # in a list",
    "words only": "plain words",
    "white space": " \u00a0 \n\n\u2003\n\n&nbsp;\n\n`  `",
    "wide table": "|a|b\n|-|-\n|`\\|`|\u00a0|\n|1\n\n||\n|-|\n||\n\ntext",
    "backslashes": "\\* \\_ \\` \\\\ \\# \\[ \\] a\\\nb",
}

DOCUMENTS = {
    "prose": PROSE,
    "table": TABLE,
    "code": CODE,
    "scripts": SCRIPTS,
    "links": LINKS,
    "twice the same note": PROSE + LINKS,
    **ODD,
}


def attacks(*names: str) -> list[str]:
    """The inputs of attack and fault collections kept beside the repository; none where they are
    not.
    """
    lines = [line for name in names for line in _lines(ATTACKS / f"{name}.jsonl")]
    return [json.loads(line)["input"] for line in lines]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []
