"""What every page is framed by: navigation, breadcrumbs, links of the top bar.

Steps are known here by the names of their addresses only; a step that is not installed is absent.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template, render_to_string
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core import clock
from yunchou.web.core.permissions import allows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest

    from yunchou.web.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the navigation: its name, mark, words and URL name."""

    key: str
    mark: str
    label: Any
    route: str
    icon: str = ""
    bar: bool = False


@dataclass(slots=True)
class Link:
    """An entry as one page shows it, with its figure and the heading it stands under."""

    numeral: str
    icon: str
    label: str
    url: str
    current: bool
    bar: bool
    count: int | str | None = None
    hot: bool = False
    group: str = ""


WORKSPACE: Sequence[Entry] = (
    Entry("home", "", lazy("首页"), "home", "home", bar=True),
    Entry("projects", "", lazy("项目"), "projects", "project", bar=True),
    Entry("mine", "", lazy("我的任务"), "mine", "task", bar=True),
    Entry("people", "", lazy("人员"), "people", "people"),
    Entry("trash", "", lazy("回收站"), "trash", "trash"),
    Entry("settings", "", lazy("设置"), "settings", "settings"),
)
STEPS: Sequence[Entry] = (
    Entry("overview", "◎", lazy("概览"), "overview"),
    Entry("goals", "一", lazy("目标与范围"), "goals"),
    Entry("schedule", "二", lazy("时间表"), "schedule"),
    Entry("resources", "三", lazy("资源与预算"), "resources"),
    Entry("communication", "四", lazy("沟通与反馈"), "communication"),
    Entry("monitoring", "五", lazy("监控与评估"), "monitoring"),
    Entry("risks", "六", lazy("风险与预案"), "risks"),
    Entry("retros", "七", lazy("总结与优化"), "retros"),
    Entry("learning", "八", lazy("改进与学习"), "learning"),
    Entry("tools", "九", lazy("工具与数据"), "tools"),
    Entry("practices", "十", lazy("方案体检"), "practices"),
)
BESIDE: Sequence[Entry] = (Entry("market", "客", lazy("市场与客户"), "market"),)
OFFICE: Sequence[Entry] = (
    Entry("changes", "", lazy("更改记录"), "changes", "history"),
    Entry("project-settings", "", lazy("项目设置"), "project-settings", "settings"),
)

Count = tuple[int | str, bool]
_counts: dict[str, Callable[[Actor, Any], Count | None]] = {}


def count(key: str) -> Callable[[Callable[[Actor, Any], Count | None]], Any]:
    """Register the live figure of a nav entry: (figure, is it hot), or None for no figure."""

    def register(function: Callable[[Actor, Any], Count | None]) -> Any:
        _counts[key] = function
        return function

    return register


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    current: str = "",
    project: Any = None,
    crumbs: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """Render a page inside the frame.

    Parameters
    ----------
    current
        Key of the nav entry that is shown.
    project
        The project the page belongs to, loaded under the actor's permission.
    crumbs
        Further breadcrumbs as (text, address); the last has no address.
    """
    framed = frame(request, current=current, project=project, crumbs=crumbs)
    # not given to Django: it would mask the CSRF token anew for each of its places
    everything = {**framed, **(context or {}), "request": request}
    return HttpResponse(render_to_string(template, everything), status=status)


def fragment(
    request: HttpRequest, template: str, block: str, context: dict[str, Any], *, project: Any = None
) -> HttpResponse:
    """Render one named block of a page: what an HTMX request is answered with."""
    jinja: Any = get_template(template).template  # type: ignore[attr-defined]  # Jinja2's
    everything = {**frame(request, project=project, bare=True), **context, "request": request}
    scope = jinja.new_context(everything)
    return HttpResponse("".join(jinja.blocks[block](scope)))


def frame(
    request: HttpRequest,
    *,
    current: str = "",
    project: Any = None,
    crumbs: Sequence[tuple[str, str]] = (),
    bare: bool = False,
) -> dict[str, Any]:
    """Return the context that the shell and the components read."""
    actor: Actor | None = getattr(request, "actor", None)
    language = get_language() or "zh-hans"
    context: dict[str, Any] = {
        "actor": actor,
        "lang": "en" if language.startswith("en") else "zh-CN",
        "theme": actor.theme if actor else request.COOKIES.get("yunchou_theme", "auto"),
        "csrf_token": get_token(request),
        "project": project,
        "current": current,
        "workspace": _workspace(actor),
        "nav": [],
        "breadcrumbs": [],
        "messages": [],
        "shell_links": {},
    }
    if bare or actor is None:
        return context
    context["nav"] = navigation(actor, current, project)
    context["breadcrumbs"] = _breadcrumbs(project, crumbs)
    context["shell_links"] = _links(request, actor, project)
    return context


