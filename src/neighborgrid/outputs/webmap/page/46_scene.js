// The picture of everything that stands still: ground, roads, outlines, lines, marks and names.

const MAP_FAINT = 0.22;
const MAP_LINES_AT_MOST = 30000;
/** Widths in css pixels; where the middle line household to member is shorter, lines are only clutter. */
const MAP_LINE_SHOWS = 13;
/** Radius in css pixels from which on shapes of households can be told apart. */
const MAP_SHAPES = 1.6;
/** Radius in css pixels from which on the homes of all members are marked. */
const MAP_ALL_MEMBERS = 2.6;

function mapBetween(value, least, most) {
  return Math.max(least, Math.min(most, value));
}

/** Radii of marks in css pixels at `scale` metres a pixel. */
function mapSizes(scale) {
  const root = Math.sqrt(scale);
  return {
    household: mapBetween(4.4 / root, 0.8, 6),
    // Those who wait are seen from everywhere, yet must not hide each other from far away.
    waiting: mapBetween(6.5 / root, 2.6, 8),
    // Members stand out near by; from afar they would hide the households around them.
    member: mapBetween((9 / root) * Math.min(1, Math.pow(1.5 / scale, 0.3)), 1.3, 11),
  };
}

/**
 * What is drawn, and where. `asked` has the middle x, y in metres, width and height in css pixels, ratio
 * (device pixels a css pixel), scale, theme (name), family (of fonts), and widths (a Map that keeps those of
 * texts).
 */
function mapJob(plan, index, store, asked) {
  const { x, y, width, height, ratio, scale } = asked;
  const halfWidth = (width / 2) * scale;
  const halfHeight = (height / 2) * scale;
  const state = store.state;
  const theme = THEMES[asked.theme];
  return Object.assign({}, asked, {
    state,
    theme,
    palette: theme.palette,
    sizes: mapSizes(scale),
    area: { left: x - halfWidth, right: x + halfWidth, bottom: y - halfHeight, top: y + halfHeight },
    deviceWidth: Math.round(width * ratio),
    deviceHeight: Math.round(height * ratio),
    toX: (east) => (east - x) / scale + width / 2,
    toY: (north) => (y - north) / scale + height / 2,
    circlePasses: (row) =>
      (state.village < 0 || index.circlePlaces[row] === state.village) &&
      (state.circle < 0 || state.circle === row),
    memberPasses: (row) => mapMemberPasses(plan, state, row),
  });
}

function mapWider(area, metres) {
  return {
    left: area.left - metres,
    right: area.right + metres,
    bottom: area.bottom - metres,
    top: area.top + metres,
  };
}

