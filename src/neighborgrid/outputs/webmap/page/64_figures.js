// Figures of the households that pass the filter.

const MOST_LOADS = 12;
const MOST_DISTANCES = 10;
/** Where all live within the limit / this, bins of a tenth of the limit would show nothing. */
const NEAR = 4;
const NEAREST_M = 10;
const NO_REASON = 0;

/** Counts of the households that pass the filter. */
function tally(plan, store) {
  const made = {
    shown: store.rows.length,
    vacant: 0,
    served: 0,
    own: 0,
    waiting: 0,
    near: 0,
    guessed: 0,
    reasons: new Int32Array(plan.reasons.length),
    measured: 0,
    metres: 0,
    farthest: 0,
  };
  for (const row of store.rows) {
    const status = plan.status[row];
    if (status === VACANT) made.vacant += 1;
    else made.guessed += plan.estimated[row];
    if (status === WAITING) {
      made.waiting += 1;
      if (store.state.circle >= 0 && plan.circle[row] < 0) made.near += 1;
      made.reasons[plan.reason[row]] += 1;
    } else if (status === OWN_HOME) made.own += 1;
    else if (status === SERVED) {
      made.served += 1;
      const metres = plan.metres[row];
      if (metres === metres) {
        made.measured += 1;
        made.metres += metres;
        if (metres > made.farthest) made.farthest = metres;
      }
    }
  }
  made.served += made.own;
  made.all = made.shown - made.vacant;
  return made;
}

/** Rows of the members of the villages and circles that pass the filter. */
function memberRows(plan, store) {
  const { village, circle } = store.state;
  const rows = [];
  for (let i = 0; i < plan.members.count; i++) {
    if (village >= 0 && plan.members.place[i] !== village) continue;
    if (circle >= 0 && plan.members.circle[i] !== circle) continue;
    rows.push(i);
  }
  return Int32Array.from(rows);
}

/** Next of 1, 2, 5, 10, 20, 50 ... that `fits`. */
function nextStep(fits) {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (fits(digit * power)) return digit * power;
  }
}

/** Bars [{from, to, count}] between `edges`: each counts from <= value < to, the last its end too. */
function counted(values, edges) {
  const bars = [];
  for (let i = 0; i + 1 < edges.length; i++) bars.push({ from: edges[i], to: edges[i + 1], count: 0 });
  for (const value of values) {
    let at = 0;
    while (at + 1 < bars.length && value >= bars[at].to) at += 1;
    bars[at].count += 1;
  }
  return bars;
}

/** Bars of loads, as on the terminal. */
function loadBars(plan, rows) {
  const loads = Array.from(rows, (row) => Math.round(plan.members.load[row] * 100) / 100);
  const least = Math.min(...loads);
  const most = Math.max(...loads);
  const step = nextStep((one) => Math.floor(most / one) - Math.floor(least / one) < MOST_LOADS);
  const edges = [];
  for (let at = Math.floor(least / step); at <= Math.floor(most / step) + 1; at++) edges.push(at * step);
  return counted(loads, edges);
}

/** Bars of distances up to the limit of the plan, as on the terminal, and one more for those beyond it. */
function distanceBars(plan, store) {
  const limit = plan.meta.limit_m;
  const inside = [];
  const beyond = { from: limit, to: Infinity, count: 0 };
  for (const row of store.rows) {
    const metres = plan.metres[row];
    if (plan.status[row] !== SERVED || !(metres === metres)) continue;
    if (metres > limit) beyond.count += 1;
    else inside.push(metres);
  }
  const farthest = inside.reduce((most, one) => Math.max(most, one), 0);
  const bars = counted(inside, metreEdges(farthest, limit));
  return beyond.count ? [...bars, beyond] : bars;
}

/** Edges from 0 to the limit; none between the bin of the farthest household and the limit. */
function metreEdges(farthest, limit) {
  const span = farthest * NEAR > limit ? limit : Math.min(Math.max(farthest, NEAREST_M), limit);
  const step = nextStep((one) => Math.ceil(span / one) <= MOST_DISTANCES);
  const last = (Math.floor(farthest / step) + 1) * step;
  const edges = [];
  for (let at = 0; at <= last && at < limit; at += step) edges.push(at);
  return [...edges, limit];
}

