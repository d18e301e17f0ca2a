"""Makes the second font and the list of printable characters; run by a maintainer only, never at run time.

``python -m banso.sheets.fonts.make_fallback NotoSansCJK-Regular.ttc`` (Debian: fonts-noto-cjk) writes, beside itself,

- ``BansoRareKanji-Regular.otf``: the characters that BIZ UDGothic lacks and that a Japanese office may type:
  JIS X 0213, all CJK unified ideographs of the first block (names in old or foreign forms), the compatibility
  ideographs, and the kanji beyond the first plane that Noto draws in its Japanese form (𠮷);
- ``coverage.txt``: the code points that one of the fonts has, as ranges of hexadecimal numbers;
- ``variations.txt``: the variation sequences of BIZ UDGothic (葛 with a selector), one selector and range a line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools import subset  # type: ignore[import-untyped, unused-ignore]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped, unused-ignore]

HERE = Path(__file__).parent
FAMILY = "Banso Rare Kanji"


def wanted() -> set[int]:
    """The code points an office may type, before asking which font has them."""
    jis = set()
    for code in range(0x20, 0x30000):
        try:
            chr(code).encode("euc_jis_2004")
        except UnicodeEncodeError:
            continue
        jis.add(code)
    blocks = [(0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFF), (0x3000, 0x33FF), (0x2460, 0x24FF)]
    return jis | {code for first, last in blocks for code in range(first, last + 1)}


def ranges(codes: Iterable[int]) -> list[str]:
    """Sorted code points as hexadecimal ranges: 41, 42, 43, 61 → 41-43, 61."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return [f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in found]


def variations(font: Any) -> dict[int, set[int]]:
    """Variation selector → the characters the font draws in another form with it."""
    table = next((table for table in font["cmap"].tables if table.format == 14), None)
    if table is None:
        return {}
    return {selector: {base for base, _ in pairs} for selector, pairs in table.uvsDict.items()}


def main(collection: str) -> None:
    """Write the font and the coverage."""
    fonts = [TTFont(HERE / f"BIZUDGothic-{weight}.ttf") for weight in ("Regular", "Bold")]
    first = set(fonts[0].getBestCmap()) & set(fonts[1].getBestCmap())
    noto = next(font for font in TTCollection(collection).fonts if font["name"].getDebugName(4) == "Noto Sans CJK JP")
    second = (wanted() - first) & set(noto.getBestCmap())

    options = subset.Options(layout_features=[], name_IDs=[0, 13, 14], hinting=False, notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=second)
    subsetter.subset(noto)
    names = noto["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    for name_id, value in {1: FAMILY, 2: "Regular", 3: f"1.0;{FAMILY}", 4: FAMILY, 5: "Version 1.0"}.items():
        names.setName(value, name_id, 3, 1, 0x409)
    names.setName("BansoRareKanji-Regular", 6, 3, 1, 0x409)
    top = noto["CFF "].cff
    top.fontNames = ["BansoRareKanji-Regular"]
    top.topDictIndex[0].FullName = top.topDictIndex[0].FamilyName = FAMILY
    noto.save(HERE / "BansoRareKanji-Regular.otf")

    (HERE / "coverage.txt").write_text("\n".join(ranges(first | second)) + "\n", encoding="ascii")
    lines = []
    shared = [variations(font) for font in fonts]
    for selector in sorted(set(shared[0]) & set(shared[1])):
        both = shared[0][selector] & shared[1][selector]
        lines += [f"{selector:x}: {part}" for part in ranges(both)]
    (HERE / "variations.txt").write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1])
