// The structure holds the team now: this browser need not.
import { KEPT } from "./people.js";

localStorage.removeItem(KEPT);
