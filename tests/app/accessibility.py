"""What a screen reader is told: panels with their values, charts as lists of series, legend items that can be switched."""

import sys

from window import Atspi, described, named, wait_for

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
