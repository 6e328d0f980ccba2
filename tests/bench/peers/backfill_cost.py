#!/usr/bin/env python3
"""CPU time of taking history by remote write (version 1): Watchglass beside Prometheus and VictoriaMetrics.

All get the same bodies, in the same order, one at a time. See README.md.
"""

import argparse
import ctypes
import http.client
import os
import shutil
import struct
import sys
import tempfile
import time

from query_cost import HERE, cpu_seconds, memory, settle
from workload import INTERVAL, START, series

sys.path.insert(0, os.path.join(HERE, "..", "..", "differential"))

import servers  # noqa: E402

SERIES_IN_BODY = 100
STEPS_IN_BODY = 20  # 2,000 samples, as many as Prometheus sends at once


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(tag, content):
    return bytes([tag << 3 | 2]) + varint(len(content)) + content


class Snappy:
    """The block format, by the C interface of the library."""

    def __init__(self):
        self.library = ctypes.CDLL("libsnappy.so.1")
        self.library.snappy_max_compressed_length.restype = ctypes.c_size_t
        self.library.snappy_max_compressed_length.argtypes = [ctypes.c_size_t]

    def pack(self, text):
        size = ctypes.c_size_t(self.library.snappy_max_compressed_length(len(text)))
        out = ctypes.create_string_buffer(size.value)
        if self.library.snappy_compress(text, ctypes.c_size_t(len(text)), out, ctypes.byref(size)) != 0:
            raise RuntimeError("snappy_compress failed")
        return out.raw[:size.value]


def write_bodies(folder, steps):
    """One file of length-prefixed bodies, ascending by time. Returns its path and the number of samples."""
    snappy = Snappy()
    everything = []
    for name, labels, values in series(steps):
        pairs = sorted({"__name__": name, **labels}.items())
        head = b"".join(field(1, field(1, k.encode()) + field(2, v.encode())) for k, v in pairs)
        everything.append((head, values))
    path = os.path.join(folder, "bodies")
    with open(path, "wb") as out:
        for from_step in range(0, steps, STEPS_IN_BODY):
            to_step = min(steps, from_step + STEPS_IN_BODY)
            stamps = [b"\x10" + varint(round((START + i * INTERVAL) * 1000)) for i in range(from_step, to_step)]
            for at in range(0, len(everything), SERIES_IN_BODY):
                message = bytearray()
                for head, values in everything[at:at + SERIES_IN_BODY]:
                    one = bytearray(head)
                    for value, stamp in zip(values[from_step:to_step], stamps):
                        one += field(2, b"\x09" + struct.pack("<d", value) + stamp)
                    message += field(1, bytes(one))
                body = snappy.pack(bytes(message))
                out.write(struct.pack("<I", len(body)) + body)
    return path, len(everything) * steps


def send(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    headers = {"Content-Type": "application/x-protobuf", "Content-Encoding": "snappy",
               "X-Prometheus-Remote-Write-Version": "0.1.0"}
    with open(path, "rb") as bodies:
        while prefix := bodies.read(4):
            connection.request("POST", "/api/v1/write", bodies.read(struct.unpack("<I", prefix)[0]), headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status not in (200, 204):
                raise RuntimeError(f"{server.name}: {answer.status} {text[:300]}")


def start_victoria(folder):
    port = servers.free_port()
    server = servers.Server("victoria-metrics", [
        servers.find(None, "victoria-metrics"), f"-storageDataPath={folder}/victoria", "-retentionPeriod=100y",
        f"-httpListenAddr=127.0.0.1:{port}", "-loggerLevel=ERROR"], os.path.join(folder, "victoria.log"))
    server.port = port

    def ready():
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except OSError:
            return False

    server.wait(ready)
    return server


def start_prometheus(folder):
    config = os.path.join(folder, "prometheus.yml")
    with open(config, "w", encoding="utf-8") as out:
        out.write("global: {}\n")
    return servers.prometheus_server(folder, None, config, ["--web.enable-remote-write-receiver"])


def stored(server, names, end, hours):
    """Samples that the server says it has."""
    out = 0
    for name in names:
        query = f"sum(count_over_time({name}[{int(hours * 3600) + 60}s]))"
        status, body = server.ask("/api/v1/query", {"query": query, "time": end, "nocache": "1"})
        if status != 200:
            raise RuntimeError(f"{server.name}: {body}")
        out += sum(int(float(one["value"][1])) for one in body["data"]["result"])
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watchglass", default="build/release/watchglass")
    parser.add_argument("--hours", type=float, default=24, help="length of the data")
    args = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="watchglass-bench-")
    steps = int(args.hours * 3600 / INTERVAL)
    end = START + steps * INTERVAL
    try:
        names = sorted({name for name, _, _ in series(1)})
        bodies, samples = write_bodies(folder, steps)
        print(f"{samples} samples in bodies of {os.path.getsize(bodies) / samples:.2f} bytes a sample")
        print(f"{'':<18} {'CPU s per million':>18} {'and settled':>12} {'MB':>6}  stored")
        for start in (start_prometheus, start_victoria,
                      lambda into: servers.watchglass_server(into, args.watchglass,
                                                             ["--web.enable-remote-write-receiver"])):
            server = start(folder)
            try:
                before = cpu_seconds(server.process.pid)
                send(server, bodies)
                taken = cpu_seconds(server.process.pid) - before
                time.sleep(2)
                settle(server)
                settled = cpu_seconds(server.process.pid) - before
                resident = memory(server)
                there = stored(server, names, end, args.hours)
                note = "all" if there == samples else f"differs: {there}"
                print(f"{server.name:<18} {taken / samples * 1e6:18.2f} {settled / samples * 1e6:12.2f} "
                      f"{resident:6}  {note}", flush=True)
            finally:
                server.stop()
    except servers.Missing as missing:
        print(f"skipped: {missing}")
        return 77
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
