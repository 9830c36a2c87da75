"""Settings of the workspace: name, logo, time zone, holidays, further workspaces."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from yunchou.engine.calendars import cn_holidays
from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import allows
from yunchou.web.ui import shell
from yunchou.web.users import forms, selectors, workspaces
from yunchou.web.users.logos import MOST_BYTES
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yunchou.web.core.permissions import Actor


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the settings; owners change them."""
    actor = actor_of(request)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            workspaces.change_workspace(
                actor=actor, version=forms.version(request.POST),
                values={name: request.POST[name] for name in ("name", "timezone")
                        if name in request.POST},
            )  # fmt: skip
        except DomainError as refusal:
            error = refusal
        else:
            return redirect("settings")
    return _page(request, actor, error)


def _page(request: HttpRequest, actor: Actor, error: DomainError | None = None) -> HttpResponse:
    years = sorted({day.day.year for day in cn_holidays()})
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) < 5 else clock.today(actor.timezone).year
    year = min(max(year, years[0]), years[-1])
    workspace = selectors.workspace(actor=actor)
    context = {
        "error": error, "data": request.POST, "settings": workspace, "year": year, "years": years,
        "fault": lambda field: error.message if error and error.field == field else None,
        "manages": allows(actor, "workspace.manage", actor.level) and actor.token_id is None,
        "zones": _zones(workspace.timezone),
        "statutory": statutory(year), "estimated": estimated(year),
        "own": list(selectors.holidays(actor=actor, year=year)),
        "mine": selectors.memberships(actor.user_id), "max_mb": MOST_BYTES // 1024**2,
        "languages": settings.LANGUAGES, "demo_url": shell.link("demo-remove"),
        "today": clock.today(actor.timezone),
    }  # fmt: skip
    return shell.page(
        request, "users/settings.html", context, current="settings",
        status=error.status if error else 200, crumbs=[(_("设置"), "")],
    )  # fmt: skip


def _zones(present: str) -> list[tuple[str, str]]:
    """Return the time zones to choose from, the present one among them."""
    names = {present: present, **workspaces.TIMEZONES}
    return [
        (zone, zone if name == zone else _("%(place)s（%(zone)s）") % {"place": name, "zone": zone})
        for zone, name in names.items()
    ]


def statutory(year: int) -> list[dict[str, Any]]:
    """Return the holidays and make-up days of a year, neighbouring days in one row."""
    days = [row for row in cn_holidays() if row.day.year == year]
    runs = groupby(
        enumerate(days), lambda pair: (pair[1].kind, pair[1].day - dt.timedelta(days=pair[0]))
    )
    found = []
    for (kind, _start), run in runs:
        rows = [row for _n, row in run]
        names = [row.name for row in rows if not row.name.startswith("休息日")]
        found.append({
            "first": rows[0].day, "last": rows[-1].day, "days": len(rows),
            "working": kind == "makeup", "name": _name(names or [rows[0].name]),
        })  # fmt: skip
    return found


#: what the days of the table are called, in the reader's language
NAMES = {
    "元旦": lazy("元旦"), "春节": lazy("春节"), "农历除夕": lazy("农历除夕"),
    "清明节": lazy("清明节"), "劳动节": lazy("劳动节"), "端午节": lazy("端午节"),
    "中秋节": lazy("中秋节"), "国庆节": lazy("国庆节"), "休息日": lazy("休息日"),
    "调休上班": lazy("调休上班"),
}  # fmt: skip


def _name(names: list[str]) -> str:
    """Return what a run of days is called: 中秋节、国庆节, without what is said in brackets."""
    plain = dict.fromkeys(name.split("（")[0] for name in names)
    return _("、").join(str(NAMES.get(name, name)) for name in plain)


def estimated(year: int) -> bool:
    """Whether a year's days are estimated, because the notice is not published yet."""
    return any(row.estimated for row in cn_holidays() if row.day.year == year)


@require_POST
def logo(request: HttpRequest) -> HttpResponse:
    """Take a new logo, or go back to the seal."""
    actor = actor_of(request)
    file = request.FILES.get("logo")
    try:
        if request.POST.get("remove"):
            workspaces.remove_logo(actor=actor)
        elif file is None:
            raise DomainError("logo.none", _("请选择一张图片。"), "logo")
        else:
            workspaces.set_logo(actor=actor, data=file.read(MOST_BYTES + 1))
    except DomainError as error:
        return _page(request, actor, error)
    return redirect("settings")


@require_POST
def holidays(request: HttpRequest) -> HttpResponse:
    """Add, change or remove a day of the workspace's own."""
    actor = actor_of(request)
    back = f"{reverse('settings')}?year={request.POST.get('year', '')[:4]}#holidays"
    try:
        if remove := forms.uuid(request.POST.get("remove", "")):
            workspaces.remove_holiday(actor=actor, holiday_id=remove)
        else:
            day = forms.day(request.POST.get("day", ""))
            workspaces.set_holiday(
                actor=actor, day=day, name=request.POST.get("holiday", ""),
                working=request.POST.get("working") == "yes",
            )  # fmt: skip
            back = f"{reverse('settings')}?year={day.year}#holidays"
    except DomainError as error:
        error.field = "holiday" if error.field == "name" else error.field
        return _page(request, actor, error)
    return redirect(back)


@require_POST
def open_workspace(request: HttpRequest) -> HttpResponse:
    """Open another workspace and go there."""
    actor = actor_of(request)
    try:
        workspaces.open_workspace(actor=actor, name=request.POST.get("workspace", ""))
    except DomainError as error:
        return _page(request, actor, error)
    return redirect("/")
