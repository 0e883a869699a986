// What a popup says: plain fields, built element by element.

const SVG = "http://www.w3.org/2000/svg";
const LONG_LIST = 24;

/** Title and content of a popup for a target on the days shown; null when there is nothing to say. */
function factsOf(chart, target) {
  const { scene, shown } = chart;
  const tellers = { end: endFacts, incident: incidentFacts, flow: flowFacts, cluster: clusterFacts, departure: departureFacts, person: personFacts };
  return tellers[target.type](chart, scene, shown, target);
}

function popupBox(title, when, fields, extras) {
  const box = element("div", "facts");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", title);
  box.tabIndex = -1;
  box.append(element("h2", "", title));
  if (when) box.append(element("p", "when", when));
  const list = element("dl");
  for (const [label, value] of fields) {
    if (value !== "" && value !== null) list.append(element("dt", "", label), element("dd", "", value));
  }
  const [curve, ...rest] = extras.filter(Boolean).sort((one, other) => (other.tagName === "svg") - (one.tagName === "svg"));
  if (curve && curve.tagName === "svg") box.append(curve, list, ...rest);
  else box.append(list, ...extras.filter(Boolean));
  return box;
}

function linkTo(href, text) {
  if (!href) return null;
  const line = element("p", "more");
  const link = element("a", "", text);
  link.href = href;
  line.append(link);
  return line;
}

function endFacts(chart, scene, shown, { number }) {
  const end = scene.ends[number];
  const moves = shown.flows.reduce((sums, flow) => {
    if (flow.to === number) sums.coming += flow.people;
    if (flow.from === number) sums.going += flow.people;
    return sums;
  }, { coming: 0, going: 0 });
  const coming = moves.coming ? peopleText(moves.coming) : "";
  const going = moves.going ? peopleText(moves.going) : "";
  const when = windowText(scene, shown.window);
  const sum = totalsByPlace(scene, shown).get(number);
  const crossed = sum ? [[end.layer === "launch" ? "Set out from here" : "Landed here", `${peopleText(sum.people)}, ${countText(sum.incidents, "incident", "incidents")}`]] : [];
  if (end.type === "place") {
    const departures = shown.departures.filter((each) => each.from === number || each.to === number).map((each) => departureLine(scene, each, number));
    const fields = [...crossed, ...departures, ["Arriving", coming], ["Leaving", going], ...end.fields];
    return popupBox(end.name, when, fields, [linkTo(scene.links.departures, "Departures in the summary")]);
  }
  const site = shown.sites.find((each) => each.end === end);
  if (!site) return popupBox(end.name, when, [["Kind", end.kind], ["Note", "Left out by a filter"]], []);
  const night = shown.window[0] === shown.window[1] ? "In beds that night" : `Fullest night, ${shortDayText(scene, site.night)}`;
  const reserved = site.units.reduce((sum, unit) => sum + (unit.reserved[site.night] || 0), 0);
  const closed = shown.closures.filter((each) => each.end === number);
  const fields = [
    ["Kind", end.kind],
    [night, end.mostBeds ? `${numberText(site.people)} of ${numberText(site.beds)}` : "no beds here"],
    ["Of these, admitted from elsewhere", reserved ? numberText(reserved) : ""],
    ...crossed,
    ["Without a bed", site.without ? peopleText(site.without) : ""],
    ["Expected ashore", site.expected ? peopleText(site.expected) : ""],
    ["Arriving", coming],
    ["Leaving", going],
    ...closed.map((each) => [`Out of use: ${each.name}`, `${countText(each.beds, "bed", "beds")}, ${shortDayText(scene, each.first)} to ${shortDayText(scene, each.last)}`]),
    ...(site.units.length > 1 ? site.units.map((unit) => [unit.name, unitText(unit, site.night)]) : []),
    ...end.fields,
    ["Id", end.id],
  ];
  return popupBox(end.name, when, fields, [occupancyCurve(scene, site, shown.window), linkTo(scene.links.sites, "Occupancy in the summary")]);
}

function unitText(unit, night) {
  const kinds = unit.kinds.length ? ` (${unit.kinds.join(", ")})` : "";
  return `${numberText(unit.people[night])} of ${numberText(unit.beds[night])}${kinds}`;
}

function departureLine(scene, each, number) {
  const way = each.from === number ? `to ${scene.ends[each.to].name}` : `from ${scene.ends[each.from].name}`;
  const load = each.cancelled ? "cancelled" : `${numberText(each.people)} of ${countText(each.seats, "seat", "seats")}`;
  return [`${shortDayText(scene, each.day)}, ${each.time} (${each.id})`, `${load} ${way}`];
}

/** People against beds over all nights; the numbers stand in the text, so it is drawn for the eye alone. */
function occupancyCurve(scene, site, [from, to]) {
  if (!site.end.mostBeds || scene.days < 2) return null;
  const [width, height] = [252, 46];
  const nights = [...Array(scene.days).keys()].map((night) => fullestNight(site.units, [night, night]));
  const top = Math.max(1, ...nights.map((night) => Math.max(night.people, night.beds)));
  const x = (night) => (night / scene.days) * width;
  const y = (count) => height - (count / top) * (height - 2);
  const steps = (of) => nights.map((night, i) => `${i ? "L" : "M"}${x(i)} ${y(of(night))}H${x(i + 1)}`).join("");
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", class: "curve" })) svg.setAttribute(name, value);
  const draw = (tag, attributes) => {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  };
  draw("rect", { x: x(from), y: 0, width: Math.max(2, x(to + 1) - x(from)), height, fill: "#ffdd00", opacity: 0.55 });
  draw("path", { d: `${steps((night) => night.people)}V${height}H0Z`, fill: "#ec7014", opacity: 0.75 });
  draw("path", { d: steps((night) => night.beds), fill: "none", stroke: INK, "stroke-width": 1.5 });
  return svg;
}

