// Vocabularies: rows move and go on the page itself; nothing is stored before the form is saved.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("form[data-terms] button[name='do']");
  if (!button) return;
  const [what] = button.value.split("-");
  if (!["up", "down", "drop"].includes(what)) return;
  event.preventDefault();
  const row = button.closest("tr");
  if (what === "drop") {
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    if (next) next.querySelector("input[name='term']").focus();
  } else {
    const other = what === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (what === "up") other.before(row);
    else other.after(row);
    button.focus();
  }
});
