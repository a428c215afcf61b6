"""Verbs that a small parser takes for nouns are put right, and nouns stay nouns."""

from __future__ import annotations

import pytest

from pipeline.extract.mending import mend
from tests.extract.parsing import unmended

MISREAD = [
    ("The bank prints notes, mints coins and oversees payment systems.", ["prints", "mints", "oversees"]),
    ("The ministry issues permits.", ["issues"]),
    ("The office manages parking garages and issues permits to taxi operators.", ["manages", "issues"]),
    ("The Court hears appeals and issues rulings.", ["hears", "issues"]),
    ("The institute conducts surveys, publishes statistics and maintains registers.", ["conducts", "publishes", "maintains"]),
    ("Its mandate spans licensing, price setting, and planning for providers.", ["spans"]),
]
# What a word becomes, and of what: (text, word, tag, label, head).
CLAUSES = [
    ("The Vessel Traffic Unit, which opened in Bergen, audits pilots, owners and foreign firms.", "audits", "VBZ", "ROOT", "audits"),
    ("Cattle ranchers in the Chaco regard the new checks as an invasion of private property.", "regard", "VBP", "ROOT", "regard"),
    ("Together with boat owners the ministry sits on the National Wage Council.", "sits", "VBZ", "ROOT", "sits"),
    ("Five judges, chaired by the lawyer Ada Smith, decide by majority vote.", "decide", "VBP", "ROOT", "decide"),
    ("A state corporation, the Harbour Homes Agency (HHA) finances, builds and lets cheap flats.", "finances", "VBZ", "ROOT", "finances"),
    ("At the head of the agency stands a national harbour inspector.", "inspector", "NN", "nsubj", "stands"),
    (
        "Charged with keeping food safe throughout Norway, the National Food Agency (NFA) is a body that tests food.",
        "is",
        "VBZ",
        "ROOT",
        "is",
    ),
    ("A parliamentary committee found in 2012 that several medicines had been approved.", "found", "VBD", "ROOT", "found"),
    ("The Coastal Agency (CA) deals with safety, airspace, consumer protection and the regulation of airports.", "deals", "VBZ", "ROOT", "deals"),
    ("True, for its part, promised that the merged network would bring faster connections.", "True", "NNP", "nsubj", "promised"),
    (
        "In April 2018 Richard Berg, a debt collection officer in Oslo, alleged that staff had been told to take money directly from the bank accounts.",
        "Berg",
        "NNP",
        "nsubj",
        "alleged",
    ),
    ("After the accident at Fukushima its chairman said that a pool had lost its water.", "chairman", "NN", "nsubj", "said"),
    ("Under the Ports Act, the duties of the authority comprise:", "comprise", "VBP", "ROOT", "comprise"),
    ("Attached to it are the Agency for Sea and Land, the Patent Office and the Pilot Agency.", "Office", "NNP", "conj", "Agency"),
    ("Chief among its tasks is pilotage.", "among", "IN", "prep", "is"),
    ("Responsible for dredging is the Pilot Agency.", "Agency", "NNP", "nsubj", "is"),
    ("The reform aimed to bring down ferry prices.", "aimed", "VBD", "ROOT", "aimed"),
    ("The agency has two arms, the Pilot Service and the Buoy Service; the latter trains divers.", "latter", "NN", "nsubj", "trains"),
    ("The Geneva office carries on the work of the Harbour Union.", "work", "NN", "dobj", "carries"),
    ("Subordinate to the ministry are the Academy of Ships and, since 2023, the National Ferry Bureau.", "Academy", "NNP", "nsubj", "are"),
    ("The Aviation Safety organization certifies aircraft, engines and propellers, licenses pilots and inspects airlines.", "certifies", "VBZ", "ROOT", "certifies"),
    ("Investor groups approved of the rules of 2022 on the advertising of crypto-assets.", "approved", "VBD", "ROOT", "approved"),
    ("Pilots are paid by the hour, and the service exchanges data with Interpol.", "exchanges", "VBZ", "conj", "paid"),
    ("The Seafarers' Bureau, set up in 2015, looks after the rights of sailors.", "looks", "VBZ", "ROOT", "looks"),
    ("Shipowners praise it; pilots, on the other hand, grumble that it is slow.", "grumble", "VBP", "ROOT", "grumble"),
    ("The Coastal Agency licenses ships pursuant to the Ports Act.", "pursuant", "IN", "prep", "licenses"),
    ("It consults the council on fees, exchanges data with Interpol and takes part in the forum.", "exchanges", "VBZ", "conj", "consults"),
    ("The bank issues notes and coins, holds gold and lends.", "issues", "VBZ", "ROOT", "issues"),
    ("The laws that the ministry enforces are the Ferry Act and the Pilot Act.", "enforces", "VBZ", "relcl", "laws"),
    ("The laws it enforces include the Ferry Act.", "enforces", "VBZ", "relcl", "laws"),
    ("NPA fixes tariffs, lays down the terms of pilotage and protects passengers.", "protects", "VBZ", "conj", "lays"),
    (
        "TRAI fixes tariffs, lays down the terms of interconnection, monitors the service quality of mobile operators and internet service providers, and protects subscribers from spam.",
        "fixes",
        "VBZ",
        "ROOT",
        "fixes",
    ),
    ("At the head of the agency is a director.", "director", "NN", "nsubj", "is"),
    ("Defenders of the board respond that central control of quality earns Norwegian fish a premium.", "respond", "VBP", "ROOT", "respond"),
    (
        "After the ferry accident, anti-nuclear groups accused it of shielding shipowners from stricter safety rules.",
        "groups",
        "NNS",
        "nsubj",
        "accused",
    ),
    (
        "When the return of its right to import was debated in Congress, Senator Ada Smith, the author of the law, replied that it could not be trusted.",
        "Smith",
        "NNP",
        "nsubj",
        "replied",
    ),
    ("Its vice-chambers are subordinate.", "vice", "NN", "compound", "chambers"),
    ("The Bureau of Harbour Statistics (BHS) measures employment, wages and prices in Norway.", "measures", "VBZ", "ROOT", "measures"),
    ("It plans basic research, supervises the state laboratories and fosters technology transfer.", "fosters", "VBZ", "conj", "supervises"),
    ("The cryptologist Otto Lindqvist was its first president.", "cryptologist", "NN", "compound", "Lindqvist"),
    ("The economist Anna Berg has led it since 2020.", "led", "VBN", "ROOT", "led"),
    ("A panel under the economist Michael Lindqvist met in 1996.", "Lindqvist", "NNP", "pobj", "under"),
    ("Indigenous communities in the south complain that they are consulted late.", "complain", "VBP", "ROOT", "complain"),
    (
        "Accountants grumble about long waits on the telephone lines, and Lindqvist, the national audit office, has criticised the control of taxes.",
        "grumble",
        "VBP",
        "ROOT",
        "grumble",
    ),
    ("The director-general, currently the economist Ada Smith, is appointed by the government.", "general", "NN", "nsubjpass", "appointed"),
]
# Verbs that the model cuts wrong.
LEMMAS = [
    ("The agency fined the bank.", "fined", "fine"),
    ("Pilots hoped that fees would fall.", "hoped", "hope"),
    ("The director was reappointed in 2019.", "reappointed", "reappoint"),
    ("It planned the port.", "planned", "plan"),
    ("The Chamber of Pilots hopes that fees will fall.", "hopes", "hope"),
]
INFINITIVES = [("It may audit companies, fine offenders and issue guidance to schools.", ["audit", "fine", "issue"])]
NOUNS = ["Health services and sports clubs are funded by it.", "Its remit covers sports facilities and arms exports.", "- Health services"]


