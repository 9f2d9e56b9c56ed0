import re

import pytest
from django.conf import settings as configured
from django.core.files.storage import FileSystemStorage

from reader.web.static_files import SCRIPTS, SHEETS, whole_script

STATIC = configured.BASE_DIR / "static"
REMARK = re.compile(r"/\*.*?\*/", re.S)


def hashed(folder, name):
    stem, _, ending = name.rpartition(".")
    return next(folder.glob(f"{stem}.????????????.{ending}"))


@pytest.mark.parametrize("entry", SHEETS)
def test_a_style_sheet_holds_what_it_imports_in_its_layers(entry, collected):
    sheet = hashed(collected, entry).read_text()
    assert "@import" not in sheet
    for name, layer in re.findall(r'url\("(.+?)"\) layer\((\w+)\)', (STATIC / entry).read_text()):
        words = REMARK.sub("", (STATIC / "css" / name).read_text()).split()[:3]
        assert " ".join(words) in " ".join(sheet.split()), name
        assert f"@layer {layer} {{" in sheet
    assert not REMARK.search(sheet)


@pytest.mark.parametrize("entry", SCRIPTS)
def test_a_script_holds_every_element_that_it_imports_once(entry, collected):
    script = hashed(collected, entry).read_text()
    assert not re.search(r"^(import|export)\b", script, re.M)
    for name in re.findall(r'"\./(elements/.+?)"', (STATIC / entry).read_text()):
        defined = re.search(r'define\("([\w-]+)"', (STATIC / "js" / name).read_text())
        if defined:
            assert script.count(f'define("{defined[1]}"') == 1


@pytest.mark.browser
@pytest.mark.parametrize("entry", SCRIPTS)
def test_a_whole_script_runs(entry, chromium):
    files = FileSystemStorage(STATIC)
    names = [path.relative_to(STATIC).as_posix() for path in STATIC.glob("js/**/*.js")]
    script = whole_script({name: (files, name) for name in names}, entry)
    page = chromium.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_script_tag(content=script, type="module")
    names = re.findall(r'customElements\.define\("([\w-]+)"', script)
    page.evaluate(
        "names => Promise.all(names.map(name => customElements.whenDefined(name)))", names
    )
    page.close()
    assert names
    assert not errors


def test_fonts_named_in_a_sheet_get_their_hashed_names(collected):
    sheet = hashed(collected, "css/reader.css").read_text()
    fonts = re.findall(r'url\("(\.\./fonts/[^"]+)"\)', sheet)
    assert fonts
    assert all((collected / "css" / font).resolve().is_file() for font in fonts)
    assert all(re.search(r"\.[0-9a-f]{12}\.woff2$", font) for font in fonts)


def test_every_text_comes_compressed_too(collected):
    sheet = hashed(collected, "css/reader.css")
    assert (sheet.parent / f"{sheet.name}.br").stat().st_size < sheet.stat().st_size / 3
