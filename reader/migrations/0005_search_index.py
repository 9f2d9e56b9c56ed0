"""The words of articles for the search, with an index of the database's own kind.

On SQLite triggers keep the index in step with the rows. SQLite loses them when a later migration
rebuilds the table: make them anew there.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from reader.text.searching import folded, stretches_of

TITLE, BYLINE, ARGUMENT, TEXT = 1, 2, 3, 4

FORGET = "INSERT INTO reader_words (reader_words, rowid, words) VALUES ('delete', old.id, old.words);"
TAKE_UP = "INSERT INTO reader_words (rowid, words) VALUES (new.id, new.words);"
SQLITE = [
    "CREATE VIRTUAL TABLE reader_words USING fts5("
    "words, content='reader_searchtext', content_rowid='id', prefix='2 3',"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER reader_words_insert AFTER INSERT ON reader_searchtext BEGIN"
    f" {TAKE_UP} END",
    "CREATE TRIGGER reader_words_delete AFTER DELETE ON reader_searchtext BEGIN"
    f" {FORGET} END",
    "CREATE TRIGGER reader_words_update AFTER UPDATE ON reader_searchtext BEGIN"
    f" {FORGET} {TAKE_UP} END",
]
SQLITE_BACK = [
    "DROP TRIGGER reader_words_insert",
    "DROP TRIGGER reader_words_delete",
    "DROP TRIGGER reader_words_update",
    "DROP TABLE reader_words",
]
POSTGRESQL = [
    "CREATE INDEX reader_words ON reader_searchtext USING gin (to_tsvector('simple', words))"
]
POSTGRESQL_BACK = ["DROP INDEX reader_words"]


def make_index(apps: Any, schema_editor: Any) -> None:
    _execute(schema_editor, SQLITE, POSTGRESQL)


def drop_index(apps: Any, schema_editor: Any) -> None:
    _execute(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


def fill(apps: Any, schema_editor: Any) -> None:
    SearchText = apps.get_model("reader", "SearchText")
    for article in apps.get_model("reader", "Article").objects.select_related("head").iterator():
        rows = [(TITLE, 0, article.title), (BYLINE, 0, article.byline)]
        text = article.head.text if article.head else ""
        rows += [(TEXT, start, text[start:end]) for start, end in stretches_of(text)]
        standing = article.annotations.exclude(status="withdrawn")
        rows += [(ARGUMENT, a.number, f"{a.gist}\n{a.note}") for a in standing]
        SearchText.objects.bulk_create(
            SearchText(article=article, where=where, place=place, words=words)
            for where, place, said in rows
            if (words := folded(said))
        )


def _execute(schema_editor: Any, sqlite: list[str], postgresql: list[str]) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in sqlite if is_sqlite else postgresql:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reader", "0004_limits_in_the_database")]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "where",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Title"),
                            (2, "Author"),
                            (3, "Gist and note of an annotation"),
                            (4, "Text"),
                        ]
                    ),
                ),
                ("place", models.PositiveIntegerField(default=0)),
                ("words", models.TextField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reader.article",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "where", "place"), name="search_text_place_unique"
                    )
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
