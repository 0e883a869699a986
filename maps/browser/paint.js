// Paints what is shown on a canvas, and remembers where, so that a pointer finds it again.

const CURVE_CORNERS = 36;

function flowWidth(count, top) {
  return 1.3 + 8.5 * Math.sqrt(Math.min(1, count / top));
}

/** Paint everything above the ground; `fade` tells which lines stand back. Gives what a pointer can hit, topmost last: {target, near(x, y)}. */
function paintThings(ctx, frame, scene, shown, layout, clusters, fade = null) {
  const hits = [];
  const { layers } = shown;
  if (layers.has("heat")) paintHeat(ctx, frame, scene, shown);
  if (layers.has("tracks")) paintTracks(ctx, frame, scene, shown);
  if (layers.has("hexagons")) paintHexagons(ctx, frame, scene, shown);
  const stands = layout(frame.zoom);
  paintFlows(ctx, frame, scene, shown, stands, hits, fade);
  paintPlaces(ctx, frame, scene, shown, stands);
  paintSites(ctx, frame, scene, shown, stands);
  if (layers.has("incidents")) paintIncidents(ctx, frame, scene, clusters, hits);
  if (layers.has("totals")) paintTotals(ctx, frame, scene, shown, stands);
  return hits;
}

function paintTracks(ctx, frame, scene, shown) {
  // The more lines, the fainter each: where many lie on each other they darken.
  const count = shown.incidents.rows.length;
  ctx.strokeStyle = `rgba(29,53,87,${Math.min(0.65, 0.05 + 60 / Math.max(1, count))})`;
  ctx.lineWidth = count > 100 ? 0.9 : 1.4;
  for (const row of shown.incidents.rows) {
    const track = scene.incidents.track[row];
    if (!track) continue;
    const line = track.length && Array.isArray(track) ? (scene.incidents.track[row] = decodeLine(track, scene.steps)) : track;
    ctx.beginPath();
    traceLine(ctx, frame, line, false);
    ctx.stroke();
  }
}

/** Points of a flow on the canvas, and its width. */
function flowPoints(frame, scene, flow, stands) {
  const ends = [stands.get(flow.from), stands.get(flow.to)].map((stand) => placeOn(frame, stand.x, stand.y));
  if (!flow.via) return bend(ends[0], ends[1], CURVE_CORNERS);
  const line = decodeLine(flow.via, scene.steps);
  const points = [ends[0]];
  for (let i = 0; i < line.length; i += 2) points.push(placeOn(frame, line[i], line[i + 1]));
  return [...points, ends[1]];
}

function paintFlows(ctx, frame, scene, shown, stands, hits, fade) {
  // The fewest people last, so that no wide line hides a narrow one.
  const visible = shown.flows.filter((flow) => shown.layers.has(flow.kind)).reverse();
  const top = Math.max(scene.mostFlow, ...visible.map((flow) => flow.people));
  const drawn = visible.map((flow) => ({ flow, points: flowPoints(frame, scene, flow, stands), width: flowWidth(flow.people, top) }));
  for (const { flow, points, width } of drawn) {
    const { colour, dash } = scene.style.flows[flow.kind];
    ctx.globalAlpha = fade && fade(flow) ? 0.22 : 1;
    drawLine(ctx, points, "rgba(255,255,255,.8)", width + 2.4, "");
    drawLine(ctx, points, colour, width, dash);
    tracePolygon(ctx, arrowhead(points, 6 + width * 0.85).map((corner) => [corner.x, corner.y]));
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.strokeStyle = "#ffffff";
    ctx.lineWidth = 1;
    ctx.stroke();
    hits.push({ target: { type: "flow", key: flow.key }, near: (x, y) => distanceToLine(x, y, points) < width / 2 + 5 });
  }
  ctx.globalAlpha = 1;
}

