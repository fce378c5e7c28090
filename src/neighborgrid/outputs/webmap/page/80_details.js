// What is known about the selected household, member or circle.

const MOST_LINKS = 60;

/**
 * What some shell (of Linux, macOS or Windows) would act on even inside quotes, or take for an option:
 * people copy the command, and an id may be anything that a sheet holds.
 */
const UNTYPED = /^[-#]|["$`!%\\\u0000-\u001f\u007f-\u009f\u2018-\u201f\u2028-\u202e\u2066-\u2069]/;

/** Word of a command, quoted where a shell would split it. */
function typedWord(word) {
  const plain = /^[\w.:\u0080-\uffff][\w#.:\u0080-\uffff-]*$/.test(word);
  return plain ? word : '"' + word + '"';
}

/** Command that explains a household or member; empty where it would not be safe to paste. */
function explainCommand(plan, id) {
  if (UNTYPED.test(id) || UNTYPED.test(plan.meta.plan)) return "";
  return "neighborgrid explain " + typedWord(plan.meta.plan || say("detail.plan")) + " " + typedWord(id);
}

function createDetails(plan, store, choose, map) {
  const pane = byId("details");

  /** Link to another thing of the plan. */
  function link(kind, row, text) {
    const click = () => choose(kind, row);
    const what = { "data-kind": kind, "data-row": String(row) };
    return make("button", Object.assign({ type: "button", class: "link", click }, what), text);
  }

  function facts(...pairs) {
    const list = make("dl", { class: "facts" });
    for (const pair of pairs) {
      if (!pair || pair[1] === "" || pair[1] === null) continue;
      list.append(make("div", {}, make("dt", {}, pair[0]), make("dd", {}, pair[1])));
    }
    return list;
  }

  function memberLink(row) {
    if (row < 0) return "";
    const id = plan.members.id[row];
    const name = memberText(plan, row);
    return link("member", row, name === id ? id : name + " " + id);
  }

  function circleLink(row) {
    return row < 0 ? "" : link("circle", row, circleText(plan, row));
  }

  function unit(value, limit) {
    return value === value ? say("metres", { metres: metresText(value, limit) }) : "";
  }

  function place(table, row) {
    return [
      [say("column.village"), villageLong(plan, table.place[row])],
      [say("column.group"), groupText(plan, table.group[row])],
    ];
  }

  function household(row) {
    const full = plan.meta.full;
    const waiting = plan.status[row] === WAITING;
    const said = statusText(plan, row) + (plan.first[row] ? " · ★ " + say("first") : "");
    const parts = [
      facts(
        full && [say("column.head"), plan.head[row]],
        full && [say("column.address"), plan.address[row]],
        full && [say("column.phone"), plan.phone[row]],
        ...place(plan, row),
        [say("column.status"), make("span", { class: waiting ? "waiting" : "" }, said)],
        waiting && [say("column.reason"), reasonText(plan, row)],
        waiting && [say("detail.remedy"), remedyText(plan, row)],
        [say("column.member"), memberLink(plan.member[row])],
        full && plan.member[row] >= 0 && [say("column.member_phone"), plan.members.phone[plan.member[row]]],
        [say("column.circle"), circleLink(plan.circle[row])],
        plan.status[row] !== OWN_HOME && [say("detail.distance"), unit(plan.metres[row], plan.meta.limit_m)],
        waiting && [say("detail.nearest"), unit(plan.nearest[row], plan.meta.limit_m)],
        waiting && plan.shortage[row] >= 0 && [say("detail.shortage"), plan.shortages[plan.shortage[row]]],
      ),
    ];
    if (plan.estimated[row]) parts.push(make("p", { class: "note" }, say("detail.estimated")));
    return [...parts, ...explain(plan.id[row], waiting ? "detail.explain.waiting" : "detail.explain")];
  }

  /** The command stands in one line that scrolls: an id that is broken is another. */
  function explain(id, key) {
    const command = explainCommand(plan, id);
    if (!command) return [];
    const text = make("code", { tabindex: "0" }, command);
    return [make("p", { class: "note" }, say(key)), text];
  }

  function member(row) {
    const folk = plan.members;
    const full = plan.meta.full;
    const duty = folk.circle[row] >= 0 && folk.duty[row] && "duty." + plan.duties[folk.duty[row]];
    const homes = homesOf(row);
    return [
      facts(
        full && [say("column.name"), folk.name[row]],
        full && [say("column.role"), roleText(folk.role[row])],
        full && [say("column.phone"), folk.phone[row]],
        ...place(folk, row),
        [say("column.circle"), circleLink(folk.circle[row])],
        duty && [say("column.duty"), say(duty)],
        [say(plan.weighted ? "column.work" : "column.load"), loadSaid(row, homes)],
        [say("column.mean"), metresText(folk.mean[row])],
        [say("column.farthest"), metresText(folk.farthest[row], plan.meta.limit_m)],
      ),
      ...links("detail.households", "household", homes, homeText),
      ...(plan.weighted ? [make("p", { class: "note" }, say("detail.capacity"))] : []),
      ...explain(folk.id[row], "detail.explain"),
    ];
  }

  function homesOf(row) {
    const homes = [];
    for (let i = 0; i < plan.count; i++) if (plan.member[i] === row) homes.push(i);
    return homes;
  }

  /** Load and cap, and the households that are looked after without being part of the load. */
  function loadSaid(row, homes) {
    const { load: loads, cap: caps } = plan.members;
    const load = loads[row] === loads[row] ? loadText(loads[row]) : say("none");
    const key = (plan.weighted ? "detail.work" : "detail.load") + (caps[row] === caps[row] ? ".cap" : "");
    const said = say(key, { load, cap: loadText(caps[row]) });
    if (plan.weighted || !(loads[row] === loads[row])) return said;
    const own = homes.filter((one) => plan.status[one] === OWN_HOME).length;
    const away = homes.length - own - loads[row];
    const more = [
      own && say("detail.load.own", { count: numberText(own) }),
      away > 0 && say("detail.load.away", { count: numberText(away) }),
    ].filter(Boolean);
    return more.length ? say("detail.load.more", { load: said, more: more.join(say("joint")) }) : said;
  }

  function homeText(row) {
    const own = plan.status[row] === OWN_HOME;
    const metres = own ? statusText(plan, row) : unit(plan.metres[row], plan.meta.limit_m);
    const name = plan.meta.full && plan.head[row] ? plan.head[row] + " " + plan.id[row] : plan.id[row];
    return metres ? name + " · " + metres : name;
  }

  function circle(row) {
    const all = plan.circles;
    const team = [];
    for (let i = 0; i < plan.members.count; i++) if (plan.members.circle[i] === row) team.push(i);
    return [
      facts(
        [say("column.id"), all.id[row]],
        [say("column.leader"), memberLink(all.leader[row])],
        [say("column.members"), numberText(all.members[row])],
        [say("detail.circle.households"), numberText(all.households[row])],
        [say("column.radius"), metresText(all.radius[row])],
      ),
      ...links("detail.members", "member", team, (one) => memberText(plan, one)),
    ];
  }

  function links(key, kind, rows, text) {
    if (!rows.length) return [];
    const list = make("ul", { class: "links" });
    for (const row of rows.slice(0, MOST_LINKS)) list.append(make("li", {}, link(kind, row, text(row))));
    const made = [make("h3", {}, say(key, { count: numberText(rows.length) })), list];
    const more = rows.length - MOST_LINKS;
    if (more > 0) made.push(make("p", { class: "note" }, say("detail.more", { count: numberText(more) })));
    return made;
  }

  function actions(kind, row) {
    const known = placed(plan, kind, row);
    if (!known) return make("p", { class: "note" }, say("detail.unplaced"));
    const bar = make("div", { class: "actions" });
    const click = () => map.flyTo({ kind, row });
    bar.append(make("button", { type: "button", class: "quiet", id: "show-it", click }, say("detail.show")));
    if (kind === "circle") {
      const only = () => store.set({ village: -1, circle: row, status: "", reason: -1 });
      bar.append(make("button", { type: "button", class: "quiet", click: only }, say("detail.list")));
    }
    return bar;
  }

  function title(kind, row) {
    if (kind === "circle") return circleText(plan, row);
    return kind === "member" ? plan.members.id[row] : plan.id[row];
  }

  function close() {
    const held = pane.contains(document.activeElement);
    store.set({ selected: null });
    if (held) byId("map").focus();
  }

  function build() {
    const selected = store.state.selected;
    const held = pane.contains(document.activeElement);
    clear(pane);
    pane.hidden = !selected;
    document.documentElement.classList.toggle("chosen", Boolean(selected));
    if (!selected) return;
    const { kind, row } = selected;
    const heading = make("h2", { id: "details-title", tabindex: "-1" });
    heading.append(make("span", { class: "kind" }, say("kind." + kind)), " ", title(kind, row));
    const leave = closeButton(close);
    const parts = kind === "household" ? household(row) : kind === "member" ? member(row) : circle(row);
    pane.append(make("header", {}, heading, leave), ...parts, actions(kind, row));
    pane.scrollTop = 0;
    tell(heading.textContent, kind, row);
    if (held) heading.focus();
  }

  /** The choice, for those who do not see it. */
  function tell(name, kind, row) {
    const load = kind === "member" && loadSaid(row, homesOf(row));
    const said = kind === "household" ? statusLong(plan, row) : load;
    byId("live").textContent = said ? name + say("joint") + said : name;
  }

  /** Tell the map how much of its right side lies under the pane; on a phone none does. */
  function cover() {
    const [mine, under] = [pane.getBoundingClientRect(), byId("stage").getBoundingClientRect()];
    const beside = pane.hidden || mine.top >= under.bottom - 1;
    map.setCovered(beside ? 0 : Math.max(0, under.right - mine.left));
  }

  /** The way back to what is chosen, only where it is out of sight. */
  function offer() {
    const [selected, button] = [store.state.selected, byId("show-it")];
    if (!selected || !button) return;
    const hidden = map.shows(selected.kind, selected.row);
    if (hidden && document.activeElement === button) byId("details-title").focus();
    button.hidden = hidden;
  }

  // Wherever the focus is; what else Escape closes takes the key for itself.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !byId("guide").open) close();
  });
  build();
  store.on((changed) => {
    if (!changed.has("selected") && !changed.has("lang")) return;
    build();
    cover();
    offer();
  });
  addEventListener("resize", cover);
  map.onView(offer);
}
