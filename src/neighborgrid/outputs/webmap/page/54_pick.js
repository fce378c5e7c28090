// What is at a point of the screen.

/** See createMap; `seen` has the view, and the names on the picture with the job that drew them. */
function mapPick(plan, index, store, seen, x, y, within) {
  const view = seen.view;
  const sizes = mapSizes(view.scale);
  const job = { state: store.state, sizes };
  const reach = (within + 12) * view.scale;
  const east = view.east(x);
  const north = view.north(y);
  const area = mapWider({ left: east, right: east, bottom: north, top: north }, reach);
  let best = null;
  let least = within;
  const offer = (kind, row, placeX, placeY, radius, rank) => {
    // What lies on top wins where two marks are hit.
    const away = Math.max(0, Math.hypot(view.toX(placeX) - x, view.toY(placeY) - y) - radius) - rank;
    if (away < least) {
      least = away;
      best = { kind, row };
    }
  };
  mapEach(index.homes, area, (row) => {
    if (!store.passes[row]) return;
    const waits = plan.status[row] === WAITING;
    offer("household", row, plan.x[row], plan.y[row], waits ? sizes.waiting : sizes.household, waits ? 2 : 0);
  });
  if (store.state.homes) {
    mapEach(index.folk, area, (row) => {
      if (!mapMemberPasses(plan, store.state, row) || !mapShowsMember(plan, row, job)) return;
      offer("member", row, plan.members.x[row], plan.members.y[row], mapMemberRadius(plan, row, sizes), 1);
    });
  }
  return best || mapPickName(seen, x, y);
}

function mapMemberPasses(plan, state, row) {
  return (
    (state.village < 0 || plan.members.place[row] === state.village) &&
    (state.circle < 0 || plan.members.circle[row] === state.circle)
  );
}

/** Circle whose name is at a point. */
function mapPickName(seen, x, y) {
  const job = seen.job;
  if (!job || job.scale !== seen.view.scale) return null;
  const atX = job.toX(seen.view.east(x));
  const atY = job.toY(seen.view.north(y));
  const hit = seen.names.find((one) => {
    const beside = atX < one.left || atX > one.right || atY < one.top || atY > one.bottom;
    return one.kind === "circle" && !beside;
  });
  return hit ? { kind: "circle", row: hit.row } : null;
}
