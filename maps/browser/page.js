// Starts the page: fills the layers, dresses the controls, and keeps everything reachable by keyboard.

const PLACE_NAMES = { airport: "Airport", port: "Port", rail: "Rail terminal", other: "Other place", unplaced: "People without a bed" };

function start({ map, control, layers }) {
  const data = JSON.parse(document.getElementById("scene").textContent);
  const flows = data.layers.flatMap((layer) => layer.items).filter((item) => item.type === "flow");
  const chart = {
    map,
    data,
    spots: [],
    flows: [],
    clusters: [],
    leaders: L.layerGroup().addTo(map),
    mostPeople: Math.max(1, ...flows.map((flow) => flow.people)),
  };
  map.getContainer().style.background = data.style.sea;
  const narrow = map.getContainer().clientWidth < NARROW;
  const panels = addPanels(chart, control, narrow);
  map.fitBounds(data.view, { animate: false, paddingTopLeft: [44, 8], paddingBottomRight: [narrow ? 8 : panels.offsetWidth + 16, 8] });
  keepInside(chart);
  nameByZoom(map);
  drawLand(map, data);
  const drawn = data.layers.map((layer, index) => drawLayer(layer, layers[index], chart));
  layOut(chart);
  map.on("zoomend overlayadd overlayremove", () => layOut(chart));
  addPosition(map);
  minKeyboard(map);
  linkTables(chart, layers, drawn);
}

/** Stop short of the straight edges where the drawn land ends. */
function keepInside(chart) {
  const { extent } = chart.data;
  if (!extent) return;
  chart.map.setMinZoom(Math.max(chart.map.getMinZoom(), chart.map.getBoundsZoom(extent, true)));
  chart.map.setMaxBounds(extent);
  chart.map.options.maxBoundsViscosity = 1;
}

function nameByZoom(map) {
  const set = () => {
    map.getContainer().classList.toggle("near", map.getZoom() >= LAUNCH_NAMES_FROM_ZOOM);
    map.getContainer().classList.toggle("far", map.getZoom() < NAMES_FROM_ZOOM);
  };
  map.on("zoomend", set);
  set();
}

function fold(title, content, open) {
  const box = element("details", "fold");
  box.open = open;
  box.append(element("summary", "", title), content);
  return box;
}

function addPanels(chart, control, narrow) {
  const box = element("div", "panels leaflet-control");
  dressLayers(control, chart.data);
  box.append(fold("Layers", control.getContainer(), !narrow), fold("Legend", legend(chart), !narrow));
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  const panels = L.control({ position: "topright" });
  panels.onAdd = () => box;
  panels.addTo(chart.map);
  return box;
}

/** Put names, counts and headings into Leaflet's control, each time it writes its list anew. */
function dressLayers(control, { layers, style }) {
  const write = control._update;
  control._update = function update() {
    write.call(this);
    let set = null;
    [...this._overlaysList.querySelectorAll("label")].forEach((label, index) => {
      const layer = layers[index];
      if (!set || set.name !== layer.group) {
        set = element("fieldset", "");
        set.name = layer.group;
        set.append(element("legend", "", layer.group));
        this._overlaysList.append(set);
      }
      const words = label.querySelector("input").nextElementSibling;
      const count = `${layer.count.toLocaleString("en-GB")} ${layer.counted}`;
      words.replaceChildren(layerSwatch(layer, style), element("span", "name", layer.name), " ", element("span", "count", count));
      set.append(label);
    });
    return this;
  };
  control._update();
}

/** What a layer's things look like; a layer of several symbols shows its first. */
function layerSwatch(layer, style) {
  const cell = element("span", "swatch");
  const [item] = layer.items;
  if (!item) return cell;
  const symbols = {
    flow: () => stroke(style.flows[item.kind].colour, style.flows[item.kind].dash, 4),
    site: () => siteDrawing(item.shape, 6, style.noBeds),
    place: () => placeDrawing(item.symbol, style),
    incident: () => incidentDrawing(item.state, style),
  };
  cell.append(symbols[item.type]());
  return cell;
}