function paintLeader(ctx, frame, end, stand) {
  if (stand.aside < 6) return;
  const home = placeOn(frame, end.x, end.y);
  drawLine(ctx, [home, placeOn(frame, stand.x, stand.y)], "rgba(51,51,51,.75)", 1, "");
  ctx.beginPath();
  ctx.arc(home.x, home.y, 2, 0, 2 * Math.PI);
  ctx.fillStyle = "#333333";
  ctx.fill();
}

function paintPlaces(ctx, frame, scene, shown, stands) {
  const busy = new Set(shown.departures.filter((each) => !each.cancelled).flatMap((each) => [each.from, each.to]));
  const names = [];
  const totals = shown.layers.has("totals") ? totalsByPlace(scene, shown) : new Map();
  for (const place of shown.places) {
    const stand = stands.get(place.number);
    if (!shown.layers.has(place.layer) || !isOnFrame(frame, stand.x, stand.y, 80)) continue;
    paintLeader(ctx, frame, place, stand);
    const at = placeOn(frame, stand.x, stand.y);
    drawPlace(ctx, at.x, at.y, place.symbol, busy.has(place.number));
    const isLaunch = place.layer === "launch";
    if (isLaunch && frame.zoom >= LAUNCH_NAMES_FROM_ZOOM) paintLaunchName(ctx, place, at, names, totals.get(place.number));
    if (!isLaunch && stand.lines) drawText(ctx, place.label, at.x, at.y + 18, { font: `bold 11px ${FONT}`, halo: "rgba(255,255,255,.9)" });
  }
}

/** The name of a launch area and, where it is wanted, how many set out there; one that would cover another waits for a closer look. */
function paintLaunchName(ctx, place, at, names, total) {
  const text = place.label || place.name;
  ctx.font = `11px ${FONT}`;
  const wide = ctx.measureText(text).width;
  const count = total ? numberText(total.people) : "";
  ctx.font = `bold 12px ${FONT}`;
  const box = { left: at.x + 9, right: at.x + 12 + wide + (count ? ctx.measureText(count).width + 6 : 0), top: at.y - 7, bottom: at.y + 7 };
  if (collides(box, names)) return;
  names.push(box);
  const halo = "rgba(255,255,255,.9)";
  drawText(ctx, text, at.x + 10, at.y, { colour: LAUNCH_INK, halo, align: "left" });
  if (count) drawText(ctx, count, at.x + 16 + wide, at.y, { font: `bold 12px ${FONT}`, colour: LAUNCH_INK, halo, align: "left" });
}

function collides(box, others) {
  return others.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
}

function paintSites(ctx, frame, scene, shown, stands) {
  const closed = new Map();
  for (const each of shown.closures) closed.set(each.end, (closed.get(each.end) || 0) + each.beds);
  const open = new Set(shown.sites.map((site) => site.end.number));
  for (const site of shown.sites) {
    const stand = stands.get(site.end.number);
    if (!isOnFrame(frame, stand.x, stand.y, 80)) continue;
    if (shown.layers.has(site.end.layer)) paintSite(ctx, frame, scene, site, stand);
    paintBadges(ctx, frame, scene, shown, site, stand, closed.get(site.end.number) || 0);
  }
  // Where a line ends at a site that is filtered away, a dot and a name still say where.
  const ends = new Set(shown.flows.filter((flow) => shown.layers.has(flow.kind)).flatMap((flow) => [flow.from, flow.to]));
  for (const end of scene.ends) {
    const isDrawn = shown.layers.has(end.layer) && (end.type === "place" || open.has(end.number));
    if (isDrawn || !ends.has(end.number)) continue;
    const stand = stands.get(end.number);
    const at = placeOn(frame, stand.x, stand.y);
    ctx.beginPath();
    ctx.arc(at.x, at.y, 3.5, 0, 2 * Math.PI);
    ctx.fillStyle = "#5c6670";
    ctx.fill();
    drawText(ctx, fitText(ctx, end.label || end.name, 90), at.x, at.y + 11, { colour: "#3f474d", halo: "rgba(255,255,255,.9)" });
  }
}

