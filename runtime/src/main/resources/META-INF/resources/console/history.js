// What a single look at the box cannot say: slow rates, and the last latency of a step that rests.

const KEPT_MS = 60_000;
const SHED_MS = 10_000;

/** Remembers the last minute of each step's figures. */
export class History {
  #steps = new Map();

  add(state, now) {
    const alive = new Set();
    for (const route of state.routes) for (const step of route.steps) {
      if (!step.book) continue;
      const key = route.id + '/' + step.id;
      alive.add(key);
      let known = this.#steps.get(key);
      if (!known || step.book.in < known.looks.at(-1).in) { // new, or the box began again
        known = {looks: [], p50: null, p99: null};
        this.#steps.set(key, known);
      }
      const dropped = Object.values(step.book.dropped).reduce((a, b) => a + b, 0);
      known.looks.push({now, in: step.book.in, dropped});
      while (known.looks.length > 2 && now - known.looks[1].now > KEPT_MS) known.looks.shift();
      if (step.p99Ms > 0) {
        known.p50 = step.p50Ms;
        known.p99 = step.p99Ms;
      }
    }
    for (const key of this.#steps.keys()) if (!alive.has(key)) this.#steps.delete(key);
  }

  /** Items a second that enter a step: the box's own figure, or over the last minute for what comes seldom. */
  rate(route, step) {
    if (step.perSecond >= 1) return step.perSecond;
    const looks = this.#steps.get(route.id + '/' + step.id)?.looks ?? [];
    const seconds = looks.length > 1 ? (looks.at(-1).now - looks[0].now) / 1000 : 0;
    return seconds < 10 ? step.perSecond ?? 0 : (looks.at(-1).in - looks[0].in) / seconds;
  }

  /** Items dropped by a step during the last seconds. */
  droppedLately(route, step) {
    const looks = this.#steps.get(route.id + '/' + step.id)?.looks ?? [];
    if (looks.length < 2) return 0;
    const last = looks.at(-1);
    return last.dropped - looks.find(l => last.now - l.now <= SHED_MS).dropped;
  }

  /** The step's median and 99th percentile, the last that were measured. */
  latency(route, step) {
    const known = this.#steps.get(route.id + '/' + step.id);
    return {p50: known?.p50 ?? null, p99: known?.p99 ?? null};
  }

  /** The step of a route that items spend most of a second in; {limits} when the source sheds because of it. */
  slowest(route) {
    let worst = null;
    route.steps.forEach((step, i) => {
      const parent = (route.steps[i + 1]?.depth ?? 0) > step.depth;
      if (!step.book || i === 0 || parent || !(step.p50Ms > 0)) return;
      const busy = this.rate(route, step) * step.p50Ms / 1000;
      if (!worst || busy > worst.busy) worst = {id: step.id, busy};
    });
    if (!worst || worst.busy < 0.01) return null;
    return {...worst, limits: this.droppedLately(route, route.steps[0]) > 0};
  }
}
