"""The API's reference page: our own, from the OpenAPI file, without a script from elsewhere."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja.openapi.docs import DocsBase

from yunchou.web.ui import shell

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from ninja import NinjaAPI

METHODS = ("get", "post", "put", "patch", "delete")


class Reference(DocsBase):
    """Every operation by its tag: method, address, what it does, what goes in."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 (ninja's signature)
        """Answer `/api/v1/docs`."""
        schema = api.get_openapi_schema()
        found = sorted(operations(schema), key=lambda one: (one["tag"], one["path"]))
        groups = [(tag, list(rows)) for tag, rows in groupby(found, lambda one: one["tag"])]
        context = {"groups": groups, "count": len(found), "file": reverse("api:openapi-json")}
        return shell.page(request, "config/api.html", context, crumbs=[(_("接口文档"), "")])


def operations(schema: Any) -> list[dict[str, Any]]:
    """Return the operations of an OpenAPI file, each with the names of what goes in."""
    return [
        {
            "method": method.upper(), "path": path, "tag": (one.get("tags") or [""])[0],
            "about": one.get("description") or one.get("summary", ""),
            "id": one.get("operationId", ""), "fields": fields(schema, one),
        }
        for path, item in schema["paths"].items()
        for method, one in item.items()
        if method in METHODS
    ]  # fmt: skip


def fields(schema: Any, operation: Any) -> list[tuple[str, str, bool]]:
    """Return name, type and whether it must be given, for query parameters and the JSON body."""
    given = [
        (p["name"], kind(p["schema"]), bool(p.get("required")))
        for p in operation.get("parameters", [])
        if p["in"] == "query"
    ]
    body = operation.get("requestBody", {}).get("content", {})
    for content in body.values():
        shape = resolve(schema, content.get("schema", {}))
        needed = shape.get("required", [])
        given += [(n, kind(p), n in needed) for n, p in shape.get("properties", {}).items()]
    return given


def resolve(schema: Any, shape: Any) -> Any:
    """Follow a reference into the file's components."""
    if "$ref" in shape:
        return schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]]
    return shape


def kind(shape: Any) -> str:
    """Return a type in a word or two."""
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(kind(one) for one in shape["anyOf"]))
    if "$ref" in shape:
        return str(shape["$ref"].rsplit("/", 1)[-1])
    if shape.get("type") == "array":
        return f"[{kind(shape.get('items', {}))}]"
    return str(shape.get("format") or shape.get("type") or "any")
