// Small comforts of every page: "/" goes to the search, menus close; an expired session leads to the sign-in page.
// Pages are whole without it.
(() => {
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
      const search = document.querySelector("[data-search]");
      if (!search || !search.offsetParent) return;
      event.preventDefault();
      search.focus();
      search.select();
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const held = event.target.closest("[aria-disabled='true']");
    if (held) event.preventDefault(); // the reason stands beside the button; nothing is sent
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  const summary = document.querySelector(".errors[role='alert']");
  if (summary) summary.focus();
})();
