// Numbers, times and words as the console writes them.

const WHOLE = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const SHORT = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: 3});
const TIME = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const MINUTE = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'});
const DAY = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit'});

export const whole = n => n == null ? '–' : WHOLE.format(n);

/** As {whole}; large ones rounded, where room is small. */
export const brief = n => n < 10_000 ? WHOLE.format(n) : SHORT.format(n);

/** With as many decimals as say something. */
export function some(n) {
  if (n == null || !Number.isFinite(n)) return '–';
  if (Number.isInteger(n)) return WHOLE.format(n);
  const size = Math.abs(n);
  return size >= 1000 ? WHOLE.format(n) : size >= 100 ? n.toFixed(0) : size >= 10 ? n.toFixed(1) : n.toFixed(2);
}

/** Items a second, or a minute where that reads better: {value, unit}. */
export function rate(perSecond) {
  if (!(perSecond > 0)) return {value: '0', unit: '/s'};
  if (perSecond < 0.95) return {value: some(Math.round(perSecond * 600) / 10), unit: '/min'};
  return {value: perSecond >= 100 ? whole(perSecond) : perSecond.toFixed(1), unit: '/s'};
}

export function millis(ms) {
  if (ms == null || !Number.isFinite(ms)) return '–';
  if (ms >= 10_000) return (ms / 1000).toFixed(0) + ' s';
  if (ms >= 1000) return (ms / 1000).toFixed(1) + ' s';
  return (ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms.toFixed(2)) + ' ms';
}

/** Median and 99th percentile, with their unit once where they share it. */
export function percentiles(p50, p99) {
  const [low, high] = [millis(p50), millis(p99)];
  return `p50 ${low.slice(-2) === high.slice(-2) ? low.replace(/ .*/, '') : low} · p99 ${high}`;
}

export function bytes(n) {
  if (n == null) return '–';
  if (n < 1024) return n + ' B';
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let i = -1;
  do { n /= 1024; i++; } while (n >= 1024 && i < units.length - 1);
  return (n >= 100 ? n.toFixed(0) : n.toFixed(1)) + ' ' + units[i];
}

/** A length of time in its two largest units. */
export function span(seconds) {
  if (seconds == null) return '–';
  const s = Math.max(0, Math.floor(seconds));
  const parts = [[Math.floor(s / 86400), 'd'], [Math.floor(s / 3600) % 24, 'h'], [Math.floor(s / 60) % 60, 'min'], [s % 60, 's']];
  const first = parts.findIndex(p => p[0] > 0);
  if (first < 0) return '0 s';
  return parts.slice(first, first + 2).filter(p => p[0] > 0).map(p => p.join(' ')).join(' ');
}

/** Seconds in an ISO 8601 duration such as PT1M0.25S. */
export function isoSeconds(duration) {
  const m = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration ?? '');
  return m ? (+m[1] || 0) * 3600 + (+m[2] || 0) * 60 + (+m[3] || 0) : NaN;
}

/** Local time; with its day where that is not today. */
export function time(instant) {
  const t = new Date(instant);
  if (!instant || Number.isNaN(t.getTime())) return '–';
  return t.toDateString() === new Date().toDateString() ? TIME.format(t) : DAY.format(t);
}

/** Local time of day for an axis: with seconds where its steps need them. */
export const axisTime = (ms, stepMs) => (stepMs % 60_000 === 0 ? MINUTE : TIME).format(new Date(ms));

/** The same moment in UTC, for a title. */
export function utc(instant) {
  const t = new Date(instant);
  return instant && !Number.isNaN(t.getTime()) ? t.toISOString().replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC') : null;
}

export const count = (n, one, many = one + 's') => `${whole(n)} ${n === 1 ? one : many}`;

/** More than one of a label: the few whose plural a user would miss. */
const MANY = {person: 'people', face: 'faces', car: 'cars', bus: 'buses', truck: 'trucks', bicycle: 'bicycles', dog: 'dogs'};
export const labelled = (label, n) => n === 1 ? label : MANY[label] ?? label;

export const sum = reasons => Object.values(reasons ?? {}).reduce((a, b) => a + b, 0);

export const cut = (s, length) => s.length <= length ? s : s.slice(0, Math.max(1, length - 1)) + '…';
