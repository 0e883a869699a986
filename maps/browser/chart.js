// Ties a scene to a Leaflet map: two canvases, buttons over the symbols for keyboards and screen readers, popups and hints.

const SHEET_MARGIN = 0.2;

function makeChart(map, scene, store) {
  const chart = { map, scene, store, layout: makeLayout(scene), hits: [], buttons: new Map(), isMeasuring: false };
  chart.gathered = makeGatherer(scene, chart.layout);
  chart.shown = shownNow(scene, store);
  chart.hasTiles = addTiles(map, scene);
  chart.ground = addSheet(map, "ground", 250, () => paintSheet(chart.ground, map, (ctx, frame) => paintGround(ctx, frame, scene, chart.shown.layers, chart.hasTiles, chart.layout(frame.zoom))));
  chart.things = addSheet(map, "things", 450, () => paintThingsNow(chart));
  chart.show = (target, zoom) => showTarget(chart, target, zoom);
  chart.popup = L.popup({ maxWidth: 300, minWidth: 262, maxHeight: 320, autoPan: true, className: "card" });
  repaint(chart);
  addButtons(chart);
  addPointer(chart);
  map.on("zoomend", () => {
    standButtons(chart);
    movePopup(chart);
  });
  // Heard once the popup is off the map: closed a second time from here, it would leave a timer behind that takes the next popup away.
  map.on("layerremove", ({ layer }) => layer === chart.popup && leavePopup(chart));
  store.listen((state, changed) => refresh(chart, state, changed));
  return chart;
}

/** Online map pictures, for those who ask for them; nothing otherwise. */
function addTiles(map, scene) {
  if (!scene.tiles) return false;
  const [address, attribution, maxZoom] = scene.tiles;
  const text = document.createElement("span");
  text.textContent = attribution;
  L.tileLayer(address, { maxNativeZoom: maxZoom }).addTo(map);
  L.control.attribution({ prefix: false }).addAttribution(text.innerHTML).addTo(map);
  return true;
}

/** A canvas that follows the map: Leaflet moves, scales and sizes it, we paint it by hand. */
const Sheet = L.Canvas.extend({
  _updatePaths() {
    this.options.paint();
  },
});

function addSheet(map, name, order, paint) {
  map.createPane(name).style.zIndex = order;
  map.getPane(name).style.pointerEvents = "none";
  return new Sheet({ pane: name, padding: SHEET_MARGIN, paint }).addTo(map);
}

/** The frame of a sheet: which part of the world it shows, pixels counted from its corner. */
function paintSheet(sheet, map, paint) {
  const ctx = sheet && sheet._ctx;
  if (!ctx || !sheet._bounds) return;
  const corner = map.getPixelOrigin().add(sheet._bounds.min);
  const size = sheet._bounds.getSize();
  const ratio = L.Browser.retina ? 2 : 1;
  const zoom = map.getZoom();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, size.x, size.y);
  const edge = map.getSize().multiplyBy(SHEET_MARGIN);
  const frame = { zoom, scale: 2 ** zoom, left: corner.x, top: corner.y, width: size.x, height: size.y, edge };
  paint(ctx, frame);
}

function paintThingsNow(chart) {
  paintSheet(chart.things, chart.map, (ctx, frame) => {
    chart.frame = frame;
    chart.clusters = chart.gathered(chart.shown, frame.zoom);
    // Browsers print an empty part of a canvas white, over what lies below: on paper one canvas carries all.
    if (document.body.classList.contains("on-paper")) paintGround(ctx, frame, chart.scene, chart.shown.layers, chart.hasTiles, chart.layout(frame.zoom));
    chart.hits = paintThings(ctx, frame, chart.scene, chart.shown, chart.layout, chart.clusters, chart.fade && chart.fade());
    if (chart.paintMore) chart.paintMore(ctx, frame);
  });
}

/** Draw a new state. The ground is painted anew only when something on it changed. */
function refresh(chart, state, changed) {
  if (changed.some((key) => key !== "at" && key !== "open")) {
    const before = chart.shown.layers;
    chart.shown = shownNow(chart.scene, chart.store);
    paintThingsNow(chart);
    if (["lines", "borders", "towns"].some((key) => before.has(key) !== chart.shown.layers.has(key))) chart.ground.options.paint();
    nameButtons(chart);
  }
  if (changed.includes("at") && state.at && state.at !== viewText(chart.map)) setView(chart.map, state.at);
  if (changed.some((key) => key !== "at")) openPopup(chart, state, changed.includes("open"));
}