function incidentFacts(chart, scene, shown, { row }) {
  const { incidents } = scene;
  const named = (number) => (number < 0 ? "" : scene.ends[number].name);
  const own = incidents.fields[row] || [];
  const more = [];
  for (let i = 0; i < own.length; i += 2) more.push([scene.texts[own[i]], scene.texts[own[i + 1]]]);
  const moment = (minutes) => (minutes === null ? "" : momentText(scene, incidents.day[row], minutes));
  const fields = [
    ["Status", scene.style.incidents[STATES[incidents.state[row]]].name],
    ["People", numberText(incidents.people[row])],
    ["Boats", numberText(incidents.boats[row])],
    ["Met", moment(incidents.met[row])],
    ["Position", positionText(incidents.north[row] / scene.steps, incidents.east[row] / scene.steps)],
    ["Launch area", named(incidents.launch[row])],
    ["Landed at", named(incidents.landing[row])],
    ["Landed", moment(incidents.landed[row])],
    ...more,
  ];
  return popupBox(`Incident ${incidents.ids[row]}`, "", fields, [linkTo(scene.links.incidents, "Incidents in the summary")]);
}

function flowName(scene, flow) {
  return `${scene.ends[flow.from].name} to ${scene.ends[flow.to].name}`;
}

function flowFacts(chart, scene, shown, { key }) {
  const flow = shown.flows.find((each) => each.key === key);
  const [kind, from, to] = key.split(" ");
  const name = flowName(scene, { from: Number(from), to: Number(to) });
  const journey = scene.style.flows[kind].name;
  if (!flow) return popupBox(name, windowText(scene, shown.window), [["Journey", journey], ["People", "nobody on these days"]], []);
  const ids = kind === "to_departure" || kind === "to_france" ? [] : peopleOnWay(scene, flow, shown.window);
  const rest = flow.people - ids.length;
  const listed = ids.slice(0, LONG_LIST).join(", ");
  const more = ids.length > LONG_LIST ? ` and ${numberText(ids.length - LONG_LIST)} more` : "";
  const fields = [
    ["Journey", journey],
    ["People", numberText(flow.people)],
    ["Ids", listed + more],
    ["Not yet ashore", ids.length && rest > 0 ? peopleText(rest) : ""],
  ];
  return popupBox(name, windowText(scene, shown.window), fields, [linkTo(scene.links.flows, "Today in the summary")]);
}

/** Ids of the people who go from one place to another on the days shown. */
function peopleOnWay(scene, { from, to }, [first, last]) {
  const found = [];
  scene.people.stays.forEach((stays, person) => {
    for (let i = 3; i < stays.length; i += 3) {
      if (stays[i + 1] === to && stays[i - 2] === from && stays[i] >= first && stays[i] <= last) found.push(scene.people.ids[person]);
    }
  });
  return found;
}

function clusterFacts(chart, scene, shown, { cluster }) {
  const title = countText(cluster.count, "incident", "incidents");
  const list = element("ul", "members");
  for (const row of cluster.rows.slice(0, LONG_LIST)) {
    const item = element("li");
    item.append(button(`${scene.incidents.ids[row]}: ${peopleText(scene.incidents.people[row])}`, "show", () => chart.show({ type: "incident", row })));
    list.append(item);
  }
  if (cluster.count > LONG_LIST) list.append(element("li", "", `and ${numberText(cluster.count - LONG_LIST)} more: zoom in, or use the search`));
  return popupBox(title, "", [["People", numberText(cluster.people)], ["At sea", cluster.atSea ? numberText(cluster.atSea) : ""]], [list]);
}

function departureFacts(chart, scene, shown, { index }) {
  const each = scene.departures[index];
  const fields = [
    ["Departs", `${weekdayText(scene, each.day)}, ${each.time}`],
    ["From", scene.ends[each.from].name],
    ["To", scene.ends[each.to].name],
    ["How", departureStatus(each)],
    ["People", each.cancelled ? "none" : `${numberText(each.people)} of ${countText(each.seats, "seat", "seats")}`],
    ...each.fields,
  ];
  return popupBox(`Departure ${each.id}`, "", fields, [linkTo(scene.links.departures, "Departures in the summary")]);
}

/** Where somebody is from the first day shown: number of the place or -1, and the status. */
function whereabouts(scene, person, day) {
  const stays = scene.people.stays[person];
  let found = [-1, ""];
  for (let i = 0; i < stays.length && stays[i] <= day; i += 3) found = [stays[i + 1], scene.texts[stays[i + 2]]];
  return found;
}

function personFacts(chart, scene, shown, { index }) {
  const day = shown.window[0];
  const [place, status] = whereabouts(scene, index, day);
  const stays = scene.people.stays[index];
  const fields = [["Here", place < 0 ? "not on the map on this day" : scene.ends[place].name], ["Status", status]];
  for (let i = 0; i < stays.length; i += 3) {
    fields.push([`From ${shortDayText(scene, stays[i])}`, [stays[i + 1] < 0 ? "" : scene.ends[stays[i + 1]].name, scene.texts[stays[i + 2]]].filter(Boolean).join(": ")]);
  }
  return popupBox(`Person ${scene.people.ids[index]}`, windowText(scene, [day, day]), fields, []);
}
