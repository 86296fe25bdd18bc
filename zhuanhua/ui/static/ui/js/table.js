// Remembers how a table is shown on this device: columns (<td data-column="kind">), density, and moves by J and K.
// <details data-columns="queue"> … boxes with the column's key … belongs to <table id="queue">.
(() => {
  const load = (key) => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const store = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private window */ } };

  document.querySelectorAll("[data-columns]").forEach((menu) => {
    const table = document.getElementById(menu.dataset.columns);
    if (!table) return;
    const key = `table:${menu.dataset.columns}`;
    const wish = load(key);
    const boxes = [...menu.querySelectorAll("input[type=checkbox]")];
    const buttons = [...menu.querySelectorAll("[data-density]")];

    const show = () => {
      boxes.forEach((box) => {
        if (wish.columns) box.checked = !wish.columns.includes(box.value);
        table.querySelectorAll(`[data-column="${CSS.escape(box.value)}"]`).forEach((cell) => { cell.hidden = !box.checked; });
      });
      ["ledger-tight", "ledger-short"].forEach((name) => table.classList.toggle(name, wish.density === "tight"));
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.density === (wish.density || "normal"))));
    };
    menu.addEventListener("change", () => {
      wish.columns = boxes.filter((box) => !box.checked).map((box) => box.value);
      store(key, wish);
      show();
    });
    buttons.forEach((button) => button.addEventListener("click", () => {
      wish.density = button.dataset.density;
      store(key, wish);
      show();
    }));
    document.addEventListener("htmx:afterSwap", show);
    show();
  });

  const rows = () => [...document.querySelectorAll("table[data-rows] tbody tr")].filter((row) => row.querySelector("a.name"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const step = { j: 1, J: 1, k: -1, K: -1 }[event.key];
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(event.target.closest("tr"));
    if (step) {
      const next = all[Math.max(0, Math.min(all.length - 1, now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step))];
      next.querySelector("a.name").focus();
      next.scrollIntoView({ block: "nearest" });
      event.preventDefault();
    }
    if ((event.key === "x" || event.key === "X") && now >= 0) all[now].querySelector("input[data-pick]")?.click();
  });
})();
