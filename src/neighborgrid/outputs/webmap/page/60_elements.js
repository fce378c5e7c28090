// Small helpers to build the page. Whatever comes from the plan goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function byId(id) {
  return document.getElementById(id);
}

/** Element with attributes and children; strings become text. Attributes that are functions listen. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes || {})) {
    const value = attributes[name];
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
  return element;
}

function closeButton(click) {
  return make("button", { type: "button", class: "close", "aria-label": say("close"), click }, "×");
}

function clear(element) {
  while (element.firstChild) element.removeChild(element.firstChild);
  return element;
}

function drawn(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
  for (const child of children) element.append(child);
  return element;
}

/** Small picture of 20 by 20 units that readers of the screen pass over. */
function icon(...shapes) {
  return drawn("svg", { viewBox: "0 0 20 20", width: "20", height: "20", "aria-hidden": "true" }, ...shapes);
}

/** Name of a circle: that of the plan, else its id; empty for none. */
function circleText(plan, row) {
  return row < 0 ? "" : plan.circles.name[row] || plan.circles.id[row];
}

function villageText(plan, row) {
  return row < 0 ? "" : plan.villages.name[row] || plan.villages.township[row];
}

/** Village with its township where the plan has several townships. */
function villageLong(plan, row) {
  const name = villageText(plan, row);
  if (!severalTownships(plan) || !plan.villages.township[row]) return name;
  return plan.villages.township[row] + " " + name;
}

function severalTownships(plan) {
  return new Set(plan.villages.township).size > 1;
}

function groupText(plan, row) {
  return row < 0 ? "" : plan.groups[row];
}

function statusText(plan, row) {
  return say("status." + plan.statuses[plan.status[row]]);
}

/** Status, and why a household waits. */
function statusLong(plan, row) {
  const reason = reasonText(plan, row);
  return reason ? say("status.why", { status: statusText(plan, row), reason }) : statusText(plan, row);
}

/** Why a household waits; empty where it does not. */
function reasonText(plan, row) {
  if (plan.status[row] !== WAITING) return "";
  return reasonName(plan, plan.reason[row]);
}

/** What to do about a household that waits. */
function remedyText(plan, row) {
  return say("remedy." + (plan.reasons[plan.reason[row]] || "none"));
}

function reasonName(plan, reason) {
  return say("why." + (plan.reasons[reason] || "none"));
}

/** Post of a member in the language of the page; as it stands where it is none of the known ones. */
function roleText(role) {
  return knows("role." + role) ? say("role." + role) : role;
}

function memberText(plan, row) {
  if (row < 0) return "";
  return plan.meta.full && plan.members.name[row] ? plan.members.name[row] : plan.members.id[row];
}

function placed(plan, kind, row) {
  const table = kind === "household" ? plan : kind === "member" ? plan.members : plan.circles;
  return table.x[row] === table.x[row];
}

/** Whether people asked their system for less motion. */
function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function small() {
  return matchMedia("(max-width: 700px)").matches;
}
