"""The plan's tables as pages show them: rows of cells, each with what its editor needs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yunchou.web.core.permissions import allows
from yunchou.web.projects import registers
from yunchou.web.projects.registers import columns

__all__ = ["Cell", "Row", "Table", "replace", "row_of", "table", "with_options"]

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers import Register
    from yunchou.web.projects.registers.columns import Lookups, Option


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: what is stored, what is read, and how it is edited."""

    name: str
    label: str
    kind: str
    value: Any
    text: str
    editable: bool = False
    control: str = ""  # of the element yc-edit; "" when only the form can edit it
    options: list[Option] | None = None

    @property
    def typed(self) -> str:
        """The stored value as a control holds it."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `obj` is the stored one, `extra` what a page computed for it."""

    id: str
    code: str
    version: int
    api: str
    form: str
    delete: str
    cells: dict[str, Cell]
    obj: Any
    extra: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Cell:
        return self.cells[name]

    def shows(self, name: str) -> bool:
        """Whether the reader may see a field."""
        return name in self.cells


@dataclass(frozen=True, slots=True)
class Table:
    """A register of a project as one reader sees it."""

    key: str
    title: str
    rows: list[Row]
    may_add: bool
    add: str
    new: str
    trash: str
    undo: str
    quick: list[Cell]

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def table(
    *, actor: Actor, project: Project, entry: Register, lookups: Lookups, found: Any = None
) -> Table:
    """Return a register as a page shows it: one query, and one for each list it refers to."""
    stored: Iterable[Any] = (
        registers.rows(actor=actor, project=project, entry=entry) if found is None else found
    )
    where = {"key": project.key, "register": entry.key}
    may_add = allows(actor, entry.need, project.level)
    return Table(
        key=entry.key, title=str(entry.title), may_add=may_add,
        rows=[row_of(actor, project, entry, row, lookups) for row in stored],
        add=reverse("register-add", kwargs=where), new=reverse("register-new", kwargs=where),
        trash=reverse("register-trash", kwargs=where), undo=undo_address(project),
        quick=blank_cells(entry, actor, project, lookups, entry.quick or entry.fields[:1])
        if may_add else [],
    )  # fmt: skip


def undo_address(project: Project) -> str:
    """Return where a change is taken back, with {id} in it."""
    return f"/api/v1/projects/{project.key}/undo/{{id}}"


def row_of(actor: Actor, project: Project, entry: Register, row: Any, lookups: Lookups) -> Row:
    """Return one stored row as a page shows it."""
    writable = registers.writable_fields(entry, actor, project)
    where = {"key": project.key, "register": entry.key, "row_id": row.id}
    cells = {
        columns.public(name): _cell(entry, name, row, lookups, editable=name in writable)
        for name in registers.visible_fields(entry, actor, project)
    }
    return Row(
        id=str(row.id), code=row.code, version=row.version, cells=cells, obj=row,
        api=f"/api/v1/projects/{project.key}/registers/{entry.key}/{row.id}",
        form=reverse("register-row", kwargs=where),
        delete=reverse("register-delete", kwargs=where),
    )  # fmt: skip


def _cell(entry: Register, name: str, row: Any, lookups: Lookups, *, editable: bool) -> Cell:
    kind, value = columns.kind_of(entry, name), columns.raw(entry, name, row)
    control = columns.INLINE.get(kind, "")
    choices = editable and control == "select"
    return Cell(
        name=columns.public(name), label=label_of(entry, name), kind=kind, value=value,
        text=columns.shown(entry, name, value, lookups), editable=editable, control=control,
        options=columns.options(entry, name, lookups, value) if choices else None,
    )  # fmt: skip


def with_options(entry: Register, cell: Cell, lookups: Lookups) -> Cell:
    """Return a cell with everything that its control in a form may offer."""
    name = next(field for field in entry.fields if columns.public(field) == cell.name)
    single = cell.value if not isinstance(cell.value, list) else ""
    return replace(cell, options=columns.options(entry, name, lookups, single))


def blank_cells(
    entry: Register, actor: Actor, project: Project, lookups: Lookups, names: Iterable[str]
) -> list[Cell]:
    """Return empty cells for a form that adds a row."""
    visible = registers.visible_fields(entry, actor, project)
    return [
        Cell(
            name=columns.public(name), label=label_of(entry, name),
            kind=columns.kind_of(entry, name), value=_default(entry, name), text="", editable=True,
            control=columns.INLINE.get(columns.kind_of(entry, name), ""),
            options=columns.options(entry, name, lookups),
        )
        for name in names
        if name in visible
    ]  # fmt: skip


def _default(entry: Register, name: str) -> Any:
    column: Any = entry.model._meta.get_field(name)  # noqa: SLF001 (Django's public name for it)
    given = column.get_default() if column.has_default() else ""
    return "" if given == 0 else given


def label_of(entry: Register, name: str) -> str:
    """Return a field's name for people."""
    stated = entry.columns.get(name)
    return str(stated.label) if stated else columns.public(name)


def hint_of(entry: Register, name: str) -> str:
    """Return the line of help below a field's control."""
    stated = entry.columns.get(name)
    given = str(stated.hint) if stated else ""
    if not given and columns.kind_of(entry, name) == "money":
        return str(_("单位元，可写 1.2万。"))
    return given
