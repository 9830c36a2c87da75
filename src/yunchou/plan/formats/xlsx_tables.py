"""The sheets of the Excel file: which table of the plan, which columns, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, get_args

from yunchou.messages import Text
from yunchou.plan.formats.xlsx_cells import ABSENT, Column, Kind, Path, get, put, take
from yunchou.plan.model import Earning, MarketFact, Risk, Task

#: what a sheet is made of: place in the plan, and its data; for a child, the parent's key too
Record = dict[str, Any]


class Row(NamedTuple):
    """A record on its way to or from a row."""

    path: str
    record: Record


def _c(path: str, zh: str, en: str, kind: Kind = "text", width: int = 14, **more: Any) -> Column:
    return Column(tuple(path.split(".")), Text(zh, en), kind, width, **more)


def _more(path: str, zh: str, en: str, kind: Kind = "text", width: int = 14, **o: Any) -> Column:
    """A column that is there only when a record fills it."""
    return _c(path, zh, en, kind, width, core=False, **o)


_ID = _c("id", "编号", "ID", width=9, also=("id", "代码"))
_ROLE = _c("owner_role", "责任角色", "Owner role", refers_to="roles")
_WEIGHT = _c("weight_pct", "权重（%）", "Weight (%)", "number", 10)


def _enum(model: Any, name: str) -> dict[str, Text]:
    annotation = model.model_fields[name].annotation
    return {
        value: Text(*_WORDS.get(value, (value, value))) for value in get_args(annotation) if value
    }


_WORDS: dict[str, tuple[str, str]] = {
    "up": ("提高", "Up"), "down": ("降低", "Down"), "hold": ("保持", "Hold"),
    "low": ("低", "Low"), "medium": ("中", "Medium"), "high": ("高", "High"),
    "urgent": ("紧急", "Urgent"),
    "mitigate": ("减轻", "Mitigate"), "avoid": ("规避", "Avoid"), "transfer": ("转移", "Transfer"),
    "accept": ("接受", "Accept"), "escalate": ("上报", "Escalate"),
    "identified": ("已识别", "Identified"), "monitoring": ("监控中", "Monitoring"),
    "triggered": ("已触发", "Triggered"), "handling": ("处置中", "Handling"),
    "closed": ("已关闭", "Closed"), "issue": ("已成问题", "Issue"),
    "expense": ("费用", "Expense"), "reserve": ("储备", "Reserve"),
    "cash_tied_up": ("占用资金", "Cash tied up"),
    "separately_budgeted": ("另有预算", "Separately budgeted"),
    "tax_inclusive": ("含税", "Tax inclusive"), "tax_exclusive": ("不含税", "Tax exclusive"),
    "forward": ("顺排", "Forward"), "backward_from_fixed_date": ("倒排", "Backward"),
    "project_start": ("项目启动日", "Project start"), "tasks": ("任务日期", "Dates of tasks"),
    "policy": ("政策", "Policy"), "economy": ("经济", "Economy"), "social": ("社会", "Social"),
    "technology": ("技术", "Technology"), "competitor": ("竞争对手", "Competitor"),
    "segment": ("客户细分", "Segment"), "preference": ("客户偏好", "Preference"),
    "trend": ("趋势", "Trend"), "opportunity": ("机会", "Opportunity"),
    "channel": ("渠道", "Channel"), "other": ("其他", "Other"),
    "in_scope": ("包含", "In scope"), "out_of_scope": ("不包含", "Out of scope"),
    "assumptions": ("假设", "Assumption"), "constraints": ("约束", "Constraint"),
    "sum": ("各月相加", "Sum"), "average": ("各月平均", "Average"),
    "last": ("取最近一月", "Latest"),
    "0/100": ("0/100", "0/100"), "50/50": ("50/50", "50/50"),
    "percent": ("按完成百分比", "Percent"), "milestones": ("按里程碑加权", "Milestones"),
    "apportioned": ("分摊", "Apportioned"), "loe": ("支持性工作", "Level of effort"),
    "phase": ("阶段", "Phase"), "implicit": ("无阶段", "No phase"), "task": ("任务", "Task"),
}  # fmt: skip


def _options(*values: str) -> dict[str, Text]:
    return {value: Text(*_WORDS[value]) for value in values}


_TAX = _options("tax_inclusive", "tax_exclusive")

#: the sheet of single facts: one row each
FORM: tuple[Column, ...] = (
    _c("project.name", "项目名称", "Project"),
    _more("project.name_en", "英文名称", "English name"),
    _c("project.number", "项目编号", "Number"),
    _c("project.version", "版本", "Version"),
    _more("project.secrecy", "密级", "Secrecy"),
    _c("project.company", "公司", "Company"),
    _c("project.department", "部门", "Department"),
    _c("project.author", "编制人", "Author"),
    _c("project.reviewer", "审核人", "Reviewer"),
    _more("project.cosigners", "会签人", "Co-signers", "list"),
    _c("project.approver", "批准人", "Approver"),
    _more("project.effective_date", "生效日期", "Effective date", "date"),
    _c("project.start", "开始日期", "Start", "date"),
    _c("project.finish", "完成日期", "Finish", "date"),
    _more("project.status_date", "状态日期", "Status date", "date"),
    _c("project.background", "项目背景", "Background"),
    _more("project.basis", "立项依据", "Basis"),
    _c("project.sponsor_role", "发起人角色", "Sponsor role"),
    _c("project.manager_role", "项目经理角色", "Manager role"),
    _c("project.currency", "币种", "Currency"),
    _c("project.tax_basis", "计税口径", "Tax basis", "enum", options=_TAX),
    _c("project.calendar", "工作日历", "Calendar"),
    _more("project.timezone", "时区", "Time zone"),
    _more("project.code_prefix", "任务编号前缀", "Code prefix"),
    _more("project.typical_duration_days", "常见工期（天）", "Typical duration (days)", "number"),
    _more("project.critical_path_workdays", "关键路径（工作日）", "Critical path (days)", "number"),
    _more("project.schedule_anchor.task", "基准任务", "Anchor task"),
    _more("project.schedule_anchor.mode", "排期方式", "Scheduling", "enum",
          options=_options("forward", "backward_from_fixed_date")),
    _more("project.schedule_anchor.at", "基准时点", "Anchored at", "enum",
          options={"start": Text("当天开始", "start of the day"),
                   "end": Text("当天结束", "end of the day")}),
    _more("project.schedule_anchor.note", "排期说明", "Scheduling note"),
    _c("project.anchor_date", "基准日期", "Anchor date", "date"),
    _more("market.summary", "市场概述", "Market summary"),
    _more("strategy.value_proposition", "价值主张", "Value proposition"),
    _more("strategy.product", "产品策略", "Product"),
    _more("strategy.price", "价格策略", "Price"),
    _more("strategy.channel", "渠道策略", "Place"),
    _more("strategy.promotion", "推广策略", "Promotion"),
    _c("budget.total_planned", "预算总额（元）", "Budget total (CNY)", "money"),
    _c("budget.reserve_included", "其中储备（元）", "Reserve included (CNY)", "money"),
    _c("budget.warn_pct", "预警线（%）", "Warn at (%)", "number"),
    _c("budget.escalate_pct", "升级线（%）", "Escalate at (%)", "number"),
    _c("budget.freeze_pct", "冻结线（%）", "Freeze at (%)", "number"),
    _more("archetype", "方案类型", "Archetype"),
    _more("archetype_zh", "方案类型（中文）", "Archetype (zh)"),
    _more("archetype_en", "方案类型（英文）", "Archetype (en)"),
    _c("id", "方案标识", "Plan id"),
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A sheet of records.

    Parameters
    ----------
    code
        Its name in the hidden sheet.
    title
        The sheet's name.
    path
        Where the list stands in the plan; for a child table, the list's key on its parent.
    parent
        Code of the table whose rows own these, or "".
    """

    code: str
    title: Text
    path: Path
    columns: tuple[Column, ...]
    parent: str = ""

    def take(self, data: Record) -> list[Row]:
        """Remove the records from the plan's data; an empty list stays, for it is no row."""
        records = get(data, self.path)
        if records is ABSENT or not records:
            return []
        take(data, self.path)
        name = ".".join(self.path)
        return [Row(f"{name}[{n}]", record) for n, record in enumerate(records)]

    def put(self, data: Record, records: list[Record]) -> None:
        """Put records back."""
        if records:
            put(data, self.path, records)


