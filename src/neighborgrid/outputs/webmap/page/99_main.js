// Start: the plan out of its element, the parts around it, and what to say where that fails.

/** Sentences in both languages: without the plan there are no words either. */
const TROUBLE = {
  old: [
    "这个浏览器太旧，打不开压缩的地图。请换用新版的 Chrome、Edge、Firefox 或 Safari；" +
      "或者请制图的人这样再做一份：neighborgrid export map 分户安排.xlsx --uncompressed",
    "This browser is too old to open the packed map. Please use a current Chrome, Edge, Firefox or Safari, " +
      "or make the page again with: neighborgrid export map plan.xlsx --uncompressed",
  ],
  damaged: [
    "这个文件不完整，可能是传送时损坏了。请重新拷贝，或再做一份：neighborgrid export map 分户安排.xlsx",
    "This file is damaged or incomplete. Please copy it again, or make it again with: " +
      "neighborgrid export map plan.xlsx",
  ],
};

function showTrouble(kind) {
  const box = byId("trouble");
  byId("opening").hidden = true;
  byId("app").hidden = true;
  clear(box);
  ["zh-CN", "en"].forEach((lang, i) => box.append(make("p", { lang }, TROUBLE[kind][i])));
  box.hidden = false;
  document.documentElement.setAttribute("data-trouble", kind);
}

async function opened() {
  const element = byId("plan");
  const plan = unpack(await packedBytes(element));
  // A megabyte of text that is of no more use.
  element.textContent = "";
  return plan;
}

function begin(plan) {
  const store = createStore(plan);
  speak(plan.words, store.state.lang);
  // Words first, so that every part finds its own language.
  store.on((changed) => {
    if (!changed.has("lang")) return;
    speak(plan.words, store.state.lang);
    frame.words();
  });
  byId("app").hidden = false;
  startColours(plan, store);
  const frame = createFrame(plan, store);
  const map = createMap(byId("map"), plan, store);

  /** Select a thing and show it, whatever the filter was. */
  function choose(kind, row) {
    if (hides(plan, store, kind, row)) store.set({ village: -1, circle: -1, status: "", reason: -1 });
    store.set({ selected: { kind, row } });
    if (placed(plan, kind, row)) map.flyTo({ kind, row });
  }

  createFilters(plan, store, map);
  createLooks(plan, store);
  const legend = createLegend(plan, store, map);
  const figures = createFigures(plan, store);
  const lists = createLists(plan, store, choose);
  createDetails(plan, store, choose, map);
  createFurniture(plan, store, map);
  createRoadSource(plan, store); // with roads
  createPaper(plan, store, { map, legend, figures, lists });
  createViews(store, lists);
  const search = createSearch(plan, store, {
    choose,
    village(row) {
      store.set({ village: row, circle: -1, status: "", reason: -1, selected: null });
      map.fitRows(store.rows);
    },
    group({ village, group }) {
      store.set({ village, circle: -1, status: "", reason: -1, selected: null });
      map.fitRows(store.rows.filter((row) => plan.group[row] === group));
    },
  });
  byId("opening").hidden = true;
  followAddress(search);
}

/** Whether the filter keeps a thing off the map. */
function hides(plan, store, kind, row) {
  const { village, circle } = store.state;
  if (kind === "household") return !store.passes[row];
  if (kind === "circle") return circle >= 0 && circle !== row;
  const { place, circle: circles } = plan.members;
  return (village >= 0 && place[row] !== village) || (circle >= 0 && circles[row] !== circle);
}

/** Select what the address names behind its #. */
function followAddress(search) {
  function open() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch (error) {
      // A stray per cent sign: the id as it stands.
    }
    if (id && !search.open(id)) search.missed(id);
  }
  open();
  addEventListener("hashchange", open);
}

async function start() {
  let plan;
  try {
    plan = await opened();
  } catch (error) {
    showTrouble(error.name === "old" ? "old" : "damaged");
    return;
  }
  begin(plan);
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      performance.mark("ready");
      document.documentElement.dataset.ready = "1";
    }),
  );
}

start();
