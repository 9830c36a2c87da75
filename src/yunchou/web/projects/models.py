"""Projects, their roles and people, and the work breakdown structure."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from yunchou.web.core.models import TenantModel
from yunchou.web.core.permissions import Level
from yunchou.web.users.models import LEVELS, Member

PLACE = 1024  # between two places of the WBS order that are numbered at once
FAR_OFF = dt.date(9999, 12, 31)  # where work without a date stands in an order by date


class Project(TenantModel):
    """A sales project: the plan that is signed and the work that runs, one set of data."""

    STATES = [
        ("draft", _("编制中")),
        ("running", _("执行中")),
        ("paused", _("已暂停")),
        ("closed", _("已结项")),
    ]
    TAX = [("tax_inclusive", _("含税")), ("tax_exclusive", _("不含税"))]

    key = models.CharField(max_length=12)
    name = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True, default="")
    archetype = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    pinyin = models.CharField(max_length=1000, blank=True, default="")

    # 1 overview and cover of the document
    background = models.TextField(blank=True, default="")
    basis = models.TextField(blank=True, default="")
    sponsor_role = models.CharField(max_length=64, blank=True, default="")
    manager_role = models.CharField(max_length=64, blank=True, default="")
    number = models.CharField(max_length=60, blank=True, default="")
    plan_version = models.CharField(max_length=20, blank=True, default="")
    secrecy = models.CharField(max_length=20, blank=True, default="")
    department = models.CharField(max_length=200, blank=True, default="")
    author = models.CharField(max_length=200, blank=True, default="")
    reviewer = models.CharField(max_length=200, blank=True, default="")
    cosigners = models.JSONField(default=list, blank=True)
    approver = models.CharField(max_length=200, blank=True, default="")
    company = models.CharField(max_length=200, blank=True, default="")
    effective_date = models.DateField(null=True, blank=True)
    narrative = models.JSONField(default=dict, blank=True)

    # schedule: what is given, and what the engine made of it
    calendar = models.CharField(max_length=64, default="cn_workdays")
    timezone = models.CharField(max_length=60, default="Asia/Shanghai")
    planned_start = models.DateField(null=True, blank=True)
    anchor_item = models.ForeignKey(
        "WorkItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    anchor_date = models.DateField(null=True, blank=True)
    anchor_backward = models.BooleanField(default=False)
    start = models.DateField(null=True, blank=True)
    finish = models.DateField(null=True, blank=True)
    #: the very minute of the finish, as the engine counts them: what floats are measured against
    finish_minute = models.BigIntegerField(null=True, blank=True)
    status_date = models.DateField(null=True, blank=True)

    # 3 budget frame; the lines are in resources
    currency = models.CharField(max_length=3, default="CNY")
    tax_basis = models.CharField(max_length=15, choices=TAX, default="tax_inclusive")
    warn_pct = models.PositiveSmallIntegerField(default=80)
    escalate_pct = models.PositiveSmallIntegerField(default=90)
    freeze_pct = models.PositiveSmallIntegerField(default=100)

    next_number = models.PositiveIntegerField(default=1)
    trashed_at = models.DateTimeField(null=True, blank=True)
    extras = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="project_key"),
        ]
        indexes = [
            models.Index(fields=["workspace", "trashed_at", "-created_at"], name="project_list")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> Level:
        """The reader's effective level here, annotated as `effective` by `selectors`."""
        return Level(getattr(self, "effective", 0))


class ProjectRow(TenantModel):
    """A row that belongs to a project and stands in an order; `code` is its id in the plan file."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=64)
    rank = models.CharField(max_length=200, default="")
    trashed_at = models.DateTimeField(null=True, blank=True)
    extras = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["workspace", "project", "code"], name="%(class)s_code")
        ]
        indexes = [models.Index(fields=["workspace", "project", "rank"], name="%(class)s_order")]


class ProjectMember(TenantModel):
    """A person's own level in a project; workspace managers and owners need none."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    code = models.CharField(max_length=64, blank=True, default="")  # id in the plan file
    capacity_pct = models.DecimalField(max_digits=6, decimal_places=2, default=100)
    extras = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "project", "member"], name="project_member_once"
            )
        ]


class Role(ProjectRow):
    """A role of the project (SD, PM, MKT…): headcount, share of the day, guarded cost rate."""

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    headcount = models.DecimalField(max_digits=8, decimal_places=2, default=1)
    fte_each = models.DecimalField(max_digits=5, decimal_places=2, default=1)
    cost_rate_fen = models.BigIntegerField(null=True, blank=True)  # per working day

    class Meta(ProjectRow.Meta):
        pass


