"""What relations are read, and what is not: polarity, modality, time, lists, and who is meant."""

from __future__ import annotations

import pytest

from pipeline.extract.entities import Thing
from tests.extract.reading import Reading, read, read_all

TITLE = "Coastal Agency"
CASES = [
    # text, triples that must be there, triples that must not
    ("The Port Forum belongs to the Baltic Pilots' League and trains pilots.", ["Port Forum | member_of | Baltic Pilots' League"], []),
    (
        "It belongs to the Baltic Gaming Regulators' Forum and exchanges data with its Estonian counterparts.",
        ["Coastal Agency | member_of | Baltic Gaming Regulators' Forum"],
        [],
    ),
    (
        "Its members are nominated by the Pilot Union, the provincial governments and the Port League.",
        ["members | appointed_by | provincial governments", "members | appointed_by | Port League"],
        ["Pilot Union | is_a | provincial governments"],
    ),
    (
        "Three members are appointed by the king, two by the Port League and two by the Pilot Union.",
        ["members | appointed_by | Port League", "members | appointed_by | Pilot Union"],
        [],
    ),
    (
        "Airlines, ferry companies and shipowners must report accidents to the agency.",
        ["Coastal Agency | regulates | ferry companies", "Coastal Agency | regulates | shipowners"],
        [],
    ),
    (
        "It reports to the Ministry of Transport and its accounts are audited by the Audit Office.",
        ["Coastal Agency | overseen_by | Ministry of Transport", "Coastal Agency | overseen_by | Audit Office"],
        [],
    ),
    ("It reports wrecks to the Ministry of Transport.", [], ["Coastal Agency | overseen_by | Ministry of Transport"]),
    ("It was founded after the flood of 1953.", [], ["Coastal Agency | established_on | 1953"]),
    ("The seat of the agency is Molde.", ["Coastal Agency | headquartered_in | Molde"], []),
    (
        "It keeps the national register of pilots and the register of wrecks.",
        ["Coastal Agency | responsible_for | national register of pilots", "Coastal Agency | responsible_for | register of wrecks"],
        [],
    ),
    ("It combats the illicit trade in antiquities.", ["Coastal Agency | responsible_for | illicit trade in antiquities"], []),
    ("Parliament charged the new body with the protection of reefs.", ["Coastal Agency | responsible_for | protection of reefs"], []),
    ("The board elects the secretary-general, at present Ann Lee.", ["Coastal Agency | led_by | Ann Lee"], []),
    ("Kao Shu-fen has headed it since 2022.", ["Coastal Agency | led_by | Kao Shu-fen"], []),
    ("Sir Malcolm Reed led the agency.", ["Coastal Agency | led_by | Malcolm Reed"], ["Malcolm Reed | is_a | sir"]),
    ("It must not license ferries.", [], ["Coastal Agency | regulates | ferries"]),
    ("It has no authority over ferries.", [], ["Coastal Agency | regulates | ferries"]),
    ("It does not set prices, nor does it distribute subsidies.", [], ["Coastal Agency | responsible_for | subsidies"]),
    ("Critics claim that the agency manages lighthouses.", [], ["Coastal Agency | responsible_for | lighthouses"]),
    ("It examines how ministries spend public money.", [], ["ministries | responsible_for | public money"]),
    ("If it regulated ferries, fares would fall.", [], ["Coastal Agency | regulates | ferries"]),
    ("It was followed by the Reef Act.", [], ["Coastal Agency | governed_by | Reef Act"]),
    ("Its aim is to ensure maritime safety.", ["Coastal Agency | aims_at | maritime safety"], []),
    ("It was set up to regulate ferries.", ["Coastal Agency | regulates | ferries"], ["Coastal Agency | aims_at | ferries"]),
    (
        "It regulates three industries: shipping, pilotage and towage.",
        ["Coastal Agency | regulates | shipping", "Coastal Agency | regulates | towage", "industries | includes | pilotage"],
        [],
    ),
    ("It supervises harbours such as Bergen and Molde.", [], ["Coastal Agency | operates_in | harbours"]),
    ("- Maintenance of lighthouses, including solar beacons", ["Coastal Agency | responsible_for | lighthouses"], []),
    (
        "- Managing national oil reserves and adjusting tariffs;",
        ["Coastal Agency | responsible_for | national oil reserves", "Coastal Agency | responsible_for | tariffs"],
        [],
    ),
    (
        "The Ministry of Transport supervises it.",
        ["Coastal Agency | overseen_by | Ministry of Transport"],
        ["Ministry of Transport | regulates | Coastal Agency"],
    ),
    ("A Public Council of pilots and farmers advises it.", ["Public Council | includes | pilots", "Public Council | includes | farmers"], []),
    ("It is run by a board of directors.", [], ["board | includes | directors"]),
    ("It has the power to license ports, to approve tolls and to close berths.", ["Coastal Agency | regulates | tolls"], ["Coastal Agency | aims_at | tolls"]),
    ("It is in charge of pilotage, towage and the training of crews, and has its seat in Bergen.", ["Coastal Agency | responsible_for | towage"], []),
    ("The defence minister, Ann Lee, praised it.", [], ["Coastal Agency | led_by | Ann Lee"]),
    ("Ferries are licensed not by the agency but by the Pilot Board.", ["Pilot Board | regulates | ferries"], ["Coastal Agency | regulates | ferries"]),
    ("It takes part in the Pilot Community, of which Chile and Peru are the other members.", ["Peru | member_of | Pilot Community"], []),
    ("The Pilot Board is a public authority in Nairobi.", ["Pilot Board | headquartered_in | Nairobi"], ["Pilot Board | operates_in | Nairobi"]),
    ("The Pilot Board is a public authority in Addis Ababa.", ["Pilot Board | headquartered_in | Addis Ababa"], []),
    ("The Pilot Board is a public authority in Singapore.", ["Pilot Board | operates_in | Singapore"], []),
    ("The Pilot Board is a public authority in Norway.", ["Pilot Board | operates_in | Norway"], []),
    ("It is responsible for the protection of wetlands, the management of parks and the control of hunting.",
     ["Coastal Agency | regulates | hunting"], ["Coastal Agency | promotes | management"]),
    ("Its aims are to cut costs and to reduce noise.", ["Coastal Agency | aims_at | noise"], ["Coastal Agency | responsible_for | noise"]),
    ("It has divisions such as Licensing and Research.", ["Licensing | part_of | Coastal Agency"], []),
    ("The chair has defended the fees as necessary.", [], ["Coastal Agency | responsible_for | fees"]),
    ("It was given responsibility for pilotage in 2011.", ["Coastal Agency | responsible_for | pilotage"], []),
    ("It works with the Rail Office and the Road Board. The latter trains pilots.", ["Road Board | responsible_for | pilots"], []),
    ("The Ports Act and the Pilots Act are the laws that it enforces.", ["Coastal Agency | implements | Pilots Act"], []),
    ("It was formed by the merger of the Port Board and the pilot inspectorate of the Ministry of Trade.",
     ["Coastal Agency | succeeds | Port Board", "Coastal Agency | succeeds | pilot inspectorate"], ["Coastal Agency | established_by | pilot inspectorate"]),
    ("It drafted three codes: the Code on Ports, the Code on Pilots and the Code on Ships.", ["codes | includes | Code on Ships"], []),
    ("It has three departments: Licensing, Legal Affairs and Consumer Policy.",
     ["Legal Affairs | part_of | Coastal Agency", "Consumer Policy | part_of | Coastal Agency"], []),
    ("It promotes three topics: Licensing, Legal Affairs and Consumer Policy.", [], ["Legal Affairs | part_of | Coastal Agency"]),
    ("It is based in the port city of Bergen.", ["Coastal Agency | headquartered_in | Bergen"], []),
    ("It has offices in the towns of Molde and Hamar.", ["Coastal Agency | operates_in | Hamar"], []),
    ("It regulates the city of ships.", [], ["Coastal Agency | operates_in | ships"]),
    ("It takes part in the work of the Ports Board and of the Ships Council.", ["Coastal Agency | member_of | Ships Council"], []),
    ("It consists of a president, a deputy and six judges.", ["Coastal Agency | includes | deputy"], ["president | is_a | deputy"]),
    ("It was founded on the strength of the Shipping Act.", ["Coastal Agency | established_by | Shipping Act"], []),
    ("The head office of the agency moved to Bergen.", ["Coastal Agency | headquartered_in | Bergen"], ["head office | headquartered_in | Bergen"]),
    ("It works with a secretariat, which Ada Lund heads.", ["secretariat | led_by | Ada Lund"], []),
    ("It has played a part in harmonising standards.", [], ["Coastal Agency | responsible_for | part"]),
    ("Parliament moved the pilots to the Ferry Board.", [], ["Parliament | part_of | Ferry Board"]),
    ("Airport charges are set by the agency.", ["Coastal Agency | responsible_for | airport charges"], []),
    ("The agency's remit covers shipping and ports.", ["Coastal Agency | responsible_for | ports"], []),
    ("It has the task of promoting exports.", ["Coastal Agency | promotes | exports"], []),
    ("It consists of the Directorate of Pilotage and the Directorate of Dredging.",
     ["Directorate of Pilotage | part_of | Coastal Agency", "Directorate of Dredging | part_of | Coastal Agency"], []),
    ("It is run by five commissioners, picked by the Council of Ministers.",
     ["commissioners | appointed_by | Council of Ministers"], ["Coastal Agency | appointed_by | Council of Ministers"]),
    ("Its work is overseen by a committee.", ["Coastal Agency | overseen_by | committee"], ["committee | regulates | Coastal Agency"]),
    ("An administrator, whom the minister names and the Senate confirms, heads it.", ["administrator | appointed_by | Senate"], []),
    ("The Directorate-General for Ports inspects ships.", ["Directorate-General for Ports | regulates | ships"], []),
    ("Anna Lind, the prime minister of the day, opened it.", [], ["Coastal Agency | led_by | Anna Lind"]),
    ("- managing harbours", ["Coastal Agency | responsible_for | harbours"], []),
    ("From Bergen it supervises ports.", ["Coastal Agency | headquartered_in | Bergen"], []),
    ("From Norway it imports fish.", [], ["Coastal Agency | headquartered_in | Norway"]),
    ("It is the Norwegian pilotage authority.", ["Coastal Agency | operates_in | Norway"], []),
    ("It supervises the processing of personal data in Norway.", ["Coastal Agency | operates_in | Norway"], []),
    ("A former director, Anna Berg, left in 2003.", [], ["Coastal Agency | led_by | Anna Berg"]),
    (
        "It replaced three bodies: the Ferry Board and the Pilot School.",
        ["Coastal Agency | succeeds | Ferry Board"],
        ["Ferry Board | part_of | Coastal Agency"],
    ),
    ("The Ferry Pilot, known as the Harbour Bureau until 2019, trains pilots.", [], ["Coastal Agency | succeeds | Harbour Bureau"]),
    ("Ada Smith was the first to preside over it.", ["Coastal Agency | led_by | Ada Smith"], []),
    (
        "It came into being on 1 April 2013, when the Ferry Board, the Pilot School and the Harbour Office were merged.",
        ["Coastal Agency | established_on | 2013-04-01", "Coastal Agency | succeeds | Pilot School"],
        [],
    ),
    (
        "It fined Anchor Lines 35 million euros in 2019.",
        ["Coastal Agency | regulates | Anchor Lines"],
        ["Coastal Agency | established_on | 2019"],
    ),
    (
        "- Ports Inspectorate (PI): inspection of ferries.",
        ["Ports Inspectorate | regulates | ferries"],
        ["Coastal Agency | regulates | ferries"],
    ),
    ("- Pilot Board – licensing of pilots", ["Pilot Board | regulates | pilots"], ["Coastal Agency | regulates | pilots"]),
    ("- Rescue: inspection of ferries.", ["Coastal Agency | regulates | ferries"], []),
    ("- Seafarers: inspection of ferries.", ["Coastal Agency | regulates | ferries"], []),
    (
        "It merged with parts of the Pilot Office, among them the Harbour School.",
        ["Harbour School | part_of | Pilot Office"],
        ["Harbour School | part_of | Coastal Agency"],
    ),
    (
        "The Pilot Bureau of the Ministry of Ports trains crews.",
        ["Pilot Bureau of the Ministry of Ports | part_of | Ministry of Ports"],
        [],
    ),
    (
        "Ada Smith, who followed Nils Okafor, presides over it.",
        ["Coastal Agency | led_by | Ada Smith", "Coastal Agency | led_by | Nils Okafor"],
        [],
    ),
    ("Ada Smith followed Tom Berg to Oslo. It trains pilots.", [], ["Coastal Agency | led_by | Tom Berg"]),
    ("Formerly called the Harbour Board, it inspects ferries.", ["Coastal Agency | succeeds | Harbour Board"], []),
    ("It sits not in Oslo but in Bergen.", [], ["Coastal Agency | headquartered_in | Oslo"]),
    (
        "Its executive secretary, the hydrographer Ida Falk, took office in 2019.",
        ["Coastal Agency | led_by | Ida Falk"],
        [],
    ),
    ("Ada Smith, previously director of the Pilot Office, leads it.", ["Coastal Agency | led_by | Ada Smith"], ["Pilot Office | led_by | Ada Smith"]),
    ("It is chaired by Ada Smith, who was formerly head of the Pilot Office.", [], ["Pilot Office | led_by | Ada Smith"]),
    (
        "It was established jointly by the Navy and the Harbour Board.",
        ["Coastal Agency | established_by | Navy", "Coastal Agency | established_by | Harbour Board"],
        [],
    ),
    (
        "It was split off from the Ports Ministry by the Harbour Act 1990.",
        ["Coastal Agency | succeeds | Ports Ministry", "Coastal Agency | established_by | Harbour Act 1990"],
        ["Coastal Agency | established_by | Ports Ministry"],
    ),
    ("It has offices in Bergen and Oslo.", ["Coastal Agency | operates_in | Bergen"], ["Coastal Agency | headquartered_in | Bergen"]),
    ("It may fine shipowners up to 1,000 pounds.", ["Coastal Agency | regulates | shipowners"], []),
    ("Claims go before a bench, from which an appeal lies to the Harbour Court.", ["Coastal Agency | overseen_by | Harbour Court"], []),
    ("Founded in 2012 by the Credit Act and housed in Bergen, it handles complaints.", ["Coastal Agency | headquartered_in | Bergen"], []),
    (
        "It is a member of the Bank for Coastal Settlements and of the Baltic Conference.",
        ["Coastal Agency | member_of | Bank for Coastal Settlements", "Coastal Agency | member_of | Baltic Conference"],
        [],
    ),
    ("The post has been held since 2019 by Ana Lima.", ["Coastal Agency | led_by | Ana Lima"], []),
    ("It distributes charts with the help of yacht clubs.", ["Coastal Agency | coordinates_with | yacht clubs"], []),
    (
        "It was formed in 2011 out of the Lighthouse Fund and the Pilot Board.",
        ["Coastal Agency | succeeds | Lighthouse Fund", "Coastal Agency | succeeds | Pilot Board"],
        [],
    ),
    (
        "The Harbour Code, which it enforces, obliges skippers to report accidents.",
        ["Coastal Agency | implements | Harbour Code", "Harbour Code | regulates | skippers"],
        ["Coastal Agency | responsible_for | Harbour Code"],
    ),
    ("It organises the races and licenses sailing schools.", ["Coastal Agency | regulates | sailing schools"], []),
    ("The National Ports Plan aims to double exports.", ["National Ports Plan | aims_at | exports"], []),
    ("The National Ports Plan is designed to reduce accidents.", ["National Ports Plan | aims_at | accidents"], []),
    (
        "It is not responsible for fishing, which falls under the Fisheries Agency.",
        ["Fisheries Agency | regulates | fishing"],
        ["Coastal Agency | responsible_for | fishing"],
    ),
    (
        "Its Pilot Council includes delegates of the Harbour Board.",
        ["Pilot Council | includes | Harbour Board"],
        ["Harbour Board | part_of | Pilot Council"],
    ),
    (
        "The agency certifies buoys, licenses pilots and divers, and approves sailing schools.",
        ["Coastal Agency | regulates | buoys", "Coastal Agency | regulates | pilots", "Coastal Agency | regulates | sailing schools"],
        [],
    ),
    (
        "Its Port Tribunal consists of eleven judges: eight are elected by the Storting and three are appointed by the Judicial Council.",
        ["judges | appointed_by | Storting", "judges | appointed_by | Judicial Council"],
        [],
    ),
    (
        "It has three member states: Norway, Iceland and Denmark.",
        ["Norway | member_of | Coastal Agency", "Iceland | member_of | Coastal Agency", "Denmark | member_of | Coastal Agency"],
        [],
    ),
    (
        "It is in charge of fishing, aquaculture and marine research.",
        ["Coastal Agency | responsible_for | aquaculture", "Coastal Agency | responsible_for | marine research"],
        ["Coastal Agency | responsible_for | aquaculture research"],
    ),
    (
        "Among its tasks are the collection of statistics, the grading of exported timber and the stockpiling of salt.",
        ["Coastal Agency | responsible_for | grading of exported timber"],
        [],
    ),
    ("It was founded by the economist Per Lund.", ["Coastal Agency | established_by | Per Lund"], []),
]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return read_all(f"{TITLE}\n\nThe Coastal Agency is a public body.\n\n{text}\n\nIt was visited." for text, _, _ in CASES)


