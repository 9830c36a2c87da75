"""Events: how an earlier step lets later steps react.

A service publishes a frozen dataclass; it is delivered after commit, in order, synchronously.
A subscriber's failure is logged and never undoes the change that it heard of.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

E = TypeVar("E")
_subscribers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)
log = logging.getLogger(__name__)


def subscribe(kind: type[E], react: Callable[[E], None]) -> None:
    """Call `react` after each commit that published an event of this kind."""
    _subscribers[kind].append(react)


def publish(event: object) -> None:
    """Deliver an event once the current transaction has been committed."""
    transaction.on_commit(lambda: _deliver(event))


def _deliver(event: object) -> None:
    for react in _subscribers[type(event)]:
        try:
            react(event)
        except Exception:  # one listener must not silence the others
            log.exception("subscriber %r failed on %r", react, event)
