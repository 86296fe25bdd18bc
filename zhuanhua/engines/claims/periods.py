"""The period each quantity speaks of, carried down from its sentence, its paragraph or the heading above."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from zhuanhua.engines.claims.layout import Layout, is_heading

_Y = r"(?:\d{4}|[一二][零〇○一二三四五六七八九]{3})"
_PERIOD = re.compile(
    rf"(?:截至|截止|截止到|截至到)?{_Y} ?年(?:度|底|末|初)?(?:、{_Y} ?年)+"
    rf"|{_Y} ?年?(?:-{{1,2}}|至|到|~){_Y} ?年"
    rf"|(?:截至|截止到|截止|自|到|至|从)?{_Y} ?年 ?(?:度|上半年|下半年|(?:前|第)?[一二三四1-4]个?季度|年?[底末初]"
    rf"|\d{{1,2}} ?(?:-{{1,2}}|至|~) ?\d{{1,2}} ?月|\d{{1,2}} ?月(?:份|底|末)?(?: ?\d{{1,2}} ?日)?)?"
    rf"(?:(?:[一-鿿]{{0,6}})以来|起)?"
    rf"|(?:截至|截止)?目前|截至(?:今年)?\d{{1,2}}月(?:底|末|\d{{1,2}}日)|(?<!靠)近[年几][来]?|近[一二两三四五六七八九十\d]{{1,2}}年来?|[一二两三四五六七八九十]年来|(?<!多)年来"
    rf"|[一二两三四五六七八九十]年间|今年(?:上半年|以来|前[一二三]季度|\d{{1,2}}-\d{{1,2}}月)?|去年(?:底|末|全年)?|上半年|下半年|前三季度|一季度|本年度|“?十[一二三四五]五”?(?:期间|以来|时期|末)"
)
_COMPARED = re.compile(r"(?:比|较|相比|同|对比|由|从)$")
_SINCE = re.compile(rf"(?:自|从)?({_Y}) ?年(?:[一-鿿]{{0,6}})以来")
_DIGITS = str.maketrans("零〇○一二三四五六七八九", "000123456789")


@dataclass(slots=True, frozen=True)
class Period:
    """One stated period and where it stands."""

    start: int
    end: int
    words: str


def stated(copy: str) -> tuple[list[Period], dict[int, str]]:
    """Every period the text names; comparisons (比2017年, 由2019年的) apart, by the place where they end."""
    found: list[Period] = []
    compared: dict[int, str] = {}
    for match in _PERIOD.finditer(copy):
        before = copy[max(0, match.start() - 2) : match.start()]
        after = copy[match.end() : match.end() + 4]
        starts = match.group()[0]
        base = before.endswith(("是", "为", "相当于")) and after.startswith("的")
        if base or _COMPARED.search(before) or (starts in "由从" and re.match(r"的|增|提|下|上", after)):
            compared[match.end()] = _words(match.group().lstrip("由从"))
            continue
        if after.startswith(("版", "制定", "修订", "第")) or (
            before.endswith(("(", "〔", "[")) and after[:1] in (")", "〕", "]")
        ):
            continue
        found.append(Period(match.start(), match.end(), _words(match.group())))
    return found, compared


def _words(text: str) -> str:
    """One way of writing: 2017年启动以来 and 自2017年以来 are 2017年以来; 截止 is 截至."""
    text = text.replace(" ", "").replace("--", "-")
    since = _SINCE.fullmatch(text)
    if since:
        return f"{since[1]}年以来"
    if text.startswith("截止"):
        text = "截至" + text.removeprefix("截止").removeprefix("到")
    text = text.removeprefix("至")
    return text.removesuffix("度") if text.endswith("年度") and text[0].isdigit() else text


def assign(copy: str, build: Layout, places: list[int]) -> list[str]:
    """The period for each place: the last one named before it in its paragraph, else the first one after it in its own clause, else the heading's."""
    periods, compared = stated(copy)
    starts = [period.start for period in periods]
    headings = _headings(copy, build, periods)
    heading_starts = [start for start, _ in headings]
    answers = []
    for place in places:
        own = next((compared[end] for end in range(place, max(-1, place - 3), -1) if end in compared), None)
        if own is not None:
            answers.append(own)
            continue
        begin, _ = build.paragraph(place)
        at = bisect_right(starts, place) - 1
        if at >= 0 and periods[at].start >= begin:
            answers.append(periods[at].words)
            continue
        above = bisect_right(heading_starts, place) - 1
        answers.append(headings[above][1] if above >= 0 else "")
    return answers


def _headings(copy: str, build: Layout, periods: list[Period]) -> list[tuple[int, str]]:
    starts = [period.start for period in periods]
    found: list[tuple[int, str]] = []
    for at, start in enumerate(build.paragraphs):
        end = build.paragraphs[at + 1] if at + 1 < len(build.paragraphs) else build.length
        if is_heading(copy, start, end):
            inside = bisect_right(starts, start - 1)
            words = periods[inside].words if inside < len(periods) and periods[inside].start < end else ""
            found.append((start, words))
    return found


def year_of(words: str) -> int | None:
    """The one whole year a period means: 2018年 and 截至2018年底, not 2017年、2018年 nor 2018年5月."""
    text = words.translate(_DIGITS)
    years = re.findall(r"\d{4}", text)
    if len(years) != 1 or not re.fullmatch(r"(?:截至|至|到)?\d{4}年(?:度|全年|年?[底末])?", text):
        return None
    return int(years[0])
