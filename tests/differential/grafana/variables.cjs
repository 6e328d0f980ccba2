// Asks Grafana's scenes and its Prometheus client what they make of variables: every format of every variable of the
// conformance cases, every template with every default format, every regex and sort on every list, every value in a query.
//   node variables.cjs CASES FOLDER
// Run by run.py --variables, in a folder that holds @grafana/scenes, @grafana/prometheus and jsdom.

const fs = require('fs');
const Module = require('module');

const [casesFolder, folder] = process.argv.slice(2);
require('./browser.cjs');

const RealDate = Date;
const NOW = RealDate.parse('2024-05-15T12:34:56.789Z');
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length) super(...parts);
    else super(NOW);
  }
  static now() {
    return NOW;
  }
};

const here = Module.createRequire(process.cwd() + '/');
const scenes = here('@grafana/scenes');
const { addLabelToQuery, PrometheusDatasource } = here('@grafana/prometheus');
const { config } = here('@grafana/runtime');
// The making of options is not exported.
const file = here.resolve('@grafana/scenes');
const inner = new Module(file);
inner.filename = file;
inner.paths = Module._nodeModulePaths(file);
inner._compile(fs.readFileSync(file, 'utf8') + '\nexports.optionsOf = metricNamesToVariableValues;', file);

function encode(value) {
  if (value === undefined) return { $: 'undefined' };
  if (Array.isArray(value)) return value.map(encode);
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => [k, encode(v)]));
  return value;
}
function ask(work) {
  try {
    return encode(work());
  } catch (error) {
    return { $: 'throws', message: String(error.message) };
  }
}
const read = (area) => JSON.parse(fs.readFileSync(`${casesFolder}/${area}.json`, 'utf8'));
const ofKind = (document, kind) => document.cases.filter((one) => one.kind === kind).map((one) => one.input);
const different = (list) => [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
function write(area, document, cases) {
  fs.writeFileSync(`${folder}/${area}.json`, JSON.stringify({ ...document, cases: cases.map((one, i) => ({ id: `${one.kind}:${i}`, ...one })) }));
}

const scene = (variables) => new scenes.EmbeddedScene({ $variables: new scenes.SceneVariableSet({ variables }),
  $timeRange: new scenes.SceneTimeRange({ from: 'now-1h', to: 'now', timeZone: 'utc' }), body: new scenes.SceneCanvasText({ text: '' }) });
function variable(name, given) {
  const options = (given.options ?? []).map(([label, value]) => ({ label, value }));
  const { value, text, multi, includeAll, allValue, autoStepCount, autoMinInterval } = given;
  if (given.type === 'constant') return new scenes.ConstantVariable({ name, value });
  if (given.type === 'textbox') return new scenes.TextBoxVariable({ name, value });
  if (given.type === 'interval') return new scenes.IntervalVariable({ name, value, autoEnabled: true, autoStepCount, autoMinInterval, intervals: ['1m', '5m'] });
  return new scenes.CustomVariable({ name, value, text: text ?? value, isMulti: multi, includeAll, allValue, options,
    query: options.map((one) => `${one.label} : ${one.value}`).join(', ') });
}

const interpolation = read('interpolation');
const cases = [];
const formats = ofKind(interpolation, 'format');
for (const input of different(formats.map((one) => one.variable)).flatMap((one) => different(formats.map((other) => other.template)).map((template) => ({ variable: one, template })))) {
  const { name, value, text } = input.variable;
  const made = new scenes.CustomVariable({ name, value, text, isMulti: Array.isArray(value) });
  cases.push({ kind: 'format', name: 'all', input, expected: ask(() => scenes.sceneGraph.interpolate(scene([made]), input.template)) });
}
const templates = ofKind(interpolation, 'template');
const known = ['', ...different(formats.map((one) => /:(.*)}$/.exec(one.template)?.[1] ?? ''))];
const written = Object.keys(interpolation.variables).flatMap((name) => known.map((format) => `\${${name}${format && ':' + format}}`));
for (const template of different([...templates.map((one) => one.template), ...written])) {
  for (const defaultFormat of different(templates.map((one) => one.defaultFormat ?? null))) {
    const all = Object.entries(interpolation.variables).map(([name, given]) => variable(name, given));
    cases.push({ kind: 'template', input: { template, ...(defaultFormat ? { defaultFormat } : {}) },
      expected: ask(() => scenes.sceneGraph.interpolate(scene(all), template, undefined, defaultFormat ?? undefined)) });
  }
}
write('interpolation', interpolation, cases);

const options = read('variable-options');
const asked = ofKind(options, 'variableOptions');
const made = [];
for (const { list, items } of different(asked.map(({ list, items }) => ({ list, items })))) {
  for (const regex of different(asked.map((one) => one.regex))) {
    for (let sort = 0; sort <= 8; sort++) {
      for (const regexApplyTo of [undefined, 'text', 'value']) {
        made.push({ kind: 'variableOptions', input: { list, items, regex, sort, ...(regexApplyTo ? { regexApplyTo } : {}) },
          expected: ask(() => inner.exports.optionsOf({ variableRegEx: regex, variableRegexApplyTo: regexApplyTo ?? 'value', sort, metricNames: items })) });
      }
    }
  }
}
write('variable-options', options, made);

const prometheus = read('prometheus');
const queries = [];
const values = [...different(ofKind(prometheus, 'interpolateQueryExpr').map((one) => one.value)), 'job="a"', 'a\nb', '`x`', ['job="a"', 'b'], [''], '-1', ' '];
for (const value of values) {
  for (const [multi, includeAll, specialCharsInLabelValues] of [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [1, 2, 4].map((bit) => Boolean(bits & bit)))) {
    config.featureToggles.prometheusSpecialCharsInLabelValues = specialCharsInLabelValues;
    queries.push({ kind: 'interpolateQueryExpr', input: { value, multi, includeAll, specialCharsInLabelValues },
      expected: ask(() => PrometheusDatasource.prototype.interpolateQueryExpr.call({}, value, { multi, includeAll })) });
  }
}
config.featureToggles.prometheusSpecialCharsInLabelValues = false;
const labels = ofKind(prometheus, 'addLabelToQuery');
for (const expr of [...different(labels.map((one) => one.expr)), 'rate(a[$__rate_interval])', 'sum by (x) (rate(a{b="c"}[${__range}]))', 'a{x="y",}']) {
  for (const key of different(labels.map((one) => one.key))) {
    for (const operator of ['=', '!=', '=~', '!~']) {
      for (const value of different(labels.map((one) => one.value)))
        queries.push({ kind: 'addLabelToQuery', input: { expr, key, value, operator }, expected: ask(() => addLabelToQuery(expr, key, value, operator)) });
    }
  }
}
write('prometheus', prometheus, queries);
process.exit(0);
