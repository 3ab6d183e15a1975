// Small hands for the page: everything that comes from the box goes in as text, never as HTML.

const SVG = 'http://www.w3.org/2000/svg';

export const $ = id => document.getElementById(id);

/** Sets a node's text when it differs, so that selections and screen readers are left alone. */
export function text(node, value) {
  const wanted = value == null ? '' : String(value);
  if (node.textContent !== wanted) node.textContent = wanted;
  return node;
}

const proses = new WeakMap();

/** As {text}, with what stands in `backticks` set as code, which is never broken over two lines. */
export function prose(node, words) {
  if (proses.get(node) === words) return;
  proses.set(node, words);
  node.replaceChildren(...words.split('`').map((part, i) => i % 2 === 0 ? part : make('code', {}, part)));
}

/** Sets an attribute when it differs; null removes it. */
export function attr(node, name, value) {
  if (value == null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  return node;
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) attr(node, name, value);
  node.append(...children);
  return node;
}

export const make = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** An icon whose shape, not its colour alone, says the state. */
export function icon(state) {
  return svg('svg', {class: 'icon', 'data-state': state, viewBox: '0 0 20 20', 'aria-hidden': 'true'}, svg('use', {href: '#i-' + state}));
}

export function setIcon(node, state) {
  attr(node, 'data-state', state);
  attr(node.firstChild, 'href', '#i-' + state);
}

/** Brings a table's body to {rows}, touching only what changed. A row: {tone, cells: [text or {text, title, tone}]}.
 *  Column titles become labels of the cells, for narrow screens where a row is a card. */
export function rows(table, list) {
  const body = table.tBodies[0];
  const titles = [...table.tHead.rows[0].cells];
  attr(table, 'role', 'table'); // a card is no table to some browsers, unless told
  while (body.rows.length > list.length) body.lastChild.remove();
  list.forEach((row, i) => {
    const tr = body.rows[i] ?? body.appendChild(make('tr', {role: 'row'}));
    attr(tr, 'data-tone', row.tone);
    row.cells.forEach((given, c) => {
      const cell = typeof given === 'object' && given ? given : {text: given};
      const td = tr.cells[c] ?? tr.appendChild(c === 0
        ? make('th', {scope: 'row', role: 'rowheader'}, make('span'))
        : make('td', {role: 'cell', 'data-label': titles[c].textContent}, make('span')));
      attr(td, 'class', [titles[c].className, cell.zero ? 'zero' : ''].join(' ').trim() || null);
      attr(td, 'data-tone', cell.tone);
      attr(td, 'title', cell.title);
      text(td.firstChild, cell.text);
    });
  });
}

/** Brings a list of children to {items}: made once by {create}, brought up to date by {update}. */
export function each(parent, items, create, update) {
  while (parent.children.length > items.length) parent.lastElementChild.remove();
  items.forEach((item, i) => update(parent.children[i] ?? parent.appendChild(create(item)), item));
}
