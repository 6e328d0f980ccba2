#!/usr/bin/env python3
"""Random questions to @grafana/data and to this program: units, colours, mappings, reducers, names, times, transformations.

    tests/differential/grafana/run.py [--seed 1] [--count 400] [--conformance build/release/watchglass_conformance]

Needs node and npm, and the network: the library goes into a temporary folder (or --library FOLDER, which is kept).
Developers only. See ../README.md for what differs and why.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
VERSION = "13.2.1"


def install(folder):
    if (folder / "node_modules/@grafana/data").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    packages = [f"@grafana/data@{VERSION}", "react@19", "react-dom@19"]
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *packages], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=400, help="questions of each kind")
    options.add_argument("--library", type=pathlib.Path)
    options.add_argument("--conformance", type=pathlib.Path, default=ROOT / "build/release/watchglass_conformance")
    options.add_argument("--frames", type=pathlib.Path, help="a file of cases whose frameSets join in",
                         default=ROOT.parent / "shared/conformance/grafana/transformations.json")
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        cases = pathlib.Path(temporary) / "cases"
        (cases / "grafana").mkdir(parents=True)
        library = args.library or pathlib.Path(temporary) / "library"
        install(library)
        script = shutil.copy(HERE / "cases.mjs", library)
        frames = [args.frames.resolve()] if args.frames.exists() else []
        subprocess.run(["node", pathlib.Path(script).name, cases / "grafana", str(args.seed), str(args.count), *frames],
                       cwd=library, check=True, stderr=subprocess.DEVNULL)
        return subprocess.run([args.conformance.resolve(), "grafana", "--dir", cases]).returncode


if __name__ == "__main__":
    sys.exit(main())
