"""The words of a reminder, to be pasted into a mail; Banso itself sends none."""

from __future__ import annotations

from banso.queries.requests import Board, Standing


def reminder(plan: str, year: str, board: Board) -> str:
    """A mail to all who still owe something; "" where nobody does. It is Japanese in either language of the page."""
    if not board.open:
        return ""
    lines = [f"件名：{plan}　{year}の実績のご回答について", "", "各担当者様", ""]
    lines += [f"「{plan}」の{year}の実績について、依頼シートのご回答がまだそろっていません。", ""]
    lines += [_line(each) for each in board.open]
    lines += ["", "お手元の依頼シートに記入し、このメールに添付してお戻しください。"]
    lines += ["数がまだ出ていないときは、「まだ数がないとき」の欄で理由を選んでください。"]
    return "\n".join(lines)


def _line(each: Standing) -> str:
    due = f"　締切 {each.due.month}月{each.due.day}日" if each.due else ""
    late = "（締切を過ぎています）" if each.state == "overdue" else ""
    left = f"実績の残り{each.missing}件" if each.missing else f"文章の残り{each.texts - each.written}件"
    return f"・{each.name}：{left}{due}{late}"
