"""Values of both forms made by hand, with texts of any length, for looking at what is printed."""

from __future__ import annotations

from banso.domain.document import PlanDocument
from banso.sheets.action_list.value import ActionList, ActionRow, Column
from banso.sheets.progress_sheet.value import ActivityRow, Bar, IndicatorRow, ProgressSheet

YEARS = (2023, 2024, 2025, 2026, 2027)
LONG_WORD = "https://example.jp/" + "abcdefghij" * 30
DOCUMENT = PlanDocument(title="試しの計画", first_year=2023, last_year=2027)


def prose(length: int) -> str:
    """A text of this many characters, with figures, Latin words, brackets and real line ends in it."""
    sentence = "窓口相談を120件（前年比+12%）行い、ABC商店街のＰＲ「市の日」に、8,000人が来場した。\n"
    return (sentence * (length // len(sentence) + 1))[:length].rstrip("\n")


def sheet(
    *, length: int = 0, rows: int = 3, indicators: int = 4, word: str = "", node: str = "1-①", remark: str = ""
) -> ProgressSheet:
    """A sheet with boxes of ``length`` characters; ``word`` is put behind every title, bar and name."""
    lines = (
        ((Bar(text="窓口相談の実施" + word, first_year=2023, last_year=2027),),),
        (
            (
                Bar(text="協議", first_year=2023, last_year=2024),
                Bar(text="実施" + word, first_year=2025, last_year=2025),
            ),
        ),
        (
            (Bar(text="調査" + word, first_year=2024, last_year=2024),),
            (Bar(text="検証、見直し", first_year=2026, last_year=2027),),
        ),
        ((),),
    )
    return ProgressSheet(
        node=node,
        year=2023,
        title="《試しの計画・進捗管理シート》",
        created="令和6年5月20日",
        heads=(
            ("方針", "(1) 創業の促進を図る" + word, "node/1"),
            ("方向性", prose(length)[:300], "text/1/-/direction"),
            ("推進する施策", f"{node[-1]}創業希望者の育成" + word, f"node/{node}"),
        ),
        years=YEARS,
        rows=tuple(
            ActivityRow(key=f"{node}~{number + 1}", title=f"取り組みその{number + 1}" + word, lines=lines[number % 4])
            for number in range(rows)
        ),
        achievements_label="2023年度の事業実績",
        achievements=prose(length),
        issues_label="課題等",
        issues=prose(length) + word,
        target_label="2023目標",
        overall_label="総合評価 (案)",
        indicators=tuple(
            IndicatorRow(
                key=f"1-{number + 1}",
                name=f"相談・指導件数その{number + 1} (件)" + word,
                baseline="4,755",
                target="4,800 (9,555)",
                actual="4,776",
                rate="99%",
                cumulative_rate="99%",
                grade="B",
            )
            for number in range(indicators)
        ),
        overall="一定の評価はできる ★★",
        notes=("*回答した企業の割合",),
        legend="指標評価：100%以上=A、99%~80%=B、79%以下=C",
        scale_legend="総合評価：評価できる=★★★、一定の評価はできる=★★、評価できない=★",
        remarks=(f"備考：{remark}",) if remark else (),
        document=DOCUMENT,
    )


COLUMNS = (
    Column(heading="昇順", field="order"),
    Column(heading="体系分類1コード", field="code", level=0),
    Column(heading="体系分類1（方針）", field="title", level=0),
    Column(heading="取組コード", field="code", level=1),
    Column(heading="取組", field="text", level=1),
    Column(heading="取組略称", field="short", level=1),
    Column(heading="実施方針区分", field="term", name="実施方針区分"),
    Column(heading="現状", field="status-quo"),
    Column(heading="関連する数値目標", field="indicator"),
    Column(heading="備考", field="remarks"),
)


def action_list(*, length: int = 60, rows: int = 12, word: str = "") -> ActionList:
    """A list whose every third action has texts of ``length`` characters."""
    found = []
    for number in range(rows):
        text = prose(length if number % 3 == 0 else 40) + word
        cells = (str(number + 1), "1", "創業の促進を図る" + word, "a", text, "窓口相談" + word, "継続/要検討", text)
        lines = sheet(rows=4, word=word).rows[number % 4].lines
        found.append(ActionRow(key=f"1-{number}", cells=(*cells, f"1-1_参加人数（人）{word}", ""), lines=lines))
    return ActionList(
        title="試しの計画　取組一覧",
        columns=COLUMNS,
        years=YEARS,
        rows=tuple(found),
        remarks=("※ 試しの一覧です。",),
        document=DOCUMENT,
    )
