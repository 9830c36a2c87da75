"""`yunchou serve`: migrate, load the demo if asked, and serve on one port."""

from __future__ import annotations

import ipaddress
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
    os.environ.setdefault("YUNCHOU_URL", f"http://{reachable(host)}:{port}")

    import django

    django.setup()
    prepare_database(migrate=migrate)
    _welcome(os.environ["YUNCHOU_URL"].rstrip("/"), demo=demo)
    _run(host, port, workers)


def refuse_busy_port(host: str, port: int) -> None:
    """Raise `InputError` when something listens on the port already, or the address is not ours."""
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
                    f"请换一个端口，例如 make run PORT={port % 65535 + 1}。",
                    f"Choose another one, e.g. make run PORT={port % 65535 + 1}.",
                ),
                code="serve.port",
            ) from error


def reachable(host: str) -> str:
    """Return the name under which others find this server: a wildcard is no address to visit."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return f"[{host}]" if address.version == 6 else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # asks for a route; nothing is sent
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def prepare_database(*, migrate: bool = True) -> None:
    """Bring the tables up to date; raise `InputError` when the database cannot be reached."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        if not migrate:
            connection.ensure_connection()
            return
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(
            Text(f"数据库连不上（{reason}）。", f"The database cannot be reached ({reason})."),
            remedy=Text(
                "请检查 DATABASE_URL 和数据库服务。", "Check DATABASE_URL and the database server."
            ),
            code="database.away",
        ) from error


def _welcome(address: str, *, demo: bool) -> None:
    typer.echo(f"\n运筹 Yunchou  →  {address}\n")
    english = language() == "en"
    if demo:
        from yunchou.web.exchange.demo import load_demo, sign_in_links

        load_demo()
        links = sign_in_links()
        if links:
            typer.echo("One-time sign-in links:" if english else "一次性登录链接：")
        for title, path in links:
            typer.echo(f"  {title}  {address}{path}")
    from yunchou.web.users.workspaces import setup_link

    if first := setup_link():
        typer.echo(
            "Nobody has an account yet. Set up by this link (once, 72 hours):"
            if english
            else "还没有账号。请用此链接开始（72 小时内有效，只能用一次）："
        )
        typer.echo(f"  {address}{first}")
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
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]  # an enum by value
    ).serve()
