// A calendar of the whole period: a square a day, darker with more people; a click goes to the day. Months stand in a table as well.

const CALENDAR_FROM_DAYS = 60;
const SQUARE = 5;
const MARGIN = 32;

/** People and incidents by month: [{name, first, incidents, people}], months in order. */
function monthsOf(scene) {
  const found = new Map();
  for (let row = 0; row < scene.incidents.size; row += 1) {
    const day = scene.incidents.day[row];
    const key = isoText(scene, day).slice(0, 7);
    const month = found.get(key) || { key, first: day, incidents: 0, people: 0, days: new Set() };
    month.incidents += 1;
    month.people += scene.incidents.people[row];
    month.days.add(day);
    found.set(key, month);
  }
  return [...found.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Where a day stands: column of its week in its year, row of its weekday, block of its year. */
function squareOf(scene, day) {
  const date = dateOf(scene, day);
  const year = date.getUTCFullYear();
  const newYear = Date.UTC(year, 0, 1);
  const offset = (new Date(newYear).getUTCDay() + 6) % 7;
  const inYear = Math.round((date.getTime() - newYear) / 86400000);
  return { block: year - dateOf(scene, 0).getUTCFullYear(), column: Math.floor((inYear + offset) / 7), row: (inYear + offset) % 7 };
}

function makeCalendar(scene, store) {
  if (scene.days < CALENDAR_FROM_DAYS || !scene.incidents.size) return null;
  const totals = dailyTotals(scene);
  const top = totals.reduce((highest, value) => Math.max(highest, value), 1);
  const years = squareOf(scene, scene.days - 1).block + 1;
  const tall = 7 * SQUARE + 16;
  const canvas = element("canvas", "calendar");
  canvas.setAttribute("aria-hidden", "true");
  const wide = MARGIN + 53 * SQUARE + 4;
  canvas.width = wide * 2;
  canvas.height = years * tall * 2;
  const squares = new Map();
  const paint = () => {
    const ctx = canvas.getContext("2d");
    ctx.setTransform(2, 0, 0, 2, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    const [from, to] = windowOf(scene, store.get());
    const isAll = from === 0 && to === scene.days - 1;
    for (let day = 0; day < scene.days; day += 1) {
      const { block, column, row } = squareOf(scene, day);
      const [x, y] = [MARGIN + column * SQUARE, block * tall + 14 + row * SQUARE];
      const date = dateOf(scene, day);
      if (!day || (date.getUTCMonth() === 0 && date.getUTCDate() === 1)) drawText(ctx, String(date.getUTCFullYear()), 0, block * tall + 14 + 3.5 * SQUARE, { font: `bold 11px ${FONT}`, align: "left" });
      if (date.getUTCDate() === 1) drawText(ctx, MONTHS[date.getUTCMonth()][0], x + SQUARE / 2, block * tall + 7, { font: `10px ${FONT}`, colour: "#505a5f" });
      ctx.fillStyle = totals[day] ? rampColour(0.12 + 0.88 * Math.sqrt(totals[day] / top), 1) : "#e9edf0";
      ctx.fillRect(x, y, SQUARE - 0.8, SQUARE - 0.8);
      if (!isAll && day >= from && day <= to) {
        ctx.strokeStyle = "#0b0c0c";
        ctx.lineWidth = 1.2;
        ctx.strokeRect(x - 0.4, y - 0.4, SQUARE, SQUARE);
      }
      squares.set(`${block} ${column} ${row}`, day);
    }
  };
  const dayAt = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * wide - MARGIN;
    const y = ((event.clientY - box.top) / box.height) * years * tall;
    const block = Math.floor(y / tall);
    return squares.get(`${block} ${Math.floor(x / SQUARE)} ${Math.floor((y - block * tall - 14) / SQUARE)}`);
  };
  canvas.addEventListener("click", (event) => {
    const day = dayAt(event);
    if (day !== undefined) store.set({ day, span: store.get().span || 1 });
  });
  canvas.addEventListener("mousemove", (event) => {
    const day = dayAt(event);
    canvas.title = day === undefined ? "" : `${weekdayText(scene, day)}: ${peopleText(totals[day])}`;
  });
  store.listen((_, changed) => {
    if (changed.includes("day") || changed.includes("span")) paint();
  });
  paint();
  const box = element("div");
  box.append(canvas, element("p", "note", "A square a day, darker with more people. A click goes to the day."));
  return box;
}

/** Months as a table; its buttons go to the month. */
function monthsTable(scene, store) {
  if (scene.days < CALENDAR_FROM_DAYS || !scene.incidents.size) return null;
  const table = element("table");
  const head = element("tr");
  for (const name of ["Month", "Days with incidents", "Incidents", "People"]) {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = element("tbody");
  for (const month of monthsOf(scene)) {
    const row = element("tr");
    const name = element("th");
    name.scope = "row";
    const text = `${MONTHS[Number(month.key.slice(5)) - 1]} ${month.key.slice(0, 4)}`;
    name.append(button(text, "show", () => store.set({ day: month.first, span: store.get().span || 1 })));
    row.append(name);
    for (const count of [month.days.size, month.incidents, month.people]) row.append(element("td", "number", numberText(count)));
    body.append(row);
  }
  const heads = element("thead");
  heads.append(head);
  table.append(element("caption", "", "The whole period by month"), heads, body);
  const frame = element("div", "frame");
  frame.append(table);
  return frame;
}
