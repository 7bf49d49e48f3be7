"""Each way people set questions, in a short document of our own, with the questions it has and no others."""

from itertools import pairwise

import pytest

from corpus import parsing
from corpus.documents import document

HEADINGS = """\
# Kitchen interview

Notes from a summer. Ask me anything?

## What is a roux?

Flour cooked in fat.

### Why equal parts?

Because then it thickens and does not taste of flour.

## How do you keep rice warm?

Covered, over steam.

## License

MIT. What else would it be?
"""

SECTIONS_AND_BOLD = """\
# Theory

* Legend: 🌱 easy 🌶️ expert

## Table of contents

* [Bread](#bread)
* [What is a crumb?](#what-is-a-crumb)

## Bread

**What is a crumb? 🌱**

The inside of a loaf.

**Note**

It is not the crust. Is it dry? Then the oven was slow.

<br/>

**Proofing at low temperature 🌶️**

Slow, and better.

<br/>

## Soup

**What is a stock? 🌶️**

Bones and time.

<br/>
"""

NUMBERED_WITH_SOURCES = """\
# 4 Kitchen Questions 2031

A collection for cooks.

## Preparation

1. [A course for cooks](https://example.org/a)
1. [How to cook](https://example.org/b): a book

## Questions

#### 1) What is a [mirepoix](https://example.org/m)? [[src]](https://example.org/1)

Onion, carrot and celery.

#### 2) Braise a shank. [[src](https://example.org/2)]
Two steps:
1. Brown it.
2. Simmer it.

* Colour:
  * comes first

#### 3) Resting meat
So that the juice stays in.

### 4) Why salt early? [[src]](https://example.org/4)
It goes in.

## Contributions

1. Fork it.
"""

ITEM_HEADINGS = """\
# Knives

| No. | Questions |
| --- | --------- |
| 1 | [What is a bevel](#what-is-a-bevel) |
| 2 | [What is a tang?](#what-is-a-tang) |
| 3 | [How do you hone](#how-do-you-hone) |

1. ### What is a bevel

    The slope down to the edge.

    ```sh
    # a comment, no heading
    ls
    ```

    **[⬆ Back to Top](#knives)**

2. ### What is a tang?

   #### Full tang

   It goes through the handle.

   1. strong
   2. heavy

   **[⬆ Back to Top](#knives)**

3. ### How do you hone

   On a steel.

<!-- END -->
### Exercises

#### 1. What does this knife do?

- 1: it cuts
- 2: it does not

##### Answer: 1

#### 2. What does this knife do?

- 1: it cuts
- 2: it does not

##### Answer: 2

#### 3. What does this knife do?

##### Answer: 2

#### 4. What does this knife do?

##### Answer: 1

#### 5. What does this knife do?

##### Answer: 1

#### 6. What does this knife do?

##### Answer: 1

#### 7. What does this knife do?

##### Answer: 1
"""

CLOSED_HEADINGS_AND_LINKED_CONTENTS = """\
# Heat #

## Questions: ##
* [Q1: Mention two ways to heat oil?](https://example.org/heat.md#q1-mention-two-ways-to-heat-oil)
* [Q2: Why does butter burn, e.g. [0, 1]?](https://example.org/heat.md#q2)
* Q3: What is a smoke point?

## Questions & Answers ##

### Q1: Mention two ways to heat oil. ###
A pan, a pot.

### Q2: Why does butter burn, e.g. [0, 1]? ###
Milk solids.

## Q3: What is a smoke point? ##
Where it smokes.
"""

TASKS_WITH_CODE = """\
# Tasks

## SQL

Suppose there are two tables.

* Orders(id, day)
* a day may be empty

Write queries for the following:

**1)** The number of orders.

```sql
SELECT count(*) FROM Orders; -- **not bold**
```

<br/>

**2)** All open orders. An order is open if it has no day.

```sql
SELECT * FROM Orders WHERE day IS NULL;
```

## Python

**1) Countdown.** Print the numbers from 10 to 1

```python
# What is this?
for i in range(10, 0, -1):
    print(i)
```

**2) Mean**. Compute the mean of a list

```python
sum(x) / len(x)
```
"""

