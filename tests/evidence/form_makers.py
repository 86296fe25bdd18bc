"""How is every form of the product made in a test, and what is typed into it? From nothing to 100,000 signs, and near misses."""

import importlib
import os
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from allauth.core import context
from django import forms
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from hypothesis import strategies as st

from tests.house.architecture import PRODUCT, python_files
from zhuanhua.core.fields import AmountField
from zhuanhua.core.money import FEN_PER
from zhuanhua.programmes.projects.actions.calls import CRITERIA
from zhuanhua.programmes.projects.codes import PaperKind, Track
from zhuanhua.programmes.projects.models import Call
from zhuanhua.shared.ledger.models import Account, Budget
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.policy.rules import rules
from zhuanhua.ui.forms import LookForm

LONG = "长" * 100_000
TEXTS = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202e反向\u202c",
    "\u200b\u200d",
    "😀👩‍👩‍👧‍👦",
    LONG,
    "0" * 100_000,
    "\r\nBcc: a@example.com",
    "{{7*7}}",
    "{0.__class__}",
    "%s%n%(x)s",
    "<script>alert(1)</script>",
    "'\";--",
    "' OR 1=1 --",
    "../../etc/passwd",
    "=HYPERLINK(1)",
    "true",
    "None",
    "[]",
    "\ufeff",
    "\ud800",
    "é" * 300 + "́" * 300,
]
NUMBERS = [
    *(
        "-0",
        "0",
        "-1",
        "1e5",
        "1E400",
        "1,234.5",
        "12,34.5",
        "１２３",
        "１２．５",
        "3.1415",
        "0.005",
        "386.000001",
    ),
    *(
        "386.0000001",
        "NaN",
        "Infinity",
        "-inf",
        "0x10",
        "1_000",
        "9" * 4_400,
        "90000000000000.01",
        "٣",
        "²",
        "①",
    ),
    *("1.", ".5", "+5", "¥386", "386万元", "1 000", "−5", "--5", "1e", "1\x00", "0.00", "100", "100.01"),
]
DATES = [
    *(
        "0000-00-00",
        "0000-01-01",
        "9999-12-31",
        "2026-02-30",
        "2024-02-29",
        "2026-13-01",
        "20260401",
        "2026年4月2日",
    ),
    *(
        "2026-4-2",
        "２０２６-０４-０２",
        "1900-01-00",
        "-1-01-01",
        "10000-01-01",
        "2026-04-02T09:00",
        "46000",
        "0001-01-01",
    ),
]
FILES = [
    ("a.txt", b"text"),
    ("../../a.pdf", b"%PDF-1.7"),
    ("空.xlsx", b""),
    ("n" * 300 + ".docx", b"PK\x03\x04"),
    ("a\u202efdp.exe", b"MZ"),
    ("CON", b"\x00" * 100),
]


def product_forms() -> list[type[forms.BaseForm]]:
    """Give every form class of the product, after all files that name one have been imported."""
    for path in python_files():
        if "LookForm" in path.read_text(encoding="utf-8"):
            importlib.import_module(".".join(("zhuanhua", *path.relative_to(PRODUCT).with_suffix("").parts)))
    found: set[type[forms.BaseForm]] = set()
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if child.__module__.startswith("zhuanhua.") and ".tests" not in child.__module__:
                found.add(child)
    bases = {LookForm}
    return sorted(found - bases, key=name_of)


def name_of(form_class: type[forms.BaseForm]) -> str:
    """Give a form's full name."""
    return f"{form_class.__module__}.{form_class.__name__}".removeprefix("zhuanhua.")


# Forms that need more than what was typed: who types, or which two are compared.
SPECIAL: dict[str, Callable[[Any], dict[str, Any]]] = {
    "accountability.replies.forms_letters.AssignForm": lambda _world: {"drafters": Person.objects.all()},
    "accountability.replies.forms_letters.SignersForm": lambda _world: {"people": Person.objects.all()},
    "shared.ledger.forms.CloseForm": lambda _world: {"onward": Budget.objects.all()},
    "shared.people.forms.FirstPasswordForm": lambda world: {"person": world.person},
    "shared.people.forms.MergeForm": lambda world: {"pair": world.pair},
    "shared.catalogue.forms.MergeForm": lambda _world: {
        "pair": [SimpleNamespace(number="1", title="甲"), SimpleNamespace(number="2", title="乙")]
    },
    "shared.policy.forms.ReplayForm": lambda _world: {"rule": rules()[0]},
    "programmes.projects.forms.applying.BasicsForm": lambda _world: {"tracks": list(Track)},
    "programmes.projects.forms.applying.PaperForm": lambda _world: {"kinds": tuple(PaperKind)},
    "programmes.projects.forms.calls.CallForm": lambda _world: {"accounts": Account.objects.all()},
    "programmes.projects.forms.calls.StartCallForm": lambda _world: {"calls": Call.objects.all()},
    "programmes.projects.forms.reviewing.ScoreForm": lambda _world: {"criteria": list(CRITERIA)},
    "programmes.projects.forms.running.BatchForm": lambda _world: {"accounts": Account.objects.all()},
    "programmes.vouchers.forms.IssueForm": lambda _world: {"accounts": Account.objects.all()},
    "shared.people.token_form.TokenForm": lambda world: {"person": world.person},
    "shared.people.signin_forms.SignInForm": lambda world: {"request": world.request},
    "shared.people.signin_forms.ChangePasswordForm": lambda world: {"user": world.person},
    "shared.people.signin_forms.NewPasswordForm": lambda world: {"user": world.person, "temp_key": "key"},
    "shared.people.signin_forms.ReauthenticateForm": lambda world: {"user": world.person},
    "shared.people.signin_forms.CodeForm": lambda world: {"user": world.person},
    "shared.people.signin_forms.CodeAgainForm": lambda world: {"user": world.person},
    "shared.people.signin_forms.SetUpCodeForm": lambda world: {"user": world.person},
}


