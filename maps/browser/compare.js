// Two plans side by side: one state, one view, one clock, and a layer of what differs.

const LOST = "#5c6670";

function startComparison(maps) {
  const first = JSON.parse(document.getElementById("scene").textContent);
  const second = JSON.parse(document.getElementById("other").textContent);
  // The ground is written once.
  for (const key of ["land", "borders", "towns", "extent", "style", "steps", "tiles"]) second[key] = first[key];
  const scenes = [readScene(first), readScene(second)];
  const both = bothScenes(scenes);
  const store = makeStore(both);
  const part = (id) => document.getElementById(id);
  maps.forEach((map, i) => {
    map.getContainer().style.background = first.style.sea;
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", `Map of ${scenes[i].title}: arrow keys move it, plus and minus zoom`);
  });
  addPanels(part("panels"), both, store, false);
  makeClock(part("clock"), both, store);
  for (const map of maps) {
    map.invalidateSize({ animate: false });
    calm(map);
    keepInside(map, both);
  }
  const { at } = store.get();
  if (at) setView(maps[1], at);
  else maps[1].fitBounds(both.view, { animate: false });
  maps[0].setView(maps[1].getCenter(), maps[1].getZoom(), { reset: true });
  const charts = maps.map((map, i) => makeChart(map, scenes[i], store));
  charts[1].fade = () => fadeSame(charts, store);
  charts[1].paintMore = (ctx, frame) => paintDifferences(ctx, frame, charts, store);
  charts[1].things.options.paint();
  linkViews(maps);
  maps.forEach(nameByKeyboard);
  addSearch(part("tools"), charts[1]);
  addExport(part("tools"), charts[1]);
  addDifferenceTables(part("now"), charts, store);
  new SeaScale().addTo(maps[1]);
  addPosition(maps[1]);
  addPrint(part("tools"), charts[1], maps[0]);
  maps[1].on("moveend", () => keepView(maps[1], store));
  if (store.get().open) for (const chart of charts) openPopup(chart, store.get(), true);
  stayOnPage();
}

/** What panels and clock show: the second scene, with everything to choose that either has. */
function bothScenes([before, after]) {
  const order = [...after.layers, ...before.layers.filter((layer) => !after.layers.some((other) => other.key === layer.key))];
  const groups = unique(order.map((layer) => layer.group));
  const layers = groups.flatMap((group) => order.filter((layer) => layer.group === group));
  const merged = { ...after, layers: [{ group: "Difference", key: "difference", name: "What differs" }, ...layers] };
  for (const name of FILTERS) merged[name] = unique([...after[name], ...before[name]]);
  return merged;
}

/** Moving one map moves the other. */
function linkViews(maps) {
  let isFollowing = false;
  maps.forEach((map, i) => {
    const other = maps[1 - i];
    map.on("drag moveend", () => {
      if (isFollowing) return;
      isFollowing = true;
      other.setView(map.getCenter(), map.getZoom(), { reset: true });
      isFollowing = false;
    });
  });
}

/** What differs on the days shown: sites, flows and departures of either scene, by id. */
function differencesOf([before, after]) {
  const pairs = (list, key) => {
    const found = new Map();
    list.forEach((items, i) => {
      for (const item of items) {
        const known = found.get(key(item, i)) || [null, null];
        known[i] = item;
        found.set(key(item, i), known);
      }
    });
    return [...found.values()];
  };
  const charts = [before, after];
  const count = (item) => (item ? item.people : 0);
  const end = (chart, number) => chart.scene.ends[number].id;
  const sites = pairs(charts.map((chart) => chart.shown.sites), (site) => site.end.id)
    .filter(([old, now]) => count(old) !== count(now) || (old ? old.beds : 0) !== (now ? now.beds : 0) || (old ? old.without : 0) !== (now ? now.without : 0));
  const flows = pairs(charts.map((chart) => chart.shown.flows.filter((flow) => chart.shown.layers.has(flow.kind))), (flow, i) => {
    return `${flow.kind} ${JSON.stringify([end(charts[i], flow.from), end(charts[i], flow.to)])}`;
  }).filter(([old, now]) => count(old) !== count(now));
  const departures = pairs(charts.map((chart) => chart.shown.departures), (each) => each.id)
    .filter(([old, now]) => count(old) !== count(now) || !old || !now || old.cancelled !== now.cancelled);
  return { sites, flows, departures };
}

function signed(number) {
  return number > 0 ? `+${numberText(number)}` : `−${numberText(-number)}`;
}

/** Lines that are the same in both plans stand back while what differs is shown. */
function fadeSame(charts, store) {
  if (!store.get().layers.includes("difference")) return null;
  const differing = new Set(differencesOf(charts).flows.map(([, now]) => now && now.key));
  return (flow) => !differing.has(flow.key);
}

