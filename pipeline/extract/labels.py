"""What somebody calls something: "call it **a burden**", "consider the rules **unfair**"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from pipeline.extract.cues import cues
from pipeline.extract.held import is_quote, phrase_from
from pipeline.extract.judgements import is_permitted
from pipeline.extract.polarity import polarity
from pipeline.extract.reported import Report, report
from pipeline.extract.speech import Speech
from pipeline.extract.trees import FINITE, NOUNS, left_edge
from pipeline.extract.types import is_institution
from pipeline.source.tokens import Token

_DEEMING = frozenset({"consider", "deem", "find", "judge", "rate", "reckon", "think"})
_NAMING = frozenset({"brand", "call", "dub", "label", "term"})
# What something is called in quotation marks ends at most so many words behind the verb.
_REACH = 20
_RULINGS = frozenset({"admissible", "guilty", "inadmissible", "invalid", "unconstitutional", "unlawful", "vacant", "void"})
_THEMSELVES = frozenset({"itself", "themselves", "himself", "herself"})
_QUALITIES = frozenset({"JJ", "JJR", "RB", "RBR", "CC"})


def is_small_clause(verb: Token) -> bool:
    """Whether an object and a predicate without a verb of its own follow: "find **the forms confusing**", but not "find that they confuse"."""
    name = _after(verb, "ccomp", "oprd")
    if name is None or name.i < verb.i or name.all("mark", "aux", "auxpass", "cop"):
        return False
    is_class = name.pos == "NOUN" and any(child.lower in ("a", "an") for child in name.children)
    return name.pos == "ADJ" or is_class or (name.tag in ("VBG", "VBN") and name.child("dobj") is None)


def labelled(speech: Speech) -> Iterator[Report]:
    """ "call it **a waste of money**", "consider the rules **unfair**", "is considered **unfair** by X"."""
    verb, name = speech.verb, _label(speech)
    target = verb.child("dobj") or (name.child("nsubj", *(["compound"] if name.tag == "JJ" else [])) if name is not None else None)
    target = target if target is not name else None  # "has been judged **a failure**", read as an object
    is_finite = speech.passive or verb.tag in FINITE or verb.child("aux", "nsubj", "dobj") is not None  # but not "commonly called X"
    is_said = speech.holder is not None and is_finite and not speech.passive
    if is_said and (quoted := _quoted_last(speech)):
        yield from report((verb,), speech.holder, quoted, "neutral", "framed-as")
        return
    if is_said and (told := _second_phrase(speech)):
        if not _is_sum(told):
            yield from report((verb,), speech.holder, _with_judged(speech, told, target), _stance_of(target, told), "framed-as")
        return
    if name is None or name.i < verb.i or not is_finite or (speech.holder is None and not _is_common(speech, name)):
        return
    if not speech.passive and is_permitted(speech):  # "may declare a company a monopoly"
        return
    is_ruled = name.lower in _RULINGS and (speech.holder is None or is_institution(speech.holder.lower))
    is_guilty = speech.sentence.tokens[verb.i + 1].lower == "guilty"  # "companies **found guilty** may be fined"
    if is_ruled or is_guilty:  # "the court declared the licence **invalid**"
        return
    words = phrase_from(speech.sentence, _start_of_label(speech, name, target), verb)
    stance = _stance_of(target, words)
    if _is_sum(words):
        return
    if target is not None and target.lower in _THEMSELVES and name.lower in cues().adjective and len(words) > 2 and words[1].tag == "IN":
        words, stance = words[2:], cues().adjective[name.lower]  # "declared itself satisfied with the charts"
    yield from report((verb,), speech.holder, _with_judged(speech, words, target), stance, "framed-as", by_people=name.dep != "ccomp")


def _quoted_last(speech: Speech) -> list[Token]:
    """ 'called a plan to fell old stands **"vandalism"**': what is quoted at the end of the clause, whatever the object was read as."""
    tokens, verb = speech.sentence.tokens, speech.verb
    marks = [token.i for token in tokens[verb.i + 1 : verb.i + _REACH] if is_quote(token)] if verb.lemma in _NAMING else []
    if len(marks) != 2 or marks[0] < verb.i + 3 or any(token.text in (",", ";", ":") or token.lower == "that" for token in tokens[verb.i : marks[0]]):
        return []
    is_last = marks[1] + 1 >= len(tokens) or tokens[marks[1] + 1].pos == "PUNCT"
    return tokens[marks[0] : marks[1] + 1] if is_last else []


def _stance_of(target: Token | None, words: list[Token]) -> str:
    """Who calls **criticism** unfair speaks up for what was criticised."""
    is_answer = target is not None and cues().noun.get(target.lemma) == "critical" and polarity(words) < 0
    return "supportive" if is_answer else "neutral"


def _is_sum(words: list[Token]) -> bool:
    """Whether words only tell how much there is: "held assets **worth 20 million**"."""
    return len(words) > 1 and words[0].lower == "worth" and words[1].tag in ("CD", "$")


def _with_judged(speech: Speech, words: list[Token], target: Token | None) -> list[Token]:
    """ "consider **the charts** unclear": a quality says little without what it is said of."""
    if speech.passive or target is None or target.pos == "PRON" or not words or not speech.verb.i < target.i < words[0].i:
        return words
    bare = [token for token in takewhile(lambda token: token.tag not in ("DT", "IN", "TO"), words) if token.pos != "PUNCT"]
    is_quality = bool(bare) and not is_quote(words[0]) and all(token.tag[:2] in ("JJ", "RB", "VB", "CC") for token in bare)
    first = left_edge(target) if target.dep != "compound" else speech.verb.i + 1  # "consider the charts unclear", read as one phrase
    return [*speech.sentence.tokens[first : words[0].i], *words] if is_quality and speech.verb.i < first else words


def _label(speech: Speech) -> Token | None:
    """The head of what something is called."""
    verb, objects = speech.verb, speech.verb.all("dobj")
    name = _after(verb, "oprd", "ccomp") or _quoted_after(speech) or (verb.child("acomp", "attr", "xcomp", "dobj") if speech.passive else None)
    if name is None and objects and objects[0].tag == "WDT":  # "which the minister calls **a success**"
        return objects[-1]
    agent = verb.child("agent") if speech.passive and name is None else None
    judge = agent.child("pobj") if agent is not None else None
    if judge is not None and (best := judge.child("appos")) is not None and best.lower == "one":
        return best  # "is considered by lawyers **one** of the best"
    return name or _second_object(speech)


def _second_object(speech: Speech) -> Token | None:
    """ "called the freeze on tariffs **a gift to the rich**", read as two objects."""
    objects = speech.verb.all("dobj")
    is_label = len(objects) > 1 and _is_judgement(objects[-1]) and objects[-1].i > objects[0].i > speech.verb.i
    return objects[-1] if is_label else None


def _is_common(speech: Speech, name: Token) -> bool:
    """Whether a passive without an agent tells what people call something: "is **often** called a waste", "are considered **thorough**"."""
    verb = speech.verb
    is_hedged = any(child.lower in cues().hedges for child in verb.children)
    is_told = is_hedged or (verb.child("aux") is not None and verb.all("aux")[0].lemma == "have")
    is_held = verb.lemma in _DEEMING and name.lemma in cues().words and any(be.tag in ("VBZ", "VBP") for be in verb.all("auxpass"))
    return speech.passive and (is_held or (is_hedged and verb.lemma in _DEEMING) or (is_told and _is_judgement(name)))


def _start_of_label(speech: Speech, name: Token, target: Token | None) -> int:
    """The index where what something is called begins, behind what is called so."""
    verb, first = speech.verb, left_edge(name)
    if name is _second_object(speech):
        return first
    if speech.passive:
        return max(first, (target.i if target is not None else verb.i) + 1, verb.i + 1)
    if target is not None and verb.i < target.i < name.i:
        return max(token.i for token in target.subtree() if token.i < name.i and (token is target or token.head is not name)) + 1
    if name.tag == "JJ" and (noun := name.child("compound", "nmod")) is not None:  # "consider **the guidance** exemplary", read as one phrase
        return noun.i + 1
    return verb.i + 1


def _second_phrase(speech: Speech) -> list[Token]:
    """What is said of the object where it is read as one phrase with it: "call the closure of the yard **a disgrace**", "a plan **unaffordable**"."""
    words = phrase_from(speech.sentence, speech.verb.i + 1, speech.verb)
    words = _without_apposition(speech, words)
    for position in range(1, len(words)):
        token, before = words[position], words[position - 1]
        if is_quote(token) or token.text == "," or token.tag in FINITE or token.lower in ("that", "who"):
            return []
        if before.tag not in NOUNS:
            continue
        following = words[position + 1].tag if position + 1 < len(words) else ""
        if token.lower in ("a", "an", "first", "second", "third", "last", "best", "worst") or (
            token.lower in ("the", "one") and following in ("JJS", "RBS")
        ):
            return words[position:]
        if token.lower in cues().proofs and following in ("IN", "WDT"):
            return words[position:]  # "calls the result **proof that** patience pays"
        if token.lower in ("too", "very") and following in ("JJ", "RB"):
            return words[position:]  # "find the procedure **too long**", where the last word was read as an adverb
        qualities = [later for later in words[position:] if later.text != "."]
        if all(later.tag in _QUALITIES for later in qualities) and qualities[-1:] and qualities[-1].tag == "JJ":
            return words[position:]  # "find the path **unreasonably slow**", "judged the polls **largely free and fair**"
        is_last = following not in (*NOUNS, "JJ", "HYPH")
        if token.tag == "JJ" and is_last and token.lemma in cues().words:
            return words[position:]
    return []


def _without_apposition(speech: Speech, words: list[Token]) -> list[Token]:
    """ "called Anna Berg, **the chair of the bank,** a joke": what says who the object is stands between two commas."""
    target = speech.target or speech.verb.child("oprd")
    aside = target.child("appos") if target is not None else None
    if aside is None or target is None:
        return words
    commas = [token.i for token in words if token.text == "," and token.i > target.i]
    return [token for token in words if not commas[0] <= token.i <= commas[1]] if len(commas) > 1 and commas[0] < aside.i < commas[1] else words


def _quoted_after(speech: Speech) -> Token | None:
    """The quotation mark that opens a name: 'dubbed it **"**the glass palace"'."""
    tokens, verb = speech.sentence.tokens, speech.verb
    if sum(is_quote(token) for token in tokens[: verb.i]) % 2:  # the verb is itself quoted
        return None
    return next((token for token in tokens[verb.i + 1 :] if is_quote(token)), None)


def _is_judgement(name: Token) -> bool:
    """Whether a thing "has been called **a waste** of money" or "**wasteful**", not "the Harbour Office"."""
    return name.tag == "JJ" or (name.pos == "NOUN" and any(child.lower in ("a", "an") for child in name.all("det")))


def _after(verb: Token, *labels: str) -> Token | None:
    """The first child with one of the labels that stands after a verb: "The fair has friends: the mayor calls it **useful**"."""
    return next((child for child in verb.children if child.i > verb.i and child.dep in labels), None)
