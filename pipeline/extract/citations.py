"""The dates and numbers that laws are cited by: "Act of 6 January 1978", "Regulation (EU) 2016/679", "Decree 31-91".

Places are token indices; 0 says that a name does not go on.
"""

from __future__ import annotations

from pipeline.extract.forms import bracket
from pipeline.extract.lexicon import is_month, name_words
from pipeline.extract.types import is_rule_head
from pipeline.source.tokens import Token

HYPHENS = frozenset("-‑–")


def over_date(tokens: list[Token], at: int) -> int:
    """ "Act of 6 January 1978", "Law of 1998": a law with its date."""
    end = at + 1
    while end < len(tokens) and (tokens[end].text.isdigit() or is_month(tokens[end].lower)):
        end += 1 + (end + 2 < len(tokens) and tokens[end + 1].text == "," and tokens[end + 2].text.isdigit())
    is_law = is_rule_head(tokens[at - 1].lower) or tokens[at - 1].text[0].isdigit()
    return end if end > at + 1 and is_year(tokens[end - 1]) and is_law else 0


def is_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdigit()


def ends_date(tokens: list[Token], at: int) -> bool:
    """Whether no number goes on at `at`: "the Companies Act, 2013 and", not "under the Act, 2000 people"."""
    return at >= len(tokens) or not tokens[at].text[0].isalnum() or tokens[at].pos in ("CCONJ", "ADP", "VERB", "AUX", "ADV", "SCONJ")


def over_number(tokens: list[Token], at: int) -> int:
    """The number of a law: "Law No. 12 of 2004", "Regulation (EU) 2016/679", "Directive 95/46/EC"."""
    if not is_rule_head(tokens[at - 1].lower):
        return 0
    end = at
    if tokens[end].text == "(":
        end = bracket(tokens, end, 4) + 1
    elif tokens[end].lower in name_words("numbers"):
        end += 1 + (end + 1 < len(tokens) and tokens[end + 1].text == ".")
    if end >= len(tokens) or not tokens[end].text[0].isdigit():
        return 0
    end += 1
    if at == 1 and end == at + 1 and [token.lower for token in tokens[end : end + 1]] not in (["of"], ["/"], ["-"]):
        return 0  # "Section 4" opens a sentence as no name, "Law 41 of 1946" does
    while end + 1 < len(tokens) and tokens[end].start == tokens[end - 1].end and _joins_numbers(tokens, end):
        end += 2
    return over_date(tokens, end) or end if end < len(tokens) and tokens[end].lower == "of" else end


def _joins_numbers(tokens: list[Token], at: int) -> bool:
    """The joints of "95/46/EC" and "31-91"."""
    return tokens[at].text == "/" or (tokens[at].text in HYPHENS and tokens[at + 1].text[0].isdigit())
