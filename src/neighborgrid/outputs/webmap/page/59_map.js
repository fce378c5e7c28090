// The map: a sharp picture, larger than the view, is moved and stretched while a gesture lasts, and made anew
// when it no longer covers the view or the gesture rests. Rings and lines of the selection are drawn on it in
// each frame.

const MAP_RATIO_AT_MOST = 2;
const MAP_MARGIN = 0.22;
const MAP_PIXELS_AT_MOST = 7e6;
const MAP_REST_MS = 120;
/** A picture that is made faster than this is made in every frame of a zoom. */
const MAP_QUICK_MS = 14;
const MAP_REDRAWS = ["rows", "colouring", "lines", "outlines", "roads", "homes", "theme"];

function createMap(canvas, plan, store) {
  startColours(plan, store);
  const index = mapIndex(plan);
  const painter = mapPainter(plan, index, store);
  const view = mapView(index);
  const context = canvas.getContext("2d", { alpha: false });
  const stage = canvas.parentElement;
  const shot = { canvas: document.createElement("canvas"), job: null, names: [], cost: 0, at: 0 };
  const widths = new Map();
  const viewers = [];
  let asked = 0;
  let rest = 0;
  let told = "";

  function ratio() {
    return Math.min(window.devicePixelRatio || 1, MAP_RATIO_AT_MOST);
  }

  function jobOf(width, height, more) {
    const asks = {
      x: view.x,
      y: view.y,
      width,
      height,
      ratio: ratio(),
      scale: view.scale,
      theme: themeName(),
      family: getComputedStyle(canvas).fontFamily || "sans-serif",
      widths,
    };
    return mapJob(plan, index, store, Object.assign(asks, more));
  }

  /** Margin around the view that the picture has, css pixels; less on large screens. */
  function margin() {
    const room = Math.sqrt(MAP_PIXELS_AT_MOST / (view.width * view.height * ratio() * ratio()));
    const share = mapBetween((room - 1) / 2, 0.05, MAP_MARGIN);
    return { x: Math.ceil(view.width * share), y: Math.ceil(view.height * share) };
  }

  function shoot() {
    const start = performance.now();
    const beside = margin();
    shot.job = jobOf(view.width + 2 * beside.x, view.height + 2 * beside.y);
    shot.names = painter.paint(shot.canvas, shot.job);
    shot.at = performance.now();
    shot.cost = shot.at - start;
  }

  /** Left, top, width and height in css pixels that the picture has in the view. */
  function shotBox() {
    const { x, y, width, height, scale } = shot.job;
    const factor = scale / view.scale;
    return {
      left: view.toX(x) - (width * factor) / 2,
      top: view.toY(y) - (height * factor) / 2,
      width: width * factor,
      height: height * factor,
    };
  }

  /** Whether the picture must be made anew now. */
  function isStale(now) {
    if (!shot.job) return true;
    const box = shotBox();
    const covers =
      box.left <= 0.5 && box.top <= 0.5 && box.left + box.width >= view.width - 0.5 &&
      box.top + box.height >= view.height - 0.5;
    const waited = now - shot.at;
    if (!covers) return shot.cost < 45 || waited > 2 * shot.cost;
    return shot.job.scale !== view.scale && (shot.cost < MAP_QUICK_MS || waited > 6 * shot.cost);
  }

  /** Whether the picture is the sharp one with its margins all around. */
  function isGood() {
    const far = Math.abs(view.toX(shot.job.x) - view.width / 2) > 0.1 * view.width ||
      Math.abs(view.toY(shot.job.y) - view.height / 2) > 0.1 * view.height;
    return shot.job.scale === view.scale && !far;
  }

  function frame(now) {
    asked = 0;
    if (!view.width || !view.height) return;
    if (view.advance(now)) request();
    if (isStale(performance.now())) shoot();
    show();
    clearTimeout(rest);
    if (!isGood()) rest = setTimeout(sharpen, MAP_REST_MS);
    tell();
  }

  function sharpen() {
    shoot();
    request();
  }

  function show() {
    const scale = ratio();
    const box = shotBox();
    const sharp = shot.job.scale === view.scale;
    context.setTransform(1, 0, 0, 1, 0, 0);
    const inside = box.left > 0 || box.top > 0;
    const short = box.left + box.width < view.width || box.top + box.height < view.height;
    if (!sharp || inside || short) {
      context.fillStyle = shot.job.theme.ground;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    // Whole pixels keep the picture sharp while it is moved.
    if (sharp) context.drawImage(shot.canvas, Math.round(box.left * scale), Math.round(box.top * scale));
    else {
      const [left, top] = [box.left * scale, box.top * scale];
      context.drawImage(shot.canvas, left, top, box.width * scale, box.height * scale);
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    if (!store.state.selected && !store.state.hovered) return;
    mapDrawOverlay(context, plan, index, jobOf(view.width, view.height, { nameBox }));
  }

  /** Left, top, width, height in the view of the name of a circle on the picture; null where it has none. */
  function nameBox(row) {
    const name = shot.names.find((one) => one.kind === "circle" && one.row === row);
    if (!name) return null;
    const box = shotBox();
    const factor = box.width / shot.job.width;
    const [left, top] = [box.left + name.left * factor, box.top + name.top * factor];
    return [left, top, (name.right - name.left) * factor, (name.bottom - name.top) * factor];
  }

  /** Those who show the scale or a place on the screen learn that the view changed. */
  function tell() {
    const now = [view.x, view.y, view.scale, view.width, view.height].join();
    if (now === told) return;
    told = now;
    for (const viewer of viewers) viewer();
  }

  function request() {
    if (!asked) asked = requestAnimationFrame(frame);
  }

  function redraw() {
    shot.job = null;
    request();
  }

  function calmly() {
    return Boolean(window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches);
  }

  function go(target, moving) {
    if (moving && !calmly() && view.width) view.flyTo(target, performance.now());
    else view.set(target.x, target.y, target.scale);
    request();
  }

  /** Box of some ground around a point: as far as a member may go. */
  function around(x, y) {
    const reach = plan.meta.reach_m;
    return { left: x - reach, right: x + reach, bottom: y - reach, top: y + reach };
  }

  function targetOf({ kind, row }) {
    if (kind === "circle" || kind === "village") {
      const box = kind === "circle" ? index.outlines[row] : index.villages[row];
      return mapIsBox(box) ? view.fitting(mapAtLeast(box, MAP_LEAST), view.covered) : null;
    }
    const table = kind === "member" ? plan.members : plan;
    if (!mapIsKnown(table.x[row])) return null;
    // The ring of the reach is part of what is shown.
    return view.fitting(around(table.x[row], table.y[row]), view.covered);
  }

  const map = {
    /** Fly to a household, member, circle or village; false where it has no place. */
    flyTo(one) {
      const target = targetOf(one);
      if (target) go(target, true);
      return Boolean(target);
    },
    /** Show these households and their members, but nobody far from all; false where none has a place. */
    fitRows(rows) {
      const folk = rows.map((row) => plan.member[row]).filter((row) => row >= 0);
      const pick = (axis) => mapJoined(
        Float32Array.from(rows, (row) => plan[axis][row]),
        Float32Array.from(folk, (row) => plan.members[axis][row]),
      );
      const [xs, ys] = [pick("x"), pick("y")];
      const box = mapMainBox(xs, ys, index.far);
      if (!mapIsBox(box)) return false;
      go(view.fitting(mapAtLeast(mapWider(box, 40), MAP_LEAST), view.covered), true);
      return true;
    },
    /** Show the plan, but what is far from all else. */
    fitAll() {
      go(view.fitting(index.main), true);
    },
    /** Show everything, however far away. */
    fitEvery() {
      go(view.fitting(index.box), true);
    },
    /** How many that pass the filter are far from all else, and not in view now. */
    strays: () => index.strays.filter((row) => store.passes[row] && !map.screen("household", row)).length,
    /** Whether a thing is in view, beside what covers the map. */
    shows(kind, row) {
      const at = map.screen(kind, row);
      return Boolean(at) && at.x <= view.width - view.covered;
    },
    /** What the marks are large enough for: shapes of households, homes of all members, their loads. */
    marks: () => mapMarks(view.scale),
    /** `factor` > 1 zooms in. */
    zoomBy(factor) {
      map.zoomTo(view.width / 2, view.height / 2, 1 / factor);
    },
    /** Moves what is seen: the view goes `dx` css pixels to the east and `dy` to the south. */
    panBy(dx, dy) {
      const from = view.flight ? view.flight.to : view;
      go({ x: from.x + dx * from.scale, y: from.y - dy * from.scale, scale: from.scale }, true);
    },
    /** The ground follows the pointer. */
    drag(dx, dy) {
      view.set(view.x - dx * view.scale, view.y + dy * view.scale, view.scale);
      request();
    },
    zoomAt(x, y, factor) {
      view.zoomAt(x, y, factor);
      request();
    },
    /** As zoomAt, flying; `factor` < 1 zooms in. */
    zoomTo(x, y, factor) {
      const base = view.flight ? view.flight.to.scale : view.scale;
      const scale = mapBetween(base * factor, MAP_CLOSEST, view.farthest());
      const east = view.east(x) - (x - view.width / 2) * scale;
      const north = view.north(y) + (y - view.height / 2) * scale;
      go({ x: east, y: north, scale }, true);
    },
    /** Household, member or circle (by its name) within `within` css pixels of a point, or null. */
    pick(x, y, within) {
      const seen = { view, names: shot.names, job: shot.job };
      return mapPick(plan, index, store, seen, x, y, within === undefined ? 10 : within);
    },
    /** Where something is, css pixels from the corner of the canvas; null without a place or out of sight. */
    screen(kind, row) {
      const table = kind === "household" ? plan : kind === "member" ? plan.members : plan.circles;
      const at = { x: view.toX(table.x[row]), y: view.toY(table.y[row]) };
      const seen = at.x >= 0 && at.y >= 0 && at.x <= view.width && at.y <= view.height;
      return seen ? at : null;
    },
    /** `pixels` (css) of the right side are under something: what is flown to keeps clear of them. */
    setCovered(pixels) {
      view.covered = Math.min(pixels, view.width / 2);
    },
    scale: () => view.scale,
    /** `listener` is called after each frame in which the view changed: for scale bars and tips. */
    onView(listener) {
      viewers.push(listener);
    },
    /** What is seen now, on a canvas of its own, in the light theme: for paper. */
    picture(width, height, pixels) {
      const made = document.createElement("canvas");
      const scale = view.scale * Math.max(view.width / width, view.height / height);
      const job = jobOf(width, height, { scale, ratio: pixels === undefined ? 2 : pixels, theme: "light" });
      const names = mapPainter(plan, index, store).paint(made, job);
      job.nameBox = (row) => {
        const name = names.find((one) => one.kind === "circle" && one.row === row);
        return name ? [name.left, name.top, name.right - name.left, name.bottom - name.top] : null;
      };
      mapDrawOverlay(made.getContext("2d"), plan, index, job);
      return made;
    },
    /** As marks(), on a picture of that size. */
    marksOn: (width, height) => mapMarks(view.scale * Math.max(view.width / width, view.height / height)),
  };

  function resize() {
    const box = stage.getBoundingClientRect();
    const width = Math.round(box.width);
    const height = Math.round(box.height);
    const first = !view.width || !view.height;
    const device = [Math.round(width * ratio()), Math.round(height * ratio())];
    if (width === view.width && height === view.height && canvas.width === device[0]) return;
    const whole = !first && overall() === [view.x, view.y, view.scale].join();
    view.width = width;
    view.height = height;
    if (!width || !height) return;
    canvas.width = device[0];
    canvas.height = device[1];
    canvas.style.width = width + "px";
    canvas.style.height = height + "px";
    if (first || whole) go(view.fitting(index.main), false);
    // At once, since a canvas that changes its size is blank.
    shot.job = null;
    cancelAnimationFrame(asked);
    frame(performance.now());
  }

  /** The view of everything, to know whether a new size should show everything again. */
  function overall() {
    const { x, y, scale } = view.fitting(index.main);
    return [x, y, scale].join();
  }

  canvas.style.touchAction = "none";
  mapListen(canvas, map, store);
  store.on((changed) => {
    if (MAP_REDRAWS.some((key) => changed.has(key))) redraw();
    else if (changed.has("selected") || changed.has("hovered")) request();
  });
  onSystemTheme(redraw);
  if (typeof ResizeObserver !== "undefined") new ResizeObserver(resize).observe(stage);
  window.addEventListener("resize", resize);
  resize();
  return map;
}