/** People by launch area and landing place, the largest number first; one that would cover another waits for a closer look. */
function paintTotals(ctx, frame, scene, shown, stands) {
  const taken = [];
  const totals = [...totalsByPlace(scene, shown)].sort(([, one], [, other]) => other.people - one.people);
  const font = `bold 12px ${FONT}`;
  for (const [number, { people: count }] of totals) {
    const stand = stands.get(number);
    const isLaunch = scene.ends[number].layer === "launch";
    const at = placeOn(frame, stand.x, stand.y);
    const text = numberText(count);
    ctx.font = font;
    const half = ctx.measureText(text).width / 2 + 3;
    // Launch areas carry theirs on the land side, beside their name where that is written; landing places beneath it.
    if (isLaunch && frame.zoom >= LAUNCH_NAMES_FROM_ZOOM && shown.layers.has("launch")) continue;
    const spot = isLaunch ? { x: at.x + 11 + half, y: at.y } : { x: at.x, y: at.y + stand.height - stand.radius + 9 };
    const box = { left: spot.x - half, right: spot.x + half, top: spot.y - 8, bottom: spot.y + 8 };
    if (collides(box, taken)) continue;
    taken.push(box);
    ctx.fillStyle = "rgba(255,255,255,.88)";
    ctx.fillRect(box.left, box.top, 2 * half, 16);
    drawText(ctx, text, spot.x, spot.y, { font, colour: isLaunch ? LAUNCH_INK : "#1d3557" });
  }
}

function paintSite(ctx, frame, scene, site, stand) {
  const { end, people: inBeds, beds } = site;
  paintLeader(ctx, frame, end, stand);
  const at = placeOn(frame, stand.x, stand.y);
  drawSite(ctx, at.x, at.y, stand.radius - 1, end.shape, scene.style, inBeds, beds);
  let y = at.y + stand.radius + 7;
  const halo = "rgba(255,255,255,.92)";
  if (frame.zoom >= NAMES_FROM_ZOOM && end.label) {
    ctx.font = `10px ${FONT}`;
    drawText(ctx, fitText(ctx, end.label, 100), at.x, y, { font: `10px ${FONT}`, halo });
    y += 12;
  }
  if (end.mostBeds) drawText(ctx, beds || inBeds ? `${numberText(inBeds)}/${numberText(beds)}` : "closed", at.x, y, { font: `bold 11px ${FONT}`, halo });
}

function paintBadges(ctx, frame, scene, shown, site, stand, closed) {
  const at = placeOn(frame, stand.x, stand.y);
  const badges = [
    ["without", site.without ? numberText(site.without) : ""],
    ["expected", site.expected ? `+${numberText(site.expected)}` : ""],
    ["closures", closed ? `−${numberText(closed)}` : ""],
  ];
  let y = at.y - stand.radius + 2;
  for (const [kind, text] of badges) {
    if (!text || !shown.layers.has(kind)) continue;
    ctx.font = `bold 11px ${FONT}`;
    drawBadge(ctx, at.x + stand.radius + ctx.measureText(text).width / 2 + 4, y, text, kind, scene.style);
    y += 18;
  }
}

function paintIncidents(ctx, frame, scene, clusters, hits) {
  const { incidents } = scene;
  for (const cluster of clusters) {
    const { stand } = cluster;
    if (!isOnFrame(frame, stand.x, stand.y, 30)) continue;
    paintLeader(ctx, frame, cluster, stand);
    const at = placeOn(frame, stand.x, stand.y);
    let radius = 10;
    if (cluster.count > 1) {
      radius = clusterRadius(cluster.count);
      drawCluster(ctx, at.x, at.y, radius, cluster, scene.style);
    } else {
      const row = cluster.rows[0];
      drawIncident(ctx, at.x, at.y, radius, incidents.state[row], scene.style, String(incidents.people[row]));
    }
    const target = cluster.count > 1 ? { type: "cluster", cluster } : { type: "incident", row: cluster.rows[0] };
    hits.push({ target, near: (x, y) => Math.hypot(x - at.x, y - at.y) < radius + 3 });
  }
}
