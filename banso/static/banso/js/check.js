// After a finding was set aside or brought back, the focus stays with it.
"use strict";

document.body.addEventListener("htmx:afterSettle", (event) => {
  const finding = event.target.closest(".finding");
  const next = finding && finding.querySelector("button, summary");
  if (next) next.focus();
});
