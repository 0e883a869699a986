// Symbols, drawn on a canvas: the same on the map, in the legend and in exported pictures.

const GLYPHS = {
  airport: "M12 1.5c1 0 1.6 1.5 1.6 3v4.2l8 5v2.1l-8-2.4v4.9l2.2 1.7v1.6L12 20.5l-3.8 1.1v-1.6l2.2-1.7v-4.9l-8 2.4v-2.1l8-5V4.5c0-1.5.6-3 1.6-3z",
  port: "M11 3h2v3h3v2h-3v3.5l7 2.5-2.5 6H6.5L4 14l7-2.5V8H8V6h3z",
  rail: "M6 3h12v13l-2 2 2 3h-2l-2-2.5h-4L8 21H6l2-3-2-2zM8 6v5h8V6zM8.5 13.5a1 1 0 1 0 .01 0zM15.5 13.5a1 1 0 1 0 .01 0z",
  other: "M12 3a6 6 0 0 1 6 6c0 4-6 12-6 12S6 13 6 9a6 6 0 0 1 6-6z",
};
const PLACE_NAMES = { launch_area: "Launch area", airport: "Airport", port: "Port", rail: "Rail terminal", other: "Other place" };
const INK = "#1d1d1d";
const LAUNCH_INK = "#6a1b4d";
const PLACE_FILL = "#1d3557";
const FONT = "Arial, Helvetica, sans-serif";

/** Half the width of a site's symbol, pixels: its area grows with its beds. */
function siteRadius(beds) {
  return beds ? Math.min(22, 7 + Math.sqrt(beds) * 0.6) : 8;
}

/** How full a site is: a colour that darkens with load. */
function bandOf(style, people, beds) {
  const percent = Math.floor((100 * people) / beds);
  return style.bands.find((band) => percent < band.below) || style.bands[style.bands.length - 1];
}

function tracePolygon(ctx, corners) {
  ctx.beginPath();
  corners.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.closePath();
}

function traceSite(ctx, x, y, radius, shape) {
  if (shape === "detention") {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  } else if (shape === "landing") {
    ctx.beginPath();
    ctx.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  } else {
    tracePolygon(ctx, [[x, y - radius], [x + radius, y - radius * 0.15], [x + radius, y + radius], [x - radius, y + radius], [x - radius, y - radius * 0.15]]);
  }
}

/** A site as a gauge: filled from below as far as its beds are in use, in the colour of its load. */
function drawSite(ctx, x, y, radius, shape, style, people, beds) {
  traceSite(ctx, x, y, radius, shape);
  ctx.fillStyle = style.noBeds;
  ctx.fill();
  if (beds && people) {
    const level = Math.max(0.06, Math.min(1, people / beds));
    ctx.save();
    ctx.clip();
    ctx.fillStyle = bandOf(style, people, beds).colour;
    ctx.fillRect(x - radius, y + radius - 2 * radius * level, 2 * radius, 2 * radius * level);
    ctx.strokeStyle = INK;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(x - radius, y + radius - 2 * radius * level);
    ctx.lineTo(x + radius, y + radius - 2 * radius * level);
    ctx.stroke();
    ctx.restore();
  }
  traceSite(ctx, x, y, radius, shape);
  ctx.strokeStyle = INK;
  ctx.lineWidth = 1.5;
  ctx.lineJoin = "round";
  ctx.stroke();
}

function drawPlace(ctx, x, y, symbol, isBusy) {
  if (symbol === "launch_area") {
    tracePolygon(ctx, [[x, y - 6], [x + 6, y + 5], [x - 6, y + 5]]);
    ctx.fillStyle = "#ffffff";
    ctx.fill();
    ctx.strokeStyle = LAUNCH_INK;
    ctx.lineWidth = 1.8;
    ctx.stroke();
    return;
  }
  ctx.fillStyle = isBusy ? PLACE_FILL : "#ffffff";
  ctx.strokeStyle = isBusy ? "#ffffff" : PLACE_FILL;
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  ctx.roundRect(x - 11, y - 11, 22, 22, 4);
  ctx.fill();
  ctx.stroke();
  ctx.save();
  ctx.translate(x - 9.6, y - 9.6);
  ctx.scale(0.8, 0.8);
  ctx.fillStyle = isBusy ? "#ffffff" : PLACE_FILL;
  ctx.fill(new Path2D(GLYPHS[symbol]), "evenodd");
  ctx.restore();
}

