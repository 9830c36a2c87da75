"""A query on a workspace's rows names the workspace, or it is refused."""

from __future__ import annotations

import pytest

from yunchou.web.core.models import UnscopedQueryError
from yunchou.web.projects.models import Project, WorkItem


@pytest.mark.parametrize(
    "ask",
    [
        lambda: list(WorkItem.objects.all()),
        lambda: WorkItem.objects.filter(name="x").count(),
        lambda: WorkItem.objects.exists(),
        lambda: WorkItem.objects.filter(name="x").first(),
        lambda: WorkItem.objects.filter(name="x").update(name="y"),
        lambda: WorkItem.objects.filter(name="x").delete(),
        lambda: list(WorkItem.objects.values_list("id", flat=True)),
        lambda: list(WorkItem.objects.all().iterator()),
    ],
)
def test_a_query_without_a_workspace_is_refused(ask, project):
    with pytest.raises(UnscopedQueryError):
        ask()


def test_a_query_with_a_workspace_sees_only_that_workspace(project, manager, outsider):
    assert Project.objects.of(manager).count() == 1
    assert Project.objects.of(outsider).count() == 0