@pytest.mark.parametrize(("text", "verbs"), MISREAD)
def test_a_misread_verb_becomes_one(text: str, verbs: list[str]) -> None:
    sentence = unmended(text)
    mend([sentence])
    assert [token.text for token in sentence.tokens if token.tag == "VBZ"] == verbs
    assert [root.text for root in sentence.roots] == verbs[:1]


@pytest.mark.parametrize(("text", "word", "tag", "dep", "head"), CLAUSES)
def test_a_misread_clause_is_read_anew(text: str, word: str, tag: str, dep: str, head: str) -> None:
    sentence = unmended(text)
    at = next(token.i for token in sentence.tokens if token.text == word)
    before = sentence.tokens[at]
    assert (before.tag, before.dep, before.head.text) != (tag, dep, head)  # else the case shows nothing
    mend([sentence])
    after = sentence.tokens[at]
    assert (after.tag, after.dep, after.head.text) == (tag, dep, head)


@pytest.mark.parametrize(("text", "word", "lemma"), LEMMAS)
def test_a_verb_has_the_lemma_of_the_rules(text: str, word: str, lemma: str) -> None:
    sentence = unmended(text)
    mend([sentence])
    assert next(token.lemma for token in sentence.tokens if token.text == word) == lemma


@pytest.mark.parametrize(("text", "verbs"), INFINITIVES)
def test_verbs_after_a_modal_become_verbs(text: str, verbs: list[str]) -> None:
    sentence = unmended(text)
    mend([sentence])
    assert [token.text for token in sentence.tokens if token.tag == "VB"] == verbs


@pytest.mark.parametrize("text", NOUNS)
def test_other_words_stay_as_they_are(text: str) -> None:
    sentence = unmended(text)
    before = [(token.tag, token.dep, token.head.i) for token in sentence.tokens]
    mend([sentence])
    assert [(token.tag, token.dep, token.head.i) for token in sentence.tokens] == before


@pytest.mark.parametrize("text", [text for text, *_ in (*MISREAD, *INFINITIVES, *CLAUSES)])
def test_a_mended_sentence_is_one_tree(text: str) -> None:
    sentence = unmended(text)
    mend([sentence])
    assert sorted(token.i for root in sentence.roots for token in root.subtree()) == list(range(len(sentence.tokens)))
    for token in sentence.tokens:
        assert token.head is token or token in token.head.children
