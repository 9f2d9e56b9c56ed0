from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django import Settings

from tests.settings import STORAGES

RELEASED = STORAGES | {"staticfiles": {"BACKEND": "reader.web.static_files.ReleaseStorage"}}


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all static files as production serves them, made once."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=RELEASED):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def collected(settings: Settings, release: Path) -> Path:
    """The same folder, and the settings that serve it."""
    settings.STATIC_ROOT = release
    settings.STORAGES = RELEASED
    return release
