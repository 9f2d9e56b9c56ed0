import re

from django.conf import settings


def test_the_style_sheets_become_one_file_with_every_layer(collected):
    sheet = next(collected.glob("css/reader.????????????.css")).read_text()
    assert "@import" not in sheet
    source = (settings.BASE_DIR / "static/css/reader.css").read_text()
    for name, layer in re.findall(r'url\("(.+?)"\) layer\((\w+)\)', source):
        words = (settings.BASE_DIR / "static/css" / name).read_text().split()[:3]
        assert " ".join(words) in " ".join(sheet.split()), name
        assert f"@layer {layer} {{" in sheet


def test_fonts_named_in_the_sheet_get_their_hashed_names(collected):
    sheet = next(collected.glob("css/reader.????????????.css")).read_text()
    fonts = re.findall(r'url\("(\.\./fonts/[^"]+)"\)', sheet)
    assert fonts
    assert all((collected / "css" / font).resolve().is_file() for font in fonts)
    assert all(re.search(r"\.[0-9a-f]{12}\.woff2$", font) for font in fonts)


def test_every_file_comes_compressed_too(collected):
    sheet = next(collected.glob("css/reader.????????????.css"))
    assert (sheet.parent / f"{sheet.name}.br").stat().st_size < sheet.stat().st_size / 3
