"""`yunchou user`: accounts, from the server's own console."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yunchou.cli import language
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(help="管理账号 / manage accounts", no_args_is_help=True)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="邮箱 / e-mail")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]


@contextmanager
def _django() -> Iterator[None]:
    """Load Django, speak the caller's language, and turn refusals into one clear line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
    import django

    django.setup()
    from django.db.utils import OperationalError, ProgrammingError
    from django.utils import translation

    from yunchou.web.core.errors import DomainError

    try:
        with translation.override("en" if language() == "en" else "zh-hans"):
            yield
    except DomainError as error:
        raise InputError(Text(error.message, error.message), code=error.code) from error
    except (OperationalError, ProgrammingError) as error:
        raise InputError(
            Text(f"数据库用不了（{error}）。", f"The database cannot be used ({error})."),
            remedy=Text(
                "第一次请先运行 yunchou manage migrate。", "First run: yunchou manage migrate."
            ),
            code="database.away",
        ) from error


def _say(zh: str, en: str) -> None:
    typer.echo(Text(zh, en).in_(language()))


def _address(path: str) -> str:
    from django.conf import settings

    return f"{settings.PUBLIC_URL}{path}"


def _show_link(words: Text, path: str, *, as_json: bool, **facts: Any) -> None:
    if as_json:
        typer.echo(json.dumps({**facts, "link": _address(path)}, ensure_ascii=False))
        return
    typer.echo(words.in_(language()))
    typer.echo(f"  {_address(path)}")


@app.command()
def create(
    email: Annotated[str, typer.Argument(metavar="[EMAIL]", help="邮箱 / e-mail")] = "",
    name: Annotated[str, typer.Option(help="姓名 / name")] = "",
    owner: Annotated[bool, typer.Option("--owner", help="所有者 / as an owner")] = False,
    level: Annotated[str, typer.Option(help="viewer | member | manager | owner")] = "member",
    workspace: Annotated[str, typer.Option(help="工作区标识 / slug of the workspace")] = "",
    as_json: AsJson = False,
) -> None:
    """新建账号；只写 --owner 得到开设工作区的设置链接 / Open an account; --owner alone: set up."""
    with _django():
        from yunchou.web.core.permissions import Level
        from yunchou.web.users import operators

        if not email and not owner:
            raise typer.BadParameter(Text("请给出邮箱。", "Give an e-mail.").in_(language()))
        if not email:
            words = Text("设置链接（72 小时内有效，只能用一次）：", "Setup link (once, 72 hours):")
            _show_link(words, f"/setup/{operators.setup_token()}", as_json=as_json)
            return
        chosen = Level.__members__.get("OWNER" if owner else level.upper())
        if not chosen:
            raise typer.BadParameter("viewer | member | manager | owner")
        member, token = operators.create(email=email, name=name, level=chosen, slug=workspace)
        words = Text(
            f"已为 {member.name} 建好账号，请用此链接设置密码：",
            f"Account of {member.name} opened; set a password by this link:",
        )
        _show_link(words, f"/link/{token}", as_json=as_json, email=member.email)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """列出账号 / List the accounts."""
    with _django():
        from yunchou.web.users import operators

        rows = operators.accounts()
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    lang = language()
    titles = (
        Text("邮箱", "E-mail"), Text("姓名", "Name"), Text("状态", "State"),
        Text("工作区", "Workspaces"),
    )  # fmt: skip
    table = Table(*(title.in_(lang) for title in titles))
    for row in rows:
        state = Text("在用", "active") if row["active"] else Text("已停用", "closed")
        places = ", ".join(f"{one['workspace']} ({one['level']})" for one in row["workspaces"])
        table.add_row(row["email"], row["name"], state.in_(lang), places)
    Console().print(table)


@app.command()
def link(
    email: Email,
    reset: Annotated[bool, typer.Option("--reset", help="重设密码 / to set a password")] = False,
    as_json: AsJson = False,
) -> None:
    """生成一次性登录链接，或重设密码的链接 / Make a one-time link."""
    with _django():
        from yunchou.web.users import operators

        user = operators.account(email)
        token = operators.link(user=user, purpose="reset" if reset else "sign-in")
        words = Text("一次性链接（72 小时内有效）：", "One-time link (72 hours):")
        _show_link(words, f"/link/{token}", as_json=as_json, email=user.email)


@app.command()
def password(
    email: Email,
    stdin: Annotated[bool, typer.Option("--stdin", help="从标准输入读 / read from stdin")] = False,
) -> None:
    """设置密码，其他设备退出登录 / Set a password; other devices are signed out."""
    with _django():
        from yunchou.web.users import operators, services

        user = operators.account(email)
        if stdin:
            new = sys.stdin.readline().rstrip("\r\n")
        else:
            ask = Text("新密码", "New password").in_(language())
            new = typer.prompt(ask, hide_input=True, confirmation_prompt=True)
        services.set_password(user=user, password=new)
        _say("密码已设置。", "The password is set.")


@app.command()
def deactivate(
    email: Email,
    undo: Annotated[bool, typer.Option("--undo", help="恢复 / open it again")] = False,
) -> None:
    """停用账号：登录、令牌、链接立即失效 / Close an account at once; --undo opens it."""
    with _django():
        from yunchou.web.users import operators

        user = operators.account(email)
        (operators.activate if undo else operators.deactivate)(user=user)
        _say(
            f"已恢复 {user.email}。" if undo else f"已停用 {user.email}。",
            f"{user.email} is open again." if undo else f"{user.email} is closed.",
        )
