"""Finds its way in the window of window_test.sh as a screen reader does."""

import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

DEADLINE = time.monotonic() + 80


def walk(node, depth=0):
    if node is None or depth > 40:
        return
    yield node
    for index in range(node.get_child_count()):
        yield from walk(node.get_child_at_index(index), depth + 1)


def nodes():
    """Everything of the program; what disappears meanwhile is passed over."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(index)
        if program is None or "watchglass" not in (program.get_name() or "").lower():
            continue
        try:
            yield from walk(program)
        except gi.repository.GLib.Error:
            return


def wait_for(what, condition):
    """The first node for which the condition holds, asked for until there is one."""
    while time.monotonic() < DEADLINE:
        for node in nodes():
            try:
                if condition(node):
                    return node
            except gi.repository.GLib.Error:
                continue
        time.sleep(0.2)
    print("FAIL: nobody says", what)
    for node in nodes():
        print("  ", node.get_role_name(), repr(node.get_name()), repr(node.get_description()))
    sys.exit(1)


def named(name, role=None):
    return lambda node: node.get_name() == name and (role is None or node.get_role_name() == role)


def described(name, text):
    return lambda node: node.get_name() == name and text in (node.get_description() or "")
