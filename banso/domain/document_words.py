"""The office's words for the plan document: its lists, the fields of their items, and every closed value.

What a person reads of a fact must never be the code's own word; the difference of two versions, history and messages
take their words from here. A list, field or value without a word here fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping

from banso.domain.quantity import STATE_LABELS
from banso.domain.rules.wording import BASIS_WORDS, FORMULA_WORDS, METHOD_WORDS, MODE_WORDS, STAGE_WORDS

_STATE_WORDS: Mapping[str, str] = {str(state): word for state, word in STATE_LABELS.items()}

LIST_WORDS: Mapping[str, str] = {
    "plan": "計画",
    "scope": "資料の範囲",
    "organizations": "団体",
    "levels": "階層",
    "vocabularies": "区分",
    "nodes": "項目",
    "groups": "シートの行",
    "roadmap": "ロードマップ",
    "indicators": "指標",
    "placements": "指標の掲載",
    "targets": "目標",
    "actuals": "実績",
    "judgements": "評価",
    "decisions": "決定",
    "texts": "文章",
    "notes": "注",
    "budgets": "予算・決算",
    "events": "催し",
    "tables": "表",
    "totals": "集計",
    "rule_sets": "評価の決まり",
}
"""What each list of the document holds; ``plan`` is the plan itself."""

TEXT_KIND_WORDS: Mapping[str, str] = {
    "direction": "方向性",
    "vision": "目指す姿",
    "content": "内容",
    "outline": "概要",
    "status-quo": "現状",
    "priority": "重点的な取組",
    "activities": "主な活動",
    "achievements": "事業実績",
    "issues": "課題等",
    "review": "評価・振り返り",
    "verification": "検証",
    "improvement": "改善点",
    "final-evaluation": "最終評価",
    "remarks": "備考",
    "funding": "資金の調達方法",
    "paragraph": "本文",
}

QUANTITY_WORDS: Mapping[str, str] = {
    "amount": "値",
    "state": "値の状態",
    "value": "値（文字）",
    "printed": "印刷の表記",
    "approximate": "概数",
    "provisional": "暫定",
    "reference": "参考",
}
"""The fields that make one quantity; people see them as one value."""

_SHARED: Mapping[str, str] = {
    **QUANTITY_WORDS,
    "key": "識別番号",
    "name": "名称",
    "title": "名称",
    "kind": "種類",
    "number": "番号",
    "code": "番号",
    "text": "文章",
    "year": "年度",
    "first_year": "開始年度",
    "last_year": "終了年度",
    "from_year": "適用開始年度",
    "node": "項目",
    "indicator": "指標",
    "group": "シートの行",
    "level": "階層",
    "unit": "単位",
    "source": "出典",
    "terms": "区分",
    "order": "並び順",
    "stage": "段階",
    "by": "評価者",
    "reason": "理由",
    "owner": "担当",
    "vocabulary": "区分",
    "values": "内容",
    "label": "名称",
    "address": "所在地",
    "cumulative": "累計",
}

FIELD_WORDS: Mapping[str, Mapping[str, str]] = {
    "PlanDocument": {
        "title": "計画名",
        "kind": "計画の種類",
        "first_year": "計画の開始年度",
        "last_year": "計画の終了年度",
        "format": "形式",
        **LIST_WORDS,
    },
    "Scope": {"form": "様式", "nodes": "項目", "covers": "対象"},
    "Organization": {
        "role": "役割",
        "corporate_number": "法人番号",
        "local_government_code": "団体コード",
        "representative": "代表者",
        "divisions": "担当課",
    },
    "Division": {
        "postal_code": "郵便番号",
        "telephone": "電話番号",
        "fax": "ファックス番号",
        "email": "メールアドレス",
    },
    "Level": {"numbering": "番号の付け方"},
    "Vocabulary": {"terms": "語の一覧", "labels": "語の意味"},
    "Node": {
        "parent": "上位の項目",
        "text": "本文",
        "reprise_of": "再掲の元",
        "inherits": "再掲の元から引き継ぐ欄",
        "partners": "連携先",
        "predecessor": "前計画の項目",
        "links": "関連する項目",
    },
    "Link": {"to": "相手の項目", "external": "他計画の項目"},
    "ExternalNode": {},
    "Group": {"node": "載る項目", "members": "まとめる取組", "match": "取組との対応"},
    "RoadmapStep": {"line": "段", "span": "期間の確かさ"},
    "Indicator": {
        "qualifier": "補足名",
        "direction": "望ましい向き",
        "accumulation": "数え方",
        "counting": "重複の扱い",
        "decimals": "小数の桁数",
        "definition": "定義",
        "parent": "内訳の元の指標",
        "per": "何当たりか",
        "rule": "この指標だけの決まり",
        "baseline": "当初値",
    },
    "Baseline": {},
    "Placement": {"role": "載せ方", "reprise": "再掲"},
    "Target": {"final": "最終目標", "comparator": "目標の条件"},
    "Actual": {"period": "期間", "reference_year": "値の年度", "as_of": "時点", "origin": "値の出どころ"},
    "Judgement": {"kind": "評価の種類", "value": "評価", "step": "評価の段階", "stage": "評価の確定状況"},
    "Decision": {"values": "決定", "by": "決定者", "stage": "決定の確定状況"},
    "Text": {"kind": "欄", "heading": "見出し"},
    "Note": {"mark": "印", "at": "付いている所"},
    "Budget": {"item": "費目", "stage": "予算・決算の別", "total": "合計の行"},
    "Event": {"outline": "概要", "days": "日数", "visitors": "来場者数", "exhibitors": "出展者数"},
    "Measured": {},
    "Table": {"columns": "列", "rows": "行", "total_row": "合計の行"},
    "Column": {"path": "見出し", "formula": "計算式"},
    "Total": {"of": "数える対象", "where": "範囲", "achieved": "達成数", "counted": "対象数"},
    "RuleSet": {
        "formula": "達成率の計算式",
        "basis": "計算の基準",
        "rounding": "端数の扱い",
        "bands": "評価の区切り",
        "special": "率を出せないときの扱い",
        "roll_up": "項目のまとめ方",
        "scale": "総合評価の段階",
        "legend": "凡例",
        "tolerance": "許容する幅",
        "reference": "増減の比べ先",
    },
    "Rounding": {"digits": "小数の桁数", "mode": "丸め方", "stage": "丸める時点", "unit": "率の表し方"},
    "Band": {"grade": "評価", "from_": "下限", "above": "下限を含まない", "by": "区切りの計算式", "condition": "条件"},
    "RollUp": {"method": "方法", "denominator": "分母", "cap": "率の上限"},
    "ScaleStep": {"step": "段階", "picture": "印"},
}
"""The word of each field by the name of its type; fields with the same word everywhere stand in ``field_word``."""

VALUE_WORDS: Mapping[str, Mapping[str, str]] = {
    "PlanDocument.kind": {
        "promotion-plan": "振興計画",
        "action-programme": "行動計画",
        "policy-evaluation": "政策評価",
        "support-plan": "経営発達支援計画",
        "other": "その他",
    },
    "PlanDocument.format": {"banso-plan/1": "計画文書第1版"},
    "Organization.kind": {
        "municipality": "市町村",
        "prefecture": "都道府県",
        "society-of-commerce": "商工会",
        "chamber-of-commerce": "商工会議所",
        "federation": "連合会",
        "bank": "金融機関",
        "council": "協議会",
        "other": "その他",
    },
    "Organization.role": {"lead": "主体", "joint": "共同", "partner": "連携先", "supervisor": "監督"},
    "Link.kind": {"related": "関連", "reprise": "再掲", "causes": "効果を及ぼす"},
    "Group.match": {"stated": "資料のとおり", "proposed": "候補", "confirmed": "確認済み"},
    "RoadmapStep.span": {"stated": "資料のとおり", "assumed": "推定"},
    "Indicator.kind": {"output": "活動指標", "outcome": "成果指標", "context": "対象指標"},
    "Indicator.direction": {
        "higher": "高いほど良い",
        "lower": "低いほど良い",
        "keep": "維持する",
        "milestone": "できたかどうか",
    },
    "Indicator.accumulation": {
        "flow": "年度ごとの数",
        "stock": "年度末などの時点の数",
        "cumulative": "累計の数",
        "cumulative-with-baseline": "当初値を含む累計",
        "increment": "年度ごとの増加数",
        "ratio": "割合",
    },
    "Indicator.counting": {"distinct": "重複を除く", "events": "延べ数"},
    "Placement.role": {"main": "主な指標", "related": "関連目標", "listed": "シートの指標一覧"},
    "Target.comparator": {">=": "以上", ">": "超", "<=": "以下", "<": "未満", "=": "ちょうど"},
    "Actual.origin": {
        "entered": "手入力",
        "counted": "記録から集計",
        "imported": "資料から取込み",
        "estimated": "推計",
    },
    "Judgement.kind": {"flag": "達成状況", "grade": "指標の評価", "overall": "総合評価"},
    "Judgement.stage": {"stated": "資料のとおり", "draft": "案", "confirmed": "確定"},
    "Decision.stage": {"stated": "資料のとおり", "draft": "案", "confirmed": "確定"},
    "Total.stage": {"stated": "資料のとおり", "draft": "案", "confirmed": "確定"},
    "Text.kind": TEXT_KIND_WORDS,
    "Budget.stage": {"budget": "当初予算", "revised": "補正予算", "settlement": "決算", "estimate": "見込み"},
    "Total.of": {"nodes": "項目", "indicators": "指標"},
    "RuleSet.formula": FORMULA_WORDS,
    "RuleSet.basis": BASIS_WORDS,
    "RuleSet.reference": {"previous-year": "前年度の実績", "baseline": "当初値"},
    "Rounding.mode": MODE_WORDS,
    "Rounding.stage": STAGE_WORDS,
    "Rounding.unit": {"ratio": "1を基準とする率（0.95など）"},
    "Band.by": FORMULA_WORDS,
    "RollUp.method": METHOD_WORDS,
    "RollUp.denominator": {"judged": "評価できた指標", "all": "すべての指標"},
    **{f"{kind}.state": _STATE_WORDS for kind in ("Baseline", "Target", "Actual", "Budget", "Measured")},
}
"""Type and field → the word of each closed value."""

SPECIAL_WORDS: Mapping[str, str] = {
    "target-zero": "目標が0",
    "negative": "負の数",
    "no-rule": "評価の決まりなし",
    "no-rate": "率を出さない",
    "leave-out": "数に入れない",
    "not-judged": "評価しない",
    "judge": "評価する",
    **_STATE_WORDS,
    "none": "値が「—」",
}
"""Cases and treatments of ``RuleSet.special``."""

FORM_WORDS: Mapping[str, str] = {
    "action-list": "施策一覧",
    "progress-sheet": "進捗管理シート",
    "scorecard": "総括表",
    "policy-evaluation": "政策評価シート",
    "project-evaluation": "事務事業評価シート",
    "support-plan": "経営発達支援計画",
    "target-table": "目標一覧表",
    "budget-table": "予算一覧表",
}


def field_word(kind: str, field: str) -> str:
    """The word of a field of the type named ``kind`` (``Node``, ``owner`` → 担当). Raises KeyError where none is known."""
    return FIELD_WORDS[kind].get(field) or _SHARED[field]


def period_words(period: str) -> str:
    """A part of a fiscal year as offices say it: H1 → 上半期, Q3 → 第3四半期, 04 → 4月; other words stay as they are."""
    if period in ("H1", "H2"):
        return "上半期" if period == "H1" else "下半期"
    if len(period) == 2 and period[0] == "Q" and period[1].isdigit():
        return f"第{period[1]}四半期"
    return f"{int(period)}月" if len(period) == 2 and period.isdigit() and 1 <= int(period) <= 12 else period
