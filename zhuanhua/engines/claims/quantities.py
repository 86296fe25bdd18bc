"""Finds every stated quantity in a letter, and leaves dates, numbers of documents and names alone."""

import re
from collections.abc import Iterator
from fractions import Fraction

from zhuanhua.engines.claims import numbers, units
from zhuanhua.engines.claims.claim import Claim

BEFORE = {
    "over": ("不少于", "不低于", "超过", "超出", "突破", "高于", "多于", "大于", "至少", "最少", "逾", "超", "≥", ">"),
    "near": ("不超过", "将近", "接近", "大约", "约为", "不足", "不到", "至多", "最多", "少于", "低于", "小于", "近", "约", "≤", "<"),
}
AFTER = {"以上": "over", "之多": "over", "开外": "over", "左右": "near", "上下": "near", "以内": "near", "以下": "near", "多": "more", "余": "more"}
_MODIFIERS = {word: name for name, words in BEFORE.items() for word in words}
_WORDS = "|".join(sorted(_MODIFIERS, key=len, reverse=True))
_NEVER = {"近": "最附邻靠临亲贴", "超": "赶反高", "约": "节预签履合条制违", "不足": "", "低于": "不", "少于": "不"}
_CN = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_ARABIC = r"(?<![\d.A-Za-z])(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.\d{1,8})?(?![\d])(?!,\d{3}(?!\d))"
_CHINESE = rf"(?<![第{_CN}点\d])[{_CN}](?:[{_CN}]|点(?=[{_CN}])){{0,23}}"
_QUANTITY = re.compile(
    rf"(?P<sign>(?<![\d\w%)-])-)?(?P<number>{_ARABIC}|{_CHINESE})[ \n]?"
    rf"(?P<odd>余|多|来|几)?[ ]?(?P<size>万亿|千亿|百亿|十亿|千万|百万|十万|[亿万千百])?(?P<odd2>余|多)?[ \n]?"
    rf"(?P<unit>{units.UNIT_PATTERN})(?P<tail>以上|之多|开外|左右|上下|以内|以下|多(?=[,。;、万亿的])|余(?=[,。;、的]))?"
)
_RATIO = re.compile(r"(?<![\d:.A-Za-z])(\d{1,9}(?:\.\d{1,6})?) ?[:比] ?(\d{1,9}(?:\.\d{1,6})?)(?![\d:%]|\.\d)")
_FRACTION = re.compile(rf"(?<![第{_CN}])(?P<below>[{_CN}]{{1,8}}|\d{{1,4}})分之(?P<above>[{_CN}]{{1,8}}(?:点[{_CN}]{{1,6}})?|\d{{1,6}}(?:\.\d{{1,4}})?)")
_TENTHS = re.compile(r"(?<![第零〇一二两三四五六七八九十百千万完建])([一二两三四五六七八九])成([一二三四五六七八九](?=[以的,。;左]))?(?![立果功长为效员本都套交分绩型品])")
_DOUBLE = re.compile(rf"翻了?([{_CN}\d])番")
_RANGE = re.compile(r"(?<![\d.A-Za-z年])(\d{1,9}(?:\.\d{1,4})?) ?(?:至|到|-{1,2}|~) ?$")
_LISTED = re.compile(r"(?<![\d.A-Za-z])(\d{1,9}(?:\.\d{1,4})?) ?(?:、|和|及|与|,) ?$")
_TIME = re.compile(r"(?:上午|下午|晚上|时间:?|[日号]) ?$")
_OPEN, _CLOSE = "“‘「《〈", "”’」》〉"
_NAMES = re.compile(r"计划|工程|行动|万户|争鸣|大会|党|一体|河市?|渠市?|方面|坚持|着力|环节|层面|维度|自信|全面|意识|维护|确保|统筹|一批|清单|级|强")


def find(text: str) -> list[Claim]:
    """Every quantity in order of its place."""
    copy = numbers.shadow(text)
    quoted = _quoted(text)
    found: list[Claim] = []
    for reader in (_ratios, _fractions, _tenths, _doubles, _plain):
        found.extend(reader(text, copy, quoted))
    found.sort(key=lambda claim: (claim.start, -claim.end))
    claims: list[Claim] = []
    for claim in found:
        if not claims or claim.start >= claims[-1].end:
            claims.append(claim)
    return claims


