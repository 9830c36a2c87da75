"""Every address of the product, found by walking what Django and the API really serve."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from yunchou.web.config.api import api

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAMETER = re.compile(r"<(?:[a-z_]+:)?(\w+)>|\{(?:[a-z_]+:)?(\w+)\}")
DOCUMENTATION = ("api:openapi-json", "api:openapi-view")


@dataclass(frozen=True)
class Route:
    """A method at an address."""

    method: str
    name: str
    template: str  # with {parameters}
    is_api: bool
    vague: bool = False  # the view takes whatever method comes

    @property
    def key(self) -> str:
        """How the table names it: `GET goals`."""
        return f"{self.method} {'api.' * self.is_api}{self.name}"

    @property
    def parameters(self) -> list[str]:
        """Names of what stands in the address."""
        return re.findall(r"\{(\w+)\}", self.template)


def _template(pattern: str) -> str:
    return "/" + _PARAMETER.sub(lambda m: "{%s}" % (m[1] or m[2]), pattern).lstrip("/")


def _patterns(resolver: Any, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    for entry in resolver.url_patterns:
        at = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield at, f"{space}{entry.name}", entry.callback
        else:
            name = f"{entry.namespace}:" if entry.namespace else space
            yield from _patterns(entry, at, name)


def methods(view: Any) -> set[str]:
    """Return the methods that a view lets in; empty when it lets in any."""
    answer = view(RequestFactory().generic("PROBE", "/")) if hasattr(view, "__wrapped__") else None
    if answer is None or answer.status_code != 405:
        return set()
    return {name.strip() for name in answer.headers["Allow"].split(",")} - {"HEAD", "OPTIONS"}


def pages() -> list[Route]:
    """Return every address outside the API, once for each method it lets in."""
    found = []
    for at, name, view in _patterns(get_resolver()):
        if name.startswith("api:"):
            if name in DOCUMENTATION:
                found.append(Route("GET", name, _template(at), is_api=False))
            continue
        allowed = methods(view)
        vague = not allowed
        found += [
            Route(method, name, _template(at), is_api=False, vague=vague)
            for method in sorted(allowed or {"GET"})
        ]
    return found


def operations() -> list[Route]:
    """Return every operation of the API."""
    return [
        Route(method, operation.operation_id or "?", _template("api/v1" + path), is_api=True)
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


def every() -> dict[str, Route]:
    """Return all routes by the name that the table has for them."""
    return {route.key: route for route in [*pages(), *operations()]}
