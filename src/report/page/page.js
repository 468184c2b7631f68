// Draws the plots of the page; everything else works without it. Plots are made in plots.cpp, this file only
// knows how they look. No text of the data is ever made into markup.
"use strict";
(() => {
  const plots = JSON.parse(document.getElementById("plot-data").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  // Lines differ in dash as well as in colour.
  const styles = {
    area: { colour: "c1", width: 2, fill: true },
    main: { colour: "c1", width: 2 },
    offered: { colour: "muted", width: 1.5, dash: [6, 4] },
    bad: { colour: "bad", width: 2, dash: [3, 2] },
    p50: { colour: "c3", width: 1.5 },
    p95: { colour: "c1", width: 2 },
    p99: { colour: "c2", width: 1.5, dash: [5, 3] },
    c1: { colour: "c1", width: 2 },
    c2: { colour: "c2", width: 2, dash: [7, 3] },
    c3: { colour: "c3", width: 2, dash: [2, 2] },
    c4: { colour: "c4", width: 2, dash: [9, 3, 2, 3] },
    c5: { colour: "c5", width: 2, dash: [4, 4] },
    c6: { colour: "c6", width: 2, dash: [12, 3] },
  };

  const clock = (seconds) => {
    const s = Math.floor(seconds % 60), m = Math.floor(seconds / 60) % 60, h = Math.floor(seconds / 3600);
    const two = (n) => String(n).padStart(2, "0");
    return h ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
  };
  // One nine is p90, two are p99, three p99.9.
  const percentile = (nines) => {
    const p = 100 * (1 - Math.pow(10, -nines));
    return "p" + (nines <= 2 ? Math.round(p * 10) / 10 : p.toFixed(Math.ceil(nines) - 2).replace(/0+$/, ""));
  };
  const number = (value) => {
    const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    return value.toLocaleString("en-GB", { maximumFractionDigits: digits });
  };

  // Ticks of a clock: 5 s, 10 s, … 1 h, at most `room` of them.
  const clockStep = (length, room) =>
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400].find((s) => length / s <= room) || 28800;

  const dataset = (plot, line) => {
    const look = styles[line.style] || styles.main;
    const points = plot.x.map((x, i) => ({ x, y: line.values[i] }));
    const has = (i) => line.values[i] !== null && line.values[i] !== undefined;
    // A second between two gaps has no line; it gets a dot.
    const lone = (i) => has(i) && !has(i - 1) && !has(i + 1);
    return {
      label: line.name,
      data: points,
      borderColor: colour(look.colour),
      backgroundColor: colour(look.colour) + "22",
      borderWidth: look.width,
      borderDash: look.dash || [],
      fill: look.fill ? "origin" : false,
      pointRadius: (context) => (lone(context.dataIndex) ? 2 : 0),
      pointHoverRadius: 3,
      tension: 0,
      spanGaps: plot.axis === "time" ? 5 : false,
    };
  };

  // A limit far above what is plotted would flatten the plot; the gates table names it anyway.
  const limitLines = (plot) => {
    const all = plot.lines.flatMap((line) => line.values.filter((v) => v !== null));
    const top = Math.max(...all);
    const ends = [plot.x[0], plot.x[plot.x.length - 1]];
    return plot.limits.filter((limit) => limit.value <= top * 2.5).map((limit) => ({
      label: `${limit.name} ${number(limit.value)} ${plot.unit}`,
      data: ends.map((x) => ({ x, y: limit.value })),
      borderColor: colour("text"),
      backgroundColor: "transparent",
      borderWidth: 1,
      borderDash: [2, 4],
      pointRadius: 0,
      pointHitRadius: 0,
    }));
  };

  const axes = (plot, width) => {
    const length = plot.x[plot.x.length - 1] - plot.x[0];
    const grid = { color: colour("grid"), drawBorder: false };
    const ticks = { color: colour("muted"), maxRotation: 0, autoSkipPadding: 12 };
    const x = plot.axis === "time"
      ? { ticks: { ...ticks, stepSize: clockStep(length, width < 420 ? 4 : 8), callback: clock } }
      : { ticks: { ...ticks, stepSize: 1, callback: percentile },
          title: { display: true, text: "percentile", color: colour("muted") } };
    return {
      x: { type: "linear", min: plot.x[0], max: plot.x[plot.x.length - 1], grid, ...x },
      y: { beginAtZero: true, grace: "5%", grid, ticks: { ...ticks, maxTicksLimit: 6, callback: number } },
    };
  };

  const legend = (count) => ({
    display: count > 1,
    align: "start",
    labels: { color: colour("text"), boxWidth: 26, boxHeight: 0, padding: 12 },
  });

  const draw = (plot) => {
    const canvas = document.getElementById(plot.id);
    const datasets = plot.lines.map((line) => dataset(plot, line)).concat(limitLines(plot));
    return new Chart(canvas, {
      type: "line",
      data: { datasets },
      options: {
        animation: false,
        parsing: false,
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        scales: axes(plot, canvas.parentNode.clientWidth),
        plugins: {
          legend: legend(datasets.length),
          tooltip: {
            callbacks: {
              title: (items) => (items.length === 0 ? "" : plot.axis === "time" ? clock(items[0].parsed.x) : percentile(items[0].parsed.x)),
              label: (item) => `${item.dataset.label}: ${number(item.parsed.y)} ${plot.unit}`,
            },
          },
        },
      },
    });
  };

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  let charts = plots.map(draw);
  const again = () => {
    charts.forEach((chart) => chart.destroy());
    charts = plots.map(draw);
  };
  dark.addEventListener("change", again);
  addEventListener("beforeprint", () => charts.forEach((chart) => chart.resize()));
  addEventListener("afterprint", () => charts.forEach((chart) => chart.resize()));
})();
