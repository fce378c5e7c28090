// Where things are: a grid over the households, the rows of each member, boxes of villages, circles, roads.

const MAP_PER_CELL = 12;
/** Reaches from nearly all beyond which what stands alone is left out of the first view. */
const MAP_FAR = 4;
/** Metres that a view of anything is wide and high, at the least. */
const MAP_LEAST = 120;

function mapIsKnown(value) {
  return value === value;
}

/** Rows by what they belong to: rows of one are `rows[start[one]] .. rows[start[one + 1] - 1]`. */
function mapGrouped(of, count) {
  const start = new Int32Array(count + 1);
  for (let i = 0; i < of.length; i++) if (of[i] >= 0) start[of[i] + 1]++;
  for (let i = 0; i < count; i++) start[i + 1] += start[i];
  const next = start.slice();
  const rows = new Int32Array(start[count]);
  for (let i = 0; i < of.length; i++) if (of[i] >= 0) rows[next[of[i]]++] = i;
  return { start, rows };
}

/** Box of nothing yet; `lowest` and `highest` are the x of its lowest and highest points. */
function mapEmptyBox() {
  return { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity, lowest: 0, highest: 0 };
}

function mapGrow(box, x, y) {
  if (!mapIsKnown(x) || !mapIsKnown(y)) return;
  if (x < box.left) box.left = x;
  if (x > box.right) box.right = x;
  if (y < box.bottom) {
    box.bottom = y;
    box.lowest = x;
  }
  if (y > box.top) {
    box.top = y;
    box.highest = x;
  }
}

/** Box of a line of x, y pairs. */
function mapLineBox(line) {
  const box = mapEmptyBox();
  for (let i = 0; i < line.length; i += 2) mapGrow(box, line[i], line[i + 1]);
  return box;
}

function mapMeets(one, other) {
  const beside = one.left > other.right || one.right < other.left;
  return !beside && one.bottom <= other.top && one.top >= other.bottom;
}

/** Grid of cells over points; points without a place are in none. */
function mapGrid(xs, ys) {
  const box = mapEmptyBox();
  for (let i = 0; i < xs.length; i++) mapGrow(box, xs[i], ys[i]);
  if (box.left > box.right) Object.assign(box, { left: 0, right: 0, bottom: 0, top: 0 });
  const width = Math.max(box.right - box.left, 1);
  const height = Math.max(box.top - box.bottom, 1);
  const even = Math.sqrt((width * height * MAP_PER_CELL) / Math.max(xs.length, 1));
  const side = Math.max(even, width / 512, height / 512);
  const columns = Math.floor(width / side) + 1;
  const lines = Math.floor(height / side) + 1;
  const cell = new Int32Array(xs.length);
  for (let i = 0; i < xs.length; i++) {
    const known = mapIsKnown(xs[i]) && mapIsKnown(ys[i]);
    cell[i] = known
      ? Math.floor((ys[i] - box.bottom) / side) * columns + Math.floor((xs[i] - box.left) / side)
      : -1;
  }
  const grouped = mapGrouped(cell, columns * lines);
  return { box, side, columns, lines, start: grouped.start, rows: grouped.rows };
}

/** First and last column and line of the cells that meet a box; none where first > last. */
function mapCells(grid, area) {
  return {
    first: Math.max(0, Math.floor((area.left - grid.box.left) / grid.side)),
    last: Math.min(grid.columns - 1, Math.floor((area.right - grid.box.left) / grid.side)),
    low: Math.max(0, Math.floor((area.bottom - grid.box.bottom) / grid.side)),
    high: Math.min(grid.lines - 1, Math.floor((area.top - grid.box.bottom) / grid.side)),
  };
}

/** Calls `visit(row)` for every point in the cells that meet `area`. */
function mapEach(grid, area, visit) {
  const { first, last, low, high } = mapCells(grid, area);
  if (first > last) return;
  for (let line = low; line <= high; line++) {
    // Cells of a line lie side by side, and so do their rows.
    const from = grid.start[line * grid.columns + first];
    const to = grid.start[line * grid.columns + last + 1];
    for (let i = from; i < to; i++) visit(grid.rows[i]);
  }
}

/** Village of each circle: that of its leader, else of one of its households. */
function mapCirclePlaces(plan) {
  const made = new Int32Array(plan.circles.count).fill(-1);
  for (let i = 0; i < plan.count; i++) if (plan.circle[i] >= 0) made[plan.circle[i]] = plan.place[i];
  for (let row = 0; row < made.length; row++) {
    const leader = plan.circles.leader[row];
    if (leader >= 0) made[row] = plan.members.place[leader];
  }
  return made;
}

/** Length in metres that half of the lines household to member exceed, by a sample. */
function mapMiddleLength(plan) {
  const lengths = [];
  const step = Math.max(1, Math.floor(plan.count / 2000));
  for (let i = 0; i < plan.count; i += step) {
    const member = plan.member[i];
    if (plan.status[i] !== SERVED || member < 0) continue;
    const length = Math.hypot(plan.x[i] - plan.members.x[member], plan.y[i] - plan.members.y[member]);
    if (mapIsKnown(length)) lengths.push(length);
  }
  lengths.sort((one, other) => one - other);
  return lengths.length ? lengths[lengths.length >> 1] : 100;
}

