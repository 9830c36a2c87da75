"""Rows of a workspace, and the activity spine.

`workspace` and `created_by` are the two foreign keys that point upward (to `users`): every table
needs them, and Django resolves them by name as it does AUTH_USER_MODEL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

from yunchou.web.core.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from yunchou.web.core.permissions import Actor

M = TypeVar("M", bound=models.Model)


class UnscopedQueryError(RuntimeError):
    """A query on tenant data that names no workspace: a bug, never an answer."""


class TenantQuerySet(models.QuerySet[M]):
    """Rows that can only be read or changed once a workspace has been named."""

    _scoped = False

    def of(self, actor: Actor) -> Self:
        """Rows of the actor's workspace."""
        return self.in_workspace(actor.workspace_id)

    def in_workspace(self, workspace_id: UUID) -> Self:
        """Rows of one workspace."""
        scoped = self.filter(workspace_id=workspace_id)
        scoped._scoped = True  # noqa: SLF001 (a queryset of this class)
        return scoped

    def across_workspaces(self) -> Self:
        """All rows: only for sign-in, backup and operators' commands."""
        clone = self.all()
        clone._scoped = True  # noqa: SLF001 (a queryset of this class)
        return clone

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._scoped = self._scoped
        return clone

    def _check(self) -> None:
        if not self._scoped:
            msg = f"{self.model.__name__}: name the workspace with .of(actor) or .in_workspace(id)"
            raise UnscopedQueryError(msg)

    def _fetch_all(self) -> None:
        self._check()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        """Stream the rows of a named workspace."""
        self._check()
        return super().iterator(chunk_size=chunk_size)

    def count(self) -> int:
        """Count the rows of a named workspace."""
        self._check()
        return super().count()

    def exists(self) -> bool:
        """Whether a named workspace has such a row."""
        self._check()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Aggregate over the rows of a named workspace."""
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """Change the rows of a named workspace."""
        self._check()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows of a named workspace."""
        self._check()
        return super().delete()


class TenantModel(models.Model):
    """A row that belongs to a workspace and is locked optimistically by its version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(
        "users.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        "users.User", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True


class ActivityStream(models.Model):
    """The counter of a project's (or workspace's) activity: lock of its writers, ETag of its pages.

    `id` is the project's id, or the workspace's for what belongs to no project.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    workspace = models.ForeignKey(
        "users.Workspace", on_delete=models.CASCADE, related_name="+", db_index=True
    )
    seq = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    objects = TenantQuerySet.as_manager()


class Activity(models.Model):
    """One change: who, what, field by field before and after. Append-only, hash-chained."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(
        "users.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    stream_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    user_id = models.UUIDField(null=True)  # no foreign key: the log outlives the account
    actor_name = models.CharField(max_length=200, default="")
    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.UUIDField()
    subject_version = models.PositiveIntegerField(default=0)
    subject_label = models.CharField(max_length=500, default="")
    changes = models.JSONField(default=dict)
    undoes = models.UUIDField(null=True)
    hash = models.CharField(max_length=64)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "stream_id", "seq"], name="activity_stream_seq"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "subject_id", "-seq"], name="activity_subject"),
            models.Index(fields=["workspace", "-at"], name="activity_recent"),
        ]


class SearchEntry(models.Model):
    """What can be found: a row per subject; the index over `grams` is the database's own."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(
        "users.Workspace", on_delete=models.CASCADE, related_name="+", db_index=True
    )
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField(unique=True)
    project_id = models.UUIDField(null=True, db_index=True)
    title = models.CharField(max_length=500)
    ref = models.CharField(max_length=30, blank=True, default="")
    url = models.CharField(max_length=300, blank=True, default="")
    grams = models.TextField()

    objects = TenantQuerySet.as_manager()
