// The colours and lines of every chart; states never lend their pigments to categories.
window.lookTheme = {
  "color": ["#17597a", "#6497b0", "#8a6b45", "#b08e52", "#4d5a63", "#7d8c5c"],
  "backgroundColor": "transparent",
  "textStyle": {"fontFamily": "PingFang SC, HarmonyOS Sans SC, MiSans, Microsoft YaHei UI, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, sans-serif", "fontSize": 13, "color": "#2d3a35"},
  "title": {"textStyle": {"color": "#14201c", "fontSize": 15, "fontWeight": 600}, "subtextStyle": {"color": "#53615b", "fontSize": 13}},
  "grid": {"left": 8, "right": 16, "top": 28, "bottom": 8, "outerBoundsMode": "same", "outerBoundsContain": "axisLabel"},
  "legend": {"itemWidth": 12, "itemHeight": 12, "itemGap": 20, "icon": "rect", "left": 0, "top": 0, "textStyle": {"color": "#2d3a35", "fontSize": 13}},
  "categoryAxis": {"axisLine": {"show": true, "lineStyle": {"color": "#82908a"}}, "axisTick": {"show": false}, "axisLabel": {"color": "#53615b", "fontSize": 13, "hideOverlap": true}, "splitLine": {"show": false}},
  "valueAxis": {"axisLine": {"show": false}, "axisTick": {"show": false}, "axisLabel": {"color": "#53615b", "fontSize": 13}, "splitLine": {"show": true, "lineStyle": {"color": "#dde4e1", "width": 1}}, "splitNumber": 4},
  "timeAxis": {"axisLine": {"show": true, "lineStyle": {"color": "#82908a"}}, "axisTick": {"show": false}, "axisLabel": {"color": "#53615b", "fontSize": 13}, "splitLine": {"show": false}},
  "bar": {"barMaxWidth": 36, "barCategoryGap": "38%", "itemStyle": {"borderRadius": 0}, "label": {"color": "#14201c", "fontSize": 13}},
  "line": {"lineStyle": {"width": 2}, "symbol": "circle", "symbolSize": 6, "smooth": false, "label": {"color": "#14201c", "fontSize": 13}},
  "pie": {"itemStyle": {"borderColor": "#ffffff", "borderWidth": 2}, "label": {"color": "#2d3a35", "fontSize": 13}},
  "map": {"itemStyle": {"areaColor": "#e5f0f5", "borderColor": "#ffffff", "borderWidth": 1}, "emphasis": {"itemStyle": {"areaColor": "#a9c9d9"}, "label": {"color": "#14201c"}}, "label": {"color": "#2d3a35", "fontSize": 13}},
  "graph": {"lineStyle": {"color": "#c6cfcb", "width": 1}, "itemStyle": {"color": "#17597a"}, "label": {"color": "#2d3a35", "fontSize": 13}},
  "visualMap": {"color": ["#0f4059", "#17597a", "#6497b0", "#a9c9d9", "#e5f0f5"], "textStyle": {"color": "#53615b", "fontSize": 13}},
  "markLine": {"symbol": "none", "lineStyle": {"color": "#ad331f", "type": "dashed", "width": 1}, "label": {"color": "#ad331f", "fontSize": 13}},
  "tooltip": {"renderMode": "richText", "backgroundColor": "#ffffff", "borderColor": "#82908a", "borderWidth": 1, "padding": [8, 12], "textStyle": {"color": "#14201c", "fontSize": 13}, "axisPointer": {"type": "line", "lineStyle": {"color": "#82908a"}, "shadowStyle": {"color": "rgba(20,32,28,0.05)"}}}
};
