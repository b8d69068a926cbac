// Reading what people paste. Names stay in this browser: only the words for trades and counts are sent to be understood.

export const KEPT = "maillage.tour-de-table";

const READING = document.querySelector("[data-reading]")?.dataset.reading;
const AT_ONCE = 400; // lines: the server takes 500

/** Ask the server what these words mean: { professions: [key or null, …], present: {key: count} or null }. */
export async function understand({ trades = [], present = "" }) {
  const body = new URLSearchParams(trades.map((trade) => ["trade", trade]));
  body.set("present", present);
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(READING, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

const ENGAGEMENTS = [[/^porteu/, "porteur"], [/^engag/, "engage"], [/^a (associer|convaincre|rencontrer)/, "a_associer"]];

function engagementOf(text) {
  const wanted = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return ENGAGEMENTS.find(([word]) => word.test(wanted))?.[1];
}

/** What follows a name and a trade: an engagement wherever it stands, then the commune, then the workplace. */
function rest(cells) {
  const place = cells.findIndex(engagementOf);
  const engagement = place < 0 ? "a_associer" : engagementOf(cells[place]); // nobody signs without having said so
  const [commune = "", workplace = ""] = cells.filter((_, rank) => rank !== place);
  return { commune, workplace, engagement };
}

function cellsOf(line) {
  const separator = ["\t", ";", "|"].find((sign) => line.includes(sign)) ?? (/\s[–—-]\s/.test(line) ? /\s[–—-]\s/ : ",");
  return line.split(separator).map((cell) => cell.trim());
}

// What the server takes: a line that is longer is told here, where it can be corrected.
const LONGEST = [["name", 120, "le nom"], ["commune", 80, "la commune"], ["workplace", 120, "le lieu d’exercice"]];

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().match(/[a-z0-9]+/g)?.join(" ") ?? "";

/** The same for two lines that say the same person. */
export const whoIs = ({ name = "", profession }) => `${plain(name)}|${profession}`;

/** As `rules.is_a_name`: some letters, and no telephone number. */
export const isName = (text = "") => /\p{L}/u.test(text) && !/(\d[ .-]?){6}/.test(text);

function whyNot(person, trade) {
  if (!isName(person.name)) return person.name ? "ce n’est pas un nom" : "le nom manque";
  if (!trade) return "la profession manque";
  if (!person.profession) return `la profession « ${trade.slice(0, 40)} » n’est pas reconnue`;
  const long = LONGEST.find(([key, most]) => person[key].length > most);
  return long ? `${long[2]} est trop long, ${long[1]} signes au plus` : "";
}

/** One person a line: name ; profession ; then commune, workplace and engagement. Returns { people, problems }, a problem
 * being { number, text, why }. */
export async function readPeople(text) {
  const lines = text.split("\n").map((line, rank) => ({ number: rank + 1, text: line.trim() })).filter((line) => line.text && !/^nom\b/i.test(line.text));
  const cells = lines.map((line) => cellsOf(line.text));
  if (!lines.length) return { people: [], problems: [] };
  const professions = [];
  for (let start = 0; start < cells.length; start += AT_ONCE) {
    const trades = cells.slice(start, start + AT_ONCE).map(([, trade = ""]) => trade);
    professions.push(...(await understand({ trades })).professions);
  }
  const people = [];
  const problems = [];
  cells.forEach(([name, trade = "", ...others], place) => {
    const person = { name, profession: professions[place], ...rest(others) };
    const why = whyNot(person, trade);
    if (why) problems.push({ ...lines[place], why });
    else people.push(person);
  });
  return { people, problems };
}

export function kept() {
  try {
    const { people = [], meetings = [], form = "" } = JSON.parse(localStorage.getItem(KEPT)) ?? {};
    return { people, meetings, form };
  } catch {
    return { people: [], meetings: [], form: "" };
  }
}

const complete = { people: (row) => isName(row.name) && row.profession, meetings: (row) => row.held_on };
const begun = { people: (row) => row.name?.trim() || row.commune?.trim(), meetings: (row) => row.present?.trim() };

const pick = (table, keep) => Object.fromEntries(Object.keys(complete).map((kind) => [kind, table[kind].filter((row) => keep(kind, row))]));

/** What can be saved: named people with a trade, dated meetings. */
export const savable = (table) => pick(table, (kind, row) => complete[kind](row));

/** What was begun and cannot be saved yet: it stays in this browser. */
export const unfinished = (table) => pick(table, (kind, row) => !complete[kind](row) && begun[kind](row));
