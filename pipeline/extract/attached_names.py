"""Names and appositions that the parser hung on the wrong word: what says who somebody is, and what is one more of a list.

Each function puts one shape right and says whether it did, as those of `attaching` do for other phrases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.extract.lexicon import noun_class
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.syntax import SUBJECTS, conjuncts, is_noun
from pipeline.extract.trees import FINITE, comma_before, first_of_phrase, hang, is_below, is_set_off, left_edge, name_head, rebuild
from pipeline.extract.types import is_institution
from pipeline.source.tokens import Sentence, Token

# What a phrase is that the parser could not place.
_LOOSE = frozenset({"appos", "dep", "npadvmod", "dobj", "conj", "attr", "oprd"})
_JOINERS = frozenset({"member", "part", "subsidiary", "affiliate"})  # what a body is, and no place
_NAMING = frozenset({"chiefly", "especially", "mainly", "notably", "particularly"})
_SINGULAR = frozenset({"NN", "NNP"})


def name_shapes(sentence: Sentence, token: Token) -> Iterator[Callable[[Sentence, Token], bool]]:
    """The shapes that a name or an apposition may be part of, by its label and tag; they are tried until one is put right."""
    if token.text == ")" and token.i + 3 < len(sentence.tokens):
        yield _apposition_after_bracket
    if token.lower == "present" and token.i:
        yield _at_present
    if is_noun(token) and token.head.pos == "PUNCT":
        yield _apposition_of_comma
    if token.dep == "acomp" and token.tag == "NNP" and token.text[0].isupper():
        yield _name_as_quality
    if token.dep == "conj" and token.pos == "PROPN":
        yield from (_subject_behind_class,) if token.head.dep in SUBJECTS else (_name_after_name,) if token.head.pos in ("VERB", "NOUN") else ()
    if token.dep == "attr" and token.head.child("acomp") is not None:
        yield _apposition_as_predicate
    if token.dep in ("appos", "attr", "dep", "npadvmod", "dobj") and token.pos == "PROPN" and token.child("conj") is not None:
        yield from (_list_after_verb, _rest_of_list)
    if token.dep == "appos" and token.pos == "PROPN" and token.head.tag == "NNS":
        yield _examples_go_on
    if token.dep == "appos" and token.pos == "PROPN" and token.head.dep == "pobj":
        yield _person_of_office
    if token.dep in ("appos", "conj") and token.head.dep == "pobj":
        yield _named_alike
    if token.dep == "conj" and token.head.lower in load_rulebook().lists["mergers"]:
        yield _fused
    if token.dep == "nmod" and token.head.tag == "NNS":
        yield _two_counted
    if token.dep == "appos" and token.pos == "PROPN" and token.i and sentence.tokens[left_edge(token) - 1].lower in _NAMING:
        yield _example_of_plural
    if token.dep == "dep" and token.pos == "PROPN" and token.head.lemma == "be":
        yield _second_of_predicate
    if token.dep == "appos" and token.head.pos == "PRON" and token.head.i < token.i - 2:
        yield _apposition_of_pronoun
    if token.dep == "conj" and token.head.dep == "pobj" and token.head.head.i == 0:
        yield _subject_after_place
    if token.dep == "nsubj" and token.head.child("ccomp") is not None:
        yield _list_before_clause
    if token.dep == "appos" and token.lower in _JOINERS and token.head.dep == "pobj":
        yield _member_in_place
    if token.dep == "conj" and is_noun(token) and is_noun(token.head) and token.head.i < token.i:
        yield _name_as_conjunct
    elif token.dep in SUBJECTS:
        yield from (_name_it_is_known_by, _person_of_class, _subject_in_date, _object_of_front, _second_subject)


def _name_as_quality(_: Sentence, name: Token) -> bool:
    """ "The seat of the agency is **Molde**", read as what it is like."""
    name.dep = "attr"
    return True


def _apposition_of_pronoun(sentence: Sentence, noun: Token) -> bool:
    """ "It grew out of the Port Board, **a body** of pilots": no pronoun has an apposition so far behind; it is that of the name right before the comma."""
    comma = comma_before(sentence, noun)
    name = name_head(sentence.tokens[comma.i - 1]) if comma is not None and comma.i else None
    return name is not None and name.pos == "PROPN" and name.i > noun.head.i and hang(noun, name, "appos")


def _subject_in_date(sentence: Sentence, noun: Token) -> bool:
    """ "In 2012 **the authority**, the Port Office and the Pilot Board issued rules", read as what follows "in" too."""
    verb, preposition = noun.head, sentence.tokens[0]
    dated = preposition.all("pobj")
    if len(dated) < 2 or dated[0].tag != "CD" or preposition.head is not verb or comma_before(sentence, noun) is None or noun.child("conj") is None:
        return False
    return rebuild(sentence.tokens, verb, verb.lemma, {dated[1]: (verb, noun.dep), noun: (dated[1], "conj")}, verb.tag, verb.pos)


def _object_of_front(sentence: Sentence, noun: Token) -> bool:
    """ "Besides enforcing the Port Act, **the Pilot Act** and the Code, the board licenses ships", read as what licenses too."""
    verb, front = noun.head, sentence.tokens[0].child("pcomp")
    target = front.child("dobj") if front is not None else None
    is_first = noun is verb.child(noun.dep) and len(verb.all(noun.dep)) > 1 and noun.child("conj") is not None
    is_after = target is not None and target.i < noun.i and sentence.tokens[0].head is verb and comma_before(sentence, noun) is not None
    return is_first and is_after and target is not None and hang(noun, target, "conj")


def _subject_after_place(sentence: Sentence, noun: Token) -> bool:
    """ "In the Republic of Chile, **ports** and tolls are regulated by X", read as one more of what stands after "in"."""
    verb, tokens = sentence.tokens[0].head, sentence.tokens
    is_open = verb.pos == "VERB" and verb.i > noun.i and verb.child("nsubj", "nsubjpass", "expl", "csubj") is None
    if not is_open or comma_before(sentence, noun) is None or tokens[0].dep != "prep" or tokens[0].lower not in ("across", "in", "throughout", "within"):
        return False
    return hang(noun, verb, "nsubjpass" if verb.child("auxpass") is not None else "nsubj")


def _list_before_clause(sentence: Sentence, noun: Token) -> bool:
    """What was read as a subject after a list is the rest of the list.

    "is a member of the Port Union, **the Pilot League** and the Board, and it takes part in X", "is in charge of ports, **pilotage** and ferries, and
    has its seat in Y".
    """
    verb, tokens = noun.head, sentence.tokens
    first = verb.child("nsubj")
    clause = verb.child("ccomp")
    group = min([verb.i, *(child.i for child in verb.all("aux", "auxpass"))])
    is_second = noun.pos == "PRON" and first is not noun and tokens[noun.i - 1].lower in ("and", "but")
    is_open = noun is first and tokens[group - 1].lower in ("and", "but") and verb.tag in FINITE  # no subject ends in "and"
    if first is None or not (is_second or is_open) or not is_noun(first) or first.i > noun.i or clause is None or clause.i > first.i:
        return False
    comma = comma_before(sentence, first)
    last = tokens[comma.i - 1] if comma is not None and comma.i else None
    name = name_head(last.head if last.text == ")" else last) if last is not None else None
    if name is None or not is_noun(name) or not is_below(name, clause):
        return False
    return rebuild(tokens, verb, verb.lemma, {first: (name, "conj"), clause: (clause, "ROOT"), verb: (clause, "conj")}, verb.tag, verb.pos)


def _named_alike(_: Sentence, name: Token) -> bool:
    """ "the Code on Ports, the **Code** on Pilots": what is called by the same word as the thing before is one more of them."""
    preposition, first = name.head.head, name.head.head.head
    return first.lower == name.lower and preposition.i == first.i + 1 and first.i < name.i and name.child("prep") is not None and hang(name, first, "conj")


def _person_of_office(sentence: Sentence, name: Token) -> bool:
    """ "the bishop of Moquegua, **Ann Lee**, ...", "a professor at Laval University, **Bo Roe**, calls": no place has the name of a person."""
    preposition = name.head.head
    who = preposition.head
    is_person = who.tag == "NN" and noun_class(who.lower) in ("person", "leader") and preposition.lower in ("at", "for", "from", "in", "of")
    is_whole = name.child("compound") is not None and name.child("det") is None and not is_institution(name.lower)
    is_place = name.head.pos == "PROPN" or noun_class(name.head.lower) == "region"  # "the mayor of a small town, **Ann Lee**"
    return is_person and is_whole and is_place and comma_before(sentence, name) is not None and hang(name, who, "appos")


def _fused(_: Sentence, body: Token) -> bool:
    """ "the merger of the Port Board and the pilot **inspectorate**": what is named after a merger is one of those that merged."""
    preposition = body.head.child("prep")
    first = preposition.child("pobj") if preposition is not None and preposition.lower == "of" else None
    if first is None or first.i > body.i or first.tag in ("NNS", "NNPS") or first.child("conj") is not None:
        return False
    return body.lower not in load_rulebook().lists["mergers"] and hang(body, first, "conj")


def _person_of_class(sentence: Sentence, name: Token) -> bool:
    """ "A panel under the economist **Anna Berg** found", "The jurist **Anna Berg** was its head": a name right behind what somebody is has the same place."""
    start = left_edge(name)
    class_ = sentence.tokens[start - 1] if start else name
    if name.pos != "PROPN" or class_.tag != "NN":
        return False
    if noun_class(class_.lower) not in ("person", "leader"):  # "The rating agency **Sahara Ratings** praised"
        is_body = class_.dep in SUBJECTS and class_.head is name.head and class_.child("det") is not None and not name.all("det", "cc")
        return is_body and hang(name, class_, "appos")
    first, verb, above = name.head.child("nsubj", "nsubjpass"), name.head, class_.head
    if class_.dep in (*SUBJECTS, "npadvmod") and above is verb:
        return hang(class_, name, "compound")
    if class_.head is class_ and verb.dep == "relcl" and verb.head is class_ and verb.child("mark") is None:  # "The economist Anna Berg **led** it"
        others = [child for child in class_.children if child.i > verb.i]
        if not rebuild(sentence.tokens, verb, verb.lemma, {verb: (verb, "ROOT"), class_: (name, "compound")}, verb.tag):
            return False
        for child in others:
            hang(child, verb, child.dep)
        return True
    is_inside = class_.dep == "pobj" and first is not None and first is not name and is_below(class_, first)
    return is_inside and hang(name, above, "pobj") and hang(class_, name, "compound")


def _second_subject(sentence: Sentence, noun: Token) -> bool:
    """ "Seatech, **a company** founded in 1973, builds ships": of two subjects the second, between commas, says what the first one is."""
    first = next((child for child in noun.head.children if child.dep == noun.dep), noun)
    if _goes_on_before(sentence, first, noun):
        return True
    if first.tag == noun.tag == "NNS" and first.i < noun.i and noun.child("cc") is not None and comma_before(sentence, noun) is not None:
        return hang(noun, first, "conj")  # "Airlines, **railways and shipowners** must report accidents"
    front = noun.head.child("npadvmod", "advcl")
    if front is not None and is_noun(front) and left_edge(front) == 0 and noun.child("det") is not None and front.child("det", "amod") is None:
        is_named = comma_before(sentence, noun) is not None and is_set_off(sentence, noun)
        if is_named and front.i < noun.i:  # "**Surfers** Against Sewage, a charity, accuses it"
            return hang(front, noun.head, noun.dep) and hang(noun, front, "appos")
    is_class = _is_indefinite(first) or (first.i == 0 and first.child("det") is None)
    if first is not noun and first.tag == "NN" and is_class and comma_before(sentence, noun) is not None:
        first.dep = "npadvmod"  # "A **corporation** under the ministry, the agency builds flats"
        return True
    if first is noun or not is_noun(first) or not is_noun(noun) or noun.child("det") is None or not is_set_off(sentence, noun):
        return False
    comma = comma_before(sentence, noun)
    return comma is not None and comma.i - 1 >= first.i and hang(noun, first, "appos")


def _subject_behind_class(sentence: Sentence, name: Token) -> bool:
    """ "A ministry under the council, **the Ministry of Ports** is charged with X": what opens the sentence says what the subject is."""
    class_ = name.head
    if class_.tag != "NN" or not _is_indefinite(class_) or class_.child("cc") is not None or name.child("det") is None:
        return False
    verb, dep = class_.head, class_.dep
    if comma_before(sentence, name) is None or not hang(name, verb, dep):
        return False
    class_.dep = "npadvmod"
    return True


def _list_after_verb(sentence: Sentence, name: Token) -> bool:
    """ "The agency belongs to the Forum (F), **the Post Union** and the Port Union", where the second name was read as an apposition of the subject."""
    comma = comma_before(sentence, name)
    last = sentence.tokens[comma.i - 1] if comma is not None else name
    if last.text == ")":
        last = sentence.tokens[max(0, next((t.i for t in reversed(sentence.tokens[: last.i]) if t.text == "("), 0) - 1)]
    before, subject = name_head(last), name.head
    is_far = name.dep == "appos" and subject.dep in SUBJECTS and subject.i < subject.head.i < before.i
    if name.dep == "attr":  # "is a member of the A Union, **the B Union** and the C Union"
        is_far = any(other.i < before.i for other in name.head.all("attr") if other is not name)
    is_definite = before.pos == "PROPN" or ((article := before.child("det")) is not None and article.lower == "the")
    is_listed = is_definite and before.dep in ("pobj", "dobj") and before.child("cc") is None
    return is_far and is_listed and before is not name and hang(name, before, "conj")


def _examples_go_on(sentence: Sentence, name: Token) -> bool:
    """ "regulators, including the A Board (AB), **the B Board** and the C": the second example was read as an apposition of the class."""
    comma, class_ = comma_before(sentence, name), name.head
    marker = next((p for p in class_.all("prep") if p.lower in ("including", "like", "as") and p.i < name.i), None)
    first = marker.child("pobj") if marker is not None else None
    is_next = name.dep == "appos" and class_.tag == "NNS" and comma is not None and first is not None and first.pos == "PROPN" and first.i < comma.i
    return is_next and first is not None and first.child("conj") is None and hang(name, first, "conj")


def _two_counted(_: Sentence, noun: Token) -> bool:
    """ "**A director-general** and four directors", read as two sorts of directors."""
    counted, number = noun.head, noun.head.child("nummod")
    if noun.child("det") is None or noun.child("cc") is None or number is None or not noun.i < number.i < counted.i:
        return False
    verb, dep = counted.head, counted.dep
    return verb is not counted and hang(noun, verb, dep) and hang(counted, noun, "conj")


def _example_of_plural(_: Sentence, name: Token) -> bool:
    """ "duties of companies with market power, notably **Seatech**": an example of what is several."""
    thing = name.head
    several = thing.head.head if thing.dep == "pobj" else thing
    return thing.tag == "NN" and several.tag == "NNS" and hang(name, several, "appos")


def _second_of_predicate(sentence: Sentence, name: Token) -> bool:
    """ "Among the laws are the Port Act, **the Ship Act** and the Pilot Act", where the second name has no label."""
    comma, subject = comma_before(sentence, name), name.head.child("nsubj", "attr")
    return comma is not None and subject is not None and subject.pos == "PROPN" and subject.i < comma.i and hang(name, subject, "conj")


def _apposition_as_predicate(sentence: Sentence, noun: Token) -> bool:
    """ "is subordinate to the Port Bureau, **a bureau** formed in 2022": after an adjective nothing more is predicated."""
    comma, adjective = comma_before(sentence, noun), noun.head.child("acomp")
    before = name_head(sentence.tokens[comma.i - 1]) if comma is not None else noun
    return adjective is not None and noun.head.i < adjective.i < before.i < noun.i and is_noun(before) and hang(noun, before, "appos")


def _goes_on_before(sentence: Sentence, first: Token, noun: Token) -> bool:
    """ "Alongside the A, **the B and the C**, the agency sits": of two subjects the first goes on the list of a phrase put in front."""
    verb = noun.head
    front = next((p.child("pobj") for p in verb.all("prep") if p.i == 0), None)
    is_list = first is not noun and front is not None and first.child("cc") is not None and front.i < first.i < noun.i
    return is_list and front is not None and comma_before(sentence, first) is not None and hang(first, front, "conj")


def _is_indefinite(noun: Token) -> bool:
    """Whether a noun opens its sentence with "a": it says what the subject is."""
    article = noun.child("det")
    return article is not None and article.i == 0 and article.lower in ("a", "an")


def _name_it_is_known_by(sentence: Sentence, name: Token) -> bool:
    """ "Known abroad as **A**, the B is a body": the name after "as" was read as the subject, and the subject as what describes it."""
    subject, preposition = name.child("appos"), sentence.tokens[max(0, first_of_phrase(sentence.tokens, name.i) - 1)]
    if subject is None or preposition.dep != "prep" or preposition.head.tag != "VBN" or preposition.child("pobj") is not None:
        return False
    return comma_before(sentence, subject) is not None and hang(subject, name.head, name.dep) and hang(name, preposition, "pobj")


def _name_as_conjunct(sentence: Sentence, name: Token) -> bool:
    """ "The country's authority, the Harbour **Bank**, ...": a name between commas behind one thing is no second one, where no "and" joins them."""
    thing = name.head
    if name.pos != "PROPN" or thing.tag != "NN" or thing.child("poss") is None:
        return False
    joined = any(child.dep in ("cc", "conj") and child is not name for child in (*thing.children, *name.children))
    return not joined and comma_before(sentence, name) is not None and hang(name, thing, "appos")


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


def _apposition_of_comma(sentence: Sentence, noun: Token) -> bool:
    """ "for its scheme, the Port **Plan**, it ...", "with the PRA, the Fraud **Office** and the Service", where the parser hung the name on the comma."""
    comma = comma_before(sentence, noun)
    before = sentence.tokens[comma.i - 1] if comma is not None else None
    if before is not None and before.tag == "CD" and before.head.lower == "of":  # "under the Port Act of 1990, the Ship **Act** and the Sea Act"
        before = before.head.head
    if before is None or not is_noun(before):
        return False
    if noun.pos == "PROPN" and before.pos == "PROPN" and noun.child("cc") is not None and noun.child("conj") is not None:
        return hang(noun, name_head(before), "conj")
    return is_set_off(sentence, noun) and hang(noun, before, "appos")


def _member_in_place(_: Sentence, noun: Token) -> bool:
    """ "Its laboratory in Utrecht, **a member** of a network": not the place is a member."""
    preposition = noun.head.head
    in_place = preposition.lower in ("in", "at", "near") and is_noun(preposition.head) and preposition.head.i < preposition.i
    return in_place and hang(noun, preposition.head, "appos")


def _at_present(sentence: Sentence, present: Token) -> bool:
    """ "by a director, at present Ann Lee, ...", where the name was read as what "at" governs."""
    at, name = sentence.tokens[present.i - 1], present.head
    comma = sentence.tokens[at.i - 1]
    before = sentence.tokens[comma.i - 1] if comma.i else comma
    if before.i and sentence.tokens[before.i - 1].tag == "HYPH":
        before = before.head  # "the director-**general**, at present"
    is_read_so = at.lower == "at" and name.pos == "PROPN" and name.dep == "pobj" and name.head is at
    return is_read_so and comma.text == "," and is_noun(before) and hang(present, at, "pobj") and hang(name, before, "appos")


def _name_after_name(sentence: Sentence, name: Token) -> bool:
    """ "was formed out of the A and **the B**", "a member of the C Union (CU) and **the D**": a name is no second verb or class."""
    tokens, first = sentence.tokens, left_edge(name)
    last = first - 2
    if first < 2 or tokens[first - 1].lower != "and":
        return False
    if tokens[last].text == ")":
        last = next((t.i - 1 for t in reversed(tokens[:last]) if t.text == "("), last)
    before = name_head(tokens[last])
    is_listed = before.pos == "PROPN" and before.dep in ("pobj", "dobj", "conj") and before.child("cc") is None
    return is_listed and before.i > name.head.i and hang(name, before, "conj")


def _rest_of_list(sentence: Sentence, name: Token) -> bool:
    """ "are the president, **the A Council and the B Board**": two names say of one thing neither who it is nor when."""
    comma = comma_before(sentence, name)
    last = sentence.tokens[comma.i - 1] if comma is not None and comma.i else name
    before = name_head(last.head if last.tag == "CD" else last)
    if before is name or (before.tag not in _SINGULAR and name.dep != "dep") or before.i > name.i or before.child("cc") is not None:
        return False
    if all(other.child("cc") is None for other in conjuncts(name)):
        return False
    if name.dep == "appos" and name.head.i < before.i and before.pos == "PROPN" and before.dep in ("pobj", "dobj", "conj"):
        return hang(name, before, "conj")  # "the measures, which it issued with the A Ministry, **the B Ministry** and other departments, seek"
    if name.dep == "dep" and before.dep == "appos" and before.head.dep == "dobj" and before.child("det") is not None:
        before.dep = "conj"  # "produces the index, **the accounts, the A Survey** and the census"
        return hang(name, before, "conj")
    if name.dep in ("npadvmod", "dobj"):
        return before.pos == "PROPN" and before.dep in ("nsubj", "dobj", "attr", "pobj", "conj") and hang(name, before, "conj")
    if name.head is not before or before.dep not in ("attr", "dobj", "pobj", "conj"):
        return False
    name.dep = "conj"
    return True
