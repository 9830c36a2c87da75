"""Starts the product as a newcomer does and waits until it answers: `python -m tools.smoke`.

Runs `make run` in the current folder on a free port, asks /healthz and the first page, and stops
it again. Twice, because the second start must find everything done.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from tools.postgres import free_port

FIRST_SECONDS = 600.0
AGAIN_SECONDS = 20.0


def status(url: str) -> int:
    """Return the status of a page, 0 while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (always our own http address)
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def start(allowed: float) -> float:
    """Return the seconds from `make run` to the first healthy answer.

    Raises
    ------
    RuntimeError
        When it ends, or does not answer within `allowed` seconds.
    """
    port = free_port()
    begin = time.monotonic()
    command = ["make", "run", f"PORT={port}"]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        while status(f"http://127.0.0.1:{port}/healthz") != 200:
            if server.poll() is not None or time.monotonic() - begin > allowed:
                msg = f"make run: no healthy answer after {time.monotonic() - begin:.0f} s"
                raise RuntimeError(msg)
            time.sleep(0.2)
        seconds = time.monotonic() - begin
        page = status(f"http://127.0.0.1:{port}/")
        if page != 200:
            msg = f"make run: the first page answers {page}"
            raise RuntimeError(msg)
        return seconds
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGINT)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def main() -> int:
    """Start twice and print both times."""
    try:
        first = start(FIRST_SECONDS)
        again = start(AGAIN_SECONDS)
    except RuntimeError as error:
        print(error)
        return 1
    print(f"make run: first start {first:.1f} s, again {again:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
