#!/usr/bin/env python3
"""Formatting and reducing beside @grafana/data in Node, on the same numbers. CPU time, so that a busy machine does not count.

    tests/bench/grafana_data/compare.py [build/release/watchglass_bench]

Needs node and npm, and the network: the library goes into a temporary folder, which is removed. Developers only.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
VERSION = "13.2.1"
ROWS = {"format": "frame/format/100000", "reduce": "frame/reduce/200x1000"}


def theirs():
    with tempfile.TemporaryDirectory() as folder:
        packages = [f"@grafana/data@{VERSION}", "react@19", "react-dom@19"]
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages], cwd=folder,
                       check=True, stdout=subprocess.DEVNULL)
        script = shutil.copy(HERE / "measure.mjs", folder)
        out = subprocess.run(["node", script], cwd=folder, check=True, capture_output=True, text=True).stdout
        return json.loads(out.strip().splitlines()[-1])


def ours(program):
    out = subprocess.run([program, "--benchmark_filter=frame/(format|reduce/)", "--benchmark_format=json",
                          "--benchmark_repetitions=5"], check=True, capture_output=True, text=True).stdout
    runs = json.loads(out)["benchmarks"]
    times = {}
    for key, name in ROWS.items():
        mine = [run for run in runs if run["name"] == name and run["run_type"] == "iteration"]
        times[key] = min(run["cpu_time"] for run in mine)
        times[key + " checks"] = mine[0].get("characters", mine[0].get("total"))
    return times


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "build/release/watchglass_bench"
    mine, other = ours(program), theirs()
    if mine["format checks"] != other["characters"] or abs(mine["reduce checks"] / other["total"] - 1) > 1e-9:
        sys.exit(f"not the same work: {mine} {other}")
    for key in ROWS:
        print(f"{key}: {mine[key]:.2f} ms, @grafana/data {VERSION} {other[key]:.2f} ms: {other[key] / mine[key]:.1f} times")


if __name__ == "__main__":
    main()
