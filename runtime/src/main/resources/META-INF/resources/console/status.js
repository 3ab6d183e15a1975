// The state of everything, in words.

import {$, text, prose, attr, icon, setIcon, each, make} from './dom.js';
import {modelsLamp} from './models.js';
import {whole, count, span, bytes, time, utc} from './format.js';

/** What a camera's state means: a sign, and a word. */
export const CAMERA = {
  CONNECTING: ['warn', 'is being opened'], STREAMING: ['ok', 'streams'], STALLED: ['bad', 'has stalled'],
  WAITING: ['warn', 'does not answer'], ENDED: ['off', 'has ended'], FAILED: ['bad', 'has failed'], STOPPED: ['off', 'is stopped'],
};
const ORDER = ['bad', 'warn', 'off', 'ok'];
const worse = (a, b) => ORDER.indexOf(a[0]) - ORDER.indexOf(b[0]);
export const cameraState = c => CAMERA[c.state] ?? ['warn', c.state];

const QUIET_SECONDS = 60;

/** As a camera's; one that is connected and gives nothing for a minute is quiet, which some sensors are by nature. */
export function sensorState(c, now) {
  switch (c.state) {
    case 'CONNECTING': return ['warn', 'is being connected'];
    case 'CONNECTED': {
      const heard = c.lastMessage > c.since ? c.lastMessage : c.since;
      return (new Date(now) - new Date(heard)) / 1000 < QUIET_SECONDS ? ['ok', 'is connected'] : ['off', 'is quiet'];
    }
    case 'RETRYING': return ['warn', 'is blocked'];
    case 'WAITING': return ['bad', c.messages > 0 ? 'is lost' : 'does not answer'];
    case 'REFUSED': return ['bad', 'is refused'];
    case 'ENDED': return ['off', 'has ended'];
    case 'STOPPED': return ['off', 'is stopped'];
    default: return ['warn', c.state];
  }
}

function ledger(s) {
  const wrong = s.ledger.imbalances;
  if (s.memory?.framesLost > 0) {
    return ['bad', count(s.memory.framesLost, 'frame') + ' lost', 'A step gave up a frame without giving its memory back.'];
  }
  if (wrong.length > 0) {
    const first = wrong[0];
    return ['bad', wrong.length === 1 ? 'One sum does not close' : `${wrong.length} sums do not close`,
      `${first.where} is off by ${whole(first.difference)}: ${first.rule}`];
  }
  if (s.ledger.accounts.length === 0) return ['off', 'Nothing to account for', 'No route runs.'];
  const sources = new Set(s.routes.map(r => r.id + '/' + r.steps[0]?.id));
  const came = s.ledger.accounts.filter(a => sources.has(a.route + '/' + a.step)).reduce((n, a) => n + a.in, 0);
  return ['ok', 'All accounted for', `${count(came, 'item')} came in, each has its fate`];
}

function kafka(s) {
  const u = s.uplink;
  const waiting = u.waiting ?? 0;
  const onDisk = waiting === 0 ? 'No record waits.' : `${count(waiting, 'record')} ${waiting === 1 ? 'waits' : 'wait'} on disk`;
  const oldest = waiting > 0 && u.oldestWaitingSeconds != null ? `, the oldest for ${span(u.oldestWaitingSeconds)}` : '';
  if (!u.configured) return ['off', 'No Kafka configured', waiting > 0 ? onDisk + oldest : 'Records wait on disk. Give one with `--kafka HOST:PORT`'];
  if (!u.connected) return ['warn', 'Kafka is away', `${onDisk.replace(/\.$/, '')}${oldest}. ${u.bootstrap} is asked again every second.`];
  if (!u.stored) return ['ok', 'Kafka connected', `${u.bootstrap}. Nothing was sent yet.`];
  return ['ok', 'Kafka connected', waiting === 0 ? `It has all ${count(u.acknowledged, 'record')}` : `${whole(u.acknowledged)} acknowledged, ${whole(waiting)} on the way`];
}

