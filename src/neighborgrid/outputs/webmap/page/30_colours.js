// Colours of the map, its legend and the table's swatches. Circles carry a number that page.py chose, so that
// neighbours differ; the light palette is that of drawing/colours.py, the dark one has the same hues,
// lighter.

const HUES = 8;
const HUE_NONE = 8;
const HUE_WAITING = 9;
const HUE_VACANT = 10;

/**
 * Marks have a contrast of at least 3 : 1 on the ground of their theme, texts (ink) far more. The last three
 * of each palette stand for "no circle", "waiting" and "vacant".
 */
const THEMES = {
  light: {
    ground: "#ffffff",
    ink: "#1f2328",
    road: "#c9c4ba",
    accent: "#0b57d0",
    palette: [
      "#423ce9", "#d77a1b", "#25586d", "#eb5fba", "#949753", "#83299d", "#6b87eb", "#9f5953",
      "#6b7078", "#b3261e", "#7d828a",
    ],
  },
  dark: {
    ground: "#14171c",
    ink: "#eceef1",
    road: "#4a4f57",
    accent: "#8ab4f8",
    palette: [
      "#536ff6", "#f5ab19", "#7cdcfc", "#fd67ab", "#d2d59f", "#b93aa6", "#6ca6fc", "#b65260",
      "#9aa0a9", "#ff5a4d", "#8b919a",
    ],
  },
};

const colouring = { plan: null, store: null, dark: null, memberHues: null };

/** Must run before any colour is asked for; createMap does it too. */
function startColours(plan, store) {
  if (colouring.plan === plan) return;
  colouring.plan = plan;
  colouring.store = store;
  colouring.dark = window.matchMedia ? window.matchMedia("(prefers-color-scheme: dark)") : null;
  colouring.memberHues = null;
}

/** Tells `listener` when the system changes between light and dark. */
function onSystemTheme(listener) {
  const query = colouring.dark;
  if (!query) return;
  if (query.addEventListener) query.addEventListener("change", listener);
  else if (query.addListener) query.addListener(listener);
}

/** "light" or "dark", whatever "auto" means now. */
function themeName() {
  const asked = colouring.store.state.theme;
  if (asked !== "auto") return asked;
  return colouring.dark && colouring.dark.matches ? "dark" : "light";
}

function circleHue(row) {
  return row < 0 ? HUE_NONE : colouring.plan.circles.colour[row] % HUES;
}

function memberHue(row) {
  if (row < 0) return HUE_NONE;
  if (colouring.store.state.colouring === "circle") return circleHue(colouring.plan.members.circle[row]);
  if (!colouring.memberHues) colouring.memberHues = spreadHues(colouring.plan.members);
  return colouring.memberHues[row];
}

function householdHue(row) {
  const plan = colouring.plan;
  if (plan.status[row] === WAITING) return HUE_WAITING;
  if (plan.status[row] === VACANT) return HUE_VACANT;
  if (colouring.store.state.colouring === "circle") return circleHue(plan.circle[row]);
  return memberHue(plan.member[row]);
}

/**
 * Hue of each member: in turn from west to east, the one whose nearest bearer so far is farthest away. Only
 * the last few dozen members to the west are looked at, which is all that can be near.
 */
function spreadHues(members) {
  const order = Array.from({ length: members.count }, (_, row) => row);
  const east = (row) => (members.x[row] === members.x[row] ? members.x[row] : Infinity);
  // Two of no place are as far east as each other, and their difference is no number.
  order.sort((one, other) => east(one) - east(other) || one - other);
  const made = new Uint8Array(members.count);
  const nearest = new Float64Array(HUES);
  const look = Math.max(64, Math.ceil(2 * Math.sqrt(members.count)));
  for (let i = 0; i < order.length; i++) {
    const row = order[i];
    nearest.fill(Infinity);
    for (let j = Math.max(0, i - look); j < i; j++) {
      const other = order[j];
      const away = Math.hypot(members.x[row] - members.x[other], members.y[row] - members.y[other]);
      if (away < nearest[made[other]]) nearest[made[other]] = away;
    }
    let best = i % HUES;
    for (let hue = 0; hue < HUES; hue++) if (nearest[hue] > nearest[best]) best = hue;
    made[row] = best;
  }
  return made;
}
