from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all static files as production serves them, made once."""
    folder = tmp_path_factory.mktemp("static")
    release = {"staticfiles": {"BACKEND": "reader.web.static_files.ReleaseStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=settings.STORAGES | release):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder
