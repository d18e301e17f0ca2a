"""The choices of the settings in the office's words, with a plain explanation of each."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.domain.document_words import VALUE_WORDS
from banso.domain.rules.wording import BASIS_WORDS, FORMULA_WORDS, METHOD_WORDS, MODE_WORDS

Choices = list[tuple[str, str]]


def plan_kinds() -> Choices:
    """The kinds of plans."""
    return [(value, _(word)) for value, word in VALUE_WORDS["PlanDocument.kind"].items()]


def formulas() -> Choices:
    """The formulas of achievement."""
    return [(value, _(word)) for value, word in FORMULA_WORDS.items()]


def bases() -> Choices:
    """What a year's result is compared with."""
    return [(value, _(word)) for value, word in BASIS_WORDS.items()]


def modes() -> Choices:
    """How a rate is rounded."""
    return [(value, _(word)) for value, word in MODE_WORDS.items()]


def methods() -> Choices:
    """How the judgements of indicators make one of their element."""
    return [(value, _(word)) for value, word in METHOD_WORDS.items()]


def formula_meanings() -> dict[str, str]:
    """What each formula says, with figures."""
    return {
        "ratio": _("目標100に実績80なら80%。低いほど良い指標は、目標÷実績で計算します。"),
        "inverse": _("低いほど良い指標のための式です。目標10に実績8なら125%。"),
        "mirror": _("低いほど良い指標を、目標を中心に折り返して計算します。目標10に実績8なら120%、実績12なら80%。"),
        "baseline-progress": _("当初値から目標までのうち、どこまで進んだかです。当初値50、目標100、実績80なら60%。"),
        "path-ratio": _("最終目標までを年度で等分した見込みの線と比べます。その年度の目標があれば、それを使います。"),
        "path-progress": _("当初値から見込みの線までのうち、どこまで進んだかです。"),
        "time-share": _(
            "最終目標を計画年数で割り、今年度までの分と比べます。5年計画の2年目なら、目標の5分の2と比べます。"
        ),
        "threshold": _("率を出さず、目標に届いたかどうかだけを見ます。"),
        "range": _("目標の上下の幅に入っていれば達成です。幅は下の「許容する幅」で決めます。"),
        "trend": _("前年度または当初値と比べて、良くなったか、悪くなったかを見ます。"),
        "milestone": _("できたか、まだかを見ます。「策定」のような言葉の目標に使います。"),
        "human": _("計算せず、人が評価を選びます。"),
    }


def basis_meanings() -> dict[str, str]:
    """What each basis says."""
    return {
        "year": _("その年度の実績を、その年度の目標と比べます。"),
        "cumulative": _("計画の初めからの実績の合計を、目標の合計と比べます。"),
        "path": _("その年度までの見込みの線と比べます。"),
    }


def stages() -> Choices:
    """When a rate is rounded."""
    return [
        ("print", _("丸める前の値で評価し、表示だけ丸める（99.5%は「100%」と表示してもB）")),
        ("grade", _("丸めた値で評価する（99.5%を100%と丸めたらA）")),
    ]


def units() -> Choices:
    """How a rate is printed."""
    return [("", _("百分率（95%）")), ("ratio", _("1を基準とする率（0.95）"))]


def denominators() -> Choices:
    """What the roll-up counts."""
    return [
        ("judged", _("評価できた指標だけを数える（未入力や目標なしは分母に入れない）")),
        ("all", _("すべての指標を数える")),
    ]


def references() -> Choices:
    """What a trend is compared with."""
    return [
        ("", _("前年度の実績、なければ当初値")),
        ("previous-year", _("前年度の実績だけ")),
        ("baseline", _("当初値")),
    ]


def treatments(case: str) -> Choices:
    """What may be done where nothing can be computed."""
    usual = {"target-zero": _("率を出さない"), "not-set": _("数に入れない")}.get(case, _("評価しない"))
    found = [("", usual), ("grade", _("この評価にする（未達成）")), ("mark", _("この印を書く（数えない）"))]
    return [*found, ("judge", _("0と比べて評価する"))] if case == "target-zero" else found
