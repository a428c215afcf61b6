"""Phrases that the parser hung on the wrong word, told by the commas, brackets and conjunctions around them.

A small statistical parser is weakest where lists, appositions and participles meet. Each function puts one shape right: a list whose later items were
hung on a noun before its first one ("rules on **rail**, post and gas") or on another verb, lists read as appositions and appositions read as lists,
objects or second subjects. All other words keep their heads. Clauses are put right in `attached_clauses`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.extract import gazetteer
from pipeline.extract.attached_clauses import clause_shapes
from pipeline.extract.forms import is_acronym
from pipeline.extract.lexicon import compounds, noun_class
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.spans import is_month
from pipeline.extract.syntax import SUBJECTS, conjuncts, is_noun
from pipeline.extract.trees import first_of_phrase, hang, is_below, left_edge, name_head
from pipeline.extract.types import is_institution
from pipeline.source.tokens import Sentence, Token

# What a phrase is that the parser could not place.
_LOOSE = frozenset({"appos", "dep", "npadvmod", "dobj", "conj", "attr", "oprd"})
_LISTED = frozenset({"conj", "appos", "dep"})
_CLAUSES = frozenset({"acl", "advcl", "xcomp"})
# The labels of what may need another place.
_SHAPED = frozenset({*_LISTED, *_CLAUSES, *SUBJECTS, "compound", "relcl", "pcomp", "ccomp", "npadvmod", "nmod", "dobj"})
_JOINERS = frozenset({"member", "part", "subsidiary", "affiliate"})  # what a body is, and no place
_SINGULAR = frozenset({"NN", "NNP"})
_PLURAL = frozenset({"NNS", "NNPS"})


def reattach(sentence: Sentence) -> None:
    """Put the misattached phrases of a sentence right, in place."""
    changes = 0
    for token in sentence.tokens:
        if token.dep in _SHAPED or token.text == ")" or token.lower in ("present", "first", "under") or token.head.pos == "PUNCT":
            changes += any(shape(sentence, token) for shape in _shapes(sentence, token))
    if sentence.kind == "list_item":
        changes += _participle_as_root(sentence)
    if changes:
        sentence.roots = [token for token in sentence.tokens if token.head is token]


def _shapes(sentence: Sentence, token: Token) -> Iterator[Callable[[Sentence, Token], bool]]:
    """The shapes that a word may be part of, by its label and tag; they are tried until one is put right."""
    if token.text == ")" and token.i + 3 < len(sentence.tokens):
        yield _apposition_after_bracket
    if token.i and token.lower in ("present", "first"):
        yield from (_at_present, _at_first)
    if is_noun(token) and token.head.pos == "PUNCT":
        yield _apposition_of_comma
    if token.dep == "conj" and token.pos == "PROPN" and token.head.dep in SUBJECTS:
        yield _subject_behind_class
    if token.lower == "under" and token.dep == "prep" and sentence.kind == "list_item" and token.head.dep == "pobj":
        yield _rule_of_item
    if token.dep == "npadvmod" and is_month(token.lower):
        yield _day_of_month
    if token.dep in ("appos", "npadvmod", "dobj") and token.pos == "PROPN" and token.child("conj") is not None:
        yield _rest_of_list
    if token.dep == "appos" and token.lower in _JOINERS and token.head.dep == "pobj":
        yield _member_in_place
    if token.dep == "conj" and is_noun(token) and token.head.pos == "VERB":
        yield from (_name_after_name, _object_of_last_verb) if token.pos == "PROPN" else (_object_of_last_verb,)
    elif token.dep == "conj" and token.tag == "IN":
        yield _second_of
    elif token.dep == "conj" and is_noun(token) and token.head.dep == "pobj":
        yield from (_beside_a_place, _task_in_item)
    elif token.dep == "conj" and is_noun(token) and token.head.dep == "ROOT":
        yield _promoted_too
    if token.dep in _LISTED and is_noun(token) and is_noun(token.head) and token.head.i < token.i:
        yield from (_name_as_conjunct, _low_list, _list_of_singulars, _named_members)
    elif token.dep == "compound" and token.tag == "NN" and token.i + 1 == token.head.i and is_institution(token.lower):
        yield _given_to
    elif token.dep in ("compound", "nmod") and token.pos == "PROPN" and token.head.dep == "dobj":
        yield _sum_that_it_pays
    elif token.dep in SUBJECTS:
        yield from (_name_it_is_known_by, _second_subject)
    elif token.tag == "VBG" and token.dep in _CLAUSES:
        yield _compound_of_gerund
    yield from clause_shapes(token)


def _second_of(_: Sentence, preposition: Token) -> bool:
    """ "supervision of banks **and of** insurers": two phrases with one preposition each."""
    noun = preposition.head
    if noun.dep == "prep" and (inner := noun.child("pobj")) is not None and preposition.child("pobj") is not None:  # "in charge of A and **of B**"
        return any(p.lower == preposition.lower for p in inner.all("prep")) and hang(preposition, inner, "prep")
    if not is_noun(noun) or preposition.child("pobj") is None or not any(p.lower == preposition.lower for p in noun.all("prep")):
        return False
    preposition.dep = "prep"
    return True


def _beside_a_place(_: Sentence, noun: Token) -> bool:
    """ "the Exchange of India and **BSE**", "the Pilot School in Bergen and the Harbour **Board**": what is coordinated with the place of a name, but is no
    place, goes with the name."""
    place, preposition = noun.head, noun.head.head
    name = preposition.head
    if place.dep != "pobj" or name.pos != "PROPN" or noun.lower in gazetteer.places() or place.pos != "PROPN":
        return False
    if preposition.lower == "of":
        return place.lower in gazetteer.countries() and is_acronym(noun.text) and hang(noun, name, "conj")
    is_body = is_institution(noun.lower) and is_institution(name.lower) and not is_institution(place.lower)
    if preposition.lower != "in" or not is_body or not hang(noun, name, "conj"):
        return False
    if name.dep == "appos" and name.head.pos == "PROPN":
        name.dep = "conj"  # "the Ferry Board, **the Pilot School** in Bergen and the Harbour Board"
    return True


def _promoted_too(sentence: Sentence, noun: Token) -> bool:
    """ "- Promotion of tourism, crafts and **access** for all": what is promoted besides was hung on the promotion."""
    root = noun.head
    book = load_rulebook()
    if sentence.kind != "list_item" or root not in sentence.roots or book.of("noun", noun.lower) or noun.child("det") is not None:
        return False
    first = next((head for of in root.all("prep") if of.lower == "of" and of.i < noun.i for head in of.all("pobj")), None)
    return book.concludes("promotes", "noun", root.lower) and first is not None and hang(noun, first, "conj")


def _task_in_item(sentence: Sentence, noun: Token) -> bool:
    """ "- rescue at sea and **prevention** of spills": a second task that was hung on the last word of the first one."""
    phrase = noun.head.head
    if sentence.kind != "list_item" or noun.head.dep != "pobj" or phrase.lower == "of" or phrase.head not in sentence.roots:
        return False
    is_task = noun.child("det", "amod") is None and any(child.lower == "of" for child in noun.all("prep")) and bool(load_rulebook().of("noun", noun.lower))
    return is_task and hang(noun, phrase.head, "conj")


def _rule_of_item(sentence: Sentence, under: Token) -> bool:
    """ "- protection of rights **under** the Ferry Code": the rule is that of the task."""
    task = sentence.roots[0]
    return is_noun(task) and task.i < under.i and hang(under, task, "prep")


def _given_to(sentence: Sentence, body: Token) -> bool:
    """ "gave **the agency** powers", where the parser read one noun: the article is the body's, and what is given has none."""
    given, verb, lists = body.head, body.head.head, load_rulebook().lists
    if given.lemma not in lists["mandate_nouns"]:
        return False
    if given.dep == "pobj" and verb.dep == "prep" and verb.i == body.i - 2:  # "confers on the agency powers"
        return verb.head.lemma in lists["giving_verbs"] and hang(body, verb, "pobj") and _give_article(body, given) and hang(given, verb.head, "dobj")
    if given.dep != "dobj" or verb.lemma not in lists["giving_verbs"] or body.i != verb.i + 2:
        return False
    return hang(body, verb, "dative") and _give_article(body, given)


