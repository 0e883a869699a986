// The ground: land, shore, borders, lines, names. A frame says which part of the world lies where on the canvas.

const MARKED = "#3d5a73";
const NAME_MARGIN = 110;

/** Pixel on the canvas of a position on the world. */
function placeOn(frame, x, y) {
  return { x: x * frame.scale - frame.left, y: y * frame.scale - frame.top };
}

function isOnFrame(frame, x, y, margin) {
  const at = placeOn(frame, x, y);
  return at.x > -margin && at.y > -margin && at.x < frame.width + margin && at.y < frame.height + margin;
}

function traceLine(ctx, frame, line, isClosed) {
  let lastX = Infinity;
  let lastY = Infinity;
  const end = line.length - 2;
  for (let i = 0; i <= end; i += 2) {
    const x = line[i] * frame.scale - frame.left;
    const y = line[i + 1] * frame.scale - frame.top;
    // Corners closer than a pixel would be drawn for nothing.
    if (i && i < end && Math.abs(x - lastX) < 0.9 && Math.abs(y - lastY) < 0.9) continue;
    if (i) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
    lastX = x;
    lastY = y;
  }
  if (isClosed) ctx.closePath();
}

function touchesFrame(frame, [west, north, east, south]) {
  const a = placeOn(frame, west, north);
  const b = placeOn(frame, east, south);
  return b.x > -2 && b.y > -2 && a.x < frame.width + 2 && a.y < frame.height + 2 && (b.x - a.x > 0.4 || b.y - a.y > 0.4);
}

function paintGround(ctx, frame, scene, layers, hasTiles, stands) {
  if (!hasTiles) {
    ctx.fillStyle = scene.style.sea;
    ctx.fillRect(0, 0, frame.width, frame.height);
    ctx.beginPath();
    scene.land.forEach((polygon, i) => {
      if (!touchesFrame(frame, scene.landBounds[i])) return;
      for (const ring of polygon) traceLine(ctx, frame, ring, true);
    });
    ctx.fillStyle = scene.style.land;
    ctx.fill("evenodd");
    ctx.strokeStyle = scene.style.shore;
    ctx.lineWidth = 1;
    ctx.lineJoin = "round";
    ctx.stroke();
  }
  if (layers.has("borders")) paintBorders(ctx, frame, scene);
  if (layers.has("lines")) for (const { name, line } of scene.lines) paintMarkedLine(ctx, frame, name, line);
  if (layers.has("towns")) paintTowns(ctx, frame, scene, stands);
}

function paintBorders(ctx, frame, scene) {
  ctx.beginPath();
  for (const line of scene.borders) traceLine(ctx, frame, line, false);
  ctx.strokeStyle = scene.style.border;
  ctx.lineWidth = 1.2;
  ctx.setLineDash([7, 3, 2, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** A dotted line with its name along it, on the first piece in sight that is long enough. */
function paintMarkedLine(ctx, frame, name, line) {
  ctx.beginPath();
  traceLine(ctx, frame, line, false);
  ctx.strokeStyle = MARKED;
  ctx.lineWidth = 1.4;
  ctx.setLineDash([1.5, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
  const seen = [];
  const [edgeX, edgeY] = [frame.edge.x + NAME_MARGIN, frame.edge.y + NAME_MARGIN / 2];
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [a, b] = [placeOn(frame, line[i], line[i + 1]), placeOn(frame, line[i + 2], line[i + 3])];
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    if (middle.x > edgeX && middle.y > edgeY && middle.x < frame.width - edgeX && middle.y < frame.height - edgeY) seen.push({ a, b, middle, long: Math.hypot(b.x - a.x, b.y - a.y) });
  }
  const carrier = seen.find(({ long }) => long > 60) || seen[0];
  if (!carrier) return;
  const { a, b, middle } = carrier;
  const turn = Math.atan2(b.y - a.y, b.x - a.x);
  ctx.save();
  ctx.translate(middle.x, middle.y);
  ctx.rotate(Math.abs(turn) > Math.PI / 2 ? turn + Math.PI : turn);
  drawText(ctx, name, 0, -9, { colour: MARKED, font: `italic 11px ${FONT}`, halo: "rgba(214,230,239,.9)" });
  ctx.restore();
}

/** Names of towns, but where a symbol or another name stands. */
function paintTowns(ctx, frame, scene, stands) {
  const taken = [...stands.values()].map((stand) => {
    const at = placeOn(frame, stand.x, stand.y);
    return { left: at.x - stand.width / 2, right: at.x + stand.width / 2, top: at.y - stand.radius, bottom: at.y - stand.radius + stand.height };
  });
  for (const [name, east, north, fromZoom] of scene.towns) {
    if (frame.zoom + 0.01 < fromZoom) continue;
    const x = worldX(east / scene.steps);
    const y = worldY(north / scene.steps);
    if (!isOnFrame(frame, x, y, 60)) continue;
    const at = placeOn(frame, x, y);
    const font = `italic ${fromZoom <= 6 ? 13 : 11}px ${FONT}`;
    ctx.font = font;
    const box = { left: at.x - 3, right: at.x + 7 + ctx.measureText(name).width, top: at.y - 7, bottom: at.y + 7 };
    if (collides(box, taken)) continue;
    taken.push(box);
    ctx.beginPath();
    ctx.arc(at.x, at.y, 1.6, 0, 2 * Math.PI);
    ctx.fillStyle = "#6b665f";
    ctx.fill();
    drawText(ctx, name, at.x + 5, at.y, { colour: "#5a554e", font, halo: "rgba(246,244,238,.8)", align: "left" });
  }
}
