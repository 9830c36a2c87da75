"""Starts servers, asks them in turn, and prints medians and ratios.

python -m benchmarks web                 # SQLite and PostgreSQL, 1,000 and 10,000 tasks
python -m benchmarks web --quick         # SQLite, 1,000 tasks
python -m benchmarks web --large         # 100,000 tasks as well
"""

from __future__ import annotations

import http.client
import itertools
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.web import operations
from tools import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.web.operations import Operation, Request

ROOT = Path(__file__).resolve().parents[2]
GRANIAN = [str(Path(sys.executable).parent / "granian"), "--workers", "1", "--log-level", "warning"]
BLOCK, ROUNDS, SECONDS = 20, 8, 6.0


@dataclass
class Server:
    """A server process and one kept connection to it."""

    name: str
    port: int
    pid: int
    cookie: str = ""
    database: list[int] = field(default_factory=list)
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, request: Request) -> tuple[float, int, dict[str, str]]:
        """Return the milliseconds of one answer, its status and headers."""
        headers = {"Cookie": self.cookie, **request.headers} if self.cookie else request.headers
        begin = time.perf_counter()
        self.connection.request(request.method, request.path, request.body, headers)
        answer = self.connection.getresponse()
        answer.read()
        spent = (time.perf_counter() - begin) * 1e3
        return spent, answer.status, dict(answer.getheaders())

    def cpu(self) -> float:
        """Return the milliseconds of processor that the server and the database have used.

        One server is asked at a time, so that what PostgreSQL uses is for it.
        """
        return sum(_used(pid) for pid in [*_family(self.pid), *self.database])


def _family(pid: int) -> list[int]:
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += _family(int(child))
    return found


def _database() -> list[int]:
    """Return the processes of the PostgreSQL that we started."""
    return [
        pid
        for pid in _family(os.getpid())
        if Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip() == "postgres"
    ]


def _used(pid: int) -> float:
    total = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with suppress(OSError):
            total += int(path.read_text().split()[0])
    return total / 1e6


@contextmanager
def process(
    command: list[str], environment: dict[str, str], port: int, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=out, stderr=out, start_new_session=True
        )
        try:
            _wait(port, server, log)
            yield server
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        probe = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            probe.request("GET", "/healthz")
            probe.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            probe.close()
    msg = f"no answer on port {port}:\n{log.read_text(errors='replace')[-2000:]}"
    raise RuntimeError(msg)


def environment_of(folder: Path, url: str, facts: Path) -> dict[str, str]:
    """Return the environment of all servers of a run; byte code is written as on any machine."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept, "YUNCHOU_DATA_DIR": str(folder), "DATABASE_URL": url,
        "YUNCHOU_BENCH_FACTS": str(facts), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }  # fmt: skip


def servers(
    stack: ExitStack, folder: Path, environment: dict[str, str], facts: dict[str, Any]
) -> list[Server]:
    """Start ours as shipped, ours as plain WSGI, and the floor."""
    cookie = f"yunchou_session={facts['session']}; csrftoken={operations.CSRF}"
    serve = [str(Path(sys.executable).parent / "yunchou"), "serve", "--no-migrate"]
    wsgi = [*GRANIAN, "--interface", "wsgi", "--blocking-threads", "1"]
    kinds = [
        ("ours", [*serve, "--port", "{port}"], cookie),
        ("ours, WSGI", [*wsgi, "--port", "{port}", "yunchou.web.config.wsgi:application"], cookie),
        ("floor", [*wsgi, "--port", "{port}", "benchmarks.web.floor:application"], ""),
    ]
    started = []
    for name, command, signed in kinds:
        port = postgres.free_port()
        words = [word.format(port=port) for word in command]
        log = folder / f"{name}.log"
        running = stack.enter_context(process(words, environment, port, log))
        started.append(Server(name, port, running.pid, signed))
    return started


@dataclass
class Times:
    """What one server needed: milliseconds of every answer, and of its processors per answer."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def measure(operation: Operation, asked: list[Server]) -> dict[str, Times]:
    """Ask the servers in turn, a block each, so that a busy machine is busy for all of them."""
    times = {server.name: Times() for server in asked}
    streams = {
        s.name: itertools.cycle(operation.floor if s.name == "floor" else operation.ours(s))
        for s in asked
    }
    for turn in range(ROUNDS + 1):
        for server in asked:
            found = times[server.name]
            if sum(found.wall) > SECONDS * 1e3 and len(found.cpu) >= 3:
                continue
            server.database = _database()  # a first request opens a connection
            before = server.cpu()
            took = _block(operation, server, streams[server.name])
            if turn:  # the first one only warms up
                found.wall += took
                found.cpu.append((server.cpu() - before) / len(took))
    return times