/** Line of x, y pairs into the path of `context`, without steps too small to be seen. */
function mapTrace(context, line, job, closed) {
  let lastX = 0;
  let lastY = 0;
  for (let i = 0; i < line.length; i += 2) {
    const x = job.toX(line[i]);
    const y = job.toY(line[i + 1]);
    if (i === 0) context.moveTo(x, y);
    else if (i + 2 < line.length && Math.abs(x - lastX) + Math.abs(y - lastY) < 1) continue;
    else context.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
  if (closed) context.closePath();
}

function mapDrawRoads(context, plan, index, job) {
  context.beginPath();
  const least = 2 * job.scale;
  for (let row = 0; row < plan.roads.length; row++) {
    const box = index.roads[row];
    if (!mapMeets(box, job.area)) continue;
    if (box.right - box.left < least && box.top - box.bottom < least) continue;
    mapTrace(context, plan.roads[row], job, false);
  }
  context.strokeStyle = job.theme.road;
  context.lineWidth = mapBetween(4 / job.scale, 0.6, 5);
  context.lineJoin = "round";
  context.stroke();
}

/** Outlines by hue, so that each colour is one path; those that do not pass are fainter. */
function mapDrawOutlines(context, plan, index, job) {
  for (const passes of [false, true]) {
    const byHue = Array.from({ length: HUE_NONE + 1 }, () => []);
    for (let row = 0; row < plan.circles.count; row++) {
      if (job.circlePasses(row) !== passes || !mapMeets(index.outlines[row], job.area)) continue;
      byHue[circleHue(row)].push(row);
    }
    byHue.forEach((rows, hue) => {
      if (!rows.length) return;
      context.beginPath();
      for (const row of rows) mapTrace(context, plan.circles.outline[row], job, true);
      context.fillStyle = context.strokeStyle = job.palette[hue];
      context.lineWidth = job.scale > 15 ? 0.75 : 1.25;
      context.globalAlpha = passes ? 0.1 : 0.03;
      context.fill();
      context.globalAlpha = passes ? 0.75 : 0.2;
      context.stroke();
    });
  }
  context.globalAlpha = 1;
}

function mapShowsLines(index, job) {
  return job.state.lines && index.middleLength / job.scale >= MAP_LINE_SHOWS;
}

function mapDrawLines(context, plan, index, store, job, reach) {
  const byHue = Array.from({ length: HUE_VACANT + 1 }, () => []);
  let count = 0;
  mapEach(index.homes, mapWider(job.area, reach), (row) => {
    if (!store.passes[row] || plan.status[row] !== SERVED || plan.member[row] < 0) return;
    if (count++ < MAP_LINES_AT_MOST) byHue[householdHue(row)].push(row);
  });
  const members = plan.members;
  const room = index.middleLength / job.scale / MAP_LINE_SHOWS;
  context.lineWidth = job.scale < 1 ? 1.25 : 1;
  context.globalAlpha = mapBetween(0.18 * room + 0.1, 0.3, 0.6);
  byHue.forEach((rows, hue) => {
    if (!rows.length) return;
    context.beginPath();
    for (const row of rows) {
      const member = plan.member[row];
      if (!mapIsKnown(members.x[member])) continue;
      context.moveTo(job.toX(plan.x[row]), job.toY(plan.y[row]));
      context.lineTo(job.toX(members.x[member]), job.toY(members.y[member]));
    }
    context.strokeStyle = job.palette[hue];
    context.stroke();
  });
  context.globalAlpha = 1;
}

function mapHouseholdKind(plan, row, job) {
  const status = plan.status[row];
  if (status === WAITING) return plan.estimated[row] ? "unsure" : "waiting";
  if (job.sizes.household < MAP_SHAPES) return "dot";
  if (status === VACANT) return "vacant";
  if (plan.estimated[row]) return "hollow";
  return status === OWN_HOME ? "house" : "dot";
}

/** Marks of households and members as pixels: the faint first, those who wait last. */
function mapStampAll(pixels, plan, index, store, job, sheet) {
  const { deviceWidth: width, deviceHeight: height, ratio, sizes, toX, toY } = job;
  const area = mapWider(job.area, 12 * job.scale);
  // A picture is looked up once for a run of rows that look the same, not for each.
  let last = "";
  let four = null;
  const stamp = (kind, radius, hue, alpha, x, y) => {
    const key = kind + hue;
    if (key !== last) {
      four = sheet.of(kind, radius, hue, alpha);
      last = key;
    }
    mapStamp(pixels, width, height, four, toX(x) * ratio, toY(y) * ratio);
  };
  const home = (row, alpha) => {
    const kind = mapHouseholdKind(plan, row, job);
    stamp(kind, sizes.household, householdHue(row), alpha, plan.x[row], plan.y[row]);
  };
  if (store.rows.length < plan.count) {
    mapEach(index.homes, area, (row) => {
      if (!store.passes[row] && plan.status[row] !== WAITING) home(row, MAP_FAINT);
    });
    last = "";
  }
  mapEach(index.homes, area, (row) => {
    if (store.passes[row] && plan.status[row] !== WAITING) home(row, 1);
  });
  if (job.state.homes) mapStampMembers(pixels, plan, index, job, sheet, area);
  for (const passes of [0, 1]) {
    last = "";
    for (const row of index.waiting) {
      if (store.passes[row] !== passes || !mapInside(area, plan.x[row], plan.y[row])) continue;
      const size = passes ? sizes.waiting : 0.75 * sizes.waiting;
      const kind = mapHouseholdKind(plan, row, job);
      stamp(kind, size, HUE_WAITING, passes ? 1 : MAP_FAINT, plan.x[row], plan.y[row]);
    }
  }
}

function mapInside(area, x, y) {
  return x >= area.left && x <= area.right && y >= area.bottom && y <= area.top;
}

/** What marks at `scale` show: shapes of households, homes of all members, and loads in these. */
function mapMarks(scale) {
  const sizes = mapSizes(scale);
  return {
    shapes: sizes.household >= MAP_SHAPES,
    everybody: sizes.member >= MAP_ALL_MEMBERS,
    loads: mapShowsLoads(sizes),
  };
}

/** Radius of the mark of a member. */
function mapMemberRadius(plan, row, sizes) {
  const duty = plan.duties[plan.members.duty[row]];
  return sizes.member * (duty === "leader" ? 1.3 : duty === "deputy" ? 1.12 : 1);
}

/** Whether the marks of members have room for their load. */
function mapShowsLoads(sizes) {
  return sizes.member >= 7.5;
}

/** From far away only leaders stand out; everybody's home would hide the households. */
function mapShowsMember(plan, row, job) {
  return job.sizes.member >= MAP_ALL_MEMBERS || plan.duties[plan.members.duty[row]] === "leader";
}

function mapStampMembers(pixels, plan, index, job, sheet, area) {
  const { deviceWidth: width, deviceHeight: height, ratio, sizes, toX, toY } = job;
  const members = plan.members;
  const draw = (row, alpha) => {
    if (!mapShowsMember(plan, row, job)) return;
    const duty = plan.duties[members.duty[row]];
    const ranked = duty === "leader" || duty === "deputy";
    let kind = ranked ? duty : "member";
    if (ranked && mapShowsLoads(sizes)) kind += "_badge";
    const radius = mapMemberRadius(plan, row, sizes);
    if (sizes.member < MAP_ALL_MEMBERS) kind = "tiny";
    const four = sheet.of(kind, radius, memberHue(row), alpha);
    mapStamp(pixels, width, height, four, toX(members.x[row]) * ratio, toY(members.y[row]) * ratio);
  };
  mapEach(index.folk, area, (row) => {
    if (!job.memberPasses(row)) draw(row, MAP_FAINT);
  });
  mapEach(index.folk, area, (row) => {
    if (job.memberPasses(row)) draw(row, 1);
  });
}

function mapLoadText(load) {
  return mapIsKnown(load) ? String(Math.round(load * 100) / 100) : "";
}

function mapDrawLoads(context, plan, index, job) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = job.theme.ground;
  mapEach(index.folk, job.area, (row) => {
    const text = mapLoadText(plan.members.load[row]);
    if (!job.memberPasses(row) || !text) return;
    const radius = mapMemberRadius(plan, row, job.sizes);
    context.font = "600 " + Math.round(radius * (text.length > 2 ? 0.75 : 1.05)) + "px " + job.family;
    context.fillText(text, job.toX(plan.members.x[row]), job.toY(plan.members.y[row]) + 0.5);
  });
}