LIST_WITHOUT_ANSWERS = """\
# Fire - list of questions

## Contents

- [Flames](#flames)
- [Smoke](#smoke)

## Flames

1. What is a flame?
1. Describe a candle.
1. Why is it yellow? (soot)
1.

## Smoke
1. What is smoke made of?
1. Wet and dry smoke.
1. How do you measure it?

## Read on

- [All about smoke](https://example.org/smoke)
- [How fire works](https://example.org/fire)
"""

LABELS = """\
Questions for the pantry

Q: What is brine?
A: Salt water.

Q: Why does brine keep
   vegetables crisp?
A: Salt draws water out.
   It also keeps most germs away.

Q: Pickle a lemon. A: Salt, and a month.

Q. How long does it keep?
Ans. A year.
"""

NUMBERED_LABELS = """\
**Question 1: What is yeast?**

**Answer:** A fungus.

**Question 2: Freeze yeast.**

**Answer:** It sleeps.

**Question 3: Dried or fresh?**

**Answer:** Both work.
"""

DETAILS = """\
# Oven

#### Basics

<details>
<summary>What is an oven?</summary><br><b>

A hot box.

</b></details>

<details>
<summary>Explain each of these:

  * convection
  * radiation</summary><br><b>

Air, and light.

```sh
# is this a heading?
```

</b></details>

<details>
<summary>Preheating</summary><br><b>

Ten minutes. Why not five? It is still cold then.
</b></details>

<details><summary>Does steam help a crust?</summary>

It does.
</details>
"""

HEADING_AND_HIDDEN_ANSWER = """\
###### 1. What's printed?

```python
print(1)
```

- A: `1`
- B: `2`

<details><summary><b>Answer</b></summary>
<p>

#### Answer: A

It prints one.

</p>
</details>

---

###### 2. What's printed?

```python
print(2)
```

<details><summary><b>Answer</b></summary>

#### Answer: B

</details>

###### 3. What's printed?

```python
print(3)
```

<details><summary><b>Answer</b></summary>

#### Answer: A
</details>
"""

TABLE = """\
# Herbs

| # | Question | Answer | Difficulty |
|---|---|---|---|
| 1 | What is basil? | A herb. | easy |
| 2 | Dry some mint. | Hang it up \\| wait. | hard |
| 3 | Why not freeze parsley?<br>Say why. | You may. | medium |
"""

DEFINITIONS = """\
What is a simmer?
:   Heat below the boil.

    Small bubbles only.

Poach an egg
:   Four minutes, no salt.

Why vinegar?
: It sets the white.
"""

BOLD_ITEMS = """\
# Sauces

- **What is a jus?** The juice of a roast.
- **What is a coulis?** A smooth purée of fruit.

  It is strained.
- **How do you mend a split mayonnaise?** With a fresh yolk.
"""

LETTERED = """\
## a) What is a fillet?

A piece without bones.

## b) Why against the grain?

Short fibres.

## c) Fold egg whites in.

Slowly.
"""

PARAGRAPHS = """\
Best kitchen questions for you

Are you ready for 'What is a whisk?' and more? We have them all.

Did you know? We sell whisks!

What is a whisk and why is it round?

A tool that beats air in. Its wires bend, so it needs to be round.

Does it have to be steel? No. So why is it? Because steel lasts.

Is wood better?

1. For pans with a coating it is.

2. For eggs it is not. Why? It holds on to fat.

Please explain how to clean a whisk.

With hot water. Consider a brush.

Tell me about a time you burnt a dish. What did you do?

I threw it away, and told the guest at once.

Buy a whisk today

We ship to everywhere. Why wait?

Only 2 left

$ 12
  Cart

Only 2 left

$ 14
  Cart

Still not sure?
Ask our cooks
"""

WRAPPED = """\
1. What happens to the proteins of an egg when it is heated above
   sixty degrees?

Their chains unfold and stick to each other, so that the white
becomes firm.

2. Why does a meringue need sugar?

It takes up water.

3. How do you separate eggs?

With your hands.
"""

INNER_COUNTS = """\
## 1. What is a dough?

Flour and water.

### 1. Flour
What kind? Wheat.

## 2. How do you knead?

#### 1. Fold

Over.

#### 2. Turn

Round.

## 3. Leave it to rest

An hour.

## Conclusion

Was it good?
"""

