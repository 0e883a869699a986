// Reads the scene's JSON into columns that can be asked quickly: by day, and by place.

const STATES = ["at_sea", "landed", "closed"];
const FLOWS = ["from_landing", "between_sites", "to_home", "to_departure", "to_france"];
const FEWEST_FOR_HEAT = 25;
const SHAPE_LAYERS = { landing: "landing", detention: "detention", home: "home" };

function readScene(data) {
  const scene = {
    ...data,
    ends: [...data.sites.map((site) => ({ ...site, type: "site" })), ...data.places.map((place) => ({ ...place, type: "place" }))],
    incidents: readIncidents(data.incidents, data),
    flows: { ...data.flows, starts: startsByDay(data.flows.day, data.days), size: data.flows.day.length },
    people: { ids: wholeWords(data.people.id), stays: data.people.stays.map((number) => data.people.ways[number]) },
    land: data.land.map((polygon) => polygon.map((ring) => decodeLine(ring, data.steps))),
    borders: data.borders.map((line) => decodeLine(line, data.steps)),
    lines: data.lines.map(([name, line]) => ({ name, line: decodeLine(line, data.steps) })),
  };
  scene.landBounds = scene.land.map((polygon) => boundsOf(polygon[0]));
  scene.ends.forEach((end, number) => readEnd(end, number, data.days));
  scene.sites = scene.ends.filter((end) => end.type === "site");
  scene.places = scene.ends.filter((end) => end.type === "place");
  scene.closures = data.closures.map(([end, name, first, last, beds]) => ({ end, name, first, last, beds }));
  scene.roles = unique(scene.sites.map((site) => site.kind));
  scene.kinds = unique(scene.sites.flatMap((site) => site.units.flatMap((unit) => unit.kinds)));
  scene.modes = unique(scene.departures.map(departureStatus));
  scene.states = STATES.filter((_, number) => scene.incidents.state.includes(number)).map((state) => data.style.incidents[state].name);
  scene.mostFlow = data.flows.people.reduce((top, count) => Math.max(top, count), 1);
  scene.layers = layersOf(scene);
  return scene;
}

function unique(texts) {
  return [...new Set(texts)];
}

function readEnd(end, number, days) {
  end.number = number;
  [end.lat, end.lon] = end.at;
  end.x = worldX(end.lon);
  end.y = worldY(end.lat);
  end.layer = end.type === "site" ? SHAPE_LAYERS[end.shape] : (end.symbol === "launch_area" ? "launch" : "places");
  if (end.type !== "site") return;
  const most = (day) => end.units.reduce((sum, unit) => sum + unit.beds[day], 0);
  end.mostBeds = 0;
  for (let day = 0; day < days; day += 1) end.mostBeds = Math.max(end.mostBeds, most(day));
}

function readIncidents(columns, data) {
  let day = 0;
  const days = columns.day.map((step) => (day += step));
  const x = Float64Array.from(columns.east, (east) => worldX(east / data.steps));
  const y = Float64Array.from(columns.north, (north) => worldY(north / data.steps));
  return {
    ...columns,
    ids: wholeWords(columns.id),
    day: Int32Array.from(days),
    state: Uint8Array.from(columns.state),
    people: Int32Array.from(columns.people),
    x,
    y,
    starts: startsByDay(days, data.days),
    size: days.length,
  };
}

/** Undo the shortening of words that share their beginnings. */
function wholeWords(short) {
  let before = "";
  return short.map((word) => (before = before.slice(0, parseInt(word[0], 36)) + word.slice(1)));
}

/** Where each day's rows begin in a column of rising days; one number more than there are days. */
function startsByDay(days, count) {
  const starts = new Int32Array(count + 1);
  for (const day of days) starts[day + 1] += 1;
  for (let day = 0; day < count; day += 1) starts[day + 1] += starts[day];
  return starts;
}

function departureStatus(departure) {
  return departure.cancelled ? "Cancelled" : departure.mode;
}

/** The layers a scene has something for, in groups, in the order they are listed. */
function layersOf(scene) {
  const has = (layer) => scene.ends.some((end) => end.layer === layer);
  const flow = (kind) => scene.flows.kind.includes(kind);
  const lists = [
    [scene.sites.length ? "This day" : "Incidents", [
      ["incidents", "Incidents", scene.incidents.size > 0],
      ["hexagons", "Incidents as hexagons", scene.incidents.size >= FEWEST_FOR_HEAT],
      ["heat", "Incidents as heat", scene.incidents.size >= FEWEST_FOR_HEAT],
      ["totals", "Totals by place", scene.incidents.size >= FEWEST_FOR_HEAT],
      ["tracks", "Ways at sea, approximate", Object.keys(scene.incidents.track).length > 0],
      ["expected", "Expected ashore", scene.sites.some((site) => site.expected.length)],
      ["without", "Without a bed", scene.sites.some((site) => site.without.length)],
      ["closures", "Beds out of use", scene.closures.length > 0],
    ]],
    ["People moving", FLOWS.map((kind) => [kind, scene.style.flows[kind].name, flow(kind)])],
    ["Places", [
      ["landing", "Landing places", has("landing")],
      ["detention", "Places of detention", has("detention")],
      ["home", "Accommodation and care", has("home")],
      ["places", scene.departures.length ? "Departures and arrivals" : "Ports and airports", has("places")],
      ["launch", "Launch areas", has("launch")],
    ]],
    ["Ground", [
      ["lines", "Lines at sea", scene.lines.length > 0],
      ["borders", "Borders", scene.borders.length > 0],
      ["towns", "Town names", scene.towns.length > 0],
    ]],
  ];
  return lists.flatMap(([group, layers]) => layers.filter(([, , found]) => found).map(([key, name]) => ({ group, key, name })));
}