class Texts(Table):
    """A sheet over lists of texts: scope, questions; or over a mapping: chapters."""

    def take(self, data: Record) -> list[Row]:
        """Remove the texts, one record each."""
        rows: list[Row] = []
        for kind, path in self._lists():
            texts = get(data, path)
            if texts is not ABSENT and texts:
                take(data, path)
                rows += [
                    Row(f"{'.'.join(path)}[{n}]", {"kind": kind, "text": text})
                    for n, text in enumerate(texts)
                ]
        return rows

    def put(self, data: Record, records: list[Record]) -> None:
        """Put the texts back in their lists."""
        paths = dict(self._lists())
        for record in records:
            path = paths.get(str(record.get("kind", next(iter(paths)))))
            if path is None:
                continue
            texts = get(data, path)
            if texts is ABSENT or not isinstance(texts, list):
                texts = []
                put(data, path, texts)
            texts.append(record.get("text", ""))

    def _lists(self) -> list[tuple[str, Path]]:
        if self.path == ("scope",):
            kinds = ("in_scope", "out_of_scope", "assumptions", "constraints")
            return [(kind, ("scope", kind)) for kind in kinds]
        return [("", self.path)]


class Chapters(Table):
    """A sheet over a mapping of texts by chapter."""

    def take(self, data: Record) -> list[Row]:
        """Remove the chapters, one record each."""
        chapters = get(data, self.path)
        if chapters is ABSENT or not chapters:
            return []
        take(data, self.path)
        return [Row("narrative", {"kind": k, "text": text}) for k, text in chapters.items()]

    def put(self, data: Record, records: list[Record]) -> None:
        """Put the chapters back."""
        if records:
            put(data, self.path, {r.get("kind", ""): r.get("text", "") for r in records})


