"""`yunchou serve`: migrate, load the demo if asked, and serve on one port."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from yunchou.cli import language
from yunchou.messages import InputError, Text

app = typer.Typer()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="地址 / address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 / port", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="进程数 / processes", min=1, max=64)] = 1,
    demo: Annotated[bool, typer.Option("--demo", help="装入演示工作区 / load the demo")] = False,
    migrate: Annotated[bool, typer.Option(help="先更新数据库 / migrate first")] = True,
) -> None:
    """启动网页服务 / Serve the web application."""
    refuse_busy_port(host, port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
    os.environ.setdefault("YUNCHOU_URL", f"http://{host}:{port}")

    import django

    django.setup()
    from django.core.management import call_command

    if migrate:
        call_command("migrate", interactive=False, verbosity=0)
    _welcome(f"http://{host}:{port}", demo=demo)
    _run(host, port, workers)


def refuse_busy_port(host: str, port: int) -> None:
    """Raise `InputError` when something listens on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                Text(
                    f"端口 {port} 用不了（{error.strerror}）。",
                    f"Port {port} cannot be used ({error.strerror}).",
                ),
                remedy=Text(
                    f"请换一个端口，例如 make run PORT={port + 1}。",
                    f"Choose another one, e.g. make run PORT={port + 1}.",
                ),
                code="serve.port",
            ) from error


def _welcome(address: str, *, demo: bool) -> None:
    typer.echo(f"\n运筹 Yunchou  →  {address}\n")
    if not demo:
        return
    from yunchou.web.exchange.demo import load_demo, sign_in_links

    load_demo()
    english = language() == "en"
    typer.echo("One-time sign-in links:" if english else "一次性登录链接：")
    for title, path in sign_in_links():
        typer.echo(f"  {title}  {address}{path}")
    typer.echo("")


def _run(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "yunchou.web.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]  # an enum by value
    ).serve()
