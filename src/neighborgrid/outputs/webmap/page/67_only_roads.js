// Roads in the legend, and whose they are: only in pages that have roads. Other scripts have single lines
// for that, which end in "with roads" and are left out of all other pages.

function swatchRoad(theme) {
  const look = { fill: "none", stroke: theme.road, "stroke-width": 3.5, "stroke-linecap": "round" };
  return icon(drawn("path", Object.assign({ d: "M2 10H18" }, look)));
}

/** Whose roads they are, for the foot of the page; null where nobody is known. */
function roadSource(plan) {
  const source = plan.meta.roads;
  if (!source) return null;
  return make("p", { class: "road-source" }, say(source.osm ? "roads.osm" : "roads.file", source));
}

function createRoadSource(plan, store) {
  const foot = make("footer", { id: "foot" });
  const build = () => clear(foot).append(roadSource(plan));
  if (!plan.meta.roads) return;
  byId("main").after(foot);
  build();
  store.on((changed) => {
    if (changed.has("lang")) build();
  });
}
