"""Phrases that the parser hung on the wrong word, told by the commas, brackets and conjunctions around them.

A small statistical parser is weakest where lists, appositions and participles meet. Each function puts one shape right: a list whose later items were
hung on a noun before its first one ("rules on **rail**, post and gas") or on another verb, lists read as appositions, objects read as second
verbs. All other words keep their heads. Names and appositions are put right in `attached_names`, clauses in `attached_clauses`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.extract import gazetteer, types
from pipeline.extract.attached_clauses import clause_shapes
from pipeline.extract.attached_lists import built_alike, list_of_singulars, low_list, named_members
from pipeline.extract.attached_names import name_shapes
from pipeline.extract.attached_phrases import phrase_shapes
from pipeline.extract.cues import cues
from pipeline.extract.forms import is_acronym
from pipeline.extract.lexicon import compounds, is_month, noun_class
from pipeline.extract.rulebook import load_rulebook
from pipeline.extract.syntax import SUBJECTS, first_conjunct, is_noun
from pipeline.extract.trees import comma_before, hang, is_below, left_edge
from pipeline.source.tokens import Sentence, Token

_LISTED = frozenset({"conj", "appos", "dep"})
_CLAUSES = frozenset({"acl", "advcl", "xcomp"})
# The labels of what may need another place.
_SHAPED = frozenset({"acomp", "agent", *_LISTED, *_CLAUSES, *SUBJECTS, "compound", "relcl", "pcomp", "ccomp", "npadvmod", "oprd", "nmod", "dobj", "attr"})
_GIVING = frozenset({"from", "to"})
_RANGING = frozenset({"extend", "range", "reach", "run", "stretch", "vary"})
_PLURAL = frozenset({"NNS", "NNPS"})


def reattach(sentence: Sentence) -> None:
    """Put the misattached phrases of a sentence right, in place."""
    changes = 0
    for token in sentence.tokens:
        is_second = token.dep == "prep" and token.i > 0 and sentence.tokens[token.i - 1].dep == "cc"
        is_outside = token.dep == "pobj" and token.head.lower == "out"
        is_odd = token.text == ")" or token.head.tag == "CD" or token.head.pos == "PUNCT" or is_second or is_outside
        if is_odd or token.dep in _SHAPED or token.lower in ("as", "present", "first", "under", "to"):
            changes += any(shape(sentence, token) for shape in _shapes(sentence, token))
    if sentence.kind == "list_item":
        changes += _participle_as_root(sentence)
    if changes:
        sentence.roots = [token for token in sentence.tokens if token.head is token]


def _shapes(sentence: Sentence, token: Token) -> Iterator[Callable[[Sentence, Token], bool]]:
    """The shapes that a word may be part of, by its label and tag; they are tried until one is put right."""
    yield from name_shapes(sentence, token)
    if token.lower == "first" and token.i:
        yield _at_first
    if token.lower == "under" and token.dep == "prep" and sentence.kind == "list_item" and token.head.dep == "pobj":
        yield _rule_of_item
    yield from phrase_shapes(sentence, token)
    if token.lower == "to" and token.dep == "prep":
        yield from (_end_of_range, _handed_over)
    if token.dep == "dobj":
        yield from (_lost_object, _second_object, _read_as_gerund)
    if token.dep == "conj" and is_noun(token) and sentence.kind == "list_item" and token.i:
        yield _behind_semicolon
    if token.dep == "oprd" and token.tag == "JJ" and token.head.dep == "pobj":
        yield _called_so
    if token.lower == "as" and token.dep == "prep" and token.head.dep == "dobj":
        yield _office_held
    if token.dep == "npadvmod" and token.pos == "PROPN" and token.i > 1 and sentence.tokens[token.i - 1].text == ":":
        yield _listed_after_colon
    if token.dep == "npadvmod" and is_month(token.lower):
        yield _day_of_month
    if token.dep == "appos" and token.head.pos == "AUX" and is_noun(token):
        yield _second_subject
    if token.dep == "conj" and is_noun(token) and token.head.pos == "VERB":
        yield _object_of_last_verb
    elif token.dep == "conj" and is_noun(token) and token.head.dep == "pobj":
        yield from (_beside_a_place, _task_in_item, built_alike)
    elif token.dep == "conj" and is_noun(token) and token.head.dep == "ROOT":
        yield _promoted_too
    if token.dep in _LISTED and is_noun(token) and is_noun(token.head) and token.head.i < token.i:
        yield from (low_list, list_of_singulars, named_members)
    elif token.dep == "conj" and is_noun(token) and token.head.tag == "VBG" and token.head in sentence.roots:
        yield low_list  # "- Licensing of pilots, **suppliers** and operators"
    elif token.dep == "compound" and token.tag == "NN" and token.i + 1 == token.head.i and types.is_institution(token.lower):
        yield _given_to
    elif token.dep in ("compound", "nmod") and token.pos == "PROPN" and token.head.dep == "dobj":
        yield _sum_that_it_pays
    elif token.tag == "VBG" and token.dep in _CLAUSES:
        yield from (_first_of_compound, _next_task, _compound_of_gerund)
    elif token.tag == "VBG" and token.dep == "conj" and is_noun(token.head):
        yield _first_of_compound
    yield from clause_shapes(token)


def _called_so(_: Sentence, adjective: Token) -> bool:
    """ "called the handling of claims **slow**": what something is called belongs to the verb, not to the last noun before."""
    above = adjective.head
    while above.dep in ("pobj", "prep", "conj") and above.head is not above:
        above = above.head
    return above.dep == "dobj" and above.head.lemma in cues().label and hang(adjective, above.head, "oprd")


def _behind_semicolon(sentence: Sentence, noun: Token) -> bool:
    """ "- Control over exports, including steel; **issuance** of certificates": a semicolon ends what is listed inside an item."""
    before, root = sentence.tokens[left_edge(noun) - 1], sentence.roots[0]
    is_apart = before.text == ";" and noun.head is not root and is_noun(root) and root.i < before.i
    return is_apart and hang(noun, root, "conj")


def _beside_a_place(_: Sentence, noun: Token) -> bool:
    """ "the Exchange of India and **BSE**", "the Pilot School in Bergen and the Harbour **Board**": what is coordinated with the place of a name, but is no
    place, goes with the name."""
    place, preposition = noun.head, noun.head.head
    name = preposition.head
    if place.dep == "pobj" and name.dep in ("appos", "conj") and _are_countries(name.head, noun) and hang(noun, name, "conj"):
        name.dep = "conj"  # "Chad, the Republic of the Congo and **Kenya**"
        return True
    if place.dep != "pobj" or name.pos != "PROPN" or noun.lower in gazetteer.places() or place.pos != "PROPN":
        return False
    if types.is_rule_head(place.lower) and types.is_rule_head(noun.lower) and noun.child("det") is not None:
        return hang(noun, name, "conj")  # "the Safety in Ports Act, **the Ferry Act** and ..."
    if preposition.lower == "of":
        return place.lower in gazetteer.countries() and is_acronym(noun.text) and hang(noun, name, "conj")
    is_body = types.is_institution(noun.lower) and types.is_institution(name.lower) and not types.is_institution(place.lower)
    is_apart = preposition.lower == "in" or (preposition.lower in ("for", "on") and noun.child("det") is not None)
    if not is_apart or not is_body or not hang(noun, name, "conj"):
        return False
    if name.dep == "appos" and name.head.pos == "PROPN":
        name.dep = "conj"  # "the Ferry Board, **the Pilot School** in Bergen and the Harbour Board"
    return True


def _are_countries(*nouns: Token) -> bool:
    return all(noun.lower in gazetteer.countries() for noun in nouns)


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
    is_task = (
        noun.child("det", "amod") is None
        and any(child.lower == "of" for child in noun.all("prep"))
        and bool(load_rulebook().of("noun", noun.lower))
    )
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
        return (
            verb.head.lemma in lists["giving_verbs"]
            and hang(body, verb, "pobj")
            and _give_article(body, given)
            and hang(given, verb.head, "dobj")
        )
    if given.dep != "dobj" or verb.lemma not in lists["giving_verbs"] or body.i != verb.i + 2:
        return False
    return hang(body, verb, "dative") and _give_article(body, given)


def _handed_over(_: Sentence, to: Token) -> bool:
    """ "leaves the inspection of harbours **to** the Pilot Board": whoever gets the task, not where the harbours lead."""
    given, receiver = to.head, to.child("pobj")
    while given.dep == "pobj" and given.head.lower == "of" and given.head is not given:
        given = given.head.head
    is_given = given is not to.head and given.dep == "dobj" and given.head.lemma in load_rulebook().lists["giving_verbs"]
    return is_given and receiver is not None and receiver.pos == "PROPN" and hang(to, given.head, "prep")


def _sum_that_it_pays(_: Sentence, name: Token) -> bool:
    """ "fined **Acme** 50 million euros": a name before the figure is no part of what is counted."""
    counted, verb = name.head, name.head.head
    figure = counted.child("nummod")
    return figure is not None and verb.i < name.i < figure.i and counted.pos == "NOUN" and hang(name, verb, "dative")


def _give_article(body: Token, given: Token) -> bool:
    return all(hang(article, body, "det") for article in given.all("det"))


def _is_listed_noun(gerund: Token, noun: Token) -> bool:
    """Whether a gerund that is a noun by the lexicon, and what follows it, stand last but one in a list of plurals."""
    return (
        bool(noun_class(gerund.lower))
        and noun.tag == "NNS"
        and any(child.dep == "conj" and child.tag[:2] == "NN" for child in noun.children)
    )


def _end_of_range(sentence: Sentence, to: Token) -> bool:
    """ "Its tasks range from pilotage **to** wreck removal", where the end was hung on the beginning."""
    start = to.head if to.head.lower == "from" else to.head.head
    verb = start.head
    return start.lower == "from" and start.dep == "prep" and verb.lemma in _RANGING and verb.pos == "VERB" and hang(to, verb, "prep")


def _second_subject(_: Sentence, noun: Token) -> bool:
    """ "Among its tasks are the collection of data, **the grading of grain** and ...", read as an apposition of the verb."""
    subject = noun.head.child("nsubj")
    return subject is not None and noun.head.i < subject.i < noun.i and hang(noun, subject, "conj")


def _listed_after_colon(sentence: Sentence, name: Token) -> bool:
    """ "coordinates the policies of its member states: **Estonia**, Latvia and Denmark", where the names were hung on the verb."""
    whole = sentence.tokens[name.i - 2]
    return whole.tag == "NNS" and hang(name, whole, "appos")


def _day_of_month(sentence: Sentence, month: Token) -> bool:
    """ "came into being **on** 3 **May**", where nothing was read as what "on" governs, or only the 3."""
    before = sentence.tokens[max(0, left_edge(month) - 1)]
    if before.tag == "CD" and before.dep == "pobj" and hang(month, before.head, "pobj"):
        return hang(before, month, "nummod")
    preposition = before
    return preposition.dep == "prep" and not preposition.children and hang(month, preposition, "pobj")


def _at_first(sentence: Sentence, first: Token) -> bool:
    """ "was at **first** a branch of the court", where the phrase was read as what "at" governs."""
    at = sentence.tokens[first.i - 1]
    noun, verb = at.child("pobj"), at.head
    if at.lower != "at" or noun is None or noun.i < first.i or first.head is not at or verb.pos not in ("VERB", "AUX"):
        return False
    return hang(noun, verb, "attr" if verb.lemma in ("be", "become", "remain") else "dobj")


def _object_of_last_verb(sentence: Sentence, noun: Token) -> bool:
    """ "mediates in disputes and funds **training**": what follows a verb without an object is no second verb's conjunct."""
    first = left_edge(noun)
    listed = noun.head.child("dobj")
    if noun.head.tag == "VBZ" and listed is not None and listed.child("cc") is not None and listed.i < noun.i and noun.child("det") is None:
        return hang(noun, listed, "conj")  # "licenses banks and, since 2022, **lenders**"
    if listed is not None and listed.i < noun.i and {p.lower for p in noun.head.all("prep")} & {p.lower for p in noun.all("prep")} & _GIVING:
        return hang(noun, listed, "conj")  # "took over the mint from the bank and **the archive** from the court"
    verb = sentence.tokens[first - 1]
    is_open = verb.pos == "VERB" and verb is not noun.head and verb.tag != "VBN" and verb.child("dobj", "ccomp", "xcomp") is None
    return is_open and is_below(verb, noun.head) and hang(noun, verb, "dobj")


