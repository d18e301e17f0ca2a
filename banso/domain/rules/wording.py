"""Rules and reasons in Japanese: which formula, basis, rounding and roll-up applied must be visible to the reader."""

from __future__ import annotations

from banso.domain.quantity import STATE_LABELS, State
from banso.domain.rule_set import RuleSet

FLAG_WORDS: dict[bool | None, str] = {True: "達成", False: "未達成", None: ""}

FORMULA_WORDS: dict[str, str] = {
    "ratio": "実績÷目標",
    "inverse": "目標÷実績",
    "mirror": "（目標×2−実績）÷目標",
    "baseline-progress": "（実績−当初値）÷（目標−当初値）",
    "path-ratio": "実績÷その年度の見込み値",
    "path-progress": "（実績−当初値）÷（その年度の見込み値−当初値）",
    "time-share": "実績÷（目標×経過年数÷計画年数）",
    "threshold": "実績と目標の比較（達成・未達成）",
    "range": "決めた範囲にあるか",
    "trend": "前年度または当初値からの増減",
    "milestone": "できたか、まだか",
    "human": "人が評価",
}
"""Each formula as an office would write it."""

WITHOUT_RATE = ("threshold", "range", "trend", "milestone", "human")
"""Formulas that give no rate and so have nothing to round."""

BASIS_WORDS: dict[str, str] = {"year": "単年度", "cumulative": "累計", "path": "見込みの線"}
MODE_WORDS: dict[str, str] = {"cut": "切捨て", "half-up": "四捨五入", "up": "切上げ"}
STAGE_WORDS: dict[str, str] = {"print": "評価は丸める前の値で比べる", "grade": "評価は丸めた値で比べる"}
METHOD_WORDS: dict[str, str] = {
    "all": "全指標の達成で達成",
    "majority": "過半数の達成で達成",
    "share": "達成した指標の割合",
    "points": "評価の点数の合計",
    "mean": "達成率の平均",
    "worst": "最も低い評価",
    "human": "総合評価は人が決める",
}

REASON_WORDS: dict[str, str] = {
    "no-rule": "評価の決まりなし",
    "target-zero": "目標が0のため率なし",
    "negative": "負の数のため率なし",
    "not-entered": "実績が未入力",
    "not-set": "目標の設定なし",
    "none": "値が「—」",
}


def reason_words(reason: str | None) -> str:
    """Why something is not judged, in the office's words; "" where it is judged."""
    if reason is None:
        return ""
    state: State | None = next((state for state in STATE_LABELS if state == reason), None)
    return REASON_WORDS.get(reason) or (STATE_LABELS[state] if state else reason)


def rule_words(rule_set: RuleSet) -> str:
    """The rule set in one line: formula, basis, rounding and its stage, bands, roll-up, source."""
    rounding = rule_set.rounding
    digits = f"小数第{rounding.digits}位まで" if rounding.digits else "整数に"
    parts = [FORMULA_WORDS[rule_set.formula], BASIS_WORDS[rule_set.basis]]
    if rule_set.formula not in WITHOUT_RATE:
        parts.append(f"{digits}{MODE_WORDS[rounding.mode]}、{STAGE_WORDS[rounding.stage]}")
    parts.append(METHOD_WORDS[rule_set.roll_up.method])
    words = "決まり: " + "／".join(parts)
    if rule_set.legend:
        words += f"\n凡例: {rule_set.legend}"
    return words + (f"\n出典: {rule_set.source}" if rule_set.source else "")
