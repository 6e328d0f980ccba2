#!/usr/bin/env python3
"""Asks Prometheus and Watchglass the same random questions and prints each difference.

    tests/differential/differential.py --watchglass build/release/watchglass --seed 1 --count 2000

Exit codes: 0 no difference, 1 differences, 77 a program is missing.
"""

import argparse
import os
import random
import sys
import tempfile

import compare
import dataset
import expressions
import servers

MISSING = 77


def arguments():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="of data and expressions")
    parser.add_argument("--count", type=int, default=500, help="how many expressions")
    parser.add_argument("--data", help="OpenMetrics file to answer from, instead of the one made from the seed")
    parser.add_argument("--expr", action="append", help="ask this instead of random expressions")
    parser.add_argument("--watchglass", default=os.path.join(here, "../../build/release/watchglass"))
    parser.add_argument("--prometheus", help="program to compare with (default: prometheus of PATH)")
    parser.add_argument("--promtool", help="program that makes its data (default: promtool of PATH)")
    parser.add_argument("--max-differences", type=int, default=50, help="stop after so many")
    parser.add_argument("--verbose", action="store_true", help="show differences of rounding and of Prometheus 3 too, and both answers")
    return parser.parse_args()


class Run:
    def __init__(self, args, ours, theirs):
        self.args, self.ours, self.theirs = args, ours, theirs
        self.counts = {verdict: 0 for verdict in compare.VERDICTS}
        self.errors = self.empty = 0
        self.times = random.Random(args.seed)

    def check(self, expression):
        start = dataset.START + self.times.randrange(0, max(1, dataset.END - dataset.START)) + 0.5
        step = self.times.choice((1, 7, 15, 30, 60, 300))
        end = start + step * self.times.randrange(1, 80)
        self.ask(expression, "/api/v1/query", {"time": start})
        self.ask(expression, "/api/v1/query_range", {"start": start, "end": end, "step": step})

    def ask(self, expression, path, times):
        newer = expression.replace("{smoothing}", "double_exponential_smoothing")
        ours = self.ours.ask(path, {"query": newer, **times})
        theirs = self.theirs.ask(path, {"query": expression.replace("{smoothing}", "holt_winters"), **times})
        verdict, text = compare.answers(expression, ours, theirs)
        self.counts[verdict] += 1
        self.errors += ours[0] != 200
        self.empty += ours[0] == 200 and not ours[1]["data"]["result"]
        if verdict == compare.DIFFERENT or (verdict != compare.SAME and self.args.verbose):
            self.report(verdict, newer, path, times, text)
            if self.args.verbose:
                print(f"  watchglass: {ours}\n  prometheus: {theirs}")

    def report(self, verdict, expression, path, times, text):
        options = " ".join(f"--{name} {value}" for name, value in times.items())
        kind = "instant" if path.endswith("query") else "range"
        print(f"{verdict}: {kind} {expression!r} {options}\n  {text}", flush=True)

    def check_series(self):
        """The questions about series and labels, over all of the data."""
        span = {"start": dataset.START, "end": dataset.END}
        for selector in ("up", '{job="api"}', '{room=~".+"}', "absent_metric", '{job!="api",kind=""}'):
            self.same("/api/v1/series", {"match[]": selector, **span})
            self.same("/api/v1/labels", {"match[]": selector, **span})
            for label in ("job", "__name__", "nothing"):
                self.same(f"/api/v1/label/{label}/values", {"match[]": selector, **span})

    def same(self, path, params):
        key = str if path.endswith("series") else None
        answers = []
        for server in (self.ours, self.theirs):
            status, body = server.ask(path, params)
            data = body.get("data", [])
            if path.endswith("series"):
                data = [sorted(one.items()) for one in data]
            answers.append((status, sorted(data, key=key)))
        verdict = compare.SAME if answers[0] == answers[1] else compare.DIFFERENT
        self.counts[verdict] += 1
        if verdict == compare.DIFFERENT:
            print(f"{verdict}: {path} {params}\n  {answers[0]}, Prometheus {answers[1]}", flush=True)


def compare_servers(args, ours, theirs, selectors):
    run = Run(args, ours, theirs)
    run.check_series()
    generator = expressions.Generator(args.seed, selectors)
    asked = 0
    for asked in range(1, (len(args.expr) if args.expr else args.count) + 1):
        run.check(args.expr[asked - 1] if args.expr else generator.expression())
        if run.counts[compare.DIFFERENT] >= args.max_differences:
            print("stopped: too many differences")
            break
    print(f"seed {args.seed}, {asked} expressions: {run.counts[compare.SAME]} answers the same, "
          f"{run.counts[compare.ROUNDED]} but for rounding, {run.counts[compare.NEWER]} as Prometheus 3 has it, {run.counts[compare.DIFFERENT]} different "
          f"({run.errors} errors, {run.empty} empty)")
    return 1 if run.counts[compare.DIFFERENT] else 0


def main():
    args = arguments()
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory(prefix="watchglass-differential-") as folder:
        data = args.data
        selectors = None
        if data is not None:
            with open(data, encoding="utf-8") as text:
                selectors = dataset.describe(text.read())
        else:
            data = os.path.join(folder, "data.om")
            with open(data, "w", encoding="utf-8") as out:
                out.write(dataset.openmetrics(args.seed))
        started = []
        try:
            started.append(servers.start_prometheus(data, folder, args.prometheus, args.promtool))
            started.append(servers.start_watchglass(data, folder, args.watchglass))
            return compare_servers(args, started[1], started[0], selectors)
        except servers.Missing as missing:
            print(f"skipped: {missing}")
            return MISSING
        finally:
            for server in started:
                server.stop()


if __name__ == "__main__":
    sys.exit(main())
