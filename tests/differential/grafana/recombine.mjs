// Asks Grafana's own library the questions of the conformance cases in new combinations.
//   node recombine.mjs CASES FOLDER SEED COUNT        CASES: ../shared/conformance/grafana
//   node recombine.mjs CASES --verify                 the cases' own questions: do the answers agree?
// Run by run.py --recombine, in a folder that holds @grafana/data.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';

const [casesFolder, folder, seedText, countText] = process.argv.slice(2);
// The library keeps the first theme's scheme: one theme each run.
const onlyTheme = Number(seedText ?? 0) % 2 ? 'light' : 'dark';
const verify = folder === '--verify';
const count = Number(countText ?? 0);
const require = createRequire(process.cwd() + '/');
const { RealDate, clock, g, transformers, encode, decode } = require('./library.cjs');
const { firstValueFrom } = require('rxjs');
const tinycolor = require('tinycolor2');

const { below, pick, chance } = require('./random.cjs')(seedText ?? 1);

const attempt = (work) => {
  try {
    return encode(work());
  } catch (error) {
    return { $: 'throws', message: String(error?.message ?? error) };
  }
};
const themes = { dark: g.createTheme({ colors: { mode: 'dark' } }), light: g.createTheme({ colors: { mode: 'light' } }) };
const build = (encoded) => decode(encoded).map((frame) => {
  const { length, ...rest } = frame;
  return g.createDataFrame({ ...rest, fields: frame.fields.map(({ displayName, ...field }) => ({ ...field, config: field.config ?? {}, labels: field.labels ?? undefined })) });
});

// The application's field options, and the custom ones that the cases name.
const option = (id, override, process, shouldApply = () => true) => ({ id, path: id, name: id, override, editor: override, process, shouldApply, settings: {} });
const isNumber = (field) => field.type === g.FieldType.number;
const standard = () => [
  option('displayName', null, g.displayNameOverrideProcessor), option('unit', null, g.unitOverrideProcessor),
  option('fieldMinMax', null, g.booleanOverrideProcessor, isNumber), option('min', null, g.numberOverrideProcessor, isNumber),
  option('max', null, g.numberOverrideProcessor, isNumber), option('decimals', null, g.numberOverrideProcessor, isNumber),
  option('noValue', null, g.displayNameOverrideProcessor), option('color', null, g.identityOverrideProcessor),
  option('mappings', null, g.valueMappingsOverrideProcessor, (field) => field.type !== g.FieldType.time), option('thresholds', null, g.thresholdsOverrideProcessor),
  option('links', null, g.dataLinksOverrideProcessor), option('filterable', null, g.booleanOverrideProcessor),
  option('description', null, g.stringOverrideProcessor),
];
g.standardFieldConfigEditorRegistry.setInit(standard);
const registry = new g.Registry(() => [...standard(), ...['lineWidth', 'drawStyle', 'axisPlacement', 'hideFrom', 'width', 'cellOptions'].map((name) => ({
  ...option(`custom.${name}`, null, g.identityOverrideProcessor), path: name, isCustom: true }))]);

