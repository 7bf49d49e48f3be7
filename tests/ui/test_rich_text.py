"""What is drawn of a document's words, and what is only shown."""

from ui.rich_text import inline, parts, said


def test_formulas_and_code_stay_what_they_are_and_everything_else_is_escaped() -> None:
    shown = inline("Why is $X^\\top X$ <b>singular</b>, and what does `a < b` cost?")

    assert shown == "Why is $X^\\top X$ &lt;b&gt;singular&lt;/b&gt;, and what does <code>a &lt; b</code> cost?"


def test_money_is_no_formula() -> None:
    assert "$" not in inline("Is $5 for one, and $10 for two, too much?")
    assert "$" not in inline("`$HOME` costs $5")
    assert "$" not in said("I paid $5 and got $10.")


def test_what_a_candidate_says_is_one_piece_of_html_however_many_lines_it_has() -> None:
    assert said("<b>one</b>\r\n\n    two") == "&lt;b&gt;one&lt;/b&gt;&#10;&#10;    two"


def test_code_and_tables_behind_a_question_are_markdown() -> None:
    first, more = parts("What does this print?\n```python\nprint(1 < 2)\n```")

    assert first == "What does this print?"
    assert "```python\nprint(1 < 2)\n```" in more
    assert parts("Which is larger?\n| a | b |\n|---|---|\n| 1 | 2 |")[1].count("|") == 9
    assert parts("A question on\ntwo lines?") == ("A question on two lines?", "")
