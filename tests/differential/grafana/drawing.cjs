// Asks uPlot, set up as Grafana does it, for random axes, and Grafana for the layout of every kind of big value.
//   node drawing.cjs CASES FOLDER SEED COUNT
// Run by run.py --drawing, in a folder that holds @grafana/ui and jsdom. Both answer the cases' own questions as those say.

const fs = require('fs');
const path = require('path');
const Module = require('module');

const [casesFolder, folder, seedText, countText] = process.argv.slice(2);
require('./browser.cjs');
const here = Module.createRequire(process.cwd() + '/');
const g = here('@grafana/data');
const ui = here('@grafana/ui');
const uPlot = here('uplot');
const layouts = require(path.join(path.dirname(here.resolve('@grafana/ui')), 'components/BigValue/BigValueLayout.cjs'));
const theme = g.createTheme({ colors: { mode: 'dark' } });

const { random, below, pick, chance } = require('./random.cjs')(seedText);
const specials = { NaN: NaN, '+Inf': Infinity, '-Inf': -Infinity, '-0': -0 };
const decode = (value) => JSON.parse(JSON.stringify(value), (_, v) => (v && v.$ ? specials[v.$] : v));
function encode(value) {
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value === 'number' && !Number.isFinite(value)) return { $: Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf' };
  return value ?? null;
}

const binary = ['bytes', 'bits', 'kbytes', 'mbytes', 'gbytes', 'tbytes', 'pbytes', 'binBps', 'binbps', 'KiBs', 'Kibits', 'MiBs', 'Mibits', 'GiBs',
  'Gibits', 'TiBs', 'Tibits', 'PiBs', 'Pibits'];
function graph(input, times, values) {
  const builder = new ui.UPlotConfigBuilder(input.timeZone ?? 'utc');
  builder.addScale({ scaleKey: 'x', isTime: true, orientation: 0, direction: 1, range: () => [times[0], times[times.length - 1]] });
  builder.addAxis({ scaleKey: 'x', isTime: true, placement: 'bottom', timeZone: input.timeZone ?? 'utc', theme, grid: { show: true } });
  const { unit, min, max, decimals, distribution, log, linearThreshold, softMin, softMax, centeredZero, stackingMode } = input;
  const display = g.getDisplayProcessor({ field: { name: 'v', type: 'number', config: { unit, min, max, decimals }, values }, theme, timeZone: 'utc' });
  builder.addScale({ scaleKey: 'y', orientation: 1, direction: 1, distribution, log, linearThreshold, min, max, softMin, softMax, centeredZero, stackingMode, decimals });
  builder.addAxis({ scaleKey: 'y', placement: 'left', theme, grid: { show: true }, decimals, distr: distribution,
    formatValue: (value, digits) => g.formattedValueToString(display(value, decimals ?? digits)),
    incrs: binary.includes(unit) ? Array.from({ length: 54 }, (_, i) => 2 ** i) : undefined });
  const place = document.body.appendChild(document.createElement('div'));
  return new uPlot({ ...builder.getConfig(), width: input.width, height: input.height, padding: [0, 0, 0, 0], series: [{}, { scale: 'y' }], ms: 1,
    legend: { show: false }, cursor: { show: false } }, [times, values], place);
}
async function axis(plot, number, key) {
  await new Promise((done) => setTimeout(done, 0)); // it draws in a microtask
  const found = plot.axes[number];
  const out = { min: plot.scales[key].min, max: plot.scales[key].max, splits: found._splits, increment: found._found?.[0],
    labels: (found._values ?? []).map((label) => label || null), ...(key === 'x' ? { space: found._found?.[1] } : { axisSize: found._size }) };
  const { width, height } = plot.bbox;
  plot.destroy();
  document.body.innerHTML = '';
  if (!out.splits) return null;
  const encoded = Object.fromEntries(Object.entries(out).map(([name, value]) => [name, encode(value)]));
  return key === 'x' ? { x: encoded, plotWidth: width } : { y: encoded, plotHeight: height };
}

