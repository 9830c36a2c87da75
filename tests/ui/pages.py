"""Renders ui templates by themselves: Jinja2 as the product sets it up, no database, no server."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined

UI = Path(__file__).resolve().parents[2] / "src/yunchou/web/ui"
TEMPLATES = UI / "templates"
STEPS = [
    ("一", "目标与范围"), ("二", "时间表"), ("三", "资源与预算"), ("四", "沟通与反馈"), ("五", "监控与评估"),
    ("六", "风险与预案"), ("七", "总结与优化"), ("八", "改进与学习"), ("九", "工具与数据"), ("十", "方案体检"),
]  # fmt: skip


def english() -> dict[str, str]:
    """Return the English catalogue of the ui app."""
    path = UI / "locale/en/LC_MESSAGES/django.po"
    catalogue = read_po(io.BytesIO(path.read_bytes()))
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string}


def environment(lang: str = "zh-CN", assets: dict[str, list[str]] | None = None) -> Environment:
    """Return an environment like the product's, with addresses that need no server."""
    words = english() if lang == "en" else {}
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )  # fmt: skip
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: words.get(text, text), lambda one, many, n: one if n == 1 else many,
        newstyle=True,
    )  # fmt: skip
    env.globals.update(
        static=lambda path: f"/static/{path}",
        asset=lambda name: (assets or {}).get(name, [f"/static/{name}.css", f"/static/{name}.js"]),
        url=lambda name, **_kw: f"/{name}",
    )
    return env


def frame(lang: str = "zh-CN", theme: str = "auto") -> dict[str, Any]:
    """Return the context that the shell asks for, with a project open."""
    words = english() if lang == "en" else {}
    say = lambda text: words.get(text, text)  # noqa: E731
    nav = [
        {"icon": icon, "numeral": "", "label": say(label), "url": f"/{icon}", "current": False,
         "count": count, "hot": False, "bar": True, "group": ""}
        for icon, label, count in [("home", "首页", None), ("project", "项目", 12), ("task", "我的任务", 3)]
    ]  # fmt: skip
    nav += [
        {"icon": "", "numeral": numeral, "label": say(label), "url": f"/{at}", "current": at == 2,
         "count": {6: 2, 10: 92}.get(at), "hot": at == 6, "bar": False,
         "group": "华东新品上市 · XPSS" if at == 1 else ""}
        for at, (numeral, label) in enumerate(STEPS, 1)
    ]  # fmt: skip
    return {
        "lang": lang, "theme": theme, "csrf_token": "t0ken", "nav": nav, "messages": [],
        "actor": {"name": "林晓", "initial": "林", "level": "PMO"},
        "workspace": {"name": "华东销售中心", "logo_url": ""},
        "project": {"key": "XPSS", "name": "华东新品上市", "url": "/XPSS"},
        "breadcrumbs": [{"text": say("项目"), "href": "/projects"}, {"text": "华东新品上市", "href": "/XPSS"},
                        {"text": say("时间表"), "href": ""}],
        "shell_links": {"home": "/", "search": "/search", "notifications": "/mentions", "unread": 3,
                        "create": "/new", "language": "/language", "sign_out": "/out"},
    }  # fmt: skip


def render(template: str, lang: str = "zh-CN", **context: Any) -> str:
    """Return a template as HTML inside the example frame."""
    return environment(lang).get_template(template).render({**frame(lang), **context})


def macros() -> dict[str, str]:
    """Return each public macro of the component files and the file that defines it."""
    found: dict[str, str] = {}
    for path in sorted((TEMPLATES / "ui/components").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        head = text.split("#}", 1)[0]
        for name in re.findall(r"macro (\w+)\(", text):
            if re.search(rf"\b{name}\(", head):
                found[name] = path.name
    return found
