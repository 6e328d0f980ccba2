"""Starts Prometheus and Watchglass over the same data, and asks them."""

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.parse

PATIENCE = 60  # seconds until a server listens


class Missing(Exception):
    """A program is not installed."""


def find(program, default):
    path = shutil.which(program or default)
    if path is None:
        raise Missing(f"{program or default} is not installed")
    return path


class Server:
    """A process and a connection to it that is kept open."""

    def __init__(self, name, command, log):
        self.name = name
        self.log = log
        with open(log, "wb") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out)
        self.port = None
        self.connection = None

    def ask(self, path, params):
        """Status and decoded body of a POST; `values` of a label take only GET."""
        form = urllib.parse.urlencode(params, doseq=True)
        for attempt in (0, 1):
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                if path.endswith("/values"):
                    self.connection.request("GET", f"{path}?{form}")
                else:
                    kind = {"Content-Type": "application/x-www-form-urlencoded"}
                    self.connection.request("POST", path, form, kind)
                answer = self.connection.getresponse()
                body = answer.read()
                return answer.status, json.loads(body)
            except (http.client.HTTPException, OSError):
                self.connection.close()
                self.connection = None
                if attempt or self.process.poll() is not None:
                    raise

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as text:
            return text.read()

    def wait(self, ready):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            if ready():
                return
            time.sleep(0.05)
        raise RuntimeError(f"{self.name} does not answer:\n{self.said()}")

    def stop(self):
        if self.connection is not None:
            self.connection.close()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_prometheus(data, folder, prometheus, promtool):
    """With the samples of an OpenMetrics file in its blocks."""
    find(prometheus, "prometheus")
    subprocess.run([find(promtool, "promtool"), "tsdb", "create-blocks-from", "openmetrics", data,
                    os.path.join(folder, "prometheus")], check=True, stdout=subprocess.DEVNULL)
    config = os.path.join(folder, "prometheus.yml")
    with open(config, "w", encoding="utf-8") as out:
        out.write("global: {}\n")
    return prometheus_server(folder, prometheus, config, [])


def prometheus_server(folder, prometheus, config, options):
    program = find(prometheus, "prometheus")
    port = free_port()
    server = Server("prometheus", [program, f"--config.file={config}",
                                   f"--storage.tsdb.path={os.path.join(folder, 'prometheus')}",
                                   "--storage.tsdb.retention.time=100y", f"--web.listen-address=127.0.0.1:{port}",
                                   "--log.level=warn", *options], os.path.join(folder, "prometheus.log"))
    server.port = port

    def ready():
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/-/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False

    server.wait(ready)
    return server


def start_watchglass(data, folder, program):
    """With the samples of an OpenMetrics file in its store."""
    subprocess.run([program, "import", "openmetrics", data, "--storage.path", os.path.join(folder, "watchglass")],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return watchglass_server(folder, program, [])


def watchglass_server(folder, program, options):
    server = Server("watchglass", [program, "serve", "--storage.path", os.path.join(folder, "watchglass"),
                                   "--storage.retention", "100y", "--no-host-metrics",
                                   "--web.listen-address", "127.0.0.1:0",
                                   "--enable-feature=promql-experimental-functions", *options],
                    os.path.join(folder, "watchglass.log"))

    def ready():
        match = re.search(r"listening on .*\(port (\d+)\)", server.said())
        server.port = int(match.group(1)) if match else None
        return server.port is not None

    server.wait(ready)
    return server
