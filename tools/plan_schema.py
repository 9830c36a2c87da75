"""Write the published JSON Schema of the plan file: `python -m tools.plan_schema`."""

from __future__ import annotations

import json
from pathlib import Path

from yunchou.plan.model import plan_schema

if __name__ == "__main__":
    body = json.dumps(plan_schema(), ensure_ascii=False, indent=1)
    Path("docs/plan.schema.json").write_text(f"{body}\n", encoding="utf-8")
