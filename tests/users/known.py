"""Who stands behind a secret: the tests know that somebody does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yunchou.web.users import selectors, workspaces

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor


def of_session(token: str) -> Actor:
    """Return who is signed in."""
    actor = selectors.actor_of_session(token)
    assert actor is not None
    return actor


def of_token(secret: str) -> Actor:
    """Return whose token it is."""
    actor = selectors.actor_of_token(secret)
    assert actor is not None
    return actor


def setup_path() -> str:
    """Return the way in of an installation without people."""
    path = workspaces.setup_link()
    assert path is not None
    return path


def secret_path(text: str) -> str:
    """Return the path of the first secret link in a text."""
    found = re.search(r"/(?:link|setup)/[\w-]{20,}", text)
    assert found is not None
    return found[0]
