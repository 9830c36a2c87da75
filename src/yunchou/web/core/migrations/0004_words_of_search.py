"""PostgreSQL is told what taking a text apart costs, so that it asks the index for matches."""

from django.db import migrations

NOW = [
    "DROP INDEX core_search_grams",
    """CREATE FUNCTION core_search_words(grams text) RETURNS tsvector
        LANGUAGE plpgsql IMMUTABLE STRICT COST 1000
        AS $$BEGIN RETURN strip(to_tsvector('simple', grams)); END$$""",
    "CREATE INDEX core_search_grams ON core_searchentry USING gin (core_search_words(grams))",
]
BEFORE = [
    "DROP INDEX core_search_grams",
    "DROP FUNCTION core_search_words(text)",
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
