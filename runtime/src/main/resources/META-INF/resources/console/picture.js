// The live picture of one route, with what its model found.

import {$, text, prose, attr} from './dom.js';
import {labelled, millis, isoSeconds, time, utc, whole, some, count} from './format.js';
import {cameraState} from './status.js';

const LEAST_MS = 200; // at most five pictures a second
const OLD_MS = 2500;

/** Fetches and draws the next picture as soon as the last is drawn, while the page is looked at. */
export class Picture {
  #route = null;
  #abort = null;
  #drawn = null; // {at, bitmap, inference}
  #infers = false;

  constructor() {
    document.addEventListener('visibilitychange', () => document.hidden ? this.#abort?.abort() : this.#begin());
    new ResizeObserver(() => this.#draw()).observe($('screen'));
  }

  /** Looks at another route; null looks at none. */
  look(route, infers) {
    if (route === this.#route && infers === this.#infers) return;
    this.#route = route;
    this.#infers = infers;
    this.#drawn?.bitmap.close();
    this.#drawn = null;
    this.#begin();
  }

  /** What the latest picture holds, while it is fresh; else null. */
  get found() {
    return this.#drawn && Date.now() - this.#drawn.at < OLD_MS ? this.#drawn.inference : null;
  }

  #begin() {
    this.#abort?.abort();
    if (this.#route == null || !this.#infers || document.hidden) return;
    this.#abort = new AbortController();
    this.#loop(this.#route, this.#abort.signal);
  }

  async #loop(route, signal) {
    while (!signal.aborted) {
      const begun = Date.now();
      let pause = LEAST_MS;
      try {
        const response = await fetch('api/picture/' + encodeURIComponent(route),
          {signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]), cache: 'no-store'});
        if (response.status === 200) {
          const inference = JSON.parse(response.headers.get('X-Inference'));
          const bitmap = await createImageBitmap(await response.blob());
          if (signal.aborted) return;
          this.#drawn?.bitmap.close();
          this.#drawn = {at: Date.now(), bitmap, inference};
          this.#draw();
        } else {
          pause = 500 + Math.random() * 500; // another viewer may have been served
        }
      } catch (e) {
        pause = 1000;
      }
      await new Promise(go => setTimeout(go, Math.max(0, begun + pause - Date.now())));
    }
  }

  #draw() {
    const screen = $('screen'), canvas = $('canvas');
    if (!this.#drawn) return;
    const {bitmap, inference} = this.#drawn;
    const ratio = Math.min(2, devicePixelRatio || 1);
    const width = Math.max(1, Math.round(screen.clientWidth * ratio));
    const height = Math.round(width * bitmap.height / bitmap.width);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const pen = canvas.getContext('2d');
    pen.drawImage(bitmap, 0, 0, width, height);
    const found = inference.detections ?? [];
    const mixed = new Set(found.map(d => d.label)).size > 1;
    const scale = {x: width / inference.width, y: height / inference.height, ratio};
    found.forEach(d => box(pen, d, scale));
    found.forEach(d => tag(pen, d, scale, mixed));
    attr(screen, 'data-state', 'live');
    attr(canvas, 'aria-label', `Picture of route ${this.#route}: ${words(inference)}`);
  }

  /** Brings the words around the picture up to date. */
  words(route, camera) {
    const screen = $('screen');
    const age = this.#drawn ? Date.now() - this.#drawn.at : Infinity;
    const down = camera && camera.state !== 'STREAMING' ? `Camera ${camera.name} ${cameraState(camera)[1]} since ${time(camera.since)}${camera.error ? ': ' + camera.error : '.'}` : '';
    if (this.#drawn && age < OLD_MS) {
      attr(screen, 'data-state', 'live');
    } else if (this.#drawn) {
      attr(screen, 'data-state', 'old');
      prose($('veil'), `No new picture for ${Math.round(age / 1000)} s. ${down}`);
    } else {
      attr(screen, 'data-state', this.#infers ? 'empty' : 'none');
      prose($('veil'), !route ? 'No route runs. Start one: `./headwater run routes/people`'
        : !this.#infers ? `Route ${route.id} infers nothing, so there is no picture to show.`
        : down ? down : 'Waiting for the first picture.');
    }
    const i = this.#drawn?.inference;
    const caption = $('caption');
    text(caption, !i ? '' : `${words(i)} · ${i.model.name} ${i.model.version} took ${millis(isoSeconds(i.latency) * 1000)} · frame ${whole(i.origin.sequence)} of ${i.origin.source}, taken ${time(i.origin.eventTime)}`);
    attr(caption, 'title', i ? utc(i.origin.eventTime) : null);
  }
}

function box(pen, d, {x, y, ratio}) {
  const [x1, y1, x2, y2] = d.box;
  for (const [colour, width] of [['rgba(0,0,0,.65)', 4], ['#ffd23f', 2]]) { // dark edge: seen on any ground
    pen.strokeStyle = colour;
    pen.lineWidth = width * ratio;
    pen.strokeRect(x1 * x, y1 * y, (x2 - x1) * x, (y2 - y1) * y);
  }
}

function tag(pen, d, {x, y, ratio}, mixed) {
  const [x1, y1] = d.box;
  const words = (mixed ? d.label + ' ' : '') + (d.score == null ? '' : d.score.toFixed(2));
  const small = pen.canvas.width / ratio < 480 ? 0.8 : 1;
  const size = 11.5 * ratio * small, tall = 15 * ratio * small;
  pen.font = `600 ${size}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace`;
  const wide = pen.measureText(words).width + 6 * ratio;
  const left = Math.min(Math.max(0, x1 * x - ratio), pen.canvas.width - wide);
  const top = y1 * y - tall - ratio < 0 ? y1 * y + ratio : y1 * y - tall - ratio;
  pen.fillStyle = '#ffd23f';
  pen.fillRect(left, top, wide, tall);
  pen.fillStyle = '#141203';
  pen.textBaseline = 'middle';
  pen.fillText(words, left + 3 * ratio, top + tall / 2 + ratio * 0.5);
}

/** How many of each label are in the picture. */
export function counts(inference) {
  const by = new Map();
  for (const d of inference?.detections ?? []) by.set(d.label, (by.get(d.label) ?? 0) + 1);
  return by;
}

function words(i) {
  if (i.detections) {
    const by = [...counts(i)].map(([label, n]) => `${n} ${labelled(label, n)}`);
    return by.length > 0 ? by.join(', ') : 'nothing found';
  }
  if (i.classes) return i.classes.slice(0, 3).map(c => `${c.label} ${some(c.score)}`).join(', ') || 'no class';
  if (i.anomaly) return `${i.anomaly.anomalous ? 'anomalous' : 'normal'}, score ${some(i.anomaly.score)}`;
  if (i.tensors) return count(i.tensors.length, 'tensor');
  return 'an embedding';
}
