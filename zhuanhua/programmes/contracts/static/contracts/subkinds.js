// Offers only the sub-kinds of the chosen kind: the groups of the second list carry the names of the first. The server checks it.
"use strict";
(() => {
  const kind = document.getElementById("id_kind");
  const subkind = document.getElementById("id_subkind");
  if (!kind || !subkind) return;
  const groups = [...subkind.querySelectorAll("optgroup")];
  const show = () => {
    const name = kind.value ? kind.selectedOptions[0].text : "";
    groups.forEach((group) => { if (!name || group.label === name) subkind.append(group); else group.remove(); });
    if (subkind.selectedIndex < 0) subkind.value = "";
  };
  kind.addEventListener("change", show);
  show();
})();