/** Symbols that stand aside do so anew at each zoom, and an open popup goes with its symbol. */
function movePopup(chart) {
  const { open } = chart.store.get();
  const target = open && !chart.listed ? targetOf(chart.scene, open) : null;
  const spot = target && spotOf(chart, target);
  if (spot && chart.map.hasLayer(chart.popup)) chart.popup.setLatLng([latOf(spot.y), lonOf(spot.x)]);
}

function viewText(map) {
  const centre = map.getCenter();
  return `${centre.lat.toFixed(4)},${centre.lng.toFixed(4)},${map.getZoom()}`;
}

function setView(map, text) {
  const [lat, lon, zoom] = text.split(",").map(Number);
  // Reset rather than moved by whole pixels, so that the same link gives the same view.
  map.setView([lat, lon], zoom, { reset: true });
}

/** Empty buttons where sites and places stand: what the canvas shows, a keyboard can reach and a screen reader can name. */
function addButtons(chart) {
  for (const end of chart.scene.ends) {
    const marker = L.marker(end.at, { icon: L.divIcon({ className: "spot", html: "" }), keyboard: true, riseOnHover: false, autoPanOnFocus: false });
    const target = { type: "end", number: end.number };
    marker.on("click", () => (chart.isMeasuring ? chart.measureAt(marker.getLatLng()) : chart.store.set({ open: openText(chart.scene, target) })));
    marker.on("mouseover", () => hint(chart, marker.getLatLng(), endName(chart, end)));
    marker.on("mouseout", () => hint(chart, null));
    marker.on("add", () => {
      const box = marker.getElement();
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        chart.store.set({ open: openText(chart.scene, target) });
      });
      box.addEventListener("focus", () => hint(chart, null));
    });
    chart.buttons.set(end.number, marker);
  }
  standButtons(chart);
  nameButtons(chart);
}

/** Put each button where its symbol stands at this zoom. */
function standButtons(chart) {
  const zoom = chart.map.getZoom();
  const stands = chart.layout(zoom);
  for (const [number, marker] of chart.buttons) {
    const stand = stands.get(number);
    const width = Math.max(24, Math.round(stand.width));
    const height = Math.max(24, Math.round(stand.height));
    marker.setIcon(L.divIcon({ className: "spot", html: "", iconSize: [width, height], iconAnchor: [width / 2, Math.max(12, stand.radius)] }));
    marker.setLatLng([latOf(stand.y), lonOf(stand.x)]);
  }
  nameButtons(chart);
}

function endName(chart, end) {
  if (end.type === "place") {
    const leaving = chart.shown.departures.filter((each) => each.from === end.number && !each.cancelled);
    const aboard = leaving.reduce((sum, each) => sum + each.people, 0);
    return leaving.length ? `${end.name}: ${countText(leaving.length, "departure", "departures")}, ${peopleText(aboard)}` : end.name;
  }
  const site = chart.shown.sites.find((each) => each.end === end);
  if (!site || !end.mostBeds) return `${end.name}: no beds`;
  const without = site.without ? `, ${peopleText(site.without)} without a bed` : "";
  return `${end.name}: ${peopleText(site.people)}, ${countText(site.beds, "bed", "beds")}${without}`;
}

/** Keep exactly the buttons of what is shown, each with what it now says. */
function nameButtons(chart) {
  const { map, shown } = chart;
  const open = new Set(shown.sites.map((site) => site.end.number));
  for (const [number, marker] of chart.buttons) {
    const end = chart.scene.ends[number];
    const isShown = shown.layers.has(end.layer) && (end.type === "place" || open.has(number));
    if (isShown !== map.hasLayer(marker)) {
      if (isShown) marker.addTo(map);
      else marker.remove();
    }
    if (isShown) marker.getElement().setAttribute("aria-label", endName(chart, end));
  }
}

