"""The plan file in YAML: what is written is read back, and what is wrong is said with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.plan.formats.plans import plans
from yunchou.messages import InputError
from yunchou.plan import archetypes
from yunchou.plan.formats import read, write
from yunchou.plan.formats.wording import FaultsError
from yunchou.plan.model import Plan, Project

TEMPLATES = sorted((Path(archetypes.__file__).parent / "data").rglob("*.yaml"))
TEMPLATES = [path for path in TEMPLATES if b"\nphases:" in path.read_bytes()]


def fails(text: str | bytes, filename: str = "p.yaml") -> InputError:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(InputError) as caught:
        read(data, filename)
    return caught.value


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_survives_and_its_bytes_settle(path: Path):
    plan, report = read(path.read_bytes(), path.name)
    data, written = write(plan, "yaml")
    again, _ = read(data, "again.yaml")
    assert again == plan
    assert again.model_dump(exclude_unset=True) == plan.model_dump(exclude_unset=True)
    assert write(again, "yaml")[0] == data
    assert report.balanced
    assert written.balanced
    assert report.totals["fields"]["dropped"] == 0
    # the two lines of remarks at the top
    assert [notice.code for notice in report.warnings] == ["yaml.remarks"]


def test_there_are_ten_templates_to_try():
    assert len(TEMPLATES) == 10


@settings(max_examples=60, deadline=None)
@given(plan=plans())
def test_any_plan_is_read_back_and_written_the_same(plan: Plan):
    data, written = write(plan, "yaml")
    again, report = read(data, "p.yaml")
    assert again == plan
    assert again.model_fields_set == plan.model_fields_set
    assert write(again, "yaml")[0] == data
    assert report.balanced
    assert written.balanced


def test_a_short_record_stands_on_one_line_and_a_text_of_lines_as_a_block():
    plan = Plan.model_validate(
        {
            "project": {"name": "甲", "background": "一\n二"},
            "roles": [{"id": "SD", "name_zh": "销售总监"}],
        }
    )
    text = write(plan, "yaml")[0].decode()
    assert "- {id: SD, name_zh: 销售总监}" in text
    assert "  background: |-\n    一\n    二\n" in text
    assert text.startswith("# 运筹方案文件 / Yunchou plan file, schema 1.0\n")


def test_unset_fields_stay_unset_and_dates_stay_plain():
    plan = Plan(project=Project.model_validate({"name": "甲", "start": "2027-03-01"}))
    text = write(plan, "yaml")[0].decode()
    assert "start: 2027-03-01" in text
    assert "currency" not in text
    assert "goals" not in text


def test_words_of_yaml_1_1_are_text():
    plan, _ = read(b"project: {name: no, code_prefix: on, number: 12:30, version: 010}", "p.yaml")
    project = plan.project
    assert (project.name, project.code_prefix, project.number) == ("no", "on", "12:30")
    assert project.version == "010"


def test_an_unquoted_number_is_text_where_text_is_meant_and_is_reported():
    plan, report = read(b"project: {name: 2027, version: 1.10}\ngoals:\n", "p.yaml")
    assert (plan.project.name, plan.project.version) == ("2027", "1.10")
    assert plan.goals == []
    assert "goals" not in plan.model_fields_set
    fates = {(line.field, line.fate) for line in report.fields}
    assert ("name", "converted") in fates
    assert ("goals", "dropped") in fates
    assert report.balanced


def test_all_faults_are_said_at_once_with_line_and_column():
    error = fails(
        "project: {name: 甲, typical_duration_days: 三个月}\n"
        "phases:\n"
        "- id: P1\n"
        "  tasks:\n"
        "  - {id: T1, name: 乙, duration_days: -1, start: 2027-13-01}\n"
        "  - {id: T2, cost: 1.234, priority: 高}\n"
        "risks: [{id: R1, description: x, probability: 9}]\n"
    )
    assert isinstance(error, FaultsError)
    text = error.in_("zh")
    assert error.code == "yaml.type"
    assert "第 1 行第 43 列，project.typical_duration_days：应为整数，实际是“三个月”" in text
    assert "第 5 行" in text
    assert "phases[0].tasks[0].duration_days：不能小于 0" in text
    assert "“2027-13-01”不是有效日期" in text
    assert "金额“1.234”超过两位小数" in text
    assert "“高”不是可选值" in text
    assert "phases[0].tasks[1].name：缺少必填字段" in text
    assert "risks[0].probability：不能大于 5" in text
    assert len(error.faults) == 7
    assert "line 5" in error.in_("en")
    assert "is no date" in error.in_("en")


def test_twenty_faults_are_listed_and_the_rest_counted():
    rows = "\n".join(f"- {{id: R{n}, description: x, impact: 9}}" for n in range(30))
    assert "另有 10 处" in fails(f"project: {{name: a}}\nrisks:\n{rows}").in_("zh")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("project: {name: a}\nproject: {name: b}", "yaml.duplicate_key", "第 2 行第 1 列，project：键重复，第 1 行已有"),
        ("project: !!python/object/apply:os.system [ls]", "yaml.tag", "类型标记"),
        ("project: !x {name: a}", "yaml.tag", "!x"),
        ("project: {name: a}\n---\nproject: {name: b}", "yaml.documents", "只能有一份方案"),
        ("project: &a {name: a, more: *a}", "yaml.alias", "指向自身"),
        ("project: {name: a", "yaml.syntax", "文件在结尾处中断"),
        ("project:\n\tname: a", "yaml.syntax", "第 2 行第 1 列"),
        ("project: a: b", "yaml.syntax", "冒号"),
        ("project: {name: \"a\nphases: []", "yaml.syntax", "引号没有闭合"),
        ("project: {name: a\x07}", "yaml.syntax", "控制字符"),
        ("? [a, b]\n: c", "yaml.key", "键必须是文字"),
        ("- a\n- b", "yaml.not_a_plan", "不是方案"),
        ("goals: []", "yaml.type", "project：缺少必填字段"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_place_and_reason(text: str, code: str, says: str):
    error = fails(text)
    assert error.code == code
    assert says in error.in_("zh")
    assert error.in_("en")


def test_an_alias_bomb_is_refused_before_it_is_written_out():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 12):
        names = ", ".join([f"*a{n - 1}"] * 10)
        lines.append(f"a{n}: &a{n} [{names}]")
    assert fails("\n".join(lines)).code == "yaml.too_big"


@pytest.mark.parametrize("piece", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_and_does_not_kill_the_process(piece: str):
    assert fails("project: \n" + " " + piece * 100_000).code == "yaml.too_deep"


def test_an_alias_is_a_copy():
    plan, _ = read(b"project: &p {name: a}\ncopy: *p", "p.yaml")
    assert plan.extras == {"copy": {"name": "a"}}


def test_an_unknown_key_is_kept_and_a_slip_is_guessed():
    text = "project: {name: a}\ngoals:\n- {id: G1, name: b, taget: 5}\n"
    plan, report = read(text.encode(), "p.yaml")
    assert plan.goals[0].extras == {"taget": 5}
    (notice,) = report.warnings
    assert notice.text.zh == "未知字段 taget，已原样保留，是否想写 target？"
    assert notice.place == "goals[0].taget (3)"
    assert write(plan, "yaml")[0].decode().endswith("goals:\n- {id: G1, name: b, taget: 5}\n")


def test_gb18030_is_read_with_a_note_and_utf_16_too():
    text = "project: {name: 双十一促销, number: 甲}"
    for encoding in ("gb18030", "utf-16"):
        plan, report = read(text.encode(encoding), "方案.yaml")
        assert plan.project.name == "双十一促销"
        assert [notice.code for notice in report.warnings] == ["encoding"]
    plan, report = read(text.encode("utf-8-sig"), "方案.yaml")
    assert plan.project.name == "双十一促销"
    assert report.warnings == ()


def test_json_is_yaml():
    data = json.dumps({"schema_version": "1.0", "project": {"name": "甲"}}).encode()
    assert read(data, "plan.json")[0].project.name == "甲"


def test_remarks_are_named_as_lost_with_their_lines_and_our_own_heading_is_none():
    text = (
        '# 顶部\nschema_version: "1.0"  # 版本\nproject:\n  name: "a # b"\n  background: |\n'
        "    第一行 # 不是注释\n    # 也不是\n  # 缩进\n  number: A#1\nphases: [] # 尾\n# 最后\n"
    )
    plan, report = read(text.encode(), "p.yaml")
    (notice,) = report.warnings
    assert notice.code == "yaml.remarks"
    assert "第 1、2、8、10、11 行" in notice.text.zh
    line = next(line for line in report.objects if line.kind == "yaml_remark")
    assert (line.read, line.dropped) == (5, 5)
    assert read(write(plan, "yaml")[0], "p.yaml")[1].warnings == ()


def test_a_large_plan_that_was_written_is_read_again_but_copies_by_alias_are_few():
    labels = [f"标签{n}" for n in range(900)]
    tasks = [{"id": f"T{n}", "name": "任务", "labels": labels} for n in range(600)]
    plan = Plan.model_validate({"project": {"name": "大"}, "phases": [{"id": "P", "tasks": tasks}]})
    data, _ = write(plan, "yaml")
    assert len(list(read(data, "p.yaml")[0].tasks())) == 600
    copies = "a: &a [" + "1," * 1000 + "]\nb: [" + "*a," * 600 + "]\n"
    assert fails(copies).code == "yaml.too_big"
