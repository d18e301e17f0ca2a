"""Bodies with their 法人番号 and 団体コード, and the divisions with their addresses in the lines of contacts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from banso.domain.check_digits import is_corporate_number, is_local_government_code
from banso.domain.document import Division, Organization
from banso.domain.finding import Place
from banso.domain.text import fold, nfkc, squeeze
from banso.sheets.support_plan.facts import Facts
from banso.sheets.support_plan.labels import narrow

_NUMBERED = re.compile(
    r"\s*(?P<name>[^()\n]+?)\s*[(\n]\s*(?P<label>法人番号|(?:地方公共)?団体コード|市区?町村コード|全国地方公共団体コード)"
    r"\s*[:：]?\s*(?P<digits>[\d\- ]*\d)\s*\)?"
)
_KINDS = (
    ("連合会", "federation"),
    ("商工会議所", "chamber-of-commerce"),
    ("商工会", "society-of-commerce"),
    ("信用金庫", "bank"),
    ("信用組合", "bank"),
    ("銀行", "bank"),
    ("公庫", "bank"),
    ("農業協同組合", "other"),
    ("協議会", "council"),
    ("委員会", "council"),
)
_FIELD = re.compile(
    r"(?P<postal>〒\s*\d{3}\s*-?\s*\d{4})"
    r"|(?:TEL|Tel|tel|電話(?:番号)?|ＴＥＬ)\s*[:.]?\s*(?P<tel>[\d(][\d\-()ー ]{7,16}\d)"
    r"|(?:FAX|Fax|fax|ファックス|ファクシミリ)\s*[:.]?\s*(?P<fax>[\d(][\d\-()ー ]{7,16}\d)"
    r"|(?:(?:E|e)?-?(?:mail|MAIL|Mail)|メール(?:アドレス)?|電子メール)?\s*[:.]?\s*(?P<mail>[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,})"
)
_LISTED = re.compile(r"^[①-⑳・●■○(（]*\s*(?:商工会|商工会議所|商工会/商工会議所|関係市町村|市町村|連絡先)[)）]?$")
_REPRESENTATIVE = re.compile(
    r"(?:^|\s)(?:代表者?(?:氏名|名)?\s*[:：]?\s*)?"
    r"((?:代表)?(?:理事長|会頭|会長|頭取|取締役(?:社長)?|社長|支店長|所長|組合長|理事|社員|総裁|学長|局長)\s*\S.*)$"
)


def kind_of(name: str) -> str | None:
    """What kind of body a name says it is."""
    plain = fold(name)
    for ending, kind in _KINDS:
        if ending in plain:
            return kind
    if re.search(r"[都道府県]$", plain):
        return "prefecture"
    return "municipality" if re.search(r"[市区町村]$", plain) else None


def body(name: str, *, role: str | None, key: str | None = None) -> Organization:
    """A body by its name."""
    return Organization(key=key or name, name=name, kind=kind_of(name), role=role)  # type: ignore[arg-type]


def take_bodies(facts: Facts, text: str, place: Place, key: str | None = None) -> None:
    """The bodies of a cell, each with its number in a bracket behind it; the first chamber or society leads."""
    line = narrow(text)
    found = list(_NUMBERED.finditer(line))
    names = [(text[match.start("name") : match.end("name")], match) for match in found]
    rest = _NUMBERED.sub("\n", line)
    spare = [part.strip() for part in re.split(r"[\n、,]|\s{2,}", rest) if part.strip() and kind_of(part)]
    for name, match in names:
        digits = re.sub(r"[\s\-]", "", match["digits"])
        corporate = match["label"] == "法人番号"
        right = is_corporate_number(digits) if corporate else is_local_government_code(digits)
        if not right:
            kind = "法人番号" if corporate else "団体コード"
            facts.doubt(
                "check-digit-wrong",
                "error",
                place,
                f"{squeeze(name)}の{kind}「{digits}」は桁数か検査数字が合いません。番号を確かめてください。",
                digits,
            )
        one = _named(facts, squeeze(name), key if len(names) == 1 else None)
        numbers = {"corporate_number" if corporate else "local_government_code": digits}
        facts.organizations[one.key] = replace(one, **numbers)  # type: ignore[arg-type]
    for name in spare:
        _named(facts, squeeze(name), key if not names and len(spare) == 1 else None)


def _named(facts: Facts, name: str, key: str | None) -> Organization:
    known = next((one for one in facts.organizations.values() if one.key == key or fold(one.name) == fold(name)), None)
    if known is not None:
        return known
    kind = kind_of(name)
    leads = kind in ("chamber-of-commerce", "society-of-commerce") and not any(
        one.role == "lead" for one in facts.organizations.values()
    )
    one = body(name, role="lead" if leads else "joint", key=key)
    facts.organizations[one.key] = one
    return one


@dataclass(slots=True)
class _Contact:
    name: str = ""
    postal: str | None = None
    address: str | None = None
    tel: str | None = None
    fax: str | None = None
    mail: str | None = None

    @property
    def begun(self) -> bool:
        return any((self.postal, self.tel, self.fax, self.mail))


def take_contacts(facts: Facts, text: str, place: Place, key: str | None = None) -> None:
    """The divisions in lines of contacts: name before 〒 or behind the address, fields in any order."""
    for contact in _contacts(text):
        _settle(facts, contact, place, key)


def _contacts(text: str) -> Iterable[_Contact]:
    line = narrow(text)
    current = _Contact()
    done: list[_Contact] = []
    position = 0

    def begin() -> None:
        nonlocal current
        if current.begun:
            done.append(current)
        current = _Contact()

    def words(chunk: str, behind_postal: bool) -> None:
        parts = [part.strip(" /・|") for part in chunk.split("\n")]
        parts = [part for part in parts if part and not _LISTED.match(part)]
        if behind_postal and parts:
            current.address = parts.pop(0)
        for part in parts:
            if current.begun and (current.name or current.tel or current.mail or current.fax):
                begin()
            current.name = f"{current.name} {part}".strip()

    postal_before = False
    for match in _FIELD.finditer(line):
        words(text[position : match.start()], postal_before)
        postal_before = match.lastgroup == "postal"
        value = match[str(match.lastgroup)]
        if getattr(current, str(match.lastgroup)) is not None:
            begin()
        setattr(current, str(match.lastgroup), re.sub(r"^〒\s*", "", value).strip())
        position = match.end()
    words(text[position:], postal_before)
    begin()
    return done


def _settle(facts: Facts, contact: _Contact, place: Place, key: str | None) -> None:
    """Put a contact at its body, once; the two places of a plan that print it are compared."""
    name = contact.name
    owner = facts.organizations.get(key or "") or max(
        (one for one in facts.organizations.values() if fold(name).startswith(fold(one.name))),
        key=lambda one: len(one.name),
        default=None,
    )
    if owner is None:
        first = name.split()[0] if name.split() else ""
        if not kind_of(first):
            facts.doubt(
                "contact-unknown",
                "warning",
                place,
                f"連絡先「{name or contact.address or contact.tel}」がどの実施者のものか分からず、読みませんでした。実施者名を先に書いてください。",
                name,
            )
            return
        owner = _named(facts, first, None)
    division = Division(
        name=_behind(name, owner.name),
        postal_code=_dashed(contact.postal),
        address=contact.address,
        telephone=_plain(contact.tel),
        fax=_plain(contact.fax),
        email=contact.mail,
    )
    same = [each for each in owner.divisions if _is_same(each, division)]
    if same:
        merged = _merged(facts, same[0], division, owner.name, place)
        divisions = tuple(merged if each is same[0] else each for each in owner.divisions)
    else:
        divisions = (*owner.divisions, division)
    facts.organizations[owner.key] = replace(owner, divisions=divisions)


def _behind(name: str, owner: str) -> str:
    """The name of the division: what stands behind the name of its body."""
    if not fold(name).startswith(fold(owner)):
        return name
    wanted, end = len(fold(owner)), 0
    while len(fold(name[:end])) < wanted:
        end += 1
    return name[end:].strip()


def _is_same(one: Division, other: Division) -> bool:
    return fold(one.name) == fold(other.name) or (one.telephone is not None and one.telephone == other.telephone)


def _merged(facts: Facts, one: Division, other: Division, owner: str, place: Place) -> Division:
    values: dict[str, str | None] = {}
    for field in ("name", "postal_code", "address", "telephone", "fax", "email"):
        first, second = getattr(one, field), getattr(other, field)
        if first and second and fold(first) != fold(second):
            facts.doubt(
                "contradiction",
                "warning",
                place,
                f"{owner}の連絡先が紙の中で食い違っています。「{first}」と「{second}」。後ろにあるほうを使いました。",
                second,
            )
        # Of two ways to write the same, the one without stray blanks.
        values[field] = (
            min(first, second, key=lambda each: each.count(" "))
            if first and second and fold(first) == fold(second)
            else second or first
        )
    return Division(**values)  # type: ignore[arg-type]


def _dashed(postal: str | None) -> str | None:
    digits = re.sub(r"\D", "", nfkc(postal or ""))
    return f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 else None


def _plain(number: str | None) -> str | None:
    return re.sub(r"\s", "", nfkc(number)).replace("ー", "-") if number else None


def take_partner(facts: Facts, text: str, key: str | None = None) -> None:
    """The partners of 別表4: name, address and representative, on one line each or one below the other."""
    current: list[str] = []

    def settle() -> None:
        if not current:
            return
        one = _partner(current, key)
        facts.organizations.setdefault(one.key, one)
        current.clear()

    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            continue
        bulleted = re.match(r"^[・●○■◆①-⑳]\s*", line)
        if bulleted or (current and _REPRESENTATIVE.search(narrow(" ".join(current)))):
            settle()
        current.append(line[bulleted.end() :] if bulleted else line)
    settle()


def _partner(lines: list[str], key: str | None) -> Organization:
    text = "\n".join(lines)
    representative = _REPRESENTATIVE.search(narrow(text))
    rest = text[: representative.start()] if representative else text
    if len(lines) > 1:
        first, _, behind = rest.partition("\n")
    else:
        first, _, behind = rest.strip().partition(" ")
        if not behind and "\u3000" in first:
            first, _, behind = first.partition("\u3000")
    address = re.sub(r"^(?:住所|所在地)\s*[:：]?\s*", "", " ".join(behind.split()))
    name = re.sub(r"^(?:名称|氏名又は名称)\s*[:：]?\s*", "", first.strip())
    one = body(name, role="partner", key=key)
    return replace(
        one,
        address=address or None,
        representative=" ".join(text[representative.start(1) :].split()) if representative else None,
    )
