// Where symbols stand: they keep their places while days and filters change, and step aside only where they would cover each other.

const NAMES_FROM_ZOOM = 7.25;
const LAUNCH_NAMES_FROM_ZOOM = 9;

/** Lines of text under a symbol, at most; the last is the number. */
function linesOf(end, zoom) {
  if (end.layer === "launch") return 0;
  const hasNumber = end.type === "site" ? end.mostBeds > 0 : false;
  return (zoom >= NAMES_FROM_ZOOM && end.label ? 1 : 0) + (hasNumber ? 1 : 0);
}

/** Symbols are smaller where the whole country is in view. */
function radiusOf(end, zoom) {
  const radius = end.type === "site" ? siteRadius(end.mostBeds) : (end.layer === "launch" ? 6 : 11);
  return zoom < NAMES_FROM_ZOOM && end.type === "site" ? Math.max(6, radius * 0.62) : radius;
}

/** Width and height of a symbol with its text, whatever the day. */
function sizeOf(end, zoom) {
  const radius = radiusOf(end, zoom) + 1;
  const lines = linesOf(end, zoom);
  const letters = zoom >= NAMES_FROM_ZOOM ? Math.min(18, (end.label || "").length) : 0;
  const digits = end.mostBeds ? 2 * String(end.mostBeds).length + 1 : 0;
  const width = Math.max(2 * radius, letters * 6.2 + 6, digits * 6.4 + 6);
  return { width: lines ? width : 2 * radius, height: 2 * radius + lines * 12 + (lines ? 2 : 0), radius, lines };
}

/** Remembers, for each zoom, where every symbol stands: {x, y} in world units by number of the place or site. */
function makeLayout(scene) {
  const known = new Map();
  return (zoom) => {
    const key = zoom.toFixed(2);
    if (!known.has(key)) known.set(key, layOut(scene, zoom));
    return known.get(key);
  };
}

function layOut(scene, zoom) {
  const scale = 2 ** zoom;
  const boxes = scene.ends.map((end) => {
    const size = sizeOf(end, zoom);
    const isFixed = end.layer === "launch";
    return { end, ...size, x: end.x * scale, y: end.y * scale + size.height / 2 - size.radius, fixed: isFixed };
  });
  spread(boxes, 1);
  const found = new Map();
  for (const box of boxes) {
    const y = box.y - box.height / 2 + box.radius;
    const aside = Math.hypot(box.x - box.end.x * scale, y - box.end.y * scale);
    found.set(box.end.number, { x: box.x / scale, y: y / scale, width: box.width, height: box.height, radius: box.radius, lines: box.lines, aside });
  }
  return found;
}
