// Many incidents as few symbols: clusters on a grid that dragging does not move, hexagons, and heat.

const CLUSTER_PIXELS = 62;
const SINGLE_FROM_ZOOM = 12;
const HEXAGON_PIXELS = 26;
const MOST_ASIDE = 120;
const FARTHEST_ASIDE = 90;

/** Clusters of the shown incidents at a zoom: {x, y, count, people, atSea, rows, stand}, kept until something changes. */
function makeGatherer(scene, layout) {
  let known = [];
  let found = [];
  return (shown, zoom) => {
    const wanted = [shown.incidents.rows, zoom, [...shown.layers].join()];
    if (wanted.some((part, i) => part !== known[i])) {
      found = gather(scene.incidents, shown.incidents.rows, zoom);
      standAside(found, zoom, keptClear(scene, shown, zoom, layout(zoom)));
      known = wanted;
    }
    return found;
  };
}

/** Boxes of the symbols shown, which clusters leave free. */
function keptClear(scene, shown, zoom, stands) {
  const scale = 2 ** zoom;
  const widest = 10 + 7.6 * numberText(shown.incidents.people).length;
  return scene.ends.filter((end) => shown.layers.has(end.layer)).map((end) => {
    const { x, y, width, radius, height } = stands.get(end.number);
    const tall = height + (shown.layers.has("totals") && end.layer !== "launch" ? 18 : 0);
    return { x: x * scale, y: y * scale + tall / 2 - radius, width: tall > height ? Math.max(width, widest) : width, height: tall, fixed: true };
  });
}

/** Where each cluster is drawn: aside where it would cover a symbol or another cluster, tied to its place. From near all stand where they are. */
function standAside(clusters, zoom, fixed) {
  const scale = 2 ** zoom;
  for (const cluster of clusters) cluster.stand = { x: cluster.x, y: cluster.y, aside: 0 };
  if (zoom >= SINGLE_FROM_ZOOM || clusters.length > MOST_ASIDE) return;
  const boxes = clusters.map((cluster) => {
    const wide = 2 * (cluster.count > 1 ? clusterRadius(cluster.count) + 4 : 11);
    return { x: cluster.x * scale, y: cluster.y * scale, width: wide, height: wide, mass: cluster.count };
  });
  spread([...fixed, ...boxes], 0, 40);
  boxes.forEach((box, i) => {
    const aside = Math.hypot(box.x - clusters[i].x * scale, box.y - clusters[i].y * scale);
    if (aside < FARTHEST_ASIDE) clusters[i].stand = { x: box.x / scale, y: box.y / scale, aside };
  });
}

function gather(incidents, rows, zoom) {
  const cell = CLUSTER_PIXELS / 2 ** zoom;
  const isSingle = zoom >= SINGLE_FROM_ZOOM || rows.length <= 1;
  const cells = new Map();
  for (const row of rows) {
    const x = incidents.x[row];
    const y = incidents.y[row];
    // Where symbols stand alone, only those on the very same spot still share one.
    const place = isSingle ? `${x},${y}` : Math.floor(x / cell) * 4194304 + Math.floor(y / cell);
    let cluster = cells.get(place);
    if (!cluster) cells.set(place, (cluster = { x: 0, y: 0, count: 0, people: 0, atSea: 0, rows: [], west: x, east: x, north: y, south: y }));
    cluster.x += x;
    cluster.y += y;
    cluster.count += 1;
    cluster.people += incidents.people[row];
    if (incidents.state[row] === 0) cluster.atSea += 1;
    cluster.rows.push(row);
    if (x < cluster.west) cluster.west = x;
    else if (x > cluster.east) cluster.east = x;
    if (y < cluster.north) cluster.north = y;
    else if (y > cluster.south) cluster.south = y;
  }
  const found = [...cells.values()];
  for (const cluster of found) {
    cluster.x /= cluster.count;
    cluster.y /= cluster.count;
  }
  return found;
}

function clusterRadius(count) {
  return Math.min(21, 11 + Math.log2(count) * 1.2);
}

/** Incidents counted by hexagon: {x, y, count, people} in world units. */
function hexagonsOf(incidents, rows, zoom) {
  const size = HEXAGON_PIXELS / 2 ** Math.round(zoom);
  const width = Math.sqrt(3) * size;
  const found = new Map();
  for (const row of rows) {
    const at = hexagonAt(incidents.x[row] / width, incidents.y[row] / (1.5 * size));
    const key = `${at[0]} ${at[1]}`;
    const cell = found.get(key) || { x: (at[0] + (at[1] & 1) / 2) * width, y: at[1] * 1.5 * size, count: 0, people: 0, size };
    cell.count += 1;
    cell.people += incidents.people[row];
    found.set(key, cell);
  }
  return [...found.values()];
}

