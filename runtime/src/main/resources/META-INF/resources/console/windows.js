// What the windows held: the figure of now, the last windows as a chart, and each with what became of its record.

import {$, svg, make, text, attr, each, rows} from './dom.js';
import {whole, some, time, utc, labelled, count, sum, axisTime} from './format.js';
import {counts} from './picture.js';

const SHOWN = 48;
const HEIGHT = 168;
const TIME_STEPS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600].map(s => s * 1000);
const EDGE = {left: 34, right: 6, top: 10, bottom: 22};
let drawn = '';
let chosen = '';

/** A mean keeps its decimals, so that a column of them stands still. */
const mean = d => d.mean == null ? '–' : d.mean.toFixed(2);

/** Series of a route's windows: one a key and label. */
function series(windows) {
  const all = new Map();
  for (const w of windows) for (const label of Object.keys(w.perFrame)) {
    const name = `${w.key} · ${label}`;
    if (!all.has(name)) all.set(name, {key: w.key, label});
  }
  return all;
}

export function showWindows(state, route, found) {
  const mine = state.windows.filter(w => route == null || w.route === route.id);
  const all = series(mine);
  if (!all.has(chosen)) chosen = all.keys().next().value ?? '';
  pick([...all.keys()]);
  const {key, label} = all.get(chosen) ?? {};
  const shown = mine.filter(w => w.key === key);
  now(found, shown[0], label);
  const none = mine.length === 0;
  const summarizes = route?.steps.some(s => s.kind === 'summarize');
  $('windows-empty').hidden = !none;
  text($('windows-empty'), !none ? '' : route == null ? 'No route runs.'
    : summarizes ? 'No window yet: the first comes when its time is over.' : `Route ${route.id} has no summarize step, so it makes no windows.`);
  $('windows-scroll').hidden = none;
  $('windows-key').hidden = none;
  chart(shown.filter(w => w.perFrame[label]).slice(0, SHOWN).reverse(), label);
  table(shown, label, state);
}

function pick(names) {
  const select = $('series');
  $('pick').hidden = names.length < 2;
  if (select.options.length !== names.length || names.some((n, i) => select.options[i].value !== n)) {
    select.replaceChildren(...names.map(n => make('option', {value: n}, n)));
  }
  select.value = chosen;
  select.onchange = () => {
    chosen = select.value;
    drawn = '';
  };
}

function now(found, last, label) {
  const box = $('now');
  const items = [];
  if (found?.detections) {
    const by = counts(found);
    if (by.size === 0) by.set(label ?? 'found', 0);
    for (const [name, n] of [...by].slice(0, 3)) items.push({n: whole(n), words: labelled(name, n) + ' now', hint: 'in the picture beside'});
  }
  const d = last?.perFrame[label];
  if (d) items.push({n: mean(d), words: 'on average', hint: `last window: least ${some(d.min)}, most ${some(d.max)}`});
  for (const [name, place] of Object.entries(last?.places ?? {}).slice(0, 3)) {
    const inside = Object.entries(place.inside).map(([what, d]) => `${mean(d)} ${labelled(what, d.mean)} inside on average, most ${some(d.max)}`).join(', ');
    items.push({n: `${whole(sum(place.in))} / ${whole(sum(place.out))}`, words: `${name}: in / out`, hint: `last window${inside ? ': ' + inside : ''}`});
  }
  box.hidden = items.length === 0;
  each(box, items, () => make('p', {}, make('b'), make('span'), make('small')), (node, i) => {
    text(node.children[0], i.n);
    text(node.children[1], i.words);
    text(node.children[2], i.hint);
  });
}

/** Steps of 1, 2 or 5 that give at most four lines. */
function step(most) {
  for (let s = 1; ; s *= 10) for (const m of [1, 2, 5]) if (most / (s * m) <= 4) return s * m;
}