class RoleHolder(TenantModel):
    """Who fills a role."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "role", "member"], name="role_holder_once")
        ]


class Status(ProjectRow):
    """A state of work: a column of the board."""

    CATEGORIES = [
        ("todo", _("未开始")),
        ("doing", _("进行中")),
        ("done", _("已完成")),
        ("cancelled", _("已取消")),
    ]

    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True, default="")
    category = models.CharField(max_length=10, choices=CATEGORIES, default="todo")
    wip_limit = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(ProjectRow.Meta):
        pass


class WorkItem(TenantModel):
    """A node of the WBS: phase, task or milestone (users read 任务).

    What the engine computes (`start` … `critical`, `wbs`) is stored beside what people give, so
    that reading needs no computation; only the schedule service writes it.
    Durations are working minutes of the item's calendar (480 to the day); elapsed durations are
    minutes by the clock. Floats are in working days of the item's own calendar.
    """

    KINDS = [("phase", _("阶段")), ("task", _("任务")), ("milestone", _("里程碑"))]
    PRIORITIES = [
        ("", _("普通")),
        ("low", _("低")),
        ("medium", _("中")),
        ("high", _("高")),
        ("urgent", _("紧急")),
    ]
    CONSTRAINTS = [
        ("", _("越早越好")),
        ("ALAP", _("越晚越好")),
        ("SNET", _("不早于…开始")),
        ("SNLT", _("不晚于…开始")),
        ("FNET", _("不早于…完成")),
        ("FNLT", _("不晚于…完成")),
        ("MSO", _("必须于…开始")),
        ("MFO", _("必须于…完成")),
    ]
    UNITS = [("d", "d"), ("ed", "ed"), ("h", "h"), ("eh", "eh")]

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=64)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    rank = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=KINDS, default="task")
    name = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True, default="")

    role = models.CharField(max_length=64, blank=True, default="")  # R; of a phase: A
    accountable = models.CharField(max_length=64, blank=True, default="")  # "" the phase's
    consulted = models.JSONField(default=list, blank=True)
    informed = models.JSONField(default=list, blank=True)
    status = models.ForeignKey(Status, on_delete=models.PROTECT, related_name="+", db_index=False)
    board_rank = models.CharField(max_length=200, default="")
    priority = models.CharField(max_length=10, choices=PRIORITIES, blank=True, default="")
    labels = models.JSONField(default=list, blank=True)
    scope = models.CharField(max_length=60, blank=True, default="")
    deliverable = models.TextField(blank=True, default="")
    acceptance = models.TextField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    cost_fen = models.BigIntegerField(null=True, blank=True)

    duration = models.PositiveIntegerField(null=True, blank=True)  # minutes
    duration_unit = models.CharField(max_length=2, choices=UNITS, default="d")
    calendar = models.CharField(max_length=64, blank=True, default="")  # "" the project's
    estimate = models.JSONField(null=True, blank=True)  # {low, likely, high} in working days
    constraint = models.CharField(max_length=4, choices=CONSTRAINTS, blank=True, default="")
    constraint_date = models.DateField(null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    manual = models.BooleanField(default=False)
    manual_start = models.DateField(null=True, blank=True)
    manual_finish = models.DateField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    actual_start = models.DateField(null=True, blank=True)
    actual_finish = models.DateField(null=True, blank=True)
    remaining = models.PositiveIntegerField(null=True, blank=True)  # minutes
    blocked_reason = models.CharField(max_length=500, blank=True, default="")
    baseline_start = models.DateField(null=True, blank=True)
    baseline_finish = models.DateField(null=True, blank=True)

    wbs = models.CharField(max_length=60, blank=True, default="")
    position = models.PositiveIntegerField(default=0)  # grows along the WBS order, with gaps
    depth = models.PositiveSmallIntegerField(default=0)
    start = models.DateField(null=True, blank=True)
    finish = models.DateField(null=True, blank=True)
    total_float = models.FloatField(null=True, blank=True)
    free_float = models.FloatField(null=True, blank=True)
    critical = models.BooleanField(default=False)

    updated_at = models.DateTimeField(auto_now=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    extras = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "project", "number"], name="work_item_number"
            ),
            models.UniqueConstraint(fields=["workspace", "project", "code"], name="work_item_code"),
        ]
        indexes = [
            # PostgreSQL takes an order from an index only if nothing stands before it
            models.Index(
                fields=["workspace", "project", "position", "id"],
                condition=models.Q(trashed_at=None),
                name="work_item_wbs",
            ),
            models.Index(
                fields=["workspace", "project", "status", "board_rank", "id"],
                condition=models.Q(trashed_at=None),
                name="work_item_board",
            ),
            models.Index(
                "workspace",
                "project",
                "status",
                Coalesce("finish", FAR_OFF),
                "id",
                name="work_item_due",
            ),
            models.Index(
                "workspace", "project", Coalesce("finish", FAR_OFF), "id", name="work_item_due_any"
            ),
            models.Index(
                fields=["workspace", "project", "parent", "rank", "id"], name="work_item_siblings"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assignment(TenantModel):
    """A person at work on an item."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    units_pct = models.DecimalField(max_digits=6, decimal_places=2, default=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "item", "member"], name="assignment_once")
        ]
        indexes = [models.Index(fields=["workspace", "member", "item"], name="assignment_member")]


class ChecklistItem(TenantModel):
    """A box to tick on a work item."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    rank = models.CharField(max_length=200)
    name = models.CharField(max_length=1000)
    done = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["workspace", "item", "rank"], name="checklist_order")]


class Comment(TenantModel):
    """Something said about a work item, in Markdown; `mentions` are members."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField()
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    trashed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "item", "at"], name="comment_order")]


class Mention(TenantModel):
    """Somebody has been called by @ and has or has not yet seen it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "member", "seen_at"], name="mention_inbox")]


class Attachment(TenantModel):
    """A file or an address on a work item; `file` is a path below MEDIA_ROOT."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=500)
    url = models.CharField(max_length=2000, blank=True, default="")
    file = models.CharField(max_length=300, blank=True, default="")
    mime = models.CharField(max_length=120, blank=True, default="")
    bytes = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    trashed_at = models.DateTimeField(null=True)
