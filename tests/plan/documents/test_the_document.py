"""What stands in the document, whatever format it is drawn in."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.plan.documents.conftest import START, document
from yunchou.plan.archetypes import load, template_ids
from yunchou.plan.documents import Options, Revision, Sign, build
from yunchou.plan.documents.assembly import unplaced
from yunchou.plan.documents.tree import Chart, Figure, Items, KeyFigures, Table, plain
from yunchou.plan.model import Person, Plan
from yunchou.plan.scheduling import schedule

CHAPTERS = [
    "一、项目概述", "二、市场与客户分析", "三、项目目标", "四、项目范围", "五、销售策略",
    "六、工作分解与进度计划", "七、组织与资源", "八、预算与费用控制", "九、沟通与反馈机制",
    "十、监控与评估", "十一、风险管理与应急预案", "十二、变更管理", "十三、绩效考核与激励",
    "十四、培训与工具使用", "十五、总结与复盘", "十六、持续改进与学习",
]  # fmt: skip
ANNEXES = [
    "附件1　目标分解表", "附件2　工作分解结构（WBS）任务表", "附件3　预算明细表",
    "附件4　风险登记册", "附件5　责任分配矩阵（RACI）", "附件6　KPI考核表", "附件7　会议日历",
]  # fmt: skip


def text(doc, chapter=None):
    """All words of a document or of one chapter."""
    chapters = [c for c in doc.chapters if chapter in (None, c.id)]
    found = []
    for part in chapters:
        for block in part.blocks:
            if isinstance(block, Table):
                found += [plain(cell) for row in block.rows for cell in row.cells]
            elif isinstance(block, Items):
                found += [plain(item) for item in block.items]
            elif isinstance(block, KeyFigures):
                found += [plain(figure.value) for figure in block.figures]
            elif not isinstance(block, Figure | Chart):
                found.append(plain(block.text) if isinstance(block.text, tuple) else block.text)
    return "\n".join(found)


def first(part):
    """The first block of a chapter or front page."""
    return part.blocks[0]


def tables(doc, chapter):
    return [b for c in doc.chapters if c.id == chapter for b in c.blocks if isinstance(b, Table)]


def test_the_sixteen_chapters_and_the_annexes_stand_in_order():
    assert [chapter.title for chapter in document().chapters] == CHAPTERS + ANNEXES


def test_annexes_are_landscape_and_chapters_are_not():
    assert all(chapter.landscape == chapter.annex for chapter in document().chapters)
    assert sum(chapter.annex for chapter in document().chapters) == 7


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("template", template_ids())
def test_every_template_makes_a_whole_document_with_and_without_dates(template, lang):
    plan = load(template)
    dated = build(plan, schedule(plan, start=START), Options(lang=lang))
    bare = build(plan, None, Options(lang=lang))
    assert len(dated.chapters) == len(bare.chapters) == 23
    assert bare.blanks > dated.blanks
    assert not any(
        isinstance(b, Chart) for c in bare.chapters if c.id == "schedule" for b in c.blocks
    )


def test_an_english_document_has_no_chinese_headings_or_table_heads():
    doc = document(lang="en")
    words = [line.title for line in doc.contents()]
    words += [
        col.title
        for c in doc.chapters
        for b in c.blocks
        if isinstance(b, Table)
        for col in b.columns
    ]
    assert not [word for word in words if any("\u4e00" <= char <= "\u9fff" for char in word)]


def test_an_empty_plan_is_all_blanks_and_invents_nothing(empty):
    doc = build(empty)
    assert len(doc.chapters) == 16  # no annex has data
    assert doc.blanks > 20
    assert plain(doc.cover.number[1]) == "待补充"
    assert plain(doc.cover.company).endswith("待补充")
    assert "None" not in text(doc)


def test_every_raci_row_has_exactly_one_accountable_role_and_somebody_who_works():
    for template in template_ids():
        for chapter in ("annex-raci", "resources"):
            matrix = next(
                t
                for t in tables(document(template), chapter)
                if "立项" in t.columns[0].title or t.columns[0].title in {"编码", "阶段"}
            )
            for row in matrix.rows:
                if row.kind == "group":
                    continue
                cells = [plain(cell) for cell in row.cells[2 if chapter == "annex-raci" else 1 :]]
                assert sum("A" in cell for cell in cells) == 1, (template, row)
                assert any("R" in cell for cell in cells), (template, row)


def test_the_budget_by_phase_adds_up_and_names_its_tax_basis():
    plan = load("new_product_launch")
    doc = document()
    table = tables(doc, "budget")[0]
    total = table.rows[-1]
    assert total.kind == "total"
    assert plain(total.cells[-1]) == "210.00"
    parts = sum(float(plain(cell)) for cell in total.cells[1:-1])
    assert parts == pytest.approx(plan.budget.total_planned / 1_000_000)
    assert "210.00万元（含税）" in text(doc, "budget")
    assert "贰佰壹拾万元整" in text(doc, "budget")


def test_cash_tied_up_is_listed_but_not_part_of_the_total():
    doc = document("key_account_bid")
    assert "为资金占用，须按期收回，不计入预算总额" in text(doc, "budget")
    detail = tables(doc, "annex-budget")[0]
    totals = [plain(row.cells[-2]) for row in detail.rows if row.kind == "total"]
    assert totals == ["480,000"]


def test_what_rounding_leaves_is_shown_and_not_hidden():
    plan = Plan.model_validate(
        {
            "project": {"name": "零头"},
            "phases": [{"id": "P1", "name": "一"}],
            "budget": {
                "total_planned": 144,
                "lines": [
                    {
                        "id": f"B{i}",
                        "name": "笔",
                        "planned_total": 48,
                        "planned_by_phase": {"P1": 48},
                    }
                    for i in range(3)
                ],
            },
        }
    )
    rows = tables(build(plan), "budget")[0].rows
    assert plain(rows[-1].cells[0]) == "其中尾差"
    assert plain(rows[-1].cells[-1]) == "+0.01"


def test_dates_stand_long_in_text_and_iso_in_tables():
    doc = document()
    assert "2027年3月1日" in text(doc, "overview")
    milestones = next(t for t in tables(doc, "schedule") if t.columns[1].title == "里程碑")
    for row in milestones.rows:
        assert dt.date.fromisoformat(plain(row.cells[2])) >= START


def test_a_milestone_is_never_accepted_by_its_owner():
    for template in template_ids():
        milestones = next(
            t for t in tables(document(template), "schedule") if t.columns[1].title == "里程碑"
        )
        for row in milestones.rows:
            assert plain(row.cells[4]) != plain(row.cells[5])


def test_tokens_are_filled_from_data_and_unknown_ones_show():
    plan = load("new_product_launch").model_copy(
        update={
            "narrative": {
                "overview": "预算{{budget.total}}，{{ milestone.M4.date }}上市，{{no.such}}。"
            }
        }
    )
    doc = build(plan, schedule(plan, start=START))
    spans = first(doc.chapters[0]).text
    assert plain(spans).startswith("预算210.00万元（含税），2027年")
    assert [s.tone for s in spans if "no.such" in s.text] == ["error"]


@pytest.mark.parametrize("name", ["strategy", "销售策略", "Sales strategy", "5", "五"])
def test_a_chapter_may_be_named_by_key_title_or_number(name):
    plan = load("new_product_launch").model_copy(
        update={"narrative": {name: "先县域，后城区。", "nonsense": "丢失的话"}}
    )
    chapter = next(c for c in build(plan).chapters if c.id == "strategy")
    assert plain(first(chapter).text) == "先县域，后城区。"
    assert unplaced(plan) == ["nonsense"]


def test_a_person_named_as_owner_by_id_is_printed_by_name():
    plan = load("new_product_launch")
    goals = [plan.goals[0].model_copy(update={"owner": "u7"}), *plan.goals[1:]]
    risks = [plan.risks[0].model_copy(update={"owner": "外部顾问"}), *plan.risks[1:]]
    people = [Person(id="u7", name="赵敏")]
    plan = plan.model_copy(update={"goals": goals, "risks": risks, "people": people})
    doc = build(plan)
    cells = {plain(cell) for t in tables(doc, "goals") for row in t.rows for cell in row.cells}
    assert "赵敏" in cells and "u7" not in cells
    cells = {
        plain(cell) for t in tables(doc, "annex-risks") for row in t.rows for cell in row.cells
    }
    assert "外部顾问" in cells


def test_an_english_cadence_is_told_in_chinese():
    plan = load("new_product_launch")
    kpis = [plan.kpis[0].model_copy(update={"cadence": "weekly"}), *plan.kpis[1:]]
    rows = tables(build(plan.model_copy(update={"kpis": kpis})), "monitoring")[0].rows
    assert plain(rows[0].cells[2]) == "周"


@pytest.mark.parametrize(
    ("version", "approved", "draft"),
    [
        ("V1.0", True, False),
        ("V1.0", False, True),
        ("V0.9", True, True),
        ("", True, True),
        ("v2.1", True, False),
    ],
)
def test_the_draft_mark_goes_only_from_approved_versions(version, approved, draft, empty):
    plan = empty.model_copy(
        update={"project": empty.project.model_copy(update={"version": version})}
    )
    doc = build(plan, None, Options(approved=approved))
    assert bool(doc.watermark) is draft
    assert ("草稿" in doc.cover.status) is draft


def test_nobody_has_signed_until_a_record_says_so(empty):
    page = first(build(empty).fronts[0])
    assert all(plain(cell) == "" for row in page.rows for cell in row.cells[3:])
    sign = Sign("批准", "总经办", "周岚", "同意", "系统审批通过 SP-1", "2027-02-26")
    page = first(build(empty, None, Options(signs=(sign,))).fronts[0])
    shown = [plain(cell) for cell in page.rows[0].cells]
    assert shown == ["批准", "总经办", "周岚", "同意", "系统审批通过 SP-1", "2027-02-26"]


def test_revisions_come_from_records(empty):
    line = Revision("V1.1", "2027-04-01", "八", "调整预算", "CR-3", "林晓", "赵启明")
    page = first(build(empty, None, Options(revisions=(line,))).fronts[1])
    assert [plain(cell) for cell in page.rows[0].cells][4] == "CR-3"


def test_lights_of_a_kpi_where_less_is_better_are_turned_round():
    rows = {
        plain(r.cells[0]): r for r in tables(document("double11_promotion"), "monitoring")[0].rows
    }
    assert [plain(cell) for cell in rows["退款率"].cells[-3:]] == ["≤110%", "110%–130%", ">130%"]
    assert [plain(cell) for cell in rows["访客转化率"].cells[-3:]] == ["≥95%", "85%–95%", "<85%"]


def test_people_are_named_where_they_are_known():
    person = Person(id="U1", name="林晓", roles=["PM"], department="华东销售中心")
    plan = load("new_product_launch").model_copy(update={"people": [person]})
    assert "林晓负责管理" in text(build(plan), "overview")


def test_half_width_punctuation_of_the_source_is_set_full_width_in_chinese():
    project = {
        "name": "x",
        "background": "公司计划推出新系列产品,需在窗口内完成定价(含税);样本≥400,来源合规",
    }
    words = text(build(Plan.model_validate({"project": project})), "overview")
    assert "公司计划推出新系列产品，需在窗口内完成定价（含税）；样本≥400，来源合规" in words
