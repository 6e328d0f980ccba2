#!/usr/bin/env python3
"""What scraping costs: Watchglass beside Prometheus and VictoriaMetrics, one after another on the same targets.

CPU time a million samples, resident memory a series, and after kill -9, some seconds after the time looked at: how long a
start takes, and how many of the scrapes measured are gone. See README.md.
"""

import argparse
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "differential"))

import servers  # noqa: E402


def cpu_seconds(pid):
    """User and system time of a process so far (its POSIX CPU clock)."""
    return time.clock_gettime((~pid << 3) | 2)


def resident(pid):
    """Bytes of memory."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) * 1024


def get(port, path, **params):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path + ("?" + urllib.parse.urlencode(params) if params else ""))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def query(port, text, **params):
    status, body = get(port, "/api/v1/query", query=text, **params)
    return json.loads(body)["data"]["result"] if status == 200 else []


def number(result):
    return float(result[0]["value"][1]) if result else 0.0


def write_config(path, port, targets, interval):
    with open(path, "w", encoding="utf-8") as out:
        out.write(f"global: {{scrape_interval: {interval}s, scrape_timeout: {interval}s}}\nscrape_configs:\n"
                  "- job_name: bench\n  static_configs:\n")
        for target in range(targets):
            out.write(f"  - targets: ['127.0.0.1:{port}']\n"
                      f"    labels: {{__param_target: '{target}', instance: 'host-{target:04d}:9100'}}\n")


class Peer:
    """One of the programs, on a folder of its own that outlives its process."""

    def __init__(self, name, folder, config, watchglass):
        self.name, self.config = name, config
        self.store = os.path.join(folder, name)
        self.log = os.path.join(folder, f"{name}.log")
        self.watchglass = watchglass
        self.port = None
        self.process = None

    def command(self):
        listen = f"127.0.0.1:{self.port}"
        if self.name == "prometheus":
            return [servers.find(None, "prometheus"), f"--config.file={self.config}", f"--storage.tsdb.path={self.store}",
                    f"--web.listen-address={listen}", "--log.level=error"]
        if self.name == "victoria-metrics":
            return [servers.find(None, "victoria-metrics"), f"-promscrape.config={self.config}",
                    f"-storageDataPath={self.store}", f"-httpListenAddr={listen}",
                    "-loggerLevel=ERROR", "-search.latencyOffset=1s"]
        return [self.watchglass, "serve", "--no-host-metrics", "--config.file", self.config, "--storage.path", self.store,
                "--web.listen-address", listen]

    def start(self):
        """Seconds until it is ready."""
        self.port = servers.free_port()
        begun = time.monotonic()
        with open(self.log, "ab") as out:
            self.process = subprocess.Popen(self.command(), stdout=out, stderr=out)
        path = "/health" if self.name == "victoria-metrics" else "/-/ready"
        while time.monotonic() - begun < 120:
            try:
                if get(self.port, path)[0] == 200:
                    return time.monotonic() - begun
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.002)
        with open(self.log, encoding="utf-8", errors="replace") as text:
            raise RuntimeError(f"{self.name} does not get ready:\n{text.read()[-2000:]}")

    def end(self, signum=signal.SIGTERM):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signum)
            self.process.wait(60)


def scrapes(peer, seconds, at):
    """Scrapes and good ones of the seconds before `at`, as the program stored them."""
    window = f"{round(seconds)}s"
    done = number(query(peer.port, f'sum(count_over_time(up{{job="bench"}}[{window}]))', time=at))
    good = number(query(peer.port, f'sum(sum_over_time(up{{job="bench"}}[{window}]))', time=at))
    return done, good


def measure(peer, args):
    peer.start()
    time.sleep(args.warmup)
    before, begun = cpu_seconds(peer.process.pid), time.monotonic()
    time.sleep(args.seconds)
    spent, seconds = cpu_seconds(peer.process.pid) - before, time.monotonic() - begun
    memory = resident(peer.process.pid)
    until = time.time()
    time.sleep(args.interval)  # what VictoriaMetrics took in is seen later
    done, good = scrapes(peer, seconds, until)
    peer.end(signal.SIGKILL)
    ready = peer.start()
    lost = good - scrapes(peer, seconds, until)[1]
    peer.end()
    samples = good * args.series
    return {"cpu": spent / max(samples, 1) * 1e6, "core": spent / seconds * 100, "memory": memory, "failed": done - good,
            "missed": args.targets * seconds / args.interval - good, "ready": ready, "lost": lost}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watchglass", default="build/release/watchglass")
    parser.add_argument("--targets", type=int, default=200)
    parser.add_argument("--series", type=int, default=1000, help="of a target")
    parser.add_argument("--interval", type=int, default=5, help="seconds between scrapes")
    parser.add_argument("--churn", type=float, default=0, help="part of the series that is replaced a minute")
    parser.add_argument("--warmup", type=float, default=30, help="seconds before measuring")
    parser.add_argument("--seconds", type=float, default=60, help="to measure")
    parser.add_argument("--only", help="names of programs, with commas between")
    args = parser.parse_args()
    chosen = args.only.split(",") if args.only else ["prometheus", "victoria-metrics", "watchglass"]
    active = args.targets * args.series
    print(f"{args.targets} targets x {args.series} series every {args.interval} s, {args.churn:.0%} replaced a minute, "
          f"{args.seconds:.0f} s after {args.warmup:.0f} s")
    results = {}
    for name in chosen:
        folder = tempfile.mkdtemp(prefix="watchglass-ingest-")
        source = subprocess.Popen([sys.executable, os.path.join(HERE, "targets.py"), "--series", str(args.series),
                                   "--churn", str(args.churn), "--interval", str(args.interval)],
                                  stdout=subprocess.PIPE, text=True)
        peer = Peer(name, folder, os.path.join(folder, "config.yml"), args.watchglass)
        try:
            write_config(peer.config, int(source.stdout.readline()), args.targets, args.interval)
            result = results[name] = measure(peer, args)
            print(f"{name:<18} {result['cpu']:6.3f} CPU s/million  {result['core']:6.2f} % of a core  "
                  f"{result['memory'] / 2**20:7.1f} MB  {result['memory'] / active:6.0f} B/series  "
                  f"missed {result['missed']:.0f}  failed {result['failed']:.0f}  "
                  f"after kill -9: ready in {result['ready'] * 1000:.0f} ms, {result['lost']:.0f} scrapes lost", flush=True)
        except servers.Missing as missing:
            print(f"{name}: skipped: {missing}")
        finally:
            peer.end(signal.SIGKILL)
            source.terminate()
            source.wait()
            shutil.rmtree(folder, ignore_errors=True)
    if "watchglass" in results and len(results) > 1:
        ours = results["watchglass"]
        for key, what in (("cpu", "CPU"), ("memory", "memory")):
            better = min(value[key] for name, value in results.items() if name != "watchglass")
            print(f"{what}: 1/{better / ours[key]:.1f} of the better")
    return 0


if __name__ == "__main__":
    sys.exit(main())
