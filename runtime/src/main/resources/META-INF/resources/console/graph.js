// The routes as streams: each step a gauge, the links as wide as what flows, and what leaves the flow written below its step.

import {$, svg, make, text, attr, each} from './dom.js';
import {whole, brief, rate, percentiles, sum, cut} from './format.js';
import {place} from './layout.js';

const MOST_OUTS = 4;
const FIGURE = 6.6; // width of a letter of the small figures, in pixels
const drawings = new Map(); // element of a route → its drawing

/** What left the flow at a step: [class, sign, words]. */
function outs(step) {
  if (!step.book) return [];
  const line = (kind, sign, word) => ([reason, n]) => [kind, sign, `${whole(n)} ${word}: ${reason}`];
  const all = [
    ...Object.entries(step.book.failed).map(line('fail', '✕', 'failed')),
    ...Object.entries(step.book.dropped).map(line('drop', '▾', 'dropped')),
    ...Object.entries(step.book.heldBack).map(line('held', '◂', 'held back')),
  ];
  return all.length <= MOST_OUTS ? all : [...all.slice(0, MOST_OUTS - 1), ['drop', '…', `${all.length - MOST_OUTS + 1} more reasons`]];
}

function counts(b, write = whole) {
  const out = b.made > 0 ? `${write(b.made)} made` : b.absorbed > 0 ? `${write(b.absorbed)} absorbed` : `${write(b.passed)} passed`;
  return `${write(b.in)} in · ${out}`;
}

/** The counts, rounded where {room} is too small for all their digits. */
function countsIn(b, room) {
  const all = counts(b);
  return all.length * FIGURE <= room ? all : fit(counts(b, brief), room, FIGURE);
}

export function showRoutes(state, history) {
  const parent = $('routes');
  if (state.routes.length === 0) {
    if (!parent.querySelector('.empty')) {
      drawings.clear();
      parent.replaceChildren(make('p', {class: 'empty'}, 'No route runs on this box. Start one with ', make('code', {}, './headwater run routes/people'), '.'));
    }
    return;
  }
  parent.querySelector('.empty')?.remove();
  each(parent, state.routes, frame, (node, route) => show(node, route, state, history));
}

function frame() {
  return make('article', {class: 'route'}, make('h3'), make('p', {class: 'about'}), make('div', {class: 'stream'}));
}

function show(node, route, state, history) {
  const [title, about, stream] = node.children;
  const running = route.status === 'Started';
  text(title, route.id + (running ? '' : ` (${route.status.toLowerCase()})`));
  text(about, [route.description, route.file].filter(Boolean).join(' · '));
  const width = Math.floor(stream.clientWidth);
  const signature = JSON.stringify([width, route.id, route.steps.map(s => [s.id, s.label, s.depth, !!s.book, outs(s).length])]);
  let drawing = drawings.get(node);
  if (drawing?.signature !== signature && width > 0) {
    drawing = draw(route, width);
    drawing.signature = signature;
    stream.replaceChildren(drawing.root);
    drawings.set(node, drawing);
  }
  if (drawing) update(drawing, route, state, history);
}

function draw(route, width) {
  const placed = place(route.steps, width, s => outs(s).length);
  const root = svg('svg', {class: 'graph', viewBox: `0 0 ${width} ${placed.height}`, width, height: placed.height, role: 'img'});
  const links = placed.links.map(link => {
    const d = 'M' + link.points.map(p => p.map(v => v.toFixed(1)).join(' ')).join('L');
    const bed = svg('path', {class: 'bed', d}), water = svg('path', {class: 'water', d});
    root.append(bed, water);
    return {from: link.from.step.id, to: link.to.step.id, bed, water};
  });
  const cards = new Map(placed.nodes.map((node, i) => [node.step.id, card(root, node, i === 0, placed.down)]));
  return {root, links, cards};
}

/** Room for text of about {px} pixels a letter. */
const fit = (words, room, px) => cut(words, Math.floor(room / px));

