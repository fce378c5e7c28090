// Words and numbers as people read them. The texts come with the plan, in both languages.

const spoken = { words: { zh: {}, en: {} }, lang: "zh" };

/** Text of `key` in the page's language, {name} filled from `values`; the key where there is none. */
function say(key, values) {
  const template = spoken.words[spoken.lang][key];
  if (template === undefined) return key;
  if (!values) return template;
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function knows(key) {
  return spoken.words[spoken.lang][key] !== undefined;
}

/** Take the words of the plan and the language of the page. */
function speak(words, lang) {
  spoken.words = words;
  spoken.lang = lang;
}

/** Write the texts of all elements below `root` that name a key. */
function sayAll(root) {
  for (const element of root.querySelectorAll("[data-say]")) {
    element.textContent = say(element.getAttribute("data-say"));
  }
  const attributes = [["label", "aria-label"], ["title", "title"], ["placeholder", "placeholder"]];
  for (const [name, attribute] of attributes) {
    for (const element of root.querySelectorAll("[data-say-" + name + "]")) {
      element.setAttribute(attribute, say(element.getAttribute("data-say-" + name)));
    }
  }
}

/** Whole number with its thousands apart. */
function numberText(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Number with at most one digit behind the point. */
function decimalText(value) {
  const tenths = Math.round(value * 10) / 10;
  return tenths % 1 ? tenths.toFixed(1) : numberText(tenths);
}

/** Load of a member: households, or work where these do not weigh the same. */
function loadText(value) {
  const hundredths = Math.round(value * 100) / 100;
  return hundredths % 1 ? String(hundredths) : numberText(hundredths);
}

function homesText(count) {
  return say(count === 1 ? "homes.one" : "homes", { count: numberText(count) });
}

/** Metres without a unit; the decimetre where rounding would hide that `limit` is passed. */
function metresText(value, limit) {
  if (!(value === value)) return "";
  const hides = limit !== undefined && value > limit && Math.round(value) <= limit;
  return hides ? value.toFixed(1) : numberText(value);
}

/** Length with its unit, as a scale bar says it. */
function lengthText(metres) {
  return metres >= 1000
    ? say("kilometres", { kilometres: decimalText(metres / 1000) })
    : say("metres", { metres: decimalText(metres) });
}

/** Share in per cent, rounded down to a hundredth: 100 % is said only of all. */
function percentText(part, whole) {
  if (!whole) return say("none");
  const hundredths = Math.floor((part * 10000) / whole);
  return hundredths === 10000 ? "100%" : (hundredths / 100).toFixed(2) + "%";
}

/** Text as it is compared in a search: full-width signs are narrow, capitals small, blanks of no weight. */
function fold(value) {
  return value.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}
