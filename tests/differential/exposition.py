"""A target that exposes native histograms in protobuf, one sample a scrape, a given time apart."""

import http.server
import random
import struct
import threading

CONTENT_TYPE = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
STEP_MS = 15_000
COUNTER, GAUGE, HISTOGRAM = 0, 1, 4  # MetricType


def varint(number):
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def zigzag(number):
    return varint((number << 1) ^ (number >> 63))


def field_varint(tag, number):
    return varint(tag << 3) + varint(number)


def field_zigzag(tag, number):
    return varint(tag << 3) + zigzag(number)


def field_double(tag, number):
    return varint(tag << 3 | 1) + struct.pack("<d", number)


def field_bytes(tag, content):
    if isinstance(content, str):
        content = content.encode()
    return varint(tag << 3 | 2) + varint(len(content)) + content


def buckets(counts, span_tag, delta_tag):
    """Spans and deltas of {index: count}."""
    out = b""
    last_index, last_count, run = 0, 0, []
    spans = []
    for index in sorted(counts):
        if run and index == last_index + 1:
            spans[-1][1] += 1
        else:
            spans.append([index - last_index - 1 if run else index, 1])
        run.append(counts[index] - last_count)
        last_index, last_count = index, counts[index]
    for offset, length in spans:
        out += field_bytes(span_tag, field_zigzag(1, offset) + field_varint(2, length))
    if run:
        out += field_bytes(delta_tag, b"".join(zigzag(delta) for delta in run))
    return out


class NativeHistogram:
    """Observations so far; `schema` may be lowered, `reset` starts again, from `floor` observations a bucket."""

    def __init__(self, schema, zero_threshold=0.001, floor=0):
        self.schema, self.zero_threshold, self.floor = schema, zero_threshold, floor
        self.reset()

    def reset(self):
        self.positive, self.negative, self.zero, self.sum = {}, {}, 0, 0.0
        for index in range(-4, 4) if self.floor else ():
            self.observe(index, self.floor)

    def observe(self, index, times, negative=False):
        side = self.negative if negative else self.positive
        side[index] = side.get(index, 0) + times
        self.sum += (-1 if negative else 1) * times * 2.0 ** ((index - 0.5) / 2.0 ** self.schema)

    def coarser(self):
        """One schema less: pairs of buckets become one."""
        self.schema -= 1
        for side in (self.positive, self.negative):
            merged = {}
            for index, count in side.items():
                merged[(index + 1) >> 1] = merged.get((index + 1) >> 1, 0) + count
            side.clear()
            side.update(merged)

    def encoded(self):
        count = self.zero + sum(self.positive.values()) + sum(self.negative.values())
        return (field_varint(1, count) + field_double(2, self.sum) + field_zigzag(5, self.schema) +
                field_double(6, self.zero_threshold) + field_varint(7, self.zero) +
                buckets(self.negative, 9, 10) + buckets(self.positive, 12, 13))


def metric(labels, value, kind, time_ms):
    out = b"".join(field_bytes(1, field_bytes(1, name) + field_bytes(2, text)) for name, text in labels.items())
    if kind == HISTOGRAM:
        out += field_bytes(7, value)
    else:
        out += field_bytes(3 if kind == COUNTER else 2, field_double(1, value))
    return out + field_varint(6, time_ms)


def family(name, kind, metrics):
    body = (field_bytes(1, name) + field_bytes(2, "Help.") + field_varint(3, kind) +
            b"".join(field_bytes(4, one) for one in metrics))
    return varint(len(body)) + body


def bodies(seed, count, start_ms):
    """`count` bodies, each of a later time, with resets, empty histograms and changes of schema."""
    rng = random.Random(seed)
    requests = {(method, shard): NativeHistogram(3, floor=5000) for method in ("get", "put") for shard in "ab"}
    signed = {room: NativeHistogram(1, 0.5) for room in ("hall", "attic")}
    total = {"get": 0.0, "put": 0.0}
    out = []
    for step in range(count):
        time_ms = start_ms + step * STEP_MS
        for (method, _), histogram in requests.items():
            if rng.random() < 0.03:
                histogram.reset()
            if rng.random() < 0.02 and histogram.schema > 0:
                histogram.coarser()
            for _ in range(rng.choice((0, 1, 5, 20))):
                spread = 3 - histogram.schema  # the same values at each schema, none of them in the zero bucket
                histogram.observe(rng.randrange(-20, 12) >> spread, rng.randrange(1, 4))
                total[method] += 1
            histogram.zero += rng.choice((0, 0, 1))
        for histogram in signed.values():
            histogram.reset()
            histogram.zero = rng.randrange(3)
            for _ in range(rng.randrange(30)):
                histogram.observe(rng.randrange(0, 9), 1, rng.random() < 0.5)
        out.append(
            family("rpc_seconds", HISTOGRAM, [metric({"method": m, "shard": s}, h.encoded(), HISTOGRAM, time_ms)
                                              for (m, s), h in requests.items()]) +
            family("offset_metres", HISTOGRAM, [metric({"room": room}, h.encoded(), HISTOGRAM, time_ms)
                                                for room, h in signed.items()]) +
            family("rpc_total", COUNTER, [metric({"method": m}, v, COUNTER, time_ms) for m, v in total.items()]))
    return out


class Target:
    """Serves the bodies one after another, the last one again and again. `done` says that all were asked for."""

    def __init__(self, contents):
        self.contents, self.served = contents, 0
        target = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802 (the base class's name)
                content = target.contents[min(target.served, len(target.contents) - 1)]
                self.send_response(200)
                self.send_header("Content-Type", CONTENT_TYPE)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                target.served += 1

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def done(self):
        return self.served > len(self.contents) + 1

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
