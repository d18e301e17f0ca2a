// A job that ends while its page is open: the focus goes to what can be done now, if it was nowhere in particular.
"use strict";

document.body.addEventListener("htmx:afterSwap", (event) => {
  const state = document.getElementById("job-state");
  if (!state || state.dataset.running !== undefined || document.activeElement !== document.body) return;
  const next = state.querySelector("a.button, button");
  if (next) next.focus();
  if (event.detail && next) next.scrollIntoView({ block: "nearest" });
});
