"""Labelled goal sentences, scored: exact sets of failing letters, and exact extracted fields.

`examples.tsv` is the set the rules were written for. The `held_out` sets were written before any rule
was measured on them. The first was looked at while the parts were built, so only the others were
blind: their first runs gave 161 of 165 and 70 of 70 exact letter sets, 713 of 721 and 287 of 287
fields. One label of the second (J143, "Keep … at" is a hold) was corrected after its run.
The fourth and fifth were written blind later: 145 of 150 and 57 of 60 letter sets, 669 of 686 and
266 of 273 fields at first try; the sixth, after that mending, 59 of 60 and 272 of 273. One label of
the sixth (P003, the day before 除夕) was corrected after its run. The seventh gave 59 of 60 and 247 of
252 at first try. Labels of the fourth, fifth and seventh are as they were written.
Reference date 2026-01-05, a Monday. A floor is raised when the rules get better, never lowered.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from yunchou.cli.smart import context_of
from yunchou.plan.smart import check

DATA = Path(__file__).parent / "data"
REF = date(2026, 1, 5)
FIELDS = ("metric_key", "direction", "baseline", "target", "target_type", "unit", "deadline_norm")


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def answer(row):
    context = {} if row["context"] == "-" else context_of(row["context"])
    return check(row["sentence"], ref_date=REF, context=context).to_dict("zh")


def normal(value):
    if value in (None, "", "-"):
        return None
    text = str(value)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return round(float(text), 4)
    weeks = re.fullmatch(r"P(\d+)W", text)
    if weeks:
        return f"P{int(weeks[1]) * 7}D"
    return "元" if text in ("CNY", "yuan") else text


def right(field, row, got):
    if field == "metric_key" and row[field].startswith("custom:"):
        return str(got[field] or "").startswith("custom:")
    return normal(got[field]) == normal(row[field])


@pytest.mark.parametrize(
    ("name", "size", "letters_floor", "fields_floor"),
    [
        ("examples.tsv", 126, 126, 0.995),
        ("held_out.tsv", 190, 189, 0.99),
        ("held_out_2.tsv", 165, 164, 0.99),
        ("held_out_3.tsv", 70, 69, 0.98),
        ("held_out_4.tsv", 150, 149, 0.99),
        ("held_out_5.tsv", 60, 59, 0.99),
        ("held_out_6.tsv", 60, 59, 0.99),
        ("held_out_7.tsv", 60, 59, 0.99),
    ],
)
def test_labelled_sentences_reach_their_floor(name, size, letters_floor, fields_floor):
    labelled = rows(name)
    assert len(labelled) == size
    wrong, misses, fields = [], [], 0
    for row in labelled:
        got = answer(row)
        if set(got["fails"]) != set(row["fails"].replace("-", "")):
            wrong.append((row["id"], row["sentence"], row["fails"], got["fails"]))
        if row["label"] == "good":
            fields += len(FIELDS)
            misses += [(row["id"], f, row[f], got[f]) for f in FIELDS if not right(f, row, got)]
    assert size - len(wrong) >= letters_floor, wrong
    assert 1 - len(misses) / fields >= fields_floor, misses


@pytest.mark.parametrize(
    "name", ["examples.tsv", "held_out.tsv", "held_out_2.tsv", "held_out_4.tsv"]
)
def test_every_evidence_span_lies_in_the_sentence(name):
    for row in rows(name):
        got = answer(row)
        for start, end in got["spans"].values():
            assert 0 <= start < end <= len(row["sentence"]), row["id"]
        if got["deadline_norm"]:
            start, end = got["spans"]["deadline"]
            assert row["sentence"][start:end].strip() == got["deadline_text"]
