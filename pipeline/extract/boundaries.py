"""Whether another report begins at a word: what is held ends there.

Read off the surface, as `held` reads what is reported.
"""

from __future__ import annotations

from pipeline.extract.cues import cues, reporting_verbs
from pipeline.extract.reported import OPENERS, TELLING
from pipeline.extract.trees import FINITE, NOUNS, left_edge
from pipeline.source.tokens import Token

_DEEDS = frozenset({"change", "habit", "measure", "move", "practice", "step", "task"})
RELATIVES = frozenset({"which", "who", "whom", "whose", "where"})
# A contrasted clause tells of another report before its next comma, or not long after.
LONG = 12
REACH = 40


def begins_participle(tokens: list[Token], link: Token) -> bool:
    """ "praised its staff **while conceding** that": the same people hold something else."""
    verb = tokens[link.i + 1] if link.i + 1 < len(tokens) else link
    return verb.tag == "VBG" and (verb.lemma in reporting_verbs() or _has_opinion(verb))


def is_remark(tokens: list[Token], article: Token) -> bool:
    """ "..., a claim that its director denies", "..., a charge it rejects"."""
    noun = next((t for t in tokens[article.i + 1 : article.i + 4] if t.tag in NOUNS and t.lemma in cues().remarks), None)
    if article.tag != "DT" or noun is None or noun.i + 1 >= len(tokens):
        return False
    following = tokens[noun.i + 1]
    if [token.lower for token in tokens[noun.i + 1 : noun.i + 3]] in (["to", "which"], ["with", "which"]):
        return True  # "a charge **to which** the board replies that"
    return following.lower in ("that", "which") or following.tag in ("NNS", "NNP", "DT", "PRP", "VBN")  # "a criticism **shared** by pilots"


def is_held_of(tokens: list[Token], article: Token) -> bool:
    """ "..., a measure which economists defended as Y": what was said is itself the matter of another report."""
    noun = next((t for t in tokens[article.i + 1 : article.i + 4] if t.tag in NOUNS), None)
    if article.lower not in ("a", "an") or noun is None or noun.i + 2 >= len(tokens):
        return False
    if tokens[noun.i + 1].tag == "VBN" and tokens[noun.i + 2].lower == "by":
        return tokens[noun.i + 1].lemma in cues().object.keys() | cues().frame  # "..., a judgment **hailed** by savers as"
    if tokens[noun.i + 1].lower not in ("which", "that"):
        return False
    verb = tokens[noun.i + 1].head
    if noun.lemma in _DEEDS and any(word.tag in FINITE for word in (verb, *verb.children, verb.head)):
        return True  # "for hiding data, **a practice that became rarer** in 2014", "a step which the ministry says is not planned"
    return verb.child("nsubj") is not None and tokens[noun.i + 1].dep != "nsubj" and reports_on(tokens, verb)


def judges_it(which: Token) -> bool:
    """ "had survived, **which its authors considered** a feat": what was said is itself judged, by somebody who is named."""
    verb = which.head
    return which.lower == "which" and which.dep == "dobj" and verb.lemma in cues().label and verb.child("nsubj") is not None


def leads_to_report(tokens: list[Token], link: Token) -> bool:
    if link.i + 1 == len(tokens) or tokens[link.i + 1].lower == "that":
        return False  # "contend that X, **and that** Y"
    if is_anothers(tokens, link.i + 1):
        return True  # "but **in the opinion of** savers"
    above = link.head if link.dep == "cc" else link
    if above.lemma in reporting_verbs() and any(verb.i > link.i and reports_on(tokens, verb) for verb in above.all("conj")):
        return True  # "object that X, **and** the state, which won a case, argued that Y"
    inside = _insertion(tokens, link)
    for later in tokens[link.i + 1 : min(link.i + REACH, len(tokens) - 2)]:
        if later.i in inside:
            continue  # "and **the court**, which lifted the ban, **held** that"
        if later.text == ";" or (later.text == "," and later.i - link.i > LONG + len(inside)):
            return False
        if reports_on(tokens, later):
            return True
    return False


