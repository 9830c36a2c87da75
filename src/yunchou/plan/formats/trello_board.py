"""A Trello board with its lists, people, labels, custom fields and history, indexed."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from yunchou.messages import Text
from yunchou.plan.formats.trello_fields import (
    MAX_NAME,
    MAX_TEXT,
    account,
    label_name,
    number,
    objects,
    ordered,
    stage,
    text,
    truth,
)

if TYPE_CHECKING:
    from yunchou.plan.formats.report import Tally

_COMMENTS = frozenset({"commentCard", "copyCommentCard"})
_HISTORY = Text("简化为一行历史记录", "kept as one line of history")
_COMMENT = Text("作为任务评论", "a comment on the task")
_ORPHAN = Text("所属卡片已删除，评论随看板保留", "its card is gone; kept with the board")
_ACTIONS_FIELD = Text("并入评论或历史", "joined with comments or history")


class Board:
    """An export, indexed for the cards; everything but cards is accounted for here."""

    def __init__(self, data: dict[str, Any], tally: Tally) -> None:
        self.data = data
        self.tally = tally
        self.name = text(data.get("name")).strip()[:MAX_NAME]
        self.key = text(data.get("id") or data.get("shortLink")) or "board"
        self.kept: dict[str, Any] = {}
        self.orphans: list[dict[str, Any]] = []
        self.hidden = 0
        self.missing_comments = 0
        self.cards = self._unique("card", objects(data, "cards"))
        self.card_ids = {text(card.get("id")) for card in self.cards}
        self.lists = self._lists()
        self.is_workflow = len({stage(text(x.get("name"))) for x in self.lists.values()} - {""}) > 1
        self.members = self._members()
        self.labels = self._labels()
        self.fields = self._custom_fields()
        self.actions = objects(data, "actions")
        self.comments: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.history: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._read_actions()

    def _unique(self, kind: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Drop entries that are no objects and second copies of the same object."""
        value = self.data.get({"card": "cards", "action": "actions"}.get(kind, f"{kind}s"))
        strays = len(value) - len(items) if isinstance(value, list) else 0
        self.tally.found(kind, len(items) + strays)
        if strays:
            self.tally.settle(kind, "dropped", strays)
            self.tally.warn(
                Text(f"{strays} 项不是对象，已跳过", f"{strays} entries are no objects: skipped"),
                f"{kind}s",
                "trello.stray",
            )
        seen: dict[str, dict[str, Any]] = {}
        for position, item in enumerate(items):
            key = text(item.get("id")) or f"#{position}"
            if key in seen:
                self.tally.settle(kind, "dropped")
                self.tally.warn(
                    Text(f"编号 {key} 出现两次，保留先出现的", f"id {key} twice: first one kept"),
                    f"{kind}s",
                    "trello.duplicate",
                )
                for name in item:
                    self.tally.found_field(kind, name)
                    self.tally.field(kind, name, "dropped", Text("重复的对象", "a second copy"))
            seen.setdefault(key, item)
        return list(seen.values())

    def _lists(self) -> dict[str, dict[str, Any]]:
        found = self._unique("list", objects(self.data, "lists"))
        raws = {}
        for item in found:
            raw = account(self.tally, "list", item)
            self.tally.settle("list", "converted")
            if raw:
                raws[text(item.get("id"))] = {"name": text(item.get("name")), **raw}
        if raws:
            self.kept["lists"] = raws
        return {text(item.get("id")): item for item in ordered(found)}

    def list_name(self, identifier: Any) -> str:
        """Return the name of a list; one that is not in the file is named by its id."""
        found = self.lists.get(text(identifier))
        if found is None:
            return f"列表 {text(identifier)[-6:]}" if identifier else ""
        return text(found.get("name")).strip()

    def is_archived(self, card: dict[str, Any]) -> bool:
        """Whether a card is out of sight: closed itself or in a closed list."""
        column = self.lists.get(text(card.get("idList")), {})
        in_closed = truth(column.get("closed"))
        if in_closed and not truth(card.get("closed")):
            self.hidden += 1
        return in_closed or truth(card.get("closed"))

    def _members(self) -> dict[str, dict[str, Any]]:
        types = {
            text(m.get("idMember")): text(m.get("memberType"))
            for m in objects(self.data, "memberships")
        }
        people: dict[str, dict[str, Any]] = {}
        taken: set[str] = set()
        for item in self._unique("member", objects(self.data, "members")):
            raw = account(self.tally, "member", item)
            self.tally.settle("member", "converted")
            key = text(item.get("id"))
            name = text(item.get("fullName") or item.get("username")) or f"成员 {key[-6:]}"
            person: dict[str, Any] = {"id": self._person_id(item, taken), "name": name[:MAX_NAME]}
            if item.get("email"):
                person["email"] = text(item["email"])
            person["source"] = {"system": "trello", "id": key}
            if types.get(key):
                person["membership"] = types[key]
            if raw:
                person["trello"] = raw
            people[key] = person
        return people

    def _person_id(self, item: dict[str, Any], taken: set[str]) -> str:
        wanted = text(item.get("username") or item.get("id"))[:64] or "member"
        if wanted in taken:
            wanted = (text(item.get("id")) or f"{wanted}-{len(taken)}")[:64]
        taken.add(wanted)
        return wanted

    def person(self, identifier: Any) -> dict[str, Any]:
        """Return a person by Trello id; somebody who is not a member becomes a placeholder."""
        key = text(identifier)
        if key not in self.members:
            name = self._names_in_actions().get(key) or f"成员 {key[-6:]}"
            taken = {person["id"] for person in self.members.values()}
            self.members[key] = {
                "id": self._person_id({"id": key}, taken),
                "name": name[:MAX_NAME],
                "source": {"system": "trello", "id": key},
                "placeholder": True,
            }
            self.tally.warn(
                Text(f"“{name}”已不是看板成员，作为占位人员保留", f"{name} is no member any more"),
                code="trello.placeholder_person",
            )
        return self.members[key]

    def person_name(self, identifier: Any) -> str:
        """Return somebody's name without making a person of them."""
        key = text(identifier)
        known = self.members.get(key)
        return known["name"] if known else self._names_in_actions().get(key, key)

    def _names_in_actions(self) -> dict[str, str]:
        if not hasattr(self, "_names"):
            self._names: dict[str, str] = {}
            for action in objects(self.data, "actions"):
                for role in ("memberCreator", "member"):
                    who = action.get(role)
                    if isinstance(who, dict) and who.get("id"):
                        name = text(who.get("fullName") or who.get("username"))
                        self._names.setdefault(text(who["id"]), name)
        return self._names

    def people(self) -> list[dict[str, Any]]:
        """Return members and placeholders as people of the plan."""
        return list(self.members.values())

    def _labels(self) -> dict[str, dict[str, Any]]:
        kept = []
        found = self._unique("label", objects(self.data, "labels"))
        for item in found:
            raw = account(self.tally, "label", item)
            self.tally.settle("label", "converted")
            colour = item.get("color")
            kept.append({"id": text(item.get("id")), "name": label_name(item), "color": colour})
            if raw:
                kept[-1]["trello"] = raw
        if kept:
            self.kept["labels"] = kept
        return {text(item.get("id")): item for item in found}

    def _custom_fields(self) -> dict[str, dict[str, Any]]:
        value = self.data.get("customFields")
        found = objects(self.data, "customFields")
        strays = len(value) - len(found) if isinstance(value, list) else 0
        self.tally.found("custom_field", len(found) + strays)
        self.tally.settle("custom_field", "kept", len(found))
        if strays:
            self.tally.settle("custom_field", "dropped", strays)
        for item in found:
            account(self.tally, "custom_field", item)
        if found:
            self.kept["custom_fields"] = ordered(found)
        return {text(item.get("id")): item for item in found}

    def _read_actions(self) -> None:
        """Sort comments and history to their cards, oldest first."""
        strays = self.data.get("actions")
        extra = len(strays) - len(self.actions) if isinstance(strays, list) else 0
        if extra:
            self.tally.found("action", extra)
            self.tally.settle("action", "dropped", extra)
        for action in sorted(self.actions, key=lambda a: text(a.get("date"))):
            kind = "comment" if action.get("type") in _COMMENTS else "action"
            self.tally.found(kind)
            for name in action:
                self.tally.found_field(kind, name)
                self.tally.field(kind, name, "converted", _ACTIONS_FIELD)
            if kind == "comment":
                self._comment(action)
            else:
                self._event(action)

    def _author(self, action: dict[str, Any]) -> str:
        who = action.get("memberCreator")
        if isinstance(who, dict):
            return text(who.get("fullName") or who.get("username"))
        return self.person_name(action.get("idMemberCreator")) or "已注销的成员"

    def _comment(self, action: dict[str, Any]) -> None:
        data = action.get("data") if isinstance(action.get("data"), dict) else {}
        assert isinstance(data, dict)  # noqa: S101 (narrows the line above)
        said = text(data.get("text"))
        comment: dict[str, Any] = {
            "author": self._author(action),
            "at": text(action.get("date")),
            "text": said[:MAX_TEXT],
            "source_id": text(action.get("id")),
        }
        if len(said) > MAX_TEXT:
            comment["rest"] = said[MAX_TEXT:]
        if data.get("dateLastEdited"):
            comment["edited_at"] = text(data["dateLastEdited"])
        card = data.get("card")
        key = text(card.get("id")) if isinstance(card, dict) else ""
        if key in self.card_ids:
            self.comments[key].append(comment)
            self.tally.settle("comment", "kept")
        else:
            name = text(card.get("name")) if isinstance(card, dict) else ""
            self.orphans.append({"card": name or key, **comment})
            self.tally.settle("comment", "converted")

    def _event(self, action: dict[str, Any]) -> None:
        data = action.get("data") if isinstance(action.get("data"), dict) else {}
        assert isinstance(data, dict)  # noqa: S101 (narrows the line above)
        event: dict[str, Any] = {
            "at": text(action.get("date")),
            "by": self._author(action),
            "type": text(action.get("type")),
        }
        event |= _details(data)
        card = data.get("card")
        key = text(card.get("id")) if isinstance(card, dict) else ""
        if key in self.card_ids:
            self.history[key].append(event)
        else:
            if isinstance(card, dict) and card.get("name"):
                event["card"] = text(card["name"])
            self.kept.setdefault("history", []).append(event)
        self.tally.settle("action", "converted")

    def custom_value(self, item: dict[str, Any]) -> tuple[str, Any]:
        """Return the name and the typed value of a custom field on a card."""
        definition = self.fields.get(text(item.get("idCustomField")), {})
        name = text(definition.get("name")) or text(item.get("idCustomField")) or "custom"
        if item.get("idValue"):
            for option in objects(definition, "options"):
                if option.get("id") == item["idValue"]:
                    value = option.get("value")
                    return name, text(value.get("text")) if isinstance(value, dict) else value
            return name, text(item["idValue"])
        value = item.get("value")
        if not isinstance(value, dict) or len(value) != 1:
            return name, value
        ((kind, inner),) = value.items()
        if kind == "number":
            amount = number(inner)
            readable = re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text(inner)) is not None
            return name, (int(amount) if amount.is_integer() else amount) if readable else inner
        return name, truth(inner) if kind == "checked" else inner


def _details(data: dict[str, Any]) -> dict[str, Any]:
    """Return what an action changed: names of what it was about, values before."""
    details: dict[str, Any] = {}
    for name in ("list", "listBefore", "listAfter", "checklist", "checkItem", "attachment"):
        entry = data.get(name)
        if isinstance(entry, dict) and entry.get("name"):
            details[name] = text(entry["name"])[:200]
    old = data.get("old")
    if isinstance(old, dict):
        details["old"] = {key: text(value)[:200] for key, value in old.items()}
    return details