TITLED = """\
# Open questions

### Stoves

#### Gas is evil
Gas burns and smells. Would you cook with it, and why?

#### Induction
It needs iron. Tell me what happens with copper.

#### Wood
How did people cook with wood?
[Read on](wood.md)

#### Timers
Are timers for the weak?

#### Noise
A kitchen is loud. What do you do about it?
"""

REPEATED_IN_SECTIONS = """\
## Pans

### What is seasoning?

A layer of oil.

## Spices

### What is seasoning?

Salt, mostly.
"""

FORGOTTEN_FENCE = """\
## What is a peeler?

```sh
peel carrot

## What is a grater?

```sh
grate carrot
```

Rough.

## What is a mandoline?

Sharp.
"""

EMOJI_NUMBERS = """\
### ❓ 1 - What is a ladle?

Big spoon.

### ❓ 2 - What is a skimmer?

A flat one with holes.
"""

HTML_IN_MARKDOWN = """\
<h3>What is a colander?</h3>
<p>A bowl with holes.</p>
<h3>Name two uses of a sieve</h3>
<p>Flour, and stock.</p>
"""

ROMAN = """\
## I. What is a boat?

A thing.

## II. Sail shapes

Many.

## III. Why float?

Yes.
"""

INNER_LIST = """\
1) What is a boat?

A thing.

2) Describe a sail.

Cloth:
1) big
2) small

3) Why float?

Yes.
"""

NUMBERED_BOLD_ITEMS = """\
1. **What is a boat?**

   A thing.

2. **Sail shapes**

   Many.

3. **Why float?**

   Yes.
"""

ALONE = """\
Question 1

What is a boat?

Answer

A thing.

Question 2

Describe a sail.

Answer

Cloth.
"""

CARDS = """\
What is a boat? :: A thing
Why float? :: Air
Keel :: Weight
"""

OTHER_LANGUAGES = """\
## ¿Qué es un barco?

Una cosa.

## Explique la vela

Tela.

## 为什么浮？

水。
"""

DOTTED = """\
# Boats

## 1. Basics

### 1.1 What is a boat?

A thing.

### 1.2 Hull shapes

Many.

## 2. Sails

### 2.1 What is a sail?

Cloth.
"""

UNDERLINED = """\
Boats
=====

What is a boat?
---------------

A thing.

Why float?
----------

Displacement.
"""

ADVICE = """\
# Boats

- Start with the easy ones.
- Use a map to find your way.
- Read the sections in order.

""" + "".join(f"## What is boat {i}?\n\nA thing.\n\n" for i in range(9))

