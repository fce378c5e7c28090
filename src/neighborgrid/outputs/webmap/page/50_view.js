// Which part of the plan is seen: middle in metres and metres per css pixel.

const MAP_CLOSEST = 0.04;
const MAP_FLIGHT_MS = 300;
const MAP_PADDING = 36;

function mapView(index) {
  const view = {
    x: 0,
    y: 0,
    scale: 1,
    width: 0,
    height: 0,
    covered: 0,
    flight: null,
    /** Where a box fills the view, with room around it; `covered` css pixels on the right are not used. */
    fitting(box, covered) {
      const hidden = covered || 0;
      const wide = Math.max(view.width - hidden - 2 * MAP_PADDING, 60);
      const high = Math.max(view.height - 2 * MAP_PADDING, 60);
      const scale = Math.max((box.right - box.left) / wide, (box.top - box.bottom) / high);
      return view.centred(
        (box.left + box.right) / 2,
        (box.bottom + box.top) / 2,
        mapBetween(scale, MAP_CLOSEST, view.farthest()),
        hidden,
      );
    },
    /** View in which a place lies in the middle of what is not covered. */
    centred(x, y, scale, covered) {
      return { x: x + (covered / 2) * scale, y, scale };
    },
    farthest() {
      const { left, right, bottom, top } = index.box;
      const narrow = Math.max(Math.min(view.width, view.height), 60);
      return Math.max((2.5 * Math.max(right - left, top - bottom)) / narrow, 2);
    },
    toX: (east) => (east - view.x) / view.scale + view.width / 2,
    toY: (north) => (view.y - north) / view.scale + view.height / 2,
    east: (x) => view.x + (x - view.width / 2) * view.scale,
    north: (y) => view.y - (y - view.height / 2) * view.scale,
    /** Go there at once; the middle stays near the plan, so that nobody gets lost. */
    set(x, y, scale) {
      const { left, right, bottom, top } = index.box;
      view.flight = null;
      view.scale = mapBetween(scale, MAP_CLOSEST, view.farthest());
      view.x = mapBetween(x, left, right + (view.covered / 2) * view.scale);
      view.y = mapBetween(y, bottom, top);
    },
    /** `factor` < 1 zooms in; what is at (x, y) on the screen stays there. */
    zoomAt(x, y, factor) {
      const scale = mapBetween(view.scale * factor, MAP_CLOSEST, view.farthest());
      const east = view.east(x);
      const north = view.north(y);
      view.set(east - (x - view.width / 2) * scale, north + (y - view.height / 2) * scale, scale);
    },
    flyTo(target, now) {
      const from = { x: view.x, y: view.y, scale: view.scale };
      view.flight = { from, to: target, start: now };
    },
    /** One step of the flight; whether it goes on. */
    advance(now) {
      const flight = view.flight;
      if (!flight) return false;
      const share = mapBetween((now - flight.start) / MAP_FLIGHT_MS, 0, 1);
      const eased = share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) * (1 - share);
      const { from, to } = flight;
      const scale = from.scale * Math.pow(to.scale / from.scale, eased);
      // Places move at the speed that the scale makes even on the screen.
      const moved = from.scale === to.scale ? eased : (scale - from.scale) / (to.scale - from.scale);
      view.set(from.x + (to.x - from.x) * moved, from.y + (to.y - from.y) * moved, scale);
      view.flight = share < 1 ? flight : null;
      return share < 1;
    },
  };
  return view;
}