/** Squares under marks that no name may cover. */
function mapMarksTaken(plan, index, store, job) {
  const occupancy = mapOccupancy(job.width, job.height);
  const guard = (x, y, radius) => occupancy.take(x - radius, y - radius, x + radius, y + radius);
  for (const row of index.waiting) {
    if (store.passes[row]) guard(job.toX(plan.x[row]), job.toY(plan.y[row]), job.sizes.waiting);
  }
  if (job.state.homes && job.sizes.member >= 5) {
    mapEach(index.folk, job.area, (row) => {
      if (!job.memberPasses(row)) return;
      const radius = mapMemberRadius(plan, row, job.sizes);
      guard(job.toX(plan.members.x[row]), job.toY(plan.members.y[row]), radius);
    });
  }
  return occupancy;
}

/** Paints jobs; keeps its pixels between them. */
function mapPainter(plan, index, store) {
  const marks = document.createElement("canvas");
  const marksContext = marks.getContext("2d");
  let image = null;
  let sheet = null;
  let sheetOf = "";
  return {
    /** Paint `job` onto `canvas`, which takes its size, and return the boxes of the names. */
    paint(canvas, job) {
      const { deviceWidth: width, deviceHeight: height } = job;
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      if (marks.width !== width || marks.height !== height || !image) {
        marks.width = width;
        marks.height = height;
        image = marksContext.createImageData(width, height);
      }
      if (sheetOf !== job.theme.ground + job.ratio) {
        sheet = mapSheet(job.theme, job.ratio);
        sheetOf = job.theme.ground + job.ratio;
      }
      const context = canvas.getContext("2d", { alpha: false });
      context.setTransform(job.ratio, 0, 0, job.ratio, 0, 0);
      context.fillStyle = job.theme.ground;
      context.fillRect(0, 0, job.width + 1, job.height + 1);
      if (job.state.roads && plan.roads.length) mapDrawRoads(context, plan, index, job);
      if (job.state.outlines) mapDrawOutlines(context, plan, index, job);
      if (mapShowsLines(index, job)) mapDrawLines(context, plan, index, store, job, plan.meta.reach_m);
      const pixels = new Uint32Array(image.data.buffer);
      pixels.fill(0);
      mapStampAll(pixels, plan, index, store, job, sheet);
      marksContext.putImageData(image, 0, 0);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(marks, 0, 0);
      context.setTransform(job.ratio, 0, 0, job.ratio, 0, 0);
      if (job.state.homes && mapShowsLoads(job.sizes)) mapDrawLoads(context, plan, index, job);
      return mapDrawNames(context, plan, index, job, mapMarksTaken(plan, index, store, job));
    },
  };
}
