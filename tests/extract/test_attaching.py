"""Lists, appositions and participles that the parser hung on the wrong word; the parses are made by hand, as a model makes others."""

import pytest

from pipeline.extract.attaching import reattach
from pipeline.extract.mending import mend
from pipeline.source.tokens import Sentence, Token
from tests.extract.parsing import unmended

# word, part of speech, tag, label, index of the head
Row = tuple[str, str, str, str, int]


def tree(rows: list[Row], kind: str = "paragraph") -> Sentence:
    tokens, at = [], 0
    for i, (text, pos, tag, dep, _) in enumerate(rows):
        token = Token()
        token.i, token.text, token.lower, token.lemma = i, text, text.lower(), text.lower()
        token.pos, token.tag, token.dep, token.start, token.end, token.children = pos, tag, dep, at, at + len(text), []
        at += len(text) + 1
        tokens.append(token)
    for token, (*_, head) in zip(tokens, rows, strict=True):
        token.head = tokens[head]
        if token.head is not token:
            token.head.children.append(token)
    return Sentence(tokens, kind, 0, 0)


LIST = [
    ("sets", "VERB", "VBZ", "ROOT", 0), ("rules", "NOUN", "NNS", "dobj", 0), ("on", "ADP", "IN", "prep", 1), ("rail", "NOUN", "NN", "pobj", 2),
    (",", "PUNCT", ",", "punct", 1), ("post", "NOUN", "NN", "conj", 1), ("and", "CCONJ", "CC", "cc", 5), ("gas", "NOUN", "NN", "conj", 5),
    (".", "PUNCT", ".", "punct", 0),
]  # fmt: skip
PARALLEL = [
    ("covers", "VERB", "VBZ", "ROOT", 0), ("sale", "NOUN", "NN", "dobj", 0), ("of", "ADP", "IN", "prep", 1), ("rail", "NOUN", "NN", "pobj", 2),
    (",", "PUNCT", ",", "punct", 1), ("use", "NOUN", "NN", "conj", 1), ("of", "ADP", "IN", "prep", 5), ("gas", "NOUN", "NN", "pobj", 6),
    ("and", "CCONJ", "CC", "cc", 5), ("post", "NOUN", "NN", "conj", 5), (".", "PUNCT", ".", "punct", 0),
]  # fmt: skip
SECOND_SUBJECT = [
    ("Seatech", "PROPN", "NNP", "nsubj", 5), (",", "PUNCT", ",", "punct", 5), ("a", "DET", "DT", "det", 3), ("company", "NOUN", "NN", "nsubj", 5),
    (",", "PUNCT", ",", "punct", 5), ("builds", "VERB", "VBZ", "ROOT", 5), ("ships", "NOUN", "NNS", "dobj", 5),
]  # fmt: skip
ITEM = [
    ("Review", "NOUN", "NN", "nsubj", 3), ("of", "ADP", "IN", "prep", 0), ("deals", "NOUN", "NNS", "pobj", 1), ("concluded", "VERB", "VBD", "ROOT", 3),
    ("by", "ADP", "IN", "prep", 3), ("firms", "NOUN", "NNS", "pobj", 4),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "kind", "word", "head", "dep"),
    [
        (LIST, "paragraph", "post", "rail", "conj"),
        (PARALLEL, "paragraph", "use", "sale", "conj"),
        (SECOND_SUBJECT, "paragraph", "company", "Seatech", "appos"),
        (ITEM, "list_item", "concluded", "deals", "acl"),
        (ITEM, "list_item", "Review", "Review", "ROOT"),
        (ITEM, "paragraph", "concluded", "concluded", "ROOT"),
    ],
)
def test_a_phrase_is_hung_where_its_commas_say(rows, kind, word, head, dep):
    sentence = tree(rows, kind)
    reattach(sentence)
    token = next(token for token in sentence.tokens if token.text == word)
    assert (token.head.text, token.dep) == (head, dep)
    assert sentence.roots == [token for token in sentence.tokens if token.head is token]
    assert all(child.head is token for token in sentence.tokens for child in token.children)