def _lost_object(sentence: Sentence, noun: Token) -> bool:
    """ "belongs **to** the pilots' **forum** and trains pilots": what stands right behind a preposition that governs nothing is what it governs."""
    preposition = sentence.tokens[left_edge(noun) - 1]
    is_bare = preposition.dep == "prep" and preposition.head is noun.head and not preposition.children and preposition.i < noun.i
    return is_bare and hang(noun, preposition, "pobj")


def _second_object(sentence: Sentence, noun: Token) -> bool:
    """ "handles reports of theft, loss of pilots, **the sale** of boats and fraud", "keeps an eye on banks, **insurers** and funds".

    A second object goes on the list that comes before it.
    """
    first = noun.head.child("dobj")
    comma = comma_before(sentence, noun)
    if first is None or first is noun or comma is None or noun.head.dep == "dative" or noun.head.child("dative") is not None:
        return False
    is_list = noun.child("conj") is not None and noun.tag in _PLURAL
    listed = next((head for p in first.all("prep") for head in p.all("pobj") if head.i < comma.i and (is_list or head.child("conj") is not None)), None)
    if first.tag not in _PLURAL and not (is_list and listed is not None and listed.tag in _PLURAL):
        return False
    return listed is not None and hang(noun, listed, "conj")


def _read_as_gerund(_: Sentence, noun: Token) -> bool:
    """ "is praised by **shipping companies**": who does it is nothing that is done."""
    gerund = noun.head
    is_agent = gerund.dep == "pcomp" and gerund.head.dep == "agent" and gerund.tag == "VBG" and gerund.child("advmod") is None
    others = gerund.all("prep")
    if not is_agent or noun.i != gerund.i + 1 or noun.tag != "NNS" or any(p.lower != "as" for p in others) or not hang(noun, gerund.head, "pobj"):
        return False
    for marker in others:  # "regarded by shipping companies **as** the best"
        hang(marker, gerund.head.head, "prep")
    gerund.pos, gerund.tag = "NOUN", "NN"
    return hang(gerund, noun, "compound")


