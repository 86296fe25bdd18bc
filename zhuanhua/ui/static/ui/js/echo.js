// Says back what was typed: an amount in yuan and in capital numerals, a date with its weekday, the length of a text.
// The server writes the first echo (ui/forms.py); this keeps it true while someone types.
(() => {
  const english = document.documentElement.lang === "en";
  const places = { yuan: 2, wan: 6, yi: 10 };
  const digits = "零壹贰叁肆伍陆柒捌玖";

  const fenOf = (text, unit) => {
    const clean = text.normalize("NFKC").trim().replace(/^¥/, "").trim();
    const found = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(clean);
    if (!found) return null;
    const fraction = (found[2] || "").replace(/0+$/, "");
    if (fraction.length > places[unit]) return null;
    return BigInt(found[1].replaceAll(",", "") + fraction.padEnd(places[unit], "0"));
  };

  const four = (text) => {
    let words = "";
    let gap = false;
    [...text.padStart(4, "0")].forEach((digit, index) => {
      if (digit === "0") {
        gap = words !== "";
        return;
      }
      words += (gap ? "零" : "") + digits[Number(digit)] + ["仟", "佰", "拾", ""][index];
      gap = false;
    });
    return words;
  };

  const capital = (whole) => {
    if (whole === "0") return "零";
    const groups = [];
    for (let end = whole.length; end > 0; end -= 4) groups.unshift(whole.slice(Math.max(0, end - 4), end));
    let words = "";
    let gap = false;
    groups.forEach((group, index) => {
      if (!Number(group)) {
        gap = true;
        return;
      }
      if (words && (gap || Number(group) < 1000)) words += "零";
      words += four(group) + ["", "万", "亿", "万亿"][groups.length - 1 - index];
      gap = false;
    });
    return words;
  };

  const inWords = (fen) => {
    const text = fen.toString().padStart(3, "0");
    const yuan = text.slice(0, -2).replace(/^0+(?=\d)/, "");
    const [jiao, cent] = text.slice(-2);
    if (jiao === "0" && cent === "0") return `人民币${capital(yuan)}元整`;
    let words = yuan === "0" ? "" : `${capital(yuan)}元`;
    words += jiao === "0" ? (words ? "零" : "") : `${digits[Number(jiao)]}角`;
    words += cent === "0" ? "整" : `${digits[Number(cent)]}分`;
    return `人民币${words}`;
  };

  const amount = (text, unit) => {
    const fen = fenOf(text, unit);
    if (fen === null) return "";
    const raw = fen.toString().padStart(3, "0");
    const yuan = `${raw.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${raw.slice(-2)}`;
    return english ? `¥${yuan}` : `即${yuan}元，${inWords(fen)}`;
  };

  const day = (text) => {
    const found = /^(\d{4})(?:[-/.年]?)(\d{1,2})(?:[-/.月]?)(\d{1,2})日?$/.exec(text.trim());
    if (!found) return "";
    const [year, month, date] = found.slice(1).map(Number);
    const when = new Date(Date.UTC(year, month - 1, date));
    if (when.getUTCMonth() !== month - 1) return "";
    const name = (options) => when.toLocaleDateString(english ? "en-GB" : "zh-CN", { timeZone: "UTC", ...options });
    return english
      ? `${name({ weekday: "long" })}, ${name({ day: "numeric", month: "long", year: "numeric" })}`
      : `${year}年${month}月${date}日，${name({ weekday: "long" })}`;
  };

  const count = (text, most) => (english ? `${text.length} characters, at most ${most}` : `${text.length}字，最多${most}字`);

  const say = (place) => {
    const field = document.getElementById(place.dataset.for);
    if (!field) return;
    const [kind, part] = place.dataset.echo.split("-");
    place.textContent = kind === "amount" ? amount(field.value, part) : kind === "date" ? day(field.value) : count(field.value, part);
  };

  document.addEventListener("input", (event) => {
    if (event.target.id) document.querySelectorAll(`[data-for="${CSS.escape(event.target.id)}"]`).forEach(say);
  });
})();
