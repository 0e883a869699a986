// Starts the page: one scene, one state, and everything that shows or changes it.

function start(map) {
  const scene = readScene(JSON.parse(document.getElementById("scene").textContent));
  const store = makeStore(scene);
  const part = (id) => document.getElementById(id);
  map.getContainer().style.background = scene.style.sea;
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", "Map: arrow keys move it, plus and minus zoom; the tables below say the same");
  addPanels(part("panels"), scene, store);
  makeClock(part("clock"), scene, store);
  // The bars around the map are there only now.
  map.invalidateSize({ animate: false });
  calm(map);
  keepInside(map, scene);
  openView(map, scene, store, part("panels"));
  const chart = makeChart(map, scene, store);
  nameByKeyboard(map);
  addSearch(part("tools"), chart);
  addMeasure(part("tools"), chart);
  addExport(part("tools"), chart);
  addPrint(part("tools"), chart);
  addTables(part("now"), chart);
  new SeaScale().addTo(map);
  addPosition(map);
  map.on("moveend", () => keepView(map, store));
  if (store.get().open) openPopup(chart, store.get(), true);
  stayOnPage();
}

/** The view goes into the state, but not the one on paper. */
function keepView(map, store) {
  if (!document.body.classList.contains("on-paper")) store.set({ at: viewText(map) });
}

/** Who has asked for less motion gets views that change at once. */
function calm(map) {
  if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  map.options.zoomAnimation = false;
  map._zoomAnimated = false;
  const { panBy } = map;
  map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
}

/** Stop short of the straight edges where the drawn land ends. */
function keepInside(map, scene) {
  if (!scene.extent) return;
  map.setMinZoom(Math.max(map.getMinZoom(), map.getBoundsZoom(scene.extent, true)));
  map.setMaxBounds(scene.extent);
  map.options.maxBoundsViscosity = 1;
}

function openView(map, scene, store, panels) {
  const { at } = store.get();
  if (at) {
    setView(map, at);
    return;
  }
  const isNarrow = window.innerWidth < NARROW;
  map.fitBounds(scene.view, { animate: false, paddingTopLeft: [44, 8], paddingBottomRight: [isNarrow ? 8 : panels.offsetWidth + 16, 8] });
}

/** Escape closes a popup. */
function nameByKeyboard(map) {
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
}

/** Links inside the page move the reader, and leave the state in the address alone. */
function stayOnPage() {
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const goal = document.getElementById(link.getAttribute("href").slice(1));
      goal.scrollIntoView();
      goal.focus({ preventScroll: true });
    });
  }
}

/** On paper: the map in a fixed size, with legend and tables; the same whether printed by our button or by the browser's own. */
function addPrint(box, chart, other = null) {
  const { map } = chart;
  const resize = () => [map, other].forEach((each) => each && each.invalidateSize({ animate: false, pan: false }));
  const legend = document.querySelector(".panels .fold:last-child");
  let wasOpen = false;
  let view = null;
  let at = "";
  const before = () => {
    view = map.getBounds();
    at = viewText(map);
    wasOpen = legend.open;
    legend.open = true;
    document.body.classList.add("on-paper");
    resize();
    map.fitBounds(view, { animate: false });
    repaint(chart);
  };
  const after = () => {
    document.body.classList.remove("on-paper");
    legend.open = wasOpen;
    resize();
    setView(map, at);
    repaint(chart);
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  box.append(button("Print", "tool", () => window.print()));
}

function repaint(chart) {
  chart.ground.options.paint();
  chart.things.options.paint();
}