def _office_held(_: Sentence, marker: Token) -> bool:
    """ "Ann Lee runs the agency **as director**": the office is hers, not the agency's."""
    role = marker.child("pobj")
    is_office = role is not None and any(types.is_role(word.lower) for word in (role, *role.all("compound")))
    return is_office and marker.head.head.pos == "VERB" and hang(marker, marker.head.head, "prep")


def _first_of_compound(sentence: Sentence, gerund: Token) -> bool:
    """ "airlines, **flying** schools and depots", "mills and **filling** stations": plural things in a list, read as a clause."""
    tokens = sentence.tokens
    noun = tokens[gerund.i + 1] if gerund.i + 1 < len(tokens) else gerund
    before = tokens[gerund.i - 2] if gerund.i > 1 and tokens[gerund.i - 1].lower in (",", "and", "or") else gerund
    listed = gerund.head if gerund.dep == "conj" else before
    is_task = any(load_rulebook().concludes(predicate, "verb", gerund.lemma) for predicate in ("responsible_for", "regulates", "promotes"))
    is_list = first_conjunct(listed).dep in ("nsubj", "nsubjpass") or (sentence.kind == "list_item" and not is_task)
    if not is_list or noun.tag != "NNS" or listed.tag != "NNS" or listed is gerund:
        return False
    others = [child for child in gerund.children if child is not noun and child.i > noun.i and is_noun(child)]
    if not hang(noun, listed, "conj") or not all(hang(other, noun, "conj") for other in others):
        return False
    gerund.pos, gerund.tag = "NOUN", "NN"
    return hang(gerund, noun, "compound")


def _next_task(sentence: Sentence, gerund: Token) -> bool:
    """ "- administering ports, **forecasting** tides and ...": a gerund after a comma is the next task, not what the first one is done for."""
    head = gerund.head
    first = head.head if gerund.dep == "acl" and head.dep == "dobj" and sentence.kind == "list_item" else head if gerund.dep == "xcomp" else gerund
    is_next = first.tag == "VBG" and first.i < gerund.i and comma_before(sentence, gerund) is not None
    return is_next and hang(gerund, first, "conj")


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
