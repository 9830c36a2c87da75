"""Every text of the other workspace is a canary: it sings to its owner, and to nobody else."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.matrix import asking
from tests.matrix.asking import ask, path_values, route_of
from tests.matrix.test_who_gets_what import KEYS
from tests.matrix.world import CANARY

READS = [key for key in KEYS if route_of(key).method == "GET"]
#: where a person looks for words, and where ids may be asked for
SEARCHES = [
    "/search?q={q}", "/projects?q={q}", "/people?q={q}", "/mine?q={q}", "/changes?who={member}",
    "/api/v1/projects?q={q}", "/api/v1/members?q={q}", "/api/v1/projects/AAA/items?q={q}",
    "/api/v1/projects/AAA/items?assignee={member}", "/api/v1/projects/AAA/items?status={status}",
    "/api/v1/projects/AAA/people?q={q}", "/api/v1/projects/AAA/board?status={status}",
    "/api/v1/projects/AAA/gantt?ids={item}", "/api/v1/projects/AAA/changes?who={member}",
    "/projects/new?copy=BBB", "/p/AAA/changes?who={member}",
]  # fmt: skip


def words_of(answer) -> str:
    """Return the text of an answer, that of packed documents unpacked."""
    if answer.content[:2] != b"PK":
        return answer.content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as box:
        return " ".join(box.read(name).decode("utf-8", "replace") for name in box.namelist())


@pytest.mark.parametrize("key", READS)
def test_no_answer_to_another_workspace_holds_a_canary(key, world):
    line = asking.lines(world)[key]
    for person in ("owner", "viewer"):
        assert CANARY not in words_of(ask(world, key, line, world.client(person)))


@pytest.mark.parametrize("address", SEARCHES)
def test_no_search_finds_a_canary_of_another_workspace(address, world):
    away = world.objects["BBB"]
    asked = address.format(
        q=CANARY[:-1], member=away["Member"], status=away["Status"], item=away["WorkItem"]
    )
    answer = world.client("owner").get(asked)
    assert answer.status_code < 500
    assert CANARY not in words_of(answer)


def test_the_canaries_sing_to_their_owner(world):
    """Else the two tests above would prove nothing."""
    silent = []
    for key in READS:
        line, route = asking.lines(world)[key], route_of(key)
        if "key" in route.parameters:
            path = path_values(world, route, line, "BBB")
            answer = ask(world, key, line, world.client("outsider"), path=path)
            if CANARY not in words_of(answer):
                silent.append(key)
    assert len(silent) < len(READS) / 5, silent
    found = world.client("outsider").get(f"/search?q={CANARY[:-1]}")
    assert CANARY in words_of(found)
