// What Grafana's own library takes for the work of tests/bench/frame_bench.cpp, on the same numbers. compare.py runs
// it in a folder that holds @grafana/data.

import { createRequire } from 'node:module';

globalThis.navigator ??= { language: 'en-US', languages: ['en-US'] }; // the library asks the browser for its language
const require = createRequire(process.cwd() + '/');
const { FieldType, formattedValueToString, getValueFormat, reduceField } = require('@grafana/data');

/** Numbers between 0 and 1 that every language gets alike. */
function numbers() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** Milliseconds on the processor of the fastest of some runs, the first ones left out so that the code is compiled. */
function fastest(work) {
  let best = Infinity;
  for (let run = 0; run < 12; run++) {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    const took = (user + system) / 1e3;
    if (run > 3) best = Math.min(best, took);
  }
  return best;
}

const units = ['short', 'bytes', 'percent', 's', 'reqps'];
const next = numbers();
const values = Array.from({ length: 100000 }, () => next() * 1e6);
let characters = 0;
const format = fastest(() => {
  characters = 0;
  const formats = units.map((unit) => getValueFormat(unit));
  for (let i = 0; i < values.length; i++) {
    characters += formattedValueToString(formats[i % 5](values[i])).length;
  }
});

const random = numbers();
const series = Array.from({ length: 200 }, () => Array.from({ length: 1000 }, () => random() * 1000));
const reducers = ['lastNotNull', 'min', 'max', 'mean', 'sum', 'count', 'range', 'delta'];
let total = 0;
const reduce = fastest(() => {
  total = 0;
  for (const one of series) {
    // A new field each time: the library keeps what it has worked out in the field.
    const field = { name: 'Value', type: FieldType.number, config: {}, values: one };
    const result = reduceField({ field, reducers });
    for (const id of reducers) total += result[id];
  }
});

console.log(JSON.stringify({ format, reduce, characters, total }));