def _workspace(actor: Actor | None) -> dict[str, str] | None:
    if actor is None:
        return None
    return {"name": actor.workspace_name, "logo_url": actor.workspace_logo}


def navigation(actor: Actor, current: str, project: Any = None) -> list[Link]:
    """Return the entries of the left bar: workspace, the project's ten steps, market."""
    entries = [_nav(entry, current, actor, None) for entry in WORKSPACE]
    if project is not None:
        steps = [_nav(entry, current, actor, project) for entry in STEPS]
        beside = [_nav(entry, current, actor, project) for entry in BESIDE]
        office = [_nav(entry, current, actor, project) for entry in OFFICE]
        groups = (steps, f"{project.name}"), (beside, _("市场与客户")), (office, _("管理"))
        for group, title in groups:
            shown = [entry for entry in group if entry]
            if shown:
                shown[0].group = title
            entries += shown
    return [entry for entry in entries if entry]


def _nav(entry: Entry, current: str, actor: Actor, project: Any) -> Link | None:
    address = link(entry.route, project)
    if not address:
        return None
    figure = _figure(entry.key, actor, project) if project and entry.key in _counts else None
    count, hot = figure or (None, False)
    return Link(
        numeral=entry.mark, icon=entry.icon, label=str(entry.label), url=address,
        current=entry.key == current, bar=entry.bar, count=count, hot=hot,
    )  # fmt: skip


_KEPT = 4096
_figures: OrderedDict[tuple[Any, ...], Count | None] = OrderedDict()


def _figure(key: str, actor: Actor, project: Any) -> Count | None:
    """Return a figure of the navigation; it is counted again when the project has changed.

    What has a name may be seen by some only, and may depend on the day.
    """
    seq = getattr(project, "seq", None)
    if seq is None:
        return _counts[key](actor, project)
    rights = actor.member_id, actor.level, actor.functions, project.level
    state = (key, project.id, seq, *rights, clock.today(project.timezone))
    if state not in _figures:
        _figures[state] = _counts[key](actor, project)
        while len(_figures) > _KEPT:
            _figures.popitem(last=False)
    return _figures[state]


def unread(request: HttpRequest, actor: Actor) -> int | str:
    """Return the figure on the bell, counted once a request."""
    if not hasattr(request, "unread"):
        figure = _counts["mentions"](actor, None) if "mentions" in _counts else None
        request.unread = figure[0] if figure else 0  # type: ignore[attr-defined]  # ours
    return request.unread  # type: ignore[attr-defined,no-any-return]  # ours


def link(route: str, project: Any = None) -> str:
    """Return the address of a route, "" when it is not installed."""
    address = _address(route, get_script_prefix(), keyed=project is not None)
    return address.replace(_ANY_KEY, project.key) if project is not None else address


_ANY_KEY = "0KEY0"  # a key begins with a letter


@lru_cache(maxsize=512)
def _address(route: str, _prefix: str, *, keyed: bool) -> str:
    try:
        return reverse(route, kwargs={"key": _ANY_KEY} if keyed else None)
    except NoReverseMatch:
        return ""


def _breadcrumbs(project: Any, crumbs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    trail: list[tuple[str, str]] = []
    if project is not None:
        trail = [(_("项目"), link("projects")), (project.name, link("overview", project))]
    return [{"text": text, "href": href} for text, href in [*trail, *crumbs]]


def _links(request: HttpRequest, actor: Actor, project: Any) -> dict[str, Any]:
    names = {
        "home": "home", "search": "search", "create": "project-new", "profile": "profile",
        "settings": "settings", "language": "language", "theme": "theme", "sign_out": "sign-out",
        "notifications": "mentions",
    }  # fmt: skip
    links: dict[str, Any] = {
        name: address for name, route in names.items() if (address := link(route))
    }
    if not allows(actor, "project.create", actor.level):
        links.pop("create", None)
    links["unread"] = unread(request, actor)
    if project is not None:
        links["live"] = f"/events/{project.key}"
    return links
