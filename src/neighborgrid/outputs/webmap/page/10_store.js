// What the page shows now: filter, selection, looks. Parts of the page read it and are told what changed.

const SERVED = 0;
const OWN_HOME = 1;
const WAITING = 2;
const VACANT = 3;

/**
 * state.village, state.circle   row, -1 for all; a circle comes with those near it who wait
 * state.status                  "" for all, "waiting", "served" (own homes too), "own_home", "estimated",
 *                               "unplaced" (no position on the map), "vacant"
 * state.reason                  index of plan.reasons that those who are shown wait for, -1 for all
 * state.colouring               "circle" or "member"
 * state.lines, .outlines, .roads, .homes    layers that are drawn
 * state.selected, .hovered      {kind: "household" | "member" | "circle", row} or null
 * state.lang, .theme            "zh" | "en"; "auto" | "light" | "dark"
 * store.rows                    rows of the households that pass the filter (Int32Array)
 * store.passes                  1 for each household that passes, 0 for others (Uint8Array)
 */
function createStore(plan) {
  const listeners = [];
  const store = {
    state: {
      village: -1,
      circle: -1,
      status: "",
      reason: -1,
      colouring: plan.circles.count ? "circle" : "member",
      lines: true,
      outlines: true,
      roads: true,
      homes: true,
      selected: null,
      hovered: null,
      lang: plan.meta.lang,
      theme: "auto",
    },
    rows: new Int32Array(0),
    passes: new Uint8Array(plan.count),
    /** Change the state and tell everybody; listeners get the Set of the keys that changed. */
    set(patch) {
      const changed = new Set();
      for (const key of Object.keys(patch)) {
        if (!same(store.state[key], patch[key])) {
          store.state[key] = patch[key];
          changed.add(key);
        }
      }
      if (!changed.size) return;
      if (["village", "circle", "status", "reason"].some((key) => changed.has(key))) {
        filter(plan, store);
        changed.add("rows");
      }
      for (const listener of listeners) listener(changed);
    },
    on(listener) {
      listeners.push(listener);
    },
  };
  filter(plan, store);
  return store;
}

function same(one, other) {
  if (one && other && typeof one === "object" && typeof other === "object") {
    return one.kind === other.kind && one.row === other.row;
  }
  return one === other;
}

function filter(plan, store) {
  const { village, circle, status, reason } = store.state;
  const rows = new Int32Array(plan.count);
  let found = 0;
  for (let i = 0; i < plan.count; i++) {
    const passes =
      (village < 0 || plan.place[i] === village) &&
      (circle < 0 || plan.near[i] === circle) &&
      passesStatus(plan, i, status) &&
      (reason < 0 || (plan.status[i] === WAITING && plan.reason[i] === reason));
    store.passes[i] = passes ? 1 : 0;
    if (passes) rows[found++] = i;
  }
  store.rows = rows.slice(0, found);
}

function passesStatus(plan, row, status) {
  switch (status) {
    case "waiting":
      return plan.status[row] === WAITING;
    case "served":
      return plan.status[row] === SERVED || plan.status[row] === OWN_HOME;
    case "own_home":
      return plan.status[row] === OWN_HOME;
    case "estimated":
      return plan.estimated[row] === 1;
    case "unplaced":
      return !(plan.x[row] === plan.x[row]);
    case "vacant":
      return plan.status[row] === VACANT;
    default:
      return true;
  }
}
