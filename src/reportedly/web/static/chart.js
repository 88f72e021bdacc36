// Draws the stances of a holder along time from the list below the chart, which says the same in words. A point is a
// link to its words; above the line is for, below it against, and a ring is a turn.
const MOST_TARGETS = 12;
const chart = document.getElementById("chart");
const list = document.getElementById("stances-list");

const points = [...list.querySelectorAll("tbody tr")]
  .filter(({ dataset }) => dataset.day)
  .map((row) => ({
    day: new Date(row.dataset.day),
    target: row.dataset.target,
    favourable: row.dataset.for === "1",
    turn: "turn" in row.dataset,
    href: row.querySelector("a").getAttribute("href"),
    words: [...row.cells].map((cell) => cell.innerText.trim()).join(" · "),
  }));

// Toward whom most was said, the most at the top.
const targets = () => {
  const counts = new Map();
  for (const { target } of points) counts.set(target, (counts.get(target) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).slice(0, MOST_TARGETS).map(([target]) => target);
};

const draw = () => {
  const shown = targets();
  const marks = (favourable) =>
    Plot.dot(points.filter((point) => point.favourable === favourable && shown.includes(point.target)), {
      x: "day", y: "target", symbol: "triangle", rotate: favourable ? 0 : 180, r: 5.5, dy: favourable ? -5 : 5, fill: "currentColor",
      stroke: "var(--paper)", className: favourable ? "favourable" : "unfavourable", href: "href", title: "words",
    });
  const turns = Plot.dot(points.filter((point) => point.turn && shown.includes(point.target)), {
    x: "day", y: "target", r: 12, stroke: "currentColor", className: "turn",
  });
  const longest = Math.max(...shown.map((target) => target.length));
  const narrow = chart.clientWidth < 480;
  const svg = Plot.plot({
    width: chart.clientWidth, height: 64 + 34 * shown.length, className: "plot",
    marginLeft: Math.min(narrow ? 104 : 190, 16 + 7 * longest), marginBottom: 32,
    x: { type: "utc", label: null, inset: 14, ticks: narrow ? 3 : 6 },
    y: { domain: shown, label: null, tickFormat: (name) => (narrow && name.length > 12 ? `${name.slice(0, 11)}…` : name) },
    marks: [Plot.ruleY(shown, { className: "track" }), turns, marks(true), marks(false)],
  });
  // A group is named by nothing, a point by its words.
  for (const group of svg.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  for (const link of svg.querySelectorAll("a")) link.setAttribute("aria-label", link.querySelector("title").textContent);
  svg.setAttribute("aria-label", `${points.length} stances along time; the list below says the same`);
  svg.setAttribute("role", "group");
  chart.replaceChildren(svg);
};

if (points.length > 1) {
  chart.hidden = false;
  draw();
  let width = chart.clientWidth;
  new ResizeObserver(() => {
    if (chart.clientWidth === width) return;
    width = chart.clientWidth;
    draw();
  }).observe(chart);
}
