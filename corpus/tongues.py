# ruff: noqa: RUF001  # letters of other alphabets look like Latin ones, and here they are meant
"""How questions begin, or what they hold, in languages other than English: the words of the languages themselves."""

import re

_OPENERS = (
    # Russian and Ukrainian
    r"что|как(?:ой|ая|ое|ие|им|ую|их)?|чем|зачем|почему|где|когда|кто|сколько|можно ли|для чего|в ч[её]м",
    r"на что|о ч[её]м",
    r"какова|каковы|объясните|расскажите|опишите|назовите|перечислите|приведите|сравните|напишите|реализуйте",
    r"що|як(?:ий|а|е|і)?|чому|навіщо|коли|де|поясніть|опишіть",
    # German, French
    r"warum|weshalb|welche[rsmn]?|wof[üu]r|wozu|erkl[äa]ren? sie|beschreiben? sie|nennen sie",
    r"qu['’]est-ce|quel(?:le)?s?|pourquoi|expliquez|d[ée]crivez",
    # Spanish, Portuguese, Italian, Turkish
    r"¿|qué|cuál(?:es)?|por qué|cómo|cuándo|explique|describa",
    r"quais|qual|por que|o que é|perch[ée]|qual è|quali|spiega|nedir|nasıl|neden",
)
_BEGINNINGS = "简述|解释|介绍|说说|说一下|谈谈|描述|列举|比较|请|讲一下|简单"  # Chinese has no spaces between words
_HELD = "什么|如何|怎么|怎样|为何|哪些|哪个|多少|是否|区别|何か|なぜ|どう|とは|무엇|어떻게|왜|차이"

_ASKING = re.compile(rf"(?:{'|'.join(_OPENERS)})(?!\w)|(?:{_BEGINNINGS})|.*(?:{_HELD})", re.IGNORECASE)


def opens_as_question(text: str) -> bool:
    """Whether a title in another language than English asks."""
    return not text.isascii() and _ASKING.match(text) is not None