def _sum_that_it_pays(_: Sentence, name: Token) -> bool:
    """ "fined **Acme** 50 million euros": a name before the figure is no part of what is counted."""
    counted, verb = name.head, name.head.head
    figure = counted.child("nummod")
    return figure is not None and verb.i < name.i < figure.i and counted.pos == "NOUN" and hang(name, verb, "dative")


def _member_in_place(_: Sentence, noun: Token) -> bool:
    """ "Its laboratory in Utrecht, **a member** of a network": not the place is a member."""
    preposition = noun.head.head
    in_place = preposition.lower in ("in", "at", "near") and is_noun(preposition.head) and preposition.head.i < preposition.i
    return in_place and hang(noun, preposition.head, "appos")


def _give_article(body: Token, given: Token) -> bool:
    return all(hang(article, body, "det") for article in given.all("det"))


def _is_listed_noun(gerund: Token, noun: Token) -> bool:
    """Whether a gerund that is a noun by the lexicon, and what follows it, stand last but one in a list of plurals."""
    return bool(noun_class(gerund.lower)) and noun.tag == "NNS" and any(child.dep == "conj" and child.tag[:2] == "NN" for child in noun.children)


def _name_as_conjunct(sentence: Sentence, name: Token) -> bool:
    """ "The country's authority, the Harbour **Bank**, ...": a name between commas behind one thing is no second one, where no "and" joins them."""
    thing = name.head
    if name.dep != "conj" or name.pos != "PROPN" or thing.tag != "NN" or thing.child("poss") is None:
        return False
    joined = any(child.dep in ("cc", "conj") and child is not name for child in (*thing.children, *name.children))
    return not joined and _comma_before(sentence, name) is not None and hang(name, thing, "appos")


