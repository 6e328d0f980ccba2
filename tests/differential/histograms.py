#!/usr/bin/env python3
"""Compares native histograms with a real Prometheus: scraped as protobuf, stored, queried.

Both scrape the same bodies, whose samples carry their times, and are asked the same expressions, the second time after
Watchglass was started again. Exit code 1: an answer differs; 77: a program is missing.
"""

import argparse
import os
import sys
import tempfile
import time

import compare
import exposition
import servers

MISSING = 77
SAMPLES = 80

# Prometheus 2.42 interpolates within a bucket in a straight line, 3 along the exponential: quantiles are not asked.
EXPRESSIONS = (
    "rpc_seconds", "offset_metres", "rpc_seconds offset 3m", 'rpc_seconds{method="get"}',
    "rpc_seconds_bucket", "rpc_seconds_count",
    "histogram_count(rpc_seconds)", "histogram_sum(rpc_seconds)", "histogram_count(offset_metres)",
    "rate(rpc_seconds[5m])", "increase(rpc_seconds[3m])", "rate(rpc_seconds[47s])", "delta(offset_metres[5m])",
    "increase(rpc_seconds[1h])", "sum(rate(rpc_seconds[5m]))", "sum by (method) (increase(rpc_seconds[2m]))",
    "histogram_count(sum by (shard) (rate(rpc_seconds[4m])))", "histogram_sum(sum(rate(rpc_seconds[4m])))",
    "sum(rpc_seconds)", "sum by (room) (offset_metres)", "count(rpc_seconds)", "group by (method) (rpc_seconds)",
    "rpc_seconds + rpc_seconds", "rpc_seconds + ignoring (shard) group_left sum by (method) (rpc_seconds)",
    'rpc_seconds{shard="a"} + on (method) rpc_seconds{shard="b"}',
    "rpc_seconds and rpc_seconds{method='get'}", "rpc_seconds or offset_metres", "rpc_seconds unless rpc_total",
    "count_over_time(rpc_seconds[5m])", "present_over_time(rpc_seconds[1m])",
    "absent(rpc_seconds)", "timestamp(rpc_seconds)", "rate(rpc_seconds[5m:30s])", "rpc_seconds @ end()",
    "rate(rpc_seconds[5m] @ start())", "resets(rpc_total[10m])",
    "histogram_count(rate(rpc_seconds[5m])) / on (method, shard) histogram_sum(rate(rpc_seconds[5m]))",
)


def arguments():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="of the samples")
    parser.add_argument("--expr", action="append", help="ask this instead of the list")
    parser.add_argument("--watchglass", default=os.path.join(here, "../../build/release/watchglass"))
    parser.add_argument("--prometheus", help="program to compare with (default: prometheus of PATH)")
    parser.add_argument("--verbose", action="store_true", help="show both answers")
    return parser.parse_args()


