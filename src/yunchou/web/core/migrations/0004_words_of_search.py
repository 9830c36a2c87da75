"""PostgreSQL keeps the words of an entry: taking a text apart again costs more than finding it."""

from django.db import migrations

NOW = [
    "DROP INDEX core_search_grams",
    """ALTER TABLE core_searchentry ADD COLUMN words tsvector
        GENERATED ALWAYS AS (strip(to_tsvector('simple', grams))) STORED""",
    "CREATE INDEX core_search_words ON core_searchentry USING gin (words)",
]
BEFORE = [
    "ALTER TABLE core_searchentry DROP COLUMN words",
    "CREATE INDEX core_search_grams ON core_searchentry USING gin (to_tsvector('simple', grams))",
]


def run(statements):
    def on_postgres(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return on_postgres


class Migration(migrations.Migration):
    dependencies = [("core", "0003_search_index")]
    operations = [migrations.RunPython(run(NOW), run(BEFORE))]
