#!/usr/bin/env python3
"""How long Watchglass takes to start after kill -9: until it is ready, and until a query of stored samples is answered.

Directories of killed processes are made once; each start gets a copy. Several programs take turns. See README.md.
"""

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import backfill_cost
import ingest_cost
from ingest_cost import HERE, Peer, cpu_seconds, get, number, query
from workload import INTERVAL, START, series


class Start(Peer):
    """Watchglass on a directory; takes remote write, and keeps everything."""

    def command(self):
        return [*super().command(), "--web.enable-remote-write-receiver", "--storage.retention", "100y"]


def scraped(peer, args, churn):
    """Targets x 1,000 series are scraped every 5 s. Returns what all() should count, and a query of it."""
    source = subprocess.Popen([sys.executable, os.path.join(HERE, "targets.py"), "--series", "1000", "--churn", str(churn),
                               "--interval", "5"], stdout=subprocess.PIPE, text=True)
    try:
        ingest_cost.write_config(peer.config, int(source.stdout.readline()), args.targets, 5)
        peer.start()
        time.sleep(args.seconds)
        at = time.time()
        time.sleep(2)  # a commit interval and more: what was scraped until then is journaled
        text = f"sum(count_over_time(up[{round(args.seconds)}s]))"
        stored = number(query(peer.port, text, time=at))
        peer.end(signal.SIGKILL)
    finally:
        source.terminate()
        source.wait()
    return stored, text, at


def backfilled(peer, args):
    """History by remote write; what was acknowledged counts."""
    with open(peer.config, "w", encoding="utf-8") as out:
        out.write("global: {}\n")
    bodies, samples = backfill_cost.write_bodies(os.path.dirname(peer.config), int(args.hours * 3600 / INTERVAL))
    peer.start()
    backfill_cost.send(peer, bodies)
    peer.end(signal.SIGKILL)
    window = f"{int(args.hours * 3600) + 60}s"
    text = " + ".join(f"sum(count_over_time({name}[{window}]))" for name in sorted({name for name, _, _ in series(1)}))
    return samples, text, START + args.hours * 3600


def measure(peer, made, first):
    """Milliseconds until it is ready, of the processor by then, and until a query is answered; what is lost."""
    stored, text, at = made
    ready = peer.start()
    begun = time.monotonic() - ready
    spent = cpu_seconds(peer.process.pid)
    query(peer.port, first, time=at)
    answered = time.monotonic() - begun
    lost = stored - number(query(peer.port, text, time=at))
    peer.end(signal.SIGKILL)
    return ready * 1000, spent * 1000, answered * 1000, lost


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watchglass", action="append", help="may be repeated")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--targets", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=95, help="of scraping")
    parser.add_argument("--hours", type=float, default=24, help="of history")
    parser.add_argument("--only", default="scraped,churned,backfilled")
    args = parser.parse_args()
    programs = args.watchglass or ["build/release/watchglass"]
    for kind in args.only.split(","):
        folder = tempfile.mkdtemp(prefix="watchglass-start-")
        peer = Start("watchglass", folder, os.path.join(folder, "config.yml"), programs[0])
        try:
            if kind == "backfilled":
                made, first = backfilled(peer, args), "node_load1"
            else:
                made, first = scraped(peer, args, 0.1 if kind == "churned" else 0), "up"
            kept = peer.store + ".kept"
            os.rename(peer.store, kept)
            results = {program: [] for program in programs}
            for _ in range(args.runs):
                for program in programs:
                    shutil.rmtree(peer.store, ignore_errors=True)
                    shutil.copytree(kept, peer.store)
                    peer.watchglass = program
                    results[program].append(measure(peer, made, first))
            for program, rows in results.items():
                ready, spent, answered, lost = zip(*rows)
                print(f"{kind:<11} {os.path.basename(program):<12} ready {statistics.median(ready):5.0f} ms "
                      f"({min(ready):.0f}-{max(ready):.0f}), CPU {statistics.median(spent):4.0f} ms, first answer "
                      f"{statistics.median(answered):5.0f} ms ({min(answered):.0f}-{max(answered):.0f}), "
                      f"lost {max(lost):.0f} of {made[0]:.0f}", flush=True)
        finally:
            peer.end(signal.SIGKILL)
            shutil.rmtree(folder, ignore_errors=True)
    print("load " + " ".join(f"{load:.1f}" for load in os.getloadavg()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