function legendRow(symbol, text) {
  const row = element("li", "");
  const cell = element("span", "swatch");
  cell.append(symbol);
  row.append(cell, element("span", "", text));
  return row;
}

function legendPart(title, rows) {
  const part = element("div", "legend-part");
  const list = element("ul", "");
  list.append(...rows);
  part.append(element("h3", "", title), list);
  return part;
}

function stroke(colour, dash, width) {
  return drawing(40, Math.max(6, width), [["path", {
    d: `M0 ${Math.max(6, width) / 2}H40`, stroke: colour, "stroke-width": width, "stroke-dasharray": dash, fill: "none",
  }]]);
}

function legend(chart) {
  const { style, layers } = chart.data;
  const items = layers.flatMap((layer) => layer.items);
  const box = element("div", "legend");
  const add = (title, rows) => {
    if (rows.length) box.append(legendPart(title, rows));
  };
  if (items.some((item) => item.type === "site")) {
    add("Beds in use", style.bands.map((band) => legendRow(siteDrawing("detention", 7, band.colour), band.text)));
  }
  add("Incidents", Object.entries(style.incidents)
    .filter(([state]) => items.some((item) => item.state === state))
    .map(([state, { name }]) => legendRow(incidentDrawing(state, style), name)));
  add("Places", Object.entries(PLACE_NAMES)
    .filter(([symbol]) => items.some((item) => item.symbol === symbol))
    .map(([symbol, name]) => legendRow(placeDrawing(symbol, style), name)));
  if (items.some((item) => item.type === "flow")) add("Width of lines", widthRows(chart.mostPeople));
  return box;
}

function widthRows(most) {
  const steps = [...new Set([Math.ceil(most / 50), Math.ceil(most / 8), most])];
  return steps.map((people) => legendRow(stroke("#555555", "", flowWidth(people, most)), peopleText(people)));
}

function addPosition(map) {
  const box = element("div", "position leaflet-control");
  const panel = L.control({ position: "bottomleft" });
  panel.onAdd = () => box;
  panel.addTo(map);
  const show = (what, latlng) => {
    box.textContent = `${what} ${positionText(latlng)}`;
  };
  map.on("mousemove", (event) => show("Pointer", event.latlng));
  map.on("moveend mouseout", () => show("Centre", map.getCenter()));
  show("Centre", map.getCenter());
}

/** Escape closes a popup and gives the keyboard back to what opened it. */
function minKeyboard(map) {
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  map.on("popupopen", ({ popup }) => {
    const facts = popup.getElement().querySelector(".facts");
    if (facts) facts.focus({ preventScroll: true });
  });
  map.on("popupclose", ({ popup }) => {
    const opener = popup._source && popup._source.getElement && popup._source.getElement();
    if (opener && popup.getElement().contains(document.activeElement) && opener.tabIndex >= 0) opener.focus({ preventScroll: true });
  });
}

/** Make the first cell of each table row a button that shows the row's thing on the map. */
function linkTables(chart, layers, drawn) {
  for (const cell of document.querySelectorAll("th[data-layer]")) {
    const button = element("button", "show", cell.textContent);
    button.type = "button";
    button.title = "Show on the map";
    const layer = Number(cell.dataset.layer);
    button.addEventListener("click", () => show(chart, layers[layer], drawn[layer][Number(cell.dataset.item)]));
    cell.replaceChildren(button);
  }
}

function show(chart, group, target) {
  const { map } = chart;
  if (!map.hasLayer(group)) group.addTo(map);
  layOut(chart);
  document.getElementById("map-area").scrollIntoView();
  if (group.zoomToShowLayer) {
    group.zoomToShowLayer(target, () => target.openPopup());
    return;
  }
  const at = target.getLatLng ? target.getLatLng() : target.getBounds().getCenter();
  map.panTo(at, { animate: false });
  target.openPopup(at);
}