function replacer(variables) {
  return (text, scoped) => (text ?? '').replace(/\$(\w+)|\[\[(\w+)(?::(\w+))?\]\]|\$\{(\w+)((?:\.[\w.]+|\[[^\]]+\])*)(?::([\w:]+))?\}/g, (match, a, b, fb, c, path, fc) => {
    const name = a ?? b ?? c;
    let value = scoped?.[name]?.value ?? variables?.[name];
    if (value === undefined) return match;
    for (const part of (path ?? '').split('.').filter(Boolean)) value = value?.[part];
    const format = fb ?? fc;
    if (Array.isArray(value)) return format === 'csv' ? value.join(',') : format === 'pipe' ? value.join('|') : `{${value.join(',')}}`;
    return value === undefined ? match : typeof value === 'object' ? String(value) : String(value);
  });
}
const framesOf = (input, document) => build(typeof input.frames === 'string' ? document.frameSets[input.frames] : input.frames);
function overridden(input, document) {
  return g.applyFieldOverrides({ data: framesOf(input, document), fieldConfig: decode(structuredClone(input.fieldConfig)), theme: themes[input.theme],
    timeZone: input.timeZone ?? 'utc', replaceVariables: replacer(input.variables), fieldConfigRegistry: registry });
}
function configOf(config) {
  const { custom: own, ...rest } = config;
  return { ...rest, custom: own ?? {} };
}
const at = (input, key) => decode(input[key]);
const kinds = {
  'field-overrides': { applyFieldOverrides: (input, document) => overridden(input, document).map((frame, _, all) => ({
    name: frame.name ?? null, refId: frame.refId ?? null, fields: frame.fields.map((field) => ({
      name: field.name, type: field.type, displayName: g.getFieldDisplayName(field, frame, all), config: configOf(field.config), seriesIndex: field.state?.seriesIndex ?? 0,
      range: field.state?.range ?? null, display: Array.from(field.values).slice(0, 4).map((value) => {
        const out = field.display(value);
        return { text: g.formattedValueToString(out), color: out.color };
      }) })) })) },
  'field-display-values': { fieldDisplayValues: (input, document) => {
    const values = g.getFieldDisplayValues({ data: overridden(input, document), fieldConfig: decode(input.fieldConfig), theme: themes[input.theme],
      reduceOptions: input.reduceOptions, replaceVariables: replacer({}), sparkline: input.sparkline, percentChange: input.percentChange, timeZone: 'utc' });
    return { values: values.map((one) => ({ name: one.name, title: one.display.title ?? null, text: one.display.text, prefix: one.display.prefix ?? null, suffix: one.display.suffix ?? null,
      assembled: g.formattedValueToString(one.display), numeric: one.display.numeric, color: one.display.color, percent: one.display.percent ?? null, percentChange: one.display.percentChange,
      sparkline: one.sparkline ? { highlightIndex: one.sparkline.highlightIndex ?? null, highlightLine: one.sparkline.highlightLine ?? null } : undefined,
      colIndex: one.colIndex ?? null, rowIndex: one.rowIndex ?? null, min: one.field.min ?? null, max: one.field.max ?? null })), alignment: g.getDisplayValueAlignmentFactors(values) };
  } },
  time: {
    dateMath: (input) => {
      clock.now = RealDate.parse(input.now);
      const when = (up) => {
        const out = g.dateMath.parse(input.expr, up, input.timeZone, input.fiscalYearStartMonth);
        return out && out.isValid() ? out.toISOString() : null;
      };
      return { from: when(false), to: when(true), isValid: g.dateMath.isValid(input.expr), isMathString: g.dateMath.isMathString(input.expr) };
    },
    isValidTimeSpan: (input) => g.rangeUtil.isValidTimeSpan(input),
    secondsToHms: (input) => g.rangeUtil.secondsToHms(input),
    msRangeToTimeString: (input) => g.rangeUtil.msRangeToTimeString(input),
    roundInterval: (input) => g.rangeUtil.roundInterval(input),
    calculateInterval: (input) => {
      const out = g.rangeUtil.calculateInterval({ from: g.dateTime(0), to: g.dateTime(input.rangeMs), raw: { from: 'a', to: 'b' } }, input.resolution, input.lowLimitInterval ?? undefined);
      return { intervalMs: out.intervalMs, interval: out.interval };
    },
    intervalToAbbreviatedDurationString: (input) => g.intervalToAbbreviatedDurationString({ start: new RealDate(input.start), end: new RealDate(input.end) }, input.includeSeconds),
    dateTimeFormat: (input) => g.dateTimeFormat(input.time, { timeZone: input.timeZone, format: input.format }),
    timeAgo: (input) => { clock.now = input.now; return g.dateTimeFormatTimeAgo(input.time, { timeZone: 'utc' }); },
    dateTimeParse: (input) => {
      clock.now = input.now;
      const when = (roundUp) => {
        const out = g.dateTimeParse(input.text, { timeZone: input.timeZone, roundUp });
        return out.isValid() ? out.toISOString() : null;
      };
      return { from: when(false), to: when(true) };
    },
    describeTextRange: (input) => { const out = g.rangeUtil.describeTextRange(input); return { from: out.from, to: out.to, display: out.display, invalid: out.invalid ?? null }; },
  },
  'graph-data': {
    buildHistogram: (input) => {
      const values = decode(input.values);
      const out = g.buildHistogram([{ fields: [{ name: 'v', type: 'number', config: {}, values }], length: values.length }], decode(input.options));
      return out ? { xMin: out.xMin.values, xMax: out.xMax.values, counts: out.counts.map((one) => one.values) } : null;
    },
    nullInsertThreshold: (input) => {
      const times = decode(input.times), values = decode(input.values);
      const frame = { length: times.length, fields: [{ name: 'Time', type: 'time', config: decode(input.timeConfig), values: times },
        { name: 'V', type: 'number', config: { custom: decode(input.valueCustom) }, values }] };
      const out = g.applyNullInsertThreshold({ frame, refFieldPseudoMin: input.pseudoMin ?? undefined, refFieldPseudoMax: input.pseudoMax ?? undefined });
      return { length: out.length, times: out.fields[0].values, values: out.fields[1].values };
    },
  },
  palette: {
    alpha: (input) => g.colorManipulator.alpha(input.color, input.alpha),
    contrastRatio: (input) => g.colorManipulator.getContrastRatio(input.foreground, input.background),
    darken: (input) => g.colorManipulator.darken(input.color, input.coefficient),
    lighten: (input) => g.colorManipulator.lighten(input.color, input.coefficient),
    emphasize: (input) => g.colorManipulator.emphasize(input.color, input.coefficient),
    contrastText: (input) => themes[input.theme].colors.getContrastText(input.color),
  },
  text: {
    sanitizeUrl: (input) => g.textUtil.sanitizeUrl(input),
    toUrlParams: (input) => g.urlUtil.toUrlParams(input),
    parseKeyValue: (input) => g.urlUtil.parseKeyValue(input.replace(/^\?/, '')),
    escapeRegex: (input) => g.escapeRegex(input),
    toCSV: (input) => {
      const fields = decode(input.fields);
      return g.toCSV([g.createDataFrame({ fields: fields.map((f) => ({ ...f, config: f.config ?? {} })) })], decode(input.options));
    },
  },
  reducers: {
    reduceField: (input, document, one) => {
      const field = () => ({ name: 'f', type: input.type, config: input.nullValueMode ? { nullValueMode: input.nullValueMode } : {}, values: decode(input.values) });
      const ids = Object.keys(one.expected);
      if (input.reducers === 'asked together') return g.reduceField({ field: field(), reducers: ids });
      return Object.fromEntries(ids.map((id) => [id, encode(g.reduceField({ field: field(), reducers: [id] })[id])]));
    },
  },
  matchers: {
    fieldMatcher: (input, document) => {
      const frames = framesOf(input, document);
      const test = g.getFieldMatcher(structuredClone(decode(input.matcher)));
      return frames.map((frame) => frame.fields.map((field) => test(field, frame, frames)));
    },
    valueMatcher: (input) => {
      const values = decode(input.values);
      const test = g.getValueMatcher(structuredClone(decode(input.matcher)));
      const field = { name: 'f', type: input.fieldType, config: {}, values };
      const frame = { fields: [field], length: values.length };
      return values.map((_, row) => Boolean(test(row, field, frame, [frame])));
    },
  },
  'display-processor': {
    displayProcessor: (input) => {
      const field = { ...decode(input.field) };
      field.values ??= [];
      field.config ??= {};
      const out = g.getDisplayProcessor({ field, theme: themes[input.theme], timeZone: input.timeZone })(decode(input.value), input.adjacentDecimals ?? undefined);
      return { text: out.text, numeric: out.numeric, prefix: out.prefix ?? null, suffix: out.suffix ?? null, color: out.color, percent: out.percent ?? null, icon: out.icon ?? null, assembled: g.formattedValueToString(out) };
    },
  },
  'thresholds-color': {
    scaleCalculator: (input) => {
      const field = { name: 'cpu', type: 'number', config: decode(input.config), values: [], state: { displayName: input.displayName, seriesIndex: input.seriesIndex } };
      const out = g.getScaleCalculator(field, themes[input.theme])(decode(input.value));
      return { color: out.color, hex: tinycolor(out.color).toHex8String(), percent: out.percent, threshold: out.threshold };
    },
    getActiveThreshold: (input) => g.getActiveThreshold(decode(input.value), decode(input.steps)),
  },
};
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
      return { name: field.name, type: field.type, labels: field.labels && Object.keys(field.labels).length ? field.labels : undefined, config: Object.keys(config).length ? config : undefined,
        values: Array.from(field.values), displayName: nameOf(field, frame, list) };
    }),
  }));
}
kinds.transformations = {
  transform: async (input, document) => describe(await firstValueFrom(g.transformDataFrame(structuredClone(decode(input.transformations)), framesOf(input, document), { interpolate: (text) => text }))),
};

