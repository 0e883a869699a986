// What is shown as rows: for the tables under the map, and for exports. {title, head, rows: [{cells, target, record, shape}]}

function shownRows(scene, shown) {
  const { layers } = shown;
  return [
    incidentRows(scene, shown, layers.has("incidents") || layers.has("hexagons") || layers.has("heat")),
    flowRows(scene, shown),
    departureRows(scene, shown, layers.has("places")),
    siteRows(scene, shown),
    closureRows(scene, shown, layers.has("closures")),
    placeRows(scene, shown),
  ];
}

function pointShape(lat, lon) {
  return { type: "Point", coordinates: [Number(lon.toFixed(5)), Number(lat.toFixed(5))] };
}

function incidentRows(scene, shown, isShown) {
  const { incidents, style } = scene;
  const named = (number) => (number < 0 ? "" : scene.ends[number].name);
  const rows = isShown ? [...shown.incidents.rows] : [];
  return {
    title: "Incidents",
    head: ["Incident", "Date", "Status", "People", "Boats", "Position", "Launch area", "Landed at"],
    count: rows.length,
    row: (i) => {
      const row = rows[i];
      const [lat, lon] = [incidents.north[row] / scene.steps, incidents.east[row] / scene.steps];
      const state = style.incidents[STATES[incidents.state[row]]].name;
      const [count, boats] = [incidents.people[row], incidents.boats[row]];
      return {
        cells: [incidents.ids[row], dayText(scene, incidents.day[row]), state, count, boats, positionText(lat, lon), named(incidents.launch[row]), named(incidents.landing[row])],
        target: { type: "incident", row },
        record: { what: "incident", id: incidents.ids[row], name: "", kind: state, from: named(incidents.launch[row]), to: named(incidents.landing[row]), first_date: isoText(scene, incidents.day[row]), last_date: isoText(scene, incidents.day[row]), people: count, beds: "", lat, lon },
        shape: pointShape(lat, lon),
      };
    },
  };
}

function flowRows(scene, shown) {
  const flows = shown.flows.filter((flow) => shown.layers.has(flow.kind)).reverse();
  return {
    title: "People moving",
    head: ["From", "To", "Journey", "People"],
    count: flows.length,
    row: (i) => {
      const flow = flows[i];
      const [from, to] = [scene.ends[flow.from], scene.ends[flow.to]];
      const kind = scene.style.flows[flow.kind].name;
      return {
        cells: [from.name, to.name, kind, flow.people],
        target: { type: "flow", key: flow.key },
        record: { what: "flow", id: "", name: "", kind, from: from.id, to: to.id, ...windowDates(scene, shown), people: flow.people, beds: "", lat: "", lon: "" },
        shape: { type: "LineString", coordinates: [[from.lon, from.lat], [to.lon, to.lat]] },
      };
    },
  };
}

function windowDates(scene, shown) {
  return { first_date: isoText(scene, shown.window[0]), last_date: isoText(scene, shown.window[1]) };
}

function departureRows(scene, shown, isShown) {
  const list = isShown ? shown.departures : [];
  return {
    title: "Departures",
    head: ["Departure", "Date", "Time", "From", "To", "How", "People", "Seats"],
    count: list.length,
    row: (i) => {
      const each = list[i];
      const [from, to] = [scene.ends[each.from], scene.ends[each.to]];
      const date = isoText(scene, each.day);
      return {
        cells: [each.id, dayText(scene, each.day), each.time, from.name, to.name, departureStatus(each), each.people, each.seats],
        target: { type: "departure", index: scene.departures.indexOf(each) },
        record: { what: "departure", id: each.id, name: "", kind: departureStatus(each), from: from.id, to: to.id, first_date: date, last_date: date, people: each.people, beds: each.seats, lat: from.lat, lon: from.lon },
        shape: pointShape(from.lat, from.lon),
      };
    },
  };
}

function siteRows(scene, shown) {
  const list = shown.sites.filter((site) => shown.layers.has(site.end.layer));
  const isOne = shown.window[0] === shown.window[1];
  return {
    title: isOne ? "Sites that night" : "Sites on their fullest night",
    head: ["Site", "Kind", "Night", "People", "Beds", "Percent full", "Without a bed", "Expected ashore"],
    count: list.length,
    row: (i) => {
      const site = list[i];
      const { end } = site;
      const date = isoText(scene, site.night);
      const full = site.beds ? Math.floor((100 * site.people) / site.beds) : "no beds";
      return {
        cells: [end.name, end.kind, dayText(scene, site.night), site.people, site.beds, full, site.without, site.expected],
        target: { type: "end", number: end.number },
        record: { what: "site", id: end.id, name: end.name, kind: end.kind, from: "", to: "", first_date: date, last_date: date, people: site.people, beds: site.beds, lat: end.lat, lon: end.lon },
        shape: pointShape(end.lat, end.lon),
      };
    },
  };
}

function closureRows(scene, shown, isShown) {
  const list = isShown ? shown.closures : [];
  return {
    title: "Beds out of use",
    head: ["Site", "Part", "First night", "Last night", "Beds"],
    count: list.length,
    row: (i) => {
      const each = list[i];
      const end = scene.ends[each.end];
      return {
        cells: [end.name, each.name, dayText(scene, each.first), dayText(scene, each.last), each.beds],
        target: { type: "end", number: each.end },
        record: { what: "closure", id: end.id, name: each.name, kind: end.kind, from: "", to: "", first_date: isoText(scene, each.first), last_date: isoText(scene, each.last), people: "", beds: each.beds, lat: end.lat, lon: end.lon },
        shape: pointShape(end.lat, end.lon),
      };
    },
  };
}

function placeRows(scene, shown) {
  const list = shown.places.filter((place) => shown.layers.has(place.layer));
  return {
    title: "Places",
    head: ["Place", "What", "Details"],
    count: list.length,
    row: (i) => {
      const place = list[i];
      return {
        cells: [place.name, PLACE_NAMES[place.symbol], place.fields.map(([label, value]) => `${label}: ${value}`).join("; ")],
        target: { type: "end", number: place.number },
        record: { what: "place", id: place.id, name: place.name, kind: PLACE_NAMES[place.symbol], from: "", to: "", first_date: "", last_date: "", people: "", beds: "", lat: place.lat, lon: place.lon },
        shape: pointShape(place.lat, place.lon),
      };
    },
  };
}
