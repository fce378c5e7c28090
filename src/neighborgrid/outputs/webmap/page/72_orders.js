// Orders of rows. Texts are ranked once and sorted by number ever after.

const LAST = 8.9e15;
/** Key of what has no number but is known, which stands before what is not, and behind all else. */
const LATE = LAST - 1;

/** Rows in the order of `keys` (a number for each row of the plan); equal ones stay as they were. */
function sortedRows(rows, keys, down) {
  const made = Int32Array.from(rows);
  const side = down ? -1 : 1;
  return made.sort((one, other) => {
    const first = keys[one];
    const second = keys[other];
    if (first === second) return one - other;
    // What is not known stands last, whichever way the column is sorted.
    if (first >= LATE || second >= LATE) return first - second;
    return first < second ? -side : side;
  });
}

/** Keys of numbers: the unknown ones last. */
function numberKeys(values) {
  const made = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) made[i] = values[i] === values[i] ? values[i] : LAST;
  return made;
}

/**
 * Keys of texts, by the order of the language and their numbers by value.
 *
 * Comparing texts by language is slow, and an id is mostly a name and a number: the names, of which there
 * are few, are compared, and the numbers counted.
 */
function textKeys(values) {
  const starts = new Map();
  const name = new Int32Array(values.length);
  const number = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const text = values[i];
    let end = text.length;
    while (end > 0 && text.length - end < 9 && isDigit(text.charCodeAt(end - 1))) end -= 1;
    const start = text.slice(0, end);
    if (!starts.has(start)) starts.set(start, starts.size);
    name[i] = starts.get(start);
    number[i] = end < text.length ? Number(text.slice(end)) + 1 : 0;
  }
  const rank = ranks([...starts.keys()]);
  const made = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) made[i] = values[i] ? rank[name[i]] * 1e9 + number[i] : LAST;
  return made;
}

function isDigit(code) {
  return code >= 48 && code <= 57;
}

/** Rank of each of the texts, which are all different. */
function ranks(texts) {
  const collator = new Intl.Collator(["zh-CN", "en"], { numeric: true });
  const order = Array.from(texts, (_, i) => i);
  order.sort((one, other) => collator.compare(texts[one], texts[other]));
  const made = new Float64Array(texts.length);
  order.forEach((at, place) => {
    made[at] = place;
  });
  return made;
}

/** Keys of rows that point into a list of texts: made of the few texts, not of the many rows. */
function indexKeys(indices, texts) {
  const keys = textKeys(texts);
  const made = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) made[i] = indices[i] < 0 ? LAST : keys[indices[i]];
  return made;
}