# The model's own mistakes: what a word is after the mending, as (text, word, label, head).
SENTENCES = [
    ("The league spoke in 2019 of a weak link between plans and spending.", "of", "prep", "spoke"),
    ("Its training school is regarded by shipping companies as the best on the river.", "companies", "pobj", "by"),
    ("A hydrologist at Alexandria University, Hoda Mansour, has called the plan sound.", "Mansour", "appos", "hydrologist"),
    ("Most start-up founders praise the agency.", "up", "compound", "founders"),
    (
        "It directs security bureaus, which investigate crimes, maintain public order and keep the household register.",
        "maintain", "conj", "investigate",
    ),
    ("It mediates in ferry disputes and funds vocational training.", "training", "dobj", "funds"),
    ("It grew out of the Harbour Council, an advisory body founded in 1974.", "body", "appos", "Council"),
    ("In 2012 the authority, the Ministry of Health and the Ministry of Industry jointly issued guidelines.", "authority", "nsubj", "issued"),
    ("In the Republic of Peru, telecommunications and postal services are regulated by the Telecom Authority.", "telecommunications", "nsubjpass", "regulated"),
    ("Besides enforcing the Banking Act, the Insurance Code and the Exchange Law, the authority oversees the Harbour Exchange.", "Code", "conj", "Act"),
    (
        "The authority is a member of the International Organization of Ports (IOP), the International Association of Pilots and the Board, "
        "and it takes part in a network.",
        "Association", "conj", "Organization",
    ),
    ("The Safety Act of 1966 empowers the authority to write and enforce the Harbour Safety Standards.", "Act", "nsubj", "empowers"),
    ("The Ports Authority (PA), a specialized agency of the United Nations seated in Bergen, is the child of the Harbour Convention.", "seated", "acl", "agency"),
    ("It came about on 1 July 2023, when the Ministry was rebuilt.", "1", "nummod", "July"),
    ("It licenses ferry companies, building societies and harbour clubs.", "societies", "conj", "companies"),
    ("Its tasks range from food labelling to animal welfare.", "to", "prep", "range"),
    ("Developers of wind farms, who fear delays, wait.", "fear", "relcl", "Developers"),
    ("It can impose obligations on companies with significant market power, notably TIM.", "TIM", "appos", "companies"),
    (
        "The authority belongs to the Nordic Forum for Ferry Regulators (NFFR), the Harbour Regulators Association of Norway and the Baltic Ferry Organisation.",
        "Association",
        "conj",
        "Forum",
    ),
    ("Among the statutes that it administers are the Companies Law of 2022, the Ferry Law and the Port Law.", "Law", "nsubj", "are"),
    ("It was at first a branch of the Ministry of Trade.", "branch", "attr", "was"),
    ("It is run by a director, at present Ada Smith, who lives in Bergen.", "Smith", "appos", "director"),
    ("Fees are set by the Office for Ports and Rivers (OPR), an agency under the ministry.", "agency", "appos", "Office"),
    ("The Ferry Board, set up in 2008 by the Ferry Act, which licenses pilots, moved to Bergen.", "licenses", "relcl", "Board"),
    ("The Ferry Act gave the agency powers over ferries.", "agency", "dative", "gave"),
    ("The Ferry Act confers on the agency jurisdiction over ferries.", "jurisdiction", "dobj", "confers"),
    ("A branch of the Ministry of Trade, it is led by a captain.", "branch", "npadvmod", "led"),
    ("Under the Clean Sea Programme, launched in 2017, the agency buys ships.", "launched", "acl", "Programme"),
    ("A chairperson and four other members, all appointed by the council, make up the board.", "appointed", "acl", "members"),
    ("The office grew out of the Aliens Bureau, a section of the police that was set up in 1938.", "set", "relcl", "section"),
    ("It is an agency of the government that regulates ferries.", "regulates", "relcl", "agency"),
    ("It came into being on 3 May 2010.", "May", "pobj", "on"),
    ("It founded the Harbour Forum in 2021, which pools knowledge.", "pools", "relcl", "Forum"),
    (
        "It emerged in 2021 from the Ministry of Roads, when the Chancellor formed his government, and was headed throughout by Ada Smith.",
        "headed",
        "conj",
        "emerged",
    ),
    ("It fined Anchor Lines 35 million euros.", "Lines", "dative", "fined"),
    ("Its laboratory in Bergen, a member of the Sea Network, tests water.", "member", "appos", "laboratory"),
    (
        "Known in Māori as Te Mana Taiao, the Coastal Agency (CA) is a Crown agent that regulates hazardous substances.",
        "Agency",
        "nsubj",
        "is",
    ),
    ("Its organs are the president, the Harbour Council and the Ferry Board.", "Council", "conj", "president"),
    ("The agency issues licences under the Federal Law on Ports, adopted in 2014.", "adopted", "acl", "Law"),
    ("The Transport Code and the Treaty of Bergen empower the authority to punish cartels.", "punish", "xcomp", "empower"),
    (
        "Decisions rest with a Board of Directors, whose five members are nominated by the President and confirmed by the Senate.",
        "nominated",
        "relcl",
        "Board",
    ),
    (
        "Alongside the Office of Ships (OS), the Deposit Insurance Corporation and the Consumer Agency, the bank sits on the Pilot Committee.",
        "Corporation",
        "conj",
        "Office",
    ),
    (
        "A cabinet-level ministry under the council, the Ministry of Ecology and Ships (MES) is charged with preventing pollution.",
        "Ministry",
        "nsubjpass",
        "charged",
    ),
    (
        "The Resolution Board, set up within the bank in 2014 under the Bank Recovery Act, can order the sale of failing lenders.",
        "Board",
        "nsubj",
        "order",
    ),
]
LISTS = [
    ("It works with the PRA, the Fraud Office and the Service Board, and it is a member of the Sea Union (SU).", "Office", "conj", "PRA"),
    (
        "It oversees the Coast Administration, the Changjiang River Administration of Pilots in Wuhan and Dalian University.",
        "University",
        "conj",
        "Administration",
    ),
    ("NPA had been formed in 1949 out of the Ministry of Commerce and Industry and the Board of Trade.", "Board", "conj", "Ministry"),
    ("It keeps an eye on banks, insurance companies and fund managers.", "companies", "conj", "banks"),
    ("Kenya, Rwanda, the Democratic Republic of the Congo and Somalia joined later.", "Somalia", "conj", "Republic"),
    ("Refineries, fuel distributors and filling stations need its permit.", "stations", "conj", "distributors"),
    ("Banks are supervised by the agency, as are insurers.", "insurers", "conj", "Banks"),
    ("- protection of users' rights under the Consumer Protection Code;", "under", "prep", "protection"),
]
# What the model hung rightly stays there.
KEPT = [
    "Its plans include a focus on upgrading the core fleet, accelerating the adoption of sails, and aligning rules with goals.",
    "No part of the ministry attracts as much comment as the General Directorate of Ships, which checks harbours and shipyards.",
    "Its office in Bergen, a city of pilots, inspects ships.",
    "It licenses boats under a permit, issued in Bergen.",
    "It fined the bank in 2020.",
    "Prior to the war, she was a pilot, and was involved in opposing the tolls.",
    "Many of the young pilots who stayed are now captains.",
    "This font contains some symbols, such as the Star of David, the symbols of the zodiac and others.",
    "The Coastal Agency, an arm of the ministry, licenses pilots.",
]


@pytest.mark.parametrize(("text", "word", "dep", "head"), [*SENTENCES, *LISTS])
def test_what_the_model_hangs_on_the_wrong_word(text: str, word: str, dep: str, head: str) -> None:
    sentence = unmended(text)
    at = next(token for token in sentence.tokens if token.text == word)
    assert (at.dep, at.head.text) != (dep, head)  # else the case shows nothing
    mend([sentence])
    assert (at.dep, at.head.text) == (dep, head)


@pytest.mark.parametrize("text", KEPT)
def test_what_the_model_hangs_on_the_right_word_stays_there(text: str) -> None:
    sentence = unmended(text)
    before = [(token.dep, token.head.i) for token in sentence.tokens]
    mend([sentence])
    assert [(token.dep, token.head.i) for token in sentence.tokens] == before
