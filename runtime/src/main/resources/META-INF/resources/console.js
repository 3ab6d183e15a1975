// The console: asks the box once a second how it is, and shows it. Recovers by itself when the box was away.

import {$, make, text, attr, each} from './console/dom.js';
import {time, utc} from './console/format.js';
import {History} from './console/history.js';
import {Picture} from './console/picture.js';
import {showStatus} from './console/status.js';
import {showFiles} from './console/files.js';
import {showModels} from './console/models.js';
import {showRoutes} from './console/graph.js';
import {showWindows} from './console/windows.js';
import {showLedger} from './console/ledger.js';
import {showKafka, showOutbox} from './console/uplink.js';

const EVERY_MS = 1000;
const PATIENCE_MS = 4000;

const history = new History();
const picture = new Picture();
let state = null;
let heard = null; // when the box last answered
let chosen = null; // id of the route looked at

const infers = route => route.steps.some(s => s.kind === 'infer');

/** The route looked at: the one chosen while it runs, else the first that infers. */
function current() {
  const routes = state.routes;
  return routes.find(r => r.id === chosen) ?? routes.find(infers) ?? routes[0] ?? null;
}

function show() {
  $('lamps').hidden = $('main').hidden = false;
  const route = current();
  picture.look(route?.id ?? null, route != null && infers(route));
  tabs(route);
  showStatus(state);
  showFiles(state);
  showModels(state);
  picture.words(route, state.cameras.find(c => c.route === route?.id));
  showWindows(state, route, picture.found);
  showRoutes(state, history);
  showLedger(state);
  showKafka(state);
  showOutbox(state);
}

function tabs(route) {
  const all = state.routes;
  $('tabs').hidden = all.length < 2;
  each($('tabs'), all.length < 2 ? [] : all, () => {
    const button = make('button', {type: 'button'});
    button.addEventListener('click', () => {
      chosen = button.value;
      show();
    });
    return button;
  }, (button, r) => {
    button.value = r.id;
    text(button, r.id);
    attr(button, 'aria-pressed', r === route);
  });
}

function lost(why) {
  const notice = $('lost');
  text(notice, heard == null ? `The box does not answer (${why}). Trying again every second.`
    : `The box has not answered since ${time(heard)} (${why}). The figures below are from then. Trying again every second.`);
  attr(notice, 'title', heard == null ? null : utc(heard));
  notice.hidden = false;
  attr(document.documentElement, 'data-lost', 'yes');
  document.title = '⚠ No answer – Headwater';
}

function found() {
  $('lost').hidden = true;
  attr(document.documentElement, 'data-lost', null);
}

async function ask() {
  const response = await fetch('api/state', {signal: AbortSignal.timeout(PATIENCE_MS), cache: 'no-store'});
  if (!response.ok) throw new Error('status ' + response.status);
  state = await response.json();
  heard = Date.now();
  history.add(state, heard);
}

let asking = false;
let timer;

async function look() {
  if (asking) return;
  asking = true;
  clearTimeout(timer);
  const begun = Date.now();
  const why = await ask().then(() => null, e => e.name === 'TimeoutError' ? 'too slow' : e.name === 'TypeError' ? 'not reachable' : e.message);
  try {
    if (state) show();
    if (why == null) found();
    else lost(why);
  } catch (e) {
    console.error(e); // a fault of this page; the next look may do better
  }
  asking = false;
  if (!document.hidden) timer = setTimeout(look, Math.max(50, begun + EVERY_MS - Date.now()));
}

document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : look());

let width = 0;
new ResizeObserver(entries => requestAnimationFrame(() => {
  const now = Math.round(entries.at(-1).contentRect.width);
  if (now !== width && state) show();
  width = now;
})).observe($('main'));
look();
