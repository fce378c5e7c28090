// The three lists below the map: households, members, circles.

const KINDS = ["household", "member", "circle"];

/** Width on a phone of a status that says why, in two lines. */
const STATUS_EMS = 10.5;

/**
 * Columns of the households, those first that say who is looked after by whom and why not; on a phone the few
 * that fit, unless `wide`.
 */
function householdColumns(plan, wide) {
  const full = plan.meta.full;
  const names = Array.from({ length: plan.members.count }, (_, row) => memberText(plan, row));
  const village = plan.villages.count > 1 && indexColumn("village", plan.place, villageNames(plan));
  const member = indexColumn("member", plan.member, plan.members.id);
  const made = [
    textColumn("id", plan.id),
    full && starColumn(plan),
    full && textColumn("head", plan.head),
    !full && village,
    plan.groups.length > 0 && indexColumn("group", plan.group, plan.groups),
    {
      key: "status",
      text: (row) => (small() && !wide ? statusLong(plan, row) : statusText(plan, row)),
      ems: small() && !wide ? STATUS_EMS : 0,
      choices: () => plan.statuses.map((name) => say("status." + name)),
      mark: (row) => (plan.status[row] === WAITING ? "waiting" : ""),
      order: () => numberKeys(plan.status),
    },
    full ? indexColumn("member_name", plan.member, names) : member,
    distanceColumn(plan),
    {
      key: "reason",
      text: (row) => reasonText(plan, row),
      choices: () => reasonsOf(plan).map((reason) => reasonName(plan, reason)),
      order: () => reasonKeys(plan),
    },
    full && village,
    plan.circles.count > 0 && indexColumn("circle", plan.circle, circleNames(plan)),
    full && textColumn("address", plan.address),
    full && textColumn("phone", plan.phone),
    full && member,
    full && indexColumn("member_phone", plan.member, plan.members.phone),
  ].filter(Boolean);
  if (!small() || wide) return made;
  const keys = full ? ["id", "head", "status", "metres"] : ["id", "status", "member", "metres"];
  return narrow(made, keys).map(brief);
}

/** Signs of an id that a narrow column has room for. */
const BRIEF_ID = 22;

/** Column for a phone: an id shows its end, which tells it from others. */
function brief(column) {
  if (column.key !== "id") return column;
  const text = (row) => {
    const id = column.text(row);
    return id.length > BRIEF_ID ? "…" + id.slice(1 - BRIEF_ID) : id;
  };
  return Object.assign({}, column, { text });
}

function memberColumns(plan, wide) {
  const folk = plan.members;
  const full = plan.meta.full;
  const made = [
    textColumn("id", folk.id),
    full && textColumn("name", folk.name),
    plan.villages.count > 1 && indexColumn("village", folk.place, villageNames(plan)),
    plan.groups.length > 0 && indexColumn("group", folk.group, plan.groups),
    plan.circles.count > 0 && indexColumn("circle", folk.circle, circleNames(plan)),
    plan.circles.count > 0 && {
      key: "duty",
      text: (row) => say("duty." + plan.duties[folk.duty[row]]),
      order: () => numberKeys(Float64Array.from(folk.duty, (duty) => duty || NaN)),
    },
    full && roleColumn(folk),
    countColumn("load", folk.load, plan.weighted ? "column.work" : "column.load"),
    countColumn("cap", folk.cap),
    metresColumn("mean", folk.mean),
    metresColumn("farthest", folk.farthest, plan.meta.limit_m),
    full && textColumn("phone", folk.phone),
  ].filter(Boolean);
  if (!small() || wide) return made;
  return narrow(made, [full ? "name" : "id", "duty", "load", "farthest"]).map(brief);
}

function circleColumns(plan, wide) {
  const all = plan.circles;
  const leaders = Array.from({ length: plan.members.count }, (_, row) => memberText(plan, row));
  const made = [
    textColumn("id", all.id),
    textColumn("circle_name", all.name),
    countColumn("members", all.members),
    countColumn("households", all.households),
    metresColumn("radius", all.radius),
    indexColumn("leader", all.leader, leaders),
  ];
  return small() && !wide ? narrow(made, ["circle_name", "members", "households", "radius"]) : made;
}

function narrow(columns, keys) {
  return keys.map((key) => columns.find((column) => column.key === key)).filter(Boolean);
}

function textColumn(key, values) {
  return { key, text: (row) => values[row], order: once(() => textKeys(values)) };
}

function indexColumn(key, indices, texts) {
  return {
    key,
    text: (row) => (indices[row] < 0 ? "" : texts[indices[row]]),
    order: once(() => indexKeys(indices, texts)),
  };
}

function metresColumn(key, values, limit) {
  return { key, number: true, text: (row) => metresText(values[row], limit), order: () => numberKeys(values) };
}

/** Metres to the member; an own home has none to go, and stands behind those that have. */
function distanceColumn(plan) {
  const far = metresColumn("metres", plan.metres, plan.meta.limit_m);
  const own = (row) => plan.status[row] === OWN_HOME;
  const order = once(() => numberKeys(plan.metres).map((key, row) => (own(row) ? LATE : key)));
  return Object.assign({}, far, { text: (row) => (own(row) ? say("own") : far.text(row)), order });
}

