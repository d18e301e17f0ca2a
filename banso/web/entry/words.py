"""What the grids' scripts say, and the states that can be chosen: in the reader's language, made once for each page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from banso.domain.quantity import STATE_LABELS, State

RESULT_STATES: tuple[State, ...] = (
    "being-counted",
    "not-published",
    "not-surveyed",
    "not-applicable",
    "not-started",
    "not-done",
    "cannot-judge",
    "suspended",
    "completed",
    "ended",
    "withheld",
)
TARGET_STATES: tuple[State, ...] = ("not-set", "not-applicable", "being-counted", "completed", "ended", "withheld")


@dataclass(frozen=True, slots=True)
class Choice:
    """A state to choose: ``text`` is typed into the cell for it, ``word`` is what the menu says."""

    text: str
    word: str


def result_choices() -> tuple[Choice, ...]:
    """What a result can be instead of a number; zero is a number, and chosen like the others."""
    return (
        Choice("0", _("0（ゼロ件・ゼロ円など）")),
        *(Choice(STATE_LABELS[state], _(STATE_LABELS[state])) for state in RESULT_STATES),
        Choice("—", _("—（書面のとおり線を引く）")),
        Choice("", _("未入力に戻す")),
    )


def target_choices() -> tuple[Choice, ...]:
    """What a target can be instead of a number."""
    return (
        *(Choice(STATE_LABELS[state], _(STATE_LABELS[state])) for state in TARGET_STATES),
        Choice("0", _("0（ゼロを目標とする）")),
    )


def script_words() -> dict[str, str]:
    """The sentences of the grids' scripts; ``%(n)s`` and other names are filled in there."""
    return {
        "saving": _("保存中"),
        "saved": _("保存済み"),
        "unsaved": _("未保存"),
        "failed": _("失敗"),
        "conflict": _("要確認"),
        "allSaved": _("すべて保存済み"),
        "savingMany": _("%(n)s件を保存しています…"),
        "waiting": _(
            "未保存が%(n)s件あります。サーバーにつながりしだい自動で保存します。入力はこの端末に残っています。"
        ),
        "trouble": _("保存できない欄が%(n)s件あります。欄の下の説明を見て直してください。"),
        "elsewhere": _("うち%(n)s件は、いまの表に出ていない欄です。"),
        "restored": _("前に保存できなかった%(n)s件を入れ直して、保存しています。"),
        "signedOut": _(
            "ログインが切れています。ログインし直してからこの画面を開き直すと、残りの%(n)s件を自動で保存します。"
        ),
        "serverTrouble": _("サーバーで問題が起きました。少し待って自動でもう一度保存します。"),
        "theirs": _("%(who)sさんが先に「%(theirs)s」に変えています。あなたの値は「%(mine)s」です。"),
        "keepTheirs": _("「%(value)s」のままにする"),
        "useMine": _("「%(value)s」にする"),
        "blank": _("空欄"),
        "judged": _("達成率 %(rate)s 評価 %(grade)s"),
        "graded": _("評価 %(grade)s"),
        "revised": _("改定%(n)s回"),
        "noMissing": _("未入力の欄はありません。"),
        "noUndo": _("元に戻せませんでした。もう一度操作してください。"),
        "paste": _("貼り付ける"),
        "cancel": _("やめる"),
        "pasteTitle": _("%(n)s件を貼り付けます"),
        "pasteCounts": _("新しく入る欄 %(fresh)s件、書き換える欄 %(changed)s件、同じ値の欄 %(same)s件です。"),
        "pasteBlank": _("空白の%(n)s欄は、いまの値のままにします。"),
        "pasteRows": _("下の%(n)s行は表に行がないため入りません：%(texts)s"),
        "pasteColumns": _("右の%(n)s列は入力できる欄がないため入りません。達成率と評価は自動で計算します。"),
        "pasteHead": _("表の見出しと思われる1行目（%(text)s）は除きました。"),
        "pasted": _("%(n)s件を貼り付けました。Ctrl+Z で元に戻せます。"),
        "pasteNothing": _("貼り付けで変わる欄はありません。"),
        "pasteName": _("指標"),
        "pasteNow": _("いまの値"),
        "pasteNew": _("貼り付ける値"),
    }
