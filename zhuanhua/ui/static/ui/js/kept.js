// Keeps on this device what was typed into a form that could not be saved, and puts it back when the person returns to the page.
// One entry for an address and a person (<body data-person>); gone once saved, on signing out, and after a day.
(() => {
  const day = 24 * 3600 * 1000;
  const person = document.body.dataset.person || "";
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const write = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private window, or full */ } };
  const drop = (key) => { try { localStorage.removeItem(key); } catch { /* private window */ } };
  const keys = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith("kept:")); } catch { return []; } };
  const key = `kept:${person}:${location.pathname}`;

  const ours = (name) => name && !["csrfmiddlewaretoken", "version"].includes(name);
  const typed = (form) => {
    const values = {};
    [...new FormData(form)].forEach(([name, value]) => { if (ours(name) && typeof value === "string") (values[name] = values[name] || []).push(value); });
    return values;
  };
  const first = new Map([...document.querySelectorAll("form[data-autosave]")].map((form) => [form, typed(form)]));

  // Only what the person changed: the rest may be newer on the server by the time they return.
  const changed = (form) => {
    const [before, now] = [first.get(form) || {}, typed(form)];
    const names = new Set([...Object.keys(before), ...Object.keys(now)]);
    return Object.fromEntries([...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name])).map((name) => [name, now[name] || []]));
  };

  const put = (form, values) => {
    const place = new Map();
    let count = 0;
    [...form.elements].forEach((field) => {
      if (!ours(field.name) || !(field.name in values) || ["file", "hidden", "submit", "button"].includes(field.type)) return;
      const wanted = values[field.name];
      if (field.type === "checkbox" || field.type === "radio") {
        const ticked = wanted.includes(field.value);
        if (ticked !== field.checked) { field.checked = ticked; count += 1; }
        return;
      }
      const at = place.get(field.name) || 0;
      place.set(field.name, at + 1);
      if (at < wanted.length && field.value !== wanted[at]) { field.value = wanted[at]; count += 1; }
    });
    return count;
  };

  window.kept = {
    keep: (form, sent) => write(key, { fields: changed(form), at: Date.now(), sent: Boolean(sent) }),
    forget: () => drop(key),
    restore: (form) => {
      const entry = read(key);
      return entry && !entry.sent ? put(form, entry.fields) : 0;
    },
  };

  // What was sent arrived, unless the answer is the page that says it did not, or somebody has to sign in first.
  const lost = !person || document.querySelector("[data-not-sent]");
  keys().forEach((name) => {
    const entry = read(name);
    if (!entry || Date.now() - entry.at > day) drop(name);
    else if (entry.sent && lost) write(name, { ...entry, sent: false });
    else if (entry.sent && name.startsWith(`kept:${person}:`)) drop(name);
  });
  const note = document.querySelector("[data-kept-note]");
  if (note && keys().length) note.hidden = false;

  document.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", () => keys().forEach(drop)));
})();
