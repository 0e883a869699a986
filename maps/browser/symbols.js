// Symbols and popups, built element by element: a scene's text only ever becomes text.

const NARROW = 800;
const SVG = "http://www.w3.org/2000/svg";

const GLYPHS = {
  airport: "M12 1.5c1 0 1.6 1.5 1.6 3v4.2l8 5v2.1l-8-2.4v4.9l2.2 1.7v1.6L12 20.5l-3.8 1.1v-1.6l2.2-1.7v-4.9l-8 2.4v-2.1l8-5V4.5c0-1.5.6-3 1.6-3z",
  port: "M11 3h2v3h3v2h-3v3.5l7 2.5-2.5 6H6.5L4 14l7-2.5V8H8V6h3z",
  rail: "M6 3h12v13l-2 2 2 3h-2l-2-2.5h-4L8 21H6l2-3-2-2zM8 6v5h8V6zM8.5 13.5a1 1 0 1 0 .01 0zM15.5 13.5a1 1 0 1 0 .01 0z",
  other: "M12 3a6 6 0 0 1 6 6c0 4-6 12-6 12S6 13 6 9a6 6 0 0 1 6-6z",
};

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function drawing(width, height, shapes) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  }
  return svg;
}

/** Half the width of a site's symbol, pixels: its area grows with its beds. */
function siteRadius(beds) {
  return beds ? Math.min(22, 6 + Math.sqrt(beds) * 0.62) : 8;
}

function siteDrawing(shape, radius, fill) {
  const size = 2 * radius + 4;
  const centre = size / 2;
  const line = { fill, stroke: "#1d1d1d", "stroke-width": 1.5 };
  const shapes = {
    detention: ["circle", { cx: centre, cy: centre, r: radius, ...line }],
    landing: ["rect", { x: centre - radius, y: centre - radius, width: 2 * radius, height: 2 * radius, ...line }],
    home: ["path", {
      d: `M${centre} ${centre - radius}L${centre + radius} ${centre - radius * 0.15}V${centre + radius}H${centre - radius}V${centre - radius * 0.15}Z`,
      "stroke-linejoin": "round",
      ...line,
    }],
  };
  return drawing(size, size, [shapes[shape]]);
}

function placeDrawing(symbol, style) {
  if (symbol === "launch_area") {
    return drawing(14, 14, [["path", { d: "M7 1.5 13 12.5H1Z", fill: "#ffffff", stroke: "#6a1b4d", "stroke-width": 1.8 }]]);
  }
  if (symbol === "unplaced") {
    return drawing(30, 24, [
      ["path", { d: "M8 1H22L29 12 22 23H8L1 12Z", fill: style.unplaced, stroke: "#ffffff", "stroke-width": 1.5 }],
    ]);
  }
  return drawing(24, 24, [
    ["rect", { x: 0.5, y: 0.5, width: 23, height: 23, rx: 4, fill: "#1d3557", stroke: "#ffffff" }],
    ["path", { d: GLYPHS[symbol], fill: "#ffffff", "fill-rule": "evenodd", transform: "translate(2.4 2.4) scale(.8)" }],
  ]);
}

function incidentDrawing(state, style) {
  const fill = { fill: style.incidents[state].colour, stroke: "#ffffff", "stroke-width": 1.5 };
  const shapes = {
    at_sea: ["path", { d: "M12 0.5 25 23H-1Z", ...fill }],
    landed: ["circle", { cx: 12, cy: 12, r: 10, ...fill }],
    closed: ["rect", { x: 2.5, y: 2.5, width: 19, height: 19, rx: 2, ...fill }],
  };
  return drawing(24, 24, [shapes[state]]);
}

/** An icon that a screen reader can name. */
const NamedIcon = L.DivIcon.extend({
  createIcon(reused) {
    const made = L.DivIcon.prototype.createIcon.call(this, reused);
    made.setAttribute("aria-label", this.options.label);
    return made;
  },
});

function namedIcon(label, className, content, size, anchor) {
  return new NamedIcon({ label, className, html: content, iconSize: size, iconAnchor: anchor || [size[0] / 2, size[1] / 2] });
}

function popupContent(title, fields) {
  const box = element("div", "facts");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", title);
  box.tabIndex = -1;
  box.append(element("h2", "", title));
  const list = element("dl");
  for (const [label, value] of fields) list.append(element("dt", "", label), element("dd", "", value));
  box.append(list);
  return box;
}

/** Popup and tooltip with plain facts; both are elements, never HTML text. */
function explain(layer, title, hint, fields) {
  // The map moves so far that the panels do not cover the popup: beneath them on a telephone, beside them elsewhere.
  const narrow = window.innerWidth < NARROW;
  layer.bindPopup(() => popupContent(title, fields), {
    maxWidth: 300,
    minWidth: 250,
    maxHeight: 300,
    autoPanPaddingTopLeft: narrow ? [8, 100] : [50, 12],
    autoPanPaddingBottomRight: narrow ? [8, 8] : [356, 12],
  });
  layer.bindTooltip(() => element("span", "", hint), { direction: "top", opacity: 1, sticky: layer instanceof L.Path });
}
