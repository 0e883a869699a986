// Search by site, place, incident, departure or person: a list that opens as one types, walked with the arrow keys.

const MOST_FOUND = 12;

/** What matches a text: those that begin with it before those that hold it. */
function searchScene(scene, typed) {
  const text = typed.trim().toLowerCase();
  if (!text) return [];
  const found = { begins: [], holds: [] };
  const look = (words, make) => {
    if (found.begins.length >= MOST_FOUND) return;
    const places = words.map((word) => word.toLowerCase().indexOf(text));
    if (places.includes(0)) found.begins.push(make());
    else if (found.holds.length < MOST_FOUND && places.some((at) => at > 0)) found.holds.push(make());
  };
  for (const end of scene.ends) {
    const what = end.type === "site" ? end.kind : PLACE_NAMES[end.symbol];
    look([end.id, end.name], () => ({ text: `${end.name} (${end.id})`, what, target: { type: "end", number: end.number } }));
  }
  scene.incidents.ids.forEach((id, row) => look([id], () => ({ text: id, what: "Incident", target: { type: "incident", row } })));
  scene.departures.forEach((each, index) => look([each.id], () => ({ text: each.id, what: "Departure", target: { type: "departure", index } })));
  scene.people.ids.forEach((id, index) => look([id], () => ({ text: id, what: "Person", target: { type: "person", index } })));
  return [...found.begins, ...found.holds].slice(0, MOST_FOUND);
}

function addSearch(box, chart) {
  const { scene } = chart;
  const label = element("label", "unseen", "Search by site, incident, departure or person id");
  const input = element("input", "search");
  const list = element("ul", "found");
  label.htmlFor = "search";
  Object.assign(input, { id: "search", type: "search", autocomplete: "off", placeholder: "Site, incident or person id" });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list" })) input.setAttribute(name, value);
  list.id = "found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  list.hidden = true;
  const state = { options: [], at: -1 };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (at) => {
    state.at = at;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (list.children[at]) {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const choose = (option) => {
    close();
    input.value = option.text;
    chart.show(option.target);
  };
  const find = () => {
    state.options = searchScene(scene, input.value);
    list.replaceChildren(...state.options.map((option, i) => {
      const item = element("li", "", option.text);
      item.id = `found-${i}`;
      item.setAttribute("role", "option");
      item.append(" ", element("span", "what", option.what));
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(option);
      });
      return item;
    }));
    const isNothing = !state.options.length && input.value.trim();
    if (isNothing) {
      const none = element("li", "", "Nothing found");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      list.append(none);
    }
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(state.options.length ? 0 : -1);
  };
  input.addEventListener("input", find);
  input.addEventListener("focus", () => input.value && find());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = state.options.length;
    if (event.key === "ArrowDown" && count) mark((state.at + 1) % count);
    else if (event.key === "ArrowUp" && count) mark((state.at + count - 1) % count);
    else if (event.key === "Enter" && state.options[state.at] && !list.hidden) choose(state.options[state.at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  box.append(label, input, list);
}
