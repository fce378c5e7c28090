// Around the map: title, language, light and dark, help, and the parts that a phone shows one at a time.

const THEME_ORDER = ["auto", "light", "dark"];

/** Title of the page in its language; a plan of many villages that share no name says how many they are. */
function pageTitle(plan) {
  const counted = plan.words[plan.meta.lang].villages.replace("{count}", plan.villages.count);
  const nameless = !plan.meta.title || plan.meta.title === counted;
  const place = nameless ? say("villages", { count: numberText(plan.villages.count) }) : plan.meta.title;
  return say("title", { place });
}

function createFrame(plan, store) {
  const root = document.documentElement;

  function words() {
    root.lang = store.state.lang === "zh" ? "zh-CN" : "en";
    sayAll(document);
    document.title = pageTitle(plan);
    byId("title").textContent = pageTitle(plan);
    byId("subtitle").textContent = say("subtitle", { date: plan.meta.as_of });
    byId("language").textContent = say("language");
    byId("language").lang = store.state.lang === "zh" ? "en" : "zh-CN";
    badges();
    theme();
  }

  function badges() {
    const holder = clear(byId("badges"));
    if (plan.meta.full) holder.append(make("span", { class: "badge internal" }, say("badge.full")));
    if (plan.meta.draft) holder.append(make("span", { class: "badge draft" }, say("badge.draft")));
    holder.hidden = !holder.firstChild;
  }

  function theme() {
    const asked = store.state.theme;
    if (asked === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", asked);
    byId("theme").textContent = say("theme." + asked);
  }

  byId("language").addEventListener("click", () => {
    store.set({ lang: store.state.lang === "zh" ? "en" : "zh" });
  });
  byId("theme").addEventListener("click", () => {
    const at = THEME_ORDER.indexOf(store.state.theme);
    store.set({ theme: THEME_ORDER[(at + 1) % THEME_ORDER.length] });
  });
  byId("print").addEventListener("click", () => print());
  byId("help").addEventListener("click", () => showGuide());

  words();
  store.on((changed) => {
    if (changed.has("theme")) theme();
  });
  return { words };
}

/** Parts that a phone shows one at a time; a wide page shows them all. */
function createViews(store, lists) {
  const buttons = [...byId("views").querySelectorAll("button")];

  function open(view) {
    document.documentElement.setAttribute("data-view", view);
    for (const button of buttons) {
      if (button.getAttribute("data-view") === view) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    lists.repaint();
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      // The details lie over the parts.
      store.set({ selected: null });
      open(button.getAttribute("data-view"));
    });
  }
  open("figures");
}

/** How to read the page, in a dialog. */
function showGuide() {
  const guide = clear(byId("guide"));
  const close = () => (guide.close ? guide.close() : guide.removeAttribute("open"));
  const leave = closeButton(close);
  const points = make("ul");
  for (const key of ["dot", "red", "hollow", "filter", "private"]) {
    points.append(make("li", {}, say("guide." + key)));
  }
  const keys = make("dl", { class: "keys" });
  const named = [
    [say("key.arrows.name"), "arrows"],
    ["+  –", "zoom"],
    ["0", "all"],
    [say("key.enter.name"), "enter"],
    ["Esc", "escape"],
    ["/", "search"],
  ];
  for (const [name, key] of named) {
    keys.append(make("div", {}, make("dt", {}, make("kbd", {}, name)), make("dd", {}, say("key." + key))));
  }
  guide.append(make("header", {}, make("h2", { id: "guide-title" }, say("guide")), leave), points);
  guide.append(make("h3", {}, say("guide.keys")), keys);
  if (guide.showModal) guide.showModal();
  else guide.setAttribute("open", "");
}