function card(root, {step, x, y, w, h, children}, source, down) {
  const g = svg('g', {class: 'card', transform: `translate(${x.toFixed(1)} ${y})`});
  const hint = svg('title');
  g.append(hint, svg('rect', {class: 'body', width: w, height: h, rx: 3}));
  root.append(g);
  const put = (name, tx, ty, words = '') => {
    const node = svg('text', {class: name, x: tx, y: ty});
    text(node, words);
    g.append(node);
    return node;
  };
  if (!step.book) {
    put('what', 12, 22, fit(step.label, w - 24, 6.6));
    text(hint, step.label);
    return {g};
  }
  if (source) g.append(svg('rect', {class: 'bank', width: 5, height: h, rx: 2}));
  put('id', 16, 23, fit(step.id, w - 28, 8.2));
  put('what', 16, 40, fit(step.label === step.kind ? step.kind : step.label, w - 28, 6.5));
  const rateText = svg('text', {class: 'rate', x: 16, y: 68}, svg('tspan'), svg('tspan', {class: 'unit', dx: 3}));
  g.append(rateText);
  const parts = {
    g, hint, rateText, flight: put('flight', w - 12, 68), time: put('figures', 16, 87), count: put('figures', 16, 103),
    tag: svg('g', {class: 'tag'}, svg('rect', {height: 19, rx: 2, y: -10}), svg('text', {y: 3.5, x: 8})),
    outs: outs(step).map(([kind], i) => put('out ' + kind, down || children.length > 0 ? 24 : 12, h + 16 + i * 17)), w,
  };
  g.append(parts.tag);
  return parts;
}

function update(drawing, route, state, history) {
  const slow = history.slowest(route);
  const wrong = new Set(state.ledger.imbalances.map(i => i.where)); // steps, or edges between two
  for (const link of drawing.links) {
    const step = route.steps.find(s => s.id === link.to);
    const perSecond = step.book ? history.rate(route, step) : nextRate(route, step, history);
    const wide = perSecond > 0 ? Math.min(13, 2.2 + 3.4 * Math.log10(1 + perSecond)) : 1.4;
    attr(link.bed, 'stroke-width', (wide + 3).toFixed(1));
    attr(link.water, 'stroke-width', wide.toFixed(1));
    attr(link.water, 'data-flow', wrong.has(`${route.id}/${link.from} → ${route.id}/${link.to}`) ? 'wrong' : perSecond > 0 ? 'on' : 'off');
  }
  for (const step of route.steps) {
    const parts = drawing.cards.get(step.id);
    if (!step.book || !parts?.rateText) continue;
    const {value, unit} = rate(history.rate(route, step));
    text(parts.rateText.children[0], value);
    text(parts.rateText.children[1], unit);
    const source = step === route.steps[0];
    text(parts.flight, whole(step.book.inFlight) + (source ? ' in queue' : ' in flight'));
    const {p50, p99} = history.latency(route, step);
    text(parts.time, source ? step.book.unit : p99 == null ? 'no time measured yet' : percentiles(p50, p99));
    text(parts.count, countsIn(step.book, parts.w - 24));
    outs(step).forEach(([, sign, words], i) => text(parts.outs[i], fit(`${sign} ${words}`, parts.w + 20, 6.4)));
    const bad = wrong.has(`${route.id}/${step.id}`);
    const pace = slow?.id === step.id;
    mark(parts, bad ? 'bad' : pace ? (slow.limits ? 'limits' : 'slowest') : null);
    text(parts.hint, `${step.id} (${step.label}): ${counts(step.book)}; out of the flow: ${sum(step.book.heldBack)} held back, ${sum(step.book.dropped)} dropped, ${sum(step.book.failed)} failed`);
  }
  attr(drawing.root, 'aria-label', `Route ${route.id}: ${route.steps.map(s => s.id).join(', then ')}. The ledger below has the figures.`);
}

const TAGS = {bad: '✕ sum does not close', limits: '◆ limits the flow', slowest: '◇ slowest step'};

function mark(parts, kind) {
  attr(parts.g, 'data-mark', kind);
  attr(parts.tag, 'visibility', kind ? 'visible' : 'hidden');
  if (!kind) return;
  const [rect, words] = parts.tag.children;
  const wide = TAGS[kind].length * 6.9 + 16;
  text(words, TAGS[kind]);
  attr(rect, 'width', wide);
  attr(parts.tag, 'transform', `translate(${(parts.w - wide - 8).toFixed(1)} 0)`);
}

/** A branch has no account: its rate is that of its first step. */
function nextRate(route, step, history) {
  const next = route.steps[route.steps.indexOf(step) + 1];
  return next?.book && next.depth > step.depth ? history.rate(route, next) : 0;
}
