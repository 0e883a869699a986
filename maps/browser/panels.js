// Layers and filters: check boxes that change the state and show what it now counts.

const FILTER_NAMES = { roles: "Role of site", kinds: "Kind of unit", modes: "Departures", states: "Status of incidents" };

function fold(title, content, open) {
  const box = element("details", "fold");
  box.open = open;
  box.append(element("summary", "", title), content);
  return box;
}

function checkBox(name, isOn, change) {
  const label = element("label", "check");
  const input = element("input");
  input.type = "checkbox";
  input.checked = isOn;
  input.addEventListener("change", () => change(input.checked));
  label.append(input, element("span", "name", name));
  return { label, input };
}

function fieldset(name) {
  const set = element("fieldset");
  set.append(element("legend", "", name));
  return set;
}

/** Layers in groups, each with a picture and the number it now shows. */
function makeLayers(scene, store) {
  const box = element("div", "layers");
  const rows = [];
  let set = null;
  let group = null;
  for (const layer of scene.layers) {
    if (layer.group !== group) {
      group = layer.group;
      set = fieldset(group);
      box.append(set);
    }
    const { label, input } = checkBox(layer.name, store.get().layers.includes(layer.key), (isOn) => {
      const keys = scene.layers.map((each) => each.key);
      store.set({ layers: keys.filter((key) => (key === layer.key ? isOn : store.get().layers.includes(key))) });
    });
    const count = element("span", "count");
    input.after(layerPicture(scene, layer.key));
    label.append(" ", count);
    set.append(label);
    rows.push({ layer, input, count });
  }
  const show = () => {
    const { counts, layers } = shownNow(scene, store);
    for (const { layer, input, count } of rows) {
      input.checked = layers.has(layer.key);
      const [number, counted] = counts[layer.key] || [];
      const text = number === undefined ? "" : `${numberText(number)} ${counted}`.trim();
      if (count.textContent !== text) count.textContent = text;
    }
  };
  store.listen(show);
  show();
  return box;
}

/** Filters: everything is shown until something is left out. */
function makeFilters(scene, store) {
  const box = element("div", "filters");
  const inputs = [];
  for (const name of FILTERS) {
    if (scene[name].length < 2) continue;
    const set = fieldset(FILTER_NAMES[name]);
    for (const text of scene[name]) {
      const { label, input } = checkBox(text, true, (isOn) => {
        store.set({ [name]: scene[name].filter((each) => (each === text ? !isOn : store.get()[name].includes(each))) });
      });
      set.append(label);
      inputs.push({ name, text, input });
    }
    box.append(set);
  }
  const all = button("Show everything", "plain", () => store.set(Object.fromEntries(FILTERS.map((name) => [name, []]))));
  box.append(all);
  const show = () => {
    for (const { name, text, input } of inputs) input.checked = !store.get()[name].includes(text);
    all.disabled = FILTERS.every((name) => !store.get()[name].length);
  };
  store.listen(show);
  show();
  return inputs.length ? box : null;
}

/** Layers, filters and legend beside the map; folded away where the screen is narrow. */
function addPanels(box, scene, store, isWide = window.innerWidth >= NARROW) {
  const filters = makeFilters(scene, store);
  box.append(fold("Layers", makeLayers(scene, store), isWide));
  if (filters) box.append(fold("Filters", filters, false));
  const calendar = makeCalendar(scene, store);
  if (calendar) box.append(fold("Calendar", calendar, isWide && window.innerHeight > 700));
  const key = element("div", "legend");
  box.append(fold("Legend", key, isWide && window.innerHeight > 700));
  const show = () => fillLegend(key, scene, shownNow(scene, store));
  store.listen((_, changed) => {
    if (changed.some((name) => name !== "open" && name !== "at")) show();
  });
  show();
}
