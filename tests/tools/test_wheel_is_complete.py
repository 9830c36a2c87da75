"""A wheel without its built parts is refused with the remedy."""

from __future__ import annotations

from typing import Any

import pytest
from hatchling.metadata.core import ProjectMetadata

import hatch_build


@pytest.fixture
def built(tmp_path):
    for name in [
        "src/yunchou/web/ui/static/dist/.vite/manifest.json",
        "src/yunchou/plan/documents/fonts/NotoSansSC-Regular.ttf",
        "src/yunchou/web/core/locale/en/LC_MESSAGES/django.po",
        "src/yunchou/web/core/locale/en/LC_MESSAGES/django.mo",
    ]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def hook(root):
    metadata: ProjectMetadata[Any] = ProjectMetadata(str(root), None)
    return hatch_build.BuiltAssets(str(root), {}, None, metadata, str(root), "wheel")


def test_a_complete_tree_may_be_built(built):
    assert hatch_build.missing(built) == []
    hook(built).initialize("standard", {})


@pytest.mark.parametrize("what", ["manifest.json", "NotoSansSC-Regular.ttf", "django.mo"])
def test_a_missing_part_stops_the_build(built, what):
    next(built.rglob(what)).unlink()
    with pytest.raises(RuntimeError, match="make install"):
        hook(built).initialize("standard", {})


def test_an_editable_install_may_be_incomplete(tmp_path):
    hook(tmp_path).initialize("editable", {})
