import importlib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations import RunPython, RunSQL

FOLDER = Path(__file__).parent.parent / "reader" / "migrations"
NAMES = sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


@pytest.mark.django_db
def test_the_migrations_make_what_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_history_is_one_line() -> None:
    numbers = [int(name.partition("_")[0]) for name in NAMES]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_every_migration_is_named_for_what_it_does_and_can_be_undone(name: str) -> None:
    operations = importlib.import_module(f"reader.migrations.{name}").Migration.operations
    assert "auto_" not in name
    assert all(step.reversible for step in operations if isinstance(step, RunPython | RunSQL))
