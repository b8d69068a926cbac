// The structure holds the team now: this browser keeps only what could not be saved.
import { KEPT, kept, unfinished } from "./people.js";

const left = unfinished(kept());
if (left.people.length || left.meetings.length) localStorage.setItem(KEPT, JSON.stringify(left));
else localStorage.removeItem(KEPT);
