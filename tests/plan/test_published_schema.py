"""The published JSON Schema says what a plan file is."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from yunchou.plan import archetypes
from yunchou.plan.formats.parts import to_data
from yunchou.plan.model import plan_schema

PUBLISHED = Path(__file__).parents[2] / "docs" / "plan.schema.json"


def test_the_published_schema_is_the_one_that_files_are_read_by():
    renew = "python -m tools.plan_schema"
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == plan_schema(), f"run {renew}"


@pytest.mark.parametrize("name", [entry.id for entry in archetypes.list_templates()])
def test_every_template_is_valid_by_the_published_schema(name):
    plan = json.loads(json.dumps(to_data(archetypes.load(name)), default=str))
    jsonschema.validate(plan, json.loads(PUBLISHED.read_text(encoding="utf-8")))


def test_a_wrong_type_is_refused_by_the_published_schema():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"project": {"name": 5}}, plan_schema())