def _apposition_after_bracket(sentence: Sentence, close: Token) -> bool:
    """ "the Port Authority (PA), **an agency** under the ministry": what follows a bracket and a comma says what stands before both."""
    tokens = sentence.tokens
    comma, article = tokens[close.i + 1], tokens[close.i + 2]
    noun = article.head
    opening = next((t.i for t in reversed(tokens[: close.i]) if t.text == "("), 0)
    if comma.text != "," or article.lower not in ("a", "an", "one") or not opening or noun.i < article.i or noun.dep not in _LOOSE:
        return False
    name = name_head(tokens[opening - 1])
    return name.pos == "PROPN" and noun.head is not name and hang(noun, name, "appos")


def _day_of_month(sentence: Sentence, month: Token) -> bool:
    """ "came into being **on** 3 **May**", where nothing was read as what "on" governs."""
    preposition = sentence.tokens[max(0, left_edge(month) - 1)]
    return preposition.dep == "prep" and not preposition.children and hang(month, preposition, "pobj")


def _at_present(sentence: Sentence, present: Token) -> bool:
    """ "by a director, at present Ann Lee, ...", where the name was read as what "at" governs."""
    at, name = sentence.tokens[present.i - 1], present.head
    comma = sentence.tokens[at.i - 1]
    before = sentence.tokens[comma.i - 1] if comma.i else comma
    is_read_so = at.lower == "at" and name.pos == "PROPN" and name.dep == "pobj" and name.head is at
    return is_read_so and comma.text == "," and is_noun(before) and hang(present, at, "pobj") and hang(name, before, "appos")


def _at_first(sentence: Sentence, first: Token) -> bool:
    """ "was at **first** a branch of the court", where the phrase was read as what "at" governs."""
    at = sentence.tokens[first.i - 1]
    noun, verb = at.child("pobj"), at.head
    if at.lower != "at" or noun is None or noun.i < first.i or first.head is not at or verb.pos not in ("VERB", "AUX"):
        return False
    return hang(noun, verb, "attr" if verb.lemma in ("be", "become", "remain") else "dobj")


def _apposition_of_comma(sentence: Sentence, noun: Token) -> bool:
    """ "for its scheme, the Port **Plan**, it ...", "with the PRA, the Fraud **Office** and the Service", where the parser hung the name on the comma."""
    comma = _comma_before(sentence, noun)
    before = sentence.tokens[comma.i - 1] if comma is not None else None
    if before is None or not is_noun(before):
        return False
    if noun.pos == "PROPN" and before.pos == "PROPN" and noun.child("cc") is not None and noun.child("conj") is not None:
        return hang(noun, name_head(before), "conj")
    return _is_set_off(sentence, noun) and hang(noun, before, "appos")


def _name_after_name(sentence: Sentence, name: Token) -> bool:
    """ "was formed out of the A and **the B**": a name is no second verb."""
    first = left_edge(name)
    if first < 2 or sentence.tokens[first - 1].lower != "and" or sentence.tokens[first - 2].pos != "PROPN":
        return False
    before = name_head(sentence.tokens[first - 2])
    return before.dep in ("pobj", "dobj", "conj") and before.child("cc") is None and hang(name, before, "conj")


