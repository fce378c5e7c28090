// The list that is shown, as a file that spreadsheets open.

/** Cell of a CSV file. A quote stands before what a spreadsheet would take for a formula. */
function cellText(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

function saveTable(table, name) {
  const columns = table.columns();
  const lines = [columns.map((column) => cellText(say("column." + column.key))).join(",")];
  for (const row of table.rows()) lines.push(columns.map((column) => cellText(column.text(row))).join(","));
  // The mark at the start tells Excel that this is UTF-8.
  const blob = new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
  const address = URL.createObjectURL(blob);
  const link = make("a", { href: address, download: name + ".csv" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