def config(folder, name, port, native):
    """Scrapes far more often than the samples are apart, as each scrape brings the next one."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as out:
        out.write("global: {scrape_interval: 100ms, scrape_timeout: 100ms}\n"
                  "scrape_configs:\n- job_name: native\n"
                  + ("  scrape_native_histograms: true\n" if native else "")
                  + f"  static_configs: [{{targets: ['127.0.0.1:{port}'], labels: {{instance: one}}}}]\n")
    return path


def scrape(args, folder, contents, started):
    """Starts both servers, each with a target, and waits until they have all samples."""
    servers.find(args.prometheus, "prometheus")
    for name, native in (("watchglass", True), ("prometheus", False)):
        target = exposition.Target(contents)
        started.append(target)
        file = config(folder, f"{name}.yml", target.port, native)
        if native:
            server = servers.watchglass_server(folder, args.watchglass, ["--config.file", file])
        else:
            server = servers.prometheus_server(folder, args.prometheus, file, ["--enable-feature=native-histograms"])
        started.append(server)
        server.wait(target.done)
    return started[1], started[3]


def buckets(histogram):
    return [(rule, float(low), float(high), float(count)) for rule, low, high, count in histogram.get("buckets", [])]


def histograms(series):
    return [series["histogram"]] if "histogram" in series else series.get("histograms", [])


def close(a, b):
    return abs(a - b) <= compare.TOLERANCE * max(abs(a), abs(b))


def same_histogram(a, b):
    left, right = buckets(a), buckets(b)
    return (close(float(a["count"]), float(b["count"])) and close(float(a["sum"]), float(b["sum"])) and
            len(left) == len(right) and
            all(x[0] == y[0] and all(map(close, x[1:], y[1:])) for x, y in zip(left, right)))


def difference(ours, theirs):
    """What differs between two bodies of answers, or nothing."""
    if ours["status"] != theirs["status"]:
        return f"{ours.get('error', 'success')}, Prometheus {theirs.get('error', 'success')}"
    if ours["status"] != "success":
        return ""
    sides = [{tuple(sorted(one["metric"].items())): one for one in body["data"]["result"]} for body in (ours, theirs)]
    if sides[0].keys() != sides[1].keys():
        return f"series {sorted(sides[0])}, Prometheus {sorted(sides[1])}"
    for key, series in sides[0].items():
        other = sides[1][key]
        floats = [[one["value"]] if "value" in one else one.get("values", []) for one in (series, other)]
        if [t for t, _ in floats[0]] != [t for t, _ in floats[1]]:
            return f"{dict(key)}: {len(floats[0])} numbers, Prometheus {len(floats[1])}"
        for (t, a), (_, b) in zip(*floats):
            if compare._values(a, b) != compare.SAME:
                return f"{dict(key)} at {t}: {a}, Prometheus {b}"
        lists = [histograms(one) for one in (series, other)]
        if [t for t, _ in lists[0]] != [t for t, _ in lists[1]]:
            return f"{dict(key)}: histograms at {[t for t, _ in lists[0]]}, Prometheus {[t for t, _ in lists[1]]}"
        for (t, a), (_, b) in zip(*lists):
            if not same_histogram(a, b):
                return f"{dict(key)} at {t}: {a}, Prometheus {b}"
    return ""


def ask_all(args, ours, theirs, start_ms):
    first, last = start_ms / 1000, start_ms / 1000 + (SAMPLES - 1) * exposition.STEP_MS / 1000
    questions = []
    for expression in args.expr or EXPRESSIONS:
        # Half a second off the samples: 2 takes a sample at the left end of a range, 3 does not.
        for at in (first + 100.5, first + 607.5, last + 0.5):
            questions.append(("/api/v1/query", {"query": expression, "time": at}))
        questions.append(("/api/v1/query_range", {"query": expression, "start": first + 30.5, "end": last, "step": 30}))
    different = answers = empty = 0
    for path, params in questions:
        (_, mine), (_, other) = ours.ask(path, params), theirs.ask(path, params)
        found = difference(mine, other)
        answers += 1
        empty += not (mine.get("data") or {}).get("result")
        if found:
            different += 1
            print(f"different: {path} {params}\n  {found[:600]}")
            if args.verbose:
                print(f"  watchglass: {mine}\n  prometheus: {other}")
    print(f"seed {args.seed}, {answers} answers: {answers - different} the same, {different} different ({empty} empty)")
    return different


def main():
    args = arguments()
    sys.stdout.reconfigure(line_buffering=True)
    start_ms = (int(time.time()) - SAMPLES * exposition.STEP_MS // 1000) * 1000
    with tempfile.TemporaryDirectory(prefix="watchglass-histograms-") as folder:
        started = []
        try:
            ours, theirs = scrape(args, folder, exposition.bodies(args.seed, SAMPLES, start_ms), started)
            different = ask_all(args, ours, theirs, start_ms)
            ours.stop()
            started.append(servers.watchglass_server(folder, args.watchglass, []))
            return 1 if different + ask_all(args, started[-1], theirs, start_ms) else 0
        except servers.Missing as missing:
            print(f"skipped: {missing}")
            return MISSING
        finally:
            for one in started:
                one.stop()


if __name__ == "__main__":
    sys.exit(main())
