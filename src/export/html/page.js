
"use strict";
(() => {
  const rows = [...document.querySelectorAll("tr[data-e]")];
  const marks = new Map(rows.map((row) => [row.dataset.e, []]));
  for (const mark of document.querySelectorAll("mark[data-e]")) marks.get(mark.dataset.e)?.push(mark);
  const filters = document.getElementById("filters");
  const score = document.getElementById("score");
  const boxes = [...filters.querySelectorAll("input[type=checkbox]")];
  const apply = () => {
    const off = new Set(boxes.filter((box) => !box.checked).map((box) => `${box.name} ${box.value}`));
    const kinds = [...new Set(boxes.map((box) => box.name))];
    const least = score ? Number(score.value) : 0;
    if (score) document.getElementById("least").value = least.toFixed(2);
    let shown = 0;
    for (const row of rows) {
      const on = Number(row.dataset.score) >= least && kinds.every((kind) => !off.has(`${kind} ${row.dataset[kind]}`));
      row.hidden = !on;
      for (const mark of marks.get(row.dataset.e)) mark.classList.toggle("off", !on);
      shown += on;
    }
    document.getElementById("shown").value = `${shown} of ${rows.length} shown`;
  };
  filters.addEventListener("input", apply);
  filters.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
