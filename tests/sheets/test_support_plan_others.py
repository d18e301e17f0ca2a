"""Support plans of more societies, invented: goals under the usual title, an evaluation in sentences with labels."""

from __future__ import annotations

from banso.sheets.form import Reading
from banso.sheets.sources.text import grids_of
from banso.sheets.support_plan.read import read, recognises


def reading(text: str) -> Reading:
    grids = grids_of(text.strip("\n").replace("|", "\t").encode(), "会.txt")
    assert recognises(grids) == 2
    return read(grids)


PLAN = """
（別表１）
経営発達支援計画
経営発達支援事業の目標
１．目標
（３）経営発達支援事業の目標
①事業計画の策定と実行を支える
②地域資源を活かした販路を広げる
（１）経営発達支援事業の実施期間（令和６年４月１日～令和１１年３月３１日）
（２）目標の達成に向けた方針
①巡回により計画策定へつなげる
②展示会と通販を組み合わせる
３．地域の経済動向調査に関すること
（１）現状と課題
［現状］これまで独自の調査をしていない。
（２）目標
|公表方法|現行|令和6年度|令和7年度
①分析の公表回数|HP掲載|－|1回|1回
"""


def test_goals_under_the_usual_title_are_elements_tied_to_their_policies() -> None:
    plan = reading(PLAN).document
    titles = {node.key: node.title for node in plan.nodes}
    assert titles["目標①"] == "事業計画の策定と実行を支える"
    assert titles["目標②"] == "地域資源を活かした販路を広げる"
    policy = next(node for node in plan.nodes if node.key == "方針②")
    assert [link.to for link in policy.links] == ["目標②"]


REPORT = """
令和６年度 経営発達支援計画 事業評価報告書
さくら商工会
３．地域の経済動向調査に関すること
項目|目標|実績|達成率|評価
①地域経済動向調査の公表回数|2回|2回|100％|Ａ
②景気動向調査の公表回数|4回|3回|75％|Ｃ
事業内容：四半期ごとに会員へ調査した。
評価委員会の意見：公表の時期を早めること。
会報にも載せること。
※評価基準 Ａ：目標達成（100％以上） Ｃ：30～79％
４．需要動向調査に関すること
項目|目標|実績|達成率|評価
①調査対象事業者数|5者|6者|120％|Ａ
ここは見出しのない文です。
"""


def test_labels_with_their_words_behind_a_colon() -> None:
    told = reading(REPORT)
    assert [(each.node, each.kind, each.heading, each.text) for each in told.document.texts] == [
        ("3", "achievements", None, "四半期ごとに会員へ調査した。"),
        ("3", "verification", "外部評価委員会", "公表の時期を早めること。\n会報にも載せること。"),
    ]


def test_what_stands_under_no_label_is_told() -> None:
    told = reading(REPORT)
    assert [(doubt.code, doubt.quote[:6]) for doubt in told.doubts] == [
        ("line-unread", "※評価基準 "),
        ("line-unread", "ここは見出し"),
    ]
