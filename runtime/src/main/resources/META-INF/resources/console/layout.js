// Where the cards of a route's graph lie. Plain geometry, in pixels; knows no page.

const CARD = {least: 182, most: 270, gap: 34, mostGap: 90, height: 112, header: 34};
const OUT_LINE = 17;
const INDENT = 22;
const LOWER = 12; // a branch's header lies so much lower than a card, to be entered at the same height
const PARALLEL = /^(choice|multicast|recipientList|loadBalance|doTry)\b/;

/** Builds the tree from a list of steps with depths. */
export function tree(steps) {
  const roots = [], open = [];
  for (const step of steps) {
    const node = {step, children: [], depth: step.depth};
    while (open.length > 0 && open.at(-1).depth >= step.depth) open.pop();
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

const parallel = node => PARALLEL.test(node.step.kind ?? node.step.label ?? '');

/** Places a route within {width}: side by side where that fits, else one below the other.
 *  {outs(step)} says how many lines a card has for what left the flow there. */
export function place(steps, width, outs) {
  const across = placeAcross(tree(steps), width, outs);
  return across ?? placeDown(tree(steps), width, outs);
}

function tall(node, outs) {
  return (node.step.book ? CARD.height : CARD.header) + outs(node.step) * OUT_LINE;
}

function placeAcross(roots, width, outs) {
  const nodes = [], links = [];
  let columns = 0, deepest = 0;
  const walk = (sequence, column, row, indent, parent) => {
    let before = parent, bottom = row;
    for (const node of sequence) {
      Object.assign(node, {column, row, indent});
      nodes.push(node);
      columns = Math.max(columns, column + 1);
      deepest = Math.max(deepest, indent);
      if (before) links.push({from: before, to: node, branch: before === parent && parent != null});
      const lanes = node.children.length === 0 ? [] : parallel(node)
        ? node.children.map(c => c.step.book ? [c] : [c, ...c.children.splice(0)]) : [node.children];
      for (const lane of lanes) {
        bottom = walk(lane, column, bottom + 1, indent + 1, node); // below, and moved right of the streams that go further down
      }
      before = node;
      column++;
    }
    return bottom;
  };
  walk(roots, 0, 0, 0, null);
  const room = width - deepest * INDENT;
  const least = columns * CARD.least + (columns - 1) * CARD.gap;
  if (least > room) return null;
  const spare = columns > 1 ? room - least : 0;
  const gap = columns > 1 ? Math.min(CARD.mostGap, CARD.gap + spare / 3 / (columns - 1)) : 0;
  const w = Math.min(CARD.most, (room - gap * (columns - 1)) / columns);
  const heights = [];
  for (const n of nodes) heights[n.row] = Math.max(heights[n.row] ?? 0, tall(n, outs));
  const tops = [];
  let y = 14;
  heights.forEach((h, row) => {
    tops[row] = y;
    y += h + 26;
  });
  for (const n of nodes) {
    Object.assign(n, {x: n.column * (w + gap) + n.indent * INDENT, y: tops[n.row] + (n.step.book ? 0 : LOWER), w, h: n.step.book ? CARD.height : CARD.header});
  }
  for (const l of links) l.points = acrossPoints(l);
  return {nodes, links, height: y - 20, down: false};
}

function acrossPoints({from, to, branch}) {
  const end = [to.x, to.y + mid(to)];
  if (branch) return [[from.x + 11, from.y + from.h], [from.x + 11, end[1]], end];
  const start = [from.x + from.w, from.y + mid(from)];
  if (start[1] === end[1]) return [start, end];
  const bend = end[0] - CARD.gap / 2;
  return [start, [bend, start[1]], [bend, end[1]], end];
}

/** Links meet a card at one height, whatever the card's own. */
const mid = node => Math.min(node.h / 2, CARD.header / 2 + (node.step.book ? LOWER : 0));

function placeDown(roots, width, outs) {
  const nodes = [], links = [];
  let y = 14;
  const walk = (sequence, depth, parent) => {
    let before = null;
    for (const node of sequence) {
      const x = depth * INDENT;
      Object.assign(node, {x, y, w: Math.min(width - x, 420), h: node.step.book ? CARD.height : CARD.header});
      y += tall(node, outs) + 22;
      nodes.push(node);
      if (before) links.push({from: before, to: node, branch: false, points: [[x + 11, before.y + before.h], [x + 11, node.y]]});
      else if (parent) links.push({from: parent, to: node, branch: true, points: elbow(parent, node)});
      if (parallel(node)) node.children.forEach(c => walk([c], depth + 1, node));
      else walk(node.children, depth + 1, node);
      before = node;
    }
  };
  walk(roots, 0, null);
  return {nodes, links, height: y - 16, down: true};
}

const elbow = (from, to) => [[from.x + 11, from.y + from.h], [from.x + 11, to.y + mid(to)], [to.x, to.y + mid(to)]];
