// The menu of a cell: states that stand instead of a number are chosen here (Alt+↓ or ▾), never guessed.
"use strict";

window.banso.gridMenu = (grid) => {
  const menu = document.getElementById("grid-menu");
  let open = null;

  const entries = () => [...menu.querySelectorAll("[role=menuitem]")].filter((each) => !each.hidden);

  const close = (toCell = true) => {
    if (!open) return;
    const cell = open;
    open = null;
    menu.hidePopover();
    cell.input.removeAttribute("aria-expanded");
    if (toCell) cell.input.focus();
  };

  const show = (cell) => {
    close(false);
    open = cell;
    const row = grid.rows[cell.row].line;
    const isActual = /^actual\/[^/]+\/\d+$/.test(cell.address);
    for (const each of menu.querySelectorAll("[data-text]")) each.hidden = cell.input.tagName === "TEXTAREA";
    const copy = menu.querySelector("[data-copy]");
    if (copy) copy.hidden = !isActual || !row.hasAttribute("data-may-copy") || Boolean(cell.text);
    const confirm = menu.querySelector("[data-confirm]");
    if (confirm) confirm.hidden = cell.mark !== "copied";
    const history = menu.querySelector("[data-go=history]");
    const fact = cell.address.replace(/^(indicator\/[^/]+)\/baseline$/, "$1");
    history.href = `${history.pathname}?at=${encodeURIComponent(fact)}`;
    menu.querySelector("[data-go=name]").href = row.querySelector(".grid-name a").href;
    menu.showPopover();
    const place = cell.td.getBoundingClientRect();
    const { offsetHeight, offsetWidth } = menu;
    const below = place.bottom + offsetHeight <= window.innerHeight;
    // Below the cell; where there is no room, beside it, so that the cell stays in sight.
    const top = below ? place.bottom : Math.min(place.top, window.innerHeight - offsetHeight - 4);
    const left = below ? place.right - offsetWidth : place.right;
    menu.style.top = `${Math.max(4, top)}px`;
    menu.style.left = `${Math.max(4, Math.min(left, window.innerWidth - offsetWidth - 4))}px`;
    entries()[0]?.focus();
  };

  const choose = (cell, text) => {
    close();
    cell.input.value = text;
    cell.input.dispatchEvent(new Event("input", { bubbles: true }));
    grid.commit(cell);
    cell.input.select();
  };

  const copy = async (cell) => {
    close();
    const data = new FormData();
    data.append("indicator", cell.key);
    try {
      const answer = await window.banso.send(grid.root.dataset.copy, { data, element: cell.td });
      if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) {
        grid.saving.apply(await answer.json());
      } else {
        const part = document.createElement("div");
        part.innerHTML = await answer.text();
        window.banso.say(part.textContent.trim(), "error");
      }
    } catch {
      window.banso.say(window.banso.words.offline, "error");
    }
  };

  grid.root.addEventListener("click", (event) => {
    const button = event.target.closest(".cell-choice");
    if (button) show(grid.cellOf(button));
  });
  menu.addEventListener("click", (event) => {
    const entry = event.target.closest("[role=menuitem]");
    const cell = open;
    if (!entry || !cell) return;
    if (entry.dataset.text !== undefined) choose(cell, entry.dataset.text);
    else if (entry.dataset.copy !== undefined) copy(cell);
    else if (entry.dataset.confirm !== undefined) choose(cell, cell.input.value);
  });
  menu.addEventListener("keydown", (event) => {
    const all = entries();
    const place = all.indexOf(document.activeElement);
    const to = (index) => all[(index + all.length) % all.length].focus();
    if (event.key === "ArrowDown") to(place + 1);
    else if (event.key === "ArrowUp") to(place - 1);
    else if (event.key === "Home") to(0);
    else if (event.key === "End") to(-1);
    else if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey) {
      const found = [...all.slice(place + 1), ...all].find((each) => each.textContent.trim().startsWith(event.key));
      if (found) found.focus();
      return;
    } else return;
    event.preventDefault();
  });
  document.addEventListener("pointerdown", (event) => {
    if (open && !menu.contains(event.target) && !event.target.closest(".cell-choice")) close(false);
  });

  return { open: show };
};
