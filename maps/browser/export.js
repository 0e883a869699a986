// Saves what is shown as a picture, as CSV or as GeoJSON.

const COLUMNS = ["what", "id", "name", "kind", "from", "to", "first_date", "last_date", "people", "beds", "lat", "lon"];
const FORMULA = /^[=+\-@\t\n\r]/;

function shownRecords(scene, shown) {
  return shownRows(scene, shown).flatMap((part) => [...Array(part.count).keys()].map((i) => part.row(i)));
}

/** A cell of CSV; a text that a spreadsheet would run is made inert. */
function csvCell(value) {
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvText(scene, shown) {
  const lines = shownRecords(scene, shown).map(({ record }) => COLUMNS.map((name) => csvCell(record[name])).join(","));
  return `${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

function geojsonText(scene, shown) {
  const features = shownRecords(scene, shown).map(({ record, shape }) => ({
    type: "Feature",
    geometry: shape,
    properties: Object.fromEntries(COLUMNS.filter((name) => name !== "lat" && name !== "lon" && record[name] !== "").map((name) => [name, record[name]])),
  }));
  return `${JSON.stringify({ type: "FeatureCollection", title: scene.title, features }, null, 1)}\n`;
}

function save(name, blob) {
  const link = element("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** The map as it is on screen, twice as fine, with title, days and legend. */
function pictureOf(chart) {
  const { map, scene, shown } = chart;
  const size = map.getSize();
  const parts = legendParts(scene, shown);
  const rows = parts.flatMap((part) => [{ heading: part.title }, ...part.rows]);
  const side = 210;
  const top = 62;
  const height = Math.max(size.y, rows.length * 21 + 20);
  const canvas = element("canvas");
  canvas.width = (size.x + side) * 2;
  canvas.height = (height + top + 22) * 2;
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  ctx.fillStyle = "#ffffff";
  ctx.fillRect(0, 0, size.x + side, height + top + 22);
  drawText(ctx, scene.title, 12, 18, { font: `bold 18px ${FONT}`, align: "left" });
  drawText(ctx, `${windowText(scene, shown.window)}. ${dayInWords(scene, shown)}`, 12, 44, { font: `13px ${FONT}`, align: "left" });
  ctx.save();
  ctx.translate(0, top);
  ctx.beginPath();
  ctx.rect(0, 0, size.x, size.y);
  ctx.clip();
  const corner = map.getPixelBounds().min;
  const frame = { zoom: map.getZoom(), scale: 2 ** map.getZoom(), left: corner.x, top: corner.y, width: size.x, height: size.y, edge: { x: 0, y: 0 } };
  paintGround(ctx, frame, scene, shown.layers, false, chart.layout(frame.zoom));
  paintThings(ctx, frame, scene, shown, chart.layout, chart.gathered(shown, frame.zoom));
  ctx.restore();
  rows.forEach((row, i) => {
    const y = top + 14 + i * 21;
    if (row.heading) drawText(ctx, row.heading, size.x + 12, y, { font: `bold 12px ${FONT}`, align: "left" });
    else {
      const small = row.picture();
      ctx.drawImage(small, size.x + 10, y - small.height / 4, small.width / 2, small.height / 2);
      drawText(ctx, row.text, size.x + 50, y, { font: `12px ${FONT}`, align: "left" });
    }
  });
  ctx.font = `9px ${FONT}`;
  drawText(ctx, fitText(ctx, scene.sources[0] || "", size.x + side - 24), 12, height + top + 11, { font: `9px ${FONT}`, align: "left", colour: "#505a5f" });
  return canvas;
}

function addExport(box, chart) {
  const { scene, store } = chart;
  const name = (ending) => {
    const { window: days } = shownNow(scene, store);
    const last = days[0] === days[1] ? "" : `-to-${isoText(scene, days[1])}`;
    return `map-${isoText(scene, days[0])}${last}.${ending}`;
  };
  const kinds = {
    "Picture (PNG)": () => pictureOf(chart).toBlob((blob) => save(name("png"), blob), "image/png"),
    "Table (CSV)": () => save(name("csv"), new Blob(["\ufeff", csvText(scene, shownNow(scene, store))], { type: "text/csv;charset=utf-8" })),
    "Map data (GeoJSON)": () => save(name("geojson"), new Blob([geojsonText(scene, shownNow(scene, store))], { type: "application/geo+json" })),
  };
  const menu = element("details", "menu");
  menu.append(element("summary", "tool", "Save"));
  const list = element("div", "choices-list");
  for (const [text, act] of Object.entries(kinds)) {
    list.append(button(text, "plain", () => {
      act();
      menu.open = false;
    }));
  }
  menu.append(list);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  box.append(menu);
}
