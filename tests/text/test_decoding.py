import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.decoding import MAX_BYTES, MAX_CHARACTERS, NotText, decode, tidy

SAMPLES = [
    ("cp1252", "Le café était fermé — “déjà vu”, dit-il. L’été dernier, nous étions à Besançon."),
    ("latin-1", "Die Straße ist für die Bürger gesperrt; das ärgert manchen Händler sehr."),
    ("cp1250", "Žluťoučký kůň úpěl ďábelské ódy. Každé ráno se ulice mění ve frontu aut."),
    (
        "iso8859_2",
        "Każdego ranka ulica przed szkołą zamienia się w kolejkę samochodów; źle to wygląda.",
    ),
    ("cp1251", "Каждое утро улица перед школой превращается в очередь машин."),
    ("koi8_r", "Каждое утро улица перед школой превращается в очередь машин."),
    ("cp1253", "Κάθε πρωί ο δρόμος μπροστά από το σχολείο γεμίζει με αυτοκίνητα."),
    ("cp1255", "בכל בוקר הרחוב שלפני בית הספר הופך לתור של מכוניות. צריך לסגור אותו."),
    ("cp1256", "كل صباح يتحول الشارع أمام المدرسة إلى طابور من السيارات. يجب أن نغلقه."),
    ("shift_jis", "学校の前の道を朝の三十分だけ閉じるべきだ。子どもたちの命を守るために。"),
    ("euc_jp", "学校の前の道を朝の三十分だけ閉じるべきだ。子どもたちの命を守るために。"),
    ("gb18030", "每天早上八点半，学校门口的街道都会变成汽车的长龙。我们应该关闭这条街。"),
    ("big5", "每天早上八點半，學校門口的街道都會變成汽車的長龍。我們應該關閉這條街。"),
    ("euc_kr", "매일 아침 여덟 시 반, 학교 앞 거리는 자동차로 가득 찹니다."),
    ("utf-16", "Every weekday at half past eight."),
    ("utf-32", "Every weekday at half past eight."),
    ("utf-8-sig", "Naïve words with a mark before them."),
]


@pytest.mark.parametrize(("encoding", "text"), SAMPLES)
def test_the_usual_encodings_are_read(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_utf_8_is_read_as_it_stands(text: str) -> None:
    assert decode(b"a" + text.encode()) == "a" + text


def test_line_ends_become_one() -> None:
    assert decode(b"one\r\ntwo\rthree\n\x0cfour") == "one\ntwo\nthree\n\nfour"


def test_control_characters_are_dropped_but_the_tab() -> None:
    assert decode(b"a\x01b\tc\x1b[0m\x7f") == "ab\tc[0m"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04...word/document.xml...", "a Word document"),
        (b"PK\x03\x04...mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text"),
        (b"PK\x03\x04...", "a compressed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word document"),
        (b"{\\rtf1\\ansi Hello}", "rich text"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
    ],
)
def test_other_files_are_refused_by_name(data: bytes, name: str) -> None:
    with pytest.raises(NotText, match=f"looks like {name}|{name}"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"one\0two", "NUL"),
        (bytes(range(1, 256)) * 20, "we tried UTF-8, UTF-16"),
        ("Le café était fermé. ".encode() * 20 + b"\n\xc3 x", "line 2 is damaged"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8x\x00", "says it is UTF-16"),
        (b"a" * (MAX_BYTES + 1), "more than 3 MB"),
        (b"a" * (MAX_CHARACTERS + 1), "500,001 characters"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotText, match=reason):
        decode(data)


def test_half_a_character_is_refused_with_its_line() -> None:
    with pytest.raises(NotText, match="Line 2 contains half a character"):
        tidy("one\ntwo \ud800")
