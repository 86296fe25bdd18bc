// A click on a bar opens the records behind it. The table below the chart has the same links, so nothing depends on this.
addEventListener("load", () => {
  const place = document.querySelector('[data-chart="figure-chart"]');
  const chart = place && window.echarts && echarts.getInstanceByDom(place);
  if (!chart) return;
  chart.on("click", (hit) => {
    if (hit.data && hit.data.link) location.assign(hit.data.link);
  });
});
