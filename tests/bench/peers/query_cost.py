#!/usr/bin/env python3
"""CPU time of queries over HTTP: Watchglass beside Prometheus and VictoriaMetrics, on the same backfilled data.

A ratio counts only when the answers agree with Prometheus's. See README.md.
"""

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "differential"))

import servers  # noqa: E402
from workload import INTERVAL, QUERIES, REFRESH, START, series  # noqa: E402


def cpu_seconds(pid):
    """User and system time of a process so far (its POSIX CPU clock)."""
    return time.clock_gettime((~pid << 3) | 2)


def write_data(folder, steps):
    """The series as OpenMetrics text and as VictoriaMetrics's JSON lines."""
    text = os.path.join(folder, "data.om")
    lines = os.path.join(folder, "data.jsonl")
    stamps = [f"{START + i * INTERVAL:.3f}" for i in range(steps)]
    millis = [round((START + i * INTERVAL) * 1000) for i in range(steps)]
    with open(text, "w", encoding="utf-8") as om, open(lines, "w", encoding="utf-8") as jl:
        for name, labels, values in series(steps):
            key = ",".join(f'{k}="{v}"' for k, v in labels.items())
            om.write("".join(f"{name}{{{key}}} {v} {t}\n" for v, t in zip(values, stamps)))
            metric = {"__name__": name, **labels}
            jl.write(json.dumps({"metric": metric, "values": values, "timestamps": millis}) + "\n")
        om.write("# EOF\n")
    return text, lines


def start_victoria(lines, folder, program):
    port = servers.free_port()
    server = servers.Server("victoria-metrics", [
        servers.find(program, "victoria-metrics"), f"-storageDataPath={folder}/victoria", "-retentionPeriod=100y",
        f"-httpListenAddr=127.0.0.1:{port}", "-loggerLevel=ERROR"], os.path.join(folder, "victoria.log"))
    server.port = port

    def ready():
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).status == 200
        except OSError:
            return False

    server.wait(ready)
    with open(lines, "rb") as data:
        batch = []
        for line in data:
            batch.append(line)
            if len(batch) == 50:
                post(port, "/api/v1/import", b"".join(batch))
                batch = []
        if batch:
            post(port, "/api/v1/import", b"".join(batch))
    post(port, "/internal/force_flush", b"")
    return server


def post(port, path, body):
    urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body), timeout=120).read()


def ask(server, params):
    path = "/api/v1/query_range" if "step" in params else "/api/v1/query"
    status, body = server.ask(path, params)
    if status != 200:
        raise RuntimeError(f"{server.name}: {params['query']}: {body}")
    return body


def cost(server, params, least_cpu):
    """Milliseconds of CPU a query takes, over as many repetitions as fill `least_cpu` seconds (at least five)."""
    ask(server, params)
    before = cpu_seconds(server.process.pid)
    count = 0
    while count < 5 or (cpu_seconds(server.process.pid) - before < least_cpu and count < 200):
        ask(server, params)
        count += 1
    return (cpu_seconds(server.process.pid) - before) * 1000 / count


def points(body):
    """{labels: {time: value}} of an answer."""
    out = {}
    for one in body["data"]["result"]:
        values = one["values"] if "values" in one else [one["value"]]
        out[json.dumps(one["metric"], sort_keys=True)] = {float(t): float(v) for t, v in values}
    return out


def differs(a, b):
    """What is different between two answers, or None."""
    left, right = points(a), points(b)
    if left.keys() != right.keys():
        return f"{len(left)} series against {len(right)}"
    for labels, values in left.items():
        others = right[labels]
        if values.keys() != others.keys():
            return f"{labels}: {len(values)} points against {len(others)}"
        for t, v in values.items():
            w = others[t]
            same = v == w or (math.isnan(v) and math.isnan(w)) or abs(v - w) <= 1e-12 * max(abs(v), abs(w))
            if not same:
                return f"{labels} at {t}: {v!r} against {w!r}"
    return None


def settle(server):
    """Waits until a server has dealt with what was loaded (blocks, merges): what it does then is no query's cost."""
    for _ in range(90):
        before = cpu_seconds(server.process.pid)
        time.sleep(1)
        if cpu_seconds(server.process.pid) - before < 0.01:
            return


