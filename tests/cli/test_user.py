"""`yunchou user`: accounts from the console."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from typer.testing import CliRunner

from tests.users import known
from yunchou.cli.user import app
from yunchou.messages import InputError
from yunchou.web.core.models import Activity
from yunchou.web.users import services
from yunchou.web.users.models import Member, Session, User

GOOD = "七上八下-correct-horse"


def run(*arguments, **more):
    return CliRunner().invoke(app, list(arguments), **more)


def refusal(*arguments, **more):
    done = run(*arguments, **more)
    assert isinstance(done.exception, InputError)
    return done.exception


def path_of(output):
    return known.secret_path(output)


def test_owner_alone_gives_a_setup_link(db):
    path = path_of(run("create", "--owner").output)
    assert path.startswith("/setup/")
    form = {
        "workspace": "甲",
        "name": "乙",
        "email": "a@b.example",
        "password": GOOD,
        "again": GOOD,
    }
    assert Client().post(path, form).status_code == 302


def test_a_created_account_sets_its_password_by_the_link(owner):
    done = run("create", "zhang@b.example", "--name", "张三", "--level", "manager", "--json")
    told = json.loads(done.output)
    path = path_of(told["link"])
    assert Client().post(path, {"password": GOOD, "again": GOOD}).status_code == 302
    assert Member.objects.of(owner).get(email="zhang@b.example").level == 30
    last = Activity.objects.of(owner).get(verb="member.created")
    assert last.actor_name == "命令行"


def test_a_link_signs_in_once_and_a_new_one_kills_the_old(member):
    mail = User.objects.get(id=member.user_id).email
    old, new = (path_of(run("link", mail).output) for _ in range(2))
    assert Client().post(old).status_code == 410
    assert Client().post(new).status_code == 302
    assert Client().post(new).status_code == 410


def test_a_password_from_stdin_is_set_and_a_weak_one_refused(member):
    mail = User.objects.get(id=member.user_id).email
    services.open_session(user=User.objects.get(id=member.user_id))
    assert refusal("password", mail, "--stdin", input="short\n").code == "password.weak"
    assert Session.objects.count() == 1
    assert run("password", mail, "--stdin", input=f"{GOOD}\n").exit_code == 0
    assert Session.objects.count() == 0
    assert services.sign_in(email=mail, password=GOOD, address="192.0.2.1")


def test_accounts_are_listed_with_their_workspaces(owner, member):
    rows = {row["name"]: row for row in json.loads(run("list", "--json").output)}
    assert rows["周岚"]["workspaces"][0]["level"] == "owner"
    assert rows["周立"]["password"] is False
    assert "周立" in run("list").output


def test_a_closed_account_is_opened_again(owner, member):
    mail = User.objects.get(id=member.user_id).email
    assert run("deactivate", mail).exit_code == 0
    assert not User.objects.get(id=member.user_id).is_active
    assert refusal("link", mail).code == "user.inactive"
    run("deactivate", mail, "--undo")
    assert User.objects.get(id=member.user_id).is_active


def test_the_last_owner_is_not_closed(owner):
    mail = User.objects.get(id=owner.user_id).email
    assert refusal("deactivate", mail).code == "member.last_owner"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["link", "nobody@b.example"], "user.unknown"),
        (["create", "no-address"], "email.shape"),
        (["create", "a@b.example", "--workspace", "absent"], "workspace.unknown"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments, code, owner):
    assert refusal(*arguments).code == code


def test_wrong_usage_is_two(owner):
    assert run("create").exit_code == 2
    assert run("create", "a@b.example", "--level", "king").exit_code == 2


def test_several_workspaces_have_to_be_told_apart(owner, outsider):
    assert refusal("create", "a@b.example").code == "workspace.which"
    assert run("create", "a@b.example", "--workspace", "huadongxiaoshouzhongxin").exit_code == 0
