/* The network. Places are computed from all nodes in a fixed order, so that they are the same at every visit; filters only hide. */
"use strict";

const root = document.getElementById("graph");
const controls = document.getElementById("controls");
const svg = d3.select("#picture");
const view = svg.append("g");
const state = new URL(location.href).searchParams;
let label = () => {};
const zoom = d3.zoom().scaleExtent([0.05, 8]).on("zoom", ({ transform }) => {
  view.attr("transform", transform);
  /* Dots and labels keep their size on the screen, so that zooming in makes room for more labels. */
  svg.node().style.setProperty("--k", transform.k);
  requestAnimationFrame(label);
});
svg.call(zoom).on("dblclick.zoom", null);
if (innerWidth < 740) controls.querySelector("details").open = false;

d3.json(root.dataset.source).then(draw);

function draw({ nodes, edges, cut, types, predicates }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  nodes.forEach((node) => { node.degree = 0; });
  edges.forEach((edge) => { byId.get(edge.source).degree += 1; byId.get(edge.target).degree += 1; });
  /* What has no relation to another of these would lie about at random. */
  nodes = nodes.filter((node) => node.degree > 0 || nodes.length === 1);
  nodes.forEach((node) => { node.r = 4 + Math.min(14, 1.8 * Math.sqrt(node.degree)); });
  place(nodes, edges);

  const line = view.append("g").attr("class", "edges").selectAll("line").data(edges).join("line")
    .attr("x1", (d) => d.source.x).attr("y1", (d) => d.source.y).attr("x2", (d) => d.target.x).attr("y2", (d) => d.target.y);
  line.append("title").text((d) => `${d.source.name} ${predicates[d.predicate]} ${d.target.name}`);
  const node = view.append("g").attr("class", "nodes").selectAll("a").data(nodes).join("a")
    .attr("href", (d) => d.link).attr("class", (d) => `t-${d.type}`).attr("transform", (d) => `translate(${d.x},${d.y})`);
  node.append("title").text((d) => `${d.name} (${types[d.type]}), ${d.degree} relations here`);
  node.append("circle").attr("r", (d) => d.r);
  /* Labels lie over all dots; readers of the page have the titles of the links. */
  const text = view.append("g").attr("class", "labels").attr("aria-hidden", "true").selectAll("g").data(nodes).join("g")
    .attr("transform", (d) => `translate(${d.x},${d.y})`);
  text.append("text").attr("y", (d) => d.r + 12).text((d) => shorten(d.name));
  label = () => choose(text, nodes);
  node.on("pointerenter focus", (event, d) => {
    line.classed("on", (e) => e.source === d || e.target === d);
    const near = new Set([d, ...edges.flatMap((e) => (e.source === d ? [e.target] : e.target === d ? [e.source] : []))]);
    node.classed("on", (n) => near.has(n));
    text.classed("on", (n) => near.has(n));
    svg.classed("focused", true);
  }).on("pointerleave blur", () => svg.classed("focused", false));

  offer("types", types, d3.rollup(nodes, (group) => group.length, (d) => d.type), "type", (key) => `t-${key}`);
  offer("predicates", predicates, d3.rollup(edges, (group) => group.length, (d) => d.predicate), "predicate", () => "");
  const names = document.getElementById("names");
  names.append(...nodes.map((d) => Object.assign(document.createElement("option"), { value: d.name })));
  const find = document.getElementById("find");
  find.value = state.get("q") ?? "";

  const apply = () => filter(node, text, line, nodes, edges, cut);
  controls.addEventListener("input", () => { apply(); label(); });
  controls.addEventListener("submit", (event) => event.preventDefault());
  apply();
  fit(nodes, false);
  document.getElementById("in").onclick = () => svg.call(zoom.scaleBy, 1.5);
  document.getElementById("out").onclick = () => svg.call(zoom.scaleBy, 1 / 1.5);
  document.getElementById("fit").onclick = () => fit(nodes.filter((d) => d.shown), true);
  root.classList.add("drawn");
}

/* d3's forces start from the same spiral and use a generator of their own: no chance is in it. */
function place(nodes, edges) {
  const many = nodes.length > 600;
  d3.forceSimulation(nodes)
    .force("edges", d3.forceLink(edges).id((d) => d.id).distance((e) => 45 + Math.min(230, 2.4 * Math.max(e.source.degree, e.target.degree))).strength((e) => 1 / Math.min(e.source.degree, e.target.degree)))
    .force("apart", d3.forceManyBody().strength(-260).theta(1.1).distanceMax(900))
    .force("collide", many ? null : d3.forceCollide((d) => d.r + 14))
    .force("x", d3.forceX().strength(0.06)).force("y", d3.forceY().strength(0.09))
    .stop().tick(many ? 90 : 250);
}

