// Asks Grafana's own library random questions and writes its answers down as conformance cases.
//   node cases.mjs FOLDER SEED COUNT [FRAMES.json]
// Run by run.py, in a folder that holds @grafana/data. FRAMES.json: a file of cases whose frame sets join in.

import { writeFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, seedText, countText, framesFile] = process.argv.slice(2);
const require = createRequire(process.cwd() + '/');
const { NOW, RealDate, clock, g, transformers, encode, decode } = require('./library.cjs');
const { firstValueFrom } = require('rxjs');
const { getValueMappingResult } = createRequire(require.resolve('@grafana/data'))('./utils/valueMappings.cjs');

const { random, below, pick, chance } = require('./random.cjs')(seedText);
const some = (most, make) => Array.from({ length: below(most + 1) }, make);
const count = Number(countText);

function write(area, cases, more = {}) {
  const document = { area, now: new RealDate(NOW).toISOString(), ...more, cases };
  writeFileSync(`${folder}/${area}.json`, JSON.stringify(document));
}

function number() {
  const size = 10 ** (below(34) - 15);
  const raw = (random() * 10 - (chance(0.3) ? 10 : 0)) * size;
  switch (below(12)) {
    case 0: return below(2000) - 500;
    case 1: return Number(raw.toPrecision(1 + below(4)));
    case 2: return 10 ** (below(30) - 12) * pick([1, -1, 0.999, 1.001, 5, 9.995, 0.9995, 2.25]);
    case 3: return 1024 ** below(9) * pick([1, -1, 0.5, 1.5, 0.9999, 1.0001, 1023.5]);
    case 4: return below(100000) / pick([2, 4, 8, 20, 200, 2000]);
    case 5: return pick([0, -0, 1, -1, NaN, Infinity, -Infinity, 0.1 + 0.2, 1.005, 2.675, Number.MAX_SAFE_INTEGER, 2 ** 53 + 2,
      1e-300, Number.MAX_VALUE, 1e21, 1e-7, 123456789012345680000]);
    case 6: return pick([60, 3600, 86400, 604800, 31536000, 1000, 7, 24, 365, 30]) * pick([1, 0.5, 2, -1, 0.99999, 1.5, 12.345]);
    case 7: return below(4e9) * 1000 + below(1000);
    default: return raw;
  }
}
const decimals = () => pick([undefined, undefined, 0, 1, 2, 3, 4, 7]);
const word = () => pick(['a', 'b', 'up', 'down', 'OK', 'error 5', '', '1', '0', '2.5', '1e3', 'NaN', 'null', 'true', ' 7 ', '1,000',
  '2024-05-15T10:00:00Z', 'node-1', 'node-2', 'Ä', '0x10', '-3']);
const cell = () => chance(0.6) ? number() : pick([null, undefined, true, false, word(), word()]);

