"""Edits a panel with mouse and keys of the real window: an option found by search, the title, undo, redo, saving."""

import json
import os
import subprocess
import sys
import time

from window import Atspi, described, named, wait_for

BOARD = os.environ["BOARD"]


def xdo(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)


def point_at(node):
    box = Atspi.Component.get_extents(node, Atspi.CoordType.SCREEN)
    xdo("mousemove", box.x + box.width // 2, box.y + box.height // 2)


def press(node):
    point_at(node)
    xdo("click", 1)


def wait_until(what, condition):
    deadline = time.monotonic() + 20
    while not condition():
        if time.monotonic() > deadline:
            sys.exit("FAIL: " + what)
        time.sleep(0.1)


def shown(name, role=None):
    return lambda node: named(name, role)(node) and node.get_state_set().contains(Atspi.StateType.SHOWING)


def ready(start):
    """A button that can be pressed; what would be undone follows in its name."""
    return lambda node: (
        (node.get_name() or "").startswith(start)
        and node.get_role_name() == "push button"
        and node.get_state_set().contains(Atspi.StateType.SHOWING)
        and node.get_state_set().contains(Atspi.StateType.SENSITIVE)
    )


def write(what, text):
    """Clicks into a field, replaces what it has, and leaves it."""
    field = wait_for(what, shown(what))
    press(field)
    wait_until(what + " is not focused", lambda: field.get_state_set().contains(Atspi.StateType.FOCUSED))
    xdo("key", "ctrl+a")
    xdo("type", text)
    xdo("key", "Tab")


def saved():
    with open(BOARD, encoding="utf-8") as file:
        return file.read()


before = saved()
panel = wait_for("the panel Answer with 42", described("Answer", "42"))
point_at(panel)
window = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Watchglass"], capture_output=True, text=True)
xdo("windowfocus", window.stdout.split()[-1])
xdo("key", "e")
wait_for("the search of options", shown("Search options"))

write("Search options", "decimals")
write("Standard options: Decimals", "2")
wait_for("the panel with decimals", described("Answer", "42.00"))

write("Search options", "title")
write("Panel options: Title", "Question")
wait_for("the panel under its new title", described("Question", "42.00"))

press(wait_for("what is undone", ready("Undo: Title of Answer")))
wait_for("the old title", described("Answer", "42.00"))
press(wait_for("what is undone", ready("Undo: Decimals of Answer")))
wait_for("the old format", lambda node: node.get_name() == "Answer" and "42.00" not in (node.get_description() or ""))
press(wait_for("what is redone", ready("Redo: Decimals of Answer")))
press(wait_for("what is redone", ready("Redo: Title of Answer")))
wait_for("the edited panel", described("Question", "42.00"))
if saved() != before:
    sys.exit("FAIL: the file changed before it was saved")

press(wait_for("save", ready("Save…")))
wait_for("what changes", shown("What changes"))
press(wait_for("the dialog's button", shown("Save", "push button")))
wait_until("the file is not saved", lambda: saved() != before)

# The title's line, and that to which the panel's field configuration was added.
lines = saved().splitlines()
changed = [line for line in before.splitlines() if line not in lines]
if len(changed) != 2 or '"Answer"' not in changed[0] or "vector(42)" not in changed[1]:
    sys.exit(f"FAIL: other lines changed too: {changed}")
after = json.loads(saved())
expected = json.loads(before)
expected["panels"][0]["title"] = "Question"
expected["panels"][0]["fieldConfig"] = {"defaults": {"decimals": 2}}
if after != expected:
    sys.exit(f"FAIL: saved was\n{saved()}")
print("the edited panel was saved")