TASK_TYPES = _options("phase", "implicit", "task")
WBS = _c("wbs", "序号", "WBS", width=9, also=("WBS编码", "编码", "大纲编号"))
TYPE = _c("type", "类型", "Type", "enum", 8, options=TASK_TYPES)

TASKS = Table(
    "tasks",
    Text("WBS 任务", "WBS tasks"),
    ("phases",),
    (
        WBS,
        TYPE,
        _ID,
        _c("name", "任务名称", "Task", width=34, also=("任务", "名称", "工作内容", "Name")),
        _more("name_en", "英文名称", "English name", width=24),
        _c("role", "责任角色", "Role", width=10, refers_to="roles", also=("负责人角色",)),
        _c("duration_days", "工期（天）", "Days", "number", 9,
           also=("工期", "工期（工作日）", "天数", "Duration")),
        _more("duration", "工期（带单位）", "Duration with unit"),
        _c("depends_on", "前置任务", "Predecessors", "list", 14, also=("前置", "紧前任务")),
        _more("links", "其他依赖", "Other links", "links", 18),
        _c("milestone", "里程碑", "Milestone", "bool", 8),
        _c("start", "开始", "Start", "date", 12, also=("开始日期", "开始时间", "计划开始")),
        _c("finish", "完成", "Finish", "date", 12, also=("完成日期", "结束日期", "计划完成")),
        _c("assignees", "人员", "People", "assignees", 16, also=("责任人", "负责人")),
        _c("deliverable", "交付物", "Deliverable", width=24),
        _c("acceptance", "验收标准", "Acceptance", width=28),
        _c("status", "状态", "Status", width=10),
        _c("percent", "进度（%）", "Done (%)", "number", 9, also=("进度", "完成进度", "完成率")),
        _more("accountable", "最终负责角色", "Accountable", refers_to="roles"),
        _more("consulted", "征询角色", "Consulted", "list"),
        _more("informed", "知会角色", "Informed", "list"),
        _more("calendar", "日历", "Calendar"),
        _more("estimate.low", "乐观（天）", "Low (days)", "number", 9),
        _more("estimate.likely", "最可能（天）", "Likely (days)", "number", 9),
        _more("estimate.high", "悲观（天）", "High (days)", "number", 9),
        _more("constraint.type", "约束类型", "Constraint"),
        _more("constraint.date", "约束日期", "Constraint date", "date"),
        _more("deadline", "截止日期", "Deadline", "date"),
        _more("manual", "手动排期", "Manual", "bool", 8),
        _more("priority", "优先级", "Priority", "enum", 8, options=_enum(Task, "priority")),
        _more("labels", "标签", "Labels", "list"),
        _more("scope", "范围", "Scope"),
        _more("actual_start", "实际开始", "Actual start", "date"),
        _more("actual_finish", "实际完成", "Actual finish", "date"),
        _more("remaining", "剩余工期", "Remaining"),
        _more("baseline.start", "基线开始", "Baseline start", "date"),
        _more("baseline.finish", "基线完成", "Baseline finish", "date"),
        _more("baseline.cost", "基线成本（元）", "Baseline cost (CNY)", "money"),
        _more("cost", "成本（元）", "Cost (CNY)", "money"),
        _more("earning.rule", "计值规则", "Earning rule", "enum", options=_enum(Earning, "rule")),
        _more("earning.follows", "随任务计值", "Earns with task"),
        _more("earning.committed", "任务已占用（元）", "Task committed (CNY)", "money"),
        _more("earning.spent", "任务已支出（元）", "Task spent (CNY)", "money"),
        _more("notes", "备注", "Notes", width=30),
    ),
)  # fmt: skip