def opens_report(tokens: list[Token], start: int) -> bool:
    """Whether the subject of a report set beside the one before begins at an index: "complain that X, **sailors** say that Y"."""
    verb = next((token for token in tokens[start : start + LONG] if token.tag in FINITE), None)
    verb = verb.head if verb is not None and verb.dep == "aux" else verb  # "diplomats **have lauded** it"
    subject = verb.child("nsubj") if verb is not None else None
    if verb is None or subject is None or not start <= subject.i < verb.i:
        return False
    first = verb.head if verb.dep == "conj" else verb.child("ccomp")
    if first is None or first.i >= start or not reports_on(tokens, verb):
        return False
    judged = cues().object  # "insurers **praise** its rigour, tenants **resent** its delays"
    return (first.lemma in reporting_verbs() and next_is_that(tokens, verb)) or (first.lemma in judged and verb.lemma in judged)


def _insertion(tokens: list[Token], link: Token) -> range:
    """The places of the first relative clause, or phrase without a verb, between commas after a conjunction."""
    start = next((t.i for t in tokens[link.i + 1 : link.i + LONG] if t.text == ","), 0)
    end = next((t.i for t in tokens[start + 1 : start + REACH] if t.text == ","), 0) if start else 0
    is_phrase = 0 < end - start < LONG and not is_finite_clause(tokens[start:end])
    is_clause = start + 1 < len(tokens) and tokens[start + 1].lower in RELATIVES
    return range(start, end) if is_phrase or is_clause else range(0)


def joins_report(tokens: list[Token], join: Token) -> bool:
    """ "conceded that X but **promised** that Y": the verb right after the conjunction reports."""
    for later in tokens[join.i + 1 : join.i + 4]:
        if later.pos in ("ADV", "AUX"):
            continue
        is_charge = later.lemma in cues().charge  # "fear that ports will close and **accuse** it of Y"
        is_bare = later.tag == "VB" and later.dep == "conj" and (later.head.tag in FINITE or is_charge)
        is_finite = later.tag in ("VBD", "VBZ", "VBP", "VBN") or is_bare
        if later.tag == "VBN" and [token.lower for token in tokens[later.i + 1 : later.i + 2]] == ["by"]:
            return later.lemma in cues().object.keys() | cues().charge.keys()  # "hailed as a victory and **denounced** by savers as"
        return is_finite and reports_on(tokens, later)
    return False


def reports_on(tokens: list[Token], verb: Token) -> bool:
    """Whether a verb is another report: it has a complement, or one of the prepositions that its kind of report needs."""
    words = cues()
    if verb.i + 2 >= len(tokens):
        return False
    if verb.lower in words.adjective and (verb.pos == "ADJ" or verb.child("auxpass") is not None):  # "though economists are not **convinced** that"
        is_told = tokens[verb.i + 1].lower in OPENERS | words.topics | {"by"}
        return is_told and verb.dep in ("acomp", "ccomp", "ROOT", "advcl", "conj")
    if verb.lemma not in reporting_verbs():
        return _has_opinion(verb)  # "took the view that"
    following = tokens[verb.i + 1 + (tokens[verb.i + 1].tag == "RP")].lower
    wanted = words.about.get(verb.lemma, frozenset()) | words.charge.get(verb.lemma, frozenset())
    if verb.pos == "NOUN" and following == "that" and verb.lemma in words.clause and tokens[verb.i - 1].tag in ("NNS", "NNP"):
        return True  # "cities such as Lyon lament that"
    if verb.pos != "VERB":  # "engineers credit it with X", read as nouns
        return verb.pos == "NOUN" and following in ("it", "them", "him", "her") and tokens[verb.i + 2].lower in wanted
    if (
        following in OPENERS
        or following in wanted
        or _has_opinion(verb)
        or any(child.dep == "ccomp" and child.i > verb.i for child in verb.children)
    ):
        return True
    target = verb.child("dobj")
    if target is None or target.i < verb.i:
        return False
    if verb.lemma in TELLING and any(token.lower == "that" and token.tag == "IN" for token in tokens[target.i + 1 : target.i + 2]):
        return True  # "the head **told a reporter that**"
    if (verb.lemma in words.request and verb.child("xcomp", "ccomp") is not None) or (verb.lemma in words.label and verb.child("oprd") is not None):
        return True
    if "of" in wanted and any(tells_deed(tokens, token) for token in tokens[target.i + 1 : target.i + LONG]):
        return True
    wanted |= {"as"} if verb.lemma in words.frame else frozenset()
    if verb.lemma in words.frame and as_of_relative(target) is not None:
        return True
    return verb.lemma in words.object or any(token.lower in wanted for token in (*verb.children, *target.subtree()))


