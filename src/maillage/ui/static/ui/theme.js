// Before the first paint: the appearance chosen on this device, if one was.
const chosen = localStorage.getItem("theme");
if (chosen) document.documentElement.dataset.bsTheme = chosen;
