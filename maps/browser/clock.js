// The clock: one day or a window of days, played, stepped or dragged; it changes the state, and the state drives everything.

const SPEEDS = [["Slow", 2000], ["Normal", 1000], ["Fast", 400]];
const SPANS = [["1 day", 1], ["7 days", 7], ["28 days", 28], ["365 days", 365], ["All days", 0]];
/** Width of the slider's handle, pixels: the first and the last day stand half of it inside. */
const HANDLE = 16;
const ICONS = { play: "M4 2l10 6-10 6z", pause: "M3 2h4v12H3zM9 2h4v12H9z", back: "M12 2v12L4 8zM2 2h2v12H2z", forward: "M4 2v12l8-6zM12 2h2v12h-2z" };

function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" })) svg.setAttribute(name, value);
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  shape.setAttribute("fill", "currentColor");
  svg.append(shape);
  return svg;
}

function iconButton(name, path, press) {
  const made = button("", "icon", press);
  made.setAttribute("aria-label", name);
  made.title = name;
  made.append(icon(path));
  return made;
}

function makeClock(box, scene, store) {
  const clock = { timer: 0, interval: SPEEDS[1][1] };
  const step = (way) => {
    const { day, span } = store.get();
    store.set({ day: Math.max(0, Math.min(scene.days - 1, day + way * Math.max(1, span))), span: span || 1 });
  };
  const slider = element("input", "slider");
  slider.type = "range";
  slider.min = 0;
  slider.max = scene.days - 1;
  slider.step = 1;
  slider.setAttribute("aria-label", "Day");
  slider.addEventListener("input", () => store.set({ day: Number(slider.value), span: store.get().span || 1 }));
  const play = iconButton("Play", ICONS.play, () => (clock.timer ? stop() : start()));
  const stop = () => {
    window.clearInterval(clock.timer);
    clock.timer = 0;
    showPlaying();
  };
  const tick = () => {
    const { day, span } = store.get();
    const next = day + Math.max(1, span);
    if (next > scene.days - 1) stop();
    else store.set({ day: next });
  };
  const start = () => {
    const { day, span } = store.get();
    if (span === 0) store.set({ span: 1, day: 0 });
    else if (day + Math.max(1, span) > scene.days - 1) store.set({ day: 0 });
    clock.timer = window.setInterval(tick, clock.interval);
    showPlaying();
  };
  const showPlaying = () => {
    play.setAttribute("aria-label", clock.timer ? "Pause" : "Play");
    play.title = clock.timer ? "Pause" : "Play";
    play.replaceChildren(icon(clock.timer ? ICONS.pause : ICONS.play));
    say();
  };
  const span = choice("Shown", SPANS.filter(([, days]) => days < scene.days), (value) => {
    store.set({ span: Number(value) });
  });
  const speed = choice("Speed", SPEEDS, (value) => {
    clock.interval = Number(value);
    if (clock.timer) {
      stop();
      start();
    }
  });
  speed.value = String(clock.interval);
  const when = element("p", "date");
  const words = element("p", "words");
  const live = element("p", "unseen");
  live.setAttribute("role", "status");
  const bars = element("canvas", "bars");
  bars.setAttribute("aria-hidden", "true");
  const axis = element("canvas", "axis");
  axis.setAttribute("aria-hidden", "true");
  const rail = element("div", "rail");
  rail.append(bars, slider, axis);
  const keys = element("div", "keys");
  keys.append(iconButton("Previous day", ICONS.back, () => step(-1)), play, iconButton("Next day", ICONS.forward, () => step(1)));
  const choices = element("div", "choices");
  choices.append(span.parentElement, speed.parentElement);
  const text = element("div", "said");
  text.append(when, words);
  box.append(keys, text, rail, choices, live);
  if (scene.days < 2) for (const part of [...keys.children, slider, span, speed]) part.disabled = true;
  // Spoken once the reader rests, not at every step of a drag.
  let saying = 0;
  const say = () => {
    window.clearTimeout(saying);
    saying = window.setTimeout(() => (live.textContent = clock.timer ? when.textContent : `${when.textContent}. ${words.textContent}`), 300);
  };
  const show = () => {
    const state = store.get();
    const shown = shownNow(scene, store);
    const days = shown.window;
    slider.value = state.day;
    span.value = String(state.span);
    when.textContent = windowText(scene, days);
    words.textContent = dayInWords(scene, shown);
    slider.setAttribute("aria-valuetext", `${windowText(scene, days)}, day ${state.day + 1} of ${scene.days}`);
    paintBars(bars, scene, days);
    say();
  };
  store.listen((_, changed) => {
    if (changed.some((key) => key !== "open" && key !== "at")) show();
  });
  new ResizeObserver(() => {
    paintBars(bars, scene, windowOf(scene, store.get()));
    paintAxis(axis, scene);
  }).observe(rail);
  show();
  return { stop };
}