function valueFormat() {
  const ids = g.getValueFormats().flatMap((group) => group.submenu.map((unit) => unit.value));
  const custom = ['', 'prefix:$', 'suffix:req', 'suffix: x', 'suffix:', 'si:Hz', 'si:kHz', 'si:µs', 'si:mm', 'si:', 'count:tx', 'count:',
    'currency:€', 'currency:', 'currency:financial:$', 'currency:financial:kr:suffix', 'bool:on/off', 'bool:on', 'widgets',
    'a:b', 'x:', ':y', 'time:YYYY-MM-DD HH:mm:ss.SSS', 'time:ddd D MMM h:mm A', 'time:[week] W, Q, DDD', 'time:X x', 'time:LLLL',
    'time:Do MMMM YYYY Z', 'time:e E gg GGGG k kk'];
  const zones = ['utc', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe'];
  const cases = [];
  for (const unit of [...ids, ...custom]) {
    const dated = unit.startsWith('dateTime') || unit.startsWith('time:');
    for (let i = 0; i < 3; i++) {
      const digits = decimals();
      const timeZone = dated ? pick(zones) : undefined;
      const rows = Array.from({ length: Math.ceil(count / 60) }, () => {
        const value = dated && chance(0.7) ? NOW + (random() - 0.5) * 10 ** (3 + below(9)) : number();
        const out = g.getValueFormat(unit)(value, digits, undefined, timeZone);
        return [encode(value), out.prefix ?? null, out.text, out.suffix ?? null, g.formattedValueToString(out)];
      });
      cases.push({ id: `vf:${unit}:${i}:${digits}`, kind: 'valueFormat', unit, decimals: encode(digits), timeZone, rows });
    }
  }
  write('value-format', cases);
}

const names = ['red', 'green', 'dark-blue', '#abc', '#12345678', 'rgb(1, 2, 3)', 'rgba(10,20,30,0.5)', 'transparent', 'super-light-yellow',
  'text', 'semi-dark-orange'];
const modes = ['fixed', 'shades', 'thresholds', 'palette-classic', 'palette-classic-by-name', 'continuous-GrYlRd', 'continuous-RdYlGr',
  'continuous-BlYlRd', 'continuous-YlRd', 'continuous-BlPu', 'continuous-YlBl', 'continuous-blues', 'continuous-reds',
  'continuous-greens', 'continuous-purples', 'nonsense'];
function steps() {
  const list = some(4, () => ({ value: pick([0, 10, 20, 50, 50, 80, 90, 100, -5, 0.5, below(200)]), color: pick(names) }));
  if (chance(0.8)) list.unshift({ value: -Infinity, color: pick(names) });
  return chance(0.8) ? list.sort((a, b) => a.value - b.value) : list;
}
function result() {
  const out = {};
  if (chance(0.8)) out.text = pick(['Up', 'Down', '$1!', '', 'x$&', '$2-$1', '0', 'a\\b']);
  if (chance(0.5)) out.color = pick(names);
  if (chance(0.2)) out.icon = 'cloud';
  out.index = below(4);
  return out;
}
function mapping() {
  switch (below(4)) {
    case 0: return { type: 'value', options: Object.fromEntries(some(3, () => [pick(['0', '1', 'up', 'true', 'null', '2.5', '', '-1', '1e3', 'NaN']), result()])) };
    case 1: return { type: 'range', options: { from: pick([null, 0, -10, 5, 1.5, '3', -Infinity]), to: pick([null, 10, 100, 0, 5, '50', Infinity]), result: result() } };
    case 2: return { type: 'regex', options: { pattern: pick(['.*', '/^(.)(.*)$/', '/UP/i', 'node-(\\d)', '(a)|(b)', '^$', '[0-9]+', '/(?<x>o)/g', '(']), result: result() } };
    default: return { type: 'special', options: { match: pick(['true', 'false', 'null', 'nan', 'null+nan', 'empty']), result: result() } };
  }
}
function fieldConfig() {
  const config = {};
  if (chance(0.6)) config.unit = pick(['short', 'bytes', 'percent', 's', 'ms', 'percentunit', 'none', 'string', 'bool', 'suffix:q', 'locale', 'dateTimeAsIso', 'currencyUSD', 'sci', 'hex']);
  if (chance(0.4)) config.decimals = pick([0, 1, 2, 5, null]);
  if (chance(0.5)) config.min = pick([0, -10, 10, 0.5]);
  if (chance(0.5)) config.max = pick([100, 1, 50, 0]);
  if (chance(0.3)) config.noValue = pick(['-', 'n/a', '0', '12.5', '']);
  if (chance(0.5)) config.mappings = some(3, mapping);
  if (chance(0.7)) config.thresholds = { mode: pick(['absolute', 'percentage']), steps: steps() };
  if (chance(0.7)) config.color = { mode: pick(modes), fixedColor: chance(0.7) ? pick(names) : undefined, seriesBy: pick([undefined, 'last', 'min', 'max']) };
  return config;
}
// The library keeps the first theme's scheme: one theme each run.
const theme = pick(['dark', 'light']);
const themes = { dark: g.createTheme({ colors: { mode: 'dark' } }), light: g.createTheme({ colors: { mode: 'light' } }) };
const hex = (color) => require('tinycolor2')(color).toHex8String();
const attempt = (work) => {
  try {
    return encode(work());
  } catch (error) {
    return { $: 'throws', message: String(error.message ?? error) };
  }
};

function displayProcessor() {
  const cases = [];
  for (let i = 0; i < count; i++) {
    const type = pick(['number', 'number', 'number', 'string', 'boolean', 'time', 'other']);
    const config = fieldConfig();
    const values = chance(0.5) ? some(5, number).filter(Number.isFinite) : [];
    const value = cell();
    const adjacentDecimals = chance(0.2) ? below(4) : undefined;
    const timeZone = pick(['utc', 'Europe/Berlin']);
    const expected = attempt(() => {
      const field = { type, name: 'f', config: structuredClone(config), values };
      const out = g.getDisplayProcessor({ field, theme: themes[theme], timeZone })(value, adjacentDecimals);
      return { text: out.text, numeric: out.numeric, prefix: out.prefix ?? null, suffix: out.suffix ?? null, color: out.color,
        percent: out.percent ?? null, icon: out.icon ?? null, assembled: g.formattedValueToString(out) };
    });
    const input = { field: { type, name: 'f', config, values }, theme, timeZone, value: value === undefined ? { $: 'undefined' } : value, adjacentDecimals };
    cases.push({ id: `dp:${i}`, kind: 'displayProcessor', input: encodeInput(input), expected });
  }
  write('display-processor', cases);
}
/** encode() leaves absent members out; what was encoded before stays. */
const encodeInput = (input) => Object.fromEntries(Object.entries(input).filter(([, v]) => v !== undefined)
  .map(([k, v]) => [k, v && v.$ ? v : encode(v)]));

const reducerIds = ['lastNotNull', 'last', 'firstNotNull', 'first', 'min', 'max', 'mean', 'median', 'variance', 'stdDev', 'sum', 'count',
  'countAll', 'range', 'delta', 'step', 'diff', 'logmin', 'allIsZero', 'allIsNull', 'changeCount', 'distinctCount', 'diffperc',
  'allValues', 'uniqueValues', 'p1', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95', 'p99'];
const calm = () => pick([below(10), below(1000) / 8, (random() - 0.3) * 1e6, 0, -0, below(5)]);
function reducers() {
  const cases = [];
  for (let i = 0; i < count; i++) {
    // Longer lists with NaN have no order: what comes out is the sorting algorithm's.
    const numbers = (odd) => chance(0.85) ? calm() : pick([null, undefined, odd, null, Infinity, -Infinity]);
    const type = pick(['number', 'number', 'number', 'time', 'string', 'boolean']);
    const item = type === 'string' ? () => (chance(0.9) ? word() : null) : type === 'boolean' ? () => pick([true, false, null]) : chance(0.4) ? calm : numbers;
    const length = pick([0, 1, 2, 3, 7, 20, 64, 65, 130, 200]);
    const values = Array.from({ length: type === 'string' ? length % 30 : length }, () => item(length < 30 ? NaN : 0));
    const nullValueMode = pick([undefined, 'null', 'connected', 'null as zero']);
    const config = nullValueMode ? { nullValueMode } : {};
    const one = chance(0.6);
    const ids = one ? reducerIds : reducerIds.filter((id) => id !== 'allValues' && id !== 'uniqueValues');
    let expected = {};
    if (one) {
      for (const id of ids) expected[id] = encode(g.reduceField({ field: { name: 'f', type, config: { ...config }, values }, reducers: [id] })[id]);
    } else {
      const out = g.reduceField({ field: { name: 'f', type, config: { ...config }, values }, reducers: ids });
      expected = Object.fromEntries(Object.entries(out).map(([k, v]) => [k, encode(v)]));
    }
    cases.push({ id: `red:${i}:${type}:${nullValueMode}:${one ? 'one' : 'together'}`, kind: 'reduceField',
      input: { type, values: encode(values), nullValueMode: nullValueMode ?? null, reducers: one ? 'each reducer asked alone' : 'asked together' }, expected });
  }
  write('reducers', cases);
}

function mappings() {
  const cases = [];
  for (let i = 0; i < count; i++) {
    const list = some(4, mapping);
    const value = cell();
    const expected = attempt(() => getValueMappingResult(structuredClone(list), value));
    cases.push({ id: `map:${i}`, kind: 'valueMapping', input: { mappings: encode(list), value: encode(value) }, expected });
  }
  write('mappings', cases);
}

function colors() {
  const cases = [];
  for (let i = 0; i < count; i++) {
    const config = { color: { mode: pick(modes), fixedColor: chance(0.7) ? pick(names) : undefined }, thresholds: { mode: pick(['absolute', 'percentage']), steps: steps() } };
    if (chance(0.8)) config.min = pick([0, -10, 10, 0.5]);
    if (chance(0.8)) config.max = pick([100, 1, 50, 0]);
    const value = chance(0.7) ? random() * 220 - 60 : cell();
    const field = { name: 'cpu', type: 'number', config: structuredClone(config), values: [], state: { displayName: pick(['cpu', 'x y', 'Ä']), seriesIndex: below(70) } };
    if (typeof value === 'string' || typeof value === 'boolean') continue;
    const expected = attempt(() => {
      const out = g.getScaleCalculator(field, themes[theme])(value);
      return { color: out.color, hex: hex(out.color), percent: out.percent, threshold: out.threshold };
    });
    cases.push({ id: `scale:${i}`, kind: 'scaleCalculator', input: { theme, value: encode(value), displayName: field.state.displayName, seriesIndex: field.state.seriesIndex, config: encode(config) }, expected });
    const sorted = steps();
    const at = chance(0.8) ? number() : pick([10, 50, 80]);
    cases.push({ id: `active:${i}`, kind: 'getActiveThreshold', input: { steps: encode(sorted), value: encode(at) }, expected: attempt(() => g.getActiveThreshold(at, sorted)) });
  }
  write('thresholds-color', cases);
}

// Frames and what is made of them.
function randomFrame(refId) {
  const length = pick([0, 1, 3, 5, 8]);
  const frame = { refId, fields: [], length };
  if (chance(0.3)) frame.name = pick(['series', 'a', 'b']);
  const labels = () => Object.fromEntries(some(3, () => [pick(['host', 'job', 'le', '__name__', 'a b']), pick(['a', 'b', '1', 'x y'])]));
  if (chance(0.8)) frame.fields.push({ name: pick(['Time', 'time', 't']), type: 'time', config: {}, values: Array.from({ length }, (_, i) => 1715776000000 + i * 15000 + (chance(0.1) ? 5 : 0)) });
  for (let i = 0; i <= below(3); i++) {
    const kind = pick(['number', 'number', 'number', 'string', 'boolean']);
    const item = kind === 'number' ? () => (chance(0.85) ? Number((calm()).toPrecision(6)) + 0 : null) : kind === 'string' ? () => (chance(0.9) ? word() : null) : () => pick([true, false, null]);
    const field = { name: pick(['Value', 'value', 'cpu', 'mem', 'name', 'Value #A', '']), type: kind, config: {}, values: Array.from({ length }, item) };
    if (chance(0.6)) field.labels = labels();
    if (chance(0.15)) field.config.displayName = 'shown';
    if (chance(0.15)) field.config.displayNameFromDS = 'from ds';
    frame.fields.push(field);
  }
  return frame;
}
const sets = framesFile ? JSON.parse(readFileSync(framesFile, 'utf8')).frameSets : {};
function frames() {
  if (chance(0.5) && Object.keys(sets).length) return structuredClone(pick(Object.values(sets)));
  const out = encode(Array.from({ length: pick([1, 1, 2, 3]) }, (_, i) => randomFrame('ABC'[i])));
  return describe(build(out));
}
function build(encoded) {
  return decode(encoded).map((frame) => {
    const { length, ...rest } = frame;
    return g.createDataFrame({ ...rest, fields: frame.fields.map(({ displayName, ...field }) => ({ ...field, config: field.config ?? {}, labels: field.labels ?? undefined })) });
  });
}
/** A field's name without what the library remembers; a copy would count as another field of that name. */
function nameOf(field, frame, list) {
  field.state = undefined;
  return g.getFieldDisplayName(field, frame, list);
}
function describe(list) {
  return list.map((frame) => encode({
    name: frame.name, refId: frame.refId, length: frame.length,
    meta: frame.meta && (frame.meta.type || frame.meta.preferredVisualisationType) ? { type: frame.meta.type, preferredVisualisationType: frame.meta.preferredVisualisationType } : undefined,
    fields: frame.fields.map((field) => {
      const config = { ...field.config };
      return { name: field.name, type: field.type, labels: field.labels && Object.keys(field.labels).length ? field.labels : field.labels, config: Object.keys(config).length ? config : undefined,
        values: Array.from(field.values), displayName: nameOf(field, frame, list) };
    }),
  })).map((frame) => {
    for (const field of frame.fields) {
      if (field.config && !Object.keys(field.config).length) delete field.config;
    }
    return frame;
  });
}
const fieldName = () => pick(['Time', 'Value', 'cpu', 'mem', 'name', 'a', 'b', 'shown', 'nothing', 'host', 'Value #A']);
const fieldMatcher = () => pick([
  () => ({ id: 'byName', options: fieldName() }), () => ({ id: 'byRegexp', options: pick(['/.*/', '/^V/', 'cpu|mem', '/a$/i', '/(/']) }),
  () => ({ id: 'byType', options: pick(['number', 'string', 'time', 'boolean']) }), () => ({ id: 'byFrameRefID', options: pick(['A', 'B', '/[AB]/']) }),
  () => ({ id: 'byNames', options: { mode: pick(['include', 'exclude']), names: [fieldName(), fieldName()], readOnly: chance(0.5) } }),
  () => ({ id: 'byRegexpOrNames', options: { pattern: pick(['/^c/', '', undefined]), names: chance(0.5) ? [fieldName()] : undefined } }),
  () => ({ id: 'numeric' }), () => ({ id: 'time' }), () => ({ id: 'first' }), () => ({ id: 'firstTimeField' }), () => ({ id: 'anyMatch', options: [fieldMatcher(), fieldMatcher()] }),
  () => ({ id: 'allMatch', options: [fieldMatcher(), fieldMatcher()] }), () => ({ id: 'invertMatch', options: fieldMatcher() }), () => ({ id: 'alwaysMatch' }), () => ({ id: 'neverMatch' }),
  () => ({ id: 'byValue', options: { reducer: pick(reducerIds.slice(0, 12)), op: pick(['eq', 'neq', 'gt', 'gte', 'lt', 'lte']), value: pick([0, 1, 50]) } }),
])();
const valueMatcher = () => pick([
  () => ({ id: pick(['greater', 'greaterOrEqual', 'lower', 'lowerOrEqual', 'equal', 'notEqual']), options: { value: pick([0, 1, 5, 50, '5', 'a', null, '', 2.5]) } }),
  () => ({ id: pick(['between', 'isNull', 'isNotNull']), options: { from: pick([0, -5, 10, '1']), to: pick([10, 100, 5]) } }),
  () => ({ id: pick(['regex', 'substring', 'notSubstring']), options: { value: pick(['a', '^.', '[0-9]', '', 'OK', '(']) } }),
])();
const calcs = () => some(3, () => pick(reducerIds));
const makers = {
  reduce: () => ({ reducers: calcs(), mode: pick([undefined, 'seriesToRows', 'reduceFields']), includeTimeField: pick([undefined, true]), labelsToFields: pick([undefined, true]), fields: chance(0.2) ? fieldMatcher() : undefined }),
  calculateField: () => pick([
    () => ({ mode: 'reduceRow', reduce: { reducer: pick(reducerIds.slice(0, 23)), include: chance(0.5) ? [fieldName(), fieldName()] : undefined }, alias: pick([undefined, 'x', 'cpu']), replaceFields: pick([undefined, true]) }),
    () => ({ mode: 'binary', binary: { left: pick(['cpu', 'Value', '2', { fixed: '3' }, { matcher: { id: 'byName', options: 'Value' } }, { matcher: { id: 'byType', options: 'number' } }]), operator: pick(['+', '-', '*', '/', '**', '%']), right: pick(['1', 'mem', 'Value', { fixed: '0' }, { fixed: '-2.5' }]) }, alias: pick([undefined, 'x']), replaceFields: pick([undefined, true]) }),
    () => ({ mode: 'cumulativeFunctions', cumulative: { field: fieldName(), reducer: pick(['sum', 'mean']) }, replaceFields: pick([undefined, true]) }),
    () => ({ mode: 'windowFunctions', window: { field: fieldName(), reducer: pick(['mean', 'stdDev', 'variance']), windowAlignment: pick(['trailing', 'centered']), windowSize: pick([0.1, 0.5, 3, 1, 2]), windowSizeMode: pick(['percentage', 'fixed']) } }),
    () => ({ mode: 'unary', unary: { operator: pick(['abs', 'exp', 'ln', 'floor', 'ceil', 'percent', 'round', 'trunc', 'ceil']), fieldName: fieldName() }, alias: pick([undefined, 'x']) }),
    () => ({ mode: 'index', index: { asPercentile: pick([true, false, undefined]) }, alias: pick([undefined, 'x']) }),
  ])(),
  limit: () => ({ limitField: pick([0, 1, 2, 100, -1, '2', undefined]) }),
  labelsToFields: () => ({ mode: pick([undefined, 'columns', 'rows']), valueLabel: pick([undefined, 'host', 'job']), keepLabels: chance(0.4) ? ['host', 'job'] : undefined }),
  convertFieldType: () => ({ conversions: some(2, () => ({ targetField: fieldName(), destinationType: pick(['number', 'string', 'boolean', 'time']), dateFormat: pick([undefined, 'YYYY-MM-DD']), timezone: pick([undefined, 'utc']) })) }),
  joinByField: () => ({ byField: pick([undefined, 'Time', 'time', 'name', 'Value']), mode: pick([undefined, 'outer', 'inner', 'outerTabular']) }),
  filterByValue: () => ({ type: pick(['include', 'exclude']), match: pick(['all', 'any']), filters: some(3, () => ({ fieldName: fieldName(), config: valueMatcher() })) }),
  concatenate: () => ({ frameNameMode: pick([undefined, 'field', 'label', 'drop']), frameNameLabel: pick([undefined, 'frame']) }),
  renameByRegex: () => ({ regex: pick(['(.*)', '/^(.).*$/', 'V(.)', '/[aeiou]/g', '', '(']), renamePattern: pick(['$1', 'x$1y', '', '$&$&']) }),
  merge: () => ({}),
  organize: () => ({ excludeByName: chance(0.5) ? { [fieldName()]: chance(0.8) } : {}, indexByName: chance(0.5) ? { [fieldName()]: below(4), [fieldName()]: below(4) } : {}, renameByName: chance(0.5) ? { [fieldName()]: pick(['new', '']) } : {}, includeByName: chance(0.2) ? { [fieldName()]: true } : undefined, orderByMode: pick([undefined, 'manual', 'auto']) }),
  filterFieldsByName: () => ({ include: chance(0.7) ? { names: chance(0.5) ? [fieldName(), fieldName()] : undefined, pattern: pick([undefined, '/^V|^T/', '/a/']) } : undefined, exclude: chance(0.4) ? { pattern: '/e$/' } : undefined }),
  groupToNestedTable: () => ({ showSubframeHeaders: true, fields: { [fieldName()]: { operation: 'groupby', aggregations: [] }, [fieldName()]: { operation: 'aggregate', aggregations: calcs() } } }),
  seriesToRows: () => ({}),
  sortBy: () => ({ sort: some(2, () => ({ field: fieldName(), desc: chance(0.5) })) }),
  transpose: () => ({ firstFieldName: pick([undefined, 'x']), restFieldsName: pick([undefined, 'r']) }),
  histogram: () => ({ bucketSize: pick([undefined, null, 1, 10, '5']), bucketOffset: pick([undefined, 0, 2]), bucketCount: pick([undefined, 5, 30]), combine: pick([undefined, true]) }),
  filterByRefId: () => ({ include: pick([undefined, 'A', 'B', '/A|B/']), exclude: pick([undefined, undefined, 'A']) }),
  groupingToMatrix: () => ({ columnField: fieldName(), rowField: fieldName(), valueField: fieldName(), emptyValue: pick([undefined, 'null', 'empty', 'zero', 'true', 'false']) }),
  groupBy: () => ({ fields: { [fieldName()]: { operation: 'groupby', aggregations: [] }, [fieldName()]: { operation: pick(['groupby', 'aggregate']), aggregations: calcs() }, Value: { operation: 'aggregate', aggregations: calcs() } } }),
  formatString: () => ({ stringField: 'name', outputFormat: pick(['Upper Case', 'Lower Case', 'Sentence Case', 'Title Case', 'Pascal Case', 'Camel Case', 'Snake Case', 'Kebab Case', 'Trim', 'Substring']), substringStart: below(3), substringEnd: 3 }),
  filterFrames: () => ({ include: { id: 'byName', options: pick(['a', 'series']) } }),
  formatTime: () => ({ timeField: pick(['Time', 'time']), outputFormat: pick(['YYYY', 'HH:mm:ss', undefined]), useTimezone: pick([true, false]), timezone: pick(['utc', 'Europe/Berlin']) }),
  convertFrameType: () => ({ targetType: pick(['annotation', 'exemplar']) }),
};
async function transformations() {
  const cases = [];
  const ids = Object.keys(makers);
  for (let i = 0; i < count * 2; i++) {
    const input = frames();
    const list = Array.from({ length: chance(0.75) ? 1 : 2 }, () => {
      const id = pick(ids);
      return JSON.parse(JSON.stringify({ id, options: makers[id](), disabled: chance(0.03) ? true : undefined, filter: chance(0.08) ? { id: 'byRefId', options: pick(['A', 'B']) } : undefined }));
    });
    let expected;
    try {
      const out = await firstValueFrom(g.transformDataFrame(structuredClone(list), build(input), { interpolate: (text) => text }));
      expected = describe(out);
      if (JSON.stringify(expected).includes('"nestedFrames"')) continue;
    } catch (error) {
      expected = { $: 'throws', message: String(error?.message ?? error) };
    }
    cases.push({ id: `tr:${list.map((t) => t.id).join('+')}:${i}`, kind: 'transform', input: { frames: input, transformations: list }, expected });
  }
  write('transformations', cases);
}
function fieldNames() {
  const cases = [];
  const matchers = [];
  for (let i = 0; i < count; i++) {
    const input = frames();
    const list = build(input);
    cases.push({ id: `dnset:${i}`, kind: 'displayNames', name: 'random', input: { frames: input }, expected: {
      fieldNames: list.map((frame) => frame.fields.map((field) => nameOf(field, frame, list))),
      alone: list.map((frame) => frame.fields.map((field) => nameOf(field, frame))),
      frameNames: list.map((frame, index) => g.getFrameDisplayName(frame, index)),
      frameNamesNoIndex: list.map((frame) => g.getFrameDisplayName(frame)) } });
    const matcher = JSON.parse(JSON.stringify(fieldMatcher()));
    const expected = attempt(() => {
      const test = g.getFieldMatcher(structuredClone(matcher));
      const fresh = build(input);
      return fresh.map((frame) => frame.fields.map((field) => test(field, frame, fresh)));
    });
    matchers.push({ id: `fm:${i}`, kind: 'fieldMatcher', input: { frames: input, matcher }, expected });
    const one = valueMatcher();
    const type = pick(['number', 'string', 'boolean']);
    const values = some(8, cell);
    matchers.push({ id: `vm:${i}`, kind: 'valueMatcher', input: { matcher: one, fieldType: type, values: encode(values) }, expected: attempt(() => {
      const test = g.getValueMatcher(structuredClone(one));
      const field = { name: 'f', type, config: {}, values };
      const frame = { fields: [field], length: values.length };
      return values.map((_, row) => Boolean(test(row, field, frame, [frame])));
    }) });
  }
  write('display-names', cases);
  write('matchers', matchers);
}
function times() {
  const cases = [];
  const zones = ['utc', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo'];
  const units = ['s', 'm', 'h', 'd', 'w', 'M', 'y', 'Q', 'fQ', 'fy'];
  for (let i = 0; i < count; i++) {
    clock.now = Date.parse(pick(['2024-05-15T12:34:56.789Z', '2024-03-31T01:30:00.000Z', '2024-11-03T06:30:00.000Z', '2024-02-29T23:59:59.999Z', '2023-12-31T23:30:00.000Z', '2024-10-27T01:00:00.000Z'])) + below(2) * below(1e10);
    const now = new RealDate(clock.now).toISOString();
    const timeZone = pick(zones);
    const fiscalYearStartMonth = below(12);
    let expr = 'now';
    for (let k = below(4); k > 0; k--) expr += pick([() => `-${below(40)}${pick(units)}`, () => `+${below(40)}${pick(units)}`, () => `/${pick(units)}`, () => pick(['-d', '/x', '-1', '+', ' ', '-1H', '/D'])])();
    const at = (up) => {
      const out = g.dateMath.parse(expr, up, timeZone, fiscalYearStartMonth);
      return out && out.isValid() ? out.toISOString() : null;
    };
    const expected = attempt(() => ({ from: at(false), to: at(true), isValid: g.dateMath.isValid(expr), isMathString: g.dateMath.isMathString(expr) }));
    cases.push({ id: `dm:${i}:${timeZone}:${expr}`, kind: 'dateMath', input: { now, timeZone, expr, fiscalYearStartMonth }, expected });
    const rangeMs = Math.floor(10 ** (random() * 9 + 2));
    const resolution = 1 + below(3000);
    const lowLimitInterval = pick([undefined, '1m', '15s', '>30s', '500ms', '2h']);
    cases.push({ id: `calc:${i}`, kind: 'calculateInterval', input: { rangeMs, resolution, lowLimitInterval: lowLimitInterval ?? null }, expected: attempt(() => {
      const out = g.rangeUtil.calculateInterval({ from: g.dateTime(0), to: g.dateTime(rangeMs), raw: { from: 'a', to: 'b' } }, resolution, lowLimitInterval);
      return { intervalMs: out.intervalMs, interval: out.interval };
    }) });
    const time = Math.floor((random() * 80 - 10) * 31536e6);
    const format = pick(['YYYY-MM-DD HH:mm:ss.SSS', 'dddd, MMMM Do YYYY, h:mm:ss a', 'DDDD wo W Q E e', 'LT LTS L LL LLL LLLL l', 'X x', 'Z ZZ z', '[at] H k hh A', 'YY Y GGGG gg SSSS', 'MMM M Mo D Do ddd dd d']);
    cases.push({ id: `fmt:${i}`, kind: 'dateTimeFormat', input: { time, timeZone, format }, expected: attempt(() => g.dateTimeFormat(time, { timeZone, format })) });
  }
  clock.now = NOW;
  write('time', cases);
}

valueFormat();
displayProcessor();
reducers();
mappings();
colors();
fieldNames();
times();
await transformations();