def _object_of_last_verb(sentence: Sentence, noun: Token) -> bool:
    """ "mediates in disputes and funds **training**": what follows a verb without an object is no second verb's conjunct."""
    first = left_edge(noun)
    listed = noun.head.child("dobj")
    if noun.head.tag == "VBZ" and listed is not None and listed.child("cc") is not None and listed.i < noun.i and noun.child("det") is None:
        return hang(noun, listed, "conj")  # "licenses banks and, since 2022, **lenders**"
    verb = sentence.tokens[first - 1]
    is_open = verb.pos == "VERB" and verb is not noun.head and verb.tag != "VBN" and verb.child("dobj", "ccomp", "xcomp") is None
    return is_open and is_below(verb, noun.head) and hang(noun, verb, "dobj")


def _compound_of_gerund(sentence: Sentence, gerund: Token) -> bool:
    """ "checks farms, **building** sites and factories": a fixed combination of words is one noun of the list."""
    noun = gerund.child("dobj")
    if noun is None or noun.i != gerund.i + 1 or not (f"{gerund.lower}_{noun.lemma}" in compounds() or _is_listed_noun(gerund, noun)):
        return False
    before = sentence.tokens[gerund.i - 2] if gerund.i > 1 and sentence.tokens[gerund.i - 1].text == "," else None
    if before is None or not is_noun(before) or not hang(noun, before, "conj"):
        return False
    gerund.pos, gerund.tag, gerund.lemma = "NOUN", "NN", gerund.lower
    return hang(gerund, noun, "compound")


def _low_list(sentence: Sentence, item: Token) -> bool:
    """ "rules on **rail**, post and gas": items that follow the object of a preposition belong to it, unless they are built like what it is in."""
    comma = _comma_before(sentence, item)
    if comma is None or not _goes_on(item) or _is_set_off(sentence, item):
        return False
    if sentence.kind == "list_item" and any(token.text == ":" for token in sentence.tokens[: item.head.i]):
        return False  # what follows the label of an item is one list
    first = sentence.tokens[comma.i - 1]
    while first.head.i == first.i + 1 and first.dep in ("compound", "nmod"):
        first = first.head
    if first.dep != "pobj" or not is_noun(first) or not item.head.i < first.i or any(child.dep == "conj" for child in first.children):
        return False
    if not is_below(first, item.head) and item.dep == "conj":
        return False
    if _has_preposition(item) and _has_preposition(item.head):
        return False  # "licensing of banks, inspection of ships and ..."
    if (first.pos == "PROPN") != (item.pos == "PROPN") or (item.head.pos == item.pos == "PROPN"):
        return False
    return hang(item, first, "conj")


def _list_of_singulars(sentence: Sentence, item: Token) -> bool:
    """ "the Post, the Ferry Company and the Port": what follows one thing is no apposition of it where it is several."""
    if item.dep != "appos" or item.head.tag not in _SINGULAR or item.tag not in _SINGULAR or item.pos != item.head.pos:
        return False
    if not any(child.dep == "conj" for child in item.children) or _comma_before(sentence, item) is None or _is_set_off(sentence, item):
        return False
    item.dep = "conj"
    return True


def _named_members(sentence: Sentence, item: Token) -> bool:
    """ "two panels, the Food Panel and the Drug Panel, advise it": several names behind a plural with its number say which they are."""
    if item.dep != "conj" or item.head.tag not in _PLURAL or item.pos != "PROPN" or item.head.child("nummod") is None:
        return False
    if not any(child.dep == "conj" for child in item.children) or _comma_before(sentence, item) is None:
        return False
    item.dep = "appos"
    return True


def _name_it_is_known_by(sentence: Sentence, name: Token) -> bool:
    """ "Known abroad as **A**, the B is a body": the name after "as" was read as the subject, and the subject as what describes it."""
    subject, preposition = name.child("appos"), sentence.tokens[max(0, first_of_phrase(sentence.tokens, name.i) - 1)]
    if subject is None or preposition.dep != "prep" or preposition.head.tag != "VBN" or preposition.child("pobj") is not None:
        return False
    return _comma_before(sentence, subject) is not None and hang(subject, name.head, name.dep) and hang(name, preposition, "pobj")


def _second_subject(sentence: Sentence, noun: Token) -> bool:
    """ "Seatech, **a company** founded in 1973, builds ships": of two subjects the second, between commas, says what the first one is."""
    first = next((child for child in noun.head.children if child.dep == noun.dep), noun)
    if _goes_on_before(sentence, first, noun):
        return True
    if first is not noun and first.tag == "NN" and _is_indefinite(first) and _comma_before(sentence, noun) is not None:
        first.dep = "npadvmod"  # "A **corporation** under the ministry, the agency builds flats"
        return True
    if first is noun or not is_noun(first) or not is_noun(noun) or noun.child("det") is None or not _is_set_off(sentence, noun):
        return False
    comma = _comma_before(sentence, noun)
    return comma is not None and comma.i - 1 >= first.i and hang(noun, first, "appos")


