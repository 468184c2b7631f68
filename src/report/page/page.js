// Draws the plots of the page; everything else works without it. Plots are made in plots.cpp, this file only
// knows how they look. No text of the data is ever made into markup.
"use strict";
(() => {
  const plots = JSON.parse(document.getElementById("plot-data").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  // Lines differ in dash or width as well as in colour. A wide pale line lies under the others (`under`), so that
  // both show where they coincide.
  const styles = {
    area: { colour: "c1", width: 2, fill: true },
    main: { colour: "c1", width: 2 },
    offered: { colour: "c5", width: 5, under: true },
    bad: { colour: "bad", width: 2, dash: [3, 2] },
    p50: { colour: "c3", width: 1.5, dash: [4, 2] },
    p95: { colour: "c1", width: 1.5 },
    p99: { colour: "c2", width: 4.5, under: true },
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

  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];
  // Round times, at most `room` of them.
  const clockTicks = (from, to, room) => {
    const step = steps.find((s) => (to - from) / s <= room) || 604800;
    const ticks = [];
    for (let t = Math.ceil(from / step) * step; t <= to; t += step) ticks.push(t);
    return ticks;
  };
  const median = Math.log10(2);
  const percentileTicks = (to) => [0, median, 1, 2, 3, 4, 5].filter((nines) => nines <= to);
  // 1, 2, 5, 10, 20, … from just below the lowest to just above the highest value.
  const logarithmicTicks = (lowest, highest) => {
    const ticks = [];
    for (let power = Math.pow(10, Math.floor(Math.log10(lowest))); power <= highest; power *= 10)
      for (const digit of [1, 2, 5]) ticks.push(digit * power);
    const first = ticks.filter((t) => t <= lowest).pop();
    return ticks.filter((t) => t >= first && t < highest).concat(ticks.find((t) => t >= highest) || ticks[ticks.length - 1] * 2);
  };

  const dataset = (plot, line) => {
    const look = styles[line.style] || styles.main;
    const points = plot.x.map((x, i) => ({ x, y: line.values[i] }));
    const has = (i) => line.values[i] !== null && line.values[i] !== undefined;
    // A second between two gaps has no line; it gets a dot.
    const lone = (i) => has(i) && !has(i - 1) && !has(i + 1);
    return {
      label: line.name,
      data: points,
      borderColor: colour(look.colour) + (look.under ? "77" : ""),
      backgroundColor: colour(look.colour) + "22",
      borderWidth: look.width,
      borderDash: look.dash || [],
      order: look.under ? 1 : 0,
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

  // What was done on purpose, as upright lines.
  const markLines = (plot) => {
    const top = Math.max(...plot.lines.flatMap((line) => line.values.filter((v) => v !== null)));
    return (plot.marks || []).map((mark) => ({
      label: mark.name,
      data: [{ x: mark.x, y: 0 }, { x: mark.x, y: top }],
      borderColor: colour("bad"),
      backgroundColor: "transparent",
      borderWidth: 1.5,
      borderDash: [5, 3],
      pointRadius: 0,
      pointHitRadius: 0,
    }));
  };

  const fixed = (ticks) => (scale) => { scale.ticks = ticks.map((value) => ({ value })); };

  const timeAxis = (plot, width) => {
    const from = plot.x[0], to = plot.x[plot.x.length - 1];
    return { type: "linear", min: from, max: to, afterBuildTicks: fixed(clockTicks(from, to, width < 420 ? 4 : 8)), label: clock };
  };
  const percentileAxis = (plot) => {
    const to = plot.x[plot.x.length - 1];
    return { type: "linear", min: 0, max: to, afterBuildTicks: fixed(percentileTicks(to)), label: percentile };
  };
  const valueAxis = (plot) => {
    const values = plot.lines.flatMap((line) => line.values.filter((v) => v > 0));
    const areCounts = plot.lines.every((line) => line.style === "area");
    if (!plot.logarithmic || values.length === 0)
      return { beginAtZero: true, grace: "5%", label: number, precision: areCounts ? 0 : undefined };
    const ticks = logarithmicTicks(Math.min(...values), Math.max(...values));
    return { type: "logarithmic", min: ticks[0], max: ticks[ticks.length - 1], afterBuildTicks: fixed(ticks), label: number };
  };

  const dressed = (axis, autoSkip) => ({
    ...axis,
    grid: { color: colour("grid"), drawBorder: false },
    ticks: { color: colour("muted"), maxRotation: 0, autoSkip, autoSkipPadding: 12, maxTicksLimit: 7, precision: axis.precision, callback: axis.label },
  });
  const axes = (plot, width) => ({
    x: dressed(plot.axis === "time" ? timeAxis(plot, width) : percentileAxis(plot), false),
    y: dressed(valueAxis(plot), plot.logarithmic),
  });

  const legend = (count) => ({
    display: count > 1,
    align: "start",
    labels: { color: colour("text"), boxWidth: 26, boxHeight: 0, padding: 12, sort: (a, b) => a.datasetIndex - b.datasetIndex },
  });

  const draw = (plot) => {
    const canvas = document.getElementById(plot.id);
    const datasets = plot.lines.map((line) => dataset(plot, line)).concat(limitLines(plot), markLines(plot));
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
  document.documentElement.classList.add("plotted");
  const again = () => {
    charts.forEach((chart) => chart.destroy());
    charts = plots.map(draw);
  };
  dark.addEventListener("change", again);
  // Paper is light whatever the screen is.
  const print = (isOn) => () => {
    document.documentElement.classList.toggle("printing", isOn);
    again();
  };
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
})();