TABLES: tuple[Table, ...] = (
    Table("goals", Text("目标", "Goals"), ("goals",), (
        _ID,
        _c("name", "目标名称", "Goal", width=24),
        _more("name_en", "英文名称", "English name", width=24),
        _c("metric_key", "指标", "Metric", width=18),
        _more("definition", "口径说明", "Definition", width=24),
        _c("baseline", "基线值", "Baseline", "number"),
        _more("baseline_source", "基线来源", "Baseline source"),
        _c("target", "目标值", "Target", "number"),
        _more("floor", "底线值", "Floor", "number"),
        _more("stretch", "挑战值", "Stretch", "number"),
        _c("unit", "单位", "Unit", width=8),
        _c("direction", "方向", "Direction", "enum", 8, options=_options("up", "down", "hold")),
        _c("due_milestone", "对应里程碑", "Due milestone", width=11),
        _c("deadline_offset_days", "距启动（工作日）", "Offset (days)", "number", 11),
        _c("deadline", "截止日期", "Deadline", "date", 12),
        _WEIGHT,
        _ROLE,
        _more("owner", "责任人", "Owner"),
        _c("relevance", "相关性", "Relevance", width=26),
        _more("statement", "目标陈述", "Statement", width=40),
    )),
    Table("breakdown", Text("目标分解", "Goal breakdown"), ("breakdown",), (
        _c("dimension", "分解维度", "Dimension"),
        _c("key", "分解项", "Item", width=20),
        _c("target", "目标值", "Target", "number"),
        _c("owner", "责任人", "Owner"),
    ), parent="goals"),
    Texts("scope", Text("范围", "Scope"), ("scope",), (
        _c("kind", "类型", "Type", "enum", 10,
           options=_options("in_scope", "out_of_scope", "assumptions", "constraints")),
        _c("text", "内容", "Text", width=70),
    )),
    TASKS,
    Table("checklist", Text("检查项", "Checklists"), ("checklist",), (
        _c("name", "检查项", "Item", width=50),
        _c("done", "已完成", "Done", "bool", 8),
    ), parent="tasks"),
    Table("steps", Text("计值步骤", "Earning steps"), ("steps",), (
        _c("name", "步骤", "Step", width=40),
        _c("weight", "权重", "Weight", "number"),
        _c("due", "计划完成", "Due", "date", 12),
        _c("done", "已验收", "Accepted", "bool", 8),
    ), parent="tasks"),
    Table("comments", Text("评论", "Comments"), ("comments",), (
        _c("author", "作者", "Author"),
        _c("at", "时间", "Time", width=24),
        _c("text", "内容", "Text", width=70),
    ), parent="tasks"),
    Table("attachments", Text("附件", "Attachments"), ("attachments",), (
        _c("name", "名称", "Name", width=30),
        _c("url", "网址", "Address", width=50),
        _c("bytes", "字节", "Bytes", "number"),
        _c("mime", "类型", "Type"),
    ), parent="tasks"),
    Table("roles", Text("角色", "Roles"), ("roles",), (
        _ID,
        _c("name_zh", "角色名称", "Role (zh)", width=18),
        _c("name_en", "英文名称", "Role (en)", width=24),
        _c("headcount", "人数", "Headcount", "number", 8),
        _c("fte_each", "每人投入", "FTE each", "number", 10),
    )),
    Table("people", Text("人员", "People"), ("people",), (
        _ID,
        _c("name", "姓名", "Name"),
        _c("department", "部门", "Department", width=18),
        _c("position", "职务", "Position", width=18),
        _c("roles", "角色", "Roles", "list", 18),
        _c("capacity_pct", "可用率（%）", "Capacity (%)", "number", 12),
        _c("email", "邮箱", "E-mail", width=26),
    )),
    Table("calendars", Text("日历", "Calendars"), ("calendars",), (
        _ID,
        _c("name", "名称", "Name", width=20),
        _c("base", "基准日历", "Base", width=16),
        _c("hours", "每日工时", "Hours a day", "number"),
    )),
    Table("exceptions", Text("日历例外", "Calendar exceptions"), ("exceptions",), (
        _c("date", "日期", "Date", "date", 12),
        _c("until", "至", "Until", "date", 12),
        _c("name", "名称", "Name", width=20),
        _c("hours", "时段", "Hours", "list", 24),
    ), parent="calendars"),
    Table("budget", Text("预算", "Budget"), ("budget", "lines"), (
        _ID,
        _c("category", "科目代码", "Category", width=12),
        _c("category_zh", "科目", "Category (zh)", width=20),
        _more("category_en", "科目（英文）", "Category (en)", width=20),
        _c("name", "费用项", "Item", width=24),
        _c("planned_total", "合计（元）", "Total (CNY)", "money", 14),
        _c("kind", "性质", "Kind", "enum", 12, options=_options(
            "expense", "reserve", "cash_tied_up", "separately_budgeted")),
        _more("quantity", "数量", "Quantity", "number"),
        _more("price", "单价（元）", "Price (CNY)", "money"),
        _more("times", "次数", "Times", "number"),
        _more("tax_basis", "计税口径", "Tax basis", "enum", options=_TAX),
        _more("tax_rate", "税率（%）", "Tax rate (%)", "number"),
        _more("supplier", "供应商", "Supplier"),
        _more("owner", "责任人", "Owner"),
        _more("committed", "已承诺（元）", "Committed (CNY)", "money"),
        _more("spent", "已支出（元）", "Spent (CNY)", "money"),
        _c("note", "说明", "Note", width=28),
    )),
    Table("meetings", Text("会议", "Meetings"), ("meetings",), (
        _ID,
        _c("name", "会议名称", "Meeting", width=20),
        _c("type", "会议类型", "Type", width=10),
        _c("rrule", "重复规则", "Recurrence", width=34),
        _c("start.type", "开始方式", "Starts", "enum", 12,
           options=_options("project_start", "tasks")),
        _c("start.offset_days", "启动后（天）", "Offset (days)", "number", 10),
        _c("start.ids", "随任务", "On tasks", "list", 12),
        _c("duration_min", "时长（分钟）", "Minutes", "number", 10),
        _c("chair_role", "主持", "Chair", width=10, refers_to="roles"),
        _c("attendee_roles", "参加", "Attendees", "list", 26),
        _c("inputs", "输入", "Inputs", width=24),
        _c("outputs", "输出", "Outputs", width=24),
    )),
    Table("channels", Text("渠道", "Channels"), ("channels",), (
        _ID,
        _c("name", "渠道名称", "Channel", width=26),
        _c("use", "用途", "Use", width=50),
    )),
    Table("kpis", Text("KPI", "KPIs"), ("kpis",), (
        _c("key", "指标", "Key", width=22),
        _c("name", "指标名称", "Name", width=24),
        _c("target", "目标值", "Target", "number"),
        _c("unit", "单位", "Unit", width=8),
        _c("cadence", "频率", "Cadence", width=8),
        _WEIGHT,
        _c("yellow_ratio", "黄灯比率", "Yellow ratio", "number", 10),
        _c("red_ratio", "红灯比率", "Red ratio", "number", 10),
        _more("actual", "实际值", "Actual", "number"),
        _more("aggregation", "按月合计方式", "Months make", "enum",
              options=_options("sum", "average", "last")),
        _more("goal", "对应目标", "Goal"),
        _more("source", "数据来源", "Source"),
        _c("owner_role", "责任角色", "Owner role", refers_to="roles"),
    )),
    Table("kpi_months", Text("KPI分月", "KPIs by month"), ("months",), (
        _c("month", "月份", "Month", width=10),
        _c("target", "目标值", "Target", "number"),
        _c("actual", "实际值", "Actual", "number"),
    ), parent="kpis"),
    Table("risks", Text("风险", "Risks"), ("risks",), (
        _ID,
        _c("category", "类别", "Category", width=8),
        _c("description", "风险描述", "Description", width=28),
        _c("probability", "可能性", "Probability", "number", 9),
        _c("impact", "影响", "Impact", "number", 8),
        _c("score", "得分", "Score", "number", 8),
        _c("trigger", "触发条件", "Trigger", width=26),
        _c("trigger_expr", "触发表达式", "Trigger expression", width=24),
        _c("strategy", "策略", "Strategy", "enum", 8, options=_options(
            "mitigate", "avoid", "transfer", "accept", "escalate")),
        _c("response", "应对措施", "Response", width=28),
        _c("contingency", "应急预案", "Contingency", width=28),
        _ROLE,
        _more("owner", "责任人", "Owner"),
        _c("status", "状态", "Status", "enum", 10, options=_enum(Risk, "status")),
        _more("triggered_at", "触发时间", "Triggered at", "date"),
        _more("reserve", "储备（元）", "Reserve (CNY)", "money"),
    )),
    Table("training", Text("培训", "Training"), ("training",), (
        _ID,
        _c("topic", "培训主题", "Topic", width=28),
        _c("audience_roles", "对象", "Audience", "list", 20),
        _c("method", "方式", "Method", width=18),
        _c("linked_task", "关联任务", "Task", width=10),
        _c("pass_score", "合格分", "Pass mark", "number", 8),
        _ROLE,
    )),
    Table("market", Text("市场", "Market"), ("market", "evidence"), (
        _ID,
        _c("kind", "类别", "Kind", "enum", 10, options=_enum(MarketFact, "kind")),
        _c("fact", "事实", "Fact", width=44),
        _c("source", "来源", "Source", width=28),
        _c("date", "日期", "Date", "date", 12),
        _c("implication", "对项目的意义", "Implication", width=36),
        _ROLE,
    )),
    Table("changes", Text("变更权限", "Change control"), ("change_control", "rules"), (
        _ID,
        _c("change", "变更内容", "Change", width=44),
        _c("approver", "审批人", "Approver", width=20),
        _c("approver_role", "审批角色", "Approver role", refers_to="roles"),
        _c("new_version", "新版本", "New version"),
    )),
    Table("incentives", Text("激励", "Incentives"), ("incentives",), (
        _ID,
        _c("name", "激励名称", "Incentive", width=22),
        _c("rule", "规则", "Rule", width=50),
        _c("kpi", "对应指标", "KPI", width=18),
    )),
    Table("improvements", Text("改进", "Improvements"), ("improvements",), (
        _ID,
        _c("description", "改进事项", "Improvement", width=44),
        _c("source", "来源", "Source", width=20),
        _ROLE,
        _c("due", "期限", "Due", "date", 12),
        _c("status", "状态", "Status"),
    )),
    Table("status_history", Text("进展记录", "Status history"), ("status_history",), (
        _c("date", "日期", "Date", "date", 12),
        _c("percent", "完成（%）", "Done (%)", "number", 10),
        _c("earned", "挣值（元）", "Earned (CNY)", "money"),
        _c("spent", "已发生与占用（元）", "Spent and committed (CNY)", "money", 20),
    )),
    Texts("questions", Text("复盘问题", "Review questions"), ("retrospective_questions",), (
        _c("text", "问题", "Question", width=70),
    )),
    Chapters("narrative", Text("章节文字", "Chapters"), ("narrative",), (
        _c("kind", "章节", "Chapter", width=18),
        _c("text", "文字", "Text", width=80),
    )),
)  # fmt: skip

#: sheets that are there even when empty, for a plan is filled in on them
ALWAYS = frozenset(
    {"goals", "scope", "tasks", "people", "budget", "meetings", "channels", "kpis", "risks"}
    | {"training", "questions"}
)
FORM_TITLE = Text("项目", "Project")
GUIDE_TITLE = Text("说明", "Guide")
HIDDEN_SHEET = "_yunchou"
PARENT = _c("_parent", "所属", "Belongs to", width=10, also=("所属任务", "所属目标"))
KEY_HEADER = "_key"