def _quoted(text: str) -> bytearray:
    """Which characters stand inside quotation marks or titles (on one line, at most 40 characters)."""
    marks = bytearray(len(text))
    opened = -1
    for place, sign in enumerate(text):
        if sign == "\n":
            opened = -1
        elif sign in _OPEN:
            opened = place
        elif sign in _CLOSE and opened >= 0:
            if place - opened <= 40:
                marks[opened:place] = b"\x01" * (place - opened)
            opened = -1
    return marks


def _made(text: str, copy: str, start: int, end: int, value: Fraction, step: Fraction, word: str, modifier: str = "exact") -> Claim:
    unit, worth, measure = units.base(word)
    if modifier == "exact":
        start, modifier = _modifier(copy, start)
    return Claim(text[start:end], start, end, value * worth, unit, modifier, step * worth, measure)


def _modifier(copy: str, start: int) -> tuple[int, str]:
    """Where the claim begins with the word that softens it, and what that word says."""
    before = copy[max(0, start - 4) : start].rstrip(" ")
    stripped = start - (len(copy[max(0, start - 4) : start]) - len(before))
    match = re.search(rf"(?:{_WORDS})$", before)
    if match is None:
        return start, "exact"
    word = match.group()
    place = stripped - len(word)
    if place > 0 and copy[place - 1] in _NEVER.get(word, ""):
        return start, "exact"
    return place, _MODIFIERS[word]