/** On the second map: more or fewer people beside each site that differs, and beside each flow; lost flows in grey. */
function paintDifferences(ctx, frame, charts, store) {
  if (!store.get().layers.includes("difference")) return;
  const [before, after] = charts;
  const { sites, flows } = differencesOf(charts);
  const stands = after.layout(frame.zoom);
  const numbers = new Map(after.scene.ends.map((end) => [end.id, end.number]));
  const flags = [];
  const flag = (x, y, change, counted) => flags.push({ x, y, width: widthOfFlag(ctx, change, counted), height: 18, change, counted });
  for (const [old, now] of sites) {
    const stand = stands.get(numbers.get((now || old).end.id));
    const change = (now ? now.people : 0) - (old ? old.people : 0);
    const beds = (now ? now.beds : 0) - (old ? old.beds : 0);
    if (!stand || !isOnFrame(frame, stand.x, stand.y, 60)) continue;
    const at = placeOn(frame, stand.x, stand.y);
    if (change) flag(at.x - stand.radius - 8, at.y - stand.radius, change);
    if (beds) flag(at.x - stand.radius - 20, at.y - stand.radius + 18, beds, "beds ");
  }
  for (const [old, now] of flows) {
    const [chart, flow] = now ? [after, now] : [before, old];
    const ends = [flow.from, flow.to].map((number) => numbers.get(chart.scene.ends[number].id));
    if (ends.includes(undefined)) continue;
    const points = flowPoints(frame, after.scene, { from: ends[0], to: ends[1] }, stands);
    if (!now) drawLine(ctx, points, LOST, 3, "3 4");
    const middle = points[Math.round(points.length * 0.5)];
    flag(middle.x, middle.y, (now ? now.people : 0) - (old ? old.people : 0));
  }
  spread(flags, 1, 40);
  for (const { x, y, change, counted } of flags) drawDifference(ctx, x, y, change, counted);
}

const FLAG_FONT = `bold 11px ${FONT}`;

function widthOfFlag(ctx, change, counted = "") {
  ctx.font = FLAG_FONT;
  return ctx.measureText(counted + signed(change)).width + 8;
}

/** What the legend says of the differences. */
function differenceRows() {
  return [
    { text: "More people, or beds", picture: () => picture(34, 18, (ctx) => drawDifference(ctx, 17, 9, 3)) },
    { text: "Fewer", picture: () => picture(34, 18, (ctx) => drawDifference(ctx, 17, 9, -3)) },
    { text: "Way nobody takes now", picture: () => linePicture(LOST, "3 4", 3) },
    { text: "As before", picture: () => linePicture("rgba(11,95,152,.3)", "", 4) },
  ];
}

/** A flag with a sign: more on blue, fewer on white with a frame, so that grey print tells them apart. */
function drawDifference(ctx, x, y, change, counted = "") {
  const half = widthOfFlag(ctx, change, counted) / 2;
  ctx.beginPath();
  ctx.rect(x - half, y - 8, 2 * half, 16);
  ctx.fillStyle = change > 0 ? "#003c71" : "#ffffff";
  ctx.fill();
  ctx.strokeStyle = change > 0 ? "#ffffff" : "#8a3b00";
  ctx.lineWidth = 1.6;
  ctx.stroke();
  drawText(ctx, counted + signed(change), x, y, { font: FLAG_FONT, colour: change > 0 ? "#ffffff" : "#8a3b00" });
}

/** What differs as tables, following the day. */
function addDifferenceTables(box, charts, store) {
  const heading = element("p", "when");
  const holder = element("div");
  box.append(heading, holder);
  let waiting = 0;
  const show = () => {
    heading.textContent = windowText(charts[1].scene, charts[1].shown.window);
    holder.replaceChildren(...differenceParts(charts).map((part) => tableOf(charts[1], part)));
  };
  store.listen((_, changed) => {
    if (!changed.some((key) => key !== "open" && key !== "at")) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(show, 120);
  });
  show();
}

function differenceParts(charts) {
  const { sites, flows, departures } = differencesOf(charts);
  const chartOf = (now) => (now ? charts[1] : charts[0]);
  const count = (item, key = "people") => (item ? item[key] : 0);
  const change = (old, now, key) => (count(now, key) === count(old, key) ? "" : signed(count(now, key) - count(old, key)));
  const target = (id) => ({ type: "end", number: charts[1].scene.ends.findIndex((end) => end.id === id) });
  const part = (title, head, list, row) => ({ title, head, count: list.length, row: (i) => row(...list[i]) });
  return [
    part("Sites that differ", ["Site", "People before", "People after", "People", "Beds", "Without a bed"], sites, (old, now) => ({
      cells: [(now || old).end.name, count(old), count(now), change(old, now), change(old, now, "beds"), change(old, now, "without")],
      target: target((now || old).end.id),
    })),
    part("Moves that differ", ["From", "To", "Journey", "Before", "After", "People"], flows, (old, now) => {
      const { scene } = chartOf(now);
      const flow = now || old;
      const [from, to] = [scene.ends[flow.from], scene.ends[flow.to]];
      return { cells: [from.name, to.name, scene.style.flows[flow.kind].name, count(old), count(now), change(old, now)], target: target(from.id) };
    }),
    part("Departures that differ", ["Departure", "Before", "After", "People", "Note"], departures, (old, now) => {
      const note = !old ? "gained" : (!now ? "lost" : (old.cancelled === now.cancelled ? "" : (now.cancelled ? "now cancelled" : "no longer cancelled")));
      const place = chartOf(now).scene.ends[(now || old).from];
      return { cells: [(now || old).id, count(old), count(now), change(old, now), note], target: target(place.id) };
    }),
  ];
}
