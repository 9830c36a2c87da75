"""Where pages break: nothing stands forlorn, and PDF and Word break alike."""

from __future__ import annotations

import io

import docx as package
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.plan.documents.conftest import START, document, drawn
from yunchou.plan.archetypes import load
from yunchou.plan.documents import build, draw, keeping, typst_pdf
from yunchou.plan.documents.tree import Column, Row, Span, Table
from yunchou.plan.scheduling import schedule


def rows(count, kind="", text="x"):
    return tuple(Row(((Span(text),),), kind) for _ in range(count))


def table(*parts):
    return Table((Column("a", 1),), tuple(row for part in parts for row in part))


def test_a_small_table_is_kept_whole_and_a_large_one_is_not():
    assert keeping.stays(table(rows(8)), noted=False) == (True,) * 7 + (False,)
    assert False in keeping.stays(table(rows(9)), noted=False)[:-1]
    wordy = table(rows(8, text="字" * 150))
    assert not keeping.is_whole(wordy)


def test_first_and_last_rows_total_and_note_stay_together():
    stay = keeping.stays(table(rows(20), rows(1, "total")), noted=True)
    assert stay[0]
    assert stay[-3:] == (True, True, True)
    assert not any(stay[1:-3])


def test_the_name_of_a_group_stays_with_it_and_a_short_group_is_not_torn():
    long, short = rows(30), rows(5)
    stay = keeping.stays(table(rows(1, "group"), long, rows(1, "group"), short), noted=False)
    assert stay[0]
    assert not stay[10]
    assert stay[31:-1] == (True,) * 5


def test_a_row_of_long_text_is_free():
    long = table(rows(9), rows(1, text="字" * 300), rows(1))
    assert not keeping.stays(long, noted=True)[9]


def test_runs_count_the_rows_that_stay_together():
    assert keeping.runs((True, True, False, False, True, False)) == (3, 0, 0, 1, 2, 0)
    assert keeping.runs(()) == ()


def test_the_first_and_the_last_two_lines_of_a_list_stay_together():
    lines = [(Span("x"),)] * 5
    assert keeping.items_stay(lines) == (True, False, False, True, False)
    assert keeping.items_stay(lines[:1]) == (False,)


def test_no_page_of_a_table_bears_one_row():
    for template in ("new_product_launch", "key_account_bid", "double11_promotion"):
        doc = document(template)
        pdf = PdfReader(io.BytesIO(draw(doc, "pdf")))
        first = typst_pdf.places(doc).pages
        for number in range(first["annex-wbs"], first["annex-budget"]):
            dates = pdf.pages[number - 1].extract_text().count("2027-")
            assert dates >= 6, (template, number)  # three rows, each with start and finish


def test_a_heading_that_begins_a_page_of_the_pdf_begins_one_in_word():
    body = package.Document(io.BytesIO(drawn("docx"))).element.body
    broken = set()
    for paragraph in body.iter(qn("w:p")):
        mark = paragraph.find(qn("w:bookmarkStart"))
        if (
            mark is not None
            and paragraph.find(qn("w:pPr")).find(qn("w:pageBreakBefore")) is not None
        ):
            broken.add(mark.get(qn("w:name")))
    lines = document().contents()
    places = typst_pdf.places(document())
    wanted = {f"_Toc{at:06d}" for at, line in enumerate(lines, 1) if line.id in places.opening}
    assert broken == wanted
    firsts = {page: line.id for line in reversed(lines) for page in [places.pages[line.id]]}
    assert places.opening <= set(firsts.values())
    assert {c.id for c in document().chapters if c.landscape} <= places.opening


def test_annexes_without_data_are_left_out_and_the_others_numbered_on():
    plan = load("renewal_upsell").model_copy(update={"risks": [], "meetings": []})
    annexes = [c for c in build(plan, schedule(plan, start=START)).chapters if c.annex]
    assert [c.number for c in annexes] == [f"附件{n}　" for n in range(1, 6)]
    assert not {"annex-risks", "annex-meetings"} & {c.id for c in annexes}
