// The plan inside this page: bytes -> columns. The layout is described in pack.py.

const NONE = -2147483648;
const PER_METRE = 10;
const PER_LOAD = 100;
const ESTIMATED = 8;
const FIRST = 16;

/** Bytes of the element that holds the plan. Throws an Error named "old" where the browser cannot unpack. */
async function packedBytes(element) {
  const coded = atob(element.textContent.trim());
  const bytes = new Uint8Array(coded.length);
  for (let i = 0; i < coded.length; i++) bytes[i] = coded.charCodeAt(i);
  if (element.getAttribute("data-packed") !== "deflate") return bytes;
  if (typeof DecompressionStream === "undefined") {
    const error = new Error("this browser has no DecompressionStream");
    error.name = "old";
    throw error;
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Column of whole numbers whose bytes lie in planes from `start` on. */
function column(bytes, start, kind, length) {
  if (kind === "u8") return bytes.slice(start, start + length);
  const made = new Int32Array(length);
  const second = start + length;
  const third = second + length;
  const fourth = third + length;
  for (let i = 0; i < length; i++) {
    const low = bytes[start + i] | (bytes[second + i] << 8);
    made[i] = low | (bytes[third + i] << 16) | (bytes[fourth + i] << 24);
  }
  return made;
}

/** Metres from decimetres, NaN where unknown. */
function metresOf(values) {
  const made = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) made[i] = values[i] === NONE ? NaN : values[i] / PER_METRE;
  return made;
}

function loadsOf(values) {
  const made = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) made[i] = values[i] === NONE ? NaN : values[i] / PER_LOAD;
  return made;
}

/** Running sums, in place. */
function summed(values) {
  for (let i = 1; i < values.length; i++) values[i] += values[i - 1];
  return values;
}

function split(joined, count) {
  return count ? joined.split("\u001f") : [];
}

/** Lines as [Float32Array of x, y, x, y ... in metres]. */
function linesOf(ends, xs, ys) {
  summed(xs);
  summed(ys);
  const made = [];
  let start = 0;
  for (let i = 0; i < ends.length; i++) {
    const line = new Float32Array(2 * (ends[i] - start));
    for (let j = start; j < ends[i]; j++) {
      line[2 * (j - start)] = xs[j] / PER_METRE;
      line[2 * (j - start) + 1] = ys[j] / PER_METRE;
    }
    made.push(line);
    start = ends[i];
  }
  return made;
}

/**
 * Plan in columns. Places are metres east (x) and north (y) of the middle of the plan, NaN where unknown;
 * rows of members, circles, villages, groups are -1 where there is none.
 *
 * plan.meta        what page.py wrote: lang, full, draft, limit_m, reach_m, as_of, vacant, plan ...
 * plan.words       {zh: {key: text}, en: {...}}
 * plan.count       households; plan.id, .x, .y, .place (village), .group, .member, .circle, .status (index
 *                  of plan.statuses), .estimated, .first, .reason (index of plan.reasons, 0 none), .metres,
 *                  .nearest, .shortage, .near (circle, or the nearest for who waits); with meta.full
 *                  also .head, .address, .phone
 * plan.weighted    whether loads are work rather than households
 * plan.members     count, id, x, y, place, group, circle, duty (index of plan.duties), load, cap, mean,
 *                  farthest; with meta.full also name, role, phone
 * plan.circles     count, id, name, x, y, radius, members, households, leader (member row), colour,
 *                  outline (x, y pairs in metres)
 * plan.villages    count, name, township, x, y (middle)
 * plan.roads       lines of x, y pairs
 */
function unpack(bytes) {
  const size = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (bytes[3] << 24);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const raw = {};
  let at = 4 + size;
  for (const [name, kind, length] of head.columns) {
    raw[name] = column(bytes, at, kind, length);
    at += length * (kind === "u8" ? 1 : 4);
  }
  const texts = head.texts;
  const count = raw.place.length;
  const plan = {
    meta: head.meta,
    weighted: head.meta.weighted,
    words: head.words,
    origin: head.origin,
    count,
    statuses: texts.statuses,
    reasons: texts.reasons,
    duties: texts.duties,
    groups: texts.groups,
    shortages: texts.shortages,
    id: split(texts.id, count),
    x: new Float32Array(count),
    y: new Float32Array(count),
    place: raw.place,
    group: raw.group,
    member: raw.member,
    circle: raw.circle,
    near: raw.near,
    status: new Uint8Array(count),
    estimated: new Uint8Array(count),
    first: new Uint8Array(count),
    reason: raw.reason,
    metres: metresOf(raw.metres),
    nearest: metresOf(raw.nearest),
    shortage: raw.shortage,
    members: membersOf(raw, texts, head.meta.full),
    circles: circlesOf(raw, texts),
    villages: {
      count: texts.villages.length,
      name: texts.villages,
      township: texts.townships,
      x: metresOf(raw.village_x),
      y: metresOf(raw.village_y),
    },
    roads: linesOf(raw.road_end, raw.road_x, raw.road_y),
  };
  for (let i = 0; i < count; i++) {
    const known = raw.x[i] !== NONE;
    plan.x[i] = known ? (raw.x[i] + raw.village_x[raw.place[i]]) / PER_METRE : NaN;
    plan.y[i] = known ? (raw.y[i] + raw.village_y[raw.place[i]]) / PER_METRE : NaN;
    plan.status[i] = raw.state[i] & 7;
    plan.estimated[i] = raw.state[i] & ESTIMATED ? 1 : 0;
    plan.first[i] = raw.state[i] & FIRST ? 1 : 0;
  }
  if (head.meta.full) for (const name of ["head", "address", "phone"]) plan[name] = split(texts[name], count);
  return plan;
}

function membersOf(raw, texts, full) {
  const count = raw.member_place.length;
  const made = {
    count,
    id: split(texts.member_id, count),
    x: metresOf(raw.member_x),
    y: metresOf(raw.member_y),
    place: raw.member_place,
    group: raw.member_group,
    circle: raw.member_circle,
    duty: raw.member_duty,
    load: loadsOf(raw.member_load),
    cap: loadsOf(raw.member_cap),
    mean: metresOf(raw.member_mean),
    farthest: metresOf(raw.member_farthest),
  };
  if (full) for (const name of ["name", "role", "phone"]) made[name] = split(texts["member_" + name], count);
  return made;
}

function circlesOf(raw, texts) {
  const count = raw.circle_radius.length;
  return {
    count,
    id: split(texts.circle_id, count),
    name: split(texts.circle_name, count),
    x: metresOf(raw.circle_x),
    y: metresOf(raw.circle_y),
    radius: metresOf(raw.circle_radius),
    members: raw.circle_members,
    households: raw.circle_households,
    leader: raw.circle_leader,
    colour: raw.circle_colour,
    outline: linesOf(raw.outline_end, raw.outline_x, raw.outline_y),
  };
}