def _subject_behind_class(sentence: Sentence, name: Token) -> bool:
    """ "A ministry under the council, **the Ministry of Ports** is charged with X": what opens the sentence says what the subject is."""
    class_ = name.head
    if class_.tag != "NN" or not _is_indefinite(class_) or class_.child("cc") is not None or name.child("det") is None:
        return False
    verb, dep = class_.head, class_.dep
    if _comma_before(sentence, name) is None or not hang(name, verb, dep):
        return False
    class_.dep = "npadvmod"
    return True


def _rest_of_list(sentence: Sentence, name: Token) -> bool:
    """ "are the president, **the A Council and the B Board**": two names say of one thing neither who it is nor when."""
    comma = _comma_before(sentence, name)
    last = sentence.tokens[comma.i - 1] if comma is not None and comma.i else name
    before = name_head(last.head if last.tag == "CD" else last)
    if before is name or before.tag not in _SINGULAR or before.i > name.i or before.child("cc") is not None:
        return False
    if all(other.child("cc") is None for other in conjuncts(name)):
        return False
    if name.dep in ("npadvmod", "dobj"):
        return before.pos == "PROPN" and before.dep in ("nsubj", "dobj", "attr", "pobj", "conj") and hang(name, before, "conj")
    if name.head is not before or before.dep not in ("attr", "dobj", "pobj", "conj"):
        return False
    name.dep = "conj"
    return True


def _goes_on_before(sentence: Sentence, first: Token, noun: Token) -> bool:
    """ "Alongside the A, **the B and the C**, the agency sits": of two subjects the first goes on the list of a phrase put in front."""
    verb = noun.head
    front = next((p.child("pobj") for p in verb.all("prep") if p.i == 0), None)
    is_list = first is not noun and front is not None and first.child("cc") is not None and front.i < first.i < noun.i
    return is_list and front is not None and _comma_before(sentence, first) is not None and hang(first, front, "conj")


def _is_indefinite(noun: Token) -> bool:
    """Whether a noun opens its sentence with "a": it says what the subject is."""
    article = noun.child("det")
    return article is not None and article.i == 0 and article.lower in ("a", "an")


def _participle_as_root(sentence: Sentence) -> bool:
    """ "- Supervision of agreements **concluded** by firms": in a list item a past form without auxiliary tells which agreements."""
    for verb in sentence.roots:
        subject = verb.child("nsubj", "nsubjpass")
        if verb.tag not in ("VBD", "VBN") or subject is None or subject.i > verb.i or verb.child("aux", "auxpass", "dobj") is not None:
            continue
        before = sentence.tokens[verb.i - 1]
        if not is_noun(before) or verb.child("prep", "agent") is None:
            continue
        subject.head, subject.dep = subject, "ROOT"
        verb.children.remove(subject)
        for child in [child for child in verb.children if child.i < subject.i]:
            hang(child, subject, child.dep)
        return hang(verb, before, "acl", verb_tag=True)
    return False


def _comma_before(sentence: Sentence, noun: Token) -> Token | None:
    """The comma right before the phrase of a noun."""
    start = noun.i
    for token in _left_branch(noun):
        start = min(start, token.i)
    before = sentence.tokens[start - 1] if start else None
    return before if before is not None and before.text == "," and start > 1 else None


def _left_branch(noun: Token) -> Iterator[Token]:
    stack = [child for child in noun.children if child.i < noun.i and child.dep not in ("punct", "cc")]
    while stack:
        token = stack.pop()
        yield token
        stack.extend(token.children)


def _goes_on(item: Token) -> bool:
    """Whether "and" joins another item."""
    return any(child.dep == "conj" and is_noun(child) for child in item.children) and any(child.dep == "cc" for child in item.children)


def _is_set_off(sentence: Sentence, noun: Token) -> bool:
    """Whether a comma ends the phrase of a noun, with what is coordinated with it."""
    last = max(token.i for token in noun.subtree() if token.dep != "punct")
    return last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].text == ","





def _has_preposition(noun: Token) -> bool:
    return any(child.dep == "prep" and child.i > noun.i for child in noun.children)