function chart(windows, label) {
  const box = $('chart');
  box.hidden = windows.length === 0;
  if (windows.length === 0) {
    drawn = '';
    return;
  }
  const width = Math.floor(box.clientWidth);
  const signature = width + label + windows.map(w => w.id + (w.acknowledged ? 1 : 0)).join();
  if (signature === drawn || width === 0) return;
  drawn = signature;
  const t = windows.map(w => [Date.parse(w.start), Date.parse(w.end)]);
  const end = Math.max(...t.map(p => p[1]));
  const begin = Math.min(t[0][0], end - 16 * (t[0][1] - t[0][0]));
  const most = Math.max(1, ...windows.map(w => w.perFrame[label].max));
  const every = step(most), top = Math.ceil(most / every) * every;
  const x = ms => EDGE.left + (ms - begin) / (end - begin) * (width - EDGE.left - EDGE.right);
  const y = v => HEIGHT - EDGE.bottom - v / top * (HEIGHT - EDGE.top - EDGE.bottom);
  const root = svg('svg', {viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img',
    'aria-label': `${label} a frame in the last ${count(windows.length, 'window')}; the latest: mean ${mean(windows.at(-1).perFrame[label])}. The table below has each.`});
  for (let v = 0; v <= top; v += every) {
    root.append(svg('line', {class: 'grid', x1: EDGE.left, x2: width - EDGE.right, y1: y(v), y2: y(v)}),
      svg('text', {class: 'axis end', x: EDGE.left - 7, y: y(v) + 4}, whole(v)));
  }
  const often = TIME_STEPS.find(s => (end - begin) / s <= (width > 420 ? 6 : 4)) ?? 86_400_000;
  for (let ms = Math.ceil(begin / often) * often; ms <= end; ms += often) {
    const near = x(ms) > width - 30 ? 'end' : x(ms) < EDGE.left + 22 ? 'start' : 'middle';
    root.append(svg('line', {class: 'tick', x1: x(ms), x2: x(ms), y1: HEIGHT - EDGE.bottom, y2: HEIGHT - EDGE.bottom + 5}),
      svg('text', {class: 'axis ' + near, x: x(ms), y: HEIGHT - 4}, axisTime(ms, often)));
  }
  windows.forEach((w, i) => root.append(bar(w, w.perFrame[label], x(t[i][0]), x(t[i][1]), y)));
  box.replaceChildren(root);
}

/** One window: from the least to the most of a frame, with a line at the mean; hollow while its record waits. */
function bar(w, d, x1, x2, y) {
  const wide = Math.max(1.5, x2 - x1 - (x2 - x1 > 4 ? 1.5 : 0));
  const high = Math.max(2, y(d.min) - y(d.max));
  const g = svg('g', {class: 'bar', 'data-record': w.acknowledged ? 'there' : 'waits', 'data-partial': w.partial ? 'yes' : null},
    svg('title', {}, `${time(w.start)}–${time(w.end)}: mean ${mean(d)}, least ${some(d.min)}, most ${some(d.max)}${w.partial ? ', partial' : ''}`),
    svg('rect', {x: x1.toFixed(1), y: (y(d.min) - high).toFixed(1), width: wide.toFixed(1), height: high.toFixed(1)}),
    svg('line', {x1: x1.toFixed(1), x2: (x1 + wide).toFixed(1), y1: y(d.mean).toFixed(1), y2: y(d.mean).toFixed(1)}));
  return g;
}

function table(windows, label, state) {
  const there = new Map(state.kafka.last.map(r => [r.id, r]));
  rows($('windows'), windows.slice(0, SHOWN).map(w => {
    const d = w.perFrame[label];
    const record = there.get(w.id);
    const acknowledged = w.acknowledged || record;
    const words = record ? `✓ in Kafka, offset ${whole(record.offset)}` : acknowledged ? '✓ acknowledged' : '○ waits on disk';
    return {cells: [
      {text: `${time(w.start)}–${time(w.end).slice(-8)}`, title: `${utc(w.start)} to ${utc(w.end)}`},
      d ? mean(d) : '–', d ? `${some(d.min)}–${some(d.max)}` : '–', whole(w.frames),
      {text: Math.round(w.coverage * 100) + ' %' + (w.partial ? ', partial' : ''), tone: w.partial || w.coverage < 0.9 ? 'warn' : null},
      {text: words, title: w.id + (w.acknowledged ? `, acknowledged ${utc(w.acknowledged)}` : ''), tone: acknowledged ? 'ok' : 'warn'},
    ]};
  }));
}
