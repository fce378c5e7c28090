// A table of any number of rows: only those in view are in the page, and are used again while it scrolls.

const ROW_SPARE = 6;
/** Browsers cannot make an element taller than this; beyond it rows are scrolled in proportion. */
const TALLEST = 12000000;

const SAMPLE = 400;

/** About how many ems a text is wide: signs of Chinese are squares, others a little over half of one. */
function emsOf(text) {
  let ems = 0;
  for (const sign of text) ems += sign > "\u2e7f" ? 1 : sign > "\u024f" ? 0.8 : 0.63;
  return ems;
}

function columnText(column) {
  return say(column.label || "column." + column.key);
}

/** Ems that a column asks for, or needs for its header and, by a sample of its rows, for its texts. */
function columnEms(column, count) {
  if (column.ems) return column.ems;
  let widest = emsOf(columnText(column)) * 1.05 + 1;
  if (column.choices) return Math.min(16, Math.max(widest, ...column.choices().map(emsOf)) + 2.2);
  const step = Math.max(1, Math.floor(count / SAMPLE));
  for (let row = 0; row < count; row += step) widest = Math.max(widest, emsOf(column.text(row)));
  return Math.min(16, Math.ceil(10 * (widest + 2.2)) / 10);
}

/**
 * Table in `holder`.
 *
 * options.name        word of its label
 * options.kind        kind of the things in it, as in store.state.selected
 * options.count       rows of the plan, shown or not
 * options.columns     function -> [{key, text(row), order() -> keys to sort by, number, mark(row), choices() ->
 *                     all texts that there may be, where they are few; label, a word other than that of
 *                     key; ems, its width}]
 * options.rows        function -> Int32Array of rows, in the order of the plan
 * options.choose(row) what a click or Enter does
 * options.empty       function -> text where there are no rows
 */
