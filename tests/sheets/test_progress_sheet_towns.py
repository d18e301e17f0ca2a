"""Other towns' progress sheets: other words, letters, years, column orders and head depths, filled in or not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.progress_sheet import read
from banso.sheets.progress_sheet.labels import title_parts
from banso.sheets.sources.open import read_grids

HILLS = """令和6年度　緑ヶ丘町商工業振興ビジョン　進捗管理表

作成年月日\t令和7年5月12日\t担当課\t産業振興課
基本目標\t1 にぎわいのあるまち
基本施策\t1-2 商店街の再生
めざす姿\t歩いて買い物ができる中心部

具体的取組\tR6\tR7\tR8
空き店舗の活用\t家賃補助の実施\t\t
\t活用希望者の募集\t\t
まちなかイベント\t計画づくり\t試行\t本格実施

令和6年度の取組実績
・3店舗が開店した。
・相談は延べ42件。

今後の課題
改修費の支援が足りない。

評価指標\t単位\t現状値(R4)\tR6実績\tR6目標\t目標値(R8)\t進捗率\t評価
空き店舗の活用件数\t件\t2\t3\t4\t12\t75%\tB
歩行者通行量（平日）\t人/日\t1,250\t未公表\t1,300\t1,500\t\t
満足度※1\t%\t38.7\t41.2\t40.0\t50.0\t103%\tA
※1 住民アンケートで「満足」「やや満足」と答えた割合
【評価】A：100%以上　B：70%以上100%未満　C：70%未満
総合評価\tB
備考：数値は速報
"""

COAST = '''"施策進捗管理シート（2024年度）",,,,,
目標,（１） 漁業と食の産業をつくる,,,,
施策,イ 加工品の開発,,,,
主な事業,2023年度,2024年度,2025年度,2026年度,担当
試作品づくり,専門家派遣,,商品化,,水産課
"販路
開拓",,展示会への出展,,"催事、
通販",商工課
2024年度の事業実績,"""展示会""に2回出た。
商談は5件。",,,,
課題・問題点,,,,,
KPI,2024年度目標,2024年度実績,基準値,達成度,判定
新商品数（品）,3,5,0,167%,◎
売上（千円）,"1,200",△50,"1,000",,―
判定：◎=100%以上、○=80%以上100%未満、△=80%未満,,,,,
'''


def read_text(text: str, path: Path, encoding: str = "utf-8") -> Reading:
    path.write_text(text, encoding=encoding)
    grids = read_grids(path)
    assert read.recognises(grids)
    return read.read(grids)


def amounts(reading: Reading, name: str) -> dict[str, Decimal | str | None]:
    document = reading.document
    indicator = next(one for one in document.indicators if one.name.startswith(name))
    found: dict[str, Decimal | str | None] = {}
    if indicator.baseline:
        found[f"baseline {indicator.baseline.year}"] = indicator.baseline.amount
    for target in document.targets:
        if target.indicator == indicator.key:
            found[f"target {target.year}"] = target.amount if target.amount is not None else target.state
    for actual in document.actuals:
        if actual.indicator == indicator.key:
            found[f"actual {actual.year}"] = actual.amount if actual.amount is not None else actual.state
    for judgement in document.judgements:
        if judgement.indicator == indicator.key:
            found["grade"] = judgement.value
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_town_with_its_own_words_two_levels_and_results(encoding: str, tmp_path: Path) -> None:
    reading = read_text(HILLS, tmp_path / "x.txt", encoding)
    document = reading.document
    assert (document.title, document.kind) == ("緑ヶ丘町商工業振興ビジョン", "promotion-plan")
    assert (document.first_year, document.last_year) == (2024, 2026)
    assert [(level.name, level.numbering) for level in document.levels] == [("基本目標", "1"), ("基本施策", "1-1")]
    assert [(node.key, node.title, node.owner) for node in document.nodes] == [
        ("1", "にぎわいのあるまち", None),
        ("1-2", "商店街の再生", "産業振興課"),
    ]
    assert [(group.key, group.title) for group in document.groups] == [
        ("1-2~1", "空き店舗の活用"),
        ("1-2~2", "まちなかイベント"),
    ]
    assert [(step.group, step.line, step.text, step.first_year, step.last_year) for step in document.roadmap] == [
        ("1-2~1", 1, "家賃補助の実施", 2024, 2026),
        ("1-2~1", 2, "活用希望者の募集", 2024, 2026),
        ("1-2~2", 1, "計画づくり", 2024, 2024),
        ("1-2~2", 1, "試行", 2025, 2025),
        ("1-2~2", 1, "本格実施", 2026, 2026),
    ]
    texts = {text.kind: text.text for text in document.texts}
    assert texts["vision"] == "歩いて買い物ができる中心部"
    assert texts["achievements"] == "・3店舗が開店した。\n・相談は延べ42件。"
    assert texts["issues"] == "改修費の支援が足りない。"
    assert texts["paragraph"] == "令和7年5月12日"
    assert texts["remarks"] == "数値は速報"
    assert amounts(reading, "空き店舗") == {
        "baseline 2022": Decimal(2),
        "target 2024": Decimal(4),
        "target 2026": Decimal(12),
        "actual 2024": Decimal(3),
        "grade": "B",
    }
    assert amounts(reading, "歩行者")["actual 2024"] == "not-published"
    assert amounts(reading, "満足度")["actual 2024"] == Decimal("41.2")
    assert [(one.name, one.qualifier, one.unit) for one in document.indicators] == [
        ("空き店舗の活用件数", None, "件"),
        ("歩行者通行量", "平日", "人/日"),
        ("満足度", None, "%"),
    ]
    assert [(note.mark, note.at) for note in document.notes] == [("※1", ("indicator/満足度",))]
    (rules,) = document.rule_sets
    assert [(band.grade, band.from_) for band in rules.bands] == [("A", Decimal(100)), ("B", Decimal(70)), ("C", None)]
    overall = next(one for one in document.judgements if one.kind == "overall")
    assert (overall.node, overall.year, overall.value, overall.stage) == ("1-2", 2024, "B", "confirmed")


def test_a_csv_in_another_order_with_line_ends_in_its_cells(tmp_path: Path) -> None:
    reading = read_text(COAST, tmp_path / "x.csv", "cp932")
    document = reading.document
    assert [(node.key, node.number, node.title) for node in document.nodes] == [
        ("1", "1", "漁業と食の産業をつくる"),
        ("1-イ", "イ", "加工品の開発"),
    ]
    assert [(group.title, group.node) for group in document.groups] == [
        ("試作品づくり", "1-イ"),
        ("販路\n開拓", "1-イ"),
    ]
    assert [(step.text, step.first_year, step.last_year) for step in document.roadmap] == [
        ("専門家派遣", 2023, 2024),
        ("商品化", 2025, 2026),
        ("展示会への出展", 2024, 2025),
        ("催事、\n通販", 2026, 2026),
    ]
    assert (
        next(text.text for text in document.texts if text.kind == "achievements") == '"展示会"に2回出た。\n商談は5件。'
    )
    assert amounts(reading, "新商品数") == {
        "baseline 2022": Decimal(0),
        "target 2024": Decimal(3),
        "actual 2024": Decimal(5),
        "grade": "◎",
    }
    assert amounts(reading, "売上")["actual 2024"] == Decimal(-50)
    (rules,) = document.rule_sets
    assert [band.grade for band in rules.bands] == ["◎", "○", "△"]


@pytest.mark.parametrize(
    ("headings", "first", "last"),
    [
        (["2023", "2024"], 2023, 2024),
        (["R5", "R6"], 2023, 2024),
        (["令和5年度", "令和6年度"], 2023, 2024),
        (["2023年度", "2024年度"], 2023, 2024),
        (["2023(R5)", "2024(R6)", "2025(R7)"], 2023, 2025),
        (["2023 (R5)", "2024 (R6)"], 2023, 2024),
        (["令和元年度", "令和2年度"], 2019, 2020),
        (["平成30年度", "令和元年度"], 2018, 2019),
        (["Ｒ５", "Ｒ６"], 2023, 2024),
        (["令和5年度(2023年度)", "令和6年度(2024年度)"], 2023, 2024),
    ],
)
def test_year_headings_in_any_style(headings: list[str], first: int, last: int, tmp_path: Path) -> None:
    years = "\t".join(headings)
    reading = read_text(
        f"進捗管理シート\n方針\t1 あ\n施策\t① い\n主な取組\t{years}\n講座\t実施\n指標\t基準値\t{headings[0]}目標\t実績\nう（件）\t1\t2\t3\n",
        tmp_path / "x.txt",
    )
    assert (reading.document.first_year, reading.document.last_year) == (first, last)
    assert [(step.first_year, step.last_year) for step in reading.document.roadmap] == [(first, last)]
    assert [target.year for target in reading.document.targets] == [first]


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        (["施策\t① い"], ["①"]),
        (["方針\t(1) あ", "施策\t① い"], ["1", "1-①"]),
        (["政策目標\t3 あ", "政策\t(1) い", "分野\t② う", "施策\ta え"], ["3", "3-1", "3-1-②", "3-1-②-a"]),
        (["基本目標\t１．あ", "施策の柱\t１－２ い"], ["1", "1-2"]),
        (["柱\t活気のあるまち", "施策\t人を育てる"], ["活気のあるまち", "活気のあるまち-人を育てる"]),
    ],
)
def test_heads_of_one_to_four_levels(lines: list[str], keys: list[str], tmp_path: Path) -> None:
    head = "\n".join(lines)
    reading = read_text(
        f"《商工振興計画・進捗管理シート》\n{head}\n主な取組\t2023\t2024\n講座\t実施\n\n指標\t当初値\t2023目標\t実績\nう（件）\t1\t2\t3\n",
        tmp_path / "x.txt",
    )
    assert [node.key for node in reading.document.nodes] == keys
    assert [node.level for node in reading.document.nodes] == list(range(len(keys)))
    assert reading.document.groups[0].node == keys[-1]


def test_a_workbook_of_two_years_with_merged_cells_and_percent_cells(tmp_path: Path) -> None:
    path = tmp_path / "二年分.xlsx"
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for year, actual in ((2023, 0.75), (2024, 0.8)):
        sheet = workbook.create_sheet(f"施策1（{year}）")
        sheet["B2"] = "みなと市産業振興計画　進捗管理シート"
        sheet.merge_cells("B2:H2")
        for row, (label, text) in enumerate((("方針", "(1) 働く場"), ("施策", "①若者の就職")), start=4):
            sheet.cell(row, 2, label)
            sheet.cell(row, 4, text)
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
            sheet.merge_cells(start_row=row, end_row=row, start_column=4, end_column=8)
        for column, text in ((2, "主な取り組み"), (4, 2023), (5, 2024), (6, 2025), (7, 2026)):
            sheet.cell(7, column, text)
        sheet.merge_cells("B7:C7")
        sheet.merge_cells("G7:H7")
        sheet["B8"], sheet["D8"], sheet["E9"] = "合同説明会", "準備", "開催"
        sheet.merge_cells("B8:C9")
        sheet.merge_cells("E9:H9")
        sheet["B11"], sheet["D11"] = f"{year}年度の事業実績", f"{year}年度は1回開いた。"
        sheet.merge_cells("D11:H11")
        sheet["B12"] = "課題等"
        for column, text in ((2, "指標 (KPI)"), (4, "当初値"), (5, f"{year}目標"), (6, "実績"), (7, "総合評価")):
            sheet.cell(14, column, text)
        sheet.merge_cells("B14:C14")
        sheet["B15"], sheet["D15"], sheet["E15"], sheet["F15"] = "就職率 (%)", 0.701, 0.8, actual
        sheet["B16"], sheet["D16"], sheet["E16"], sheet["F16"] = "参加者数 (人)", 58.7, 60, 12
        for cell in ("D15", "E15", "F15"):
            sheet[cell].number_format = "0.0%"
        sheet.merge_cells("B15:C15")
        sheet.merge_cells("B16:C16")
        sheet["G15"] = "◎"
        sheet.merge_cells("G15:G16")
        sheet["B18"] = "総合評価：よくできた=◎、できた=○、できていない=×"
    workbook.save(path)
    reading = read.read(read_grids(path))
    document = reading.document
    assert [scope.year for scope in document.scope] == [2023, 2024]
    assert len(document.groups) == 1
    assert [(step.line, step.text, step.first_year, step.last_year, step.span) for step in document.roadmap] == [
        (1, "準備", 2023, 2023, "stated"),
        (2, "開催", 2024, 2026, "stated"),
    ]
    assert amounts(reading, "就職率") == {
        "baseline 2022": Decimal("70.1"),
        "target 2023": Decimal("80"),
        "target 2024": Decimal("80"),
        "actual 2023": Decimal("75"),
        "actual 2024": Decimal("80"),
    }
    assert amounts(reading, "参加者数")["baseline 2022"] == Decimal("58.7")
    assert [(one.year, one.step, one.value) for one in document.judgements] == [
        (2023, 3, "よくできた"),
        (2024, 3, "よくできた"),
    ]
    assert [rules.key for rules in document.rule_sets] == ["legend-2023"]


def test_an_actual_typed_on_one_sheet_stands_over_the_blank_ones(tmp_path: Path) -> None:
    sheet = (
        "進捗管理シート\n方針\t1 あ\n施策\t{0} い{0}\n主な取組\t2023\t2024\n講座\t実施\n\n"
        "指標\t当初値\t2023目標\t実績\nう（件）\t1\t2\t{1}\n\n"
    )
    both = sheet.format("①", "") + sheet.format("②", "7") + sheet.format("③", "")
    reading = read_text(both, tmp_path / "x.txt")
    assert [actual.amount for actual in reading.document.actuals] == [Decimal(7)]
    assert not [doubt for doubt in reading.doubts if doubt.code.startswith("contradiction")]
    reading = read_text(both + sheet.format("④", "9"), tmp_path / "x.txt")
    (doubt,) = [doubt for doubt in reading.doubts if doubt.code == "contradiction-value"]
    assert "「7」（17行目）" in doubt.message
    assert "「9」（35行目）" in doubt.message
    assert [actual.amount for actual in reading.document.actuals] == [Decimal(9)]


def test_broken_numbers_unknown_ratings_and_stray_lines_are_doubts(tmp_path: Path) -> None:
    reading = read_text(
        "進捗管理シート\n方針\t1 あ\n施策\t① い\n主な取組\t2023\t2024\n講座\t実施\n迷子の行\n2023年度の事業実績\nした。\n課題等\n--\n"
        "指標\t当初値\t2023目標\t実績\t総合評価（案）\nう（件）*\t1 2\t2\t3\t★★★★★\nう（件）\t1\t2\t3\n"
        "総合評価：よい=★★、わるい=★\n",
        tmp_path / "x.txt",
    )
    codes = {doubt.code for doubt in reading.doubts}
    assert {"overall-unknown", "indicator-twice", "mark-without-note"} <= codes
    overall = next(one for one in reading.document.judgements if one.kind == "overall")
    assert (overall.value, overall.step, overall.stage) == ("★★★★★", None, "draft")


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("《中小企業振興基本計画・進捗管理シート》", ("中小企業振興基本計画", "進捗管理シート")),
        ("《 中小企業振興基本計画・進捗管理シート 》", ("中小企業振興基本計画", "進捗管理シート")),
        ("〈中小企業振興基本計画・スケジュールシート〉", ("中小企業振興基本計画", "スケジュールシート")),
        ("【みなと市産業振興計画　進捗管理表】", ("みなと市産業振興計画", "進捗管理表")),
        ("令和5年度 ○○町商工振興計画 進捗管理票", ("○○町商工振興計画", "進捗管理票")),
        ("○○市産業振興ビジョン進捗管理シート（つづき）", ("○○市産業振興ビジョン", "進捗管理シート")),
        ("進捗管理シート 令和5年度", (None, "進捗管理シート")),
        ("施策評価調書（令和5年度）", (None, "施策評価調書")),
        ("窓口相談や創業塾の開催", None),
        ("《" + "事業評価" * 3000 + "》", None),
    ],
)
def test_titles_in_any_brackets(printed: str, parts: tuple[str | None, str] | None) -> None:
    assert title_parts(printed) == parts


def test_what_is_no_progress_sheet_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "お知らせ.txt"
    path.write_text("商工だより\n今月の相談日は次のとおりです。\n", encoding="utf-8")
    grids = read_grids(path)
    assert not read.recognises(grids)
    with pytest.raises(UnreadablePaper, match="お知らせ"):
        read.read(grids)