/* Labels for as many nodes as there is room for, those with the most relations first; what is sought is always labelled. */
function choose(text, nodes) {
  const { k, x, y } = d3.zoomTransform(svg.node());
  const { width, height } = svg.node().getBoundingClientRect();
  const taken = new Set();
  const order = nodes.filter((d) => d.shown).sort((a, b) => b.found - a.found || b.degree - a.degree);
  for (const d of order) {
    const [cx, cy, half] = [x + k * d.x, y + k * d.y + d.r + 8, 3.4 * Math.min(32, d.name.length) + 3];
    d.labelled = cx > -half && cx < width + half && cy > 0 && cy < height + 20;
    if (!d.labelled) continue;
    const cells = [];
    for (let column = Math.floor((cx - half) / 12); column <= (cx + half) / 12; column += 1)
      for (let row = Math.floor((cy - 8) / 8); row <= (cy + 6) / 8; row += 1) cells.push(column * 100003 + row);
    d.labelled = !cells.some((cell) => taken.has(cell));
    if (d.labelled) cells.forEach((cell) => taken.add(cell));
  }
  text.classed("minor", (d) => !d.labelled);
}

function offer(where, labels, counts, name, className) {
  const off = new Set((state.get(`no_${name}`) ?? "").split(" "));
  const box = document.getElementById(where);
  for (const [key, label] of Object.entries(labels)) {
    if (!counts.has(key)) continue;
    const row = Object.assign(document.createElement("label"), { className: className(key) });
    const input = Object.assign(document.createElement("input"), { type: "checkbox", name, value: key, checked: !off.has(key) });
    const text = Object.assign(document.createElement("span"), { className: "dot", textContent: label });
    const count = Object.assign(document.createElement("small"), { textContent: counts.get(key) });
    row.append(input, " ", text, " ", count);
    box.append(row);
  }
}

function filter(node, text, line, nodes, edges, cut) {
  const off = (name) => [...controls.querySelectorAll(`input[name=${name}]:not(:checked)`)].map((box) => box.value);
  const [types, predicates] = [off("type"), off("predicate")];
  const words = controls.elements.q.value.trim().toLowerCase();
  const open = (d) => !types.includes(d.type);
  edges.forEach((e) => { e.shown = !predicates.includes(e.predicate) && open(e.source) && open(e.target); });
  const linked = new Set(edges.filter((e) => e.shown).flatMap((e) => [e.source, e.target]));
  nodes.forEach((d) => { d.shown = open(d) && (linked.has(d) || (!predicates.length && !types.length)); d.found = words !== "" && d.name.toLowerCase().includes(words); });
  node.classed("gone", (d) => !d.shown).classed("found", (d) => d.found).attr("tabindex", (d) => (d.shown ? 0 : -1));
  text.classed("gone", (d) => !d.shown).classed("found", (d) => d.found);
  line.classed("gone", (e) => !e.shown);
  svg.classed("searching", words !== "");
  const found = nodes.filter((d) => d.found && d.shown).length;
  document.getElementById("status").textContent =
    `${nodes.filter((d) => d.shown).length} entities, ${edges.filter((e) => e.shown).length} relations${cut ? ", those with the most evidence" : ""}` + (words ? `, ${found} found` : "");
  const address = new URL(location.href);
  for (const [key, value] of [["no_type", types.join(" ")], ["no_predicate", predicates.join(" ")], ["q", words]]) {
    if (value) address.searchParams.set(key, value); else address.searchParams.delete(key);
  }
  history.replaceState(null, "", address);
}

function fit(nodes, slowly) {
  if (!nodes.length) return;
  const { width, height } = svg.node().getBoundingClientRect();
  const [x0, x1] = d3.extent(nodes, (d) => d.x);
  const [y0, y1] = d3.extent(nodes, (d) => d.y);
  const scale = Math.min(1.6, 0.9 * Math.min(width / (x1 - x0 + 120), height / (y1 - y0 + 80)));
  const to = d3.zoomIdentity.translate(width / 2, height / 2).scale(scale).translate(-(x0 + x1) / 2, -(y0 + y1) / 2);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  (slowly && !calm ? svg.transition().duration(300) : svg).call(zoom.transform, to);
}

function shorten(name) {
  return name.length > 32 ? `${name.slice(0, 31).trimEnd()}…` : name;
}
