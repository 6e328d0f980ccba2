#!/usr/bin/env python3
"""Scrape targets for ingest_cost.py: /metrics?target=N of one port, each with the same number of series.

A process of its own, so that making the bodies is nobody's cost. Prints its port. Bodies are made once for a number
of steps and served in turn, to each target from its own first step; --churn replaces that part of the series a minute.
"""

import argparse
import http.server
import random
import socketserver
import sys
import urllib.parse

STEPS = 64


def names(count):
    """Label sets of about 100 bytes, ten to a metric name."""
    paths = ("/", "/login", "/api/v1/items", "/api/v1/items/:id", "/healthz", "/static")
    for i in range(count):
        yield (f'service_request_{"duration" if i % 3 else "size"}_{i // 10:03d}_total',
               f'handler="{paths[i % 6]}",code="{200 + i % 7}",method="{("GET", "POST")[i % 2]}",shard="{i % 10}"')


class Column:
    """Values of a series: a constant, a counter of whole or decimal numbers, or a gauge, in the shares of real exporters."""

    def __init__(self, rng):
        self.rng = rng
        self.kind = rng.choices(("constant", "integer", "decimal", "gauge"), (3, 4, 2, 2))[0]
        self.value = rng.randrange(1, 10**6)

    def next(self):
        if self.kind == "integer":
            self.value += self.rng.randrange(0, 200)
        elif self.kind == "decimal":
            self.value = round(self.value + self.rng.random() * 5, 3)
        elif self.kind == "gauge":
            self.value = round(self.value * (1 + self.rng.gauss(0, 0.01)), 1)
        return self.value


def make_bodies(series, churn, interval):
    rng = random.Random(1)
    columns = [(name, labels, Column(rng)) for name, labels in names(series)]
    generation = [0] * series
    bodies = []
    for _ in range(STEPS):
        lines = []
        for i, (name, labels, column) in enumerate(columns):
            if churn and rng.random() < churn * interval / 60:
                generation[i] += 1
            if i % 10 == 0:
                lines.append(f"# HELP {name} What the service did.\n# TYPE {name} untyped\n")
            lines.append(f'{name}{{{labels},pod="{generation[i]:04d}"}} {column.next()}\n')
        bodies.append("".join(lines).encode())
    return bodies


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=1000)
    parser.add_argument("--churn", type=float, default=0, help="part of the series that is replaced a minute")
    parser.add_argument("--interval", type=float, default=5, help="seconds between the scrapes of a target")
    args = parser.parse_args()
    bodies = make_bodies(args.series, args.churn, args.interval)
    steps = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):  # noqa: N802 (the base class's name)
            target = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)["target"][0]
            step = steps[target] = steps.get(target, -1) + 1
            body = bodies[step % STEPS]
            head = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n")
            self.wfile.write(head.encode() + body)

        def log_message(self, *_):
            pass

    class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            """Connections end by reset when a program is killed."""

        request_queue_size = 512

    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
