"""2,000 series as a fleet of web servers has them, and the queries of dashboards over them.

Sample times end in .217 s and query times elsewhere, so that no sample lies on the edge of a window: Prometheus 2 and
3 treat edges differently.
"""

import collections
import random

START = 1_700_006_400 + 0.217
INTERVAL = 15

Query = collections.namedtuple("Query", "text window step")


def _counter(rng, steps, most):
    value = rng.randrange(200_000, 900_000)
    out = []
    for i in range(steps):
        value = rng.randrange(100_000, 150_000) if i % 3000 == 2999 else value + rng.randrange(0, most)
        out.append(value)
    return out


def _gauge(rng, steps, scale):
    return [round(rng.random() * scale, 2) for _ in range(steps)]


def series(steps):
    """(name, labels, values) of each series."""
    rng = random.Random(1)
    hosts = [f"host{i:02}:9100" for i in range(20)]
    for host in hosts:
        for path in range(10):
            for code in ("200", "301", "404", "500", "503"):
                labels = {"job": "web", "instance": host, "path": f"/p{path}", "code": code}
                yield "http_requests_total", labels, _counter(rng, steps, 40)
    for host in hosts:
        for cpu in range(8):
            for mode in ("idle", "user", "system", "iowait"):
                labels = {"job": "node", "instance": host, "cpu": str(cpu), "mode": mode}
                yield "node_cpu_seconds_total", labels, _counter(rng, steps, 15)
    bounds = ("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf")
    for host in hosts:
        counts = [200_000 * (i + 1) for i in range(len(bounds))]
        rows = [[] for _ in bounds]
        for _ in range(steps):
            step = 0
            for i in range(len(bounds)):
                step += rng.randrange(0, 20)
                counts[i] += step
                rows[i].append(counts[i])
        for bound, values in zip(bounds, rows):
            yield "http_request_duration_seconds_bucket", {"job": "web", "instance": host, "le": bound}, values
    for host in hosts:
        labels = {"job": "node", "instance": host}
        yield "node_memory_MemAvailable_bytes", labels, _gauge(rng, steps, 8e9)
        yield "node_memory_MemTotal_bytes", labels, [8_000_000_000] * steps
        yield "node_load1", labels, _gauge(rng, steps, 16)
        for sensor in range(5):
            yield "node_hwmon_temp_celsius", {**labels, "sensor": f"temp{sensor}"}, _gauge(rng, steps, 80)


HOUR, STEP = 3600, 15
QUERIES = [Query(text, window, step) for text, window, step in (
    ("up_or_nothing", None, None),
    ("node_load1", None, None),
    ("sum(rate(http_requests_total[5m]))", None, None),
    ("sum by (code) (rate(http_requests_total[5m]))", None, None),
    ("topk(5, sum by (path) (rate(http_requests_total[5m])))", None, None),
    ("histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))", None, None),
    ("1 - avg(rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))", None, None),
    ("max_over_time(node_hwmon_temp_celsius[1h])", None, None),
    ("count by (mode) (node_cpu_seconds_total)", None, None),
    ("avg_over_time(node_load1[6h])", None, None),
    ("node_load1", HOUR, STEP),
    ("http_requests_total{code=\"500\"}", HOUR, STEP),
    ("rate(http_requests_total{code=\"500\"}[5m])", HOUR, STEP),
    ("sum(rate(http_requests_total[5m]))", HOUR, STEP),
    ("sum by (code) (rate(http_requests_total[5m]))", HOUR, STEP),
    ("sum by (instance, path) (rate(http_requests_total[1m]))", HOUR, STEP),
    ("sum(rate(http_requests_total{code=~\"5..\"}[5m])) / sum(rate(http_requests_total[5m]))", HOUR, STEP),
    ("histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))", HOUR, STEP),
    ("histogram_quantile(0.5, rate(http_request_duration_seconds_bucket[5m]))", HOUR, STEP),
    ("100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m])))", HOUR, STEP),
    ("1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", HOUR, STEP),
    ("avg by (instance) (node_hwmon_temp_celsius)", HOUR, STEP),
    ("max by (instance) (max_over_time(node_hwmon_temp_celsius[10m]))", HOUR, STEP),
    ("quantile(0.9, node_load1)", HOUR, STEP),
    ("topk(3, node_load1)", HOUR, STEP),
    ("irate(node_cpu_seconds_total{mode=\"user\"}[2m])", HOUR, STEP),
    ("sum by (mode) (rate(node_cpu_seconds_total[5m]))", 6 * HOUR, 60),
    ("sum by (code) (increase(http_requests_total[1h]))", 24 * HOUR, 300),
    ("avg_over_time(node_load1[30m])", 24 * HOUR, 300),
    ("deriv(node_memory_MemAvailable_bytes[15m])", 6 * HOUR, 60),
)]

# What 40 panels of one dashboard ask.
REFRESH = [query.format(n) for query in (
    "sum by (code) (rate(http_requests_total{{path=\"/p{0}\"}}[5m]))",
    "sum(rate(http_requests_total{{path=\"/p{0}\",code=~\"5..\"}}[5m])) / sum(rate(http_requests_total{{path=\"/p{0}\"}}[5m]))",
    "100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{{mode=\"idle\",instance=~\"host{0}.*\"}}[5m])))",
    "max by (instance) (node_hwmon_temp_celsius{{sensor=\"temp{0}\"}})",
) for n in range(10)]
