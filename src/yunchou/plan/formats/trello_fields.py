"""What becomes of each field of a Trello export, and the book-keeping for it.

A field that no rule names is kept as it is under `trello` of the object it stands on, so that
keys Trello adds next year are not lost either.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from yunchou.messages import Text

if TYPE_CHECKING:
    from yunchou.plan.formats.report import Fate, Tally

#: an export does not say its time zone; plans are made in China unless they say otherwise
ZONE = ZoneInfo("Asia/Shanghai")

#: names and texts longer than the plan's limits are cut there, and kept whole beside
MAX_NAME = 500
MAX_TEXT = 100_000


class Rule(NamedTuple):
    """What becomes of a field, and how or why."""

    fate: Fate
    reason: Text | None = None


def _how(zh: str, en: str) -> Rule:
    return Rule("converted", Text(zh, en))


def _why(zh: str, en: str) -> Rule:
    return Rule("dropped", Text(zh, en))


KEPT = Rule("kept")
EMPTY = Rule("kept", Text("空值，无内容可保留", "empty: nothing to keep"))
RAW = Rule("kept", Text("方案中没有对应字段，原样保留", "no place in the plan: kept as it is"))
_SOURCE = _how("记为来源，再次导入时据此对应", "kept as the source key for re-imports")
_COMPUTED = _why("由其他字段计算得出", "computed from other fields")
_VIEWER = _why("只对导出者本人有效", "true for the exporter only")
_LIMITS = _why("Trello 账户限额，不属于项目", "quotas of the Trello account")
_COUNTED = _how("逐项读取，见对应的对象", "read item by item: see that kind")
_PRIVATE = _why("个人资料，不属于项目", "personal profile, not part of the project")
_MOMENT = _how("协调世界时换算为北京时间", "UTC turned into Beijing time")

_BOARD: dict[str, Rule] = {
    "id": _SOURCE,
    "url": _SOURCE,
    "name": _how("作为项目名称", "the project's name"),
    "desc": _how("作为项目背景", "the project's background"),
    "shortUrl": _SOURCE,
    "shortLink": _why("短链接已含在网址中", "part of the address"),
    "limits": _LIMITS,
    "descData": _why("描述中表情的渲染缓存", "rendering cache of emoji"),
    "subscribed": _VIEWER,
    "starred": _VIEWER,
    "invited": _VIEWER,
    "dateLastView": _VIEWER,
    "labelNames": _why("与标签列表重复", "repeats the labels"),
    "ixUpdate": _why("Trello 内部更新计数", "internal counter of Trello"),
    **dict.fromkeys(
        ("actions", "cards", "lists", "members", "checklists", "labels", "customFields"), _COUNTED
    ),
    "memberships": _how("并入人员的成员类型", "joined with people"),
}
_CARD: dict[str, Rule] = {
    "id": _SOURCE,
    "url": _SOURCE,
    "shortUrl": _why("与网址重复", "repeats the address"),
    "shortLink": _why("短链接已含在网址中", "part of the address"),
    "idShort": _how("作为任务编号", "the task's id"),
    "idBoard": _why("看板本身", "the board itself"),
    "idList": _how("列表作为状态或阶段", "the list becomes status or phase"),
    "name": KEPT,
    "desc": _how("作为备注", "the notes"),
    "closed": _how("归档状态（卡片或列表）", "archived, by card or by list"),
    "pos": _how("作为顺序", "the order"),
    "due": _MOMENT,
    "start": _MOMENT,
    "dueComplete": _how("已完成记为 100%", "done is 100 %"),
    "dateCompleted": _MOMENT,
    "idMembers": _how("作为任务人员", "the assignees"),
    "members": _COUNTED,
    "idLabels": _how("作为标签", "the labels"),
    "labels": _how("作为标签", "the labels"),
    "idChecklists": _COUNTED,
    "checklists": _COUNTED,
    "attachments": _COUNTED,
    "actions": _COUNTED,
    "customFieldItems": _COUNTED,
    "badges": _COMPUTED,
    "checkItemStates": _why("与检查项状态重复", "repeats the check items"),
    "limits": _LIMITS,
    "descData": _why("描述中表情的渲染缓存", "rendering cache of emoji"),
    "subscribed": _VIEWER,
    "dateViewedByCreator": _VIEWER,
    "email": _why("发信即可建评论的私密地址", "a secret address that posts comments"),
    "nodeId": _why("与编号重复", "repeats the id"),
    "manualCoverAttachment": _why("封面显示方式", "how the cover is shown"),
    "agent": _why("创建该卡片的程序，不属于项目", "the program that made the card"),
}
RULES: dict[str, dict[str, Rule]] = {
    "board": _BOARD,
    "card": _CARD,
    "list": {
        "id": _SOURCE,
        "name": _how("作为任务状态或阶段名", "the status of tasks or a phase"),
        "closed": _how("其中的卡片视为已归档", "its cards are archived"),
        "pos": _how("作为顺序", "the order"),
        "idBoard": _why("看板本身", "the board itself"),
        "limits": _LIMITS,
        "subscribed": _VIEWER,
        "nodeId": _why("与编号重复", "repeats the id"),
    },
    "checklist": {
        "id": _SOURCE,
        "idCard": _how("检查项归入该任务", "its items go to that task"),
        "idBoard": _why("看板本身", "the board itself"),
        "name": _how("记在每个检查项上", "kept on each item"),
        "pos": _how("作为顺序", "the order"),
        "checkItems": _COUNTED,
        "limits": _LIMITS,
    },
    "check_item": {
        "id": _SOURCE,
        "idChecklist": _why("已按清单归组", "grouped by checklist"),
        "name": KEPT,
        "state": _how("complete 记为已完成", "complete is done"),
        "pos": _how("作为顺序", "the order"),
        "nameData": _why("名称中表情的渲染缓存", "rendering cache of emoji"),
        "due": KEPT,
        "idMember": _how("记为人员姓名", "the person's name"),
    },
    "member": {
        "id": _SOURCE,
        "fullName": _how("作为姓名", "the name"),
        "username": _how("作为人员编号", "the person's id"),
        "email": KEPT,
        **dict.fromkeys(
            ("avatarHash", "avatarUrl", "bio", "bioData", "gravatar", "initials", "products",
             "url", "idPremOrgsAdmin", "idEnterprisesDeactivated", "status", "aaId", "confirmed",
             "activityBlocked", "nonPublic", "nonPublicAvailable", "idMemberReferrer",
             "idEnterprise", "dateLastImpression", "memberType"),
            _PRIVATE,
        ),
    },
    "label": {
        "id": _SOURCE,
        "name": _how("作为任务标签", "the label of tasks"),
        "color": _how("无名标签以颜色命名", "names a label without name"),
        "idBoard": _why("看板本身", "the board itself"),
        "uses": _COMPUTED,
        "nodeId": _why("与编号重复", "repeats the id"),
    },
    "custom_field": {},
    "custom_field_item": {
        "id": _why("仅供 Trello 内部引用", "used inside Trello only"),
        "idCustomField": _how("换成字段名", "turned into the field's name"),
        "idModel": _why("所属卡片", "the card it is on"),
        "modelType": _why("总是卡片", "always a card"),
        "value": _how("按字段类型转换", "turned into a value of its type"),
        "idValue": _how("换成选项文字", "turned into the option's text"),
    },
    "attachment": {
        "id": _SOURCE,
        "name": KEPT,
        "url": KEPT,
        "bytes": KEPT,
        "mimeType": KEPT,
        "date": KEPT,
        "idMember": _how("记为人员姓名", "the person's name"),
        "isUpload": KEPT,
        "pos": _how("作为顺序", "the order"),
        "previews": _why("缩略图地址会失效", "addresses of thumbnails expire"),
        "edgeColor": _why("缩略图颜色", "colour of the thumbnail"),
        "fileName": _how("没有名称时作为名称", "the name when there is none"),
    },
}  # fmt: skip


def account(
    tally: Tally, kind: str, item: dict[str, Any], changed: dict[str, Rule] | None = None
) -> dict[str, Any]:
    """Enter every field of an object; return those that no rule names, to be kept raw."""
    rules, raw = RULES[kind], {}
    for key, value in item.items():
        tally.found_field(kind, key)
        rule = (changed or {}).get(key)
        if rule is None and (value is None or value in ("", [], {})):
            rule = EMPTY
        if rule is None:
            rule = rules.get(key, RAW)
            if rule is RAW:
                raw[key] = value
        tally.field(kind, key, *rule)
    return raw


def text(value: Any) -> str:
    """Return a value as text; None is empty."""
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value)


def number(value: Any) -> float:
    """Return a number that may be written as text; 0 when it is none."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return 0.0
    return found if found == found and abs(found) != float("inf") else 0.0


