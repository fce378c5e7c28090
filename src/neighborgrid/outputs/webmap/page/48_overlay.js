// What moves with the pointer and the selection, drawn over the picture in every frame.

function mapCirclePath(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, Math.max(radius, 0), 0, 2 * Math.PI);
}

/** The current path as a line that shows on marks of every colour. */
function mapHaloStroke(context, job, colour, width) {
  context.strokeStyle = job.theme.ground;
  context.lineWidth = width + 2.5;
  context.globalAlpha = 0.8;
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** Dashed ring of how far a household may be from its member. */
function mapDrawReach(context, job, x, y, metres, strong) {
  const radius = metres / job.scale;
  if (!(radius > 14)) return;
  mapCirclePath(context, x, y, radius);
  context.setLineDash([6, 5]);
  context.strokeStyle = job.theme.ink;
  context.lineWidth = strong ? 1.75 : 1.25;
  context.globalAlpha = 0.75;
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash([]);
}

/** Households of a member that are drawn as linked to it. */
function mapLinked(plan, index, member) {
  const { start, rows } = index.ofMember;
  return Array.from(rows.subarray(start[member], start[member + 1])).filter(
    (row) => plan.status[row] === SERVED && mapIsKnown(plan.x[row])
  );
}

/** Line from the edge of a household's mark to that of its member's, so that both can still be read. */
function mapLink(context, plan, job, row) {
  const member = plan.member[row];
  if (member < 0 || !mapIsKnown(plan.members.x[member])) return;
  const x = job.toX(plan.x[row]);
  const y = job.toY(plan.y[row]);
  const endX = job.toX(plan.members.x[member]);
  const endY = job.toY(plan.members.y[member]);
  const length = Math.hypot(endX - x, endY - y);
  const from = job.sizes.household + 1.5;
  const to = mapMemberRadius(plan, member, job.sizes) + 1;
  if (length <= from + to) return;
  context.moveTo(x + ((endX - x) * from) / length, y + ((endY - y) * from) / length);
  context.lineTo(endX - ((endX - x) * to) / length, endY - ((endY - y) * to) / length);
}

function mapDrawLinks(context, plan, job, rows, colour, width) {
  context.beginPath();
  for (const row of rows) mapLink(context, plan, job, row);
  context.lineCap = "round";
  mapHaloStroke(context, job, colour, width);
  for (const row of rows) {
    mapCirclePath(context, job.toX(plan.x[row]), job.toY(plan.y[row]), job.sizes.household + 1.5);
    mapHaloStroke(context, job, colour, 1.5);
  }
}

function mapDrawRing(context, job, x, y, radius, strong) {
  mapCirclePath(context, x, y, radius + (strong ? 4.5 : 3));
  mapHaloStroke(context, job, strong ? job.theme.accent : job.theme.ink, strong ? 3 : 1.75);
}

function mapDrawHousehold(context, plan, job, row, strong) {
  if (!mapIsKnown(plan.x[row])) return;
  const x = job.toX(plan.x[row]);
  const y = job.toY(plan.y[row]);
  const waits = plan.status[row] === WAITING;
  mapDrawReach(context, job, x, y, plan.meta.reach_m, strong);
  const colour = strong ? job.theme.accent : job.theme.ink;
  if (plan.status[row] === SERVED) mapDrawLinks(context, plan, job, [row], colour, strong ? 2.5 : 2);
  const member = plan.member[row];
  if (strong && member >= 0 && mapIsKnown(plan.members.x[member])) {
    const radius = mapMemberRadius(plan, member, job.sizes);
    const east = job.toX(plan.members.x[member]);
    mapDrawRing(context, job, east, job.toY(plan.members.y[member]), radius, false);
  }
  mapDrawRing(context, job, x, y, waits ? job.sizes.waiting : Math.max(job.sizes.household, 2.5), strong);
}

function mapDrawMember(context, plan, index, job, row, strong) {
  if (!mapIsKnown(plan.members.x[row])) return;
  const x = job.toX(plan.members.x[row]);
  const y = job.toY(plan.members.y[row]);
  mapDrawReach(context, job, x, y, plan.meta.reach_m, strong);
  const colour = strong ? job.theme.accent : job.theme.ink;
  mapDrawLinks(context, plan, job, mapLinked(plan, index, row), colour, strong ? 2.25 : 1.75);
  mapDrawRing(context, job, x, y, mapMemberRadius(plan, row, job.sizes), strong);
}

/** Nothing that is drawn until `restore` covers the box: left, top, width, height. */
function mapKeepClear(context, job, box) {
  context.save();
  if (!box) return;
  context.beginPath();
  context.rect(0, 0, job.width, job.height);
  context.rect(...box);
  context.clip("evenodd");
}

function mapDrawCircle(context, plan, job, row, strong) {
  mapKeepClear(context, job, job.nameBox && job.nameBox(row));
  mapDrawCircleLines(context, plan, job, row, strong);
  context.restore();
}

function mapDrawCircleLines(context, plan, job, row, strong) {
  const circles = plan.circles;
  context.beginPath();
  mapTrace(context, circles.outline[row], job, true);
  context.lineJoin = "round";
  mapHaloStroke(context, job, job.palette[circleHue(row)], strong ? 3.5 : 2.5);
  if (!mapIsKnown(circles.x[row])) return;
  const x = job.toX(circles.x[row]);
  const y = job.toY(circles.y[row]);
  if (mapIsKnown(circles.radius[row])) mapDrawReach(context, job, x, y, circles.radius[row], strong);
  if (strong) {
    context.beginPath();
    context.moveTo(x - 6, y);
    context.lineTo(x + 6, y);
    context.moveTo(x, y - 6);
    context.lineTo(x, y + 6);
    mapHaloStroke(context, job, job.theme.ink, 1.75);
  }
}

/** Selection, and on it what the pointer is over. */
function mapDrawOverlay(context, plan, index, job) {
  const { selected, hovered } = job.state;
  const draw = (one, strong) => {
    if (one.kind === "household") mapDrawHousehold(context, plan, job, one.row, strong);
    else if (one.kind === "member") mapDrawMember(context, plan, index, job, one.row, strong);
    else if (one.kind === "circle") mapDrawCircle(context, plan, job, one.row, strong);
  };
  if (selected) draw(selected, true);
  if (hovered && !same(selected, hovered)) draw(hovered, false);
}
