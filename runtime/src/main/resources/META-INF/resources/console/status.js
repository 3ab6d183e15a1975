// The state of everything, in words.

import {$, text, prose, attr, icon, setIcon, each, make} from './dom.js';
import {whole, count, span, bytes, time, utc} from './format.js';

/** What a camera's state means: a sign, and a word. */
export const CAMERA = {
  CONNECTING: ['warn', 'is being opened'], STREAMING: ['ok', 'streams'], STALLED: ['bad', 'has stalled'],
  WAITING: ['warn', 'does not answer'], ENDED: ['off', 'has ended'], FAILED: ['bad', 'has failed'], STOPPED: ['off', 'is stopped'],
};
const SENSOR = {
  CONNECTING: ['warn', 'is being connected'], CONNECTED: ['ok', 'is connected'], WAITING: ['warn', 'does not answer'],
  RETRYING: ['warn', 'has messages that fail'], ENDED: ['off', 'has ended'], STOPPED: ['off', 'is stopped'],
};
const ORDER = ['bad', 'warn', 'off', 'ok'];
const worse = (a, b) => ORDER.indexOf(a[0]) - ORDER.indexOf(b[0]);
const sensorState = c => SENSOR[c.state] ?? ['warn', c.state];
export const cameraState = c => CAMERA[c.state] ?? ['warn', c.state];

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
  const all = s.sensors;
  const worst = [...all].sort((a, b) => worse(sensorState(a), sensorState(b)))[0];
  const [sign, word] = sensorState(worst);
  const one = all.length === 1;
  if (sign === 'ok') {
    return ['ok', one ? 'Sensor is connected' : `All ${all.length} sensors are connected`, one ? `${worst.name}: ${count(worst.messages, 'message')}` : all.map(c => c.name).join(', ')];
  }
  return [sign, one ? `Sensor ${word}` : `${all.filter(c => c.state === 'CONNECTED').length} of ${all.length} sensors are connected`,
    `${worst.name} ${word} since ${time(worst.since)}${worst.error ? ': ' + worst.error : ''}`];
}

/** Of cameras and sensors what is worse. */
function sources(s) {
  const lamps = [...s.cameras.length > 0 ? [cameras(s)] : [], ...s.sensors?.length > 0 ? [sensors(s)] : []];
  return lamps.sort(worse)[0] ?? ['off', 'No camera or sensor', 'No route has one.'];
}

function disk(s) {
  const u = s.uplink;
  if (!u.stored) return ['off', 'Outbox is empty', 'Nothing was kept in it yet.'];
  if (u.trouble) return ['bad', 'Outbox cannot write', u.trouble];
  if (u.damaged > 0) return ['bad', count(u.damaged, 'record') + ' damaged', 'The disk changed them; found by checksum and set aside.'];
  const share = u.bytes / u.maxBytes;
  const used = `${bytes(u.bytes)} of ${bytes(u.maxBytes)} used`;
  if (share > 0.8) return ['warn', 'Outbox is nearly full', used];
  return ['ok', waitingWords(u), used];
}

const waitingWords = u => u.waiting === 0 ? 'Outbox is empty' : `Outbox holds ${count(u.waiting, 'record')}`;

/** The four lamps of the top line, each [sign, title, detail]. */
export const lamps = s => ({ledger: ledger(s), kafka: kafka(s), cameras: sources(s), disk: disk(s)});

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
}

function showCameras(s) {
  $('cameras-empty').hidden = s.cameras.length > 0;
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
  const m = s.memory ?? {};
  text($('memory'), m.framesLimit ? `Frames take ${bytes(m.framesUsed)} of ${bytes(m.framesLimit)}; Java heap ${bytes(m.heapUsed)}` : '');
}
