#!/usr/bin/env python3
"""CPU time of an update of a graph, and memory of 30 graphs: uPlot in headless Chromium beside Watchglass.

Needs chromium, and uPlot as npm gives it (npm install uplot; --uplot node_modules/uplot). The page asks this script for a
mark before and after its updates, and waits for the answer: the time of all of Chromium's processes is read then.
"""

import argparse
import http.server
import json
import os
import pathlib
import subprocess
import tempfile
import threading

FRAMES = 120
# Name, series, points, options of each series.
CASES = [
    ("10 x 240", 10, 240, {"width": 1}),
    ("50 x 1000", 50, 1000, {"width": 1}),
    ("200 x 1000", 200, 1000, {"width": 1}),
    ("50 x 1000, width 2, 10 % fill", 50, 1000, {"width": 2, "fill": True}),
]
OURS = {
    "10 x 240": "panelUpdate/10/240/0/process_time",
    "50 x 1000": "panelUpdate/50/1000/0/process_time",
    "200 x 1000": "panelUpdate/200/1000/0/process_time",
    "50 x 1000, width 2, 10 % fill": "panelUpdateFilled/50/1000/0/process_time",
}

PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/uPlot.min.css">
<script src="/uPlot.iife.min.js"></script><body style="background:#181b1f"><script>
const cases = %s, frames = %d;
const hue = i => `hsl(${i * 47 %% 360}, 70%%, 60%%`;
function noise(series, points, shift) {
  let state = 123456789 + shift;
  const random = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  const data = [Array.from({length: points}, (_, i) => (i + shift) * 15)];
  for (let s = 0; s < series; ++s) {
    let level = s;
    data.push(Array.from({length: points}, () => level += random() * 2 - 1));
  }
  return data;
}
function chart(series, points, look, width, height) {
  const axis = {stroke: "#ccc", grid: {stroke: "#ccccdc12"}, ticks: {stroke: "#ccccdc12"}};
  const lines = Array.from({length: series}, (_, i) => ({
    stroke: hue(i) + ")", width: look.width, points: {show: false}, ...(look.fill ? {fill: hue(i) + ", 0.1)"} : {})}));
  return new uPlot({width, height, legend: {show: false}, axes: [axis, axis], series: [{}, ...lines]},
                   noise(series, points, 0), document.body);
}
const frame = () => new Promise(requestAnimationFrame);
const mark = name => fetch("/mark/" + encodeURIComponent(name), {method: "POST"});
async function updates(look, name) {
  const [, series, points, options] = look;
  const u = chart(series, points, options, 600, 260);
  const windows = Array.from({length: 8}, (_, i) => noise(series, points, i));
  for (let i = 0; i < 20; ++i) { await frame(); u.setData(windows[i %% 8]); }
  await mark("begin " + name);
  for (let i = 0; i < frames; ++i) { await frame(); u.setData(windows[i %% 8]); }
  await frame();
  await mark("end " + name);
  u.destroy();
}
(async () => {
  await frame();
  await mark("memory empty");
  for (const look of cases) await updates(look, look[0]);
  await mark("begin idle");
  for (let i = 0; i < frames; ++i) await frame();
  await mark("end idle");
  for (let i = 0; i < 30; ++i) chart(10, 240, {width: 1}, 600, 260);
  for (let i = 0; i < 60; ++i) await frame();
  await mark("memory 30 charts");
  await mark("done");
})();
</script>"""


def descendants(root):
    children = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return found


def cpu_ms(root):
    total = 0
    for pid in descendants(root):
        try:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total * 1000 / os.sysconf("SC_CLK_TCK")


def pss_mb(root):
    total = 0
    for pid in descendants(root):
        try:
            lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def browser(uplot):
    """Marks of the page: name -> CPU ms, or MB."""
    marks, done = {}, threading.Event()
    process = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            name = self.path.lstrip("/")
            body = PAGE % (json.dumps(CASES), FRAMES) if not name else None
            if body is None and (uplot / name).is_file():
                body = (uplot / name).read_text(encoding="utf-8")
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", {"": "text/html", ".css": "text/css"}.get(pathlib.Path(name).suffix, "text/javascript"))
            self.end_headers()
            self.wfile.write((body or "").encode())

        def do_POST(self):
            name = self.path.removeprefix("/mark/").replace("%20", " ").replace("%2C", ",").replace("%25", "%")
            marks[name] = pss_mb(process[0].pid) if name.startswith("memory") else cpu_ms(process[0].pid)
            self.send_response(204)
            self.end_headers()
            if name == "done":
                done.set()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process.append(
            subprocess.Popen(
                ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
                 "--disable-extensions", "--window-size=1280,900", f"--user-data-dir={profile}",
                 f"http://127.0.0.1:{server.server_port}/"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True))
        if not done.wait(180):
            print("the page did not end; marks:", marks)
        process[0].terminate()
        process[0].wait()
    server.shutdown()
    return marks


def run_bench(bench, which):
    run = subprocess.run([bench, "--benchmark_filter=" + which, "--benchmark_format=json", "--benchmark_min_time=1"],
                         capture_output=True, text=True, check=True)
    return {one["name"]: one for one in json.loads(run.stdout)["benchmarks"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uplot", type=pathlib.Path, required=True, help="folder of npm's package")
    parser.add_argument("--bench", default="build/release/watchglass_bench")
    arguments = parser.parse_args()
    marks = browser(arguments.uplot / "dist")
    figures = run_bench(arguments.bench, "^panelUpdate")
    memory = run_bench(arguments.bench, "^panelMemory")  # a process of its own
    idle = (marks["end idle"] - marks["begin idle"]) / FRAMES
    print(f"an idle frame of the browser: {idle:.2f} ms, taken off below\n")
    print("| update of a graph of 600 x 260, CPU ms | uPlot | Watchglass | |\n|---|---:|---:|---:|")
    for name, *_ in CASES:
        theirs = (marks["end " + name] - marks["begin " + name]) / FRAMES - idle
        mine = figures[OURS[name]]["cpu_time"]
        print(f"| {name} | {theirs:.1f} | {mine:.2f} | 1/{theirs / mine:.1f} |")
    with_charts = marks["memory 30 charts"]
    mine = next(iter(memory.values()))["MB"]
    print(f"\n30 graphs of 10 x 240, MB: {with_charts:.0f} (browser without: {marks['memory empty']:.0f}), Watchglass "
          f"{mine:.0f}, 1/{with_charts / mine:.1f}")


if __name__ == "__main__":
    main()
