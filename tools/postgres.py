"""Runs a command beside a PostgreSQL started for it alone: `python -m tools.postgres pytest …`.

The cluster lives in a temporary folder, listens on loopback only, and is gone afterwards.
PostgreSQL refuses to run as root, so root lends it the `postgres` (or else `nobody`) user.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 60
#: durability is another test's business; here it would only cost time
SPEED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def programs() -> Path | None:
    """Return the folder of initdb and postgres, newest version first; None if not installed."""

    def version(folder: Path) -> float:
        name = folder.parent.name
        return float(name) if name.replace(".", "", 1).isdigit() else 0.0

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return next((f for f in found if (f / "initdb").exists() and (f / "postgres").exists()), None)


def server_user() -> str | None:
    """Return the user to run the server as, or None to stay who we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    return None


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def cluster(bin_dir: Path) -> Iterator[str]:
    """Start a cluster and yield its DATABASE_URL.

    Raises
    ------
    RuntimeError
        When it does not come up; the message ends with the server's log.
    """
    user, password, port = server_user(), secrets.token_hex(16), free_port()
    with tempfile.TemporaryDirectory(prefix="yunchou-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        secret, log = folder / "password", folder / "log"
        secret.write_text(password, encoding="ascii")
        if user:
            for path in (folder, secret):
                shutil.chown(path, user)
        subprocess.run(
            [
                str(bin_dir / "initdb"), "-D", str(folder / "data"), "-U", "yunchou",
                "--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8",
            ],
            check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder,
        )  # fmt: skip
        settings = [*SPEED, f"port={port}", "listen_addresses=127.0.0.1"]
        settings += ["unix_socket_directories="]
        options = [word for setting in settings for word in ("-c", setting)]
        with log.open("wb") as out:
            server = subprocess.Popen(
                [str(bin_dir / "postgres"), "-D", str(folder / "data"), *options],
                stdout=out, stderr=out, user=user, cwd=folder,
            )  # fmt: skip
        try:
            _wait(server, port, log)
            yield f"postgres://yunchou:{password}@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(timeout=START_SECONDS)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            msg = f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}"
            raise RuntimeError(msg)
        time.sleep(0.1)


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL set and return its exit code."""
    bin_dir = programs()
    if bin_dir is None:
        print("没有 PostgreSQL：apt-get install postgresql / PostgreSQL is not installed")
        return 1
    with cluster(bin_dir) as url:
        environment = {**os.environ, "DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
