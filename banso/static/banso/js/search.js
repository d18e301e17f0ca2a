// The search box of every page: results while typing, chosen by arrow keys (a combobox with a list box).
"use strict";

(() => {
  const form = document.querySelector("form[data-search]");
  if (!form) return;
  const box = form.querySelector("input[type=search]");
  const plan = form.querySelector("input[name=plan]");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const WAIT = 150;
  let timer = 0;
  let asking = null;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  const choose = (option) => {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option));
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  };

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(null);
  };

  const open = () => {
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  };

  const ask = async () => {
    if (asking) asking.abort();
    const words = box.value.trim();
    if (!words) {
      list.replaceChildren();
      status.textContent = "";
      close();
      return;
    }
    asking = new AbortController();
    const query = new URLSearchParams({ q: words });
    if (plan) query.set("plan", plan.value);
    try {
      const answer = await fetch(`${form.dataset.typing}?${query}`, {
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
        signal: asking.signal,
      });
      if (!answer.ok || answer.redirected) return;
      list.innerHTML = await answer.text(); // rendered and escaped by our own server
      const said = list.querySelector("[data-said]");
      status.textContent = said.dataset.said;
      open();
      // Plans that were not in memory yet: each asking reads some more of them.
      if (said.dataset.unread && document.activeElement === box) timer = window.setTimeout(ask, WAIT);
    } catch (error) {
      if (error.name !== "AbortError") close(); // without a connection Enter still says so
    }
  };

  const askSoon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT);
  };

  box.addEventListener("input", (event) => {
    if (!event.isComposing) askSoon();
  });
  box.addEventListener("compositionend", askSoon);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const place = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden || !all.length) {
        if (event.key === "ArrowDown") askSoon();
        return;
      }
      event.preventDefault();
      const down = event.key === "ArrowDown";
      const next = place < 0 ? (down ? 0 : all.length - 1) : place + (down ? 1 : -1);
      choose(all[next] || null); // beyond either end the words themselves are chosen again
    } else if (event.key === "Enter" && !list.hidden && chosen()) {
      event.preventDefault();
      window.location.assign(chosen().href);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  form.addEventListener("submit", () => window.clearTimeout(timer));
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
})();
