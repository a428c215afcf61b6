"""What the words of a text say for or against something: good words and bad ones, each turned around by what stands before it.

Negations and verbs that lessen turn a word around ("without loss", "prevents accidents"); what a verb says that there is more or less of counts by
what one wants of it ("cut costs").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.cues import cues
from pipeline.extract.lexicon import noun_class, singular
from pipeline.extract.trees import is_below
from pipeline.source.tokens import Token

_SIGN = {"supportive": 1, "critical": -1}
# A word is turned around by a negation or by a lessening verb that stands so many words before it.
_FAR, _NEAR = 7, 5
NEGATIONS = frozenset({"barely", "hardly", "n't", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "nowhere", "scarcely"})
_AMOUNTS = {"little": -1, "nothing": -1, "less": -1, "enough": -1, "much": 1, "more": 1, "plenty": 1, "well": 1, "wonders": 1}
_TAKING = frozenset({"bring", "drive", "force", "get", "keep", "push"})
_KEEPING = frozenset({"ban", "bar", "block", "deter", "discourage", "hinder", "keep", "prevent", "prohibit", "stop"})
_OUTCOMES = {"add": "to", "contribute": "to", "lead": "to", "result": "in"}
_RARE = frozenset({"few", "fewer", "lighter", "rare", "rarer", "scarcer"})
_HARD = frozenset({"difficult", "hard", "harder", "impossible"})
_EASY = frozenset({"easier", "easy", "possible", "simple"})
_HIDING = frozenset({"bypass", "capture", "circumvent", "conceal", "counterfeit", "disguise", "escape", "evade", "forge", "hide", "launder", "steal"})
_STAYING = frozenset({"go", "leave", "remain", "stay"})
_SAME = frozenset(
    {"unaffected", "unaltered", "unchanged", "unbroken", "undiminished", "undisputed", "united", "unharmed", "unmatched", "unrivalled", "unscathed"}
)
_SPANS = frozenset({"day", "decade", "hour", "minute", "month", "week", "year"})
_PEOPLE = frozenset({"group", "location", "organization", "people", "person", "region"})
_FALLS = frozenset({"reduction", "cut"})
_MEASURES = frozenset({"better", "less", "more", "other", "worse"})
_LASTING = frozenset({"be", "become", "keep", "remain", "stay"})
_LEVELS = {"high": 1, "higher": 1, "long": 1, "longer": 1, "low": -1, "lower": -1, "short": -1, "shorter": -1}
_MAKING = frozenset({"leave", "make", "render"})
_STATES = frozenset({"acomp", "advmod", "ccomp", "oprd"})
_PROTECTING = frozenset({"defend", "guard", "protect", "safeguard", "save", "shield", "spare"})
_SAVED = frozenset({"effort", "money", "time"})
_AWAY = frozenset({"against", "from"})
_TOWARDS = frozenset({"against", "of", "on", "to"})


def polarity(tokens: Sequence[Token]) -> int:
    """The good words less the bad ones of a text, each turned around by a negation or a lessening verb shortly before it."""
    signs, within = _signs(tokens)
    for compared in _compared(tokens):
        signs[compared] = 0
    effects = _take_effects(tokens, signs)
    plain, used = list(signs), set[int]()
    for position, sign in enumerate(plain):
        if sign:
            signs[position] = _turned(tokens, plain, position, used, within)
    return effects + sum(sign for position, sign in enumerate(signs) if position not in used)


def _compared(tokens: Sequence[Token]) -> Iterator[int]:
    """The places of what something is set against: "more harm **than good**"; but not "no more than a nuisance"."""
    for position, token in enumerate(tokens[1:-1], 1):
        if token.lower == "than" and tokens[position - 1].lower not in _MEASURES:
            yield from range(position + 1, min(len(tokens), position + _NEAR))


def _take_effects(tokens: Sequence[Token], signs: list[int]) -> int:
    """What a text says that there is more or less of, or that is kept from being done; the signs of its words are taken out of `signs`."""
    effects = 0
    for position, token in enumerate(tokens):
        if token.pos == "NOUN" and (effect := _of_change(token)):
            effects += effect
            signs[position:] = [0 if tokens[other].i in _below(token) else signs[other] for other in range(position, len(tokens))]
        if token.pos == "VERB" and (kept_from := _kept_from(tokens, token)):
            effects += 1 if polarity(tokens[kept_from:]) < 0 else -1
            signs[position:] = [0] * (len(tokens) - position)
            break
        if token.lower in _LEVELS and (level := _level(token)):
            effects += level
            for other, word in enumerate(tokens[: position + 1]):
                if token.head in (word.head, word.head.head):
                    signs[other] = 0
        if token.pos == "VERB" and (changed := _changed(token)) is not None:
            effects += _effect(token, changed)
            for other, word in enumerate(tokens):
                if other == position or word is changed or (word.head is changed and word.i < changed.i):
                    signs[other] = 0
        if token.pos == "VERB" and (state := _made(token)) is not None:
            first = next((place for place in range(position + 1, len(tokens)) if tokens[place] is state), position)
            effects += 1 if polarity(tokens[position + 1 : first]) < 0 else -1
            signs[position : first + 1] = [0] * (first + 1 - position)
    return effects


def _turned(tokens: Sequence[Token], plain: Sequence[int], position: int, used: set[int], within: set[int]) -> int:
    """The sign of a word after what stands before it has turned it around, or governs it; the words that turned it are noted in `used`.

    The words `within` a phrase turn nothing: "has **no** means of".
    """
    sign, token = plain[position], tokens[position]
    for earlier in range(position - 1, max(-1, position - 1 - _FAR), -1):
        before = tokens[earlier]
        if before.text in (",", ";", ":"):
            break
        is_object = before.pos == "VERB" and before in (token.head, token.head.head)
        is_far = position - earlier > _NEAR and before.lower not in NEGATIONS and not is_object
        between = tokens[earlier + 1 : position + 1]
        if is_far or earlier in within or _says_no_less(before, between) or (before.lower == "without" and not is_below(token, before)):
            continue  # "auctions **without** subsidies protect taxpayers"
        if sign < 0 and before.lemma in _PROTECTING and any(word.lower in _AWAY for word in between):
            sign = 0  # "**protects** savers from fraud"
        elif (_reverses(before) and not _is_of_other(before, token)) or (sign < 0 and token.lemma in cues().words and _is_left(tokens, earlier)):
            used.add(earlier)
            sign = -sign
        elif sign > 0 and plain[earlier] < 0 and _governs(tokens, earlier, position):
            sign = 0  # "had **disregarded** the best advice", "a **lack** of trust", "a **late** success" have nothing good to say
    if (waning := _waning_after(tokens, position)) is not None:  # "complaints have fallen"
        used.add(waning)
        sign = -sign
    return sign


def _says_no_less(negation: Token, following: Sequence[Token]) -> bool:
    """Whether a negation denies nothing: "have **never** been more accurate", "have **never** been so slow", "have **no** better protector", "**no** doubt"."""
    if negation.lower == "never":
        return any(token.tag in ("JJR", "RBR") or token.lower in ("so", "as") for token in following)
    first = following[0]
    is_better = first.tag in ("JJR", "RBR") and first.lower != "longer"
    return negation.lower == "no" and (is_better or first.lower in ("doubt", "other"))


def _governs(tokens: Sequence[Token], earlier: int, position: int) -> bool:
    """Whether a word has a later one for its object or belongs to it: "**disregarded** advice", "a **lack** of trust", "a **late** success"."""
    word = tokens[earlier]
    is_verb = word.pos == "VERB" and word.dep != "amod"  # but "**degraded** lands will recover"
    return is_verb or word.dep == "prt" or tokens[earlier + 1].lower in _TOWARDS or word in tokens[position].children


def _is_left(tokens: Sequence[Token], position: int) -> bool:
    """Whether something bad is left behind: "lifted millions **out of** poverty"."""
    return tokens[position].lower == "out" and tokens[position + 1].lower == "of"


def _is_of_other(participle: Token, word: Token) -> bool:
    """Whether what turns a word around only belongs to another noun: "a **fixed** price protects smallholders"."""
    return participle.tag == "VBN" and participle.dep == "amod" and participle.head is not word and participle.head not in (word.head, word.head.head)


def _reverses(word: Token) -> bool:
    """Whether a word turns the next ones around; as adjectives only few do: "fewer", not "free"."""
    words = cues()
    return (word.lower in words.reversing or word.lemma in words.reversing) and (word.pos != "ADJ" or word.lower in ("fewer", "less"))


def _changed(verb: Token) -> Token | None:
    """What a verb says that there is more or less of, where more of it is good or bad by itself: "cut **costs**", "**fees** have risen"."""
    words = cues()
    is_risen = verb.lemma in words.rising or verb.lemma in words.waning
    noun = verb.child("nsubj" if is_risen and verb.child("dobj") is None else "dobj", "nsubjpass") or _brought_about(verb)
    changes = words.raising | words.lessening | words.reversing
    if noun is None or not (is_risen or verb.lemma in changes or _is_brought_down(verb)):
        return None
    return noun if _worth(noun) else None


def _brought_about(verb: Token) -> Token | None:
    """ "**led to** shortages", "contributed to the rise"."""
    preposition = _OUTCOMES.get(verb.lemma)
    return next((noun for p in verb.all("prep") if p.lower == preposition for noun in p.all("pobj")), None)


def _made(verb: Token) -> Token | None:
    """The bad state in which something is put: "make elections **impossible**", "rendered the fund **useless**"."""
    if verb.lemma not in _MAKING or verb.child("neg") is not None:
        return None
    places = (*verb.children, *(child for part in verb.children for child in part.children))
    state = next((word for word in places if word.dep in _STATES and word.i > verb.i + 1 and _is_bad_state(word)), None)
    things = (child for parent in (verb, state) if parent is not None for child in parent.children)
    is_put = state is not None and any((child.tag[:2] == "NN" or child.tag == "VBG") and verb.i < child.i < state.i for child in things)
    return state if is_put else None


def _is_bad_state(word: Token) -> bool:
    return word.lower in _HARD or (word.pos == "ADJ" and cues().words.get(word.lemma) == "critical")


def _kept_from(tokens: Sequence[Token], verb: Token) -> int:
    """Where in a text begins what somebody cannot do: "**prevents** the board from **inspecting** ships"; 0 where nothing is prevented."""
    if verb.lemma not in _KEEPING:
        return 0
    deed = next((p.i for noun in (verb, *verb.all("dobj")) for p in noun.all("prep") if p.lower == "from" and p.child("pcomp") is not None), None)
    return 0 if deed is None else next((place + 1 for place, token in enumerate(tokens[:-1]) if token.i == deed), 0)


def _of_change(noun: Token) -> int:
    """1 for more of something good or less of something bad, -1 for the contrary, 0 for no change: "the **fall in** road deaths"."""
    words = cues()
    is_less = noun.lemma in words.waning or noun.lemma in words.lessening or noun.lemma in _FALLS
    if not (is_less or noun.lemma in words.rising) or noun.lemma in words.undesired:  # "the **costs** of compliance"
        return 0
    of_what = next((head for p in noun.all("prep") if p.lower in ("in", "of") for head in p.all("pobj")), None)
    inner = next((head for p in of_what.all("prep") if p.lower == "of" for head in p.all("pobj")), None) if of_what is not None else None
    worth = (_worth(of_what) if of_what is not None else 0) or (_worth(inner) if inner is not None else 0)
    return -worth if is_less else worth


def _below(noun: Token) -> set[int]:
    return {token.i for token in noun.subtree() if token.i >= noun.i}


def _level(adjective: Token) -> int:
    """1 where there is said to be much of something good or little of something bad, -1 for the contrary, else 0: "prices have stayed **low**"."""
    verb = adjective.head
    noun = verb.child("nsubj") if adjective.dep in ("acomp", "oprd", "advmod") else None
    sign = _LEVELS[adjective.lower] * _worth(noun) if noun is not None and verb.lemma in _LASTING else 0
    return -sign if verb.child("neg") is not None else sign


def _is_brought_down(verb: Token) -> bool:
    """ "**bring** prices **down**"."""
    return verb.lemma in _TAKING and any(child.lower == "down" for child in verb.all("prt", "advmod"))


def _worth(noun: Token) -> int:
    """1 for what one wants more of, -1 for what one wants less of, else 0: "**costs**", "**waiting** times"."""
    words = cues()
    if noun.lemma in words.desired or noun.lemma in words.undesired:
        is_less = any(child.lower in ("fewer", "less") for child in noun.children)  # "led to **fewer** inspections"
        return 1 if (noun.lemma in words.desired) != is_less else -1
    parts = [child.lemma for child in noun.children if child.dep in ("compound", "amod") and not _is_of_people(child)]
    signs = [_SIGN[words.words[part]] for part in (noun.lemma, *parts) if part in words.words]
    return signs[0] if signs else 0


def _effect(verb: Token, changed: Token) -> int:
    """1 where more of something good or less of something bad is told, else -1; a negation turns it around."""
    words = cues()
    is_more = (verb.lemma in words.raising and not _is_brought_down(verb)) or (verb.lemma in words.rising and verb.child("dobj") is None)
    sign = _worth(changed) if is_more else -_worth(changed)
    return -sign if verb.child("neg") is not None else sign


def good_and_bad(words: Sequence[Token]) -> tuple[int, int]:
    """How many good and how many bad words there are, whatever turns them around."""
    signs, _ = _signs(words)
    return sum(sign > 0 for sign in signs), sum(sign < 0 for sign in signs)


def done(words: Sequence[Token]) -> int:
    """1 for what "has done much for" something, -1 for what "has done little"; "no other body has done so much" is praise too."""
    for position, token in enumerate(words):
        if token.lemma == "do" and token.pos == "VERB":
            for later in words[position + 1 : position + 4]:
                if later.lower in _AMOUNTS:
                    return _AMOUNTS[later.lower]
    return 0


def _waning_after(tokens: Sequence[Token], position: int) -> int | None:
    """The position of a word shortly after a noun that says that there is less of it: "accidents **fell**", "have become **rarer**", "have been **few**"."""
    token = tokens[position]
    subject = _subject_over(token)
    if subject is not None and subject.head.lemma in ("be", "become", "remain"):
        told = subject.head.child("acomp", "attr")
        return tokens.index(told) if told is not None and told in tokens and told.lower in _RARE else None
    if subject is not None and subject.head.lemma in cues().waning and subject.head in tokens and subject.head.child("dobj") is None:
        return tokens.index(subject.head)
    if token.dep == "amod" and token.head in tokens[position : position + _NEAR]:  # "**fatal** accidents have become rarer"
        position += token.head.i - token.i
    if tokens[position].pos != "NOUN":
        return None
    for later in range(position + 1, min(len(tokens), position + 1 + _NEAR)):
        if tokens[later].pos in ("NOUN", "PUNCT", "PRON"):
            return None
        if (tokens[later].lemma in cues().waning and tokens[later].pos == "VERB") or tokens[later].lower in _RARE:
            return later
    return None


def _subject_over(word: Token) -> Token | None:
    """The subject that a word is part of, by nouns and prepositions only: "the number of stocks subject to **overfishing** fell"."""
    for _ in range(_NEAR):
        if word.dep in ("nsubj", "nsubjpass") and word.head.i > word.i:
            return word
        if word.dep not in ("amod", "compound", "pobj", "prep", "conj", "acl") or word.head is word:
            return None
        word = word.head
    return None


def _signs(tokens: Sequence[Token]) -> tuple[list[int], set[int]]:
    """The sign of each word, that of a phrase at its end, and the places of the words within phrases."""
    signs, within = [_sign(tokens, position) for position in range(len(tokens))], set[int]()
    phrases = cues().phrases
    for position, token in enumerate(tokens):
        if _to_do_bad(tokens, position):
            continue  # "**harder for** any firm to cheat"
        for form in {token.lower, token.lemma} & phrases.keys():
            for rest, stance in phrases[form]:
                end = position + 1 + len(rest)
                if end <= len(tokens) and all(word in (t.lower, t.lemma) for word, t in zip(rest, tokens[position + 1 : end], strict=True)):
                    signs[position:end] = [0] * len(rest) + [_SIGN.get(stance, 0)]
                    within.update(range(position, end - 1))
                    break
    return signs, within


def _is_of_people(token: Token) -> bool:
    """Whether a word only says which people or countries are meant: "brought **poor** families online", "a blessing for the **poorest**"."""
    is_them = token.dep == "pobj" and token.head.lower == "for"
    return token.lower in ("poor", "poorer", "poorest") and (
        is_them or (token.dep == "amod" and noun_class(singular(token.head.lower)) in _PEOPLE)
    )


def _is_of_open(token: Token) -> bool:
    """Whether a word is "the **growth** of enclaves", of which nothing is known."""
    return token.lemma == "growth" and any(p.lower in ("in", "of") for p in token.all("prep"))


def _to_do_bad(tokens: Sequence[Token], position: int) -> int:
    """1 for a word that says that something bad can hardly be done ("**harder** to forge"), -1 where it easily can ("**easy** to evade"), else 0."""
    word, to = tokens[position].lower, position + 1
    if to < len(tokens) and tokens[to].lower == "for":  # "harder **for any firm** to capture"
        to = next((place for place in range(to, min(len(tokens), to + _NEAR + 2)) if tokens[place].lower == "to"), to)
    if not (word in _HARD or word in _EASY) or to + 1 >= len(tokens) or tokens[to].lower != "to":
        return 0
    deed = tokens[to + 1].lemma
    is_bad = deed in _HIDING or cues().words.get(deed) == "critical"
    return is_bad * (1 if word in _HARD else -1)


def _is_left_so(tokens: Sequence[Token], position: int) -> bool:
    """Whether a word tells in what state something stays: "**remain** unenforced", "**went** unpunished"; but "remains unchanged" is neither good nor bad."""
    before = tokens[position - 1] if position else tokens[position]
    return before.lemma in _STAYING and tokens[position].lower not in _SAME


def _sign(tokens: Sequence[Token], position: int) -> int:
    """1 for a good word, -1 for a bad one, else 0; a compound ("self-serving") counts where it ends."""
    known, token = cues().words, tokens[position]
    is_first_part = token.pos == "ADJ" and [t.tag for t in tokens[position + 1 : position + 3]] in (["HYPH", "NN"], ["HYPH", "VBG"])  # "**clear**-cutting"
    if _is_of_open(token) or is_first_part or _is_of_people(token) or (token.lemma in cues().deeds and token.pos != "VERB"):
        return 0
    if token.lower == "few" and position and tokens[position - 1].lower == "a" and token.head.lemma in _SPANS:
        return 0  # "within a few years"
    if token.pos == "PROPN" and token.text[0].isupper():
        return 0  # "the **Innovative** Medicines Union"
    if position > 1 and tokens[position - 1].lower == "to" and any(_to_do_bad(tokens, hard) for hard in range(max(0, position - 2 - _NEAR), position - 1)):
        return 0
    if to_do := _to_do_bad(tokens, position):
        return to_do
    is_saved = any(child.lemma in _SAVED for child in token.all("npadvmod"))
    if token.lemma in ("spar", "spare") and (is_saved or len([*token.all("dative", "dobj")]) > 1):
        return 1  # "**spares** pupils long walks", which may be lemmatized as "spar"
    if token.lower == "able" and position + 1 < len(tokens) and tokens[position + 1].lower == "to":
        return 0  # "is **able** to squeeze suppliers"
    if token.dep == "compound" and token.pos == "NOUN" and known.get(token.lemma) == "supportive":
        return 0  # "**safety** standards" are a subject matter
    is_needed = token.lower == "needed" and token.child("auxpass") is not None
    if token.pos != "ADJ" and not is_needed and (token.lower in cues().qualities or token.lemma in cues().qualities):
        return 0
    if token.lower.startswith("un") and token.lower.endswith("ed") and token.dep in ("acomp", "oprd", "ROOT", "ccomp") and _is_left_so(tokens, position):
        return -1  # "rulings remain **unenforced**"
    forms = [token.lemma, token.lower]
    if position > 1 and tokens[position - 1].tag == "HYPH":
        forms.insert(0, f"{tokens[position - 2].lower}-{token.lower}")
    return next((_SIGN[known[form]] for form in forms if form in known), 0)
