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

/** One person a line: name ; profession ; then commune, workplace and engagement. Returns { people, problems }. */
export async function readPeople(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line && !/^nom\b/i.test(line));
  const cells = lines.map(cellsOf);
  if (!lines.length) return { people: [], problems: [] };
  const professions = [];
  for (let start = 0; start < cells.length; start += AT_ONCE) {
    const trades = cells.slice(start, start + AT_ONCE).map(([, trade = ""]) => trade);
    professions.push(...(await understand({ trades })).professions);
  }
  const people = [];
  const problems = [];
  cells.forEach(([name, , ...others], place) => {
    const profession = professions[place];
    if (name && name.length <= 120 && profession) people.push({ name, profession, ...rest(others) });
    else problems.push(lines[place]);
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

const complete = { people: (row) => row.name?.trim() && row.profession, meetings: (row) => row.held_on };
const begun = { people: (row) => row.name?.trim() || row.commune?.trim(), meetings: (row) => row.present?.trim() };

const pick = (table, keep) => Object.fromEntries(Object.keys(complete).map((kind) => [kind, table[kind].filter((row) => keep(kind, row))]));

/** What can be saved: named people with a trade, dated meetings. */
export const savable = (table) => pick(table, (kind, row) => complete[kind](row));

/** What was begun and cannot be saved yet: it stays in this browser. */
export const unfinished = (table) => pick(table, (kind, row) => !complete[kind](row) && begun[kind](row));
