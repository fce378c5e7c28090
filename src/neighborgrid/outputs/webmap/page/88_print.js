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
    return drawing;
  }

  function legend() {
    const list = make("ul", { class: "paper-legend" });
    for (const [swatch, text] of parts.legend.lines()) list.append(make("li", {}, swatch, make("span", {}, text)));
    return list;
  }

  /** Those who wait; where a filter is set, all that pass it. */
  function listed() {
    const state = store.state;
    const filtered = state.village >= 0 || state.circle >= 0 || state.status !== "";
    const rows = parts.lists.rows();
    return filtered ? rows : rows.filter((row) => plan.status[row] === WAITING);
  }

  function table(rows) {
    const wanted = plan.meta.full
      ? ["id", "head", "village", "group", "status", "member_name", "metres", "reason"]
      : ["id", "village", "group", "status", "member", "metres", "reason"];
    const all = householdColumns(plan, true);
    const columns = wanted.map((key) => all.find((column) => column.key === key)).filter(Boolean);
    const head = make("tr");
    for (const column of columns) head.append(make("th", { scope: "col" }, say("column." + column.key)));
    const body = make("tbody");
    for (const row of rows.slice(0, PAPER_ROWS)) {
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
    part.append(make("h2", {}, say(waiting ? "paper.waiting" : "paper.households", { count: numberText(rows.length) })));
    if (!rows.length) part.append(make("p", {}, say("why.nobody")));
    else part.append(table(rows));
    const more = rows.length - PAPER_ROWS;
    if (more > 0) {
      part.append(make("p", {}, say("paper.more", { shown: PAPER_ROWS, count: numberText(more) })));
    }
    return part;
  }

  function build() {
    clear(paper);
    const heading = make("h1", {}, pageTitle(plan));
    const date = make("p", {}, say("subtitle", { date: plan.meta.as_of }));
    for (const part of [heading, date, marks(), filterText(), picture(), legend(), ...parts.figures.parts(), list()]) {
      if (part) paper.append(part);
    }
  }

  addEventListener("beforeprint", build);
  addEventListener("afterprint", () => clear(paper));
}
