// The map of what was found: a dot for a commune, a place or a département. The list under it says the same.
let map = null;
draw();
document.addEventListener("htmx:after:swap", () => {
  draw();
  document.getElementById("refine").checked = false; // the form of a phone is one line again
  const heading = document.querySelector("#results h2");
  document.getElementById("announced").textContent = heading?.textContent ?? "";
  if (heading && heading.getBoundingClientRect().top > innerHeight * 0.8) heading.scrollIntoView(); // a phone
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });

async function draw() {
  map?.remove();
  map = null;
  const place = document.getElementById("map");
  if (!window.L || !place) return;
  const { dots, outlines } = JSON.parse(document.getElementById("map-data").textContent);
  place.replaceChildren();
  if (!dots.length) return;
  place.hidden = false;
  const ink = colours(place);
  // Within a box of its own: htmx gives the styles of an element to the one of the same id that takes its place.
  const box = place.appendChild(Object.assign(document.createElement("div"), { className: "map-box" }));
  const here = L.map(box, { renderer: L.canvas({ padding: 0.4 }), attributionControl: false, zoomSnap: 0.5, zoomControl: false });
  map = here;
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(here);
  L.control.scale({ imperial: false }).addTo(here);
  const names = dots.some((dot) => dot.named);
  const beside = names ? [60, 60] : [28, 28]; // a name is as wide, and stands above its dot
  here.fitBounds(L.latLngBounds(dots.map((dot) => dot.at)), { paddingTopLeft: beside, paddingBottomRight: [beside[0], 28], maxZoom: 12 });
  const ground = { color: ink("--edge"), weight: 0.75, fillColor: ink("--card"), fillOpacity: 0.7, interactive: false };
  const most = Math.max(...dots.map((dot) => dot.count));
  const shapes = await Promise.all(outlines.map(read));
  if (map !== here) return; // another answer came meanwhile
  shapes.filter(Boolean).forEach((shape) => L.geoJSON(shape, { style: ground, interactive: false }).addTo(here));
  for (const { name, count, named, at, url } of dots) {
    const radius = 5 + 13 * Math.sqrt(count / most) * (most > 1);
    const style = { radius, color: ink("--card"), weight: 1.5, fillColor: ink("--mesh"), fillOpacity: 0.8 };
    const tip = named ? { permanent: true, className: "directory-name", direction: "top", offset: [0, -radius] } : {};
    const dot = L.circleMarker(at, style).bindTooltip(`${name} : ${count}`, tip).addTo(here);
    if (url) dot.on("click", () => location.assign(url));
    if (named) dot.on("mouseover", () => dot.getTooltip().getElement().classList.remove("directory-covered"));
    if (named) dot.on("mouseout", () => keepApart(box));
  }
  if (!names) return;
  keepApart(box);
  here.on("zoomend", () => keepApart(box));
}

/** Of names that would lie over each other, the first, of the largest dot, stays. */
function keepApart(box) {
  const kept = [];
  for (const name of box.querySelectorAll(".directory-name")) {
    const one = name.getBoundingClientRect();
    const covered = kept.some((it) => one.left < it.right && it.left < one.right && one.top < it.bottom && it.top < one.bottom);
    name.classList.toggle("directory-covered", covered);
    if (!covered) kept.push(one);
  }
}

async function read(url) {
  const answer = await fetch(url);
  return answer.ok ? answer.json() : null;
}

/** The canvas wants colours, not variables: read them as the page shows them now. */
function colours(place) {
  const probe = place.appendChild(document.createElement("span"));
  return (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
}
