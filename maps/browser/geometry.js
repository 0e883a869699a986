// Positions on paper: decoding land, bending lines, keeping symbols from covering each other.

/** Turn encoded steps into rings of [lat, lon]. */
function decodeRing(steps, perDegree) {
  const ring = [];
  let east = 0;
  let north = 0;
  for (let i = 0; i < steps.length; i += 2) {
    east += steps[i];
    north += steps[i + 1];
    ring.push([north / perDegree, east / perDegree]);
  }
  return ring;
}

/** Points of a line from a to b that bends to its right, so that the way there and the way back lie apart. */
function bend(a, b, corners) {
  const control = L.point((a.x + b.x) / 2 - (b.y - a.y) * 0.14, (a.y + b.y) / 2 + (b.x - a.x) * 0.14);
  const points = [];
  for (let i = 0; i <= corners; i += 1) {
    const t = i / corners;
    const u = 1 - t;
    points.push(L.point(
      u * u * a.x + 2 * u * t * control.x + t * t * b.x,
      u * u * a.y + 2 * u * t * control.y + t * t * b.y,
    ));
  }
  return points;
}

/** Corners of an arrowhead that lies on a line of points and looks along it. */
function arrowhead(points, size) {
  const middle = Math.max(1, Math.round((points.length - 1) * 0.42));
  const tip = points[middle];
  const from = points[middle - 1];
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const along = L.point((tip.x - from.x) / length, (tip.y - from.y) / length);
  const across = L.point(-along.y, along.x);
  const at = (ahead, aside) => L.point(tip.x + along.x * ahead + across.x * aside, tip.y + along.y * ahead + across.y * aside);
  return [at(size, 0), at(-size * 0.6, size * 0.75), at(-size * 0.25, 0), at(-size * 0.6, -size * 0.75)];
}

function overlap(one, other, gap) {
  return {
    x: (one.width + other.width) / 2 + gap - Math.abs(one.x - other.x),
    y: (one.height + other.height) / 2 + gap - Math.abs(one.y - other.y),
  };
}

function pushApart(one, other, gap) {
  if (one.fixed && other.fixed) return false;
  const over = overlap(one, other, gap);
  if (over.x <= 0 || over.y <= 0) return false;
  const axis = over.x < over.y ? "x" : "y";
  // Symbols at one spot part in the order they were given, so that the same scene always looks the same.
  const side = one[axis] <= other[axis] ? 1 : -1;
  const share = one.fixed || other.fixed ? over[axis] * side : (over[axis] / 2) * side;
  if (!one.fixed) one[axis] -= share;
  if (!other.fixed) other[axis] += share;
  return true;
}

/** Move boxes {x, y, width, height, fixed} so that none covers another, each as near its home as that allows; fixed ones stay. */
function spread(boxes, gap) {
  for (let round = 0; round < 200; round += 1) {
    let moved = false;
    for (let i = 0; i < boxes.length; i += 1) {
      for (let j = i + 1; j < boxes.length; j += 1) moved = pushApart(boxes[i], boxes[j], gap) || moved;
    }
    if (!moved) return;
  }
}

/** Say how many people, with the right word. */
function peopleText(count) {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? "person" : "people"}`;
}

/** A position in degrees and decimals, and in degrees and minutes. */
function positionText(latlng) {
  const lat = latlng.lat;
  const lon = latlng.wrap().lng;
  const decimal = `${lat.toFixed(4)}, ${lon.toFixed(4)}`;
  return `${decimal}  ${minutes(lat, "N", "S", 2)} ${minutes(lon, "E", "W", 3)}`;
}

function minutes(value, positive, negative, digits) {
  const tenths = Math.round(Math.abs(value) * 600);
  const degrees = String(Math.floor(tenths / 600)).padStart(digits, "0");
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  return `${degrees}°${rest}'${value < 0 ? negative : positive}`;
}