def tells_deed(tokens: list[Token], of: Token) -> bool:
    """ "accused it in 2018 **of** hiding losses", wherever the parser put the preposition."""
    return of.lower == "of" and of.i + 1 < len(tokens) and tokens[of.i + 1].lower.endswith("ing")


def as_of_relative(target: Token | None) -> Token | None:
    """The "as" that the parser took into the relative clause of what is described: "described the act that ended it **as** revenge"."""
    clause = target.child("relcl") if target is not None else None
    if clause is not None and clause.lemma in cues().frame:
        return None  # "opposed by judges, who **see** it as an attack"
    return next((p for p in clause.all("prep") if p.lower == "as"), None) if clause is not None and clause.child("dobj") is not None else None


def as_of_participle(verb: Token) -> Token | None:
    """The "as" that the parser took into a clause without a subject: "see it **as** poorly designed"."""
    judged = next((t for t in verb.all("advcl", "xcomp", "ccomp") if t.tag == "VBN" and t.i > verb.i), None)
    if judged is None or judged.child("advmod") is None or judged.child("nsubj", "nsubjpass") is not None:
        return None
    return next((word for child in judged.children for word in (child, *child.children) if word.lower == "as" and word.i > verb.i), None)


def as_of_clause(verb: Token) -> Token | None:
    """The "as" that the parser took for a conjunction: "describe the visits **as** a formality carried out in haste"."""
    for clause in verb.all("advcl"):
        mark, subject = clause.child("mark"), clause.child("nsubj")
        if mark is None or subject is None or mark.lower != "as" or mark.i < verb.i:
            continue
        opening = left_edge(subject)
        is_indefinite = subject.child("det") is not None and subject.children[0].lower in ("a", "an")
        is_bare = subject.tag == "NN" and opening == subject.i and clause.child("aux", "auxpass") is None
        if opening == mark.i + 1 and (is_indefinite or is_bare):
            return mark
    return None


def _has_opinion(verb: Token) -> bool:
    """ "while **expressing reservations**", "although it **found no evidence**"."""
    if verb.lemma == "be" and verb.child("expl") is not None:  # "there are **complaints** that"
        return any(noun.lemma in cues().noun for noun in verb.all("attr"))
    if verb.lemma == "be" and verb.child("prep") is not None:  # "while **they are of the opinion that**"
        nouns = (noun for of in verb.all("prep") if of.lower == "of" for noun in of.all("pobj"))
        return any(noun.lemma in cues().noun and noun.child("acl", "ccomp") is not None for noun in nouns)
    told = verb.child("dobj")
    return (
        told is not None
        and told.i > verb.i
        and (told.lemma in cues().noun or told.lemma in cues().proofs)
        and verb.lemma in cues().governing
    )


def is_anothers(tokens: list[Token], start: int) -> bool:
    """Whether a clause begins with the words for whose view it is: "and **in the opinion of the board** the rates", "although **in her view** they"."""
    words = [token.lower for token in tokens[start : start + 4]]
    if words[:2] == ["according", "to"]:
        return True
    verb = next((token for token in tokens[start : start + LONG] if token.tag in FINITE), None)
    if verb is not None and verb.lemma in cues().desiring and verb.i + 1 < len(tokens) and tokens[verb.i + 1].tag == "TO" and verb.child("nsubj") is not None:
        return tokens[start].tag != "PRP"  # "doubt that X, and **a group of deputies wants to** change it"
    is_perspective = len(words) == 4 and words[0] in ("in", "from") and words[2] in cues().perspectives
    return is_perspective and (words[3] == "of" or tokens[start + 1].tag == "PRP$")


def is_finite_clause(tokens: list[Token]) -> bool:
    return any(token.tag in FINITE for token in tokens)


def next_is_that(tokens: list[Token], token: Token) -> bool:
    """ "some hold that X, **others that** Y"."""
    return token.i + 1 < len(tokens) and tokens[token.i + 1].lower == "that"
