// What stands over the map: buttons, scale bar, north, and the words at the pointer.

const SCALE_PIXELS = 110;

/** Longest round length that fits in a scale bar, metres. */
function roundLength(metres) {
  const power = Math.pow(10, Math.floor(Math.log10(metres)));
  for (const factor of [5, 2, 1]) if (factor * power <= metres) return factor * power;
  return power;
}

function createFurniture(plan, store, map) {
  byId("zoom-in").addEventListener("click", () => map.zoomBy(1.6));
  byId("zoom-out").addEventListener("click", () => map.zoomBy(1 / 1.6));
  byId("zoom-all").addEventListener("click", () => map.fitAll());
  const corners = "M4 8V4H8M12 4H16V8M16 12V16H12M8 16H4V12";
  const frame = { d: corners, fill: "none", stroke: "currentColor", "stroke-width": 1.8 };
  byId("zoom-all").append(icon(drawn("path", frame)));

  function north() {
    const arrow = icon(drawn("path", { d: "M10 2L15 17L10 13.5L5 17Z", fill: "currentColor" }));
    clear(byId("north")).append(arrow, make("span", {}, say("north")));
  }

  let length = 0;
  let shown = 0;
  function scale() {
    const perPixel = map.scale();
    if (!(perPixel > 0) || perPixel === shown) return;
    shown = perPixel;
    const next = roundLength(perPixel * SCALE_PIXELS);
    byId("scaleline").style.width = next / perPixel + "px";
    if (next === length) return;
    length = next;
    byId("scaletext").textContent = lengthText(length);
    byId("scalebar").setAttribute("aria-label", say("scale", { length: lengthText(length) }));
  }

  function words() {
    north();
    const count = { households: plan.count, members: plan.members.count, circles: plan.circles.count };
    for (const key of Object.keys(count)) count[key] = numberText(count[key]);
    byId("map").setAttribute("aria-label", say("map.label", count));
    length = 0;
    shown = 0;
    scale();
  }

  byId("nowhere").hidden = somewhere(plan);
  words();
  createStrays(plan, store, map);
  createTip(plan, store, map);
  store.on((changed) => {
    if (changed.has("lang")) words();
  });
  map.onView(scale);
}

/** Says how many households are too far from all others to be in the first view, and shows them. */
function createStrays(plan, store, map) {
  const note = byId("strays");
  note.addEventListener("click", () => map.fitEvery());
  function show() {
    const count = map.strays();
    note.hidden = !count;
    note.textContent = count ? say("map.strays", { count: numberText(count) }) : "";
  }
  show();
  store.on((changed) => {
    if (changed.has("rows") || changed.has("lang")) show();
  });
  map.onView(show);
}

/** Whether anything has a position. */
function somewhere(plan) {
  for (const table of [plan, plan.members, plan.circles]) {
    for (let i = 0; i < table.count; i++) if (table.x[i] === table.x[i]) return true;
  }
  return false;
}

function createTip(plan, store, map) {
  const tip = byId("tip");

  function lines({ kind, row }) {
    if (kind === "circle") {
      const all = plan.circles;
      const team = numberText(all.members[row]) + " " + say("list.member");
      const homes = say("tip.circle", { count: numberText(all.households[row]) });
      return [circleText(plan, row), homes + " · " + team];
    }
    if (kind === "member") {
      const load = plan.members.load[row];
      const key = plan.weighted ? "detail.work" : "detail.load";
      const said = load === load ? say(key, { load: loadText(load) }) : "";
      const circle = circleText(plan, plan.members.circle[row]);
      return [memberText(plan, row), [said, circle].filter(Boolean).join(" · ")];
    }
    const name = plan.meta.full && plan.head[row] ? plan.head[row] + " " : "";
    return [name + plan.id[row], homeLine(row)];
  }

  function homeLine(row) {
    if (plan.status[row] === WAITING) return statusText(plan, row) + " · " + reasonText(plan, row);
    if (plan.status[row] !== SERVED) return statusText(plan, row);
    const metres = plan.metres[row];
    const far = metres === metres ? say("metres", { metres: metresText(metres, plan.meta.limit_m) }) : "";
    return [memberText(plan, plan.member[row]), far, plan.estimated[row] ? say("status.estimated") : ""]
      .filter(Boolean)
      .join(" · ");
  }

  function show() {
    const hovered = store.state.hovered;
    const at = hovered && map.screen(hovered.kind, hovered.row);
    tip.hidden = !at;
    if (!at) return;
    const [title, text] = lines(hovered);
    clear(tip).append(make("strong", {}, title), make("span", {}, text));
    const stage = byId("stage");
    const right = at.x + tip.offsetWidth + 18 > stage.clientWidth;
    const below = at.y - tip.offsetHeight - 14 < 0;
    const x = Math.max(4, right ? at.x - tip.offsetWidth - 12 : at.x + 12);
    const y = below ? at.y + 14 : at.y - tip.offsetHeight - 10;
    tip.style.transform = "translate(" + x + "px," + y + "px)";
  }

  store.on((changed) => {
    if (changed.has("hovered") || changed.has("lang")) show();
  });
  map.onView(() => {
    if (!tip.hidden) show();
  });
}
