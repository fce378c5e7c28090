// Figures of the households that pass the filter.

const MOST_BARS = 20;
const NO_REASON = 0;

/** Counts of the households that pass the filter. */
function tally(plan, store) {
  const made = {
    shown: store.rows.length,
    vacant: 0,
    served: 0,
    own: 0,
    waiting: 0,
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

/** Bars of loads: [{from, to, count}], one a household where they are few. */
function loadBars(plan, rows) {
  let most = 0;
  let least = Infinity;
  for (const row of rows) {
    const load = Math.floor(plan.members.load[row]);
    if (load > most) most = load;
    if (load < least) least = load;
  }
  const width = Math.max(1, Math.ceil((most - least + 1) / MOST_BARS));
  const bars = [];
  for (let from = least; from <= most; from += width) bars.push({ from, to: from + width - 1, count: 0 });
  for (const row of rows) {
    const bar = bars[Math.floor((Math.floor(plan.members.load[row]) - least) / width)];
    if (bar) bar.count += 1;
  }
  return bars;
}

/** Bars of distances up to the limit of the plan, and one more for those beyond it. */
function distanceBars(plan, store) {
  const limit = plan.meta.limit_m;
  const width = roundStep(limit / 10);
  const bars = [];
  for (let from = 0; from < limit; from += width) {
    bars.push({ from, to: Math.min(from + width, limit), count: 0 });
  }
  const beyond = { from: limit, to: Infinity, count: 0 };
  for (const row of store.rows) {
    if (plan.status[row] !== SERVED) continue;
    const metres = plan.metres[row];
    if (!(metres === metres)) continue;
    // A limit is inclusive: a household at just the end of a bar stands in it.
    if (metres > limit) beyond.count += 1;
    else bars[Math.max(0, Math.ceil(metres / width) - 1)].count += 1;
  }
  return beyond.count ? [...bars, beyond] : bars;
}

/** Next number of 1, 2, 5, 10, 20, 50 ... that is not below `value`. */
function roundStep(value) {
  const power = Math.pow(10, Math.floor(Math.log10(value)));
  for (const factor of [1, 2, 5]) if (value <= factor * power * 1.000001) return factor * power;
  return 10 * power;
}

function createFigures(plan, store) {
  const body = byId("figures-body");

  function tile(name, value, key) {
    const label = make("dt", {}, say("figure." + name));
    const attributes = { class: "tile " + name, id: "figure-" + name, "data-value": key };
    return make("div", attributes, label, make("dd", {}, value));
  }

  function tiles(sums) {
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
  function bars(name, list, label, said) {
    const most = Math.max(1, ...list.map((bar) => bar.count));
    const table = make("table", { class: "bars", id: "bars-" + name });
    table.append(make("caption", {}, said));
    const head = make("tr", {}, make("th", { scope: "col" }, say(name + ".bin")));
    head.append(make("th", { scope: "col" }, say(name + ".count")));
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
    const part = make("section", {}, make("h3", {}, say("loads")));
    if (!rows.length) return append(part, make("p", { class: "note" }, say("loads.none")));
    let sum = 0;
    let most = 0;
    for (const row of rows) {
      sum += plan.members.load[row];
      most = Math.max(most, plan.members.load[row]);
    }
    const mean = decimalText(sum / rows.length);
    const values = { members: numberText(rows.length), mean, most: decimalText(most) };
    const label = (bar) => (bar.to > bar.from ? bar.from + "–" + bar.to : String(bar.from));
    return append(part, bars("loads", loadBars(plan, rows), label, say("loads.said", values)));
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
  return { parts: () => [tiles(tally(plan, store)), reasonsForPaper()] };

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
