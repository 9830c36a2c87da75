"""What every file of the repository has in common."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import yunchou
from tests.conventions import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

#: put together here, so that this file does not name what it forbids
HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"),
        ("yarnpkg", "com"), ("npmmirror", "com"), ("crates", "io"), ("proxy.golang", "org"),
        ("deb.debian", "org"), ("rubygems", "org"), ("tuna.tsinghua", "edu.cn"), ("aliyun", "com"),
    ]
]  # fmt: skip
MARKS = re.compile(r"(?:#|//|/\*|<!--|{#).*\b(?:TO" + "DO|FIX" + "ME|XX" + r"X|HACK)\b")
LEFTOVERS = {
    "a conflict": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
    "a debugger": re.compile(r"^\s*(?:breakpoint\(\)|import pdb|debugger;)", re.MULTILINE),
    "a path of one machine": re.compile(r"/(?:root|home/\w+|work/\w+)/|\.\./shared\b"),
    "a promise": re.compile(r"\bNotImplemented" + r"Error\b|raise NotImplemented\b"),
}
BINARY = {".png", ".jpg", ".ttf", ".woff2", ".ico", ".xlsx", ".docx", ".pdf", ".mpp", ".zip", ".gz"}


def texts() -> Iterator[tuple[str, str]]:
    """Yield name and content of every text file, this one left out."""
    for path in tree.files():
        if path.suffix not in BINARY and path.name != "test_repository.py":
            yield tree.short(path), path.read_bytes().decode("utf-8", errors="replace")


def test_no_file_names_the_host_of_a_package_registry():
    found = [f"{name}: {host}" for name, text in texts() for host in HOSTS if host in text]
    remedy = "leave the host to the client's own settings; write locks with `make lock`"
    tree.complain(found, remedy)


def test_nothing_is_left_over():
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1} {what}"
        for name, text in texts()
        for what, pattern in [("a mark", MARKS), *LEFTOVERS.items()]
        for match in pattern.finditer(text)
    ]
    tree.complain(found, "finish it, or write down why not in docs/decisions")


def test_the_changelog_names_the_current_version():
    changes = (tree.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {yunchou.__version__}" in changes, "add a heading for the version to CHANGELOG.md"


def test_the_version_is_the_same_in_package_and_project_file():
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == yunchou.__version__, (
        "change pyproject.toml and yunchou/__init__.py"
    )


def test_every_python_lock_entry_has_a_hash():
    for path in (tree.ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
        bare = [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
        tree.complain([f"{path.name}: {name}" for name in bare], "write locks with `make lock`")


def test_shell_scripts_can_be_run():
    found = [
        tree.short(path)
        for path in [tree.ROOT / ".ci/run"]
        if not path.exists() or not path.stat().st_mode & 0o111
    ]
    tree.complain(found, "chmod +x")
