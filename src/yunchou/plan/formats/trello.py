"""Trello board export (JSON) → Plan. Read only.

How a board becomes a plan that runs:

- A board whose lists are a workflow (at least two of to-do, doing, done are found by name) is one
  implicit phase: the list is the *status* of its tasks. On any other board the lists are topics
  and become *phases*. The list is kept as `status` in both cases.
- A card is archived when it or its list is; archived cards stand in a phase of their own, so that
  the running plan is what the board shows.
- Due is a *deadline*, start a *start-no-earlier-than* constraint: Trello knows no durations, and
  a plan made of fixed dates could not be scheduled.
- A card linked in a checklist or attachment named like “depends on” is a predecessor; any other
  link between cards is kept as `related` and reported, for its direction is not known.

Ids come from the card's number on the board, so that two exports of a board give the same ids;
Trello's own id is kept in `source`.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Any

from yunchou.messages import InputError, Text
from yunchou.plan.formats import Format
from yunchou.plan.formats.kinds import decode
from yunchou.plan.formats.report import Report, Tally
from yunchou.plan.formats.trello_board import Board
from yunchou.plan.formats.trello_cards import Cards
from yunchou.plan.formats.trello_fields import account, created, objects, text
from yunchou.plan.model import Plan
from yunchou.plan.validate import problems

ACTION_LIMIT = 1000
_COMMENT_LINES = re.compile(r"\A(?:[ \t]*(?://[^\n]*)?\r?\n)+")
_KEYS = (b'"idBoard"', b'"idList"', b'"idChecklists"', b'"labelNames"', b'"idOrganization"')


def _sniff(data: bytes, filename: str) -> bool:  # noqa: ARG001 (told by content)
    head = data[:1_000_000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while head.startswith(b"//"):
        head = head.partition(b"\n")[2].lstrip()
    if not head.startswith(b"{"):
        return False
    whole = any(key in head for key in _KEYS)
    return whole or (b'"cards"' in head and b'"lists"' in head) or b"trello.com/" in head


def read(data: bytes, filename: str = "") -> tuple[Plan, Report]:
    """Read a board export, or the export of a single card.

    Raises
    ------
    InputError
        ``trello.json`` with line and column, ``format.truncated``, ``trello.not_a_board``.
    """
    name = PurePath(filename).name
    tally = Tally("trello", name)
    export = _parse(decode(data, name, tally), name)
    if "cards" not in export and "idBoard" in export:
        export = _board_of(export, tally)
    if not isinstance(export.get("cards"), list) or not isinstance(export.get("lists", []), list):
        raise InputError(
            Text("JSON 文件中没有 Trello 的卡片", "this JSON has no Trello cards"),
            place=name,
            remedy=Text(
                "请在看板菜单中选择“打印、导出和共享”→“导出为 JSON”。",
                "In the board's menu choose “Print, export and share” → “Export as JSON”.",
            ),
            code="trello.not_a_board",
        )
    return _plan(Board(export, tally), tally)


def _parse(content: str, place: str) -> dict[str, Any]:
    lines = _COMMENT_LINES.match(content)
    start = lines.end() if lines else 0
    try:
        export = json.loads("\n" * content[:start].count("\n") + content[start:])
    except json.JSONDecodeError as error:
        raise _broken(error, content, place) from None
    except (RecursionError, ValueError):
        raise InputError(
            Text("JSON 嵌套过深或数字过长", "this JSON is nested too deep or has a huge number"),
            place=place,
            code="trello.json",
        ) from None
    if not isinstance(export, dict):
        raise InputError(
            Text("JSON 最外层应为一个看板", "the top level must be one board"),
            place=place,
            code="trello.not_a_board",
        )
    return clean(export) if "\\u" in content or "Infinity" in content else export


def _broken(error: json.JSONDecodeError, content: str, place: str) -> InputError:
    where = Text(
        f"第 {error.lineno} 行第 {error.colno} 列", f"line {error.lineno}, column {error.colno}"
    )
    cut = error.pos >= len(content.rstrip()) - 1 or error.msg.startswith("Unterminated string")
    if cut:
        return InputError(
            Text(f"文件不完整，在{where.zh}中断", f"the file is cut off at {where.en}"),
            place=place,
            remedy=Text("请重新导出。", "Export it again."),
            code="format.truncated",
        )
    return InputError(
        Text(f"{where.zh}：JSON 语法错误", f"{where.en}: {error.msg}"),
        place=place,
        code="trello.json",
    )


def clean(value: Any) -> Any:
    """Replace halves of surrogate pairs, which no other file can hold, and non-numbers."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if not value.isascii() else value
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return None
    return value


