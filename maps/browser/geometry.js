// Positions on paper: projecting, decoding, bending lines, keeping symbols from covering each other, distances on the globe.

const EARTH_METRES = 6371008.8;
const RADIANS = Math.PI / 180;
/** How far along a line its arrowhead lies: past the middle, where lines from one place have come apart. */
const ARROW_AT = 0.62;

/** Web Mercator on 256 units, as Leaflet has it at zoom 0. */
function worldX(lon) {
  return (lon / 360 + 0.5) * 256;
}

function worldY(lat) {
  const sine = Math.sin(lat * RADIANS);
  return 256 * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
}

function lonOf(x) {
  return (x / 256 - 0.5) * 360;
}

function latOf(y) {
  return (2 * Math.atan(Math.exp((0.5 - y / 256) * 2 * Math.PI)) - Math.PI / 2) / RADIANS;
}

/** Turn encoded steps into x, y, x, y, ... on the world. */
function decodeLine(steps, perDegree) {
  const line = new Float64Array(steps.length);
  let east = 0;
  let north = 0;
  for (let i = 0; i < steps.length; i += 2) {
    east += steps[i];
    north += steps[i + 1];
    line[i] = worldX(east / perDegree);
    line[i + 1] = worldY(north / perDegree);
  }
  return line;
}

/** West, north, east and south end of a line on the world. */
function boundsOf(line) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < line.length; i += 2) {
    box[0] = Math.min(box[0], line[i]);
    box[1] = Math.min(box[1], line[i + 1]);
    box[2] = Math.max(box[2], line[i]);
    box[3] = Math.max(box[3], line[i + 1]);
  }
  return box;
}

/** Points of a line from a to b that bends to its right, so that the way there and the way back lie apart. */
function bend(a, b, corners) {
  const control = { x: (a.x + b.x) / 2 - (b.y - a.y) * 0.14, y: (a.y + b.y) / 2 + (b.x - a.x) * 0.14 };
  const points = [];
  for (let i = 0; i <= corners; i += 1) {
    const t = i / corners;
    const u = 1 - t;
    points.push({ x: u * u * a.x + 2 * u * t * control.x + t * t * b.x, y: u * u * a.y + 2 * u * t * control.y + t * t * b.y });
  }
  return points;
}

/** Corners of an arrowhead that lies on a line of points and looks along it. */
function arrowhead(points, size) {
  const middle = Math.max(1, Math.round((points.length - 1) * ARROW_AT));
  const tip = points[middle];
  const from = points[middle - 1];
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const along = { x: (tip.x - from.x) / length, y: (tip.y - from.y) / length };
  const at = (ahead, aside) => ({ x: tip.x + along.x * ahead - along.y * aside, y: tip.y + along.y * ahead + along.x * aside });
  return [at(size, 0), at(-size * 0.6, size * 0.75), at(-size * 0.25, 0), at(-size * 0.6, -size * 0.75)];
}

/** How far a point lies from a line of points. */
function distanceToLine(x, y, points) {
  let nearest = Infinity;
  for (let i = 1; i < points.length; i += 1) {
    const a = points[i - 1];
    const b = points[i];
    const square = (b.x - a.x) ** 2 + (b.y - a.y) ** 2 || 1;
    const t = Math.max(0, Math.min(1, ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / square));
    nearest = Math.min(nearest, Math.hypot(x - a.x - t * (b.x - a.x), y - a.y - t * (b.y - a.y)));
  }
  return nearest;
}

function pushApart(one, other, gap) {
  if (one.fixed && other.fixed) return false;
  const overX = (one.width + other.width) / 2 + gap - Math.abs(one.x - other.x);
  const overY = (one.height + other.height) / 2 + gap - Math.abs(one.y - other.y);
  if (overX <= 0 || overY <= 0) return false;
  const axis = overX < overY ? "x" : "y";
  const over = Math.min(overX, overY);
  // Symbols at one spot part in the order they were given, so that the same scene always looks the same.
  const side = one[axis] <= other[axis] ? 1 : -1;
  const [mass, otherMass] = [one.fixed ? Infinity : one.mass || 1, other.fixed ? Infinity : other.mass || 1];
  const share = mass === Infinity ? 0 : (otherMass === Infinity ? 1 : otherMass / (mass + otherMass));
  one[axis] -= over * side * share;
  other[axis] += over * side * (1 - share);
  return true;
}

/** Move boxes {x, y, width, height, fixed, mass} so that none covers another, each as near its home as that allows: fixed ones stay, heavy ones nearly. */
function spread(boxes, gap, rounds = 200) {
  for (let round = 0; round < rounds; round += 1) {
    let moved = false;
    for (let i = 0; i < boxes.length; i += 1) {
      for (let j = i + 1; j < boxes.length; j += 1) moved = pushApart(boxes[i], boxes[j], gap) || moved;
    }
    if (!moved) return;
  }
}

/** Metres between two positions {lat, lng} along the great circle. */
function metresBetween(a, b) {
  const north = Math.sin(((b.lat - a.lat) * RADIANS) / 2) ** 2;
  const east = Math.sin(((b.lng - a.lng) * RADIANS) / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(north + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * east));
}

/** Bearing one sets out on along the great circle, degrees from true north. */
function bearingTo(a, b) {
  const over = (b.lng - a.lng) * RADIANS;
  const y = Math.sin(over) * Math.cos(b.lat * RADIANS);
  const x = Math.cos(a.lat * RADIANS) * Math.sin(b.lat * RADIANS) - Math.sin(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * Math.cos(over);
  return (Math.atan2(y, x) / RADIANS + 360) % 360;
}
