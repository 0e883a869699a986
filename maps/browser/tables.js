// The same as tables, for screen readers and for anybody who would rather read than point.

const MOST_ROWS = 200;

function addTables(box, chart) {
  const { scene, store } = chart;
  const heading = element("p", "when");
  const holder = element("div");
  box.append(heading, holder);
  const months = monthsTable(scene, store);
  if (months) box.append(months);
  let waiting = 0;
  const show = () => {
    const shown = shownNow(scene, store);
    heading.textContent = `${windowText(scene, shown.window)}. ${dayInWords(scene, shown)}`;
    holder.replaceChildren(...shownRows(scene, shown).map((part) => tableOf(chart, part)));
  };
  // While days fly past, tables can wait.
  store.listen((_, changed) => {
    if (!changed.some((key) => key !== "open" && key !== "at")) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(show, 120);
  });
  show();
}

function tableOf(chart, part) {
  const caption = `${part.title} (${numberText(part.count)})`;
  if (!part.count) return element("p", "nothing", `${part.title}: nothing to show.`);
  const table = element("table");
  const head = element("tr");
  for (const name of part.head) {
    const cell = element("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = element("tbody");
  for (let i = 0; i < Math.min(part.count, MOST_ROWS); i += 1) body.append(tableRow(chart, part.row(i)));
  const top = element("thead");
  top.append(head);
  table.append(element("caption", "", caption), top, body);
  const frame = element("div", "frame");
  frame.append(table);
  if (part.count > MOST_ROWS) {
    frame.append(element("p", "nothing", `The first ${MOST_ROWS} of ${numberText(part.count)}: choose fewer days or filters, or save all as CSV.`));
  }
  return frame;
}

function tableRow(chart, { cells, target }) {
  const row = element("tr");
  cells.forEach((value, i) => {
    const cell = element(i ? "td" : "th", typeof value === "number" ? "number" : "");
    const text = typeof value === "number" ? numberText(value) : value;
    if (i) cell.textContent = text;
    else {
      cell.scope = "row";
      const press = button(text, "show", () => {
        document.getElementById("map-area").scrollIntoView();
        chart.show(target);
      });
      press.title = "Show on the map";
      cell.append(press);
    }
    row.append(cell);
  });
  return row;
}
