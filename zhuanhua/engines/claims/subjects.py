"""What each quantity speaks of, in the letter's own words."""

import re

from zhuanhua.engines.claims.claim import Claim

_STOPS = ",;。!?:、()\n[]|"
_LEAD = re.compile(
    r"^(?:其中|另外|另有|另|同时|此外|并且|并|已经|已|先后|累计|共计|合计|总计|总共|共有|共|全年|全市|我市|我省|我县|我区|我局|目前|现有|现已|当年|新增|又|还|则|分别|每年|年内|预计|力争|以及|和|及|与|对|为|有(?!效|关|色|机|限|偿|序|望)|是|在(?!孵|建|校|职|研|岗|编|线|地|库|册)|中(?!小|国|级|央|外|医|试|心|介)|实现|完成|的|了"
    r"|(?:截至|自|从|到|至)?(?:\d{4}|[一二][零〇一二三四五六七八九]{3}) ?年(?:度|底|末|以来|\d{1,2}月(?:\d{1,2}日)?)?|[一二两三四五]年来|今年以来|今年|去年|上半年|尤其是|特别是)"
)
_TRAIL = re.compile(
    r"(?:分别|累计|共计|合计|总计|共有|共|约为|达到了|达到|高达|超过|突破|达|已有|只有|仅有|拥有|现有|中|为|是|有|由|了|至|到|在|的|计|新增|升至|增至|增加到|增长到|下降到|降至|提高到|增加|其中|已|近|约|以|按照|按|等|占比|给予|并)$"
)
_VERBS = re.compile(
    r"享受|成长|开展|对接|用于|给予|来自|参加|参与|通过|获得|进行|组成|占|同比|较|比|增长|下降|以上|左右|列入|纳入|入选|落户|达|被|均|已|完成|实现|支持|和|及|与|、|,|至|到|中|为|在|并"
)
_AFTER = re.compile(r"[^,;。!?:、()\n\d\[\]|“”]{1,16}")
_CUT = re.compile(
    r"享受|研发了|取得|成长|开展|对接|成功|进行|获得|参加|组成|收入上|降低|实现|完成|达到|占|同比|较上年|比上年|入驻|通过"
)
_SHARE = re.compile(r"占比|比重|比例|占|份额|率$")


def assign(copy: str, claims: list[Claim]) -> None:
    """Write the subject into each claim; shares and growth borrow the subject of the amount they speak of."""
    last = ""
    for at, claim in enumerate(claims):
        previous_end = claims[at - 1].end if at else 0
        own = _own(copy, claim, previous_end)
        if claim.role in {"growth", "fall", "share", "mean", "ratio"} and last:
            words = _clean(_before(copy, claim, previous_end), lead=True)
            claim.subject = (
                words if len(words) > 6 and claim.role != "growth" else f"{last}{words or own}"[:60]
            )
            continue
        claim.subject = own or last
        if own:
            last = own
    _distribute(copy, claims)


def _before(copy: str, claim: Claim, previous_end: int) -> str:
    begin = max(previous_end, claim.start - 40, 0)
    piece = copy[begin : claim.start]
    cut = max((piece.rfind(stop) for stop in _STOPS), default=-1)
    piece = re.sub(r"(?:由|从(?!事|业)|(?<!同)比(?!例|重)|较|相比)[^,;。]{0,16}$", "", piece[cut + 1 :])
    return piece.strip(" “”\"'*·-.")


def _clean(words: str, *, lead: bool) -> str:
    """Take off the words that carry no meaning of their own, a few layers deep at most."""
    for _ in range(6):
        shorter = _TRAIL.sub("", words).strip(" ")
        if lead:
            shorter = _LEAD.sub("", shorter).strip(" ")
        if shorter == words:
            return words
        words = shorter
    return words


def _own(copy: str, claim: Claim, previous_end: int) -> str:
    before = _before(copy, claim, previous_end)
    kept = re.sub(r"^\d+\.", "", _clean(before, lead=True))
    after = _noun_after(copy, claim.end)
    if not after:
        return kept
    if (
        claim.unit in {"yuan", "m2"}
        and kept
        and re.search(r"规模|金额|额|资金|投入|收入|经费|面积|总量|产值|税", kept)
    ):
        return kept
    return (
        f"{kept}的{after}"
        if kept and before.endswith("的")
        else after
        if claim.unit == "count" or not kept
        else f"{kept}{after}"
    )


def _noun_after(copy: str, end: int) -> str:
    rest = copy[end : end + 18].removeprefix("的")
    if not rest or _VERBS.match(rest):
        return ""
    match = _AFTER.match(rest)
    if match is None:
        return ""
    words = match.group().strip(" ")
    cut = _CUT.search(words)
    return (words[: cut.start()] if cut and cut.start() >= 2 else words).removesuffix("的")


def _distribute(copy: str, claims: list[Claim]) -> None:
    """甲、乙、丙分别为12项、9项和7项: each number takes the name in its place."""
    for match in re.finditer(r"分别", copy):
        begin = max(0, match.start() - 60)
        head = re.split(r"[,;。:\n(]", copy[begin : match.start()])[-1]
        names = [name for name in re.split(r"[、和及与]", head) if name]
        if len(names) < 2:
            continue
        following = [claim for claim in from_place(claims, match.end()) if not claim.role][: len(names)]
        if len(following) == len(names):
            for name, claim in zip(names, following, strict=True):
                claim.subject = _clean(name, lead=True)


def from_place(claims: list[Claim], place: int, most: int = 12) -> list[Claim]:
    """The next claims that begin at a place or behind it."""
    low, high = 0, len(claims)
    while low < high:
        middle = (low + high) // 2
        if claims[middle].start < place:
            low = middle + 1
        else:
            high = middle
    return claims[low : low + most]