def await_rollups(folder):
    """Watchglass makes those of old blocks a minute after its start, which is no query's cost either."""
    for _ in range(150):
        names = os.listdir(os.path.join(folder, "watchglass"))
        if sum(n.startswith("rollup-") for n in names) >= sum(n.startswith("block-") for n in names):
            return
        time.sleep(1)


def query_params(query, end):
    if query.step is None:
        return {"query": query.text, "time": end}
    return {"query": query.text, "start": end - query.window, "end": end, "step": query.step}


def measure_queries(prometheus, victoria, watchglass, end, least_cpu):
    print(f"{'query':<82} {'prom ms':>8} {'vm ms':>8} {'wg ms':>8}  of the better")
    ratios = []
    for query in QUERIES:
        params = query_params(query, end)
        wrong = differs(ask(prometheus, params), ask(watchglass, params))
        theirs = cost(prometheus, params, least_cpu)
        other = cost(victoria, {**params, "nocache": "1"}, least_cpu)
        ours = cost(watchglass, {**params, "nocache": "1"}, least_cpu)
        ratio = ours / min(theirs, other)
        note = f"differs: {wrong}" if wrong else f"1/{1 / ratio:.1f}"
        if not wrong:
            ratios.append(ratio)
        shown = f"{query.text} [{query.window // 60}m/{query.step}s]" if query.step else query.text
        print(f"{shown:<82} {theirs:8.2f} {other:8.2f} {ours:8.2f}  {note}", flush=True)
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else float("nan")
    print(f"geometric mean over {len(ratios)} of {len(QUERIES)} queries: 1/{1 / mean:.1f} of the better; "
          f"worst 1/{1 / max(ratios):.1f}")


def measure_refresh(all_servers, end, rounds):
    """A dashboard of 40 panels, one hour at 15 s, that moves on by one step a refresh."""
    print(f"\nrefresh of {len(REFRESH)} panels, 1 h at 15 s, moving by 15 s:")
    costs = {}
    for server in all_servers:
        at = end - rounds * 15 - 15
        for text in REFRESH:
            ask(server, {"query": text, "start": at - 3600, "end": at, "step": 15})
        before = cpu_seconds(server.process.pid)
        for i in range(1, rounds + 1):
            for text in REFRESH:
                ask(server, {"query": text, "start": at + 15 * i - 3600, "end": at + 15 * i, "step": 15})
        costs[server.name] = (cpu_seconds(server.process.pid) - before) * 1000 / rounds
        print(f"  {server.name:<18} {costs[server.name]:8.1f} ms CPU a refresh")
    better = min(value for name, value in costs.items() if name != "watchglass")
    print(f"  watchglass costs 1/{better / costs['watchglass']:.1f} of the better")


def memory(server):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) // 1024
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watchglass", default="build/release/watchglass")
    parser.add_argument("--hours", type=float, default=24, help="length of the data")
    parser.add_argument("--rounds", type=int, default=20, help="refreshes to average over")
    parser.add_argument("--least-cpu", type=float, default=0.2, help="seconds of CPU to fill per query and server")
    parser.add_argument("--keep", help="folder for data and stores, kept and used again")
    args = parser.parse_args()
    folder = args.keep or tempfile.mkdtemp(prefix="watchglass-bench-")
    os.makedirs(folder, exist_ok=True)
    steps = int(args.hours * 3600 / INTERVAL)
    end = START + steps * INTERVAL - INTERVAL + 7.283
    running = []
    try:
        text, lines = write_data(folder, steps)
        for start in (lambda: servers.start_prometheus(text, folder, None, None),
                      lambda: start_victoria(lines, folder, None),
                      lambda: servers.start_watchglass(text, folder, args.watchglass)):
            running.append(start())
        await_rollups(folder)
        for server in running:
            settle(server)
        measure_queries(*running, end, args.least_cpu)
        measure_refresh(running, end, args.rounds)
        print("\nresident memory: " + ", ".join(f"{s.name} {memory(s)} MB" for s in running))
    except servers.Missing as missing:
        print(f"skipped: {missing}")
        return 77
    finally:
        for server in running:
            server.stop()
        if not args.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