function countColumn(key, values, label) {
  const text = (row) => (values[row] === values[row] ? loadText(values[row]) : "");
  return { key, label, number: true, text, order: () => numberKeys(values) };
}

function roleColumn(folk) {
  const order = () => textKeys(folk.role.map(roleText));
  return { key: "role", text: (row) => roleText(folk.role[row]), order };
}

function starColumn(plan) {
  return {
    key: "first",
    text: (row) => (plan.first[row] ? "★" : ""),
    order: () => Float64Array.from(plan.first, (first) => (first ? 0 : 1)),
  };
}

function once(work) {
  let made = null;
  return () => made || (made = work());
}

function villageNames(plan) {
  return Array.from({ length: plan.villages.count }, (_, row) => villageLong(plan, row));
}

function circleNames(plan) {
  return Array.from({ length: plan.circles.count }, (_, row) => circleText(plan, row));
}

/** Reasons that anybody waits for. */
function reasonsOf(plan) {
  const found = new Set();
  for (let i = 0; i < plan.count; i++) if (plan.status[i] === WAITING) found.add(plan.reason[i]);
  return [...found];
}

function reasonKeys(plan) {
  const made = new Float64Array(plan.count);
  for (let i = 0; i < plan.count; i++) made[i] = plan.status[i] === WAITING ? plan.reason[i] : LAST;
  return made;
}

/** Circles that a filter lets through. */
function circleRows(plan, store, near) {
  const { village, circle } = store.state;
  const rows = [];
  for (let i = 0; i < plan.circles.count; i++) {
    if (circle >= 0 && circle !== i) continue;
    if (village >= 0 && !near[village].has(i)) continue;
    rows.push(i);
  }
  return Int32Array.from(rows);
}

/** Households that pass the filter; vacant houses, which no figure counts, only where they are asked for. */
function livedIn(plan, store) {
  return store.state.status === "vacant" ? store.rows : store.rows.filter((row) => plan.status[row] !== VACANT);
}

function createLists(plan, store, choose) {
  const near = circlesOfVillages(plan);
  const rows = {
    household: () => livedIn(plan, store),
    member: () => memberRows(plan, store),
    circle: () => circleRows(plan, store, near),
  };
  const columns = { household: householdColumns, member: memberColumns, circle: circleColumns };
  const counts = { household: plan.count, member: plan.members.count, circle: plan.circles.count };
  const tables = {};
  const tabs = {};
  let shown = "household";

  for (const kind of KINDS) {
    const holder = byId("list-" + kind);
    tables[kind] = createTable(holder, store, {
      kind,
      count: counts[kind],
      columns: () => columns[kind](plan),
      rows: rows[kind],
      choose: (row) => choose(kind, row),
      empty: () => emptyText(kind),
    });
    tabs[kind] = make("button", {
      type: "button",
      role: "tab",
      id: "tab-" + kind,
      "aria-controls": "list-" + kind,
      click: () => open(kind),
    });
    byId("tabs").append(tabs[kind]);
  }

  function emptyText(kind) {
    if (kind === "circle" && !plan.circles.count) return say("list.no_circles");
    return say(kind === "household" && store.state.status === "waiting" ? "why.nobody" : "list.empty");
  }

  function label() {
    for (const kind of KINDS) {
      clear(tabs[kind]).append(say("list." + kind), " ");
      tabs[kind].append(make("span", { class: "count" }, numberText(tables[kind].rows().length)));
    }
    const tool = { type: "button", id: "save", class: "quiet", title: say("save.hint"), click: save };
    clear(byId("lists-tools")).append(make("button", tool, say("save")));
  }

  function save() {
    saveTable(plan, columns[shown](plan, true), tables[shown].rows(), say("list." + shown));
  }

  function open(kind) {
    shown = kind;
    for (const one of KINDS) {
      byId("list-" + one).hidden = one !== kind;
      tabs[one].setAttribute("aria-selected", String(one === kind));
      tabs[one].tabIndex = one === kind ? 0 : -1;
    }
    tables[kind].paint();
    tables[kind].showSelected();
  }

  byId("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = KINDS[(KINDS.indexOf(shown) + step + KINDS.length) % KINDS.length];
    open(next);
    tabs[next].focus();
  });

  open("household");
  label();
  let phone = small();
  addEventListener("resize", () => {
    if (small() === phone) return;
    phone = small();
    rebuild();
  });
  function rebuild() {
    for (const kind of KINDS) tables[kind].rebuild();
    label();
  }
  store.on((changed) => {
    if (changed.has("lang")) return rebuild();
    if (changed.has("rows")) {
      for (const kind of KINDS) tables[kind].load();
      label();
    }
    if (changed.has("selected") || changed.has("rows")) tables[shown].showSelected();
  });
  return { open, repaint: () => tables[shown].paint(), rows: () => tables.household.rows() };
}