function cameras(s) {
  const all = s.cameras;
  if (all.length === 0) return s.sensors?.length > 0 ? null : ['off', 'No camera', 'No route has one.'];
  const worst = [...all].sort((a, b) => worse(cameraState(a), cameraState(b)))[0];
  const [sign, word] = cameraState(worst);
  const streaming = all.filter(c => c.state === 'STREAMING').length;
  if (sign === 'ok') {
    return ['ok', all.length === 1 ? 'Camera streams' : `All ${all.length} cameras stream`,
      all.length === 1 ? `${worst.name}: ${worst.width}×${worst.height}, ${worst.framesPerSecond.toFixed(1)} frames/s` : all.map(c => c.name).join(', ')];
  }
  return [sign, all.length === 1 ? `Camera ${word}` : `${streaming} of ${all.length} cameras stream`,
    `${worst.name} ${word} since ${time(worst.since)}${worst.error ? ': ' + worst.error : ''}`];
}

function sensors(s) {
  const all = s.sensors ?? [];
  if (all.length === 0) return null;
  const worst = [...all].sort((a, b) => worse(sensorState(a, s.now), sensorState(b, s.now)))[0];
  const [sign, word] = sensorState(worst, s.now);
  const connected = all.filter(c => c.state === 'CONNECTED' || c.state === 'RETRYING').length;
  if (sign === 'ok') {
    return ['ok', all.length === 1 ? 'Sensor connected' : `All ${all.length} sensors connected`,
      all.length === 1 ? `${worst.name}: ${count(worst.messages, 'message')}` : all.map(c => c.name).join(', ')];
  }
  return [sign, all.length === 1 ? `Sensor ${word}` : `${connected} of ${all.length} sensors connected`,
    `${worst.name} ${word}${sinceWhen(worst, sign)}${worst.error && sign !== 'off' ? ': ' + worst.error : ''}`];
}

const sinceWhen = (c, sign) => sign === 'off' && c.lastMessage ? `, the last message came at ${time(c.lastMessage)}` : ` since ${time(c.since)}`;

const UNLIMITED = 2 ** 53;

function memory(s) {
  const m = s.memory;
  if (!m?.framesLimit) return null;
  const process = m.resident > 0 ? `${bytes(m.resident)}${m.total < UNLIMITED ? ' of ' + bytes(m.total) : ''} in all` : '';
  const frames = `pictures ${bytes(m.framesUsed)} of ${bytes(m.framesLimit)}`;
  const words = process ? `${process}; ${frames}` : frames;
  if (m.short) return ['bad', 'Memory is short', `${words}. No source has more than its share until there is room.`];
  if (m.framesUsed > 0.95 * m.framesLimit) return ['warn', 'Memory for pictures is full', `${words}. Cameras shed, files wait.`];
  return ['ok', 'Memory suffices', words];
}

function disk(s) {
  const u = s.uplink;
  if (!u.stored) return ['off', 'Outbox is empty', 'Nothing was kept in it yet.'];
  if (u.trouble) return ['bad', 'Outbox cannot write', u.trouble];
  if (u.damaged > 0) return ['bad', count(u.damaged, 'record') + ' damaged', 'The disk changed them; found by checksum and set aside.'];
  if (u.missing > 0) return ['bad', count(u.missing, 'record') + ' missing', 'The disk lost them; the high-water mark knows of them.'];
  const share = u.bytes / u.maxBytes;
  const used = `${bytes(u.bytes)} of ${bytes(u.maxBytes)} used`;
  if (share > 0.8) return ['warn', 'Outbox is nearly full', used];
  return ['ok', waitingWords(u), used];
}

const waitingWords = u => u.waiting === 0 ? 'Outbox is empty' : `Outbox holds ${count(u.waiting, 'record')}`;

/** The lamps of the top line, each [sign, title, detail]; null where there is nothing that one could be of. */
export const lamps = s => Object.fromEntries(Object.entries({ledger: ledger(s), cameras: cameras(s), sensors: sensors(s), models: modelsLamp(s), kafka: kafka(s), disk: disk(s), memory: memory(s)})
  .filter(([, lamp]) => lamp != null));

let said = '';

