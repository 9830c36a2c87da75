"""The index over `grams`: FTS5 kept by triggers on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE core_search_fts USING fts5(
        grams, content='core_searchentry', content_rowid='id', tokenize='unicode61')""",
    """CREATE TRIGGER core_search_ai AFTER INSERT ON core_searchentry BEGIN
        INSERT INTO core_search_fts(rowid, grams) VALUES (new.id, new.grams); END""",
    """CREATE TRIGGER core_search_ad AFTER DELETE ON core_searchentry BEGIN
        INSERT INTO core_search_fts(core_search_fts, rowid, grams)
        VALUES ('delete', old.id, old.grams); END""",
    """CREATE TRIGGER core_search_au AFTER UPDATE OF grams ON core_searchentry BEGIN
        INSERT INTO core_search_fts(core_search_fts, rowid, grams)
        VALUES ('delete', old.id, old.grams);
        INSERT INTO core_search_fts(rowid, grams) VALUES (new.id, new.grams); END""",
]
POSTGRES = [
    "CREATE INDEX core_search_grams ON core_searchentry USING gin (to_tsvector('simple', grams))"
]


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE if vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP INDEX core_search_grams")
        return
    for trigger in ("ai", "ad", "au"):
        schema_editor.execute(f"DROP TRIGGER core_search_{trigger}")
    schema_editor.execute("DROP TABLE core_search_fts")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_search_entry")]
    operations = [migrations.RunPython(create, drop)]
