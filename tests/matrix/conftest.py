"""The world of the matrix is made once for a file and rolled back after each test."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from tests.matrix.world import World, build, files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="package")
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # refusals are expected here
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_built: World, db: None) -> World:
    """Return the world; what a test changes in it is rolled back."""
    _built.before["files"] = files()  # a rollback takes no file back
    return _built