function createTable(holder, store, options) {
  const grid = make("div", { role: "grid", class: "grid", tabindex: "0", id: "grid-" + options.kind });
  const head = make("div", { role: "row", class: "row head", "aria-rowindex": "1" });
  const headGroup = make("div", { role: "rowgroup", class: "head-group" }, head);
  const body = make("div", { role: "rowgroup", class: "body" });
  const empty = make("p", { class: "empty", hidden: true });
  const pool = [];
  let columns = [];
  let rows = new Int32Array(0);
  let places = null;
  let sorted = { key: "", down: false };
  let active = 0;
  let asked = 0;

  grid.append(headGroup, body);
  holder.append(grid, empty);

  function rowHeight() {
    return small() ? 44 : 30;
  }

  function headHeight() {
    return head.offsetHeight || rowHeight();
  }

  /** Rows of the whole table above the first in view. */
  function firstInView() {
    const height = rowHeight();
    const room = bodyHeight() - (grid.clientHeight - headHeight());
    if (rows.length * height <= TALLEST || room <= 0) return Math.floor(grid.scrollTop / height);
    return Math.floor((grid.scrollTop / room) * Math.max(0, rows.length - page()));
  }

  function bodyHeight() {
    return Math.min(rows.length * rowHeight(), TALLEST);
  }

  function page() {
    return Math.max(1, Math.floor((grid.clientHeight - headHeight()) / rowHeight()));
  }

  function visible() {
    return !holder.hidden && grid.clientHeight > 0;
  }

  function buildHead() {
    columns = options.columns();
    clear(head);
    columns.forEach((column, at) => {
      const button = make("button", { type: "button", click: () => sortBy(column.key) });
      button.append(columnText(column), make("span", { class: "arrow", "aria-hidden": "true" }));
      const place = { "aria-colindex": String(at + 1), "data-key": column.key };
      const cell = make("div", Object.assign({ role: "columnheader" }, place), button);
      if (column.number) cell.classList.add("number");
      head.append(cell);
    });
    fitColumns();
    grid.setAttribute("aria-colcount", String(columns.length));
    grid.setAttribute("aria-label", say("list." + options.kind) + " · " + say("list.keys"));
    for (const row of pool) row.remove();
    pool.length = 0;
    showSort();
  }

  /** Columns as wide as their texts; all rows alike, so that the columns stand in line. */
  function fitColumns() {
    const ems = columns.map((column) => columnEms(column, options.count));
    // A phone does not scroll sideways: there the columns share the width.
    const widths = ems.map((one) => "minmax(" + (small() ? 0 : one) + "em, " + one + "fr)");
    grid.style.setProperty("--columns", widths.join(" "));
    const least = ems.reduce((sum, one) => sum + one, 0);
    grid.style.setProperty("--least", small() ? "0" : least.toFixed(1) + "em");
  }

  function showSort() {
    for (const cell of head.children) {
      const is = cell.getAttribute("data-key") === sorted.key;
      cell.setAttribute("aria-sort", is ? (sorted.down ? "descending" : "ascending") : "none");
      cell.querySelector(".arrow").textContent = is ? (sorted.down ? "▼" : "▲") : "";
    }
  }

  /** Up, then down, then the order of the plan again. */
  function sortBy(key) {
    if (sorted.key !== key) sorted = { key, down: false };
    else if (!sorted.down) sorted = { key, down: true };
    else sorted = { key: "", down: false };
    showSort();
    arrange();
    grid.scrollTop = 0;
    active = 0;
    paint();
  }

  function arrange() {
    rows = options.rows();
    places = null;
    const column = columns.find((one) => one.key === sorted.key);
    if (column) rows = sortedRows(rows, column.order(), sorted.down);
  }

  function load() {
    arrange();
    active = Math.max(0, Math.min(active, rows.length - 1));
    grid.setAttribute("aria-rowcount", String(rows.length + 1));
    empty.hidden = rows.length > 0;
    empty.textContent = rows.length ? "" : options.empty();
    grid.hidden = rows.length === 0;
    grid.scrollTop = 0;
    active = 0;
    paint();
  }

  function poolRow(at) {
    if (pool[at]) return pool[at];
    const row = make("div", { role: "row", class: "row" });
    columns.forEach((column, index) => {
      const place = { "aria-colindex": String(index + 1), "data-key": column.key };
      const cell = make("div", Object.assign({ role: "gridcell" }, place));
      if (column.number) cell.classList.add("number");
      row.append(cell);
    });
    body.append(row);
    pool[at] = row;
    return row;
  }

  function paint() {
    asked = 0;
    if (!visible()) return;
    const height = rowHeight();
    body.style.height = bodyHeight() + "px";
    const first = Math.max(0, firstInView() - ROW_SPARE);
    const count = Math.min(rows.length - first, page() + 2 * ROW_SPARE + 1);
    const tall = rows.length * height > TALLEST;
    const start = tall ? Math.max(0, grid.scrollTop - (firstInView() - first) * height) : first * height;
    const selected = store.state.selected;
    const marked = selected && selected.kind === options.kind ? selected.row : -1;
    for (let i = 0; i < count; i++) fill(poolRow(i), first + i, start + i * height, marked);
    for (let i = Math.max(0, count); i < pool.length; i++) {
      pool[i].hidden = true;
      pool[i].removeAttribute("id");
    }
    const id = "row-" + options.kind + "-" + active;
    if (byId(id)) grid.setAttribute("aria-activedescendant", id);
    else grid.removeAttribute("aria-activedescendant");
  }

  function fill(element, at, top, marked) {
    const row = rows[at];
    element.hidden = false;
    element.id = "row-" + options.kind + "-" + at;
    element.style.transform = "translateY(" + top + "px)";
    element.setAttribute("aria-rowindex", String(at + 2));
    element.setAttribute("aria-selected", String(row === marked));
    element.classList.toggle("active", at === active);
    for (let i = 0; i < columns.length; i++) {
      const cell = element.children[i];
      const text = columns[i].text(row);
      if (cell.textContent !== text) cell.textContent = text;
      if (columns[i].mark) cell.className = columns[i].mark(row);
      cell.title = text.length > 12 ? text : "";
    }
  }

  function ask() {
    if (!asked) asked = requestAnimationFrame(paint);
  }

  /** Scroll so that the row at `at` is in view. */
  function reveal(at) {
    if (!visible()) return;
    const height = rowHeight();
    const room = grid.clientHeight - headHeight();
    if (rows.length * height > TALLEST) {
      const share = Math.max(0, at - page() / 2) / Math.max(1, rows.length - page());
      grid.scrollTop = share * (bodyHeight() - room);
    } else if (at * height < grid.scrollTop) grid.scrollTop = at * height;
    else if ((at + 1) * height > grid.scrollTop + room) grid.scrollTop = (at + 1) * height - room;
  }

  function move(at) {
    active = Math.max(0, Math.min(rows.length - 1, at));
    reveal(active);
    paint();
  }

  /** Place of each row of the plan in this order. */
  function placeOf(row) {
    if (!places) {
      places = new Map();
      for (let i = 0; i < rows.length; i++) places.set(rows[i], i);
    }
    return places.has(row) ? places.get(row) : -1;
  }

  function showSelected() {
    const selected = store.state.selected;
    if (selected && selected.kind === options.kind) {
      const at = placeOf(selected.row);
      if (at >= 0) return move(at);
    }
    return paint();
  }

  const keys = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  grid.addEventListener("keydown", (event) => {
    if (event.target !== grid || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in keys) move(active + keys[event.key]);
    else if (event.key === "PageDown") move(active + page());
    else if (event.key === "PageUp") move(active - page());
    else if (event.key === "Enter" && rows.length) options.choose(rows[active]);
    else return;
    event.preventDefault();
  });
  grid.addEventListener("scroll", ask, { passive: true });
  body.addEventListener("click", (event) => {
    const element = event.target.closest(".row");
    if (!element) return;
    active = Number(element.getAttribute("aria-rowindex")) - 2;
    options.choose(rows[active]);
  });
  new ResizeObserver(ask).observe(grid);

  buildHead();
  load();
  return {
    load,
    paint,
    showSelected,
    rebuild() {
      buildHead();
      load();
    },
    rows: () => rows,
    columns: () => columns,
  };
}
