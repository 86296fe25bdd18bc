// Saves a draft by itself: <form data-autosave="/address/of/saving/"> posts after a pause in typing and when a field is left.
// The answer is JSON {"saved_at": "14:03", "faults": 0, "needed": ["licence_form"]} or 204; what stands in [data-saved] (role=status) tells the person.
// Where the sign-in has expired, what was typed is kept on this device (kept.js) and the way to sign in stands beside the form.
(() => {
  const pause = 1500;
  const again = [2000, 5000, 15000, 30000];

  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    const place = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
    let timer = 0;
    let failures = 0;
    let dirty = false;
    let sending = false;

    const say = (kind, moment) => {
      if (!place) return;
      const word = place.dataset[{ saved: "wordSaved", part: "wordPart", retry: "wordRetry", lost: "wordLost", expired: "wordExpired" }[kind]] || "";
      place.textContent = moment ? `${word} ${moment}` : word;
      place.classList.toggle("unsaved", kind !== "saved");
      if (kind === "expired") {
        const way = document.createElement("a");
        way.href = `${place.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
        way.textContent = place.dataset.wordSignIn;
        place.append(" ", way);
      }
    };

    const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

    const save = async () => {
      if (sending || !dirty) return;
      sending = true;
      dirty = false;
      try {
        const body = new FormData(form);
        [...form.querySelectorAll("input[type=file]")].forEach((field) => body.delete(field.name));
        body.set("autosave", "1");
        const answer = await fetch(form.dataset.autosave || form.action, {
          method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true", Accept: "application/json" },
        });
        if (answer.redirected || [401, 403].includes(answer.status)) {
          window.kept?.keep(form);
          say("expired");
          failures = 0;
          sending = false;
          return;
        }
        if (answer.status === 409) window.kept?.forget(); // somebody else's newer text must not be overwritten later
        else if (!answer.ok) window.kept?.keep(form);
        if (!answer.ok) throw new Error(String(answer.status));
        const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
        failures = 0;
        if (!dirty) window.kept?.forget();
        say(told.faults ? "part" : "saved", told.saved_at || clock());
        if (told.needed) form.querySelectorAll("[data-need]").forEach((mark) => { mark.hidden = told.needed.includes(mark.dataset.need); });
        if (told.version) form.querySelectorAll("input[name=version]").forEach((field) => { field.value = told.version; });
      } catch (fault) {
        if (fault instanceof TypeError) window.kept?.keep(form); // no network
        dirty = true;
        say(failures < again.length ? "retry" : "lost");
        timer = setTimeout(save, again[Math.min(failures, again.length - 1)]);
        failures += 1;
      }
      sending = false;
      if (dirty && !failures) plan(pause);
    };

    const plan = (wait) => {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    };

    if (window.kept?.restore(form)) {
      const note = document.createElement("p");
      note.className = "note note-wait mb-3";
      note.setAttribute("role", "status");
      note.textContent = place?.dataset.wordBack || "";
      form.prepend(note);
      plan(200);
    }
    form.addEventListener("input", () => plan(pause));
    form.addEventListener("change", () => plan(200));
    form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); window.kept?.keep(form, true); });
    addEventListener("online", () => { if (dirty) plan(0); });
    addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  });
})();
