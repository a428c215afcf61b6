/* The reader: a chosen mention shows its entity beside the text; the legend hides types. The address keeps both, so that a view can be shared. */
"use strict";

const article = document.getElementById("text");
const panel = document.getElementById("panel");
const legend = document.getElementById("legend");
let chosen = null;

/* On a small screen the text comes first. */
if (innerWidth < 740) document.querySelector(".sections")?.removeAttribute("open");

article.addEventListener("click", (event) => {
  const link = event.target.closest(".m a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link);
});

async function show(link) {
  if (await open(link.closest(".m").dataset.entity, link.closest(".s").dataset.sentence)) {
    chosen = link;
    panel.querySelector("h2").focus({ preventScroll: true });
  } else {
    location.assign(link.href);
  }
}

/* The entity in the panel, and all of its mentions marked; whether there is such a one. */
async function open(id, sentence) {
  document.querySelectorAll(".m.same").forEach((other) => other.classList.remove("same"));
  document.querySelectorAll(`.m[data-entity="${CSS.escape(id)}"]`).forEach((other) => other.classList.add("same"));
  const answer = await fetch(`${article.dataset.panel}/${encodeURIComponent(id)}?sentence=${encodeURIComponent(sentence)}`);
  if (!answer.ok) return false;
  /* Rendered by the server with everything escaped; the policy forbids inline scripts besides. */
  panel.innerHTML = await answer.text();
  panel.classList.add("open");
  panel.scrollTop = 0;
  keep("entity", id);
  keep("sentence", sentence);
  /* What leads to another place of the text keeps the entity beside it. */
  for (const place of panel.querySelectorAll("a")) {
    const address = new URL(place.href);
    if (!/\/-\/(reader|place)\//.test(address.pathname)) continue;
    address.searchParams.set("entity", id);
    place.href = address;
  }
  return true;
}

function keep(name, value) {
  const address = new URL(location.href);
  if (value) address.searchParams.set(name, value); else address.searchParams.delete(name);
  history.replaceState(null, "", address);
}

function close() {
  keep("entity");
  keep("sentence");
  panel.classList.remove("open");
  document.querySelectorAll(".m.same").forEach((other) => other.classList.remove("same"));
  chosen?.focus({ preventScroll: true });
  chosen = null;
}

panel.addEventListener("click", (event) => { if (event.target.closest("button.close")) close(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && panel.classList.contains("open")) close(); });

function filter() {
  const hidden = [...legend.querySelectorAll("input:not(:checked)")].map((box) => box.value);
  for (const mark of article.querySelectorAll(".m")) {
    const off = hidden.some((type) => mark.classList.contains(`t-${type}`));
    if (off === mark.classList.contains("off")) continue;
    mark.classList.toggle("off", off);
    for (const link of mark.querySelectorAll("a")) {
      if (link.closest(".m") !== mark) continue;
      if (off) { link.dataset.tab = link.getAttribute("tabindex") ?? "0"; link.tabIndex = -1; } else { link.tabIndex = Number(link.dataset.tab); }
    }
  }
  keep("hide", hidden.join(" "));
}

legend.addEventListener("change", filter);
const hidden = (new URL(location.href).searchParams.get("hide") ?? "").split(" ").filter(Boolean);
if (hidden.length) {
  for (const box of legend.querySelectorAll("input")) box.checked = !hidden.includes(box.value);
  filter();
}

const { searchParams: given } = new URL(location.href);
if (given.has("entity")) open(given.get("entity"), given.get("sentence") ?? "");