/** Another question of a kind: each part of it as one of the cases has it, options mixed member by member. */
function mixed(list) {
  const input = list[0].input;
  if (!input || typeof input !== 'object' || Array.isArray(input)) return structuredClone(pick(list).input);
  const out = structuredClone(list[0].input);
  const together = ['type', 'values', 'times', 'reducers', 'fields'];
  for (const key of Object.keys(out)) {
    if (!together.includes(key) && chance(0.6)) {
      const other = pick(list).input;
      if (key in other) out[key] = structuredClone(other[key]);
    }
  }
  if (out.fieldConfig && chance(0.7)) {
    const configs = list.map((one) => one.input.fieldConfig);
    out.fieldConfig = structuredClone(pick(configs));
    for (let i = below(3); i > 0; i--) {
      const [key, value] = pick(Object.entries(pick(configs).defaults ?? {}).concat([['unit', 'short']]));
      out.fieldConfig.defaults = { ...out.fieldConfig.defaults, [key]: structuredClone(value) };
      const rules = pick(configs).overrides ?? [];
      if (rules.length) {
        const rule = structuredClone(pick(rules));
        const from = pick(configs.filter((one) => one.overrides?.length));
        if (chance(0.5)) rule.properties = structuredClone(pick(from.overrides).properties);
        out.fieldConfig.overrides = [...(out.fieldConfig.overrides ?? []), rule];
      }
    }
  }
  if (out.transformations && chance(0.4)) {
    const steps = list.flatMap((one) => one.input.transformations);
    out.transformations = Array.from({ length: 1 + below(2) }, () => structuredClone(pick(steps)));
  }
  if (out.theme) out.theme = onlyTheme;
  if (out.matcher && chance(0.3)) out.matcher = { id: out.matcher.id, options: structuredClone(pick(list.filter((one) => one.input.matcher.id === out.matcher.id)).input.matcher.options) };
  return out;
}