/** What a pointer is over, topmost first. */
function hitAt(chart, point) {
  if (!chart.frame) return null;
  const origin = chart.map.getPixelOrigin();
  const x = point.x + origin.x - chart.frame.left;
  const y = point.y + origin.y - chart.frame.top;
  for (let i = chart.hits.length - 1; i >= 0; i -= 1) if (chart.hits[i].near(x, y)) return chart.hits[i];
  return null;
}

function hitName(chart, { target }) {
  const { scene } = chart;
  if (target.type === "flow") {
    const flow = chart.shown.flows.find((each) => each.key === target.key);
    return `${flowName(scene, flow)}: ${peopleText(flow.people)}`;
  }
  if (target.type === "cluster") return `${countText(target.cluster.count, "incident", "incidents")}, ${peopleText(target.cluster.people)}: click to zoom in`;
  const { ids, people, state } = scene.incidents;
  return `Incident ${ids[target.row]}: ${scene.style.incidents[STATES[state[target.row]]].name}, ${peopleText(people[target.row])}`;
}

function addPointer(chart) {
  const { map } = chart;
  let waiting = null;
  const look = () => {
    const event = waiting;
    waiting = null;
    if (!event || chart.isMeasuring) return;
    const hit = hitAt(chart, event.layerPoint);
    map.getContainer().classList.toggle("over", Boolean(hit));
    if (!event.originalEvent.target.closest(".spot")) hint(chart, hit ? event.latlng : null, hit ? hitName(chart, hit) : "");
  };
  map.on("mousemove", (event) => {
    if (!waiting) window.requestAnimationFrame(look);
    waiting = event;
  });
  map.on("mouseout", () => hint(chart, null));
  map.on("click", (event) => {
    if (chart.isMeasuring) {
      chart.measureAt(event.latlng);
      return;
    }
    const hit = hitAt(chart, event.layerPoint);
    if (!hit) return;
    if (hit.target.type === "cluster") zoomInto(chart, hit.target);
    else chart.store.set({ open: openText(chart.scene, hit.target) });
  });
}

/** Zoom until a cluster falls apart; where it can not, list what is in it. */
function zoomInto(chart, target) {
  const { west, east, north, south } = target.cluster;
  const { map } = chart;
  if (map.getZoom() >= SINGLE_FROM_ZOOM || (west === east && north === south)) {
    chart.listed = target;
    chart.popup.setLatLng([latOf(target.cluster.stand.y), lonOf(target.cluster.stand.x)]).setContent(factsOf(chart, target)).openOn(map);
    return;
  }
  const bounds = L.latLngBounds([latOf(north), lonOf(west)], [latOf(south), lonOf(east)]);
  const wanted = Math.min(map.getBoundsZoom(bounds, false, [60, 60]), SINGLE_FROM_ZOOM);
  map.setView(bounds.getCenter(), Math.max(wanted, map.getZoom() + 1));
}

/** A hint beside the pointer; plain text. */
function hint(chart, at, text) {
  if (!chart.tip) chart.tip = L.tooltip({ direction: "top", opacity: 1, offset: [0, -10], className: "hint" });
  if (!at) chart.map.closeTooltip(chart.tip);
  else chart.tip.setLatLng(at).setContent(element("span", "", text)).addTo(chart.map);
}

/** A target in the words of the link. */
function openText(scene, target) {
  const words = {
    end: () => `${scene.ends[target.number].type}:${scene.ends[target.number].id}`,
    incident: () => `incident:${scene.incidents.ids[target.row]}`,
    flow: () => `flow:${target.key}`,
    departure: () => `departure:${scene.departures[target.index].id}`,
    person: () => `person:${scene.people.ids[target.index]}`,
  };
  return words[target.type]();
}

function targetOf(scene, text) {
  const colon = text.indexOf(":");
  const [type, id] = [text.slice(0, colon), text.slice(colon + 1)];
  const found = (list, of, as) => {
    const at = list.findIndex((each) => of(each) === id);
    return at < 0 ? null : as(at);
  };
  if (type === "site" || type === "place") return found(scene.ends, (end) => end.id, (number) => ({ type: "end", number }));
  if (type === "incident") return found(scene.incidents.ids, (each) => each, (row) => ({ type, row }));
  if (type === "departure") return found(scene.departures, (each) => each.id, (index) => ({ type, index }));
  if (type === "person") return found(scene.people.ids, (each) => each, (index) => ({ type, index }));
  const [kind, from, to] = id.split(" ");
  return type === "flow" && FLOWS.includes(kind) && scene.ends[from] && scene.ends[to] ? { type, key: id } : null;
}

