// The page on paper: built when it is printed, gone afterwards.

const PAPER_ROWS = 500;
const PAPER_WIDTH = 720;
const PAPER_HEIGHT = 430;

function createPaper(plan, store, parts) {
  const paper = byId("paper");

  function marks() {
    const said = [];
    if (plan.meta.full) said.push(say("paper.internal"));
    if (plan.meta.draft) said.push(say("paper.draft"));
    return said.length ? make("p", { class: "paper-marks" }, said.join(" · ")) : null;
  }

  function filterText() {
    const state = store.state;
    const said = [];
    if (state.village >= 0) said.push(villageLong(plan, state.village));
    if (state.circle >= 0) said.push(circleText(plan, state.circle));
    if (state.status) said.push(say("status." + state.status));
    if (state.reason >= 0) said.push(reasonName(plan, state.reason));
    return said.length ? make("p", {}, say("paper.filter", { filter: said.join(say("joint")) })) : null;
  }

  function picture() {
    if (!somewhere(plan)) return make("p", {}, say("map.nowhere"));
    const drawing = parts.map.picture(PAPER_WIDTH, PAPER_HEIGHT, 2);
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", say("paper.map"));
    drawing.className = "paper-map";
    return make("div", {}, drawing, scaleBar());
  }

  /** Scale of the picture, as a share of its width: paper has no pixels. */
  function scaleBar() {
    const stage = byId("stage");
    const stretch = Math.max(stage.clientWidth / PAPER_WIDTH, stage.clientHeight / PAPER_HEIGHT);
    const across = parts.map.scale() * stretch * PAPER_WIDTH;
    const length = roundLength(across / 5);
    const bar = make("span", { class: "paper-bar" });
    bar.style.width = (100 * length) / across + "%";
    return make("p", { class: "paper-scale" }, bar, lengthText(length) + " · " + say("paper.north"));
  }

  function legend() {
    const list = make("ul", { class: "paper-legend" });
    for (const [swatch, text] of parts.legend.lines(parts.map.marksOn(PAPER_WIDTH, PAPER_HEIGHT))) {
      list.append(make("li", {}, swatch, make("span", {}, text)));
    }
    return list;
  }

  /** Those who wait; where a filter is set, all that pass it. */
  function listed() {
    const state = store.state;
    const filtered = state.village >= 0 || state.circle >= 0 || state.status !== "";
    const rows = parts.lists.rows();
    return filtered ? rows : rows.filter((row) => plan.status[row] === WAITING);
  }

  function table(rows, waiting) {
    const known = plan.meta.full ? ["id", "head", "village", "group"] : ["id", "village", "group"];
    const member = plan.meta.full ? "member_name" : "member";
    const more = waiting ? ["reason", "nearest"] : ["status", member, "metres", "reason"];
    const wanted = [...known, ...more];
    const all = [...householdColumns(plan, true), metresColumn("nearest", plan.nearest, plan.meta.limit_m)];
    const shown = rows.slice(0, PAPER_ROWS);
    const columns = wanted
      .map((key) => all.find((column) => column.key === key))
      .filter((column) => column && shown.some((row) => column.text(row) !== ""));
    const head = make("tr");
    for (const column of columns) head.append(make("th", { scope: "col" }, columnText(column)));
    const body = make("tbody");
    for (const row of shown) {
      const line = make("tr");
      for (const column of columns) line.append(make("td", {}, column.text(row)));
      body.append(line);
    }
    return make("table", {}, make("thead", {}, head), body);
  }

  function list() {
    const rows = listed();
    const waiting = rows.every((row) => plan.status[row] === WAITING);
    const part = make("section", {});
    const key = waiting ? "paper.waiting" : "paper.households";
    part.append(make("h2", {}, say(key, { count: numberText(rows.length) })));
    if (!rows.length) part.append(make("p", {}, say("why.nobody")));
    else part.append(table(rows, waiting));
    const more = rows.length - PAPER_ROWS;
    if (more > 0) {
      part.append(make("p", {}, say("paper.more", { shown: PAPER_ROWS, count: numberText(more) })));
    }
    return part;
  }

  function build() {
    clear(paper);
    paper.classList.toggle("marked", plan.meta.full || plan.meta.draft);
    const heading = make("h1", {}, pageTitle(plan));
    const date = make("p", {}, say("subtitle", { date: plan.meta.as_of }));
    const above = [marks(), heading, date, filterText(), picture(), legend()];
    if (store.state.roads) above.push(roadSource(plan)); // with roads
    for (const part of [...above, ...parts.figures.parts(), list()]) {
      if (part) paper.append(part);
    }
  }

  addEventListener("beforeprint", build);
  addEventListener("afterprint", () => clear(paper));
}
