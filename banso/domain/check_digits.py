"""Check digits of 法人番号 (13 digits) and 全国地方公共団体コード (6 digits)."""

from __future__ import annotations

import re

from banso.domain.text import nfkc


def corporate_number_digit(base: str) -> int:
    """The check digit before the 12 digits of a 法人番号: 9 − (Σ Pn·Qn mod 9).

    Pn is the n-th digit from the right, Qn 1 for odd and 2 for even n (平成26年財務省令第70号 第2条).
    Raises ValueError unless ``base`` is 12 digits.
    """
    if not re.fullmatch(r"[0-9]{12}", base):
        raise ValueError("法人番号の基礎番号は12桁の数字です。")
    return 9 - sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base))) % 9


def local_government_digit(base: str) -> int:
    """The check digit behind the 5 digits of a 団体コード: (11 − (6·d1 + 5·d2 + 4·d3 + 3·d4 + 2·d5) mod 11) mod 10.

    Raises ValueError unless ``base`` is 5 digits.
    """
    if not re.fullmatch(r"[0-9]{5}", base):
        raise ValueError("団体コードの検査数字を除く部分は5桁の数字です。")
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), base, strict=True))
    return (11 - total % 11) % 10


def is_corporate_number(text: str) -> bool:
    """Whether the text is a 法人番号 with a right check digit; full-width digits and blanks or hyphens are accepted."""
    digits = re.sub(r"[\s\-]", "", nfkc(text))
    return bool(re.fullmatch(r"[0-9]{13}", digits)) and int(digits[0]) == corporate_number_digit(digits[1:])


def is_local_government_code(text: str) -> bool:
    """Whether the text is a six-digit 団体コード with a right check digit."""
    digits = re.sub(r"[\s\-]", "", nfkc(text))
    return bool(re.fullmatch(r"[0-9]{6}", digits)) and int(digits[5]) == local_government_digit(digits[:5])
