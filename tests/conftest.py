"""Databases for tests: a folder of their own, SQLite as a file with a write-ahead log as in use.

With DATABASE_URL=postgres://… the same tests run on PostgreSQL (`make pg-test`).
Properties have no deadline, because no test may depend on the machine's speed; CI tries the same
examples every time, developers new ones.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection, connections
from hypothesis import settings as properties

if TYPE_CHECKING:
    from collections.abc import Iterator

properties.register_profile("yunchou", deadline=None, derandomize="CI" in os.environ)
properties.load_profile("yunchou")


pytest_plugins = ["tests.cast"]


@pytest.fixture(scope="session", autouse=True)
def _folder_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep uploads and collected files of a test run out of the data folder."""
    folder = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = folder
    settings.MEDIA_ROOT = folder / "media"
    # pytest shows what is logged; the handler of a server holds a stream that pytest has closed
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if each.name != "stderr"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Give SQLite a file: in memory it has neither the locks nor the log of the real thing."""
    default = connections["default"]
    if default.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        default.settings_dict["TEST"]["NAME"] = str(name)
        options = default.settings_dict["OPTIONS"]
        # no test pulls the plug, and syncing every migration costs seconds
        options["init_command"] = options["init_command"].replace("=FULL", "=OFF")


@pytest.fixture
def vendor(db: None) -> str:
    """Return `sqlite` or `postgresql`."""
    return str(connection.vendor)


@pytest.fixture
def on_postgresql(vendor: str) -> Iterator[None]:
    """Run a test on PostgreSQL only: what it checks does not exist on SQLite."""
    if vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make pg-test")
    yield
