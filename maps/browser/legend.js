// The legend names what is drawn now, and nothing else.

/** A small picture made with the map's own drawing. */
function picture(width, height, draw) {
  const canvas = element("canvas", "swatch");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.setAttribute("aria-hidden", "true");
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  draw(ctx);
  return canvas;
}

function linePicture(colour, dash, width) {
  return picture(34, 18, (ctx) => drawLine(ctx, [{ x: 1, y: 9 }, { x: 33, y: 9 }], colour, Math.min(14, width), dash));
}

function layerPicture(scene, key) {
  const { style } = scene;
  if (FLOWS.includes(key)) return linePicture(style.flows[key].colour, style.flows[key].dash, 4);
  return picture(34, 18, (ctx) => {
    if (["landing", "detention", "home"].includes(key)) drawSite(ctx, 17, 9, 7, key, style, 0, 0);
    if (key === "launch") drawPlace(ctx, 17, 9, "launch_area", false);
    if (key === "incidents") drawIncident(ctx, 17, 9, 7, 1, style, "");
    if (key === "without") drawBadge(ctx, 17, 9, "3", "without", style);
    if (key === "expected") drawBadge(ctx, 17, 9, "+3", "expected", style);
    if (key === "closures") drawBadge(ctx, 17, 9, "−3", "closures", style);
    if (key === "totals") drawText(ctx, "120", 17, 9, { font: `bold 12px ${FONT}`, colour: LAUNCH_INK });
    if (key === "difference") drawDifference(ctx, 17, 9, 3);
    if (key === "lines") drawLine(ctx, [{ x: 2, y: 9 }, { x: 32, y: 9 }], MARKED, 1.6, "1.5 4");
    if (key === "borders") drawLine(ctx, [{ x: 2, y: 9 }, { x: 32, y: 9 }], style.border, 1.5, "7 3 2 3");
    if (key === "towns") drawText(ctx, "Aa", 17, 9, { colour: "#5a554e", font: `italic 13px ${FONT}` });
    if (key === "tracks") drawLine(ctx, [{ x: 2, y: 13 }, { x: 17, y: 7 }, { x: 32, y: 5 }], "#1d3557", 1.4, "");
    if (key === "hexagons" || key === "heat") paintRamp(ctx);
    if (key === "places") {
      ctx.translate(17, 9);
      ctx.scale(0.75, 0.75);
      drawPlace(ctx, 0, 0, "airport", true);
    }
  });
}

function paintRamp(ctx) {
  for (let x = 0; x < 34; x += 1) {
    ctx.fillStyle = rampColour(x / 33, 1);
    ctx.fillRect(x, 3, 1.2, 12);
  }
}

/** The rows of the legend for what is shown: {title, rows: [{draw, text}]}, pictures not drawn yet. */
function legendParts(scene, shown) {
  const { style, incidents } = scene;
  const { layers } = shown;
  const parts = [];
  const add = (title, rows) => {
    if (rows.length) parts.push({ title, rows });
  };
  if (layers.has("difference")) add("What differs", differenceRows());
  const drawn = shown.sites.filter((site) => layers.has(site.end.layer) && site.beds);
  const bands = new Set(drawn.map((site) => bandOf(style, site.people, site.beds)));
  add("Beds in use", style.bands.map((band, i) => ({ band, share: [0.3, 0.65, 0.87, 0.97, 1][i] ?? 1 })).filter(({ band }) => bands.has(band))
    .map(({ band, share }) => ({ text: band.text, picture: () => picture(34, 18, (ctx) => drawBand(ctx, style, band, share)) })));
  const shapes = [["landing", "Landing place"], ["detention", "Place of detention"], ["home", "Accommodation or care"]];
  add("Sites", shapes.filter(([key]) => layers.has(key) && shown.sites.some((site) => site.end.layer === key))
    .map(([key, text]) => ({ text, picture: () => layerPicture(scene, key) })));
  const states = new Set();
  for (const row of shown.incidents.rows) states.add(incidents.state[row]);
  if (layers.has("incidents")) {
    const several = { text: "Several, with their number", picture: () => picture(34, 24, (ctx) => drawCluster(ctx, 17, 12, 8, { count: 9, atSea: 0 }, style)) };
    add("Incidents, with people", [...states].sort().map((state) => ({
      text: style.incidents[STATES[state]].name,
      picture: () => picture(34, 18, (ctx) => drawIncident(ctx, 17, 9, 7, state, style, "")),
    })).concat(shown.incidents.rows.length > 1 ? [several] : []));
  }
  const symbols = unique(shown.places.filter((place) => layers.has(place.layer)).map((place) => place.symbol));
  add("Places", symbols.map((symbol) => ({ text: PLACE_NAMES[symbol], picture: () => picture(34, 24, (ctx) => drawPlace(ctx, 17, 12, symbol, true)) })));
  const badges = [["without", "People without a bed"], ["expected", "Expected ashore"], ["closures", "Beds out of use"]];
  add("Numbers beside sites", badges.filter(([key]) => layers.has(key) && shown.counts[key][0]).map(([key, text]) => ({ text, picture: () => layerPicture(scene, key) })));
  const flows = shown.flows.filter((flow) => layers.has(flow.kind));
  add("People moving", FLOWS.filter((kind) => flows.some((flow) => flow.kind === kind)).map((kind) => ({ text: style.flows[kind].name, picture: () => layerPicture(scene, kind) })));
  if (flows.length) add("Width of lines", widthRows(Math.max(scene.mostFlow, ...flows.map((flow) => flow.people))));
  const atSea = [];
  if (layers.has("tracks") && shown.incidents.rows.length) atSea.push({ text: "Way of a boat, approximate", picture: () => layerPicture(scene, "tracks") });
  if (layers.has("lines")) atSea.push(...scene.lines.map(({ name }) => ({ text: name, picture: () => layerPicture(scene, "lines") })));
  add("Lines at sea", atSea);
  if (layers.has("totals") && shown.incidents.people) add("Totals by place", [{ text: "People set out, landed", picture: () => layerPicture(scene, "totals") }]);
  if (layers.has("hexagons") || layers.has("heat")) add("People in incidents", [{ text: "few to many", picture: () => layerPicture(scene, "heat") }]);
  return parts;
}

function drawBand(ctx, style, band, share) {
  traceSite(ctx, 17, 9, 7.5, "detention");
  ctx.fillStyle = style.noBeds;
  ctx.fill();
  ctx.save();
  ctx.clip();
  ctx.fillStyle = band.colour;
  ctx.fillRect(9, 16.5 - 15 * share, 16, 15 * share);
  ctx.restore();
  traceSite(ctx, 17, 9, 7.5, "detention");
  ctx.strokeStyle = INK;
  ctx.lineWidth = 1.3;
  ctx.stroke();
}

function widthRows(top) {
  return unique([Math.ceil(top / 50), Math.ceil(top / 8), top]).map((count) => ({ text: peopleText(count), picture: () => linePicture("#555555", "", flowWidth(count, top)) }));
}

function fillLegend(box, scene, shown) {
  const parts = legendParts(scene, shown);
  // Drawn again only when it says something else.
  const key = JSON.stringify(parts.map((part) => [part.title, part.rows.map((row) => row.text)]));
  if (box.dataset.key === key) return;
  box.dataset.key = key;
  box.replaceChildren(...parts.map(({ title, rows }) => {
    const part = element("div", "legend-part");
    const list = element("ul");
    for (const row of rows) {
      const item = element("li");
      item.append(row.picture(), element("span", "", row.text));
      list.append(item);
    }
    part.append(element("p", "title", title), list);
    return part;
  }));
}
