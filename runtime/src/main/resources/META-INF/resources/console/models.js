// The models that run, and a version that is tried beside one of them.

import {$, text, attr, icon, setIcon, each, make} from './dom.js';
import {count, time} from './format.js';

const HOUR_MS = 3600 * 1000;

/** The last change of a model, where it was within the last hour. */
const last = (s, name) => (s.models?.events ?? []).find(e => (name == null || e.model === name) && new Date(s.now) - new Date(e.at) < HOUR_MS);

const failed = e => e != null && (e.outcome === 'ROLLED_BACK' || e.outcome === 'REFUSED');

function beside(b) {
  const agreement = b.agreement == null ? 'nothing to compare yet' : `${(100 * b.agreement).toFixed(1)} % the same`;
  return `${b.version} ${b.shadow ? 'in the shadow' : 'is tried'}: ${count(b.frames, 'frame')}, ${b.failed} failed, ${agreement}, p99 ${b.p99Millis.toFixed(1)} ms (in use: ${b.p99InUseMillis.toFixed(1)} ms)`;
}

/** A lamp only while there is something to look at. */
export function modelsLamp(s) {
  const event = last(s);
  if (failed(event)) return ['warn', event.outcome === 'ROLLED_BACK' ? 'A model was rolled back' : 'A model was refused', `${time(event.at)}: ${event.text}`];
  const tried = (s.models?.models ?? []).filter(m => m.tried);
  return tried.length === 0 ? null : ['ok', 'A model is tried', tried.map(m => `${m.name} ${m.tried} beside ${m.use}`).join(', ')];
}

export function showModels(s) {
  const all = s.models?.models ?? [];
  $('models-head').hidden = $('models').hidden = all.length === 0;
  each($('models'), all, () => make('li', {}, icon('ok'), make('div', {}, make('strong'), make('span'), make('small'))), (node, m) => {
    const event = last(s, m.name);
    setIcon(node.firstChild, failed(event) ? 'warn' : 'ok');
    attr(node, 'data-model', m.name);
    const versions = [...new Set(m.steps.map(step => step.version))];
    text(node.querySelector('strong'), `${m.name} ${versions.join(', ')}`);
    text(node.querySelector('span'), m.steps.flatMap(step => step.beside.map(beside)).join('; ') || m.steps.map(step => `${step.route}/${step.step}`).join(', '));
    text(node.querySelector('small'), event ? `${time(event.at)}: ${event.text}` : '');
  });
}
