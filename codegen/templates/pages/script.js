(() => {
  "use strict";
  const root = document.documentElement;
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const items = [...document.querySelectorAll("section[data-words]")];
  const links = new Map([...document.querySelectorAll("nav a[href^='#']")].map((a) => [a.hash.slice(1), a.parentElement]));
  const words = new Map(items.map((item) => [item, (item.dataset.words + " " + item.textContent).toLowerCase()]));

  function filter() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const item of items) {
      const match = wanted.every((word) => words.get(item).includes(word));
      item.hidden = !match;
      const link = links.get(item.id);
      if (link) link.hidden = !match;
      if (match) count += 1;
    }
    found.textContent = wanted.length ? count + (count === 1 ? " item" : " items") : "";
  }
  search.addEventListener("input", filter);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && document.activeElement === search) {
      search.value = "";
      filter();
    }
  });
  // A link to an item that the search has hidden shows everything again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (target && target.closest("[hidden]")) {
      search.value = "";
      filter();
    }
  });

  const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = document.getElementById("theme");
  theme.addEventListener("click", () => {
    const now = root.dataset.theme || (dark() ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* no storage here */ }
  });
  try { root.dataset.theme = localStorage.getItem("theme") || ""; } catch { /* no storage here */ }
  if (!root.dataset.theme) delete root.dataset.theme;
  theme.hidden = false;
})();
