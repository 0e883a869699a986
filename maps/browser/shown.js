// What a state shows of a scene. Map, tables, counts, legend and exports all read this, so that they can not disagree.

function shownOf(scene, state) {
  const days = windowOf(scene, state);
  const sites = shownSites(scene, state, days);
  const open = new Set(sites.map((site) => site.end.number));
  const all = {
    window: days,
    sites,
    places: scene.places,
    flows: shownFlows(scene, state, days, open),
    incidents: shownIncidents(scene, state, days),
    departures: scene.departures.filter((each) => each.day >= days[0] && each.day <= days[1] && !state.modes.includes(departureStatus(each))),
    closures: scene.closures.filter((each) => each.first <= days[1] && each.last >= days[0] && open.has(each.end)),
  };
  return { ...all, layers: new Set(state.layers), counts: countLayers(all) };
}

/** What the store's state shows; worked out once for everybody who asks. */
function shownNow(scene, store) {
  const { day, span, layers, roles, kinds, modes, states } = store.get();
  const key = JSON.stringify([day, span, layers, roles, kinds, modes, states]);
  if (scene.shownKey !== key) {
    scene.shown = shownOf(scene, store.get());
    scene.shownKey = key;
  }
  return scene.shown;
}

/** Sites that pass the filters, with the night that is fullest in the window. */
function shownSites(scene, state, days) {
  const found = [];
  for (const end of scene.sites) {
    if (state.roles.includes(end.kind)) continue;
    const units = state.kinds.length ? end.units.filter((unit) => unit.kinds.some((kind) => !state.kinds.includes(kind))) : end.units;
    if (end.units.length && !units.length) continue;
    found.push({ end, ...fullestNight(units, days), without: most(end.without, days), expected: total(end.expected, days), units });
  }
  return found;
}

function fullestNight(units, [from, to]) {
  let best = null;
  for (let night = from; night <= to; night += 1) {
    let people = 0;
    let beds = 0;
    for (const unit of units) {
      people += unit.people[night];
      beds += unit.beds[night];
    }
    const share = beds ? people / beds : (people ? Infinity : 0);
    if (!best || share > best.share) best = { night, people, beds, share };
  }
  return best;
}

function total(counts, [from, to]) {
  let sum = 0;
  for (let day = from; day <= to && day < counts.length; day += 1) sum += counts[day];
  return sum;
}

function most(counts, [from, to]) {
  let top = 0;
  for (let day = from; day <= to && day < counts.length; day += 1) top = Math.max(top, counts[day]);
  return top;
}

/** Flows of the window, one a way and kind; a way is shown when one of its sites is, or when it touches no site. */
function shownFlows(scene, state, [from, to], open) {
  const { flows, ends } = scene;
  const found = new Map();
  for (let row = flows.starts[from]; row < flows.starts[to + 1]; row += 1) {
    const sites = [flows.from[row], flows.to[row]].filter((end) => ends[end].type === "site");
    if (sites.length && !sites.some((end) => open.has(end))) continue;
    const key = `${flows.kind[row]} ${flows.from[row]} ${flows.to[row]}`;
    const known = found.get(key);
    if (known) known.people += flows.people[row];
    else found.set(key, { key, kind: flows.kind[row], from: flows.from[row], to: flows.to[row], people: flows.people[row], via: flows.via[row] });
  }
  return [...found.values()].sort((one, other) => one.people - other.people);
}

function shownIncidents(scene, state, [from, to]) {
  const { incidents, style } = scene;
  const first = incidents.starts[from];
  const last = incidents.starts[to + 1];
  const left = STATES.map((key) => state.states.includes(style.incidents[key].name));
  const rows = new Int32Array(last - first);
  let count = 0;
  for (let row = first; row < last; row += 1) {
    if (!left[incidents.state[row]]) rows[count++] = row;
  }
  let people = 0;
  for (let i = 0; i < count; i += 1) people += incidents.people[rows[i]];
  return { rows: rows.subarray(0, count), people };
}

/** People of the shown incidents by place: those who set out there, and those who landed there. */
function totalsByPlace(scene, shown) {
  const { launch, landing, people: counts } = scene.incidents;
  const found = new Map();
  for (const row of shown.incidents.rows) {
    for (const end of [launch[row], landing[row]]) {
      if (end < 0) continue;
      const known = found.get(end) || { people: 0, incidents: 0 };
      known.people += counts[row];
      known.incidents += 1;
      found.set(end, known);
    }
  }
  return found;
}

/** The number beside each layer, and what it counts. */
function countLayers(shown) {
  const sum = (list, of) => list.reduce((all, each) => all + of(each), 0);
  const at = (layer) => shown.sites.filter((site) => site.end.layer === layer).length;
  const counts = {
    incidents: [shown.incidents.rows.length, ""],
    hexagons: [shown.incidents.rows.length, ""],
    heat: [shown.incidents.rows.length, ""],
    tracks: [shown.incidents.rows.length, ""],
    totals: [shown.incidents.people, "people"],
    expected: people(sum(shown.sites, (site) => site.expected)),
    without: people(sum(shown.sites, (site) => site.without)),
    closures: [sum(shown.closures, (each) => each.beds), "beds"],
    landing: [at("landing"), ""],
    detention: [at("detention"), ""],
    home: [at("home"), ""],
    places: [shown.places.filter((place) => place.layer === "places").length, ""],
    launch: [shown.places.filter((place) => place.layer === "launch").length, ""],
  };
  for (const kind of FLOWS) counts[kind] = people(sum(shown.flows, (flow) => (flow.kind === kind ? flow.people : 0)));
  return counts;
}

function people(count) {
  return [count, count === 1 ? "person" : "people"];
}

/** The day in one sentence. */
function dayInWords(scene, shown) {
  const { counts } = shown;
  const moving = FLOWS.slice(0, 3).reduce((sum, kind) => sum + counts[kind][0], 0);
  const aboard = shown.departures.reduce((sum, each) => sum + each.people, 0);
  const words = [];
  if (counts.incidents[0]) words.push(`${countText(counts.incidents[0], "incident", "incidents")} with ${peopleText(shown.incidents.people)}`);
  if (counts.expected[0]) words.push(`${peopleText(counts.expected[0])} expected ashore`);
  if (moving) words.push(`${peopleText(moving)} moving between places`);
  if (shown.departures.length) words.push(`${countText(shown.departures.length, "departure", "departures")} with ${peopleText(aboard)}`);
  if (counts.without[0]) words.push(`${peopleText(counts.without[0])} without a bed`);
  const text = words.join(", ");
  return text ? `${text[0].toUpperCase()}${text.slice(1)}.` : "Nothing happens.";
}
