// The team page of a workspace: a pasted list becomes rows, which the server checks again.
import { watchPaste } from "./pasting.js";

watchPaste((people, form) => {
  form.elements.rows.value = JSON.stringify({ people });
  form.submit();
});
