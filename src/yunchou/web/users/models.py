"""People, workspaces, and who belongs where.

`User` and `Workspace` are global; a `Member` is a person inside one workspace, with or without
an account yet, and is what tasks, goals and risks refer to.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunchou.web.core.ids import uuid7
from yunchou.web.core.models import TenantModel
from yunchou.web.core.permissions import Level

LEVELS = [
    (Level.VIEWER.value, _("只读成员")),
    (Level.MEMBER.value, pgettext_lazy("level", "成员")),
    (Level.MANAGER.value, _("管理者")),
    (Level.OWNER.value, _("所有者")),
]


class Workspace(models.Model):
    """A company or department that works for itself; nothing crosses its border."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    logo = models.CharField(max_length=300, blank=True, default="")
    timezone = models.CharField(max_length=60, default="Asia/Shanghai")
    currency = models.CharField(max_length=3, default="CNY")
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser):
    """A person who can sign in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="zh-hans")
    theme = models.CharField(max_length=10, default="auto")
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_login = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = BaseUserManager["User"]()

    def __str__(self) -> str:
        return self.name


class Member(TenantModel):
    """A person in a workspace: level, functions, department and position."""

    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True, default="")
    department = models.CharField(max_length=100, blank=True, default="")
    position = models.CharField(max_length=100, blank=True, default="")
    level = models.PositiveSmallIntegerField(choices=LEVELS, default=Level.MEMBER.value)
    functions = models.JSONField(default=list, blank=True)
    pinyin = models.CharField(max_length=400, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="member_once"),
        ]
        indexes = [models.Index(fields=["workspace", "name"], name="member_name")]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """A signed-in browser. The cookie holds the token, the row only its hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    workspace = models.ForeignKey(
        Workspace, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    user_agent = models.CharField(max_length=300, blank=True, default="")
    address = models.GenericIPAddressField(null=True)


class SignInLink(models.Model):
    """A link that works once: first day, sign-in, password reset, invitation."""

    PURPOSES = [
        ("sign-in", "sign-in"), ("reset", "reset"), ("invite", "invite"), ("setup", "setup"),
    ]  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=10, choices=PURPOSES)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )


class SignInFailure(models.Model):
    """A failed attempt, kept to slow down guessing, by account and by address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.CharField(max_length=260)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="sign_in_failure")]


class ApiToken(TenantModel):
    """A personal token for programs; the row holds only its hash."""

    SCOPES = [("read", _("只读")), ("write", _("读写"))]

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=12)
    scope = models.CharField(max_length=10, choices=SCOPES, default="read")
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Holiday(TenantModel):
    """A day that a workspace works or rests differently from the statutory calendar."""

    day = models.DateField()
    name = models.CharField(max_length=100)
    working = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "day"], name="holiday_once"),
        ]
