#!/usr/bin/env python3
"""Random questions to @grafana/data and to this program: units, colours, mappings, reducers, names, times, transformations.

    tests/differential/grafana/run.py [--seed 1] [--count 400] [--conformance build/release/watchglass_conformance]
    tests/differential/grafana/run.py --recombine --seed 7 --count 800    # the conformance cases' own questions, mixed
    tests/differential/grafana/run.py --drawing --seed 7 --count 2000    # axes, and the layout of big values
    tests/differential/grafana/run.py --variables    # every format of every variable, every regex on every list

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


DATA = [f"@grafana/data@{VERSION}", "react@19", "react-dom@19"]
# Scenes want the whole of Grafana around them, and a browser.
SCENES = [f"@grafana/{name}@{VERSION}" for name in ("data", "ui", "schema", "runtime", "i18n", "e2e-selectors", "prometheus")]
SCENES += ["@grafana/scenes@9.2.2", "react@18", "react-dom@18", "jsdom@24"]


def install(folder, packages):
    if all((folder / "node_modules" / package.rpartition("@")[0]).exists() for package in packages):
        return
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", *packages],
                   cwd=folder, check=True, stdout=subprocess.DEVNULL)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=400, help="questions of each kind")
    options.add_argument("--library", type=pathlib.Path)
    options.add_argument("--conformance", type=pathlib.Path, default=ROOT / "build/release/watchglass_conformance")
    options.add_argument("--frames", type=pathlib.Path, help="a file of cases whose frameSets join in",
                         default=ROOT.parent / "shared/conformance/grafana/transformations.json")
    options.add_argument("--cases", type=pathlib.Path, default=ROOT.parent / "shared/conformance/grafana")
    options.add_argument("--recombine", action="store_true", help="parts of the cases' questions in new combinations")
    options.add_argument("--drawing", action="store_true", help="axes of uPlot and the layout of big values")
    options.add_argument("--variables", action="store_true", help="what @grafana/scenes makes of variables")
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        cases = pathlib.Path(temporary) / "cases"
        (cases / "grafana").mkdir(parents=True)
        library = args.library or pathlib.Path(temporary) / "library"
        install(library, SCENES if args.variables or args.drawing else DATA)
        name = next((name for name, on in (("variables.cjs", args.variables), ("drawing.cjs", args.drawing),
                                            ("recombine.mjs", args.recombine)) if on), "cases.mjs")
        for script in (name, "browser.cjs", "library.cjs", "random.cjs"):
            shutil.copy(HERE / script, library)
        numbers = [str(args.seed), str(args.count)]
        if name != "cases.mjs":
            arguments = [args.cases.resolve(), cases / "grafana", *numbers]
        else:
            arguments = [cases / "grafana", *numbers, *([args.frames.resolve()] if args.frames.exists() else [])]
        subprocess.run(["node", name, *arguments], cwd=library, check=True, stderr=subprocess.DEVNULL)
        return subprocess.run([args.conformance.resolve(), "grafana", "--dir", cases]).returncode


if __name__ == "__main__":
    sys.exit(main())
