// Words, numbers, dates and positions as people read them. A scene's text only ever becomes text.

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const NARROW = 800;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(text, className, press) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

function numberText(count) {
  return count.toLocaleString("en-GB");
}

/** A count with its noun: 1 person, 1,195 people. */
function countText(count, one, many) {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

function peopleText(count) {
  return countText(count, "person", "people");
}

/** The date of a day of the scene. */
function dateOf(scene, day) {
  return new Date(Date.parse(`${scene.first}T00:00Z`) + day * 86400000);
}

function isoText(scene, day) {
  return dateOf(scene, day).toISOString().slice(0, 10);
}

function dayText(scene, day) {
  const date = dateOf(scene, day);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

function weekdayText(scene, day) {
  return `${WEEKDAYS[dateOf(scene, day).getUTCDay()]} ${dayText(scene, day)}`;
}

function shortDayText(scene, day) {
  const date = dateOf(scene, day);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()].slice(0, 3)}`;
}

/** The days a window covers, in words. */
function windowText(scene, [from, to]) {
  return from === to ? weekdayText(scene, from) : `${dayText(scene, from)} to ${dayText(scene, to)}`;
}

/** The time on the clock: 4:30pm, 4pm, midday, midnight. */
function clockText(hours, minutes) {
  if (!minutes && hours % 12 === 0) return hours ? "midday" : "midnight";
  const past = minutes ? `:${String(minutes).padStart(2, "0")}` : "";
  return `${hours % 12 || 12}${past}${hours < 12 ? "am" : "pm"}`;
}

/** A moment given as minutes from the midnight that begins a day. */
function momentText(scene, day, minutes) {
  const rest = ((minutes % 1440) + 1440) % 1440;
  return `${dayText(scene, day + Math.floor(minutes / 1440))} at ${clockText(Math.floor(rest / 60), rest % 60)}`;
}

function minutesText(value, positive, negative, digits) {
  const tenths = Math.round(Math.abs(value) * 600);
  const degrees = String(Math.floor(tenths / 600)).padStart(digits, "0");
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  return `${degrees}°${rest}'${value < 0 ? negative : positive}`;
}

/** A position in degrees and decimals, and in degrees and minutes. */
function positionText(lat, lon) {
  return `${lat.toFixed(4)}, ${lon.toFixed(4)} (${minutesText(lat, "N", "S", 2)} ${minutesText(lon, "E", "W", 3)})`;
}

function distanceText(metres, degrees) {
  const bearing = degrees === undefined ? "" : `, bearing ${String(Math.round(degrees) % 360).padStart(3, "0")}° true`;
  return `${(metres / 1852).toFixed(2)} nautical miles (${(metres / 1000).toFixed(2)} km)${bearing}`;
}
