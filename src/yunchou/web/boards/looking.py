"""Looking things up: what ⌘K and the search page answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core.permissions import Level, allows
from yunchou.web.core.pinyin import keys
from yunchou.web.core.search import fold
from yunchou.web.projects import finding
from yunchou.web.ui import shell

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor

LONGEST = 100
#: kind in the index -> its group's name and icon, in the order of the answer
KINDS: dict[str, tuple[Any, str]] = {
    "project": (lazy("项目"), "project"),
    "task": (lazy("任务"), "task"),
    "person": (lazy("人员"), "person"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do or a place to go, found by its words."""

    title: Any
    route: str
    icon: str
    need: str = ""


COMMANDS = (
    Command(lazy("新建项目"), "project-new", "add", "project.create"),
    Command(lazy("导入方案文件"), "project-new", "upload", "project.create"),
    Command(lazy("我的任务"), "mine", "task"),
    Command(lazy("全部项目"), "projects", "project"),
    Command(lazy("最近更改"), "all-changes", "history"),
    Command(lazy("消息"), "mentions", "bell"),
    Command(lazy("回收站"), "trash", "trash"),
    Command(lazy("邀请同事"), "people", "people", "members.manage"),
    Command(lazy("工作区设置"), "settings", "settings"),
    Command(lazy("我的资料与令牌"), "profile", "person"),
)


@lru_cache(maxsize=256)
def _pinyin(text: str) -> str:
    return keys(text)


def commands(*, actor: Actor, query: str) -> list[dict[str, str]]:
    """Return commands that the actor may use, found by words, pinyin or initials."""
    sought = fold(query).replace(" ", "")
    found = []
    for command in COMMANDS:
        title, address = str(command.title), shell.link(command.route)
        words = f"{fold(title)} {_pinyin(title)}".split(" ")
        hit = any(word.startswith(sought) or sought in fold(title) for word in words)
        allowed = not command.need or allows(actor, command.need, Level(actor.level))
        if address and allowed and hit:
            found.append({"title": title, "subtitle": "", "url": address, "icon": command.icon})
    return found


def groups(*, actor: Actor, query: str, limit: int = 20) -> list[dict[str, Any]]:
    """Return what was found by kind, then commands: one statement."""
    text = query.strip()[:LONGEST]
    rows = finding.find(actor=actor, query=text, limit=limit) if text else []
    found: dict[str, list[dict[str, str]]] = {kind: [] for kind in KINDS}
    for row in rows:
        if row["kind"] in found:
            _label, icon = KINDS[row["kind"]]
            url = row["url"] or shell.link("people")
            found[row["kind"]].append(
                {"title": row["title"], "subtitle": row["ref"], "url": url, "icon": icon}
            )
    shown = [{"label": str(KINDS[kind][0]), "items": items} for kind, items in found.items()]
    shown.append({"label": _("命令"), "items": commands(actor=actor, query=text)})
    return [group for group in shown if group["items"]]
