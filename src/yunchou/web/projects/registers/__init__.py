"""Registers: the plan's tables (goals, budget lines, risks…), declared once, written one way."""

from yunchou.web.projects.registers.services import (
    Register,
    add_row,
    all_registers,
    change_row,
    get,
    get_row,
    get_row_of,
    register,
    restore_row,
    rows,
    trash_row,
    visible_fields,
    writable_fields,
)

__all__ = [
    "Register",
    "add_row",
    "all_registers",
    "change_row",
    "get",
    "get_row",
    "get_row_of",
    "register",
    "restore_row",
    "rows",
    "trash_row",
    "visible_fields",
    "writable_fields",
]
