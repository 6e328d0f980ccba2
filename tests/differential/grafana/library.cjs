// Grafana's library in node, at a time of ours, and the values that JSON cannot say. It lies in the library's folder.

process.env.TZ = 'UTC';
const NOW = Date.parse('2024-05-15T12:34:56.789Z');
const RealDate = Date;
/** What the library takes for the present. */
const clock = { now: NOW };
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length) super(...parts);
    else super(clock.now);
  }
  static now() {
    return clock.now;
  }
};
globalThis.navigator ??= { language: 'en-US', languages: ['en-US'] };
const g = require('@grafana/data');
globalThis.window ??= globalThis; // only now: while loading it would pass for a browser
const transformers = new Map(Object.values(g.standardTransformers).map((t) => [t.id, t]));
g.standardTransformersRegistry.setInit(() => [...transformers.values()].map((t) => ({ id: t.id, name: t.name, transformation: async () => t })));

/** JSON cannot say all values: the rest are objects with "$". */
function encode(value) {
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return { $: 'NaN' };
    if (value === Infinity) return { $: '+Inf' };
    if (value === -Infinity) return { $: '-Inf' };
    if (Object.is(value, -0)) return { $: '-0' };
    return value;
  }
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof RegExp) return { $: 'regexp', v: String(value) };
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => [k, encode(v)]));
  return value;
}
function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (value && typeof value === 'object') {
    if (value.$ === 'undefined') return undefined;
    if (value.$ === 'NaN') return NaN;
    if (value.$ === '+Inf') return Infinity;
    if (value.$ === '-Inf') return -Infinity;
    if (value.$ === '-0') return -0;
    if (value.$ === 'date') return new RealDate(value.v);
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, decode(v)]));
  }
  return value;
}

module.exports = { NOW, RealDate, clock, g, transformers, encode, decode };