/** Column and row of the hexagon that holds a point, rows shifted by half a column every second one. */
function hexagonAt(x, y) {
  const row = Math.round(y);
  const column = Math.round(x - (row & 1) / 2);
  if (Math.abs(y - row) * 3 < 1) return [column, row];
  const nextRow = row + (y < row ? -1 : 1);
  const nextColumn = Math.round(x - (nextRow & 1) / 2);
  const far = (c, r) => (x - c - (r & 1) / 2) ** 2 * 3 + ((y - r) * 1.5) ** 2;
  return far(column, row) <= far(nextColumn, nextRow) ? [column, row] : [nextColumn, nextRow];
}

function paintHexagons(ctx, frame, scene, shown) {
  const cells = hexagonsOf(scene.incidents, shown.incidents.rows, frame.zoom);
  const top = cells.reduce((highest, cell) => Math.max(highest, cell.people), 1);
  for (const cell of cells) {
    if (!isOnFrame(frame, cell.x, cell.y, 40)) continue;
    const at = placeOn(frame, cell.x, cell.y);
    const radius = cell.size * frame.scale - 0.7;
    const corners = [0, 1, 2, 3, 4, 5].map((i) => [at.x + radius * Math.sin((i * Math.PI) / 3), at.y - radius * Math.cos((i * Math.PI) / 3)]);
    tracePolygon(ctx, corners);
    const share = Math.sqrt(cell.people / top);
    ctx.fillStyle = rampColour(share, 0.82);
    ctx.fill();
    ctx.strokeStyle = "rgba(29,29,29,.45)";
    ctx.lineWidth = 0.8;
    ctx.stroke();
    if (radius > 14) drawText(ctx, numberText(cell.people), at.x, at.y, { colour: share > 0.55 ? "#ffffff" : INK, font: `bold 10px ${FONT}` });
  }
}

/** Light yellow to dark brown: lightness falls evenly, so that it reads in grey as well. */
function rampColour(share, opacity) {
  const stops = [[255, 247, 214], [254, 196, 79], [236, 112, 20], [153, 52, 4], [74, 21, 2]];
  const at = Math.max(0, Math.min(0.9999, share)) * (stops.length - 1);
  const from = Math.floor(at);
  const mix = stops[from].map((value, i) => Math.round(value + (stops[from + 1][i] - value) * (at - from)));
  return `rgba(${mix.join(",")},${opacity})`;
}

/** Heat: people per pixel, blurred by a soft spot each, then coloured. */
function paintHeat(ctx, frame, scene, shown) {
  const shrink = 4;
  const width = Math.ceil(frame.width / shrink);
  const height = Math.ceil(frame.height / shrink);
  const weight = new Float32Array(width * height);
  const reach = 6;
  for (const row of shown.incidents.rows) {
    const at = placeOn(frame, scene.incidents.x[row], scene.incidents.y[row]);
    spill(weight, width, height, at.x / shrink, at.y / shrink, reach, scene.incidents.people[row]);
  }
  const top = weight.reduce((highest, value) => Math.max(highest, value), 0);
  if (!top) return;
  const picture = new ImageData(width, height);
  for (let i = 0; i < weight.length; i += 1) {
    const share = Math.sqrt(weight[i] / top);
    if (share < 0.04) continue;
    const [red, green, blue] = rampColour(share, 1).match(/\d+/g).map(Number);
    picture.data.set([red, green, blue, Math.min(220, 80 + share * 180)], i * 4);
  }
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").putImageData(picture, 0, 0);
  ctx.imageSmoothingEnabled = true;
  ctx.drawImage(canvas, 0, 0, width * shrink, height * shrink);
}

function spill(weight, width, height, x, y, reach, amount) {
  const left = Math.max(0, Math.floor(x - reach));
  const right = Math.min(width - 1, Math.ceil(x + reach));
  for (let j = Math.max(0, Math.floor(y - reach)); j <= Math.min(height - 1, Math.ceil(y + reach)); j += 1) {
    for (let i = left; i <= right; i += 1) {
      const far = ((i - x) ** 2 + (j - y) ** 2) / (reach * reach);
      if (far < 1) weight[j * width + i] += amount * (1 - far) ** 2;
    }
  }
}