export function showStatus(s) {
  const all = Object.entries(lamps(s));
  each($('lamps'), all, () => make('div', {class: 'lamp'}, icon('off'), make('div', {}, make('strong'), make('span'))), (node, [name, [sign, title, detail]]) => {
    attr(node, 'id', 'lamp-' + name);
    attr(node, 'data-state', sign);
    setIcon(node.firstChild, sign);
    text(node.querySelector('strong'), title);
    prose(node.querySelector('span'), detail);
  });
  const words = all.map(([, l]) => l[1].replace(/[\d,]+/g, 'some')).join('. ');
  if (words !== said) { // read out when the state changes, not when a number does
    said = words;
    text($('spoken'), all.map(([, l]) => l[1]).join('. '));
  }
  text($('device'), s.device);
  text($('uptime'), 'up ' + span(s.uptimeSeconds));
  const clock = $('clock');
  text(clock, time(s.now));
  attr(clock, 'datetime', s.now);
  attr(clock, 'title', utc(s.now));
  const bad = all.filter(([, l]) => l[0] === 'bad' || l[0] === 'warn');
  document.title = (bad.length > 0 ? '⚠ ' + bad[0][1][1] + ' – ' : '') + s.device + ' – Headwater';
  showCameras(s);
  showSensors(s);
  showMemory(s);
}

function showCameras(s) {
  $('cameras-empty').hidden = s.cameras.length > 0 || s.sensors?.length > 0;
  const list = $('cameras');
  list.hidden = s.cameras.length === 0;
  each(list, s.cameras, () => make('li', {}, icon('off'), make('div', {}, make('strong'), make('span'), make('small'))), (node, c) => {
    const [sign, word] = cameraState(c);
    setIcon(node.firstChild, sign);
    text(node.querySelector('strong'), `${c.name} ${word}`);
    text(node.querySelector('span'), c.width > 0 ? `${c.width}×${c.height}, ${c.framesPerSecond.toFixed(1)} frames/s, ${count(c.frames, 'frame')}` : 'no frame yet');
    const again = c.reconnects > 0 ? `, opened again ${c.reconnects === 1 ? 'once' : c.reconnects + ' times'}` : '';
    text(node.querySelector('small'), `${c.location}, since ${time(c.since)}${again}${c.error ? '. ' + c.error : ''}`);
    attr(node, 'title', utc(c.since));
  });
}

function showSensors(s) {
  const list = $('sensors');
  const all = s.sensors ?? [];
  list.hidden = all.length === 0;
  each(list, all, () => make('li', {}, icon('off'), make('div', {}, make('strong'), make('span'), make('small'))), (node, c) => {
    const [sign, word] = sensorState(c, s.now);
    setIcon(node.firstChild, sign);
    text(node.querySelector('strong'), `${c.name} ${word}`);
    const more = [[c.unacknowledged, 'unacknowledged'], [c.retrying, 'tried again'], [c.unreadable, 'unreadable'], [c.givenUp, 'given up']].filter(([n]) => n > 0)
      .map(([n, what]) => `${whole(n)} ${what}`);
    text(node.querySelector('span'), c.messages > 0 ? [count(c.messages, 'message') + `, the last at ${time(c.lastMessage)}`, ...more].join('; ') : 'no message yet');
    const again = c.reconnects > 0 ? `, connected again ${c.reconnects === 1 ? 'once' : c.reconnects + ' times'}` : '';
    text(node.querySelector('small'), `${c.location}, since ${time(c.since)}${again}${c.error ? '. ' + c.error : ''}`);
    attr(node, 'title', utc(c.since));
  });
}

function showMemory(s) {
  const m = s.memory ?? {};
  const limited = m.resident > 0 && m.total < UNLIMITED;
  gauge('frames', m.framesUsed, m.framesLimit, 'Pictures');
  gauge('process', m.resident, limited ? m.total : null, 'The whole process');
  text($('memory'), m.heapUsed ? `Java heap ${bytes(m.heapUsed)}${m.framesLost > 0 ? `; ${count(m.framesLost, 'frame')} lost by a step` : ''}` : '');
}

function gauge(id, used, limit, what) {
  const meter = $('memory-' + id);
  meter.hidden = !limit;
  if (limit) {
    meter.max = limit;
    meter.high = limit * 0.9;
    meter.optimum = 0;
    meter.value = used;
  }
  attr(meter, 'aria-label', `${what}: memory used`);
  text($('memory-' + id + '-text'), used == null ? '' : `${what}: ${bytes(used)}${limit ? ' of ' + bytes(limit) : ''}`);
}
