// Puts a scene's things into the layers that Folium made.

const CURVE_CORNERS = 40;
const NAMES_FROM_ZOOM = 7.5;
const LAUNCH_NAMES_FROM_ZOOM = 9;

function drawLand(map, data) {
  map.createPane("land").style.zIndex = 200;
  const rings = data.land.map((polygon) => polygon.map((ring) => decodeRing(ring, data.stepsPerDegree)));
  L.polygon(rings, {
    renderer: L.canvas({ pane: "land", padding: 0.5 }),
    pane: "land",
    interactive: false,
    color: data.style.shore,
    weight: 1,
    fillColor: data.style.land,
    fillOpacity: 1,
  }).addTo(map);
}

function drawIncident(item, group, chart) {
  const state = chart.data.style.incidents[item.state].name;
  const name = `Incident ${item.id}: ${state}, ${peopleText(item.people)}`;
  const box = element("div", "incident");
  box.dataset.state = item.state;
  box.append(incidentDrawing(item.state, chart.data.style), element("span", "", String(item.people)));
  const marker = L.marker(item.at, { icon: namedIcon(name, "", box, [24, 24]), riseOnHover: true, people: item.people, state: item.state });
  explain(marker, `Incident ${item.id}`, name, item.fields);
  group.addLayer(marker);
  return marker;
}

/** The icon of several incidents that would cover each other. */
function clusterIcon(cluster) {
  const members = cluster.getAllChildMarkers().map((marker) => marker.options);
  const people = members.reduce((sum, member) => sum + member.people, 0);
  const atSea = members.filter((member) => member.state === "at_sea").length;
  const name = `${members.length} incidents, ${peopleText(people)}${atSea ? `, ${atSea} at sea` : ""}: zoom in`;
  const size = members.length < 10 ? 32 : 38;
  return namedIcon(name, `cluster${atSea ? " at-sea" : ""}`, element("span", "", String(members.length)), [size, size]);
}

function tag(lines, className) {
  const box = element("div", `tag ${className}`);
  for (const line of lines) box.append(element("span", "", line));
  return box;
}

/** A symbol with its tag beneath; the box is what must not be covered. */
function spot(item, group, chart, symbol, symbolSize, lines, name) {
  const content = element("div", "spot");
  content.append(symbol);
  if (lines.length) content.append(tag(lines, item.type));
  const icon = namedIcon(name, "", content, [symbolSize, symbolSize]);
  const marker = L.marker(item.at, { icon, riseOnHover: true, autoPanOnFocus: false });
  explain(marker, item.name, name, item.fields);
  group.addLayer(marker);
  chart.spots.push({ id: item.id, group, marker, home: L.latLng(item.at), lines, symbolSize, fixed: item.symbol === "launch_area" });
  return marker;
}

function drawSite(item, group, chart) {
  const radius = siteRadius(item.beds);
  const fill = item.band === null ? chart.data.style.noBeds : chart.data.style.bands[item.band].colour;
  const load = item.beds ? `${item.people}/${item.beds}` : (item.people ? String(item.people) : "");
  const words = item.beds ? `${peopleText(item.people)}, ${item.beds} beds` : "no beds";
  return spot(item, group, chart, siteDrawing(item.shape, radius, fill), 2 * radius + 4, [item.label, load].filter(Boolean), `${item.name}: ${words}`);
}

function drawPlace(item, group, chart) {
  const symbol = placeDrawing(item.symbol, chart.data.style);
  const size = Number(symbol.getAttribute("width"));
  if (item.symbol === "unplaced") {
    const marker = spot(item, group, chart, symbol, size, [], `${item.name}: ${item.label}`);
    marker.options.icon.options.html.append(element("span", "inside", item.label));
    return marker;
  }
  if (item.symbol !== "launch_area") return spot(item, group, chart, symbol, size, item.label ? [item.label] : [], item.name);
  const marker = spot(item, group, chart, symbol, size, [], item.name);
  marker.options.icon.options.html.append(tag([item.label || item.name], "launch"));
  return marker;
}

function flowWidth(people, most) {
  return 1.5 + 12.5 * Math.sqrt(people / most);
}

