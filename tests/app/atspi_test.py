"""Walks the window of atspi_test.sh as a screen reader does; exits with 1 and says what is missing."""

import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

DEADLINE = time.monotonic() + 50


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


wait_for("the panel Answer with 42", described("Answer", "42"))
wait_for("the value of the stat", lambda node: node.get_role_name() == "label" and "42" in (node.get_description() or ""))
wait_for("the chart", named("Lines", "chart"))
wait_for("a series with its values", described("seven", "last 7, min 7, max 7"))
wait_for("the legend", named("Legend", "list"))


def is_legend_item(node):
    return named("eight", "list item")(node) and node.get_parent().get_name() == "Legend"


item = wait_for("a legend item", is_legend_item)
if not item.get_state_set().contains(Atspi.StateType.CHECKED):
    sys.exit("FAIL: the legend item is not checked")
action = item.get_action_iface()
names = [action.get_action_name(index) for index in range(action.get_n_actions())]
action.do_action(names.index("Toggle"))
wait_for(
    "that the series is hidden",
    lambda node: is_legend_item(node) and not node.get_state_set().contains(Atspi.StateType.CHECKED),
)
print("the window says what it shows")
