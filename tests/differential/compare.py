"""Compares two answers of the HTTP API."""

import math
import re

TOLERANCE = 1e-12
# Prometheus 3 sums with compensation and averages by sum and count; 2 does neither, or its compensation makes NaN of sums
# that are infinite.
ROUNDING = 1e-6
SUMMING = ("sum", "avg", "stddev", "stdvar", "deriv", "predict_linear", "smoothing", "quantile", "rate", "increase", "delta")

SAME, ROUNDED, NEWER, DIFFERENT = VERDICTS = ("same", "rounded", "newer", "different")

# Prometheus 3 looks for several matches before it looks whether a comparison holds, Prometheus 2 after that.
EARLIER_ERRORS = ("multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)",
                  "multiple matches for labels: grouping labels must ensure unique matches")
COMPARISON = re.compile(r"[=!<>]=|[<>]")


def _values(a, b):
    if a == b:
        return SAME
    x, y = float(a), float(b)
    if math.isnan(x) and math.isnan(y):
        return SAME
    if math.isinf(x) and math.isnan(y):
        return NEWER
    if math.isnan(x) or math.isnan(y) or math.isinf(x) or math.isinf(y):
        return DIFFERENT
    size = max(abs(x), abs(y))
    if abs(x - y) <= TOLERANCE * size:
        return SAME
    return ROUNDED if abs(x - y) <= ROUNDING * max(size, 1e-3) else DIFFERENT


def _key(series):
    return tuple(sorted(series["metric"].items()))


def _points(series):
    return dict((str(t), v) for t, v in ([series["value"]] if "value" in series else series["values"]))


def _series(ours, theirs):
    """(verdict, text) of two lists of series, as sets."""
    a = {_key(s): _points(s) for s in ours}
    b = {_key(s): _points(s) for s in theirs}
    if len(a) != len(ours):
        return DIFFERENT, "a label set stands twice"
    for key in sorted(set(a) | set(b)):
        name = dict(key)
        if key not in a or key not in b:
            return DIFFERENT, f"{'missing' if key not in a else 'unexpected'} series {name}"
    verdict, text = SAME, ""
    for key in sorted(a):
        for t in sorted(set(a[key]) | set(b[key]), key=float):
            left, right = a[key].get(t), b[key].get(t)
            found = DIFFERENT if left is None or right is None else _values(left, right)
            if found == DIFFERENT:
                return DIFFERENT, f"{dict(key)} at {t}: {left}, Prometheus {right}"
            if found == NEWER or (found == ROUNDED and verdict == SAME):
                verdict, text = found, f"{dict(key)} at {t}: {left}, Prometheus {right}"
    return verdict, text


def _chosen(ours, theirs):
    """topk and bottomk: which of equal values are taken is open, their values are not."""
    verdict = SAME
    a, b = {}, {}
    for values, result in ((a, ours), (b, theirs)):
        for series in result:
            for t, v in _points(series).items():
                values.setdefault(t, []).append(float(v))
    for t in sorted(set(a) | set(b), key=float):
        left, right = (sorted(one.get(t, []), key=lambda v: (math.isnan(v), v)) for one in (a, b))
        if len(left) != len(right):
            return DIFFERENT, f"at {t}: {left}, Prometheus {right}"
        for x, y in zip(left, right):
            found = _values(x, y)
            if found == DIFFERENT:
                return DIFFERENT, f"at {t}: {left}, Prometheus {right}"
            verdict = found if found != SAME else verdict
    return verdict, ""


def _order(expression, ours, theirs):
    """sort() and sort_desc() at the root give an order, by value."""
    if not expression.startswith(("sort(", "sort_desc(")):
        return SAME, ""
    a = [s["value"][1] for s in ours]
    b = [s["value"][1] for s in theirs]
    if all(_values(x, y) != DIFFERENT for x, y in zip(a, b)):
        return SAME, ""
    return DIFFERENT, f"order {a}, Prometheus {b}"


def answers(expression, ours, theirs):
    """(verdict, text) of two pairs of status and body."""
    (status, body), (their_status, their_body) = ours, theirs
    if body.get("error") in EARLIER_ERRORS and body["error"] != their_body.get("error") and COMPARISON.search(expression):
        if their_status == 200 or their_body.get("errorType") == "execution":
            return NEWER, f"{body['error']}, Prometheus {their_body.get('error', 'success')}"
    if status != their_status or body.get("errorType") != their_body.get("errorType"):
        return DIFFERENT, f"{status} {body.get('error', 'success')}, Prometheus {their_status} " \
                          f"{their_body.get('error', 'success')}"
    if status != 200:  # which labels and series are named depends on the order of series
        words, their_words = (one["error"].split("{")[0] for one in (body, their_body))
        return (SAME, "") if words == their_words else (DIFFERENT, f"{body['error']}, Prometheus {their_body['error']}")
    data, their_data = body["data"], their_body["data"]
    if data["resultType"] != their_data["resultType"]:
        return DIFFERENT, f"{data['resultType']}, Prometheus {their_data['resultType']}"
    if data["resultType"] in ("scalar", "string"):
        same = _values(data["result"][1], their_data["result"][1])
        return same, f"{data['result']}, Prometheus {their_data['result']}"
    if expression.startswith(("topk", "bottomk")):
        return _chosen(data["result"], their_data["result"])
    verdict, text = _series(data["result"], their_data["result"])
    if verdict in (ROUNDED, NEWER) and not any(name in expression for name in SUMMING):
        verdict = DIFFERENT
    if verdict != DIFFERENT and data["resultType"] == "vector":
        order, order_text = _order(expression, data["result"], their_data["result"])
        if order == DIFFERENT:
            return order, order_text
    return verdict, text
