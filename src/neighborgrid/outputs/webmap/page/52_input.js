// Mouse, pen, fingers and keys on the canvas.

const MAP_TAP_MS = 320;
const MAP_TAP_PX = { mouse: 4, pen: 8, touch: 12 };
const MAP_KEY_PAN = 80;

/** `map` is what createMap returns, with `changed` and the view; `pick` finds what is at a point. */
function mapListen(canvas, map, store) {
  const pointers = new Map();
  let gesture = null;
  let lastTap = null;

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** Middle of the pointers that are down, and how far apart they are. */
  function grip() {
    const all = Array.from(pointers.values());
    const x = all.reduce((sum, one) => sum + one.x, 0) / all.length;
    const y = all.reduce((sum, one) => sum + one.y, 0) / all.length;
    return { x, y, apart: all.length > 1 ? Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y) : 0 };
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    if (canvas.setPointerCapture) canvas.setPointerCapture(event.pointerId);
    const at = place(event);
    pointers.set(event.pointerId, at);
    if (pointers.size === 1) gesture = { start: at, moved: false, time: event.timeStamp };
    else if (gesture) gesture.moved = true;
    gesture.grip = grip();
  });

  canvas.addEventListener("pointermove", (event) => {
    const at = place(event);
    if (!pointers.has(event.pointerId)) {
      if (event.pointerType !== "touch") store.set({ hovered: map.pick(at.x, at.y, 10) });
      return;
    }
    pointers.set(event.pointerId, at);
    const slack = MAP_TAP_PX[event.pointerType] || MAP_TAP_PX.touch;
    if (!gesture.moved && Math.hypot(at.x - gesture.start.x, at.y - gesture.start.y) < slack) return;
    if (!gesture.moved) {
      gesture.moved = true;
      canvas.style.cursor = "grabbing";
      store.set({ hovered: null });
    }
    const before = gesture.grip;
    gesture.grip = grip();
    map.drag(gesture.grip.x - before.x, gesture.grip.y - before.y);
    if (before.apart > 0 && gesture.grip.apart > 0) {
      map.zoomAt(gesture.grip.x, gesture.grip.y, before.apart / gesture.grip.apart);
    }
  });

  function released(event) {
    if (!pointers.delete(event.pointerId)) return;
    if (pointers.size) {
      gesture.grip = grip();
      return;
    }
    canvas.style.cursor = "";
    const done = gesture;
    gesture = null;
    if (done.moved || event.type !== "pointerup") return;
    tapped(done.start, event);
  }

  function tapped(at, event) {
    const soon = lastTap && event.timeStamp - lastTap.time < MAP_TAP_MS;
    const twice = soon && Math.hypot(at.x - lastTap.x, at.y - lastTap.y) < 24;
    lastTap = twice ? null : { x: at.x, y: at.y, time: event.timeStamp };
    if (twice) {
      map.zoomTo(at.x, at.y, event.shiftKey ? 2 : 0.5);
      return;
    }
    store.set({ selected: map.pick(at.x, at.y, event.pointerType === "touch" ? 18 : 10) });
  }

  canvas.addEventListener("pointerup", released);
  canvas.addEventListener("pointercancel", released);
  canvas.addEventListener("pointerleave", () => store.set({ hovered: null }));

  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 20 : event.deltaMode === 2 ? 400 : 1;
    // A pinch on a trackpad comes as a wheel with the control key and small steps.
    const speed = event.ctrlKey ? 0.01 : 0.0016;
    const at = place(event);
    map.zoomAt(at.x, at.y, Math.exp(mapBetween(event.deltaY * unit * speed, -0.7, 0.7)));
  }, { passive: false });

  const keys = {
    ArrowLeft: (step) => map.panBy(-step, 0),
    ArrowRight: (step) => map.panBy(step, 0),
    ArrowUp: (step) => map.panBy(0, -step),
    ArrowDown: (step) => map.panBy(0, step),
    "+": () => map.zoomBy(2),
    "=": () => map.zoomBy(2),
    "-": () => map.zoomBy(0.5),
    _: () => map.zoomBy(0.5),
    0: () => map.fitAll(),
    Home: () => map.fitAll(),
    Escape: () => store.set({ selected: null, hovered: null }),
  };

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!Object.prototype.hasOwnProperty.call(keys, event.key)) return;
    event.preventDefault();
    keys[event.key](event.shiftKey ? 3 * MAP_KEY_PAN : MAP_KEY_PAN);
  });
}