/** As the comparison of the cases: numbers to 1e-9, undefined members absent. */
function same(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => same(one, b[i]));
  if (a && b && typeof a === 'object' && typeof b === 'object') {
    if (a.$ === 'throws' && b.$ === 'throws') return true;
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(a[key], b[key]));
  }
  return (a ?? null) === (b ?? null) || isDeepStrictEqual(a, b);
}

export async function run(allKinds) {
  for (const [area, makers] of Object.entries(allKinds)) {
    const file = `${casesFolder}/${area}.json`;
    if (!existsSync(file)) continue;
    const document = JSON.parse(readFileSync(file, 'utf8'));
    const cases = [];
    for (const [kind, make] of Object.entries(makers)) {
      // Names that only the application's interpolation knows are left out.
      const list = document.cases.filter((one) => one.kind === kind && !(one.input?.fieldConfig && /"[^"]*(\$|\[\[)[^"]*"/.test(JSON.stringify(one.input.fieldConfig).replaceAll('"$":', ''))));
      const ask = async (input, one) => {
        clock.now = RealDate.parse(document.now ?? '2024-05-15T12:34:56.789Z');
        try {
          return encode(await make(structuredClone(input), document, one));
        } catch (error) {
          return { $: 'throws', message: String(error?.message ?? error) };
        }
      };
      if (verify) {
        let bad = 0;
        for (const one of list) {
          if (one.input?.theme && one.input.theme !== onlyTheme) continue;
          const got = await ask(one.input, one);
          if (!same(JSON.parse(JSON.stringify(got)), one.expected) && ++bad <= Number(process.env.SHOW ?? 2))
            console.log(`${area} ${kind} ${one.id}\n  input    ${JSON.stringify(one.input).slice(0, 300)}\n  expected ${JSON.stringify(one.expected).slice(0, 600)}\n  got      ${JSON.stringify(got).slice(0, 600)}`);
        }
        console.log(`${area} ${kind}: ${list.length - bad} of ${list.length} agree`);
        continue;
      }
      for (let i = 0; i < count && list.length; i++) {
        const one = pick(list);
        const input = mixed([one, ...list]);
        const expected = await ask(input, one);
        if (JSON.stringify(expected).includes('"nestedFrames"')) continue;
        cases.push({ ...one, id: `${kind}:${i}`, name: undefined, input, expected });
      }
    }
    if (!verify) writeFileSync(`${folder}/${area}.json`, JSON.stringify({ ...document, cases }));
  }
}

await run(kinds);