def _ratios(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    for match in _RATIO.finditer(copy):
        first, _ = numbers.arabic(match[1])
        second, step = numbers.arabic(match[2])
        clock = _TIME.search(copy, max(0, match.start() - 6), match.start()) or match[2].startswith("0") and len(match[2]) == 2
        if first == 0 or second == 0 or clock or re.match(r" ?[-~至] ?\d{1,2}:\d", copy[match.end() : match.end() + 8]):
            continue
        if "比" in match.group() and not re.match(r"[,。;)的 ]|$", copy[match.end() : match.end() + 1]):
            continue
        claim = _made(text, copy, match.start(), match.end(), second / first, step / first, "倍")
        claim.measure, claim.role = ":", "ratio"
        yield claim


def _either(text: str) -> tuple[Fraction, Fraction] | None:
    return numbers.arabic(text) if text[0].isdigit() and text[0].isascii() else numbers.chinese(text)


def _fractions(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    for match in _FRACTION.finditer(copy):
        below, above = _either(match["below"]), _either(match["above"])
        if below is None or above is None or below[0] == 0:
            continue
        end = match.end()
        tail = next((word for word in ("以上", "左右") if copy.startswith(word, end)), "")
        modifier = AFTER.get(tail, "exact")
        if match["below"] in {"百", "100", "千", "万"}:
            scale = 100 / below[0]
            yield _made(text, copy, match.start(), end + len(tail), above[0] * scale, above[1] * scale, "%", modifier)
        else:
            claim = _made(text, copy, match.start(), end + len(tail), above[0] / below[0], Fraction(1, 100), "倍", modifier)
            claim.measure = "分之"
            yield claim


def _tenths(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    for match in _TENTHS.finditer(copy):
        tens = numbers.DIGITS[match[1]] * 10 + (numbers.DIGITS[match[2]] if match[2] else 0)
        if quoted[match.start()] or tens < 20:
            continue
        tail = next((word for word in ("以上", "左右") if copy.startswith(word, match.end())), "")
        step = Fraction(1 if match[2] else 10)
        yield _made(text, copy, match.start(), match.end() + len(tail), Fraction(tens), step, "%", AFTER.get(tail, "exact"))


def _doubles(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    for match in _DOUBLE.finditer(copy):
        times = _either(match[1])
        if times is not None and 0 < times[0] < 10:
            claim = _made(text, copy, match.start(), match.end(), Fraction(2) ** int(times[0]), Fraction(1), "倍")
            claim.measure = "番"
            yield claim


def _plain(text: str, copy: str, quoted: bytearray) -> Iterator[Claim]:
    for match in _QUANTITY.finditer(copy):
        number, word = match["number"], match["unit"]
        start = match.start("sign") if match["sign"] and word == "%" else match.start("number")
        digits = number[0].isascii()
        if digits and not match["size"] and word in units.COUNTS and "." in number:
            start, number = _after_list_number(copy, start, number, word)
        read = _either(number)
        if read is None or _is_name(copy, match, digits=digits, quoted=bool(quoted[match.start("number")])):
            continue
        size = numbers.MAGNITUDES[match["size"] or ""]
        sign = -1 if match["sign"] and word == "%" else 1
        odd = match["odd"] or match["odd2"]
        modifier = "more" if odd else AFTER.get(match["tail"] or "", "exact")
        if modifier == "exact" and not digits and start and copy[start - 1] in "上过" and number[0] in "百千万亿":
            start, modifier = start - 1, "over"
        claim = _made(text, copy, start, match.end(), sign * read[0] * size, read[1] * size, word, modifier)
        yield from _bounds(text, copy, claim, match["size"] or "", word)
        yield claim


def _after_list_number(copy: str, start: int, number: str, word: str) -> tuple[int, str]:
    """`1.6大任务` at the head of a line is item 1 and six tasks: nobody counts in decimals."""
    whole, _, part = number.partition(".")
    line_start = copy[max(0, start - 8) : start].rstrip(" ")[-1:] in {"\n", ""}
    if line_start and len(whole) <= 2 and word not in {"吨", "公里", "千米", "千瓦", "兆瓦", "立方米", "度", "米", "千瓦时"}:
        return start + len(whole) + 1, part
    return start, number


def _is_name(copy: str, match: re.Match[str], *, digits: bool, quoted: bool) -> bool:
    """Whether the number is part of a name, an order or a title rather than a quantity."""
    start, end, number, word = match.start("number"), match.end(), match["number"], match["unit"]
    before = copy[max(0, start - 3) : start].rstrip(" ")
    percent = word in units.PERCENTS or word in units.MONEY or word in units.AREAS
    if before.endswith(("第", "〔", "No.", "№")) or (before.endswith("前") and word in units.COUNTS):
        return True
    after = copy[end : end + 4]
    if word == "次" and after.startswith(("会议", "全会", "常委")):
        return True
    if word == "大" and not re.match(r"[一-鿿]", after):
        return True
    if digits:
        return quoted and not percent and bool(re.match(r"[”’」》]|计划|工程|行动", after))
    if quoted and not percent:
        return True
    if before.endswith(("几", "数", "若干", "每", "同", "之", "逐", "某", "这", "那", "统", "唯", "其")) and not percent:
        return True
    if match["size"] and number[-1] in "万亿" and match["size"] in "十百千":
        return True
    if number == "一" or (number in "万亿" and not re.search(rf"(?:{_WORDS}|上|过)$", before)):
        return word not in units.PERCENTS and word != "倍" and not match["size"]
    if number in {"百", "千"} and word not in {"家", "人", "项", "名", "场", "件", "个", "户", "种", "台", "元", "人次", "亩"}:
        return not re.search(rf"(?:{_WORDS}|上|过)$", before)
    if word in units.COUNTS and word not in {"家", "项", "件", "人"} and _NAMES.match(after):
        return True
    if word == "大" and number[-1] in "十百千万亿九" and len(number) > 1:
        return True
    return word in {"家", "人", "项"} and bool(re.match(r"计划|工程|行动|万户|争鸣|渠", after))


def _bounds(text: str, copy: str, claim: Claim, size: str, word: str) -> Iterator[Claim]:
    """The bare numbers that share this claim's unit: 30至50家, 分别为12、9和7项."""
    at = claim.start
    worth = units.base(word)[1] * numbers.MAGNITUDES[size]
    match = _RANGE.search(copy, max(0, at - 16), at)
    if match:
        value, step = numbers.arabic(match[1])
        yield Claim(text[match.start(1) : match.end(1)], match.start(1), match.end(1), value * worth, claim.unit, "exact", step * worth, claim.measure)
        return
    shared: list[Claim] = []
    place = at
    while len(shared) < 30 and (match := _LISTED.search(copy, max(0, place - 18), place)):
        value, step = numbers.arabic(match[1])
        place = match.start(1)
        shared.append(Claim(text[place : match.end(1)], place, match.end(1), value * worth, claim.unit, "exact", step * worth, claim.measure))
    if shared and re.search(r"分别(?:为|是|达到?|有|占|完成|实现|增长|下降)?(?:了|约)? ?$", copy[max(0, place - 8) : place]):
        yield from shared
