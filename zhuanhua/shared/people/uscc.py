"""Is this a 统一社会信用代码, and if not, what exactly is wrong with it?"""

import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

LENGTH = 18
ALPHABET = (
    "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015 leaves out I, O, S, V and Z: they look like digits
)
LOOKS_LIKE = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"}


def tidy(text: str) -> str:
    """Fold full-width characters, take out blanks and hyphens, raise the letters: what people paste."""
    return uscc.compact(unicodedata.normalize("NFKC", text)).replace("\u3000", "")


def clean_uscc(text: str) -> str | None:
    """Give the code as it is stored, or None when it is not one."""
    try:
        return str(uscc.validate(tidy(text)))
    except ValidationError:
        return None


def explain_uscc(text: str) -> str | None:
    """Say what is wrong in a sentence, with the place and a suggestion that has a right check digit; None when right."""
    code = tidy(text)
    if clean_uscc(code):
        return None
    if len(code) != LENGTH:
        return _length_fault(code)
    strange = [(place, sign) for place, sign in enumerate(code, 1) if sign not in ALPHABET]
    if strange:
        return _letter_fault(code, strange)
    lettered = next(((place, sign) for place, sign in enumerate(code[:8], 1) if not sign.isdigit()), None)
    if lettered:
        words = {"place": lettered[0], "sign": lettered[1]}
        return _("第%(place)s位是“%(sign)s”，前8位应当都是数字。请对照营业执照核对。") % words
    return _check_fault(code)


def _length_fault(code: str) -> str:
    words = {"count": len(code), "gap": abs(LENGTH - len(code))}
    if not code:
        return _("请填写18位统一社会信用代码。")
    if len(code) in {13, 15}:
        return _("这是%(count)s位号码，像是旧的注册号。请填营业执照上的18位统一社会信用代码。") % words
    if len(code) < LENGTH:
        return (
            ngettext(
                "代码只有%(count)s位，少%(gap)s位；统一社会信用代码为18位。",
                "代码只有%(count)s位，少%(gap)s位；统一社会信用代码为18位。",
                words["count"],
            )
            % words
        )
    return _("代码有%(count)s位，多%(gap)s位；统一社会信用代码为18位。") % words


def _letter_fault(code: str, strange: list[tuple[int, str]]) -> str:
    place, sign = strange[0]
    words = {"place": place, "sign": sign, "instead": LOOKS_LIKE.get(sign, "")}
    suggestion = clean_uscc("".join(LOOKS_LIKE.get(each, each) for each in code))
    if suggestion:
        words["suggestion"] = suggestion
        return (
            _(
                "第%(place)s位是字母%(sign)s，代码里不用这个字母，应是%(instead)s：%(suggestion)s 的校验位正确。"
            )
            % words
        )
    if sign in LOOKS_LIKE:
        return (
            _(
                "第%(place)s位是字母%(sign)s，代码里不用I、O、S、V、Z，可能是%(instead)s。改后校验位仍不对，请核对其余各位。"
            )
            % words
        )
    return _("第%(place)s位是“%(sign)s”，代码里只有数字和大写字母。") % words


def _check_fault(code: str) -> str:
    swapped = [
        candidate
        for place in range(LENGTH - 1)
        if code[place] != code[place + 1]
        and (candidate := clean_uscc(code[:place] + code[place + 1] + code[place] + code[place + 2 :]))
    ]
    words = {"given": code[-1], "right": uscc.calc_check_digit(code)}
    if len(swapped) == 1:
        words["suggestion"] = swapped[0]
        return _("校验位不对：相邻两位可能颠倒，%(suggestion)s 的校验位正确。请对照营业执照核对。") % words
    return _("校验位不对：按前17位算，末位应是%(right)s，现为%(given)s。请对照营业执照逐位核对。") % words
