// The search box: a text field with a list of what was found below it.

function createSearch(plan, store, actions) {
  const input = byId("query");
  const list = byId("found");
  const missing = byId("missing");
  let parts = null;
  let found = [];
  let active = -1;
  let taking = false;

  function texts() {
    if (!parts) parts = searchTexts(plan);
    return parts;
  }

  function groupOf(row) {
    return texts().find((part) => part.kind === "group").groups[row];
  }

  /** Main text of a match and what tells it from others. */
  function words({ kind, row, field }) {
    if (kind === "circle") return [circleText(plan, row), ""];
    if (kind === "village") return [villageLong(plan, row), ""];
    if (kind === "group") return [groupOf(row).text, ""];
    const table = kind === "member" ? plan.members : plan;
    const name = plan.meta.full ? (kind === "member" ? table.name : table.head)[row] : "";
    const where = villageText(plan, table.place[row]);
    const title = name ? name + " " + table.id[row] : table.id[row];
    // What was found beside id and name is shown, so that people see why.
    if (kind === "household" && field >= 2) return [title, (field === 2 ? plan.address : plan.phone)[row]];
    return [title, plan.villages.count > 1 ? where : ""];
  }

  function look() {
    const query = fold(input.value.trim());
    missing.hidden = true;
    if (!query) return close();
    const result = searched(texts(), query, MOST_FOUND);
    found = result.found;
    active = found.length ? 0 : -1;
    clear(list);
    found.forEach((one, at) => list.append(choice(one, at)));
    if (result.count > found.length) {
      const all = say("search.count", { count: numberText(result.count) });
      const text = all + " · " + say("search.most", { count: found.length });
      list.append(make("li", { role: "presentation", class: "rest" }, text));
    }
    list.hidden = !found.length;
    missing.hidden = found.length > 0;
    missing.textContent = found.length ? "" : nothing();
    input.setAttribute("aria-expanded", String(found.length > 0));
    byId("live").textContent = found.length
      ? say("search.count", { count: numberText(result.count) })
      : missing.textContent;
    mark();
  }

  /** People look for names first: where the page has none, it says so. */
  function nothing() {
    const said = say("search.missing", { query: input.value.trim() });
    return plan.meta.full ? said : said + say("search.nameless");
  }

  function choice(one, at) {
    const [title, where] = words(one);
    const mousedown = (event) => event.preventDefault();
    const item = make("li", { role: "option", id: "found-" + at, mousedown });
    item.append(make("span", { class: "kind" }, say("kind." + one.kind)));
    item.append(make("span", { class: "title" }, title));
    if (where) item.append(make("span", { class: "where" }, where));
    item.addEventListener("click", () => take(at));
    return item;
  }

  function mark() {
    for (let at = 0; at < found.length; at++) {
      list.children[at].setAttribute("aria-selected", String(at === active));
    }
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", "found-" + active);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    found = [];
    active = -1;
    list.hidden = true;
    clear(list);
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function take(at) {
    const one = found[at];
    if (!one) return;
    input.value = words(one)[0];
    close();
    taking = true;
    if (one.kind === "village") actions.village(one.row);
    else if (one.kind === "group") actions.group(groupOf(one.row));
    else actions.choose(one.kind, one.row);
    taking = false;
  }

  input.addEventListener("input", look);
  input.addEventListener("focus", () => {
    if (input.value) input.select();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!found.length) look();
      else active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      if (found.length) mark();
      event.preventDefault();
    } else if (event.key === "Enter") {
      if (!found.length) look();
      take(active);
      event.preventDefault();
    } else if (event.key === "Escape") {
      // With nothing here to close, the key is for the details.
      if (input.value || !list.hidden || !missing.hidden) event.preventDefault();
      if (list.hidden) input.value = "";
      missing.hidden = true;
      close();
    }
  });
  // Only on the map: a key of one sign anywhere would catch what people dictate.
  byId("map").addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
  });

  function hint() {
    input.setAttribute("placeholder", say(plan.meta.full ? "search.hint.full" : "search.hint"));
  }
  hint();
  store.on((changed) => {
    // Who moves on by a link, the map or the filter has left what was searched for.
    const left = !taking && (changed.has("selected") || changed.has("rows"));
    if (changed.has("lang")) hint();
    if (left) input.value = "";
    if (!left && !changed.has("lang")) return;
    close();
    missing.hidden = true;
  });

  return {
    /** Select the thing whose id is `id`; false where there is none. */
    open(id) {
      missing.hidden = true;
      const circle = plan.circles.id.indexOf(id);
      const member = plan.members.id.indexOf(id);
      const household = plan.id.indexOf(id);
      if (household >= 0) actions.choose("household", household);
      else if (member >= 0) actions.choose("member", member);
      else if (circle >= 0) actions.choose("circle", circle);
      else return false;
      return true;
    },
    missed(id) {
      missing.hidden = false;
      missing.textContent = say("hash.missing", { query: id });
    },
  };
}
