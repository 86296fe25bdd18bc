// Draws every chart of a page, and of a part that htmx brought, from its JSON block; no data, style or script stands in the HTML.
// <div class="plot" data-chart="by-type" role="img" aria-label="…"></div>
// <script type="application/json" id="by-type">{"series": …}</script>
(() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  echarts.registerTheme("look", window.lookTheme);
  const draw = (root) => {
    root.querySelectorAll("[data-chart]").forEach((place) => {
      if (place.dataset.drawn) return;
      place.dataset.drawn = "yes";
      const option = read(place.dataset.chart);
      const decimals = option.tooltip?.decimals; // the table beside the chart writes 78.80, and so does the tooltip
      if (decimals !== undefined) {
        const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
        option.tooltip.valueFormatter = (value) => (value === null || value === undefined || value === "" || value === "-" ? "—" : Number(value).toLocaleString("en-US", digits));
      }
      const chart = echarts.init(place, "look", { renderer: "svg" });
      chart.setOption({ animation: !still, animationDuration: 250, ...option });
      new ResizeObserver(() => chart.resize()).observe(place);
    });
  };
  draw(document);
  document.addEventListener("htmx:load", (event) => draw(event.detail.elt));
})();