/** Where a target is on the world; null when it is nowhere on the days shown. */
function spotOf(chart, target) {
  const { scene } = chart;
  const stands = chart.layout(chart.map.getZoom());
  const stand = (number) => (number < 0 ? null : stands.get(number));
  if (target.type === "end") return stand(target.number);
  if (target.type === "incident") return { x: scene.incidents.x[target.row], y: scene.incidents.y[target.row] };
  if (target.type === "departure") return stand(scene.departures[target.index].from);
  if (target.type === "person") return stand(whereabouts(scene, target.index, chart.shown.window[0])[0]);
  const [kind, from, to] = target.key.split(" ");
  const scale = 2 ** chart.map.getZoom();
  const points = flowPoints({ scale, left: 0, top: 0 }, scene, { kind, from: Number(from), to: Number(to) }, stands);
  const middle = points[Math.round((points.length - 1) * ARROW_AT)];
  return { x: middle.x / scale, y: middle.y / scale };
}

/** Open, move, rewrite or close the popup, as the state has it. */
function openPopup(chart, state, isNew) {
  const target = state.open ? targetOf(chart.scene, state.open) : null;
  const spot = target && spotOf(chart, target);
  if (!spot) {
    if (isNew || !target) chart.isClosing = true;
    if (!chart.listed || isNew) chart.map.closePopup(chart.popup);
    chart.isClosing = false;
    return;
  }
  chart.listed = null;
  const narrow = window.innerWidth < NARROW;
  L.setOptions(chart.popup, { autoPan: isNew, autoPanPaddingTopLeft: narrow ? [8, 60] : [50, 12], autoPanPaddingBottomRight: narrow ? [8, 8] : [350, 12] });
  const content = factsOf(chart, target);
  const hadFocus = chart.map.hasLayer(chart.popup) && chart.popup.getElement().contains(document.activeElement);
  chart.isClosing = true;
  chart.popup.setLatLng([latOf(spot.y), lonOf(spot.x)]).setContent(content);
  if (!chart.map.hasLayer(chart.popup)) chart.popup.openOn(chart.map);
  chart.isClosing = false;
  if (isNew || hadFocus) content.focus({ preventScroll: true });
}

/** Closed by the reader: the state forgets it, and the keyboard goes back to what opened it. */
function leavePopup(chart) {
  if (chart.isClosing) return;
  chart.listed = null;
  const target = targetOf(chart.scene, chart.store.get().open);
  chart.store.set({ open: "" });
  const marker = target && target.type === "end" && chart.buttons.get(target.number);
  const box = marker && marker.getElement();
  if (box && (document.activeElement === document.body || chart.popup.getElement().contains(document.activeElement))) box.focus({ preventScroll: true });
}

/** Bring a target into view, on a day that has it, with its layer on, and open it. */
function showTarget(chart, target, zoom) {
  const { scene, store, map } = chart;
  const state = store.get();
  const changes = {};
  const layer = layerOf(scene, target);
  if (layer && !state.layers.includes(layer)) changes.layers = scene.layers.map((each) => each.key).filter((key) => key === layer || state.layers.includes(key));
  const day = target.type === "incident" ? scene.incidents.day[target.row] : (target.type === "departure" ? scene.departures[target.index].day : null);
  const [from, to] = windowOf(scene, state);
  if (day !== null && (day < from || day > to)) changes.day = day;
  store.set(changes);
  const spot = spotOf(chart, target);
  if (spot) {
    const closer = Math.max(map.getZoom(), zoom ?? (target.type === "incident" ? SINGLE_FROM_ZOOM : 10));
    map.setView([latOf(spot.y), lonOf(spot.x)], target.type === "flow" ? map.getZoom() : closer, { animate: false });
  }
  const open = openText(scene, target);
  if (store.get().open === open) openPopup(chart, store.get(), true);
  else store.set({ open });
}

function layerOf(scene, target) {
  if (target.type === "incident") return "incidents";
  if (target.type === "end") return scene.ends[target.number].layer;
  return target.type === "flow" ? target.key.split(" ")[0] : null;
}
