/* Small conveniences on every page; each works on what is there and nothing depends on it. */
"use strict";

/* A button with data-copy puts that text on the clipboard and says so. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? tableAsText(document.querySelector("table.rows-and-columns")));
    button.textContent = "copied";
  } catch {
    button.textContent = "cannot copy";
  }
  setTimeout(() => { button.textContent = label; }, 1500);
});

/* A click elsewhere closes Datasette's menus, and no other details. */
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.actions-menu-links[open], details.nav-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* Tab-separated, as spreadsheets take it. */
function tableAsText(table) {
  const text = (cell) => cell.innerText.replace(/\s+/g, " ").trim();
  return [...table.rows].map((row) => [...row.cells].map(text).join("\t")).join("\n");
}

/* Results can be copied into a spreadsheet. */
const results = document.querySelector("table.rows-and-columns");
if (results) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: "Copy these rows" });
  results.closest(".table-wrapper")?.before(button);
}

/* Names for those of Datasette's form fields that have none. */
const names = { _filter_column: "Column", _filter_op: "Comparison", _filter_value: "Value", _sort: "Sort by", sql: "SQL" };
for (const field of document.querySelectorAll("main select, main input[type=text], main textarea")) {
  const name = Object.keys(names).find((start) => field.name.startsWith(start));
  if (name && !field.labels.length) field.setAttribute("aria-label", names[name]);
}
/* What may scroll can be reached with the keyboard. */
document.querySelectorAll("main pre").forEach((block) => { block.tabIndex = 0; });
/* The editor replaces its text field when the page has loaded. */
addEventListener("load", () => document.querySelectorAll(".CodeMirror textarea").forEach((field) => field.setAttribute("aria-label", "SQL")));
