// What is shown: village, circle, status; layers and colours of the map.

/** Circles that have a member or a household in each village: [Set of circle rows, ...]. */
function circlesOfVillages(plan) {
  const made = Array.from({ length: plan.villages.count }, () => new Set());
  for (const table of [plan.members, plan]) {
    for (let i = 0; i < table.count; i++) {
      if (table.circle[i] >= 0 && table.place[i] >= 0) made[table.place[i]].add(table.circle[i]);
    }
  }
  return made;
}

/** Values of the status filter that this plan has a household for. */
function statusesOf(plan) {
  const found = { "": true };
  const tests = ["waiting", "served", "own_home", "estimated", "unplaced", "vacant"];
  for (const test of tests) {
    for (let i = 0; i < plan.count && !found[test]; i++) if (passesStatus(plan, i, test)) found[test] = true;
  }
  // Nobody waiting is news too: the choice stays, and its list is empty.
  found.waiting = true;
  return ["", ...tests].filter((test) => found[test]);
}

/** Rows of the villages by township and name, as people look for them. */
function villageOrder(plan) {
  const collator = new Intl.Collator(["zh-CN", "en"], { numeric: true });
  return Array.from({ length: plan.villages.count }, (_, row) => row).sort((one, other) =>
    collator.compare(villageLong(plan, one), villageLong(plan, other)),
  );
}

function createFilters(plan, store, map) {
  const circles = circlesOfVillages(plan);
  const order = villageOrder(plan);
  const statuses = statusesOf(plan);
  const village = make("select", { id: "filter-village", change: chooseVillage });
  const circle = make("select", {
    id: "filter-circle",
    change: () => choose({ circle: Number(circle.value) }),
  });
  const status = make("select", {
    id: "filter-status",
    change: () => choose({ status: status.value, reason: -1 }),
  });
  const reason = make("button", { type: "button", id: "filter-reason", class: "chip", click: clearReason });
  const reset = make("button", { type: "button", id: "filter-clear", class: "quiet", click: clearAll });

  function choose(patch) {
    store.set(patch);
    if (store.rows.length) map.fitRows(store.rows);
  }

  function chooseVillage() {
    const row = Number(village.value);
    const known = row < 0 || store.state.circle < 0 || circles[row].has(store.state.circle);
    choose(known ? { village: row } : { village: row, circle: -1 });
  }

  function clearReason() {
    store.set({ reason: -1 });
    status.focus();
  }

  function clearAll() {
    store.set({ village: -1, circle: -1, status: "", reason: -1 });
    map.fitAll();
    (village.isConnected ? village : status).focus();
  }

  function circleRows() {
    const chosen = store.state.village;
    const all = Array.from({ length: plan.circles.count }, (_, row) => row);
    const rows = chosen < 0 ? all : [...circles[chosen]];
    return rows.sort((one, other) => one - other);
  }

  function option(value, text) {
    return make("option", { value: String(value) }, text);
  }

  function fillVillages() {
    clear(village).append(option(-1, say("filter.villages", { count: numberText(plan.villages.count) })));
    for (const row of order) village.append(option(row, villageLong(plan, row)));
  }

  function fillCircles() {
    const rows = circleRows();
    clear(circle).append(option(-1, say("filter.circles", { count: numberText(rows.length) })));
    for (const row of rows) circle.append(option(row, circleText(plan, row)));
  }

  function fillStatuses() {
    clear(status);
    for (const name of statuses) status.append(option(name, say("status." + name)));
  }

  function show() {
    const state = store.state;
    village.value = String(state.village);
    circle.value = String(state.circle);
    status.value = state.status;
    reason.hidden = state.reason < 0;
    const why = state.reason < 0 ? "" : reasonName(plan, state.reason);
    reason.textContent = say("filter.reason", { reason: why }) + " ×";
    reset.hidden = state.village < 0 && state.circle < 0 && !state.status && state.reason < 0;
    reset.textContent = say("filter.clear");
  }

  function build() {
    const fields = clear(byId("filter-fields"));
    if (plan.villages.count > 1) fields.append(field("filter.village", village));
    if (plan.circles.count > 1) fields.append(field("filter.circle", circle));
    fields.append(field("filter.status", status), reason, reset);
    fillVillages();
    fillCircles();
    fillStatuses();
    show();
  }

  function field(key, control) {
    return make("div", { class: "field" }, make("label", { for: control.id }, say(key)), control);
  }

  build();
  store.on((changed) => {
    if (changed.has("lang")) return build();
    if (changed.has("village")) fillCircles();
    if (changed.has("rows")) show();
  });
}

/** Check boxes of the layers and the choice of colours. */
function createLooks(plan, store) {
  const layers = ["lines", "homes"];
  if (plan.circles.count) layers.splice(1, 0, "outlines");
  if (plan.roads.length) layers.push("roads");

  function box(name) {
    const input = make("input", {
      type: "checkbox",
      id: "layer-" + name,
      change: () => store.set({ [name]: input.checked }),
    });
    input.checked = store.state[name];
    return make("label", { class: "check" }, input, make("span", {}, say("layer." + name)));
  }

  function radio(value) {
    const input = make("input", {
      type: "radio",
      name: "colouring",
      id: "colouring-" + value,
      change: () => store.set({ colouring: value }),
    });
    input.checked = store.state.colouring === value;
    return make("label", { class: "check" }, input, make("span", {}, say("colouring." + value)));
  }

  function build() {
    const looks = clear(byId("looks"));
    if (plan.circles.count) {
      const colours = make("fieldset", {}, make("legend", {}, say("colouring")));
      colours.append(make("div", { class: "checks" }, radio("circle"), radio("member")));
      looks.append(colours);
    }
    looks.append(make("div", { class: "checks" }, ...layers.map(box)));
  }

  build();
  store.on((changed) => {
    if (changed.has("lang")) build();
  });
}
