"""Trello cards → tasks in phases, with checklists, dates, people, labels, links and comments."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from yunchou.messages import Text
from yunchou.plan.formats.trello_fields import (
    MAX_NAME,
    MAX_TEXT,
    Rule,
    account,
    created,
    label_name,
    moment,
    number,
    objects,
    ordered,
    stage,
    text,
    truth,
)

if TYPE_CHECKING:
    from yunchou.plan.formats.report import Tally
    from yunchou.plan.formats.trello_board import Board

_CARD_URL = re.compile(r"trello\.com/c/([A-Za-z0-9]+)")
_DEPENDS = re.compile(
    r"depend|blocked[ _-]*by|predecessor|prerequisite|requires|waiting[ _-]*for|依赖|前置|阻塞",
    re.IGNORECASE,
)
_BAD_DATE = Rule("kept", Text("不是有效日期，原样保留", "no valid date: kept as it is"))
_NOT_DONE = Rule("kept", Text("未完成，不记进度", "not done: no progress is entered"))
_LONG = Rule(
    "converted", Text("超过长度上限，全文另存于附加字段", "too long: kept whole beside the field")
)


class Cards:
    """The tasks of a board."""

    def __init__(self, board: Board, tally: Tally) -> None:
        self.board = board
        self.tally = tally
        self.made_up: set[tuple[str, str]] = set()
        self.ids = self._ids()
        self.by_link = self._links()
        self.checklists = self._checklists()
        self.no_name = 0

    def _ids(self) -> dict[str, str]:
        """Return task ids by card id: the number on the board where there is one of its own."""
        taken: set[str] = set()
        ids: dict[str, str] = {}
        for position, card in enumerate(self.board.cards, 1):
            key = text(card.get("id"))
            short = int(number(card.get("idShort")))
            wanted = f"C{short}" if short else (key or f"card-{position}")[:60]
            if wanted in taken:
                wanted = (key or f"card-{position}")[:60]
            taken.add(wanted)
            ids[key or f"#{position}"] = wanted
            if not key:
                if "id" not in card:
                    self.made_up.add(("id", f"#{position}"))
                card["id"] = f"#{position}"
        return ids

    def _links(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for card in self.board.cards:
            addresses = [text(card.get(name)) for name in ("url", "shortUrl")]
            shorts = [m[1] for address in addresses if (m := _CARD_URL.search(address))]
            for short in [*shorts, text(card.get("shortLink"))]:
                if short:
                    found[short] = self.ids[text(card["id"])]
        return found

    def _checklists(self) -> dict[str, list[dict[str, Any]]]:
        """Return the checklists of each card in order; they stand on the board or on the card."""
        everywhere = objects(self.board.data, "checklists")
        seen = {id(item) for item in everywhere} | {text(i.get("id")) for i in everywhere}
        grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for item in everywhere:
            grouped[text(item.get("idCard"))].append(item)
        for card in self.board.cards:
            for item in objects(card, "checklists"):
                if id(item) not in seen and text(item.get("id")) not in seen:
                    grouped[text(card["id"])].append(item)
        self.tally.found("checklist", sum(map(len, grouped.values())))
        for key, items in list(grouped.items()):
            if key not in self.ids:
                self._orphan_checklists(grouped.pop(key))
            else:
                grouped[key] = ordered(items)
        return grouped

    def _orphan_checklists(self, items: list[dict[str, Any]]) -> None:
        self.board.kept.setdefault("checklists_without_card", []).extend(items)
        for item in items:
            account(self.tally, "checklist", item)
            self.tally.settle("checklist", "kept")
            inside = objects(item, "checkItems")
            self.tally.found("check_item", len(inside))
            self.tally.settle("check_item", "kept", len(inside))
            for entry in inside:
                account(self.tally, "check_item", entry)

    def phases(self) -> list[dict[str, Any]]:
        """Return the phases with their tasks: what the board shows, then what is archived."""
        live: dict[str, list[dict[str, Any]]] = {key: [] for key in self.board.lists}
        archived: dict[str, list[dict[str, Any]]] = {key: [] for key in self.board.lists}
        for card in ordered(self.board.cards):
            target = archived if self.board.is_archived(card) else live
            target.setdefault(text(card.get("idList")), []).append(self._task(card))
        hidden = [{**task, "archived": True} for tasks in archived.values() for task in tasks]
        if self.no_name:
            self.tally.warn(
                Text(f"{self.no_name} 张卡片没有标题", f"{self.no_name} cards have no title"),
                code="trello.no_name",
            )
        phases = self._workflow(live) if self.board.is_workflow else self._topics(live)
        if hidden:
            phases.append({"id": "archived", "name": "已归档", "tasks": hidden})
        return phases

    def _workflow(self, live: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
        columns = [self.board.list_name(key) for key in live]
        tasks = [task for column in live.values() for task in column]
        return [{"id": "board", "implicit": True, "tasks": tasks, "columns": columns}]

    def _topics(self, live: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """Return a phase per open list; archived lists hold no live cards."""
        phases: list[dict[str, Any]] = []
        for key, tasks in live.items():
            if not tasks and truth(self.board.lists.get(key, {}).get("closed")):
                continue
            phase = {"id": f"L-{key or 'none'}"[:64], "name": self.board.list_name(key)[:MAX_NAME]}
            source = {"system": "trello", "id": key}
            phases.append({**phase, "tasks": tasks, "source": source})
        return phases

    def _task(self, card: dict[str, Any]) -> dict[str, Any]:
        key = text(card["id"])
        changed: dict[str, Rule] = {}
        kept: dict[str, Any] = {}
        task: dict[str, Any] = {"id": self.ids[key]}
        self._words(card, task, changed, kept)
        self._dates(card, task, changed, kept)
        self._state(card, task, changed)
        self._people_and_labels(card, task)
        predecessors, related = self._checklist(key, task), set[str]()
        self._attachments(card, task, predecessors, related)
        self._custom(card, task)
        self._relations(task, predecessors, related)
        self._talk(card, key, task)
        task["source"] = {"system": "trello", "id": key, "url": text(card.get("url"))}
        if created(key):
            task["created"] = created(key)
        # an id that we made up is no field of the source
        stated = {
            name: value
            for name, value in card.items()
            if name != "id" or (name, text(value)) not in self.made_up
        }
        kept |= account(self.tally, "card", stated, changed)
        if kept:
            task["trello"] = kept
        self.tally.settle("card", "kept")
        return task

    def _words(
        self,
        card: dict[str, Any],
        task: dict[str, Any],
        changed: dict[str, Rule],
        kept: dict[str, Any],
    ) -> None:
        name, notes = text(card.get("name")), text(card.get("desc"))
        if not name.strip():
            self.no_name += 1
            name = "（无标题）"
        if len(name) > MAX_NAME:
            changed["name"], kept["name"] = _LONG, name
        if len(notes) > MAX_TEXT:
            changed["desc"], kept["desc"] = _LONG, notes
        task["name"] = name[:MAX_NAME]
        if notes:
            task["notes"] = notes[:MAX_TEXT]

    def _dates(
        self,
        card: dict[str, Any],
        task: dict[str, Any],
        changed: dict[str, Rule],
        kept: dict[str, Any],
    ) -> None:
        for field in ("start", "due", "dateCompleted"):
            value = card.get(field)
            when = moment(value)
            if when is None:
                if value:
                    changed[field], kept[field] = _BAD_DATE, value
                    self._bad_date(card, field, value)
                continue
            stamp = when.isoformat(timespec="seconds" if when.second else "minutes")
            if field == "start":
                task["start"] = stamp
                task["constraint"] = {"type": "SNET", "date": stamp}
            else:
                task["deadline" if field == "due" else "actual_finish"] = stamp

    def _bad_date(self, card: dict[str, Any], field: str, value: Any) -> None:
        shown = text(value)[:40]
        self.tally.warn(
            Text(f"“{shown}”不是有效日期", f"“{shown}” is no valid date"),
            f"{text(card.get('name'))[:40]} · {field}",
            "trello.date",
        )

    def _state(self, card: dict[str, Any], task: dict[str, Any], changed: dict[str, Rule]) -> None:
        column = self.board.list_name(card.get("idList"))
        task["status"] = column
        finished = self.board.is_workflow and stage(column) == "done"
        if truth(card.get("dueComplete")) or finished:
            task["percent"] = 100
        elif "dueComplete" in card:
            changed["dueComplete"] = _NOT_DONE
        if finished:
            self.tally.warn(
                Text(
                    f"列表“{column}”中的卡片视为已完成（100%）",
                    f"Cards in the list “{column}” count as done (100 %)",
                ),
                code="trello.done_list",
            )

    def _people_and_labels(self, card: dict[str, Any], task: dict[str, Any]) -> None:
        members = card.get("idMembers")
        if isinstance(members, list) and members:
            people = [self.board.person(member)["id"] for member in members if member]
            task["assignees"] = [{"person": person} for person in dict.fromkeys(people)]
        inline = {text(label.get("id")): label for label in objects(card, "labels")}
        wanted = card.get("idLabels")
        keys = [text(key) for key in wanted] if isinstance(wanted, list) else []
        labels = {**inline, **{k: self.board.labels[k] for k in keys if k in self.board.labels}}
        lost = [key for key in keys if key not in labels]
        names = [label_name(label) for label in labels.values()] + [f"#{key[-6:]}" for key in lost]
        if names:
            task["labels"] = list(dict.fromkeys(names))

    def _checklist(self, key: str, task: dict[str, Any]) -> set[str]:
        """Add the check items; return the ids of cards named in a list of dependencies."""
        predecessors: set[str] = set()
        entries: list[dict[str, Any]] = []
        for checklist in self.checklists.get(key, []):
            title = text(checklist.get("name"))
            raw = account(self.tally, "checklist", checklist)
            self.tally.settle("checklist", "converted")
            if raw:
                task.setdefault("checklists", {})[text(checklist.get("id"))] = raw
            items = ordered(objects(checklist, "checkItems"))
            self.tally.found("check_item", len(items))
            for item in items:
                entries.append(self._item(item, title))
                if _DEPENDS.search(title):
                    predecessors |= self._cards_in(text(item.get("name")))
        if entries:
            task["checklist"] = entries
        return predecessors

    def _item(self, item: dict[str, Any], title: str) -> dict[str, Any]:
        raw = account(self.tally, "check_item", item)
        self.tally.settle("check_item", "kept")
        entry: dict[str, Any] = {
            "name": text(item.get("name"))[:MAX_TEXT],
            "done": item.get("state") == "complete",
            "checklist": title,
            "source_id": text(item.get("id")),
        }
        if item.get("due"):
            entry["due"] = item["due"]
        if item.get("idMember"):
            entry["member"] = self.board.person_name(item["idMember"])
        return {**entry, **({"trello": raw} if raw else {})}

    def _cards_in(self, content: str) -> set[str]:
        shorts = _CARD_URL.findall(content)
        return {self.by_link[short] for short in shorts if short in self.by_link}

    def _attachments(
        self,
        card: dict[str, Any],
        task: dict[str, Any],
        predecessors: set[str],
        related: set[str],
    ) -> None:
        found = ordered(objects(card, "attachments"))
        self.tally.found("attachment", len(found))
        entries = []
        for item in found:
            raw = account(self.tally, "attachment", item)
            self.tally.settle("attachment", "kept")
            linked = self._cards_in(text(item.get("url")))
            name = text(item.get("name"))
            (predecessors if _DEPENDS.search(name) else related).update(linked)
            entries.append(self._attachment(item, raw))
        if entries:
            task["attachments"] = entries

    def _attachment(self, item: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
        name = text(item.get("name") or item.get("fileName") or item.get("url"))
        entry: dict[str, Any] = {"name": name[:MAX_NAME], "url": text(item.get("url"))}
        size = number(item.get("bytes"))
        if size > 0:
            entry["bytes"] = int(size)
        if item.get("mimeType"):
            entry["mime"] = text(item["mimeType"])
        if len(name) > MAX_NAME:
            entry["full_name"] = name
        entry["at"] = text(item.get("date"))
        if item.get("idMember"):
            entry["by"] = self.board.person_name(item["idMember"])
        entry["upload"] = truth(item.get("isUpload"))
        entry["source_id"] = text(item.get("id"))
        return {**entry, **({"trello": raw} if raw else {})}

    def _custom(self, card: dict[str, Any], task: dict[str, Any]) -> None:
        found = objects(card, "customFieldItems")
        self.tally.found("custom_field_item", len(found))
        values: dict[str, Any] = {}
        for item in found:
            account(self.tally, "custom_field_item", item)
            self.tally.settle("custom_field_item", "converted")
            name, value = self.board.custom_value(item)
            # two fields may share a name
            values[name if name not in values else f"{name} ({item.get('idCustomField')})"] = value
        if values:
            task["custom_fields"] = values

    def _relations(self, task: dict[str, Any], predecessors: set[str], related: set[str]) -> None:
        predecessors.discard(task["id"])
        related -= {task["id"], *predecessors}
        if predecessors:
            task["depends_on"] = sorted(predecessors)
        if related:
            task["related"] = sorted(related)
            self.tally.warn(
                Text(
                    f"{task['id']} 链接了 {'、'.join(sorted(related))}：方向不明，记为相关卡片，"
                    "没有作为前置任务",
                    f"{task['id']} links to {', '.join(sorted(related))}: kept as related, "
                    "not as predecessors, since the direction is not known",
                ),
                task["name"][:40],
                "trello.related",
            )

    def _talk(self, card: dict[str, Any], key: str, task: dict[str, Any]) -> None:
        comments, history = self.board.comments.get(key), self.board.history.get(key)
        if comments:
            task["comments"] = comments
        if history:
            task["history"] = history
        badges = card.get("badges")
        said = int(number(badges.get("comments"))) if isinstance(badges, dict) else 0
        self.board.missing_comments += max(0, said - len(comments or []))
