// Counts a selection: tick boxes [data-pick] (data-fen for the sum), [data-pick-all], and the bar [data-bulk].
// Without script the bar stays hidden and the page offers its plain form; the server judges every case again anyway.
(() => {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const boxes = () => [...document.querySelectorAll("input[data-pick]")];
  const english = document.documentElement.lang.startsWith("en");
  const wan = (fen) => {
    if (english) return (fen / 100n).toLocaleString("en-GB");
    const units = (fen * 2n + 10000n) / 20000n;
    const text = units.toString().padStart(3, "0");
    return `${text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${text.slice(-2)}`;
  };
  const show = () => {
    const all = boxes();
    const picked = all.filter((box) => box.checked);
    bar.hidden = picked.length === 0;
    all.forEach((box) => box.closest("tr")?.classList.toggle("picked", box.checked));
    bar.querySelectorAll("[data-bulk-count]").forEach((place) => { place.textContent = picked.length; });
    const sum = bar.querySelector("[data-bulk-sum]");
    if (sum) sum.textContent = wan(picked.reduce((total, box) => total + BigInt(box.dataset.fen || "0"), 0n));
    const part = bar.querySelector("[data-bulk-sum-part]");
    if (part) part.hidden = !picked.some((box) => box.dataset.fen);
    const head = document.querySelector("input[data-pick-all]");
    if (head) {
      head.checked = all.length > 0 && picked.length === all.length;
      head.indeterminate = picked.length > 0 && picked.length < all.length;
    }
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-pick-all]")) {
      boxes().forEach((box) => { if (!box.disabled) box.checked = event.target.checked; });
    }
    if (event.target.matches("input[data-pick], input[data-pick-all]")) show();
  });
  bar.addEventListener("click", (event) => {
    if (!event.target.closest("[data-bulk-clear]")) return;
    boxes().forEach((box) => { box.checked = false; });
    show();
  });
  document.addEventListener("htmx:afterSwap", show);
  show();
})();
