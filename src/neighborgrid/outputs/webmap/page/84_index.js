// What a search looks through, best matches first.

const MOST_FOUND = 20;
const SEARCH_KINDS = ["circle", "village", "group", "member", "household"];

/** Texts of the plan, folded, made when first needed: [{kind, fields: [[...], ...], order}]. */
function searchTexts(plan) {
  const full = plan.meta.full;
  const folk = plan.members;
  const folded = (values) => values.map(fold);
  const made = [
    { kind: "circle", fields: [plan.circles.id, plan.circles.name] },
    { kind: "village", fields: [plan.villages.name] },
    { kind: "member", fields: full ? [folk.id, folk.name, folk.phone] : [folk.id] },
    { kind: "household", fields: full ? [plan.id, plan.head, plan.address, plan.phone] : [plan.id] },
  ];
  const groups = groupPairs(plan);
  made.splice(2, 0, { kind: "group", fields: [groups.map((one) => one.text)], groups });
  for (const part of made) {
    part.order = naturalOrder(part.fields[0]);
    part.fields = part.fields.map(folded);
  }
  return made;
}

/** Groups of households and members with their villages: [{village, group, text}]. */
function groupPairs(plan) {
  const found = new Map();
  for (const { count, place, group } of [plan, plan.members]) {
    for (let i = 0; i < count; i++) {
      if (group[i] < 0) continue;
      const key = place[i] * plan.groups.length + group[i];
      if (found.has(key)) continue;
      const text = plan.villages.count > 1 ? villageText(plan, place[i]) + " " : "";
      found.set(key, { village: place[i], group: group[i], text: text + plan.groups[group[i]] });
    }
  }
  return [...found.values()];
}

/** Rows in the order in which people count: 2 before 10. */
function naturalOrder(names) {
  return sortedRows(Int32Array.from(names, (_, row) => row), textKeys(names), false);
}

/** How well `text` answers `query`: 0 the same, 1 begins with it, 2 holds it, 3 not. */
function matchRank(text, query) {
  const at = text.indexOf(query);
  if (at < 0) return 3;
  if (at > 0) return 2;
  return text.length === query.length ? 0 : 1;
}

/** At most `most` matches, {kind, row, field}, and how many there are in all. */
function searched(parts, query, most) {
  const ranked = [[], [], []];
  let count = 0;
  for (const part of parts) {
    for (const row of part.order) {
      let best = 3;
      let field = 0;
      for (let i = 0; i < part.fields.length && best > 0; i++) {
        const rank = matchRank(part.fields[i][row], query);
        if (rank < best) {
          best = rank;
          field = i;
        }
      }
      if (best > 2) continue;
      count += 1;
      if (ranked[best].length < most) ranked[best].push({ kind: part.kind, row, field });
    }
  }
  return { found: [].concat(...ranked).slice(0, most), count };
}
