// Names on the map: the largest first, none on another name or on the mark of somebody who waits.

const MAP_LABEL_CELL = 6;

/** Which small squares of a picture of `width` x `height` css pixels are taken. */
function mapOccupancy(width, height) {
  const columns = Math.ceil(width / MAP_LABEL_CELL) + 1;
  const lines = Math.ceil(height / MAP_LABEL_CELL) + 1;
  const taken = new Uint8Array(columns * lines);
  function squares(left, top, right, bottom, visit) {
    const first = Math.max(0, Math.floor(left / MAP_LABEL_CELL));
    const last = Math.min(columns - 1, Math.floor(right / MAP_LABEL_CELL));
    const low = Math.max(0, Math.floor(top / MAP_LABEL_CELL));
    const high = Math.min(lines - 1, Math.floor(bottom / MAP_LABEL_CELL));
    for (let line = low; line <= high; line++) {
      for (let column = first; column <= last; column++) if (visit(line * columns + column)) return true;
    }
    return false;
  }
  return {
    isFree: (left, top, right, bottom) => !squares(left, top, right, bottom, (i) => taken[i] === 1),
    take(left, top, right, bottom) {
      squares(left, top, right, bottom, (i) => {
        taken[i] = 1;
        return false;
      });
    },
  };
}

/** Names of villages that fit the scale, largest first: {kind, row, text, size, strong, places}. */
function mapVillageNames(plan, index, job, measure) {
  const made = [];
  if (plan.villages.count < 2) return made;
  const { village } = job.state;
  for (let row = 0; row < plan.villages.count; row++) {
    const box = index.villages[row];
    if (!mapIsBox(box) || !mapMeets(box, job.area)) continue;
    const wide = (box.right - box.left) / job.scale;
    // Larger than this the names of circles say more.
    if (wide > 0.6 * job.width && plan.circles.count) continue;
    const text = plan.villages.name[row] || plan.villages.township[row];
    const size = wide > 120 ? 14 : wide > 40 ? 12 : 11;
    made.push({
      kind: "village",
      row,
      text,
      size,
      strong: village < 0 || village === row,
      weight: index.ofVillage.start[row + 1] - index.ofVillage.start[row] + (village === row ? 1e9 : 0),
      places: [
        [job.toX(box.middle), job.toY(box.top) - 0.7 * size],
        [job.toX(box.middle), job.toY(box.bottom) + 0.8 * size],
        [job.toX(box.highest), job.toY(box.top) - 0.7 * size],
        [job.toX(box.lowest), job.toY(box.bottom) + 0.8 * size],
        [job.toX(box.right) + 0.5 * measure(text, size) + 3, job.toY((box.top + box.bottom) / 2)],
      ],
    });
  }
  return made.sort((one, other) => other.weight - one.weight || one.row - other.row);
}

/** Names of circles that are wide enough on the map for theirs. */
function mapCircleNames(plan, index, job, measure) {
  const made = [];
  const size = 12;
  for (let row = 0; row < plan.circles.count; row++) {
    const box = index.outlines[row];
    if (!mapIsBox(box) || !mapMeets(box, job.area)) continue;
    const text = plan.circles.name[row] || plan.circles.id[row];
    const wide = (box.right - box.left) / job.scale;
    if (wide < 0.35 * measure(text, size)) continue;
    const large = (box.top - box.bottom) / job.scale > 90 && wide > 1.2 * measure(text, size);
    made.push({
      kind: "circle",
      row,
      text,
      size,
      strong: job.circlePasses(row),
      weight: wide,
      places: mapAround(box, index.villages[index.circlePlaces[row]], job, {
        size,
        large,
        wide: measure(text, size),
      }),
    });
  }
  return made.sort((one, other) => other.weight - one.weight || one.row - other.row);
}

/**
 * Places of the name of an outline: above its highest and below its lowest point, those in the south of their
 * village below first; then inside where it is large, at its corners and sides, or where in it there is room.
 */
function mapAround(box, village, job, { size, large, wide }) {
  const [top, bottom] = [job.toY(box.top), job.toY(box.bottom)];
  const [high, low] = [job.toX(box.highest), job.toX(box.lowest)];
  const outside = [[high, top - 0.7 * size], [low, bottom + 0.8 * size]];
  if (village && box.top + box.bottom < village.top + village.bottom) outside.reverse();
  const middle = (job.toX(box.left) + job.toX(box.right)) / 2;
  const inside = [[high, top + size], [low, bottom - size], [middle, (top + bottom) / 2]];
  const [left, right] = [job.toX(box.left), job.toX(box.right)];
  const [above, below, half] = [top - 0.7 * size, bottom + 0.8 * size, (top + bottom) / 2];
  const corners = [
    [middle, above], [middle, below], [left + wide / 2, above], [right - wide / 2, above],
    [left + wide / 2, below], [right - wide / 2, below],
  ];
  // Beside it the name may lie in a neighbour, and seem to be that one's.
  const sides = [[right + wide / 2 + 4, half], [left - wide / 2 - 4, half]];
  const within = [0.25, 0.75, 0.4, 0.6].map((share) => [middle, top + share * (bottom - top)]);
  return large
    ? outside.concat(inside, corners, within, sides)
    : outside.concat(corners, inside.slice(2), sides);
}

/** Draws the names that find room and returns their boxes [{kind, row, left, top, right, bottom}]. */
function mapDrawNames(context, plan, index, job, occupancy) {
  const widths = job.widths;
  const font = (size) => "600 " + size + "px " + job.family;
  const measure = (text, size) => {
    const key = size + "|" + text;
    if (!widths.has(key)) {
      context.font = font(size);
      widths.set(key, context.measureText(text).width);
    }
    return widths.get(key);
  };
  const names = mapVillageNames(plan, index, job, measure);
  if (job.state.outlines) names.push(...mapCircleNames(plan, index, job, measure));
  const boxes = [];
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const name of names) {
    const box = mapRoom(name, measure(name.text, name.size), occupancy);
    if (!box) continue;
    boxes.push(box);
    context.font = font(name.size);
    const hue = name.kind === "circle" ? job.palette[circleHue(name.row)] : job.theme.ink;
    context.globalAlpha = name.strong ? 1 : 0.55;
    context.lineWidth = 3.5;
    context.strokeStyle = job.theme.ground;
    context.strokeText(name.text, box.x, box.y);
    context.fillStyle = mapMixed(hue, job.theme.ink, 0.45);
    context.fillText(name.text, box.x, box.y);
  }
  context.globalAlpha = 1;
  return boxes;
}

/** First of the places of a name that is free, now taken; null where there is none. */
function mapRoom(name, wide, occupancy) {
  for (const [x, y] of name.places) {
    const left = x - wide / 2 - 2;
    const right = x + wide / 2 + 2;
    const top = y - 0.6 * name.size - 1;
    const bottom = y + 0.6 * name.size + 1;
    if (!occupancy.isFree(left, top, right, bottom)) continue;
    occupancy.take(left, top, right, bottom);
    return { kind: name.kind, row: name.row, x, y, left, top, right, bottom };
  }
  return null;
}