/** Lowest, middle and highest of what is not known to be far from most; NaN where there is nothing. */
function mapMost(values, far) {
  const known = values.filter(mapIsKnown).sort();
  const last = known.length - 1;
  if (last < 0) return { low: NaN, middle: NaN, high: NaN };
  // Of a few nobody can tell who is far from the others.
  const cut = last < 4 ? 0 : Math.max(1, Math.floor(0.05 * last));
  const margin = Math.max(far, known[last - cut] - known[cut]);
  return { low: known[cut] - margin, middle: known[(last + 1) >> 1], high: known[last - cut] + margin };
}

/**
 * Box of the points that are near most of them: one that stands alone, as far away as `far` metres, is a slip
 * of a sheet and would make all others a dot. `middle` is the x that half of the points are west of.
 */
function mapMainBox(xs, ys, far) {
  const [across, along] = [mapMost(xs, far), mapMost(ys, far)];
  const box = mapEmptyBox();
  for (let i = 0; i < xs.length; i++) {
    const near = xs[i] >= across.low && xs[i] <= across.high && ys[i] >= along.low && ys[i] <= along.high;
    if (near) mapGrow(box, xs[i], ys[i]);
  }
  box.middle = across.middle;
  return box;
}

function mapIsOff(box, x, y) {
  return x < box.left || x > box.right || y < box.bottom || y > box.top;
}

function mapIsBox(box) {
  return box.left <= box.right;
}

/** The box, or a wider one around its middle: nothing less than `least` metres wide or high is looked at. */
function mapAtLeast(box, least) {
  const wide = Math.max(0, least - (box.right - box.left)) / 2;
  const high = Math.max(0, least - (box.top - box.bottom)) / 2;
  return { left: box.left - wide, right: box.right + wide, bottom: box.bottom - high, top: box.top + high };
}

function mapVillageBoxes(plan, ofVillage, far) {
  const made = [];
  for (let row = 0; row < plan.villages.count; row++) {
    const rows = ofVillage.rows.subarray(ofVillage.start[row], ofVillage.start[row + 1]);
    const pick = (values) => Float32Array.from(rows, (one) => values[one]);
    made.push(mapMainBox(pick(plan.x), pick(plan.y), far));
  }
  return made;
}

/** Both lists, one after the other. */
function mapJoined(one, other) {
  const made = new Float32Array(one.length + other.length);
  made.set(one);
  made.set(other, one.length);
  return made;
}

/** Boxes of the whole plan: `box` of all there is, `main` of nearly all. */
function mapPlanBoxes(plan, outlines, far) {
  const [xs, ys] = [mapJoined(plan.x, plan.members.x), mapJoined(plan.y, plan.members.y)];
  const box = mapEmptyBox();
  for (let i = 0; i < xs.length; i++) mapGrow(box, xs[i], ys[i]);
  const main = mapMainBox(xs, ys, far);
  if (!mapIsBox(box)) Object.assign(box, { left: 0, right: 0, bottom: 0, top: 0 });
  if (!mapIsBox(main)) Object.assign(main, box);
  for (const one of outlines) {
    if (!mapIsBox(one)) continue;
    mapGrow(box, one.left, one.bottom);
    mapGrow(box, one.right, one.top);
    if (one.left < main.left - far || one.right > main.right + far) continue;
    if (one.bottom < main.bottom - far || one.top > main.top + far) continue;
    mapGrow(main, one.left, one.bottom);
    mapGrow(main, one.right, one.top);
  }
  return { box: mapAtLeast(box, MAP_LEAST), main: mapAtLeast(main, MAP_LEAST) };
}

/** Everything above of one plan. */
function mapIndex(plan) {
  const far = MAP_FAR * plan.meta.reach_m;
  const outlines = plan.circles.outline.map(mapLineBox);
  const ofVillage = mapGrouped(plan.place, plan.villages.count);
  const { box, main } = mapPlanBoxes(plan, outlines, far);
  const waiting = [];
  for (let i = 0; i < plan.count; i++) {
    if (plan.status[i] === WAITING && mapIsKnown(plan.x[i])) waiting.push(i);
  }
  return {
    far,
    box,
    main,
    strays: plan.x.reduce((rows, x, i) => (mapIsOff(main, x, plan.y[i]) ? rows.concat(i) : rows), []),
    homes: mapGrid(plan.x, plan.y),
    villages: mapVillageBoxes(plan, ofVillage, far),
    outlines,
    folk: mapGrid(plan.members.x, plan.members.y),
    roads: plan.roads.map(mapLineBox),
    ofMember: mapGrouped(plan.member, plan.members.count),
    ofVillage,
    circlePlaces: mapCirclePlaces(plan),
    waiting: Int32Array.from(waiting),
    middleLength: mapMiddleLength(plan),
  };
}
