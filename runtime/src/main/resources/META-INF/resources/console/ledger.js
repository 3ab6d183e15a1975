// The ledger: for each step the equation that every item is accounted for, and whether it closes.

import {$, rows, make, text, each, icon} from './dom.js';
import {whole, sum, span, millis} from './format.js';

const reasons = r => Object.entries(r).map(([why, n]) => `${why} ${whole(n)}`).join(', ');

function fates(r, tone) {
  const n = sum(r);
  return {text: n === 0 ? '0' : `${whole(n)} (${Object.keys(r).length === 1 ? Object.keys(r)[0] : reasons(r)})`, title: reasons(r) || null, zero: n === 0, tone: n > 0 ? tone : null};
}

/** What is in a step now; of it, what waits in its queue, and for how long. */
function inFlight(a) {
  const q = a.queue;
  if (!q || q.items === 0) return plain(a.inFlight);
  const age = q.ageSeconds >= 10 ? span(q.ageSeconds) : millis(q.ageSeconds * 1000);
  return {text: `${whole(a.inFlight)} (${whole(q.items)} ${q.items === 1 ? 'waits' : 'wait'}, ${age})`, title: `the oldest waits for ${age}; usually ${millis(q.waitP50Seconds * 1000)}, 1 % longer than ${millis(q.waitP99Seconds * 1000)}`};
}

const plain = n => ({text: whole(n), zero: n === 0});

export function showLedger(state) {
  const {accounts, imbalances} = state.ledger;
  $('wrong').hidden = imbalances.length === 0;
  each($('wrong'), imbalances, () => make('li', {}, icon('bad'), make('span')),
    (node, i) => text(node.lastChild, `${i.where} is off by ${whole(i.difference)}: ${i.rule}`));
  $('ledger-empty').hidden = accounts.length > 0;
  $('ledger-scroll').hidden = accounts.length === 0;
  const off = new Map(imbalances.map(i => [i.where, i]));
  const order = new Map(state.routes.flatMap(r => r.steps.map(s => r.id + '/' + s.id)).map((key, i) => [key, i]));
  const place = a => order.get(a.route + '/' + a.step) ?? order.size;
  rows($('ledger'), [...accounts].sort((a, b) => place(a) - place(b)).map(a => {
    const wrong = off.get(a.route + '/' + a.step);
    return {tone: wrong ? 'bad' : null, cells: [
      {text: `${a.route}/${a.step}`, title: `${a.kind}, counts ${a.unit}`},
      whole(a.in), plain(a.passed), plain(a.absorbed), fates(a.heldBack), fates(a.dropped, 'warn'), fates(a.failed, 'bad'), inFlight(a),
      wrong ? {text: `✕ off by ${whole(wrong.difference)}`, tone: 'bad', title: wrong.rule} : {text: '✓ closes', tone: 'ok'},
      plain(a.made),
    ]};
  }));
}
