// The legend: the marks of the map, drawn with its colours.

function starPath(x, y, radius) {
  const corners = [];
  for (let i = 0; i < 10; i++) {
    const reach = i % 2 ? 0.42 * radius : radius;
    const angle = (Math.PI * i) / 5;
    corners.push((x + reach * Math.sin(angle)).toFixed(2) + " " + (y - reach * Math.cos(angle)).toFixed(2));
  }
  return "M" + corners.join("L") + "Z";
}

function disc(x, y, radius, fill) {
  return drawn("circle", { cx: x, cy: y, r: radius, fill });
}

/** Dots in some colours of the palette. */
function swatchDots(theme) {
  return icon(...[0, 1, 2].map((hue) => disc(4 + 6 * hue, 10, 3.2, theme.palette[hue])));
}

function swatchRing(colour) {
  return icon(drawn("circle", { cx: 10, cy: 10, r: 4, fill: "none", stroke: colour, "stroke-width": 2 }));
}

function swatchDiamond(theme) {
  return icon(drawn("path", { d: "M10 3L17 10L10 17L3 10Z", fill: theme.palette[HUE_WAITING] }));
}

function swatchHouse(colour) {
  return icon(drawn("path", { d: "M10 3L17 10H15.5V16.5H4.5V10H3Z", fill: colour }));
}

function swatchCross(theme) {
  const stroke = theme.palette[HUE_VACANT];
  return icon(drawn("path", { d: "M5 5L15 15M15 5L5 15", fill: "none", stroke, "stroke-width": 2 }));
}

/** Mark of a member's home; "leader" and "deputy" bear a sign. */
function swatchMember(theme, duty) {
  const shapes = [disc(10, 10, 8, theme.palette[0]), disc(10, 10, 6, theme.ink)];
  if (duty === "leader") shapes.push(drawn("path", { d: starPath(10, 10.4, 5.2), fill: theme.ground }));
  if (duty === "deputy") shapes.push(disc(10, 10, 2.4, theme.ground));
  return icon(...shapes);
}

function swatchOutline(colour) {
  const shape = { x: 3, y: 4, width: 14, height: 12, rx: 5, fill: colour, "fill-opacity": 0.15 };
  return icon(drawn("rect", Object.assign({ stroke: colour, "stroke-width": 1.6 }, shape)));
}

function swatchReach(theme) {
  const shape = { cx: 10, cy: 10, r: 8, fill: "none", stroke: theme.ink, "stroke-width": 1.4 };
  return icon(drawn("circle", Object.assign({ "stroke-dasharray": "3 2.4" }, shape)));
}

/** Which marks the plan has a use for: by status, duty and "estimated". */
function marksOf(plan) {
  const made = {};
  for (let i = 0; i < plan.count; i++) {
    made[plan.statuses[plan.status[i]]] = true;
    if (plan.estimated[i]) made.estimated = true;
  }
  for (let i = 0; i < plan.members.count; i++) made[plan.duties[plan.members.duty[i]] || "none"] = true;
  return made;
}

/**
 * Lines of the legend, [swatch, text], in the colours of `theme` (of THEMES); `drawn` is what the marks are
 * large enough for (map.marks).
 */
function legendLines(plan, store, marks, theme, drawn) {
  const circles = store.state.colouring === "circle" && plan.circles.count > 0;
  const lines = [[swatchDots(theme), say(circles ? "legend.circle" : "legend.member")]];
  if (marks.waiting) lines.push([swatchDiamond(theme), say("legend.waiting")]);
  if (drawn.shapes) lines.push(...shapeLines(marks, theme));
  if (store.state.homes) lines.push(...memberLines(plan, marks, theme, drawn));
  const outlines = plan.circles.count > 0 && store.state.outlines;
  if (outlines) lines.push([swatchOutline(theme.palette[0]), say("legend.outline")]);
  if (store.state.roads) lines.push([swatchRoad(theme), say("roads.legend")]); // with roads
  return lines;
}

function shapeLines(marks, theme) {
  const lines = [];
  if (marks.estimated) lines.push([swatchRing(theme.palette[0]), say("legend.estimated")]);
  if (marks.own_home) lines.push([swatchHouse(theme.palette[0]), say("legend.own_home")]);
  if (marks.vacant) lines.push([swatchCross(theme), say("legend.vacant")]);
  return lines;
}

/** Members: from afar only leaders are marked, and by a point. */
function memberLines(plan, marks, theme, drawn) {
  const point = icon(disc(10, 10, 5, theme.palette[0]), disc(10, 10, 3, theme.ink));
  if (!drawn.everybody) return marks.leader ? [[point, say("legend.leader")]] : [];
  const loads = plan.weighted ? "legend.home.work" : "legend.home.load";
  const lines = [[swatchMember(theme, ""), say(drawn.loads ? loads : "legend.home")]];
  if (marks.leader) lines.push([swatchMember(theme, "leader"), say("legend.leader")]);
  if (marks.deputy) lines.push([swatchMember(theme, "deputy"), say("legend.deputy")]);
  return lines;
}

/** Where there are more villages than this, their names need the room of the legend at first. */
const LEGEND_VILLAGES = 4;

function createLegend(plan, store, map) {
  const marks = marksOf(plan);
  let told = "";

  function build() {
    const list = clear(byId("legend"));
    const theme = THEMES[themeName()];
    const lines = legendLines(plan, store, marks, theme, map.marks());
    lines.push([swatchReach(theme), say("legend.reach", { metres: numberText(plan.meta.reach_m) })]);
    for (const [swatch, text] of lines) list.append(make("li", {}, swatch, make("span", {}, text)));
  }

  // A small screen has no room for it beside the map.
  const narrow = matchMedia("(max-width: 1000px), (max-height: 640px)").matches;
  byId("key").open = !narrow && plan.villages.count <= LEGEND_VILLAGES;
  build();
  onSystemTheme(build);
  store.on((changed) => {
    if (["lang", "theme", "colouring", "homes", "outlines"].some((key) => changed.has(key))) build();
    else if (changed.has("roads")) build(); // with roads
  });
  map.onView(() => {
    const now = JSON.stringify(map.marks());
    if (now === told) return;
    told = now;
    build();
  });
  return { lines: (drawn) => legendLines(plan, store, marks, THEMES.light, drawn) };
}
