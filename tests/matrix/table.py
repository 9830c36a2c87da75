"""The matrix, written by hand: who gets what from every address of the product.

A route is a method and the name of an address (`GET goals`) or of an API operation
(`POST create_item`). Each line says how the eight people fare, and carries a request that is right
for those who may make it. `$Member` stands for the id of a row: of the project in the address, and
in the passes with foreign ids of another workspace or of another project. A route that is missing
here fails `test_every_route_stands_in_the_table`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

#: the people of the matrix; the words of an outcome follow this order
PEOPLE = (
    "owner",  # of the workspace
    "manager",  # of the workspace, manages the project
    "member",  # of workspace and project
    "viewer",  # of workspace and project
    "finance",  # member of the workspace with that function, viewer of the project
    "hr",  # the same with hr
    "colleague",  # member of the workspace, not in the project
    "outsider",  # owner of another workspace
    "anonymous",
)


def fares(words: str) -> dict[str, str]:
    """Return person -> outcome: ok, sign-in (401 or the sign-in page), 403 or 404."""
    return dict(zip(PEOPLE, words.split(), strict=True))


#                owner manager member viewer finance hr colleague outsider anonymous
PUBLIC = fares("   ok    ok     ok     ok     ok    ok    ok       ok     ok     ")
SIGNED_IN = fares("ok    ok     ok     ok     ok    ok    ok       ok     sign-in")
VIEW = fares("     ok    ok     ok     ok     ok    ok    404      404    sign-in")
WORK = fares("     ok    ok     ok     403    403   403   404      404    sign-in")
PLAN = fares("     ok    ok     403    403    403   403   404      404    sign-in")
OWNER = fares("    ok    403    403    403    403   403   403      ok     sign-in")
#: in one's own workspace: an outsider does it there
MANAGERS = fares(" ok    ok     403    403    403   403   403      ok     sign-in")
#: the same, naming somebody of the workspace at hand
CASTERS = fares("  ok    ok     403    403    403   403   403      422    sign-in")
#: what only its maker and the managers find
MAKER = fares("    ok    ok     404    404    404   404   404      404    sign-in")
IMPORTER = fares(" ok    ok     403    403    403   403   403      404    sign-in")
#: a switch to the workspace at hand (the outsider does not belong there)
OWN_PLACE = fares("ok    ok     ok     ok     ok    ok    ok       422    sign-in")
#: whoever belongs to the workspace
COLLEAGUES = fares("ok   ok     ok     ok     ok    ok    ok       404    sign-in")
#: who manages people in the workspace, about somebody of it
STAFF = fares("    ok    ok     403    403    403   403   403      404    sign-in")
#: the owner, about something of the workspace
HOUSE = fares("    ok    403    403    403    403   403   403      404    sign-in")
#: one's own token (the manager's)
OWN = fares("      404   ok     404    404    404   404   404      404    sign-in")
#: only with a person's own thing (a comment's author is the manager)
AUTHOR = fares("   403   ok     403    403    403   403   404      404    sign-in")
#: its author, and who manages the project
REMOVER = fares("  ok    ok     403    403    403   403   404      404    sign-in")


@dataclass(frozen=True)
class Call:
    """A request that is right for those who may make it, and how each person fares with it."""

    who: dict[str, str]
    json: Any = None
    form: dict[str, Any] | None = None
    query: dict[str, str] = field(default_factory=dict)
    #: what stands in the address, beside what PATH says
    path: dict[str, str] = field(default_factory=dict)
    #: a file in the form: field -> (name, content)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    #: asked by one of those who may, not by all: it takes long
    slow: bool = False
    #: leaves a trace even when refused: tables that may change
    traces: frozenset[str] = frozenset()
    #: an answer to the right request other than success
    answer: int | None = None
    #: decides over access: a person's own hand does it, no token
    by_hand: bool = False


#: what stands for the parameters of an address
PATH = {
    "key": "$key",
    "item_id": "$WorkItem",
    "number": "$number",
    "ref": "$WorkItem",
    "activity_id": "$Activity",
    "comment_id": "$Comment",
    "box_id": "$ChecklistItem",
    "attachment_id": "$Attachment",
    "link_id": "$Dependency",
    "baseline_id": "$Baseline",
    "column_id": "$Status",
    "holiday_id": "$Holiday",
    "token_id": "$ApiToken",
    "line_id": "$BudgetLine",
    "role_id": "$Role",
    "kpi_id": "$KpiTarget",
    "member_id": "$colleague",
    "project_id": "$trashed",
    "import_id": "$Import",
}

BOARD = json.dumps(
    {
        "name": "渠道", "prefs": {}, "members": [], "checklists": [], "actions": [],
        "lists": [{"id": "l1", "name": "待办", "closed": False, "pos": 1}],
        "cards": [{"id": "c1", "name": "拜访", "idList": "l1", "closed": False, "pos": 1}],
    }
).encode()  # fmt: skip
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
)

PAGES: dict[str, Call] = {
    "GET healthz": Call(PUBLIC),
    "GET sign-in": Call(PUBLIC),
    "POST sign-in": Call(
        PUBLIC,
        form={"email": "nobody@x.example", "password": "wrong-password"},
        answer=401,
        traces=frozenset({"SignInFailure"}),
        slow=True,
    ),
    "GET link": Call(PUBLIC, path={"token": "unknown"}, answer=410),
    "POST link": Call(PUBLIC, path={"token": "unknown"}, form={}, answer=410),
    "POST sign-out": Call(SIGNED_IN, form={}),
    "POST language": Call(PUBLIC, form={"language": "en"}),
    "POST theme": Call(PUBLIC, form={"theme": "dark"}),
    "GET document-style": Call(PUBLIC),
    "GET api:openapi-json": Call(PUBLIC, slow=True),
    "GET api:openapi-view": Call(PUBLIC, slow=True),
    # --- every day
    "GET home": Call(SIGNED_IN),
    "GET projects": Call(SIGNED_IN),
    "GET all-changes": Call(SIGNED_IN),
    "GET mentions": Call(SIGNED_IN),
    "POST mentions-seen": Call(SIGNED_IN, form={}),
    "GET trash": Call(SIGNED_IN),
    "POST restore": Call(WORK, path={"kind": "task", "row_id": "$trashed_item"}, form={}),
    "GET changes": Call(VIEW),
    "GET project-settings": Call(VIEW),
    "POST project-settings": Call(PLAN, form={"name": "改名"}),
    "POST project-member": Call(PLAN, form={"member": "$Member", "level": "20"}),
    "POST project-trash": Call(PLAN, form={}),
    "GET task": Call(VIEW),
    "POST task-comment": Call(VIEW, form={"body": "说一句"}),
    "POST task-comment-edit": Call(AUTHOR, form={"body": "改一句"}),
    "POST task-comment-delete": Call(REMOVER, form={}),
    "POST task-box-add": Call(WORK, form={"name": "带样品"}),
    "POST task-box": Call(WORK, form={"do": "tick", "done": "1"}),
    "POST task-attach": Call(WORK, form={}, files={"file": ("a.png", PICTURE)}),
    "POST task-detach": Call(WORK, form={}),
    "GET attachment": Call(VIEW, path={"attachment_id": "$Attachment"}),
    "GET mine": Call(SIGNED_IN),
    "GET search": Call(SIGNED_IN, query={"q": "任务"}),
    # --- people and settings
    "GET setup": Call(PUBLIC, path={"token": "unknown"}, answer=410),
    "POST setup": Call(PUBLIC, path={"token": "unknown"}, form={}, answer=410),
    "GET logo": Call(COLLEAGUES, path={"workspace_id": "$workspace", "name": "logo.png"}),
    "GET people": Call(SIGNED_IN),
    "GET people-invite": Call(MANAGERS),
    "POST people-invite": Call(MANAGERS, form={"name": "新人", "level": "20"}),
    "GET person": Call(COLLEAGUES),
    "POST person": Call(STAFF, form={"department": "销售部", "position": "代表", "level": "20"}),
    "POST person-act": Call(STAFF, path={"action": "deactivate"}, form={}),
    "GET settings": Call(SIGNED_IN),
    "POST settings": Call(OWNER, form={"name": "新名", "timezone": "Asia/Shanghai"}),
    "POST settings-logo": Call(OWNER, form={}, files={"logo": ("a.png", PICTURE)}),
    "POST settings-holidays": Call(
        OWNER, form={"day": "2027-05-06", "holiday": "店庆", "year": "2027"}
    ),
    "POST workspace-open": Call(OWNER, form={"workspace": "第二家"}),
    "POST workspace-switch": Call(OWN_PLACE, form={"workspace": "$slug"}),
    "GET profile": Call(SIGNED_IN),
    "POST profile": Call(SIGNED_IN, form={"name": "改名"}),
    "POST profile-password": Call(
        SIGNED_IN, form={"old": "?", "password": "a-long-one-7", "again": "another"}, answer=422
    ),
    "POST profile-sessions": Call(SIGNED_IN, form={}),
    "POST profile-tokens": Call(SIGNED_IN, form={"label": "报表", "scope": "read", "days": "90"}),
    "GET demo-remove": Call(HOUSE),
    "POST demo-remove": Call(HOUSE, form={}),
    # --- schedule and board
    "GET schedule-notes": Call(VIEW),
    "GET schedule-frame": Call(PLAN),
    "POST schedule-frame": Call(PLAN, form={"mode": "start", "start": "2027-03-08"}),
    "POST schedule-preview": Call(PLAN, form={"mode": "start", "start": "2027-03-08"}),
    "GET schedule-baselines": Call(VIEW),
    "POST schedule-baselines": Call(PLAN, form={"name": "基准"}),
    "POST schedule-baseline-drop": Call(PLAN, form={}),
    "GET task-links": Call(VIEW),
    "POST task-link-add": Call(WORK, form={"task": "$ref", "way": "before", "type": "SS"}),
    "POST task-link-remove": Call(WORK, form={}),
    "GET board-columns": Call(PLAN),
    "POST board-columns": Call(PLAN, form={"name": "等客户", "category": "doing"}),
    "POST board-column-shift": Call(PLAN, form={"step": "1"}),
    "POST board-column-remove": Call(PLAN, path={"column_id": "$empty"}, form={}),
    # --- exchange
    "GET project-new": Call(MANAGERS),
    "POST project-new": Call(
        CASTERS,
        form={
            "template": "key_account_bid",
            "step": "create",
            "name": "新标",
            "key": "XB",
            "mode": "start",
            "start": "2027-03-01",
            "budget_pct": "100",
            "role_PM": "$Member",
        },
    ),
    "POST import-upload": Call(MANAGERS, form={}, files={"file": ("board.json", BOARD)}),
    "GET import-review": Call(IMPORTER),
    "POST import-review": Call(
        IMPORTER, form={"name": "渠道", "start": "2027-03-01", "person_m1": "$Member"}
    ),
    "GET tools": Call(VIEW),
    "GET export": Call(VIEW, path={"kind": "yaml"}),
    # --- steps
    "GET overview": Call(VIEW),
    "GET goals": Call(VIEW),
    "POST goals-check": Call(VIEW, form={"sentence": "6月底前新增10家经销商", "statement": "x"}),
    "GET schedule": Call(VIEW),
    "GET schedule-list": Call(VIEW),
    "GET board": Call(VIEW),
    "GET resources": Call(VIEW),
    "GET resources-panel": Call(VIEW),
    "GET role-holders": Call(PLAN, path={"row_id": "$Role"}),
    "POST role-holders": Call(PLAN, path={"row_id": "$Role"}, form={"members": ["$Member"]}),
    "GET communication": Call(VIEW),
    "GET monitoring": Call(VIEW),
    "POST kpi-spread": Call(PLAN, path={"row_id": "$KpiTarget"}, form={}),
    "GET risks": Call(VIEW),
    "POST risk-trigger": Call(WORK, path={"row_id": "$Risk"}, form={}),
    "GET retros": Call(VIEW),
    "GET learning": Call(VIEW),
    "GET market": Call(VIEW),
    "GET practices": Call(VIEW),
    "GET document": Call(VIEW),
    "GET document-download": Call(VIEW, path={"kind": "xlsx"}, slow=True),
}

API: dict[str, Call] = {
    # --- projects
    "GET list_projects": Call(SIGNED_IN),
    "GET get_project": Call(VIEW),
    "PATCH change_project": Call(PLAN, {"name": "改名", "cosigners": ["财务部"]}),
    "DELETE trash_project": Call(PLAN),
    "POST restore_project": Call(MAKER),
    "GET list_project_members": Call(VIEW),
    "PUT set_project_member": Call(PLAN, {"level": 20}),
    "DELETE remove_project_member": Call(PLAN),
    "GET list_changes": Call(VIEW),
    "GET list_all_changes": Call(SIGNED_IN),
    "GET my_tasks": Call(SIGNED_IN),
    "GET search": Call(SIGNED_IN, query={"q": "任务"}),
    "GET get_overview": Call(VIEW),
    "GET list_registers": Call(VIEW),
    "GET list_mentions": Call(SIGNED_IN),
    "POST see_mentions": Call(SIGNED_IN),
    "GET list_trash": Call(SIGNED_IN),
    "POST restore_item": Call(WORK, path={"item_id": "$trashed_item"}),
    # --- exchange
    "GET list_templates": Call(SIGNED_IN),
    "POST preview_project": Call(
        MANAGERS, {"template": "key_account_bid", "start": "2027-03-01"}, slow=True
    ),
    "POST create_project": Call(
        CASTERS,
        {
            "template": "key_account_bid",
            "name": "新标",
            "key": "XB",
            "start": "2027-03-01",
            "roles": {"PM": ["$Member"]},
        },
        slow=True,
    ),
    "POST read_import": Call(MANAGERS, form={}, files={"file": ("board.json", BOARD)}),
    "GET get_import": Call(IMPORTER),
    "POST finish_import": Call(
        IMPORTER, {"name": "渠道", "start": "2027-03-01", "people": {"m1": "$Member"}}
    ),
    "GET export_project": Call(VIEW, path={"kind": "yaml"}),
    "DELETE remove_demo": Call(HOUSE, by_hand=True),
    "GET find_people": Call(VIEW, query={"q": "l"}),
    # --- people and settings
    "GET me": Call(SIGNED_IN),
    "PATCH change_me": Call(SIGNED_IN, {"name": "改名", "theme": "dark"}, by_hand=True),
    "POST set_logo": Call(OWNER, form={}, files={"logo": ("a.png", PICTURE)}, by_hand=True),
    "DELETE remove_logo": Call(OWNER, by_hand=True),
    "GET list_members": Call(SIGNED_IN),
    "POST invite_member": Call(MANAGERS, {"name": "新人", "email": "new@x.example"}, by_hand=True),
    "GET get_member": Call(COLLEAGUES),
    "PATCH change_member": Call(STAFF, {"department": "销售部", "level": "viewer"}, by_hand=True),
    "POST renew_invitation": Call(STAFF, path={"member_id": "$invited"}, by_hand=True),
    "DELETE revoke_invitation": Call(STAFF, path={"member_id": "$invited"}, by_hand=True),
    "POST make_reset_link": Call(STAFF, by_hand=True),
    "POST deactivate_member": Call(STAFF, by_hand=True),
    "POST activate_member": Call(STAFF, by_hand=True),
    "GET list_tokens": Call(SIGNED_IN),
    "DELETE revoke_token": Call(OWN, by_hand=True),
    "GET get_workspace": Call(SIGNED_IN),
    "PATCH change_workspace": Call(OWNER, {"name": "新名"}, by_hand=True),
    "GET list_holidays": Call(SIGNED_IN),
    "POST set_holiday": Call(OWNER, {"day": "2027-05-06", "name": "店庆"}, by_hand=True),
    "DELETE remove_holiday": Call(HOUSE, by_hand=True),
    # --- work items
    "GET list_items": Call(VIEW),
    "GET get_item": Call(VIEW),
    "POST create_item": Call(
        WORK,
        {
            "name": "新任务",
            "parent": "$phase",
            "after": "$WorkItem",
            "status": "$Status",
            "duration": 3,
            "assignees": ["$Member"],
        },
    ),
    "PATCH change_item": Call(
        WORK, {"name": "改名", "status": "$Status", "assignees": ["$Member"], "notes": "记"}
    ),
    "POST move_item": Call(WORK, {"parent": "$phase", "after": "$sibling"}),
    "POST indent_item": Call(WORK, path={"item_id": "$sibling"}),
    "POST outdent_item": Call(WORK),
    "POST set_item_status": Call(WORK, {"status": "$Status", "before": "$sibling"}),
    "DELETE trash_item": Call(WORK),
    "POST paste_items": Call(
        WORK, {"rows": [{"name": "一"}, {"name": "二"}], "after": "$WorkItem"}
    ),
    "POST undo": Call(WORK),
    "POST report_progress": Call(WORK, {"state": "doing", "percent": 20}),
    # --- talk
    "POST add_comment": Call(VIEW, {"body": "说一句 @周立"}),
    "PATCH edit_comment": Call(AUTHOR, {"body": "改一句"}),
    "DELETE trash_comment": Call(REMOVER),
    "POST add_checklist_item": Call(WORK, {"name": "带样品"}),
    "PATCH change_checklist_item": Call(WORK, {"done": True}),
    "DELETE remove_checklist_item": Call(WORK),
    "POST attach_file": Call(WORK, form={}, files={"file": ("a.png", PICTURE)}),
    "POST attach_link": Call(WORK, {"url": "https://example.com/a", "name": "参考"}),
    "DELETE trash_attachment": Call(WORK),
    "GET get_attachment": Call(VIEW),
    # --- steps
    "POST check_goal": Call(VIEW, {"sentence": "6月底前新增10家经销商"}),
    "GET list_meetings": Call(VIEW),
    "POST trigger_risk": Call(WORK, path={"risk_id": "$Risk"}),
    "GET get_strategy": Call(VIEW),
    "PATCH change_strategy": Call(PLAN, {"price": "高价"}),
    "GET gantt": Call(VIEW),
    "POST add_link": Call(WORK, {"pred": "$sibling", "succ": "$last", "type": "SS", "lag": 0}),
    "DELETE remove_link": Call(WORK),
    "PATCH change_link": Call(WORK, {"lag": 1}),
    "GET list_baselines": Call(VIEW),
    "GET get_baseline": Call(VIEW),
    "DELETE drop_baseline": Call(PLAN),
    "GET outlook": Call(VIEW),
    "GET list_columns": Call(VIEW),
    "POST add_column": Call(PLAN, {"name": "等客户"}),
    "PATCH change_column": Call(PLAN, {"name": "改名", "wip_limit": 4}),
    "POST move_column": Call(PLAN, {"before": "$empty"}),
    "DELETE remove_column": Call(PLAN, path={"column_id": "$empty"}),
    "POST take_baseline": Call(PLAN, {"name": "基线"}),
    "PATCH set_frame": Call(PLAN, {"anchor_item": "$last", "anchor_date": "2028-06-01"}),
    "GET get_kpi_months": Call(VIEW),
    "PATCH set_kpi_targets": Call(PLAN, {"2027-03": 120, "2027-04": "1.2万"}),
    "PATCH set_kpi_actuals": Call(WORK, {"2027-03": 96.5}),
    "POST spread_kpi_target": Call(PLAN),
    "GET get_raci": Call(VIEW),
    "PATCH change_raci": Call(WORK, {"PM": "C"}),
    "GET get_role_holders": Call(VIEW),
    "PUT set_role_holders": Call(PLAN, {"members": ["$Member"]}),
    "PATCH split_budget_line": Call(PLAN, {"$phase": 1200.5}),
    "GET board": Call(VIEW),
    "GET checkup": Call(VIEW),
    "GET document": Call(VIEW, path={"kind": "html"}),
}

#: routes that exist once for each table of the plan; reading and writing follow REGISTERS
REGISTER_ROUTES = {
    "GET register-new": "write",
    "POST register-add": "write",
    "GET register-trash": "read",
    "GET register-row": "read",
    "POST register-row": "write",
    "POST register-delete": "write",
    "POST register-restore": "write",
    "GET list_register": "read",
    "POST create_register_row": "write",
    "GET get_register_row": "read",
    "PATCH change_register_row": "write",
    "DELETE trash_register_row": "write",
    "POST restore_register_row": "write",
}
#: table of the plan -> who may write it, and a field of text to write
REGISTERS: dict[str, tuple[dict[str, str], str]] = {
    "market.fact": (PLAN, "fact"),
    "goals.goal": (PLAN, "name"),
    "goals.share": (PLAN, "key"),
    "goals.scope": (PLAN, "description"),
    "goals.change_rule": (PLAN, "change"),
    "resources.role": (PLAN, "name"),
    "resources.budget_line": (PLAN, "name"),
    "communication.meeting": (PLAN, "name"),
    "communication.channel": (PLAN, "name"),
    "monitoring.kpi": (PLAN, "name"),
    "monitoring.incentive": (PLAN, "name"),
    "risks.risk": (PLAN, "description"),
    "retros.question": (PLAN, "question"),
    "learning.training": (PLAN, "topic"),
    "learning.improvement": (PLAN, "description"),
}
#: fields that only some may see: (table, field) -> who reads it
GUARDED = {
    ("resources.role", "cost_rate"): {"owner", "manager", "finance", "hr"},
}
#: fields that more may write than the table: (table, field) -> (value, who writes it)
OPENED: dict[tuple[str, str], tuple[Any, set[str]]] = {
    ("resources.budget_line", "committed"): (10, {"owner", "manager", "finance"}),
    ("resources.budget_line", "spent"): (10, {"owner", "manager", "finance"}),
    ("monitoring.kpi", "actual"): (1, {"owner", "manager", "member"}),
    ("risks.risk", "status"): ("closed", {"owner", "manager", "member"}),
    ("risks.risk", "triggered_at"): ("2027-03-01", {"owner", "manager", "member"}),
}
