/* Draws every figure[data-chart] of the page from the JSON beside it; the table below it is complete without this. */
(function () {
  "use strict";
  const root = document.documentElement;
  const drawn = new Map();
  let library = null;

  function load() {
    if (!library) {
      library = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = root.dataset.echarts;
        script.addEventListener("load", () => resolve(window.echarts));
        script.addEventListener("error", reject);
        document.head.append(script);
      });
    }
    return library;
  }

  /* Colours are names of our tokens, so that light, dark and print follow the page. */
  function resolve(value, styles) {
    if (typeof value === "string" && value.startsWith("var(--")) return styles.getPropertyValue(value.slice(4, -1)).trim();
    if (Array.isArray(value)) return value.map((item) => resolve(item, styles));
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, styles)]));
    return value;
  }

  const numbers = new Intl.NumberFormat(root.lang === "en" ? "en-GB" : "vi-VN", { maximumFractionDigits: 2 });
  function shown(value, unit) {
    if (value === null || value === undefined || value === "-" || Number.isNaN(Number(value))) return "–";
    return numbers.format(Number(value)) + (unit === "%" ? "%" : unit ? " " + unit : "");
  }

  function tip(items, unit) {
    const box = document.createElement("div");
    box.className = "chart-tip";
    const list = Array.isArray(items) ? items : [items];
    const head = document.createElement("b");
    head.textContent = list[0].name || list[0].seriesName;
    box.append(head);
    list.forEach((item) => {
      const raw = Array.isArray(item.value) ? item.value[2] : item.value;
      const line = document.createElement("span");
      line.textContent = (list[0].name && item.seriesName && item.seriesType !== "pie" && item.seriesType !== "heatmap" ? item.seriesName + ": " : "") + ((item.data && item.data.shown ? item.data.shown + " = " : "") + shown(raw, unit)) + (item.percent !== undefined ? " (" + shown(item.percent, "%") + ")" : "");
      box.append(line);
    });
    return box;
  }

  /* Shapes of maps come from a file or stand in the options. */
  function register(figure, echarts) {
    const shapes = Object.entries(optionOf(figure).maps || {});
    return Promise.all(shapes.map(([name, shape]) => shape.url
      ? fetch(shape.url).then((answer) => answer.json()).then((found) => echarts.registerMap(name, found))
      : echarts.registerMap(name, shape)));
  }

  function optionOf(figure) {
    return JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  }

  function complete(option, styles, width, linked) {
    const unit = option.unit;
    delete option.maps;
    const ready = resolve(option, styles);
    delete ready.unit;
    const font = styles.getPropertyValue("--font").trim();
    const size = parseFloat(getComputedStyle(root).fontSize) * 0.8125;
    ready.textStyle = { fontFamily: font, fontSize: size, color: styles.getPropertyValue("--ink").trim() };
    ready.animation = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    ready.animationDuration = 250;
    ready.tooltip = Object.assign({ confine: true, className: "chart-tip-frame", borderWidth: 1, padding: [8, 12],
      backgroundColor: styles.getPropertyValue("--surface").trim(), borderColor: styles.getPropertyValue("--line-2").trim(),
      formatter: (items) => tip(items, unit) }, ready.tooltip);
    [ready.xAxis, ready.yAxis].filter(Boolean).forEach((axis) => {
      axis.axisLabel = Object.assign({ fontSize: size, color: styles.getPropertyValue("--ink-2").trim() }, axis.axisLabel);
      if (axis.type === "value") axis.axisLabel.formatter = (value) => shown(value, unit === "%" ? "%" : "");
      else if (axis.axisLabel.width && width < 560) axis.axisLabel.width = Math.round(width * 0.36);
    });
    ready.series.forEach((series) => {
      series.cursor = linked ? "pointer" : "default";
      if (series.label && series.label.show) series.label.formatter = (item) => shown(item.value, unit);
    });
    return ready;
  }

  /* The table holds the addresses: the bar that was clicked is the cell in the same row and column. */
  function linkOf(figure, event) {
    const kind = event.seriesType;
    const rows = figure.querySelectorAll(".chart-data tbody tr");
    if (kind === "map") {
      const found = Array.from(rows).find((line) => line.children[0].textContent === event.name);
      return found ? found.querySelector("a") : null;
    }
    const named = event.data && event.data.row;
    const row = rows[kind === "heatmap" ? event.value[1] : named !== undefined ? named : event.dataIndex];
    if (!row) return null;
    const cell = row.children[kind === "heatmap" ? event.value[0] + 1 : kind === "pie" ? 1 : event.seriesIndex + 1];
    return (cell && cell.querySelector("a")) || row.querySelector("th a");
  }

  function draw(figure, echarts) {
    const canvas = figure.querySelector(".chart-canvas");
    const option = optionOf(figure);
    canvas.style.height = figure.dataset.height + "px";
    const chart = drawn.get(figure) || echarts.init(canvas, null, { renderer: "svg" });
    drawn.set(figure, chart);
    chart.setOption(complete(option, getComputedStyle(root), canvas.clientWidth, Boolean(figure.querySelector(".chart-data tbody a"))), true);
    chart.off("click");
    chart.on("click", (event) => {
      const link = linkOf(figure, event);
      if (link) link.click();
    });
  }

  function start() {
    const figures = Array.from(document.querySelectorAll("figure[data-chart]")).filter((figure) => !drawn.has(figure));
    if (!figures.length) return;
    figures.forEach((figure) => {
      figure.querySelector(".chart-canvas").style.minHeight = figure.dataset.height + "px";
      figure.querySelector(".chart-data").open = false;
    });
    figures.forEach((figure) => load().then((echarts) => register(figure, echarts).then(() => draw(figure, echarts))).catch(() => {
      figure.querySelector(".chart-canvas").style.minHeight = "0";
      figure.querySelector(".chart-data").open = true;
    }));
  }

  let timer = 0;
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => drawn.forEach((chart, figure) => {
      if (!figure.isConnected) { chart.dispose(); drawn.delete(figure); return; }
      chart.resize();
      draw(figure, window.echarts);
    }), 150);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((chart, figure) => draw(figure, window.echarts)));
  const PAPER = 640; /* CSS pixels inside the margins of A4 */
  addEventListener("beforeprint", () => drawn.forEach((chart, figure) => {
    figure.querySelector(".chart-data").open = true;
    chart.resize({ width: PAPER });
  }));
  addEventListener("afterprint", () => drawn.forEach((chart, figure) => {
    figure.querySelector(".chart-data").open = false;
    chart.resize({ width: "auto" });
  }));
  document.addEventListener("sauro:charts", start);
  start();
})();
