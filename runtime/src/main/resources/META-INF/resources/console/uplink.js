// What waits on disk, and what has arrived in Kafka.

import {$, make, text, prose, attr, each, rows} from './dom.js';
import {whole, bytes, span, time, utc, count} from './format.js';

export function showKafka({kafka, uplink}) {
  const reads = kafka.reading;
  text($('kafka-count'), whole(reads ? kafka.records : uplink.acknowledged ?? 0));
  text($('kafka-what'), reads ? `${kafka.records === 1 ? 'record' : 'records'} read back from topic ${kafka.topic}`
    : `${uplink.acknowledged === 1 ? 'record' : 'records'} acknowledged by Kafka`);
  const empty = !uplink.configured ? 'No Kafka is configured. Records are kept on disk until one is given: `--kafka HOST:PORT`'
    : !reads ? 'This box does not read back what it sent. Acknowledged means that all in-sync replicas have it (acks=all).'
      : kafka.records === 0 ? 'Nothing has arrived yet.' : '';
  $('kafka-empty').hidden = empty === '';
  prose($('kafka-empty'), empty);
  $('kafka-scroll').hidden = !reads || kafka.last.length === 0;
  rows($('kafka'), kafka.last.map(r => ({cells: [
    whole(r.partition), {text: whole(r.offset)}, {text: time(r.time), title: utc(r.time)},
    {text: r.id || '(no id)', title: `${r.id}\nkey ${r.key ?? 'none'}, ${bytes(r.bytes)}`},
  ]})));
}

/** How records leave the outbox without an acknowledgement, and what else becomes of them. */
const LEFT = [
  ['expired', 'Expired', 'They waited for longer than their lane allows.', 'warn'],
  ['oldest', 'Given up, oldest', 'The outbox was full, and the oldest made room.', 'warn'],
  ['thinned', 'Thinned', 'The outbox was full, and summaries became part of coarser ones.', 'warn'],
  ['purged', 'Purged', 'A person took them out.'],
  ['rejectedForGood', 'Rejected by Kafka', 'Kafka will never take them.', 'bad'],
  ['deadLetters', 'Dead letters here', 'Of those that Kafka rejected: they can be replayed or purged with headwater outbox.'],
  ['duplicates', 'Already stored', 'They came again under an id that was stored, and were not stored twice.'],
];

export function showOutbox({uplink: u}) {
  const used = u.stored != null;
  $('outbox-empty').hidden = used;
  text($('outbox-empty'), used ? '' : 'No route has used an uplink yet.');
  const facts = !used ? [] : [
    ['Waiting', whole(u.waiting), u.waiting > 0 && !u.connected ? 'warn' : null],
    ['Oldest waits for', u.oldestWaitingSeconds == null ? '–' : span(u.oldestWaitingSeconds)],
    ['On the way', whole(u.inFlight)],
    ['Ever stored', whole(u.stored)],
    ['Acknowledged', whole(u.acknowledged)],
    ['Last acknowledged', time(u.lastAcknowledged), null, utc(u.lastAcknowledged)],
    ...(u.damaged > 0 ? [['✕ Damaged', whole(u.damaged), 'bad']] : []),
    ...(u.missing > 0 ? [['✕ Missing', whole(u.missing), 'bad']] : []),
    ...LEFT.filter(([key]) => u[key] > 0).map(([key, name, title, tone]) => [name, whole(u[key]), tone, title]),
    ...Object.entries(u.refused ?? {}).map(([why, n]) => [`Not taken: ${why}`, whole(n), 'warn']),
    ...Object.entries(u.rejected ?? {}).map(([why, n]) => ['Tried again', `${count(n, 'time')}: ${why}`]),
    ...(u.trouble ? [['✕ Trouble', u.trouble, 'bad']] : []),
  ];
  each($('outbox'), facts, () => make('div', {}, make('dt'), make('dd')), (node, [name, value, tone, title]) => {
    text(node.firstChild, name);
    text(node.lastChild, value);
    attr(node, 'data-tone', tone);
    attr(node.lastChild, 'title', title);
  });
  const meter = $('quota');
  meter.hidden = !used;
  if (used) {
    meter.max = u.maxBytes;
    meter.high = u.maxBytes * 0.8;
    meter.optimum = 0;
    meter.value = u.bytes;
  }
  attr(meter, 'aria-label', 'Space that the outbox uses');
  text($('quota-text'), used ? `${bytes(u.bytes)} of ${bytes(u.maxBytes)} on disk` : '');
}