def _block(operation: Operation, server: Server, requests: Iterator[Request]) -> list[float]:
    took: list[float] = []
    while len(took) < BLOCK and (len(took) < 3 or sum(took) < SECONDS * 1e3 / 4):
        spent, status, _headers = server.ask(next(requests))
        if status not in operation.expected:
            msg = f"{operation.name}: {server.name} answered {status}"
            raise RuntimeError(msg)
        took.append(spent)
    return took


def run_size(size: int, database: str, url: str, folder: Path) -> list[dict[str, Any]]:
    """Fill a database and measure all operations on it."""
    facts_path = folder / "facts.json"
    environment = environment_of(folder, url, facts_path)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.web.data", str(size), str(facts_path)],
        env=environment, cwd=ROOT, check=True,
    )  # fmt: skip
    facts = orjson.loads(facts_path.read_bytes())
    rows = []
    with ExitStack() as stack:
        started = servers(stack, folder, environment, facts)
        for operation in operations.of(facts):
            times = measure(operation, started)
            rows.append(_row(operation, database, times))
            print(_line(rows[-1]), flush=True)
    return rows


def _row(operation: Operation, database: str, times: dict[str, Times]) -> dict[str, Any]:
    figures = {
        name: (statistics.median(found.wall), _p95(found.wall), statistics.median(found.cpu))
        for name, found in times.items()
    }
    return {"name": operation.name, "most": operation.at_most(database), **figures}


def _p95(found: list[float]) -> float:
    return sorted(found)[min(len(found) - 1, int(len(found) * 0.95))]


def _line(row: dict[str, Any]) -> str:
    parts = [f"  {row['name']:<34}"]
    for name in ("ours", "ours, WSGI", "floor"):
        parts += [f"{value:8.1f}" for value in row[name]]
    ratios = [row[name][2] / row["floor"][2] for name in ("ours", "ours, WSGI")]
    most = f"{row['most']:7.1f}×" if row["most"] else ""
    return "".join([*parts, *(f"{ratio:7.1f}×" for ratio in ratios), most])


HEAD = (
    f"  {'one connection, milliseconds':<34}{'ours':>8}{'p95':>8}{'CPU':>8}{'WSGI':>8}{'p95':>8}"
    f"{'CPU':>8}{'floor':>8}{'p95':>8}{'CPU':>8}{'CPU×':>8}{'WSGI×':>8}{'must':>8}"
)
Results = dict[tuple[str, int], list[dict[str, Any]]]


def run(sizes: list[int], databases: list[str]) -> Results:
    """Measure every size on every database."""
    results: Results = {}
    for database in databases:
        for size in sizes:
            with ExitStack() as stack:
                name = stack.enter_context(tempfile.TemporaryDirectory(prefix="yunchou-bench-"))
                url = ""
                if database == "PostgreSQL":
                    programs = postgres.programs()
                    if programs is None:
                        print("PostgreSQL is not installed: left out")
                        continue
                    url = stack.enter_context(postgres.cluster(programs))
                print(f"\n{database}, {size:,} tasks; load {os.getloadavg()[0]:.2f}")
                print(HEAD)
                results[database, size] = run_size(size, database, url, Path(name))
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
    return results
