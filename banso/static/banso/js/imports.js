// Papers dropped on the page, and the boxes of what is taken over. Without script the plain form does the same.
"use strict";

(() => {
  const form = document.querySelector("form[data-upload]");
  if (form) {
    const zone = form.querySelector("[data-drop-zone]");
    const input = form.querySelector("input[type=file]");
    const list = form.querySelector("[data-chosen]");
    const limit = Number(form.dataset.maxMegabytes) * 1024 * 1024;

    const choose = (files) => {
      const kept = new DataTransfer();
      for (const file of files) kept.items.add(file);
      input.files = kept.files;
      show();
    };

    const show = () => {
      list.replaceChildren(
        ...[...input.files].map((file) => {
          const line = document.createElement("li");
          const large = file.size > limit;
          line.textContent = `${file.name}（${(file.size / 1024 / 1024).toFixed(1)} MB）${large ? ` ${list.dataset.word}` : ""}`;
          if (large) line.className = "error";
          const button = document.createElement("button");
          button.type = "button";
          button.className = "button button-plain button-small";
          button.textContent = list.dataset.remove;
          button.setAttribute("aria-label", `${list.dataset.remove}：${file.name}`);
          button.addEventListener("click", () => {
            choose([...input.files].filter((other) => other !== file));
            input.focus();
          });
          line.append(" ", button);
          return line;
        }),
      );
    };

    input.addEventListener("change", show);
    // The whole page takes the drop: who misses the box must not have the file opened by the browser instead.
    document.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      zone.dataset.over = "";
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) delete zone.dataset.over;
    });
    document.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      delete zone.dataset.over;
      choose([...input.files, ...event.dataTransfer.files]);
      form.querySelector("button:not([type=button])").focus();
    });
    form.addEventListener("submit", () => {
      form.querySelector("button:not([type=button])").setAttribute("aria-disabled", "true");
    });
    show();
  }

  const take = document.getElementById("take");
  if (!take) return;
  const boxes = [...document.querySelectorAll("input[name=take]")];
  const told = take.querySelector("[data-count]");
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).reduce((sum, box) => sum + box.value.split("\n").length, 0);
    const all = boxes.reduce((sum, box) => sum + box.value.split("\n").length, 0);
    if (boxes.length) told.textContent = `${told.dataset.word}${chosen} / ${all}`;
  };
  document.addEventListener("change", count);
  for (const each of document.querySelectorAll("[data-all]")) each.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick], [data-untick]");
    if (!button) return;
    const group = document.querySelector(`[data-group="${button.dataset.tick || button.dataset.untick}"]`);
    for (const box of group.querySelectorAll("input[name=take]")) box.checked = "tick" in button.dataset;
    count();
  });
  count();
})();
