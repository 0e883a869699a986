// Measures distance and bearing: by pointer, or from the keyboard with the middle of the map. Also scale and position.

function addMeasure(box, chart) {
  const { map } = chart;
  const points = [];
  const layer = L.layerGroup();
  const toggle = button("Measure", "tool", () => (chart.isMeasuring ? stop() : start()));
  toggle.setAttribute("aria-pressed", "false");
  const panel = element("div", "measuring");
  panel.hidden = true;
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", "Measuring");
  const said = element("p", "measured");
  said.setAttribute("role", "status");
  const undo = button("Take back", "plain", () => {
    points.pop();
    show();
  });
  panel.append(said, button("Add the middle of the map", "plain", () => chart.measureAt(map.getCenter())), undo, button("End", "plain", () => stop()));
  const start = () => {
    chart.isMeasuring = true;
    chart.store.set({ open: "" });
    layer.addTo(map);
    show();
  };
  const stop = () => {
    chart.isMeasuring = false;
    points.length = 0;
    layer.clearLayers().remove();
    show();
    toggle.focus();
  };
  const show = () => {
    toggle.setAttribute("aria-pressed", String(chart.isMeasuring));
    panel.hidden = !chart.isMeasuring;
    map.getContainer().classList.toggle("measure", chart.isMeasuring);
    undo.disabled = !points.length;
    said.textContent = measureText(points);
    layer.clearLayers();
    L.polyline(points, { color: "#0b0c0c", weight: 3, dashArray: "6 4", interactive: false }).addTo(layer);
    for (const point of points) L.circleMarker(point, { radius: 4, color: "#0b0c0c", fillColor: "#ffdd00", fillOpacity: 1, weight: 2, interactive: false }).addTo(layer);
  };
  chart.measureAt = (latlng) => {
    points.push(latlng);
    show();
  };
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chart.isMeasuring) stop();
  });
  box.append(toggle);
  map.getContainer().parentElement.append(panel);
}

function measureText(points) {
  if (points.length < 2) return points.length ? "Choose the next point." : "Choose points on the map.";
  const last = points.slice(-2);
  const leg = distanceText(metresBetween(...last), bearingTo(...last));
  if (points.length === 2) return leg;
  const whole = points.slice(1).reduce((sum, point, i) => sum + metresBetween(points[i], point), 0);
  return `Last leg ${leg}. In all ${distanceText(whole)}.`;
}

/** Leaflet's scale, with nautical miles (NM) in place of miles. */
const SeaScale = L.Control.Scale.extend({
  options: { position: "bottomleft", metric: true, imperial: true, maxWidth: 110 },
  _updateImperial(metres) {
    const miles = metres / 1852;
    const round = miles < 1 ? Number(miles.toPrecision(1)) : this._getRoundNum(miles);
    this._updateScale(this._iScale, `${round} NM`, round / miles);
  },
});

function addPosition(map) {
  const box = element("div", "position leaflet-control");
  const panel = L.control({ position: "bottomleft" });
  panel.onAdd = () => box;
  panel.addTo(map);
  const show = (what, latlng) => {
    const at = latlng.wrap();
    box.textContent = `${what} ${positionText(at.lat, at.lng)}`;
  };
  map.on("mousemove", (event) => show("Pointer", event.latlng));
  map.on("moveend mouseout", () => show("Centre", map.getCenter()));
  show("Centre", map.getCenter());
}