async function axes() {
  const document = JSON.parse(fs.readFileSync(`${casesFolder}/axes.json`, 'utf8'));
  const cases = [];
  const lengths = [...new Set(document.cases.filter((one) => one.kind === 'timeAxis').map(({ input }) => input.to - input.from))];
  for (let i = 0; i < Number(countText); i++) {
    const to = pick([1715776496789, 1711972800000, 1730116800000, 1709251200000, 1704067200000, 1735689600000, 1715776496789 - below(4e10)]);
    const length = chance(0.7) ? pick(lengths) : Math.floor(10 ** (2 + random() * 9.8));
    const input = { from: to - length, to, width: pick([150, 300, 500, 700, 900, 1400, 1900]), height: 250,
      timeZone: pick(['utc', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe']) };
    const expected = await axis(graph(input, [input.from, input.to], [0, 1]), 0, 'x');
    if (expected) cases.push({ id: `time:${i}`, kind: 'timeAxis', name: 'random', input, expected });
  }
  const pool = document.cases.filter((one) => one.kind === 'valueAxis' && one.expected.y.splits).map((one) => one.input);
  for (let i = 0; i < Number(countText); i++) {
    const input = structuredClone(pick(pool));
    for (const key of ['height', 'unit', 'min', 'max', 'decimals', 'softMin', 'softMax', 'centeredZero', 'stackingMode', 'values']) {
      const other = pick(pool);
      if (chance(0.25) && key in other) input[key] = structuredClone(other[key]);
    }
    if (chance(0.3)) {
      const other = pick(pool);
      for (const key of ['distribution', 'log', 'linearThreshold']) {
        delete input[key];
        if (key in other) input[key] = other[key];
      }
    }
    if (chance(0.4)) {
      const size = 10 ** (below(16) - 5);
      const from = chance(0.5) ? 0 : (random() - 0.5) * size * 4;
      input.values = [random(), -random() * below(2), random()].map((part) => Number((from + part * size).toPrecision(1 + below(5))));
    }
    const values = decode(input.values);
    const times = values.map((_, row) => 1715776000000 + 60000 * row);
    const expected = await axis(graph(decode(input), times.length > 1 ? times : [...times, 1715776060000], values), 1, 'y');
    if (expected) cases.push({ id: `value:${i}`, kind: 'valueAxis', name: 'random', input, expected });
  }
  fs.writeFileSync(`${folder}/axes.json`, JSON.stringify({ ...document, cases }));
}

function bigValues() {
  const document = JSON.parse(fs.readFileSync(`${casesFolder}/stat-bar.json`, 'utf8'));
  const all = document.cases.filter((one) => one.kind === 'bigValueLayout').map((one) => one.input);
  const seen = (key) => [...new Set(all.map((input) => input[key]))];
  let inputs = [{ value: all[0].value }];
  for (const key of ['width', 'height', 'graphMode', 'sparkline', 'justifyMode', 'textMode', 'count', 'colorMode']) {
    const choices = key === 'colorMode' ? ['value', 'background', 'background_solid', 'none'] : seen(key);
    inputs = inputs.flatMap((input) => choices.map((choice) => ({ ...input, [key]: choice })));
  }
  const cases = inputs.map((input, i) => {
    const sparkline = input.sparkline ? { y: { name: 'y', type: 'number', values: [1, 2, 3], config: {} } } : undefined;
    const made = layouts.buildLayout({ ...input, sparkline, theme });
    const names = ['valueFontSize', 'titleFontSize', 'chartHeight', 'chartWidth', 'valueColor', 'panelPadding', 'justifyCenter', 'titleToAlignTo',
      'valueToAlignTo', 'maxTextWidth', 'maxTextHeight'];
    const { title, text, suffix, prefix } = made.textValues;
    return { id: `big:${i}`, kind: 'bigValueLayout', input, expected: { layout: made.constructor.name,
      ...Object.fromEntries(names.map((name) => [name, made[name]])), text: { title: title ?? null, value: text, suffix: suffix ?? null, prefix } } };
  });
  fs.writeFileSync(`${folder}/stat-bar.json`, JSON.stringify({ ...document, cases }));
}

bigValues();
axes().then(() => process.exit(0));