/** A labelled list of choices; gives the list. */
function choice(name, options, change) {
  const label = element("label", "choice", `${name} `);
  const list = element("select");
  for (const [text, value] of options) {
    const option = element("option", "", text);
    option.value = value;
    list.append(option);
  }
  list.addEventListener("change", () => change(list.value));
  label.append(list);
  return list;
}

/** How much happens on each day: people in incidents where there are many days of them, people moving otherwise. */
function dailyTotals(scene) {
  const incidents = new Float64Array(scene.days);
  for (let row = 0; row < scene.incidents.size; row += 1) incidents[scene.incidents.day[row]] += scene.incidents.people[row];
  if (!scene.flows.size) return incidents;
  const moving = new Float64Array(scene.days);
  for (let row = 0; row < scene.flows.size; row += 1) if (scene.flows.kind[row] !== "to_france") moving[scene.flows.day[row]] += scene.flows.people[row];
  return moving;
}

/** A canvas as large as it is shown, cleared; null where it is not shown. */
function clearedCanvas(canvas) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!width) return null;
  canvas.width = width * 2;
  canvas.height = height * 2;
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  return { ctx, width, height };
}

/** Dates to write under the slider, {day, text}: as many as have room. */
function axisDays(scene, width) {
  const found = [];
  const perDay = width / scene.days;
  if (scene.days < CALENDAR_FROM_DAYS) {
    const step = [1, 2, 7, 14, 28].find((days) => days * perDay >= 60) || 28;
    for (let day = 0; day < scene.days; day += step) found.push({ day, text: shortDayText(scene, day) });
    return found;
  }
  const step = [1, 3, 6, 12].find((months) => months * 30 * perDay >= 64) || 12;
  for (let day = 0; day < scene.days; day += 1) {
    const date = dateOf(scene, day);
    if (date.getUTCDate() !== 1 || date.getUTCMonth() % step) continue;
    const month = step < 12 ? `${MONTHS[date.getUTCMonth()].slice(0, 3)} ` : "";
    found.push({ day, text: month + date.getUTCFullYear() });
  }
  return found;
}

function paintAxis(canvas, scene) {
  const cleared = clearedCanvas(canvas);
  if (!cleared) return;
  const { ctx, width } = cleared;
  let end = -Infinity;
  for (const { day, text } of axisDays(scene, width - HANDLE)) {
    const x = HANDLE / 2 + (scene.days > 1 ? (day * (width - HANDLE)) / (scene.days - 1) : 0);
    ctx.font = `11px ${FONT}`;
    const half = ctx.measureText(text).width / 2;
    const at = Math.max(half, Math.min(width - half, x));
    if (at - half < end + 6) continue;
    end = at + half;
    drawText(ctx, text, at, 6, { colour: "#505a5f" });
  }
}

function paintBars(canvas, scene, [from, to]) {
  const cleared = clearedCanvas(canvas);
  if (!cleared) return;
  const { ctx, width, height } = cleared;
  const totals = (scene.daily = scene.daily || dailyTotals(scene));
  const top = totals.reduce((highest, value) => Math.max(highest, value), 1);
  const stepX = scene.days > 1 ? (width - HANDLE) / (scene.days - 1) : 0;
  for (let day = 0; day < scene.days; day += 1) {
    const high = (totals[day] / top) * (height - 2);
    const wide = Math.max(0.6, Math.min(14, stepX * 0.72));
    ctx.fillStyle = day >= from && day <= to ? "#1d3557" : "#a9b8c4";
    ctx.fillRect(HANDLE / 2 + day * stepX - wide / 2, height - high, wide, high);
  }
}
