"""The data that both servers answer from: an OpenMetrics text made from a seed.

Sample times end in .217 s while all times of queries end in .5 s and all durations are whole seconds, so that no sample
lies on the edge of a range or of the lookback: Prometheus 2 closes ranges on the left and Prometheus 3 does not.
Counters stay far from zero, because both extrapolate differently where a counter with gaps begins near it.
"""

import random
import re

START = 1_700_000_000  # seconds
INTERVAL = 15
STEPS = 600
END = START + INTERVAL * STEPS
SAMPLE_OFFSET = 3.217
BUCKETS = ("0.1", "0.5", "1.0", "2.5", "+Inf")


def _number(value):
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    return repr(value)


def _counter(rng, resets):
    value = rng.randrange(200_000, 900_000)
    for _ in range(STEPS):
        if resets and rng.random() < 0.01:
            value = rng.randrange(100_000, 150_000)
        value += rng.randrange(0, 400)
        yield value + 0.0


def _gauge(rng, low, high):
    value = rng.uniform(low, high)
    for _ in range(STEPS):
        value = min(high, max(low, value + rng.uniform(-1, 1) * (high - low) / 10))
        yield round(value, 3)


def _with_gaps(rng, values):
    gone = 0
    for value in values:
        gone = gone - 1 if gone > 0 else (rng.randrange(2, 60) if rng.random() < 0.03 else 0)
        yield None if gone else value


def _special(kind):
    for i in range(STEPS):
        yield {
            "nan": float("nan") if i % 7 < 3 else float(i),
            "inf": float("inf") if i % 11 == 4 else (float("-inf") if i % 11 == 6 else 1.5),
            "zero": 0.0,  # -0 keeps its sign in sums of Prometheus 2, and loses it in 3
            "huge": 1e120 * (1 + i % 5),
            "tiny": 5e-120 * (1 + i % 5),
            "same": 42.0,
        }[kind]


def _series(rng):
    """(family, type, name, labels, values) of every series, families together."""
    hosts = ("a:1", "b:1", "c:1")
    for job in ("api", "web"):
        for host in hosts:
            for code in ("200", "500"):
                labels = {"job": job, "instance": host, "code": code}
                yield "requests", "counter", "requests_total", labels, _counter(rng, code == "500")
    for job in ("api", "web"):
        for host in hosts:
            yield "queue_size", "gauge", "queue_size", {"job": job, "instance": host}, _gauge(rng, 0, 500)
    for room in ("attic", "cellar", "garden", "Küche"):
        yield "temperature", "gauge", "temperature", {"room": room}, _gauge(rng, -20, 35)
    for job in ("api", "web"):
        counts = [0] * len(BUCKETS)
        rows = []
        for _ in range(STEPS):
            step = 0
            for i in range(len(BUCKETS)):
                step += rng.randrange(0, 20)
                counts[i] += step
            rows.append([100_000.0 * (i + 1) + counts[i] for i in range(len(BUCKETS))])
        for i, le in enumerate(BUCKETS):
            values = (row[i] for row in rows)
            yield "latency_seconds", "histogram", "latency_seconds_bucket", {"job": job, "le": le}, values
        yield "latency_seconds", "histogram", "latency_seconds_count", {"job": job}, (row[-1] for row in rows)
        sums = (row[-1] / 3 for row in rows)
        yield "latency_seconds", "histogram", "latency_seconds_sum", {"job": job}, sums
    for x in ("1", "2", "3"):
        yield "sparse", "gauge", "sparse", {"x": x}, _with_gaps(rng, _counter(rng, False))
    for kind in ("nan", "inf", "zero", "huge", "tiny", "same"):
        yield "special", "gauge", "special", {"kind": kind}, _special(kind)
    for job, version in (("api", "1.2"), ("web", "3.4")):
        yield "build_version", "gauge", "build_version", {"job": job, "version": version}, (1.0 for _ in range(STEPS))
    for job in ("api", "web"):
        for host in hosts:
            values = (0.0 if rng.random() < 0.05 else 1.0 for _ in range(STEPS))
            yield "up", "gauge", "up", {"job": job, "instance": host}, values


def describe(text):
    """Metrics and matchers of an OpenMetrics text; from now on START and END are its times."""
    global START, END
    selectors, times = {}, []
    for line in text.splitlines():
        found = re.match(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+ (\d+(?:\.\d+)?)", line)
        if found:
            matchers = selectors.setdefault(found.group(1), [])
            times.append(float(found.group(3)))
            for label, value in re.findall(r'([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"', found.group(2) or ""):
                for matcher in (f'{label}="{value}"', f'{label}!="{value}"'):
                    if len(matchers) < 20 and matcher not in matchers:
                        matchers.append(matcher)
    if not times:
        raise SystemExit("no samples with a timestamp")
    START, END = int(min(times)), int(max(times)) + 1
    return selectors


def openmetrics(seed):
    rng = random.Random(seed)
    lines = []
    announced = set()
    for family, kind, name, labels, values in _series(rng):
        if family not in announced:
            announced.add(family)
            lines.append(f"# TYPE {family} {kind}")
        text = ",".join(f'{key}="{value}"' for key, value in labels.items())
        for i, value in enumerate(values):
            if value is not None:
                lines.append(f"{name}{{{text}}} {_number(value)} {START + i * INTERVAL + SAMPLE_OFFSET:.3f}")
    return "\n".join(lines) + "\n# EOF\n"
