"""A plan that uses what templates leave out: breakdowns, lags, taxes, evidence, a logo."""

from __future__ import annotations

import io
import struct
import zlib

import docx as package
import pytest
from pypdf import PdfReader

from tests.plan.documents.conftest import START
from tests.plan.documents.test_the_document import tables, text
from yunchou.messages import InputError
from yunchou.plan.archetypes import load
from yunchou.plan.documents import Options, build, draw
from yunchou.plan.documents.options import checked_logo
from yunchou.plan.documents.tree import plain
from yunchou.plan.model import Person, Plan
from yunchou.plan.scheduling import schedule


def png(width=40, height=20):
    """A small real picture."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\x00" + b"\xb8\x38\x2c" * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


FULL = {
    "project": {
        "name": "全字段项目", "start": "2027-03-01", "basis": "总经理办公会决议〔2027〕3号",
        "tax_basis": "tax_exclusive", "manager_role": "PM", "sponsor_role": "SD",
        "cosigners": ["审计部"], "currency": "CNY",
    },
    "market": {
        "summary": "第一段。\n第二段{{goals.count}}。",
        "evidence": [
            {"id": "E1", "kind": "competitor", "fact": "降价8%", "source": "走访", "date": "2027-01-15"}
        ],
    },
    "goals": [
        {
            "id": "G1", "name": "销售额", "metric_key": "sales_revenue", "unit": "元", "baseline": 0,
            "target": 3000000, "floor": 2500000, "stretch": 3500000, "weight_pct": 60,
            "owner_role": "SD", "baseline_source": "财务确认收入表", "deadline": "2027-06-30",
            "breakdown": [
                {"dimension": "区域", "key": "江苏", "target": 1000000, "owner": "周立"},
                {"dimension": "区域", "key": "浙江", "target": 1500000},
            ],
        },
        {
            "id": "G2", "name": "赢单率", "unit": "%", "target": 30, "direction": "hold",
            "breakdown": [{"dimension": "人员", "key": "甲", "target": 10}],
        },
    ],
    "roles": [
        {"id": "PM", "name_zh": "项目经理"}, {"id": "SD", "name_zh": "销售总监"},
        {"id": "SALES", "name_zh": "一线销售", "headcount": 5},
    ],
    "people": [
        {"id": "U1", "name": "林晓", "roles": ["PM"]},
        *({"id": f"S{i}", "name": f"销售{i}", "roles": ["SALES"]} for i in range(8)),
    ],
    "phases": [
        {
            "id": "P1", "name": "准备", "accountable_role": "SD",
            "tasks": [
                {"id": "T1", "name": "甲", "duration": "40h", "role": "PM", "consulted": ["SD"]},
                {
                    "id": "T2", "name": "乙", "duration": "3ed", "role": "SALES", "informed": ["PM"],
                    "links": [
                        {"pred": "T1", "type": "SS", "lag": 2, "lag_unit": "wd"},
                        {"pred": "T1", "type": "FF"},
                    ],
                },
                {"id": "T3", "name": "丙", "assignees": [{"person": "U1"}], "tasks": [
                    {"id": "T31", "name": "子", "duration_days": 2, "role": "SALES"},
                ]},
                {"id": "M1", "name": "完", "milestone": True, "depends_on": ["T2", "T31"], "role": "PM"},
            ],
        }
    ],
    "budget": {
        "total_planned": 10000.5, "reserve_included": 0,
        "lines": [
            {
                "id": "B1", "name": "礼品", "category_zh": "促销费", "planned_total": 10000.5,
                "planned_by_phase": {"P1": 10000.5}, "quantity": 100, "price": 50, "times": 2,
                "tax_rate": 13, "tax_basis": "tax_inclusive", "supplier": "比价采购", "note": "含运费",
            }
        ],
    },
    "kpis": [{"key": "custom", "name": "自定义", "unit": "分", "target": 3, "actual": 2.5}],
    "incentives": [{"id": "I1", "name": "冲刺奖", "rule": "超额5%奖励", "kpi": "custom"}],
    "improvements": [{"id": "L1", "description": "提前锁价", "due": "2027-05-01", "owner_role": "PM"}],
    "meetings": [{"id": "MT1", "name": "巡检", "start": {"type": "project_start", "offset_days": 9}}],
    "narrative": {
        "goals": "{{goal.G1.target}}|{{goal.G1.name}}|{{goal.G1.owner}}|{{goal.G9.target}}|"
        "{{task.T1.start}}|{{task.T1.name}}|{{task.T1.x}}|{{role.PM}}|{{role.X}}|{{project.name}}"
    },
}  # fmt: skip


def plan():
    return Plan.model_validate(FULL)


def made(**parts):
    """The document of the full plan with some of its parts exchanged."""
    source = Plan.model_validate({**FULL, **parts})
    return build(source, schedule(source), Options())


def full():
    source = plan()
    return build(source, schedule(source), Options(logo=png()))


def test_tokens_of_goals_tasks_and_roles_are_read_from_data():
    line = text(full(), "goals").split("\n")[0].split("|")
    assert line[:3] == ["300.00万元", "销售额", "销售总监"]
    assert line[3] == "〔未知变量：goal.G9.target〕"
    assert line[4:6] == ["2027年3月1日", "甲"]
    assert line[6] == "〔未知变量：task.T1.x〕"
    assert line[7] == "林晓"
    assert line[8] == "〔未知变量：role.X〕"
    assert line[9] == "全字段项目"


def test_shares_of_an_additive_goal_show_their_gap_and_ratios_are_never_summed():
    rows = [[plain(cell) for cell in row.cells] for row in tables(full(), "annex-goals")[1].rows]
    assert ["区域", "差额", "50.00万元", ""] in rows
    assert not any(row[0] == "人员" and row[1] == "差额" for row in rows if len(row) > 1)


def test_lags_and_units_of_the_wbs_are_written_out():
    rows = {
        plain(r.cells[1]).strip(): [plain(cell) for cell in r.cells]
        for r in tables(full(), "annex-wbs")[0].rows
        if len(r.cells) > 1
    }
    assert rows["甲"][3] == "40小时"
    assert rows["乙"][3] == "3自然日"
    assert rows["乙"][7] == "1.1SS+2天、1.1FF"
    assert rows["丙"][2] == "林晓"
    assert rows["子"][2] == "一线销售"


def test_a_line_says_how_it_was_reckoned_and_where_its_tax_differs():
    line = tables(full(), "annex-budget")[0].rows[1]
    assert plain(line.cells[-1]) == "50×100×2；含税；税率13%；含运费"
    assert plain(line.cells[-2]) == "10,000.50"
    assert "全部金额不含税" in text(full(), "annex-budget")
    assert "比价采购" in text(full(), "resources")


def test_consulted_and_informed_roles_stand_in_the_matrix():
    rows = {
        plain(r.cells[1]): [plain(cell) for cell in r.cells[2:]]
        for r in tables(full(), "annex-raci")[0].rows
        if len(r.cells) > 1
    }
    assert rows["甲"] == ["R", "A", ""]
    assert rows["乙"] == ["I", "A", "R"]


def test_what_was_given_is_printed_in_its_chapter():
    doc = full()
    assert "总经理办公会决议〔2027〕3号" in text(doc, "overview")
    assert "第二段2。" in text(doc, "market")
    assert "竞争对手" in text(doc, "market")
    assert "提前锁价" in text(doc, "improvement")
    assert "冲刺奖" in text(doc, "appraisal")
    assert "自定义" in text(doc, "appraisal")
    assert "启动后第9天" in text(doc, "communication")
    assert "财务确认收入表" in text(doc, "goals")
    assert plain(doc.fronts[0].blocks[0].rows[2].cells[1]) == "审计部"
    assert "2.5" in text(doc, "annex-kpis")


def test_a_logo_stands_on_the_cover_of_every_kind():
    doc = full()
    assert len(PdfReader(io.BytesIO(draw(doc, "pdf"))).pages[0].images) == 1
    file = package.Document(io.BytesIO(draw(doc, "docx")))
    assert len(file.inline_shapes) == 3
    assert b"data:image/png" in draw(doc, "html")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_damaged_logo_is_bad_input(kind):
    source = plan()
    doc = build(source, None, Options(logo=png()[:60]))
    with pytest.raises(InputError) as caught:
        draw(doc, kind)
    assert caught.value.code == "render.picture"


def test_only_pictures_are_logos():
    assert checked_logo(png()) == png()
    with pytest.raises(InputError):
        checked_logo(b"GIF89a")


def test_an_unknown_kind_is_refused():
    with pytest.raises(InputError) as caught:
        draw(full(), "odt")
    assert caught.value.code == "render.unknown_kind"


def test_many_phases_and_roles_leave_the_upright_page():
    phases = [
        {
            "id": f"P{i}",
            "name": f"阶段{i}",
            "accountable_role": f"R{i}",
            "tasks": [
                {
                    "id": f"T{i}",
                    "name": "事",
                    "role": f"R{i}",
                    "duration_days": 60,
                    "depends_on": [f"T{i - 1}"] if i else [],
                }
            ],
        }
        for i in range(15)
    ]
    wide = Plan.model_validate(
        {
            "project": {"name": "长" * 60, "company": "司" * 40, "start": "2027-03-01"},
            "roles": [{"id": f"R{i}", "name_zh": f"角色{i}"} for i in range(15)],
            "phases": phases,
            "budget": {
                "total_planned": 15,
                "lines": [
                    {
                        "id": "B",
                        "name": "费",
                        "planned_total": 15,
                        "planned_by_phase": {f"P{i}": 1 for i in range(15)},
                    }
                ],
            },
        }
    )
    doc = build(wide, schedule(wide))
    assert "《责任分配矩阵（RACI）》" in text(doc, "resources")
    assert [column.title for column in tables(doc, "budget")[0].columns] == ["阶段", "预算", "占比"]
    assert len(tables(doc, "annex-budget")[0].columns) == 5
    assert doc.header[0].endswith("…")
    assert len(PdfReader(io.BytesIO(draw(doc, "pdf"))).pages) > 15


def test_targets_of_months_stand_a_line_a_month_with_the_whole_below():
    kpi = {
        "key": "sales_revenue", "name": "销售额", "unit": "元", "target": 3000000,
        "months": [
            {"month": "2027-04", "target": 2000000}, {"month": "2027-03", "target": 1000000},
            {"month": "2027-05", "actual": 5},
        ],
    }  # fmt: skip
    doc = made(kpis=[kpi])
    rows = [[plain(cell) for cell in r.cells] for r in tables(doc, "monitoring")[1].rows]
    assert rows == [
        ["2027-03", "100.00万元"], ["2027-04", "200.00万元"], ["2027-05", "—"],
        ["全期", "300.00万元"],
    ]  # fmt: skip
    assert "分月目标" in text(doc, "monitoring")
    assert "分月目标" not in text(full(), "monitoring")


def test_a_task_that_names_its_own_accountable_role_is_answered_for_by_it():
    phases = [{
        "id": "P1", "name": "准备", "accountable_role": "SD",
        "tasks": [
            {"id": "T1", "name": "甲", "duration_days": 1, "role": "SALES", "accountable": "PM"},
            {"id": "T2", "name": "乙", "duration_days": 1, "role": "SALES"},
        ],
    }]  # fmt: skip
    doc = made(phases=phases, budget={})
    matrix = tables(doc, "annex-raci")[0]
    titles = [column.title for column in matrix.columns][2:]
    rows = {
        plain(r.cells[1]): dict(zip(titles, map(plain, r.cells[2:]), strict=True))
        for r in matrix.rows
        if len(r.cells) > 1
    }
    assert [rows["甲"][name] for name in titles] == ["A", "I", "R"]
    assert [rows["乙"][name] for name in titles] == ["I", "A", "R"]


def test_an_owner_given_by_id_is_printed_by_name_wherever_it_stands():
    plan = load("renewal_upsell")
    person = Person(id="someone-else", name="宋雨", roles=[])
    owned = {"owner": person.id}
    named = plan.model_copy(
        update={
            "people": [person],
            "goals": [goal.model_copy(update=owned) for goal in plan.goals],
            "risks": [risk.model_copy(update=owned) for risk in plan.risks],
        }
    )
    doc = build(named, schedule(named, start=START))
    for chapter in ("goals", "monitoring", "risks", "annex-goals", "annex-risks"):
        assert "宋雨" in text(doc, chapter)
    assert not any("someone-else" in text(doc, chapter.id) for chapter in doc.chapters)
