// As much of a browser around node as Grafana's libraries ask for. Every character is 7 px wide in it.

const Module = require('module');
const { JSDOM } = require('jsdom');

process.env.TZ = 'UTC';
const dom = new JSDOM('<!doctype html><html><body></body></html>', { url: 'http://localhost/' });
const give = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
give('window', dom.window);
// What is drawn goes nowhere.
const context = { font: '', measureText: (text) => ({ width: 7 * String(text).length, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2 }) };
dom.window.HTMLCanvasElement.prototype.getContext = () => new Proxy(context, { get: (of, name) => (name in of ? of[name] : () => undefined),
  set: (of, name, value) => Boolean((of[name] = value), true) });
for (const name of ['document', 'navigator', 'HTMLElement', 'Element', 'Node', 'location', 'history', 'localStorage', 'sessionStorage',
  'MutationObserver', 'CustomEvent', 'Event', 'getComputedStyle', 'DOMParser', 'SVGElement', 'DocumentFragment', 'CSSStyleSheet'])
  give(name, dom.window[name]);
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
class Path {
  moveTo() {}
  lineTo() {}
  rect() {}
  arc() {}
  closePath() {}
  addPath() {}
}
const both = { Path2D: Path, ResizeObserver: Observer, IntersectionObserver: Observer, devicePixelRatio: 1, CSS: { supports: () => false, escape: (text) => text },
  matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} }),
  requestAnimationFrame: (work) => setTimeout(work, 0),
  grafanaBootData: { settings: { featureToggles: {}, buildInfo: { version: '13.2.1' }, datasources: {}, unifiedAlerting: {}, licenseInfo: {} },
    user: { locale: 'en-US', orgId: 1, timezone: 'utc' }, navTree: [] } };
for (const [name, value] of Object.entries(both)) {
  give(name, value);
  dom.window[name] = value;
}
for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) give(name, () => true);
const load = Module._load;
Module._load = function (name, ...rest) {
  if (name === '@grafana/assistant' || /\.css$|^monaco|^@monaco/.test(name)) return { promLanguageDefinition: {} };
  return load.call(this, name, ...rest);
};
