// The list that is shown, as a file that spreadsheets open.

/** Cell of a CSV file. A quote stands before what a spreadsheet would take for a formula. */
function cellText(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

/** Save these rows; a file with names, or of a draft, says so by its own name. */
function saveTable(plan, columns, rows, name) {
  const marks = [plan.meta.full && say("save.full"), plan.meta.draft && say("save.draft")].filter(Boolean);
  const lines = [columns.map((column) => cellText(columnText(column))).join(",")];
  for (const row of rows) lines.push(columns.map((column) => cellText(column.text(row))).join(","));
  // The mark at the start tells Excel that this is UTF-8.
  const blob = new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
  const address = URL.createObjectURL(blob);
  const link = make("a", { href: address, download: [name, ...marks].join("-") + ".csv" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