function traceIncident(ctx, x, y, radius, state) {
  if (state === 0) tracePolygon(ctx, [[x, y - radius * 1.15], [x + radius * 1.15, y + radius], [x - radius * 1.15, y + radius]]);
  else if (state === 1) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  } else {
    ctx.beginPath();
    ctx.rect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
  }
}

/** An incident: state 0 at sea, 1 people ashore, 2 closed. */
function drawIncident(ctx, x, y, radius, state, style, text) {
  traceIncident(ctx, x, y, radius, state);
  ctx.fillStyle = style.incidents[STATES[state]].colour;
  ctx.fill();
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = 1.5;
  ctx.stroke();
  if (text) drawText(ctx, text, x, y + (state === 0 ? radius * 0.35 : 0), { colour: "#ffffff", font: `bold ${text.length > 3 ? 9 : 10}px ${FONT}` });
}

function drawCluster(ctx, x, y, radius, cluster, style) {
  ctx.beginPath();
  ctx.arc(x, y, radius + 3, 0, 2 * Math.PI);
  ctx.fillStyle = "#ffffff";
  ctx.fill();
  const colour = style.incidents[cluster.atSea ? "at_sea" : "landed"].colour;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
  drawText(ctx, numberText(cluster.count), x, y, { colour: "#ffffff", font: `bold 12px ${FONT}` });
}

/** A small box with a number, such as people without a bed; a pattern or corner tells its kind apart without colour. */
function drawBadge(ctx, x, y, text, kind, style) {
  ctx.font = `bold 11px ${FONT}`;
  const half = Math.max(9, ctx.measureText(text).width / 2 + 5);
  const colours = { without: style.unplaced, expected: "#0b5f98", closures: "#ffffff" };
  if (kind === "without") tracePolygon(ctx, [[x - half, y - 9], [x + half, y - 9], [x + half + 5, y], [x + half, y + 9], [x - half, y + 9], [x - half - 5, y]]);
  else {
    ctx.beginPath();
    ctx.roundRect(x - half, y - 8, 2 * half, 16, kind === "expected" ? 8 : 1);
  }
  ctx.fillStyle = colours[kind];
  ctx.fill();
  ctx.strokeStyle = kind === "closures" ? INK : "#ffffff";
  ctx.lineWidth = 1.3;
  ctx.setLineDash(kind === "closures" ? [3, 2] : []);
  ctx.stroke();
  ctx.setLineDash([]);
  drawText(ctx, text, x, y, { colour: kind === "closures" ? INK : "#ffffff", font: `bold 11px ${FONT}` });
  return half;
}

/** Text with a halo, so that it reads on land, sea and lines. */
function drawText(ctx, text, x, y, { colour = "#0b0c0c", font = `11px ${FONT}`, halo = "", align = "center" } = {}) {
  ctx.font = font;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  if (halo) {
    ctx.strokeStyle = halo;
    ctx.lineWidth = 3.5;
    ctx.lineJoin = "round";
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y + 0.5);
}

/** Stroke a line of points; dash is an SVG dash pattern, longer on wide lines. */
function drawLine(ctx, points, colour, width, dash) {
  ctx.beginPath();
  points.forEach((point, i) => (i ? ctx.lineTo(point.x, point.y) : ctx.moveTo(point.x, point.y)));
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineCap = "butt";
  ctx.lineJoin = "round";
  ctx.setLineDash(dash ? dash.split(" ").map((length) => Number(length) * Math.max(1, width / 3.5)) : []);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Fit a text to a width, with dots where it is cut. */
function fitText(ctx, text, width) {
  if (ctx.measureText(text).width <= width) return text;
  let kept = text.slice(0, 40);
  while (kept.length > 1 && ctx.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return `${kept}…`;
}
