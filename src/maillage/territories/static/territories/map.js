// The map of the drawing: it shows the sets of communes it is given, and says which are clicked or framed.

/** The first page: France by département, a click opens one. */
export async function drawCountry(departement) {
  const place = document.getElementById("map");
  const answer = window.L && (await fetch(place.dataset.country));
  if (!answer?.ok) return;
  place.hidden = false;
  const map = newMap(place);
  const ink = colours(place);
  const quiet = { color: ink("--edge"), weight: 0.75, fillColor: ink("--card"), fillOpacity: 0.7 };
  const country = L.geoJSON(await answer.json(), {
    style: quiet,
    onEachFeature: ({ properties: { code, name } }, layer) => {
      layer.bindTooltip(`${code} — ${name}`, { sticky: true });
      layer.on("mouseover", () => layer.setStyle({ fillColor: ink("--mesh"), fillOpacity: 0.35 }));
      layer.on("mouseout", () => layer.setStyle(quiet));
      layer.on("click", () => {
        departement.value = code;
        departement.form.submit();
      });
    },
  }).addTo(map);
  const mainland = country.getLayers().filter((layer) => layer.feature.properties.code.length < 3);
  map.fitBounds(L.featureGroup(mainland).getBounds());
}

function newMap(place) {
  const map = L.map(place, {
    renderer: L.canvas({ padding: 0.4 }), attributionControl: false, zoomSnap: 0.5, boxZoom: false, zoomControl: false,
  });
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  return map;
}

/** The canvas wants colours, not variables: read them as the page shows them now. */
function colours(place) {
  const probe = place.appendChild(document.createElement("span"));
  return (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
}

/** The communes around the départements chosen; null without Leaflet. `choose` takes those clicked. */
export function drawMap(departement, mapFiles, choose) {
  const place = document.getElementById("map");
  if (!window.L) return null;
  place.hidden = false;
  const resolve = colours(place);
  let palette = readPalette();
  const ink = (name) => palette[name];
  const map = newMap(place);
  L.control.scale({ imperial: false }).addTo(map);
  const layers = new Map(); // code → layer
  const asked = new Set();
  let chosen = new Set();
  let overlapping = new Set();
  let neighbours = new Set();
  let hovered = null;

  load(departement, true);
  addBoxTool();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  new MutationObserver(paint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  return { show };

  function show(sets) {
    ({ chosen, overlapping, neighbours } = sets);
    [...chosen, ...neighbours].forEach((code) => load(departementOf(code), false));
    paint();
  }

  function departementOf(code) {
    return code.startsWith("97") || code.startsWith("98") ? code.slice(0, 3) : code.slice(0, 2);
  }

  async function load(code, fit) {
    if (asked.has(code) || !mapFiles[code]) return;
    asked.add(code);
    const answer = await fetch(mapFiles[code]);
    if (!answer.ok) return;
    const group = L.geoJSON(await answer.json(), {
      style: (feature) => styleOf(feature.properties.code),
      onEachFeature: (feature, layer) => {
        const { code, name, population } = feature.properties;
        layers.set(code, layer);
        layer.bindTooltip(`${name}${population == null ? "" : ` — ${population.toLocaleString("fr-FR")} hab.`}`, { sticky: true });
        layer.on("click", () => place.classList.contains("is-boxing") || choose([[code, name]]));
        layer.on("mouseover", () => hover(code));
        layer.on("mouseout", () => hover(null));
      },
    }).addTo(map);
    if (fit) map.fitBounds(chosenBounds() ?? group.getBounds(), { padding: [12, 12] });
  }

  function chosenBounds() {
    const shapes = [...chosen].map((code) => layers.get(code)).filter(Boolean);
    return shapes.length ? L.featureGroup(shapes).getBounds().pad(0.6) : null;
  }

  function hover(code) {
    const before = hovered;
    hovered = code;
    for (const each of [before, code]) if (each && layers.has(each)) layers.get(each).setStyle(styleOf(each));
    if (code) layers.get(code).bringToFront();
  }

  function readPalette() {
    return Object.fromEntries(["--mesh", "--lantern", "--edge", "--paper", "--ink"].map((name) => [name, resolve(name)]));
  }

  function paint() {
    palette = readPalette();
    layers.forEach((layer, code) => layer.setStyle(styleOf(code)));
  }

  function styleOf(code) {
    const on = chosen.has(code);
    const shared = overlapping.has(code);
    return {
      color: code === hovered ? ink("--ink") : on || shared ? ink(shared ? "--lantern" : "--mesh") : ink("--edge"),
      weight: code === hovered ? 2.5 : on || neighbours.has(code) ? 1.5 : 0.75,
      dashArray: shared ? "5 4" : neighbours.has(code) && !on ? "2 4" : null,
      fillColor: on ? ink("--mesh") : ink("--paper"),
      fillOpacity: on ? 0.35 : 0.6,
    };
  }

  function addBoxTool() {
    const Tool = L.Control.extend({
      options: { position: "topleft" },
      onAdd() {
        const bar = L.DomUtil.create("div", "leaflet-bar");
        const button = L.DomUtil.create("button", "box-tool", bar);
        button.type = "button";
        button.textContent = "Cadre";
        button.title = "Dessiner un cadre : toutes les communes dont le centre est dedans sont prises";
        button.setAttribute("aria-pressed", "false");
        L.DomEvent.disableClickPropagation(bar);
        button.addEventListener("click", () => armBox(button));
        return bar;
      },
    });
    map.addControl(new Tool());
  }

  function armBox(button) {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    place.classList.toggle("is-boxing", on);
    map.dragging[on ? "disable" : "enable"]();
    if (on) place.addEventListener("pointerdown", (event) => drawBox(event, () => armBox(button)), { once: true });
  }

  function drawBox(start, done) {
    const from = map.mouseEventToLatLng(start);
    const frame = L.rectangle([from, from], { color: ink("--lantern"), weight: 2, fillOpacity: 0.1, interactive: false }).addTo(map);
    const follow = (event) => frame.setBounds([from, map.mouseEventToLatLng(event)]);
    place.addEventListener("pointermove", follow);
    place.addEventListener("pointerup", () => {
      place.removeEventListener("pointermove", follow);
      const inside = [...layers].filter(([code, layer]) => !chosen.has(code) && frame.getBounds().contains(layer.getBounds().getCenter()));
      frame.remove();
      done();
      choose(inside.map(([code, layer]) => [code, layer.feature.properties.name]), true);
    }, { once: true });
  }
}