def truth(value: Any) -> bool:
    """Return a truth value that may be written as text."""
    return value.strip().lower() == "true" if isinstance(value, str) else bool(value)


def objects(item: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the objects in a list, whatever else stands in it or in its place."""
    value = item.get(key)
    if not isinstance(value, list):
        return []
    return [entry for entry in value if isinstance(entry, dict)]


def ordered(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return objects in the order of their `pos`; file order where it is missing or equal."""
    return sorted(items, key=lambda item: number(item.get("pos")))


def moment(value: Any) -> dt.datetime | None:
    """Return an instant of Trello (UTC) as local date-time; None when it is no date."""
    if not isinstance(value, str):
        return None
    try:
        instant = dt.datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
        if instant.tzinfo is not None:
            instant = instant.astimezone(ZONE).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return instant.replace(microsecond=0)


_OBJECT_ID = re.compile(r"[0-9a-f]{24}")


def created(identifier: Any) -> str:
    """Return when an object was made: the first 8 digits of its id are Unix seconds."""
    if not isinstance(identifier, str) or not _OBJECT_ID.fullmatch(identifier):
        return ""
    instant = dt.datetime.fromtimestamp(int(identifier[:8], 16), tz=ZONE)
    return instant.replace(tzinfo=None).isoformat()


_COLOURS = {
    "green": "绿色",
    "yellow": "黄色",
    "orange": "橙色",
    "red": "红色",
    "purple": "紫色",
    "blue": "蓝色",
    "sky": "天蓝色",
    "lime": "青柠色",
    "pink": "粉色",
    "black": "黑色",
}


def label_name(label: dict[str, Any]) -> str:
    """Return a label's name, or its colour when it has none."""
    name = text(label.get("name")).strip()
    if name:
        return name
    colour = text(label.get("color"))
    base, _, shade = colour.partition("_")
    prefix = {"light": "浅", "dark": "深"}.get(shade, "")
    return prefix + _COLOURS.get(base, base or "无色")


#: list names that say where work stands, to tell a workflow from a list of topics
_STAGES: dict[str, frozenset[str]] = {
    "open": frozenset(
        ("todo", "backlog", "ready", "ideas", "inbox", "open", "new", "planned", "待办", "待处理",
         "未开始", "计划", "需求池", "やること", "やりたいこと", "àfaire", "afaire", "porhacer",
         "zutun", "кработе", "очередь")
    ),
    "doing": frozenset(
        ("doing", "inprogress", "wip", "inarbeit", "review", "testing", "blocked", "inreview",
         "进行中", "处理中", "开发中", "测试中", "作業中", "encours", "enproceso", "вработе")
    ),
    "done": frozenset(
        ("done", "finished", "complete", "completed", "closed", "deployed", "released", "完成",
         "已完成", "已结束", "完了", "クローズ", "fait", "terminé", "hecho", "fertig",
         "erledigt", "готово")
    ),
}  # fmt: skip


def stage(name: str) -> str:
    """Return ``open``, ``doing`` or ``done`` when a list is named like one, else ``""``."""
    bare = re.sub(r"[\W_]+", "", name.lower())
    if bare in _STAGES["done"]:
        return "done"
    for kind, words in _STAGES.items():
        if bare in words or (kind != "done" and any(_holds(bare, word) for word in words)):
            return kind
    return ""


def _holds(bare: str, word: str) -> bool:
    return len(word) >= 4 and bare.endswith(word) and len(bare) <= 2 * len(word) + 4
