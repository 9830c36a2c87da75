"""What the documents say is there: links, folders, and the words of the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
#: a path in backticks, as seen from one of these folders
PATH = re.compile(r"`([a-z_]+/[A-Za-z0-9_./-]*)`")
SEEN_FROM = [ROOT / place for place in (".", "src/yunchou", "src/yunchou/web", "frontend")]
#: places of a running installation, addresses, examples
ELSEWHERE = ("dist/", "var/", "locale/en/", "web/ui/static/dist")
#: quotations in the guide that are no words of a page
SAID = {
    "支撑年度新品占比 12%", "不早于…开始", "必须于…完成", "开门", "平摊到各月", "1.2万", "到今天应完成多少",
    "supports the yearly 12 % share of new products", "improve results", "grow strongly", "华东销售中心",
    "new-product revenue, East China, incl. tax, reaches ¥8 m", "from ¥3.2 m to ¥4 m", "soon",
    "tenfold in a month", "by 30 June 2027", "原因—事件—影响", "不包含",
}  # fmt: skip


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target or target.startswith(("mailto:", "#")):
            continue
        path, _, anchor = target.partition("#")
        assert (page.parent / path).exists(), target
        assert not anchor, f"{target}: link to the page, headings are translated"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_and_folder_named_is_there(page):
    for path in PATH.findall(page.read_text(encoding="utf-8")):
        if not path.startswith(ELSEWHERE) and "NAME" not in path:
            assert any((place / path).exists() for place in SEEN_FROM), path


def test_the_guide_has_the_same_pages_in_both_languages():
    zh, en = (
        sorted(p.name for p in (ROOT / f"docs/guide/{lang}").iterdir()) for lang in ("zh", "en")
    )
    assert zh == en
    for lang in ("zh", "en"):
        index = (ROOT / f"docs/guide/{lang}/README.md").read_text(encoding="utf-8")
        assert all(f"({other})" in index for other in zh if other != "README.md")


def words(lang):
    """Everything that the pages say in a language."""
    found = set()
    for path in (ROOT / "src/yunchou/web").glob("*/locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                both = (message.id, message.string)
                text = both[lang == "en"]
                found |= {text} if isinstance(text, str) else set(text)
    texts = (ROOT / f"frontend/lib/texts.{lang}.ts").read_text(encoding="utf-8")
    return found | set(re.findall(r'"([^"\n]+)"', texts))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_guide_calls_buttons_and_pages_what_they_are_called(lang):
    known, unknown = words(lang) | SAID, []
    for page in sorted((ROOT / f"docs/guide/{lang}").glob("*.md")):
        for quoted in re.findall(
            "“([^”]+)”", page.read_text(encoding="utf-8").replace("\n  ", " ")
        ):
            said = quoted.strip().rstrip(",.")
            unknown += [] if said in known else [(page.name, said)]
    assert not unknown


def test_the_picture_and_the_page_of_the_architecture_name_the_folders_of_the_web():
    folders = {p.parent.name for p in (ROOT / "src/yunchou/web").glob("*/__init__.py")}
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    listed = re.search(r"Between steps: `([^`]+)`", text)
    assert listed
    assert set(re.split(r",\s+", listed[1])) == folders
    picture = (ROOT / "docs/architecture.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r">([a-z]+)</text>", picture))
    assert folders <= drawn
