"""Sets the project up in `.venv`: packages, front end, fonts, translations, compiled kernels.

Run by `tools/setup.sh` with any Python ≥ 3.11 and nothing but the standard library. Each step is
stamped with a digest of what it was made from; a second run finds the stamps and does nothing,
so it needs no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools import node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAMPS = VENV / "yunchou-stamps.json"
LOG = VENV / "yunchou-install.log"
FRONTEND = ROOT / "frontend"
BUNDLE = ROOT / "src/yunchou/web/ui/static/dist"
FONTS = ROOT / "src/yunchou/plan/documents/fonts"
EXTRAS = ("dev", "bench", "e2e")
NETWORK_SECONDS = 1200  # a stalled download ends in a clear line, not in an endless wait


class InstallError(Exception):
    """A step failed; the message is for the person at the terminal, in both languages."""


@dataclass(frozen=True)
class Step:
    """One thing to make, what it is made from, and where the result stands."""

    name: str
    says: str
    digest: str
    run: Callable[[], None]
    made: tuple[Path, ...] = ()


def digest_of(paths: Iterable[Path], *salt: str) -> str:
    """Return a digest over names and contents of files, and over the words in `salt`."""
    total = hashlib.sha256()
    for word in salt:
        total.update(word.encode() + b"\0")
    for path in sorted(paths):
        total.update(str(path).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def files_below(folder: Path, *suffixes: str) -> list[Path]:
    """Return source files below a folder, leaving installed and hidden ones out."""
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f != "node_modules" and f[0] not in "._"]
        found += [Path(base, n) for n in names if not suffixes or n.endswith(suffixes)]
    return found


def read_stamps() -> dict[str, str]:
    """Return what was made before; nothing if the file is missing or was cut short."""
    try:
        stamps = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def write_stamps(stamps: dict[str, str]) -> None:
    """Keep the stamps, replacing the file in one move."""
    scratch = STAMPS.with_suffix(".new")
    scratch.write_text(json.dumps(stamps, indent=1), encoding="utf-8")
    scratch.replace(STAMPS)


def call(*command: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a program into the log; on failure show the end of what it printed."""
    words = [str(word) for word in command]
    with LOG.open("a+", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(words)}\n")
        log.flush()
        begin = log.tell()
        try:
            code = subprocess.run(
                words, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env=env, cwd=cwd, timeout=NETWORK_SECONDS, check=False,
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            code = -1
        log.seek(begin)
        said = log.read().strip().splitlines()[-15:]
    if code:
        end = "超时 / timed out" if code == -1 else f"退出码 / exit code {code}"
        tail = "\n".join(f"    {line}" for line in said)
        raise InstallError(
            f"{tail}\n没有完成（{end}）：{words[0]} …  全部输出见 / full output: {LOG}\n"
            "若是网络中断，再次运行会从这一步继续。 / "
            "If the network failed, run it again to go on from here."
        )


def make_venv() -> None:
    """Create `.venv` with pip in it; a Debian Python without its venv package needs uv for that."""
    shutil.rmtree(VENV, ignore_errors=True)
    made = _quiet(sys.executable, "-m", "venv", VENV)
    if not made and shutil.which("uv"):
        made = _quiet("uv", "venv", "--clear", "--seed", "--python", sys.executable, VENV)
    if not made:
        shutil.rmtree(VENV, ignore_errors=True)
        wanted = f"python3.{sys.version_info.minor}-venv"
        raise InstallError(
            f"这个 Python 建不了虚拟环境；Debian/Ubuntu 请先执行 apt-get install {wanted}。 / "
            "This Python cannot make a virtual environment; "
            f"on Debian or Ubuntu: apt-get install {wanted}."
        )


def _quiet(*command: str | Path) -> bool:
    """Run a program without output and return whether it succeeded."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=NETWORK_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def venv_works() -> bool:
    """Return whether `.venv` has a Python that starts and is new enough."""
    return _quiet(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))")


def pip_install(lock: str) -> None:
    """Install a lock, every file checked against its hash; by uv where it is already there."""
    path = ROOT / f"requirements/{lock}.txt"
    if shutil.which("uv"):
        call("uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", path)
    else:
        call(
            PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--require-hashes", "--only-binary", ":all:", "-r", path,
        )  # fmt: skip


def install_project() -> None:
    """Put `yunchou` itself into the venv, pointing at the sources."""
    pip_install("build")
    call(
        PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--no-deps", "--no-index", "--no-build-isolation", "--editable", ROOT,
    )  # fmt: skip


def the_node() -> node.Node:
    """Return a usable Node, installing the packaged one if the machine has none."""
    if found := node.find():
        return found
    say("本机没有合适的 Node，改用 Python 包 / no suitable Node here, taking it as a package")
    pip_install("node")
    if found := node.in_venv(VENV):
        return found
    raise InstallError("Node 包里没有 node。 / The Node package holds no node.")


def npm(*args: str) -> None:
    """Run npm in the front end."""
    found = the_node()
    call(*found.npm(*args), env=found.environment(), cwd=FRONTEND)


def npm_install() -> None:
    """Install the front end's lock; `npm ci` refuses locks npm itself wrote (npm/cli#9846)."""
    npm("install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund")


def compile_messages() -> None:
    """Compile every translation catalogue."""
    call(PYTHON, "-m", "tools.catalogues")


def warm_kernels() -> None:
    """Compile the numeric kernels once, so that no command has to wait for it."""
    call(PYTHON, "-m", "yunchou.engine.warm")


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def package_steps(extras: Sequence[str]) -> list[Step]:
    """Return the steps that install Python packages."""
    locks = {"core": "安装 Python 依赖（首次约一分钟）/ Python packages (about a minute)"}
    locks |= {extra: f"安装 {extra} 依赖 / packages for {extra}" for extra in extras}
    version = "{}.{}".format(*sys.version_info)
    steps = [
        Step(f"packages {lock}", says, digest_of([ROOT / f"requirements/{lock}.txt"], version),
             lambda lock=lock: pip_install(lock))  # type: ignore[misc] # a default binds the loop's value
        for lock, says in locks.items()
    ]  # fmt: skip
    inputs = [ROOT / "pyproject.toml", ROOT / "requirements/build.txt"]
    mine = Step("project", "安装运筹 / Yunchou itself", digest_of(inputs), install_project,
                (VENV / "bin/yunchou",))  # fmt: skip
    return [*steps, mine]


def frontend_steps() -> list[Step]:
    """Return the steps that make what the browser and the documents need."""
    lock = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    copier = FRONTEND / "scripts/fonts.mjs"
    sources = files_below(FRONTEND, ".ts", ".css", ".mjs", ".js", ".json", ".html", ".svg")
    return [
        Step(
            "npm", "安装前端依赖 / front-end packages",
            digest_of(lock), npm_install, (FRONTEND / "node_modules",),
        ),
        Step(
            "fonts", "复制中文字体 / Chinese fonts",
            digest_of([*lock, copier]), lambda: npm("run", "fonts"),
            (FONTS / "NotoSansSC-Regular.ttf", FONTS / "NotoSerifSC-Regular.ttf"),
        ),
        Step(
            "bundle", "构建前端 / front end",
            digest_of(sources), lambda: npm("run", "build"), (BUNDLE,),
        ),
    ]  # fmt: skip


def last_steps() -> list[Step]:
    """Return the steps that compile translations and kernels."""
    sources = files_below(ROOT / "src", ".po")
    compiled = tuple(path.with_suffix(".mo") for path in sources)
    warm = ROOT / "src/yunchou/engine/warm.py"
    engine = [*files_below(ROOT / "src/yunchou/engine", ".py"), ROOT / "requirements/core.txt"]
    steps = [
        Step("messages", "编译译文 / translations", digest_of(sources), compile_messages, compiled),
    ]
    kernels = Step("kernels", "编译计算内核 / numeric kernels", digest_of(engine), warm_kernels)
    return [*steps, kernels] if warm.exists() else steps


def make(steps: Sequence[Step]) -> None:
    """Make what is missing or stale, stamping each step as it is done."""
    stamps = read_stamps()
    for step in steps:
        if stamps.get(step.name) == step.digest and all(path.exists() for path in step.made):
            continue
        say(f"· {step.says} …")
        begin = time.monotonic()
        step.run()
        stamps = read_stamps() | {step.name: step.digest}
        write_stamps(stamps)
        say(f"  {time.monotonic() - begin:.0f} s")


def main(argv: Sequence[str]) -> int:
    """Set up everything, with the named extras; 1 if a step failed."""
    if unknown := set(argv) - set(EXTRAS):
        say(f"未知 / unknown: {', '.join(sorted(unknown))}；可用 / known: {', '.join(EXTRAS)}")
        return 2
    try:
        if not venv_works():
            say("· 创建虚拟环境 .venv / virtual environment …")
            make_venv()
        make([*package_steps(argv), *frontend_steps(), *last_steps()])
    except InstallError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("已中断；再次运行会继续。 / Stopped; run it again to go on.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