function drawFlow(item, group, chart) {
  const { name: kind, colour, dash } = chart.data.style.flows[item.kind];
  const weight = flowWidth(item.people, chart.mostPeople);
  const name = `${item.name}: ${peopleText(item.people)}`;
  const line = { color: colour, weight, dashArray: dash || null, opacity: 0.9, lineCap: "butt", smoothFactor: 0, interactive: false };
  const parts = {
    halo: L.polyline([], { color: "#ffffff", weight: weight + 4, opacity: 0.55, smoothFactor: 0, lineCap: "butt" }),
    line: L.polyline([], line),
    head: L.polygon([], { color: "#ffffff", weight: 1, fillColor: colour, fillOpacity: 1, smoothFactor: 0 }),
  };
  for (const part of [parts.halo, parts.head]) explain(part, item.name, name, [["People", String(item.people)], ["Journey", kind], ...item.fields]);
  parts.line.on("add", () => {
    parts.line.getElement().setAttribute("role", "img");
    parts.line.getElement().setAttribute("aria-label", name);
  });
  for (const part of Object.values(parts)) group.addLayer(part);
  chart.flows.push({ item, group, weight, ...parts });
  return parts.head;
}

const DRAW = { site: drawSite, place: drawPlace, incident: drawIncident, flow: drawFlow };

/** Draw each thing of a layer; gives what opens its popup, in the order of the items. */
function drawLayer(layer, group, chart) {
  if (group.options.maxClusterRadius) {
    group.options.iconCreateFunction = clusterIcon;
    chart.clusters.push(group);
  }
  return layer.items.map((item) => DRAW[item.type](item, group, chart));
}

/** Width and height of a spot: its symbol and the lines of its tag that this zoom shows. */
function spotSize({ lines, symbolSize }, zoom) {
  const read = zoom < NAMES_FROM_ZOOM ? lines.slice(-1) : lines;
  return {
    width: Math.max(symbolSize, ...read.map((line) => Math.min(line.length, 16) * 6.4 + 8)),
    height: symbolSize + read.length * 12 + (read.length ? 3 : 0),
  };
}

/** Find a place for every shown symbol at this zoom, then run leader lines and flows to where the symbols stand. */
function layOut(chart) {
  const { map } = chart;
  const zoom = map.getZoom();
  const shown = chart.spots.filter((each) => !each.fixed && map.hasLayer(each.group));
  const boxes = shown.map((each) => {
    const home = map.project(each.home, zoom);
    const size = spotSize(each, zoom);
    return { each, x: home.x, y: home.y + (size.height - each.symbolSize) / 2, ...size };
  });
  spread([...obstacles(chart, zoom), ...boxes], 1);
  chart.leaders.clearLayers();
  const ends = new Map(chart.spots.map((each) => [each.id, each.home]));
  for (const { each, x, y, height } of boxes) {
    const at = map.unproject(L.point(x, y - (height - each.symbolSize) / 2), zoom);
    each.marker.setLatLng(at);
    ends.set(each.id, at);
    if (map.project(at, zoom).distanceTo(map.project(each.home, zoom)) > 5) lead(each.home, at, chart);
  }
  for (const flow of chart.flows) if (map.hasLayer(flow.group)) layFlow(flow, ends, map, zoom);
}

/** Boxes of what stays where it is: launch areas, and incidents or clusters of them as this zoom shows them. */
function obstacles(chart, zoom) {
  const found = chart.spots.filter((each) => each.fixed && chart.map.hasLayer(each.group)).map((each) => [each.home, each.symbolSize]);
  for (const group of chart.clusters) {
    if (chart.map.hasLayer(group)) found.push(...standing(group._topClusterLevel, Math.round(zoom)));
  }
  return found.map(([at, size]) => ({ ...chart.map.project(at, zoom), width: size, height: size, fixed: true }));
}

/** What a cluster shows at a zoom, without regard to what is in view, so that dragging the map moves nothing on it. */
function standing(cluster, zoom) {
  if (cluster._zoom >= zoom) return [[cluster.getLatLng(), 36]];
  const deeper = cluster._childClusters.flatMap((child) => standing(child, zoom));
  return [...deeper, ...cluster._markers.map((marker) => [marker.getLatLng(), 24])];
}

function lead(home, at, chart) {
  const quiet = { interactive: false, color: "#333333", weight: 1, opacity: 0.75 };
  chart.leaders.addLayer(L.polyline([home, at], quiet));
  chart.leaders.addLayer(L.circleMarker(home, { ...quiet, radius: 2, fillColor: "#333333", fillOpacity: 1 }));
}

function layFlow(flow, ends, map, zoom) {
  const { from, to, via } = flow.item;
  const stops = [ends.get(from), ...via, ends.get(to)].map((at) => map.project(at, zoom));
  const points = via.length ? stops : bend(stops[0], stops[1], CURVE_CORNERS);
  const back = (list) => list.map((point) => map.unproject(point, zoom));
  flow.halo.setLatLngs(back(points));
  flow.line.setLatLngs(back(points));
  flow.head.setLatLngs(back(arrowhead(points, 5 + flow.weight * 0.9)));
}
