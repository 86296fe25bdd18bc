// Shows a part of a form only while a choice in it stands so: <fieldset data-when="kind=amend">. Without scripts all is shown.
(() => {
  document.querySelectorAll("[data-when]").forEach((part) => {
    const [name, wanted] = part.dataset.when.split("=");
    const form = part.closest("form");
    const follow = () => { part.hidden = new FormData(form).get(name) !== wanted; };
    form.addEventListener("change", follow);
    follow();
  });
})();
