"""Checks before a wheel is built that it holds what git does not: bundle, fonts, translations.

`pip install yunchou` must need no Node, so these are made first, by `make install`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MUST_HAVE = {
    "src/yunchou/web/ui/static/dist/**/manifest.json": "前端 / the front end",
    "src/yunchou/plan/documents/fonts/*.ttf": "中文字体 / the Chinese fonts",
}


def missing(root: Path) -> list[str]:
    """Return what a wheel of this tree would lack."""
    lacks = [what for pattern, what in MUST_HAVE.items() if not any(root.glob(pattern))]
    sources = root.glob("src/yunchou/**/locale/*/LC_MESSAGES/*.po")
    lacks += [
        f"{path.with_suffix('.mo').relative_to(root)}"
        for path in sorted(sources)
        if not path.with_suffix(".mo").exists()
    ]
    return lacks


class BuiltAssets(BuildHookInterface[Any]):
    """Refuses to build an incomplete wheel; an editable install may be incomplete."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (the hook's signature)
        """Raise with the remedy if something has not been made."""
        lacks = missing(Path(self.root))
        if version != "editable" and lacks:
            msg = (
                f"wheel 缺少：{'；'.join(lacks)}。请先运行 make install。 / "
                f"The wheel would lack: {'; '.join(lacks)}. Run `make install` first."
            )
            raise RuntimeError(msg)
