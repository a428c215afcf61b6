"""Reported views: who holds what, and how they stand to it."""

from __future__ import annotations

import pytest

from pipeline.config import load_yaml
from pipeline.extract.descriptions import describe
from pipeline.extract.rulebook import RULES
from tests.extract.reading import Reading, read_all

EXAMPLES = [(e["text"], e["gives"]) for e in load_yaml(RULES / "viewpoints.yaml", "viewpoint_rules")["examples"]]
CASES = [
    *EXAMPLES,
    ("Critics say the agency is slow.", ["critics | critical | the agency is slow"]),
    ("The agency is too slow, critics say.", ["critics | critical | The agency is too slow"]),
    ("The agency drew criticism for its handling of the oil spill.", [" | critical | its handling of the oil spill"]),
    ("There are concerns that the agency lacks independence.", [" | critical | the agency lacks independence"]),
    ("Critics question the independence of the board.", ["critics | critical | the independence of the board"]),
    ("Shipowners are worried that the fees will rise.", ["shipowners | critical | the fees will rise"]),
    ("In the view of many sailors, the new rules are too strict.", ["sailors | critical | the new rules are too strict"]),
    ("Some see the agency as toothless.", [" | critical | toothless"]),
    ("Advocates credit it with saving many lives.", ["advocates | supportive | saving many lives"]),
    (
        "Residents complain that the ferries are noisy and that nobody listens to them.",
        ["residents | critical | the ferries are noisy", "residents | critical | nobody listens to them"],
    ),
    (
        "Shipowners argue that fees are too high and the service is slow.",
        ["shipowners | critical | fees are too high", "shipowners | critical | the service is slow"],
    ),
    (
        "Supporters praise its openness, but opponents call it a waste of money.",
        ["supporters | supportive | its openness", "opponents | critical | a waste of money"],
    ),
    ("The agency defends small ports and supports trade.", []),
    ("Critics do not claim that the agency is slow.", []),
    ("Unions have called on the agency to stop granting permits.", ["Unions | critical | the agency to stop granting permits"]),
    ('"We are drowning in forms," said Petra Lindqvist, a harbour master.', ['Petra Lindqvist | critical | "We are drowning in forms,"']),
    ("The fees, tenants complain, are too high.", ["tenants | critical | The fees, tenants complain, are too high"]),
    (
        "Pilots conceded that the fees were fair but warned that they would rise.",
        ["pilots | supportive | the fees were fair", "pilots | critical | they would rise"],
    ),
    (
        "Sailors, while welcoming lower fees, complained that the rules came too late.",
        ["sailors | supportive | lower fees", "sailors | critical | the rules came too late"],
    ),
    (
        "Shipowners caution that the rules cause delays, a claim which dockers dismiss as self-serving.",
        ["shipowners | critical | the rules cause delays", "dockers | critical | self-serving"],
    ),
    (
        "The rules were welcomed by skippers and condemned by fishermen.",
        ["skippers | supportive | The rules", "fishermen | critical | The rules"],
    ),
    ("Pilots praised it for its speed, while dockers spoke of chaos.", ["pilots | supportive | its speed", "dockers | critical | chaos"]),
    ("The scheme, which critics say wastes money, was extended.", ["critics | critical | wastes money"]),
    ("Yacht owners resent what they see as intrusive checks.", ["yacht owners | critical | intrusive checks"]),
    ("Dockers think that the tax no longer makes sense.", ["dockers | critical | the tax no longer makes sense"]),
    ("Skippers say that its fines have broken the cartels.", ["skippers | supportive | its fines have broken the cartels"]),
    ("Sailors say that electronic forms spared small ports much paperwork.", ["sailors | supportive | electronic forms spared small ports much paperwork"]),
    ("According to the agency, the next survey will begin in May.", ["coastal agency | neutral | the next survey will begin in May"]),
    ("Skippers were unconvinced that guidance alone would suffice.", ["skippers | critical | guidance alone would suffice"]),
    ("Skippers were less than happy with the bulletins.", ["skippers | critical | the bulletins"]),
    ("Skippers are divided over whether the agency may search yachts.", ["skippers | neutral | whether the agency may search yachts"]),
    ('"Nobody asked us" was the dockers\' verdict on the new pier.', ['dockers | critical | "Nobody asked us"']),
    ("Sailors gave the portal a warm welcome.", ["sailors | supportive | the portal"]),
    ("Sailors gave the agency poor marks for bridge safety.", ["sailors | critical | bridge safety"]),
    ("Pilots deny that the rules are unfair.", ["pilots | supportive | the rules are unfair"]),
    ("Sailors say that fewer accidents have occurred.", ["sailors | supportive | fewer accidents have occurred"]),
    ("Privacy advocates raised objections to the register.", ["privacy advocates | critical | the register"]),
    ("Even critics admit that the rescue service is excellent.", ["critics | supportive | the rescue service is excellent"]),
    (
        "Analysts expect that the next plan will put more weight on risk.",
        ["analysts | neutral | the next plan will put more weight on risk"],
    ),
    ("According to dockers, on the other hand, every pier is useful.", ["dockers | supportive | every pier is useful"]),
    (
        "Its chair is Olga Reinholt. Reinholt insists that the queues are shorter than ever.",
        ["Olga Reinholt | supportive | the queues are shorter than ever"],
    ),
    ("Praise comes first from sailors. They say that its staff answer at once.", ["sailors | supportive | its staff answer at once"]),
    (
        "Dockers oppose the pier, which the minister calls a success.",
        ["dockers | critical | the pier", "minister | supportive | a success"],
    ),
    ("Sailors took issue with the fees.", ["sailors | critical | the fees"]),
    ("The agency itself says that its staff are quick.", ["Coastal Agency | supportive | its staff are quick"]),
    ("Fishermen swear by the new charts.", ["Fishermen | supportive | the new charts"]),
    ("Landlords have warmed to the registration scheme.", ["landlords | supportive | the registration scheme"]),
    ("The levy is unpopular among hauliers.", ["hauliers | critical | The levy"]),
    ("The scheme finds little favour with unions.", ["unions | critical | The scheme"]),
    ("The reform has won over many teachers.", ["teachers | supportive | The reform"]),
    ("The programme enjoys broad support among teachers.", ["teachers | supportive | The programme"]),
    ("Among pilots, the main fear is that staff will be cut.", ["pilots | critical | staff will be cut"]),
    ("For many parents, the biggest worry is that schools will close.", ["parents | critical | schools will close"]),
    ("What worries unions most is the lack of inspectors.", ["unions | critical | the lack of inspectors"]),
    ("What farmers like about the scheme is its simplicity.", ["farmers | supportive | its simplicity"]),
    ("What critics object to is the secrecy of the board.", ["critics | critical | the secrecy of the board"]),
    ("Engineers rate the new system highly.", ["engineers | supportive | the new system"]),
    ("Teachers feel let down by the ministry.", ["teachers | critical | let down by the ministry"]),
    ("Farmers feel neglected by the agency.", ["farmers | critical | neglected by the agency"]),
    ("Most of the shipowners consider the rules unworkable.", ["shipowners | critical | unworkable"]),
    ("Teachers call the reform a fraud.", ["teachers | critical | a fraud"]),
    ("Environmentalists beg to differ: the quotas are far too high.", ["environmentalists | critical | the quotas are far too high"]),
    (
        "Union leaders see it differently: the cuts, they say, will cost lives.",
        ["union leaders | critical | the cuts, they say, will cost lives"],
    ),
    ("Local councils are annoyed by the delays.", ["local councils | critical | the delays"]),
    ("Nurses are angered by the pay freeze.", ["nurses | critical | the pay freeze"]),
    ("Tenants would prefer the agency to act faster.", ["tenants | critical | the agency to act faster"]),
    ("Auditors came to the conclusion that the fund was badly managed.", ["auditors | critical | the fund was badly managed"]),
    ("Engineers at the port report that the software is slow.", ["engineers | critical | the software is slow"]),
    ("The fees, which in the eyes of shipowners are a tax, have risen.", ["shipowners | critical | are a tax"]),
    (
        "The rules, in the opinion of many lawyers, are unclear.",
        ["lawyers | critical | The rules, in the opinion of many lawyers, are unclear"],
    ),
    ("The agency is, say its critics, a paper tiger.", ["critics | critical | The agency is, say its critics, a paper tiger"]),
    ("Opposition to the plan is strong among farmers.", ["farmers | critical | the plan"]),
    ("Small producers have reacted with anger to the new labels.", ["producers | critical | the new labels"]),
    ("Hauliers object to the toll on the ground that it hits rural areas.", ["hauliers | critical | it hits rural areas"]),
    (
        "While landlords praised the simpler forms, tenants' associations feared for their rights.",
        ["landlords | supportive | the simpler forms", "tenants' associations | critical | their rights"],
    ),
    (
        "Praised by investors for its speed, the agency is criticised by unions for its lack of transparency.",
        ["investors | supportive | its speed", "unions | critical | its lack of transparency"],
    ),
    (
        "Employers welcome the shorter deadlines but regret the higher fees.",
        ["employers | supportive | the shorter deadlines", "employers | critical | the higher fees"],
    ),
    ("Shipowners, who regard the fees as a tax, have gone to court.", ["shipowners | critical | a tax"]),
    (
        "Consumer advocates take the opposite line: for them, the caps spare families a lifetime of debt.",
        ["consumer advocates | supportive | the caps spare families a lifetime of debt"],
    ),
    (
        "From the standpoint of privacy advocates, domain blocking amounts to censorship.",
        ["privacy advocates | critical | domain blocking amounts to censorship"],
    ),
    ("The auditors found that the fees did not cover the risks.", ["auditors | critical | the fees did not cover the risks"]),
    ("Academics wonder whether a committee can act in time.", ["academics | critical | a committee can act in time"]),
    ("The agency acknowledges that some harbours lie beyond its reach.", ["Coastal Agency | neutral | some harbours lie beyond its reach"]),
    ("Its chair replies that haste breeds mistakes.", ["chair | supportive | haste breeds mistakes"]),
    ("Unions point out that complaints have fallen.", ["unions | supportive | complaints have fallen"]),
    ("Voices in the industry have suggested that the fee be dropped.", [" | neutral | the fee be dropped"]),
    ("Investors have lost confidence in the regulator.", ["investors | critical | the regulator"]),
    ("It argues that the fees are fair.", ["Coastal Agency | supportive | the fees are fair"]),
    ("Members must respect the rules of the World Bank.", []),
    ("Operators may challenge a decision within thirty days.", []),
    ("It can warn of storms.", []),
    ("The committee questions the minister twice a term.", []),
    ("The Licence Office, called into being in 1990, judges ships.", []),
    ("The fund wins over 300 new members a year.", []),
    ("Its members differ in size: three are cities.", []),
    ("Sailors hold that it hoards data, an allegation that it denies.", ["sailors | critical | it hoards data"]),
    ("Trade unions treat the scheme with suspicion.", ["trade unions | critical | the scheme"]),
    ("Glassmakers have thrown their weight behind the deposit scheme.", ["glassmakers | supportive | the deposit scheme"]),
    ("Hoteliers are convinced that the tax drives guests away.", ["hoteliers | critical | the tax drives guests away"]),
    ("Few dispute the competence of its staff.", []),
    ("The Supreme Court held that the fee was lawful.", ["supreme court | supportive | the fee was lawful"]),
    ("The agency receives complaints about ferries.", []),
    ("The European Union recognises the agency as a competent authority.", []),
    ("Complaints that meters were rigged proved groundless.", []),
    ("The agency, commonly called the Harbour Office, inspects ships.", []),
    ("It champions free ports and urges ships to slow down.", []),
    ("Figures show that trade has grown.", []),
    ("The Harbour Office is known as the oldest office of the country.", []),
    ("Calls for the reopening of the canal have grown louder.", [" | critical | the reopening of the canal"]),
    ("Skippers would prefer lighter gates.", ["skippers | critical | lighter gates"]),
    ("What skippers want is a wider lock.", ["skippers | critical | a wider lock"]),
    ("It publishes calls for tenders.", []),
    ("As skippers see it, the lock is too narrow.", ["skippers | critical | the lock is too narrow"]),
    ("The lock is too narrow, or so skippers claim.", ["skippers | critical | The lock is too narrow"]),
    ("If the skippers are to be believed, the lock is a trap.", ["skippers | critical | the lock is a trap"]),
    ("The Pilots' Guild, for whom the lock is a trap, went on strike.", ["pilots' guild | critical | the lock is a trap"]),
    ("For the Pilots' Guild, the lock is a trap.", ["pilots' guild | critical | the lock is a trap"]),
    ("That the lock has become safer is conceded by its critics.", ["critics | supportive | the lock has become safer"]),
    ("Whether the lock pays for itself is open to dispute.", []),
    ("The tolls, it is often claimed, are too high.", [" | critical | The tolls, it is often claimed, are too high"]),
    (
        '"They count our boats," Petra Lindqvist remarked, "and they ignore our letters."',
        ['petra lindqvist | neutral | "They count our boats,"', "petra lindqvist | critical | they ignore our letters"],
    ),
    ('Petra Lindqvist puts it more bluntly: "The lock is a trap."', ['petra lindqvist | critical | "The lock is a trap."']),
    ("The skippers's verdict is harsh: the lock is a trap.", ["skippers | critical | the lock is a trap"]),
    (
        "Skippers praised its crews while conceding that tolls were fair.",
        ["skippers | supportive | its crews", "skippers | supportive | tolls were fair"],
    ),
    (
        "While conceding that tolls were high, skippers praised its crews.",
        ["skippers | critical | tolls were high", "skippers | supportive | its crews"],
    ),
    ("A study found no evidence that barges damage the banks.", ["study | neutral | barges damage the banks"]),
    ("The Pilots' Guild declared itself satisfied with the new gates.", ["pilots' guild | supportive | the new gates"]),
    ("Residents called the closing of the ferry a disgrace.", ["residents | critical | a disgrace"]),
    ("Anna Berg, writing in the Evening Post, called the lock a trap.", ["anna berg | critical | a trap"]),
    ("It troubles skippers that the lock leaks.", ["skippers | critical | the lock leaks"]),
    ("Skippers hoped for wider gates.", ["skippers | supportive | wider gates"]),
    ("Skippers are divided over the lock. Some say that it leaks.", ["skippers | neutral | the lock", "skippers | critical | it leaks"]),
    ("A minister denied that tolls were too high.", ["minister | supportive | tolls were too high"]),
    ("Opposition deputies say that tolls keep shops open.", ["opposition deputies | critical | tolls keep shops open"]),
    ("A study at the University of Bergen found that tolls were too high.", ["university of bergen | critical | tolls were too high"]),
    ("An editorial in the Evening Post called the lock a trap.", ["evening post | critical | a trap"]),
    ("Skippers say that the agency has done much for the canal.", ["skippers | supportive | the agency has done much for the canal"]),
    ("Skippers say that the agency has done little for the canal.", ["skippers | critical | the agency has done little for the canal"]),
    ("The train drivers' union has pressed for shorter shifts.", ["train drivers' union | critical | shorter shifts"]),
    (
        '"The lock is a trap," said Petra Lindqvist. "It must be closed."',
        ['petra lindqvist | critical | "The lock is a trap,"', 'petra lindqvist | critical | "It must be closed."'],
    ),
    ("Growers at the end of the canals allege that water is kept back.", ["growers | critical | water is kept back"]),
    ("The agency announced that the lock would close in May.", ["Coastal Agency | neutral | the lock would close in May"]),
    ("The agency announces in spring that locks close.", []),
    ("Exporters acknowledge that the port has brought prices down.", ["exporters | supportive | the port has brought prices down"]),
    ("Ferry companies denied that the act broke any rule.", ["ferry companies | supportive | the act broke any rule"]),
    ("Savers say that the rules protect them from fraud.", ["savers | supportive | the rules protect them from fraud"]),
    ("Pilots welcomed its simpler rules for small boats.", ["pilots | supportive | its simpler rules for small boats"]),
    ("Historians note that most records are kept in Bergen.", ["historians | neutral | most records are kept in Bergen"]),
    ("Skippers say that safety standards are a burden.", ["skippers | critical | safety standards are a burden"]),
    ("A skipper must declare that he carries no oil.", []),
    ("It allows barges to anchor.", []),
    (
        "Bankers say that the act put their trade on its feet, whereas pilots fear that fees will rise.",
        ["bankers | supportive | the act put their trade on its feet", "pilots | critical | fees will rise"],
    ),
    ("In the judgment of several pilots, the toll is unfair.", ["pilots | critical | the toll is unfair"]),
    ("For the newspaper Harbour Post, the toll is a burden.", ["Harbour Post | critical | the toll is a burden"]),
    ("Although sailors argue that the port is slow, pilots defended it.", ["sailors | critical | the port is slow"]),
    ("Pilots who opposed a tunnel near Bergen accused the agency of wasting money.", ["pilots | critical | wasting money"]),
    (
        "Pilots complain that locks are slow, and owners of boats that lie in harbour doubt that the agency can help.",
        ["pilots | critical | locks are slow", "owners | critical | the agency can help"],
    ),
    (
        "Pilots worry that fees will rise, and tenants who are under 35 resent their exclusion from the quay.",
        ["pilots | critical | fees will rise", "tenants | critical | their exclusion from the quay"],
    ),
    (
        "Petra Lindqvist, its director, replied to such criticism that the locks had been repaired.",
        ["Petra Lindqvist | supportive | the locks had been repaired"],
    ),
    (
        "Pilots claim that it lets barges dump oil, a charge to which Anna Berg replies that its rules are strict.",
        ["pilots | critical | it lets barges dump oil", "Anna Berg | supportive | its rules are strict"],
    ),
    (
        "For Keelwatch, an association of pilots, the agency is an indispensable partner.",
        ["Keelwatch | supportive | the agency is an indispensable partner"],
    ),
    (
        "According to the government elected in 2025, the division of tasks between the agency and the board has to be improved.",
        ["government | critical | the division of tasks between the agency and the board has to be improved"],
    ),
    ("Anna Berg is widely credited with restoring its good name.", [" | supportive | restoring its good name"]),
    ("Anna Berg was relieved of the presidency in 2022.", []),
    ("The agency hunts firms suspected of fraud.", []),
    ("Pilots criticise the quotas that foreign firms escape.", ["pilots | critical | the quotas that foreign firms escape"]),
    ("Managers from northern as well as southern ports warned that fees would rise.", ["managers | critical | fees would rise"]),
    ("It was Anna Berg who stated that the fees were unfair.", ["Anna Berg | critical | the fees were unfair"]),
    (
        "The chair of the board denies that rates are high and points out that it cuts its costs each year.",
        ["chair | supportive | rates are high", "chair | supportive | it cuts its costs each year"],
    ),
    ("Sailors, among them the Pilots' Guild, deplore the high fees.", ["sailors | critical | the high fees"]),
    ("A coalition of pilots' groups charges that the fees ruin small harbours.", ["pilots' groups | critical | the fees ruin small harbours"]),
    ("Pilots, who opposed the toll, concede that it works.", ["pilots | critical | it works"]),
    ("Pilots went on strike because, they said, the tolls were unfair.", ["pilots | critical | the tolls were unfair"]),
    ("Pilots refused to pay because, in their opinion, the toll was unfair.", ["pilots | critical | the toll was unfair"]),
    (
        "Sailors disagree about the tolls: some hold that they are fair, others that they are a burden.",
        ["sailors | critical | the tolls", "sailors | supportive | they are fair", "sailors | critical | they are a burden"],
    ),
    ("Pilots complained that the lock was slow, and in 2019 the agency widened it.", ["pilots | critical | the lock was slow"]),
    ("For keeping the port open, the Pilots' Guild commended the agency.", ["Pilots' Guild | supportive | keeping the port open"]),
    ("The agency itself takes pride in its clean docks.", ["Coastal Agency | supportive | its clean docks"]),
    ("Anna Berg, who led the port, defended it on the ground that nobody had been hurt.", ["Anna Berg | supportive | nobody had been hurt"]),
    ("A complaint, voiced mainly by young pilots, is that the fees favour old firms.", ["young pilots | critical | the fees favour old firms"]),
    ("The locks are generally considered a great success.", [" | supportive | a great success"]),
    ("Owners blamed the loss on reckless lending by the port.", ["owners | critical | reckless lending by the port"]),
    ("Pilots fault the toll-and-tax scheme for letting barges pollute the bay.", ["pilots | critical | letting barges pollute the bay"]),
    ("Unions hope that better locks will help sailors.", ["unions | supportive | better locks will help sailors"]),
    ("The Chamber of Pilots hopes that better locks will help sailors.", ["Chamber of Pilots | supportive | better locks will help sailors"]),
    ("The Social Pact claimed that its votes had not been counted.", ["Social Pact | critical | its votes had not been counted"]),
    (
        "Pilots object that work proceeds too slowly, and the Harbour Guild fears that fees will rise.",
        ["pilots | critical | work proceeds too slowly", "Harbour Guild | critical | fees will rise"],
    ),
    (
        "A statement, which had backed the toll, angered them, many pilots complained that fees were high.",
        ["statement | supportive | the toll", "pilots | critical | fees were high"],
    ),
    ("Planners praise its parks, but many also hold that it is slow.", ["planners | supportive | its parks", "planners | critical | it is slow"]),
    ("Parents have praised its campaigns against fraud for children.", ["parents | supportive | its campaigns against fraud for children"]),
    ("Agency officials insisted that nobody had been hurt.", ["agency officials | supportive | nobody had been hurt"]),
    ("Sailors say that there is a lack of trust in the board.", ["sailors | critical | there is a lack of trust in the board"]),
    ("Sailors say that the agency has lifted thousands out of poverty.", ["sailors | supportive | the agency has lifted thousands out of poverty"]),
    ("Sailors say that the rules keep the agency from checking ships.", ["sailors | critical | the rules keep the agency from checking ships"]),
    ("Sailors say that fatal accidents have become rarer.", ["sailors | supportive | fatal accidents have become rarer"]),
    ("Sailors say that its reports need to be improved.", ["sailors | critical | its reports need to be improved"]),
    ("Sailors say that the weak board had saved their jobs.", ["sailors | supportive | the weak board had saved their jobs"]),
    ("Sailors say that the toll contributed to accidents.", ["sailors | critical | the toll contributed to accidents"]),
    (
        "Harbour Defenders, a charity, claimed that police had opened offices abroad without the consent of the port.",
        ["Harbour Defenders | critical | police had opened offices abroad without the consent of the port"],
    ),
]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return read_all(f"Coastal Agency\n\nThe Coastal Agency is an agency.\n\n{text}\n\nIt was visited." for text, _ in CASES)


@pytest.mark.parametrize(("number", "text", "expected"), [(i, *case) for i, case in enumerate(CASES)], ids=[text[:40] for text, _ in CASES])
def test_a_view_has_its_holder_stance_and_words(number: int, text: str, expected: list[str], readings: list[Reading]) -> None:
    reading = readings[number]
    found = [f"{d.holder.name if d.holder else ''} | {d.stance} | {reading.text[d.start : d.end]}" for d in reading.viewpoints]
    assert [line.casefold() for line in found] == [line.casefold() for line in expected]


def test_every_rule_of_viewpoints_is_described(readings: list[Reading]) -> None:
    assert all(describe(draft.rule) for reading in readings for draft in reading.viewpoints)


def test_what_is_reported_is_no_relation(readings: list[Reading]) -> None:
    reading = next(r for r in readings if "the licence fee keeps harbours open" in r.text)
    assert not any("harbours" in triple for triple in reading.triples)