def _board_of(card: dict[str, Any], tally: Tally) -> dict[str, Any]:
    """Put a card that was exported alone on a board of its own."""
    tally.warn(
        Text("这是单张卡片的导出，不是整个看板", "This is the export of one card, not of a board"),
        code="trello.single_card",
    )
    seen = [action.get("data") for action in objects(card, "actions")]
    data = [entry for entry in seen if isinstance(entry, dict)]
    boards = [entry["board"] for entry in data if isinstance(entry.get("board"), dict)]
    lists = [entry["list"] for entry in data if isinstance(entry.get("list"), dict)]
    here = [entry for entry in lists if entry.get("id") == card.get("idList")]
    column = {"id": card.get("idList"), "name": text(here[0].get("name")) if here else ""}
    return {
        "id": card.get("idBoard"),
        "name": text(boards[0].get("name")) if boards else text(card.get("name")),
        "lists": [column],
        "cards": [card],
        **{key: card.get(key) or [] for key in ("actions", "checklists", "members", "labels")},
    }


def _plan(board: Board, tally: Tally) -> tuple[Plan, Report]:
    cards = Cards(board, tally)
    phases = cards.phases()
    raw = account(tally, "board", board.data)
    tally.found("board")
    tally.settle("board", "converted")
    _warn(board, tally)
    project: dict[str, Any] = {"name": board.name or "Trello"}
    if board.data.get("desc"):
        project["background"] = text(board.data["desc"])[:100_000]
    extras = {
        **board.kept,
        **({"board": raw} if raw else {}),
        **({"comments_on_deleted_cards": board.orphans} if board.orphans else {}),
    }
    plan: dict[str, Any] = {
        "schema_version": "1.0",
        "id": f"trello-{board.key}"[:64],
        "project": project,
        "people": board.people(),
        "phases": phases,
        "source": {
            "system": "trello",
            "id": text(board.data.get("id")),
            "url": text(board.data.get("url") or board.data.get("shortUrl")),
            "created": created(board.data.get("id")),
        },
    }
    if extras:
        plan["trello"] = extras
    model = _without_cycle(plan, tally)
    return model, tally.report()


def _without_cycle(plan: dict[str, Any], tally: Tally) -> Plan:
    """Turn predecessors into plain relations when they form a cycle."""
    model = Plan.model_validate(plan)
    if all(problem.code != "plan.cycle" for problem in problems(model)):
        return model
    tally.warn(
        Text(
            "卡片间的依赖成环，已全部改为“相关卡片”",
            "The dependencies form a cycle: all are kept as related cards instead",
        ),
        code="trello.cycle",
    )
    for phase in plan["phases"]:
        for task in phase["tasks"]:
            if task.get("depends_on"):
                task["related"] = sorted({*task.get("related", []), *task.pop("depends_on")})
    return Plan.model_validate(plan)


def _warn(board: Board, tally: Tally) -> None:
    if len(board.actions) >= ACTION_LIMIT:
        tally.warn(
            Text(
                f"Trello 只导出最近 {len(board.actions)} 条操作，更早的评论和历史不在文件中",
                f"Trello exports the latest {len(board.actions)} actions only: "
                "older comments and history are not in the file",
            ),
            code="trello.actions_cut",
        )
    if board.hidden:
        tally.warn(
            Text(
                f"{board.hidden} 张未归档的卡片在已归档的列表中，按已归档处理",
                f"{board.hidden} open cards are in archived lists and count as archived",
            ),
            code="trello.hidden_cards",
        )
    if board.missing_comments:
        tally.warn(
            Text(
                f"按卡片计数，还有 {board.missing_comments} 条评论不在导出文件中",
                f"By the counts on cards {board.missing_comments} comments are not in the export",
            ),
            code="trello.comments_missing",
        )


FORMAT = Format(
    name="trello",
    label=Text("Trello 看板（JSON）", "Trello board (JSON)"),
    suffixes=(".json",),
    sniff=_sniff,
    read=read,
)
