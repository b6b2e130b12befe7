/* Panels stand as close as they fit; a wall screen turns until every panel was shown, then fetches itself. */
(function () {
  "use strict";
  const STEP = 4; // px: the height of a row that panels span, as in panels.css
  const COLUMNS = 6;
  const SPANS = { third: 2, half: 3, wide: 4, full: 6 };
  const SHORTEST = 5; // seconds that a part of a wall screen stays
  const roomy = window.matchMedia("(min-width: 62rem)");
  let clock = 0;

  /* Each panel stands where it comes highest, in the order of the page, and takes the room that is left beside it. */
  function pack(grid) {
    const panels = Array.from(grid.children);
    panels.forEach((panel) => { panel.style.gridArea = ""; });
    if (!roomy.matches) return;
    const boxes = panels.map((panel) => ({ panel, start: null, span: SPANS[panel.dataset.size] }));
    stand(grid, boxes);
    const free = (box, column) => column >= 0 && column < COLUMNS && !boxes.some((other) =>
      other !== box && other.start <= column && column < other.start + other.span && other.top < box.top + box.rows && box.top < other.top + other.rows);
    boxes.forEach((box) => {
      while (free(box, box.start + box.span)) box.span += 1;
      while (free(box, box.start - 1)) { box.start -= 1; box.span += 1; }
      box.panel.style.gridArea = place("auto", box, "auto");
    });
    stand(grid, boxes);
    boxes.forEach((box) => { box.panel.style.gridArea = place(box.top + 1, box, "span " + box.rows); });
  }
  const place = (top, box, rows) => [top, box.start + 1, rows, "span " + box.span].join(" / ");

  /* The rows of each box, and the columns of those that have none yet. */
  function stand(grid, boxes) {
    const gap = parseFloat(getComputedStyle(grid).columnGap) || 0;
    const tops = Array(COLUMNS).fill(0);
    const topOf = (start, span) => Math.max(...tops.slice(start, start + span));
    boxes.forEach((box) => {
      const starts = [];
      for (let start = 0; start + box.span <= COLUMNS; start += box.span === 4 ? 2 : box.span) starts.push(start);
      box.start = box.start ?? starts.reduce((best, one) => (topOf(one, box.span) < topOf(best, box.span) ? one : best));
      box.top = topOf(box.start, box.span);
      box.rows = Math.ceil((box.panel.offsetHeight + gap) / STEP);
      tops.fill(box.top + box.rows, box.start, box.start + box.span);
    });
  }
  const sizes = new ResizeObserver((entries) => {
    new Set(entries.map((entry) => entry.target.parentElement)).forEach((grid) => { if (grid) pack(grid); });
  });

  function turn(wall) {
    const box = wall.querySelector(":scope > .panels");
    const note = wall.querySelector("[data-part]");
    const gap = parseFloat(getComputedStyle(box).columnGap) || 0;
    const wide = box.clientWidth + gap;
    const parts = () => Math.ceil((box.scrollWidth + gap - 1) / wide);
    let part = 0;
    const show = () => {
      box.scrollLeft = part * wide;
      note.textContent = parts() > 1 ? part + 1 + "/" + parts() : "";
    };
    const later = () => {
      clock = setTimeout(() => {
        part = part + 1 < parts() ? part + 1 : 0;
        show();
        if (part === 0) window.htmx.trigger(wall, "shown");
        later();
      }, Math.max(wall.dataset.seconds / parts(), SHORTEST) * 1000);
    };
    clearTimeout(clock);
    const grown = new ResizeObserver(show);
    Array.from(box.children).forEach((panel) => grown.observe(panel));
    later();
  }

  document.addEventListener("htmx:load", () => {
    document.querySelectorAll(".content .panels").forEach((grid) => {
      grid.classList.add("is-packed");
      Array.from(grid.children).forEach((panel) => sizes.observe(panel));
      pack(grid);
    });
    const wall = document.querySelector(".wall-main");
    if (wall && wall.querySelector(":scope > .panels") && wall.dataset.turning === undefined) {
      wall.dataset.turning = "";
      turn(wall);
    }
  });
})();
