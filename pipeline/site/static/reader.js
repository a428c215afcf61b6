/* The reader: a chosen mention shows its entity beside the text; the legend hides types and keeps the choice in the address. */
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
  const mark = link.closest(".m");
  const id = mark.dataset.entity;
  const sentence = link.closest(".s").dataset.sentence;
  document.querySelectorAll(".m.same").forEach((other) => other.classList.remove("same"));
  document.querySelectorAll(`.m[data-entity="${CSS.escape(id)}"]`).forEach((other) => other.classList.add("same"));
  const answer = await fetch(`${article.dataset.panel}/${encodeURIComponent(id)}?sentence=${encodeURIComponent(sentence)}`);
  if (!answer.ok) { location.assign(link.href); return; }
  /* Rendered by the server with everything escaped; the policy forbids inline scripts besides. */
  panel.innerHTML = await answer.text();
  panel.classList.add("open");
  panel.scrollTop = 0;
  chosen = link;
  panel.querySelector("h2").focus({ preventScroll: true });
}

function close() {
  panel.classList.remove("open");
  document.querySelectorAll(".m.same").forEach((other) => other.classList.remove("same"));
  chosen?.focus({ preventScroll: true });
  chosen = null;
}

panel.addEventListener("click", (event) => { if (event.target.closest("button.close")) close(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && chosen) close(); });

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
  const address = new URL(location.href);
  if (hidden.length) address.searchParams.set("hide", hidden.join(" ")); else address.searchParams.delete("hide");
  history.replaceState(null, "", address);
}

legend.addEventListener("change", filter);
const hidden = (new URL(location.href).searchParams.get("hide") ?? "").split(" ").filter(Boolean);
if (hidden.length) {
  for (const box of legend.querySelectorAll("input")) box.checked = !hidden.includes(box.value);
  filter();
}
