"""What a rule of the plan check is, and the finding it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from banso.domain.check.outline import Outline
from banso.domain.document import Indicator
from banso.domain.finding import QUOTE_LENGTH, Finding, Place, Severity
from banso.domain.text import fold


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the plan check looks for: a stable code, its severity, a Japanese title and explanation.

    An error contradicts the plan itself or breaks a figure, a warning is what a careful clerk looks into, a hint is
    good to know.
    """

    code: str
    severity: Severity
    title: str
    explanation: str

    def finding(self, addresses: Iterable[str], message: str, quote: str = "") -> Finding:
        """The finding of one cause at all its addresses, the first as ``where``."""
        first, *others = dict.fromkeys(addresses)
        return Finding(
            code=self.code,
            severity=self.severity,
            where=Place(address=first),
            also=tuple(Place(address=address) for address in others),
            message=message,
            quote=" ".join(quote.split())[:QUOTE_LENGTH],
        )


Checker = Callable[[Outline], Iterator[Finding]]
"""A function of one subject that goes through a plan."""


def named(parts: Iterable[str], limit: int = 4) -> str:
    """Names in Japanese brackets, the first few and how many more: 「a」「b」ほか3件."""
    names = list(parts)
    shown = "".join(f"「{name}」" for name in names[:limit])
    return shown + (f"ほか{len(names) - limit}件" if len(names) > limit else "")


def full_name(indicator: Indicator) -> str:
    """An indicator's name with what tells it apart: 補助金利用数（デジタル化促進支援）."""
    return f"{indicator.name}（{indicator.qualifier}）" if indicator.qualifier else indicator.name


def labelled(indicator: Indicator) -> str:
    """An indicator in a sentence: 指標 2-3「相談件数」; without its key where that is only the name again."""
    name = full_name(indicator)
    return f"指標「{name}」" if fold(indicator.key) == fold(name) else f"指標 {indicator.key}「{name}」"