function createFigures(plan, store) {
  const body = byId("figures-body");

  function tiles(sums, onPaper) {
    // Two elements of a page must not have the same id.
    const tile = (name, value, key) => {
      const id = onPaper ? null : "figure-" + name;
      const attributes = { class: "tile " + name, id, "data-value": key };
      return make("div", attributes, make("dt", {}, say("figure." + name)), make("dd", {}, value));
    };

    const part = store.state.status !== "" || store.state.reason >= 0;
    const coverage = part ? say("none") : percentText(sums.served, sums.all);
    return make(
      "dl",
      { class: "tiles" },
      tile("households", numberText(sums.all), sums.all),
      tile("served", numberText(sums.served), sums.served),
      tile("waiting", numberText(sums.waiting), sums.waiting),
      tile("coverage", coverage, coverage),
    );
  }

  function notes(sums) {
    const said = [];
    if (sums.own) said.push(say("figure.own", { count: numberText(sums.own) }));
    if (sums.near) said.push(say("figure.near", { count: numberText(sums.near) }));
    if (sums.guessed) said.push(say("figure.guessed", { count: numberText(sums.guessed) }));
    const vacant = plan.meta.full ? sums.vacant : unfiltered() ? plan.meta.vacant : 0;
    const listed = plan.meta.full && store.state.status !== "vacant";
    if (vacant) said.push(say(listed ? "figure.vacant.listed" : "figure.vacant", { count: numberText(vacant) }));
    const coverage = store.state.status !== "" || store.state.reason >= 0 ? "coverage.part" : "coverage.note";
    return make("p", { class: "note" }, [...said, say(coverage)].join(" · "));
  }

  function unfiltered() {
    return store.state.village < 0 && store.state.circle < 0 && store.state.status === "";
  }

  function reasons(sums) {
    const part = make("section", { id: "reasons" }, make("h3", {}, say("why")));
    if (!sums.waiting) {
      part.append(make("p", { class: "calm" }, say("why.nobody")));
      return part;
    }
    const list = make("ul", { class: "reasons" });
    const order = [...sums.reasons.keys()].filter((reason) => sums.reasons[reason]);
    order.sort((one, other) => sums.reasons[other] - sums.reasons[one] || one - other);
    for (const reason of order) list.append(make("li", {}, reasonButton(reason, sums.reasons[reason])));
    part.append(list, make("p", { class: "note" }, say("why.shown")));
    return part;
  }

  function reasonButton(reason, count) {
    const chosen = store.state.reason === reason;
    return make(
      "button",
      {
        type: "button",
        class: "reason",
        "aria-pressed": String(chosen),
        click: () => store.set(chosen ? { status: "", reason: -1 } : { status: "waiting", reason }),
      },
      make("span", {}, reasonName(plan, reason)),
      make("span", { class: "count" }, homesText(count)),
    );
  }

  /** Table whose second column shows its numbers as bars too. */
  function bars(name, list, label, said, words) {
    const most = Math.max(1, ...list.map((bar) => bar.count));
    const table = make("table", { class: "bars", id: "bars-" + name });
    table.append(make("caption", {}, said));
    const head = make("tr", {}, make("th", { scope: "col" }, say((words || name) + ".bin")));
    head.append(make("th", { scope: "col" }, say((words || name) + ".count")));
    table.append(make("thead", { class: "hidden" }, head));
    const rows = make("tbody");
    for (const bar of list) {
      const fill = make("span", { class: "fill" });
      fill.style.width = (100 * bar.count) / most + "%";
      const track = make("span", { class: "track", "aria-hidden": "true" }, fill);
      const value = make("span", { class: "value" }, numberText(bar.count));
      rows.append(make("tr", {}, make("th", { scope: "row" }, label(bar)), make("td", {}, track, value)));
    }
    table.append(rows);
    return table;
  }

  function loads() {
    const rows = memberRows(plan, store).filter((row) => plan.members.load[row] === plan.members.load[row]);
    const kind = plan.weighted ? "work" : "loads";
    const part = make("section", {}, make("h3", {}, say(kind)));
    if (!rows.length) return append(part, make("p", { class: "note" }, say("loads.none")));
    let sum = 0;
    let most = 0;
    for (const row of rows) {
      sum += plan.members.load[row];
      most = Math.max(most, plan.members.load[row]);
    }
    const mean = decimalText(sum / rows.length);
    const values = { members: numberText(rows.length), mean, most: loadText(most) };
    const whole = rows.every((row) => plan.members.load[row] % 1 === 0);
    const label = (bar) => {
      const to = whole ? bar.to - 1 : bar.to;
      return to > bar.from ? bar.from + "–" + to : String(bar.from);
    };
    return append(part, bars("loads", loadBars(plan, rows), label, say(kind + ".said", values), kind));
  }

  function distances(sums) {
    const part = make("section", {}, make("h3", {}, say("distances")));
    if (!sums.measured) return append(part, make("p", { class: "note" }, say("distances.none")));
    const farthest = metresText(sums.farthest, plan.meta.limit_m);
    const values = { mean: numberText(sums.metres / sums.measured), farthest };
    const label = (bar) => (bar.to === Infinity ? "> " + bar.from : bar.from + "–" + bar.to);
    part.append(bars("distances", distanceBars(plan, store), label, say("distances.said", values)));
    return append(part, make("p", { class: "note" }, say("distances.note")));
  }

  function append(part, child) {
    part.append(child);
    return part;
  }

  function build() {
    const focused = body.contains(document.activeElement) ? reasonAt(document.activeElement) : -1;
    const sums = tally(plan, store);
    clear(body).append(tiles(sums), notes(sums), reasons(sums), loads(), distances(sums));
    if (focused >= 0) (body.querySelectorAll(".reason")[0] || body).focus();
    byId("live").textContent = say("live", {
      households: numberText(sums.all),
      waiting: numberText(sums.waiting),
    });
  }

  function reasonAt(element) {
    return [...body.querySelectorAll(".reason")].indexOf(element);
  }

  body.tabIndex = -1;
  build();
  store.on((changed) => {
    if (changed.has("rows") || changed.has("lang")) build();
  });
  return { parts: () => [tiles(tally(plan, store), true), notes(tally(plan, store)), reasonsForPaper()] };

  /** Reasons without buttons. */
  function reasonsForPaper() {
    const sums = tally(plan, store);
    const list = make("ul", { class: "reasons" });
    for (let reason = NO_REASON; reason < plan.reasons.length; reason++) {
      if (!sums.reasons[reason]) continue;
      list.append(make("li", {}, reasonName(plan, reason) + "  " + homesText(sums.reasons[reason])));
    }
    return list;
  }
}