class World:
    """The person who types, two organisations, and a request as the sign-in forms want it."""

    def __init__(self, person: Any, pair: tuple[Any, Any]) -> None:
        self.person, self.pair = person, pair
        self.request = RequestFactory().post("/accounts/login/")
        self.request.session = SessionStore()
        self.request.user = person

    def form(self, form_class: type[forms.BaseForm], data: Any = None, files: Any = None) -> forms.BaseForm:
        """Make the form, filled with what was typed."""
        more = SPECIAL.get(name_of(form_class), lambda _world: {})(self)
        return form_class(data=data, **({"files": files} if files else {}), **more)

    def asking(self) -> Any:
        """Let allauth know the request."""
        return context.request_context(self.request)


def typed_into(form: forms.BaseForm) -> st.SearchStrategy[tuple[QueryDict, MultiValueDict[str, Any]]]:
    """Draw what is typed into the fields and which files come with it; a field may be missing or come three times."""
    values = st.fixed_dictionaries({name: _values(field) for name, field in form.fields.items()})
    files = st.fixed_dictionaries(
        {name: _files() for name, field in form.fields.items() if isinstance(field, forms.FileField)}
    )
    return st.tuples(values.map(_query), files.map(_uploads))


def _values(field: forms.Field) -> st.SearchStrategy[list[str]]:
    value = one_value(field)
    return st.one_of(st.lists(value, min_size=1, max_size=1), st.lists(value, max_size=3))


def one_value(field: forms.Field) -> st.SearchStrategy[str]:
    """Draw one text: fit for the field, nearly so, or hostile."""
    wild = st.one_of(st.sampled_from(TEXTS), st.text(max_size=60))
    numbers = st.one_of(
        st.sampled_from(NUMBERS), st.decimals(allow_nan=False, places=3).map(str), st.integers().map(str)
    )
    if isinstance(field, forms.ChoiceField):
        fit = [str(key) for key, _label in field.choices if not isinstance(_label, list | tuple)] or [""]
        return st.one_of(st.sampled_from(fit), st.sampled_from(fit), wild)
    if isinstance(field, AmountField | forms.IntegerField):
        fit_amount = st.integers(0, 10**15).map(lambda fen: f"{Decimal(fen) / 100:.2f}")
        return st.one_of(fit_amount, numbers, wild)
    if isinstance(field, forms.DateField):
        return st.one_of(st.dates().map(str), st.sampled_from(DATES), numbers, wild)
    if isinstance(field, forms.EmailField):
        return st.one_of(st.emails(), wild)
    return st.one_of(
        st.sampled_from(["合同", "云岭铸锻有限公司", "ZL201810123456.7", "02412345678"]), wild, numbers
    )


def is_file_name(title: str) -> bool:
    """Does the site's own reader let such a name through? One without a last part never reaches a form."""
    return os.path.basename(title) not in {"", ".", ".."}


def _files() -> st.SearchStrategy[list[tuple[str, bytes]]]:
    titles = st.text(min_size=1, max_size=20).filter(is_file_name)
    named = st.tuples(titles, st.binary(max_size=200))
    return st.lists(st.one_of(st.sampled_from(FILES), named), max_size=2)


def _query(values: dict[str, list[str]]) -> QueryDict:
    """Give what the site reads after these values have come over the wire: what UTF-8 cannot say arrives replaced."""
    pairs = [(name, each) for name, some in values.items() for each in some]
    return QueryDict(urlencode(pairs, errors="surrogatepass"), mutable=True)


def _uploads(files: dict[str, list[tuple[str, bytes]]]) -> MultiValueDict[str, Any]:
    return MultiValueDict(
        {
            name: [SimpleUploadedFile(title, body) for title, body in some]
            for name, some in files.items()
            if some
        }
    )


def exact_fen(text: str, unit: str) -> Decimal:
    """Read an accepted amount once more, by another way than the product."""
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("¥").replace("−", "-").replace(",", "").strip()
    return Decimal(plain) * FEN_PER[unit]
