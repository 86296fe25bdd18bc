// Sending back: a remark that somebody types ticks its field, and an emptied one takes the tick away. The server does the same.
"use strict";
document.querySelector("form[data-returning]")?.addEventListener("input", (event) => {
  const typed = event.target;
  if (!typed.name?.startsWith("remark_")) return;
  const box = document.getElementById(`m-${typed.name.slice("remark_".length)}`);
  if (box) box.checked = typed.value.trim() !== "";
});
