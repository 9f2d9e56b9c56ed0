"""No page and no mail shows the library's own look and words."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings

from reader.accounts.urls import urlpatterns

OURS = settings.BASE_DIR / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
VIEWS = {pattern.callback for pattern in urlpatterns}
PAGES = {view.view_class.template_name for view in VIEWS if hasattr(view, "view_class")}
UNUSED = ("base_", "code", "phone", "webauthn")
TEXTS = {
    path.relative_to(THEIRS).as_posix()
    for part in ("account", "mfa")
    for path in THEIRS.glob(f"{part}/*/*.txt")
    if not any(word in path.name.replace("recovery_codes", "") for word in UNUSED)
}


@pytest.mark.parametrize("name", sorted(PAGES | TEXTS))
def test_a_template_is_ours(name):
    assert (OURS / name).is_file()


def test_all_of_them_are_looked_at():
    assert len(PAGES) > 15 and len(TEXTS) > 40
