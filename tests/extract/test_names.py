"""Proper names, sentence by sentence: what is one name, what is two, and what is none."""

import pytest

from pipeline.extract.forms import abbreviates, is_acronym
from pipeline.extract.names import names_of
from pipeline.extract.terms import spelled
from tests.extract.documents import Read
from tests.extract.parsing import parsed


def names(text: str) -> list[str]:
    return [spelled(name.tokens) for name in names_of(parsed(text)) if name.is_proper]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Small words, commas and "and" inside names.
        ("The Ministry of Land, Water and Forestry sets quotas.", ["Ministry of Land, Water and Forestry"]),
        ("It reports to the Food and Drink Safety Authority.", ["Food and Drink Safety Authority"]),
        ("It is part of the Ministry of Housing, Communities and Local Government.", ["Ministry of Housing, Communities and Local Government"]),
        ("It is part of the Department of Transport, Communications and the Arts.", ["Department of Transport, Communications and the Arts"]),
        ("It moved to the Ministry of Sustainability and the Environment in 2019.", ["Ministry of Sustainability and the Environment"]),
        ("It enforces the Law on the Administration of Tax Collection.", ["Law on the Administration of Tax Collection"]),
        ("She chaired the Economic, Social and Cultural Council.", ["Economic, Social and Cultural Council"]),
        ("The Office for Clean Air moved.", ["Office for Clean Air"]),
        ("The Chilean Chamber of Commerce in Peru complained.", ["Chilean Chamber of Commerce in Peru"]),
        ("The Office of Rivers in Peru closed.", ["Office of Rivers", "Peru"]),
        ("The Office of Rivers of Trinidad and Tobago closed.", ["Office of Rivers of Trinidad and Tobago"]),
        ("The Bank for Reconstruction lent money.", ["Bank for Reconstruction"]),
        ("It reports to the Committee on Law and Justice.", ["Committee on Law and Justice"]),
        ("It joined the Economic Commission for Africa and the Caribbean.", ["Economic Commission for Africa and the Caribbean"]),
        ("It replaced the Issuing Institute of French West Africa and Togo.", ["Issuing Institute of French West Africa and Togo"]),
        ("It works with the central bank of Kenya and with Togo.", ["Kenya", "Togo"]),
        ("It appealed to the Court on Human and Peoples' Rights.", ["Court on Human and Peoples' Rights"]),
        ("It runs the National System of Statistical and Geographical Information.", ["National System of Statistical and Geographical Information"]),
        ("It merged with the Ghana Food and Drugs Authority.", ["Ghana Food and Drugs Authority"]),
        ("It enforces the Agreement on Technical Barriers to Trade.", ["Agreement on Technical Barriers to Trade"]),
        ("It enforces the Right to Information Act.", ["Right to Information Act"]),
        ("It rests on the Agreement Establishing the Court of Justice.", ["Agreement Establishing the Court of Justice"]),
        ("It took over the Commission for Telecom-television Services.", ["Commission for Telecom-television Services"]),
        ("The Vienna-based Energy Community closed.", ["Vienna", "Energy Community"]),
        ("It has an office in Washington, D.C., and one in Peru.", ["Washington, D.C.", "Peru"]),
        ("They joined the Alliance for Clean Rivers.", ["Alliance for Clean Rivers"]),
        ("They joined the Campaign for Better Ports.", ["Campaign for Better Ports"]),
        ("Friends of the River warns that fish are dying.", ["Friends of the River"]),
        ("Friends of the River warn that fish are dying.", ["River"]),
        ("Water for Our Ports, a group of sailors, argues that fees are high.", ["Water for Our Ports"]),
        ("Sailors' Solidarity for Free Harbours thinks that fees are high.", ["Sailors' Solidarity for Free Harbours"]),
        ("The Centre of Indian Sailors insists on fees.", ["Centre of Indian Sailors"]),
        ("The Budget Section read Section 4.", ["Budget Section"]),
        ("The Royal Commission on Policing and Crime met.", ["Royal Commission on Policing and Crime"]),
        ("The Anti-Fraud and Asset Recovery Act 2009 applies.", ["Anti-Fraud and Asset Recovery Act 2009"]),
        ("It was created by the Safety at Sea Act of 1998.", ["Safety at Sea Act of 1998"]),
        ("The firm Berg & Lindqvist lost.", ["Berg & Lindqvist"]),
        ("The Convention for the Safety of Life at Sea binds it.", ["Convention for the Safety of Life at Sea"]),
        ("Made in Utopia 2030 is a plan. They fund Made in Utopia 2030.", ["Made in Utopia 2030", "Made in Utopia 2030"]),
        # Two names.
        ("The Ports Act and the Rail Act apply.", ["Ports Act", "Rail Act"]),
        ("The Court of Appeal and the Senate met.", ["Court of Appeal", "Senate"]),
        ("It borders France and Germany.", ["France", "Germany"]),
        ("They study France–Germany relations in the Murray–Darling Basin.", ["France", "Germany", "Murray–Darling Basin"]),
        ("The Ministry of Finance and Parliament agreed.", ["Ministry of Finance", "Parliament"]),
        ("Finland's Ministry of Justice replied.", ["Finland", "Ministry of Justice"]),
        ("The Chancellor Ada Smith met the Mayor of Turku.", ["Ada Smith", "Mayor of Turku"]),
        # Possessives, foreign names, digits.
        ("Her Majesty's Inspectorate of Prisons closed.", ["Her Majesty's Inspectorate of Prisons"]),
        ("The National Farmers' Bank lends.", ["National Farmers' Bank"]),
        ("Her office is near the Agence nationale.", ["Agence"]),
        ("The Agence de la Forêt moved.", ["Agence de la Forêt"]),
        ("Under Vision 2030 the Army buys masts.", ["Vision 2030", "Army"]),
        ("Law No. 12 of 2004 and Regulation (EU) 2016/679 apply.", ["Law No. 12 of 2004", "Regulation (EU) 2016/679"]),
        ("The Data (Use and Access) Act 2025 applies.", ["Data (Use and Access) Act 2025"]),
        ("The Kenya School of Ports & Rail closed.", ["Kenya School of Ports & Rail"]),
        ("The Companies Act, 2013, and the Pilots Act, 1992 apply.", ["Companies Act, 2013", "Pilots Act, 1992"]),
        ("The Instituto de Puertos e Islas moved.", ["Instituto de Puertos e Islas"]),
        (
            "The Department of Ports, the Pilot School and the Ferry Act 1990 are named.",
            ["Department of Ports", "Pilot School", "Ferry Act 1990"],
        ),
        # A place in brackets tells a name apart; other brackets do not belong to it.
        ("The Ports Act (Norway) applies.", ["Ports Act (Norway)"]),
        ("The Port Office (PO) closed.", ["Port Office"]),
        # At the beginning of a sentence, and titles of other articles.
        ("Parliament passed it.", ["Parliament"]),
        ("Digital Markets Act cases are rare.", ["Digital Markets Act"]),
        ("See also Energy policy of Chile.", ["Energy policy of Chile"]),
        # No names.
        ("Critics fear fines.", []),
        ("Regulatory authority over ports is shared.", []),
        ("French companies and Germans met in March 2013.", []),
        ("Its IT systems failed on Monday.", []),
        ("See also Network neutrality.", []),
        ("Its Secretary-General resigned.", []),
        ("The Auditor-General resigned.", ["Auditor-General"]),
        ("The Commissioner General resigned.", []),
        ("The Pilot Bureau of the Ministry of Ports (MP) closed.", ["Ministry of Ports", "Pilot Bureau of the Ministry of Ports", "MP"]),
        ("The Pilot Bureau of the Ministry of Ports closed.", ["Pilot Bureau of the Ministry of Ports", "Ministry of Ports"]),
        ("See also State-owned enterprise.", []),
        ("The Rice Millers' Federation objected.", ["Rice Millers' Federation"]),
        ("Law 41 of 1946 founded it, and Decree 31-91 binds it.", ["Law 41 of 1946", "Decree 31-91"]),
        ("Section 4 applies.", []),
        ("Ada-Maria Muller-Koch resigned.", ["Ada-Maria Muller-Koch"]),
        ("Port Office\n\nLegal Framework\n\nThe Port Office is old.", ["Port Office", "Port Office"]),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_the_title_is_one_name_wherever_it_stands() -> None:
    assert names("Reef and Rail\n\nCritics of Reef and Rail object.").count("Reef and Rail") == 2


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("The Port Office (German: Hafenamt, HA) closed.", "Port Office", {"Hafenamt": "translation", "HA": "acronym"}),
        ("The Port Office (PO; Finnish: Satamavirasto) closed.", "Port Office", {"PO": "acronym", "Satamavirasto": "translation"}),
        ("The Department for Roads and Rail (Dorar) closed.", "Department for Roads and Rail", {"Dorar": "acronym"}),
        ("The Port Office (founded in 1990) closed.", "Port Office", {}),
        ("The Port Office (director: Ada Smith) closed.", "Port Office", {}),
        ("The Port Office, also known as the Harbour House or PO, closed.", "Port Office", {"Harbour House": "variant", "PO": "acronym"}),
        ("The Port Office, better known as Portoff, closed.", "Port Office", {"Portoff": "variant"}),
        ("The Port Office, in English the Harbour House, closed.", "Port Office", {"Harbour House": "variant"}),
        ("Known for short as Minport, the Ministry of Ports closed.", "Ministry of Ports", {"Minport": "variant"}),
        ("The Port Office, known as the Harbour House until 2019, closed.", "Port Office", {}),
        ("The Council for Mending of Ports (CMP) met.", "Council for Mending of Ports", {"CMP": "acronym"}),
        ("The Fish Committee of the Northern Sea Union (NSU) met.", "Northern Sea Union", {"NSU": "acronym"}),
        ("The Port Office of Malta closed. Later POM reopened.", "Port Office of Malta", {"POM": "acronym"}),
        ("The Rail Act of 6 May 1978 applies. So does the Act of 1978.", "Rail Act of 6 May 1978", {"Act of 1978": "variant"}),
        ("The Rail Act 1990 applies. Under the Rail Act trains run.", "Rail Act 1990", {"Rail Act": "variant"}),
        ("Ada Lindqvist resigned. Lindqvist was tired.", "Ada Lindqvist", {"Lindqvist": "variant"}),
        ("They dredge the River Aare. The Aare is long.", "River Aare", {"Aare": "variant"}),
        ("The Turku City Council sits. The City Council of Turku voted.", "City Council of Turku", {"Turku City Council": "variant"}),
        ("It is a part of the People's Republic of China.", "China", {"People's Republic of China": "variant"}),
    ],
)
def test_other_forms_of_a_name(text: str, name: str, aliases: dict[str, str]) -> None:
    assert Read(text).named[name].aliases == aliases


def test_names_inside_names_are_mentions_too() -> None:
    read = Read("The Bank of Norway Act 2019 binds the Speaker of the House of Lords. The Bank of Norway lends.")
    assert {"Bank of Norway Act 2019", "Bank of Norway", "Norway", "House of Lords"} <= set(read.named)
    assert [read.text[start:end] for _, start, end, _ in read.named["Bank of Norway"].mentions] == ["Bank of Norway"] * 2


@pytest.mark.parametrize(
    ("short", "words", "expected"), [("DRZ", "Department for Rural Affairs", False), ("MoPA", "Ministry of Ports and Air", True)]
)
def test_abbreviates(short: str, words: str, expected: bool) -> None:
    assert abbreviates(short, parsed(words)[0].tokens) is expected


def test_is_acronym() -> None:
    assert [is_acronym(word) for word in ("BNO", "MoD", "Bank", "A", "iOS")] == [True, True, False, False, True]
