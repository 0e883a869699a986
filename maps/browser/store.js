// One state that drives everything at once, and its form in the link: map.html#day=3&layers=incidents,home

const FILTERS = ["roles", "kinds", "modes", "states"];

/** What the map opens with. */
function firstState(scene) {
  return {
    day: 0,
    span: scene.span,
    layers: scene.layers.map((layer) => layer.key).filter((key) => !scene.hidden.includes(key)),
    roles: [],
    kinds: [],
    modes: [],
    states: [],
    open: "",
    at: "",
  };
}

/** First and last day shown. */
function windowOf(scene, state) {
  return state.span === 0 ? [0, scene.days - 1] : [state.day, Math.min(scene.days, state.day + state.span) - 1];
}

/** Write what differs from the state the map opens with. Filters list what is left out. */
function hashOf(scene, state) {
  const first = firstState(scene);
  const parts = [];
  const add = (key, value) => parts.push(`${key}=${value}`);
  if (state.day !== first.day) add("day", state.day);
  if (state.span !== first.span) add("span", state.span === 0 ? "all" : state.span);
  if (String(state.layers) !== String(first.layers)) add("layers", state.layers.join(","));
  for (const name of FILTERS) if (state[name].length) add(`no-${name}`, state[name].map(encodeURIComponent).join(","));
  if (state.open) add("open", encodeURIComponent(state.open));
  if (state.at) add("at", state.at);
  return parts.join("&");
}

/** Read a link; whatever does not fit the scene is left as it opens. */
function stateFromHash(scene, hash) {
  const state = firstState(scene);
  const said = new Map(hash.replace(/^#/, "").split("&").map((part) => part.split("=", 2)));
  const number = (key, least, most) => {
    const value = said.get(key);
    return /^\d{1,6}$/.test(value || "") ? Math.max(least, Math.min(most, Number(value))) : null;
  };
  state.day = number("day", 0, scene.days - 1) ?? state.day;
  state.span = said.get("span") === "all" ? 0 : (number("span", 1, scene.days) ?? state.span);
  const known = scene.layers.map((layer) => layer.key);
  if (said.has("layers")) {
    const named = (said.get("layers") || "").split(",");
    state.layers = known.filter((key) => named.includes(key));
  }
  for (const name of FILTERS) {
    const named = (said.get(`no-${name}`) || "").split(",").map(readText);
    state[name] = scene[name].filter((text) => named.includes(text));
  }
  state.open = readText(said.get("open") || "");
  state.at = /^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/.test(said.get("at") || "") ? said.get("at") : "";
  return state;
}

function readText(written) {
  try {
    return decodeURIComponent(written);
  } catch {
    return "";
  }
}

/** Holds the state; whoever listens hears of each change, once a change. */
function makeStore(scene) {
  let state = stateFromHash(scene, window.location.hash);
  const listeners = [];
  let writing = 0;
  const tell = (changed) => {
    for (const listener of listeners) listener(state, changed);
  };
  const write = () => {
    const hash = hashOf(scene, state);
    if (hash !== window.location.hash.slice(1)) window.history.replaceState(null, "", `#${hash}`);
  };
  // Browsers slow down a page that changes its address many times a second.
  const writeSoon = () => {
    window.clearTimeout(writing);
    writing = window.setTimeout(write, 250);
  };
  // A link typed or pasted into the open page; by now the address itself may have been written over.
  window.addEventListener("hashchange", ({ newURL }) => {
    state = stateFromHash(scene, new URL(newURL).hash);
    tell(Object.keys(state));
    writeSoon();
  });
  return {
    get: () => state,
    listen: (listener) => listeners.push(listener),
    set(changes) {
      const changed = Object.keys(changes).filter((key) => String(changes[key]) !== String(state[key]));
      if (!changed.length) return;
      state = { ...state, ...changes };
      tell(changed);
      writeSoon();
    },
  };
}