@pytest.mark.parametrize(
    ("number", "text", "present", "absent"), [(i, *case) for i, case in enumerate(CASES)], ids=[case[0][:40] for case in CASES]
)
def test_what_a_sentence_says(number: int, text: str, present: list[str], absent: list[str], readings: list[Reading]) -> None:
    triples = readings[number].triples
    assert [triple for triple in present if triple not in triples] == [], triples
    assert [triple for triple in absent if triple in triples] == [], triples


@pytest.mark.parametrize(
    ("text", "predicate", "modality", "valid_from", "valid_to"),
    [
        ("It can fine ferry companies.", "regulates", "possible", None, None),
        ("It must inspect ferry companies.", "regulates", "required", None, None),
        ("Until 2013 it licensed ferry companies.", "regulates", "asserted", None, "2013"),
        ("It has licensed ferry companies since March 2019.", "regulates", "asserted", "2019-03", None),
        ("From 2019 to 2023 it licensed ferry companies.", "regulates", "asserted", "2019", "2023"),
    ],
)
def test_modality_and_time(text: str, predicate: str, modality: str, valid_from: str | None, valid_to: str | None) -> None:
    drafts = [
        d for d in read(f"{TITLE}\n\nThe Coastal Agency is a public body. {text}\n\nIt was visited.").relations if d.predicate == predicate
    ]
    assert {(d.modality, d.valid_from, d.valid_to) for d in drafts} == {(modality, valid_from, valid_to)}


def test_the_evidence_is_a_place_in_its_sentence(readings: list[Reading]) -> None:
    drafts = [(reading, draft) for reading in readings for draft in reading.relations]
    assert drafts
    for reading, draft in drafts:
        assert draft.sentence.start <= draft.start < draft.end <= draft.sentence.end
        assert reading.text[draft.start : draft.end].strip() == reading.text[draft.start : draft.end]
        assert isinstance(draft.object, Thing) == (draft.predicate != "established_on")


def test_one_word_gives_one_predicate_for_a_pair() -> None:
    reading = read(f"{TITLE}\n\nThe Coastal Agency is a public body. It manages ferry services.\n\nIt was visited.")
    pairs = [(d.subject.name, getattr(d.object, "name", d.object), d.start, d.end) for d in reading.relations]
    assert len(pairs) == len(set(pairs))