LAYOUTS = {
    "headings": (HEADINGS, ["What is a roux?", "How do you keep rice warm?"]),
    "sections and bold lines": (
        SECTIONS_AND_BOLD,
        ["What is a crumb?", "Proofing at low temperature", "What is a stock?"],
    ),
    "numbered headings with sources": (
        NUMBERED_WITH_SOURCES,
        ["What is a mirepoix?", "Braise a shank.", "Resting meat", "Why salt early?"],
    ),
    "headings in items": (ITEM_HEADINGS, ["What is a bevel", "What is a tang?", "How do you hone"]),
    "closed headings, linked contents": (
        CLOSED_HEADINGS_AND_LINKED_CONTENTS,
        ["Mention two ways to heat oil.", "Why does butter burn, e.g. [0, 1]?", "What is a smoke point?"],
    ),
    "tasks with code": (
        TASKS_WITH_CODE,
        [
            "The number of orders.",
            "All open orders. An order is open if it has no day.",
            "Countdown. Print the numbers from 10 to 1",
            "Mean. Compute the mean of a list",
        ],
    ),
    "list without answers": (
        LIST_WITHOUT_ANSWERS,
        [
            "What is a flame?",
            "Describe a candle.",
            "Why is it yellow? (soot)",
            "What is smoke made of?",
            "Wet and dry smoke.",
            "How do you measure it?",
        ],
    ),
    "labels": (
        LABELS,
        ["What is brine?", "Why does brine keep vegetables crisp?", "Pickle a lemon.", "How long does it keep?"],
    ),
    "numbered labels": (NUMBERED_LABELS, ["What is yeast?", "Freeze yeast.", "Dried or fresh?"]),
    "details": (
        DETAILS,
        [
            "What is an oven?",
            "Explain each of these: * convection * radiation",
            "Preheating",
            "Does steam help a crust?",
        ],
    ),
    "same title, different code": (
        HEADING_AND_HIDDEN_ANSWER,
        [f"What's printed?\n\n```python\nprint({n})\n```" for n in (1, 2, 3)],
    ),
    "table": (TABLE, ["What is basil?", "Dry some mint.", "Why not freeze parsley? Say why."]),
    "definitions": (DEFINITIONS, ["What is a simmer?", "Poach an egg", "Why vinegar?"]),
    "bold items": (BOLD_ITEMS, ["What is a jus?", "What is a coulis?", "How do you mend a split mayonnaise?"]),
    "lettered headings": (LETTERED, ["What is a fillet?", "Why against the grain?", "Fold egg whites in."]),
    "paragraphs of a web page": (
        PARAGRAPHS,
        [
            "What is a whisk and why is it round?",
            "Is wood better?",
            "Please explain how to clean a whisk.",
            "Tell me about a time you burnt a dish. What did you do?",
        ],
    ),
    "wrapped items": (
        WRAPPED,
        [
            "What happens to the proteins of an egg when it is heated above sixty degrees?",
            "Why does a meringue need sugar?",
            "How do you separate eggs?",
        ],
    ),
    "counts inside answers": (INNER_COUNTS, ["What is a dough?", "How do you knead?", "Leave it to rest"]),
    "titles above questions": (
        TITLED,
        [
            "Gas is evil: Gas burns and smells. Would you cook with it, and why?",
            "Induction: It needs iron. Tell me what happens with copper.",
            "Wood: How did people cook with wood?",
            "Timers: Are timers for the weak?",
            "Noise: A kitchen is loud. What do you do about it?",
        ],
    ),
    "the same question twice": (REPEATED_IN_SECTIONS, ["What is seasoning?", "What is seasoning?"]),
    "a fence that was not closed": (
        FORGOTTEN_FENCE,
        ["What is a peeler?", "What is a grater?", "What is a mandoline?"],
    ),
    "emoji before numbers": (EMOJI_NUMBERS, ["What is a ladle?", "What is a skimmer?"]),
    "html headings": (HTML_IN_MARKDOWN, ["What is a colander?", "Name two uses of a sieve"]),
    "Roman numerals": (ROMAN, ["What is a boat?", "Sail shapes", "Why float?"]),
    "a list inside a numbered answer": (INNER_LIST, ["What is a boat?", "Describe a sail.", "Why float?"]),
    "numbered bold items": (NUMBERED_BOLD_ITEMS, ["What is a boat?", "Sail shapes", "Why float?"]),
    "labels on lines of their own": (ALONE, ["What is a boat?", "Describe a sail."]),
    "cards in text": (CARDS, ["What is a boat?", "Why float?", "Keel"]),
    "other languages": (OTHER_LANGUAGES, ["¿Qué es un barco?", "Explique la vela", "为什么浮？"]),
    "dotted numbers below numbered sections": (DOTTED, ["What is a boat?", "Hull shapes", "What is a sail?"]),
    "underlined headings": (UNDERLINED, ["What is a boat?", "Why float?"]),
    "advice beside questions": (ADVICE, [f"What is boat {i}?" for i in range(9)]),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_gives_its_questions_and_no_others(layout: str) -> None:
    text, questions = LAYOUTS[layout]

    entries = parsing.parse(document("notes.md", text)).entries

    assert [entry.question for entry in entries] == questions


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_reads_the_same_as_plain_text_and_with_other_line_ends(layout: str) -> None:
    text, questions = LAYOUTS[layout]

    entries = parsing.parse(document("notes.txt", text.replace("\n", "\r\n"))).entries

    assert [entry.question for entry in entries] == questions


@pytest.mark.parametrize("layout", LAYOUTS)
def test_entries_have_ids_of_their_own_and_never_share_a_line(layout: str) -> None:
    text, _ = LAYOUTS[layout]

    entries = parsing.parse(document("notes.md", text)).entries

    assert len({entry.id for entry in entries}) == len(entries)
    assert all(before.location.end_line < after.location.start_line for before, after in pairwise(entries))
