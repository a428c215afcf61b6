"""A corpus of made-up articles about made-up public bodies, of any size and length; the same for the same seed, on every machine.

Names recur as they do in real corpora: a few are everywhere, most are rare, and their number grows with the corpus.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

LANDS = (
    "Arvenia",
    "Belmark",
    "Corsund",
    "Dravia",
    "Estmere",
    "Fallowland",
    "Gorvia",
    "Hestria",
    "Ildenmark",
    "Jorvia",
    "Kelland",
    "Lornia",
)
TOPICS = (
    "water", "energy", "transport", "fisheries", "insurance", "telecommunications", "postal services", "public health", "food safety", "aviation",
    "railways", "forestry", "mining", "statistics", "higher education", "data protection", "financial markets", "housing", "agriculture", "shipping",
)  # fmt: skip
KINDS = (
    "Ministry of {topic}",
    "{topic} Authority",
    "{land} {topic} Agency",
    "Office of {topic}",
    "{topic} Commission",
    "National {topic} Council",
)
LAWS = ("{topic} Act {year}", "{topic} Law", "General {topic} Code", "{topic} Protection Act {year}")
GOALS = (
    "safety",
    "competition",
    "affordable prices",
    "the security of supply",
    "transparency",
    "innovation",
    "the resilience of networks",
    "fair access",
)
THINGS = (
    "licences", "tariffs", "technical standards", "annual reports", "inspections", "market entry", "quality marks", "emergency plans", "public tenders",
    "spectrum auctions", "audits", "safety certificates", "environmental permits", "price controls",
)  # fmt: skip
GROUPS = (
    "operators",
    "consumers",
    "investors",
    "local authorities",
    "small enterprises",
    "trade unions",
    "manufacturers",
    "researchers",
    "importers",
)
FIRST, LAST = (
    ("Ada", "Boris", "Clara", "Dmitri", "Elena", "Farid", "Greta", "Henrik"),
    ("Almas", "Brandt", "Corvin", "Dale", "Ekberg", "Farrow", "Gant"),
)
HEADINGS = ("History", "Functions", "Organisation", "International work", "Criticism", "Legal basis", "Funding", "Recent reforms")
SENTENCES = (
    "The {body} ({short}) is a {kind} of {land} that is responsible for {topic}, {topic2} and the oversight of {groups}.",
    "It was established in {year} under the {law}, which merged the functions of the {body2} and a department of the {body3}.",
    "The {short} regulates {topic} and issues {things}, {things2} and {things3} in order to ensure {goal} and {goal2}.",
    "Under the {law}, the {short} may impose fines on {groups} that fail to comply with its rules on {things}.",
    "Its board consists of {number} members, who are appointed by the {body2} on the advice of the {body3} for a term of {number} years.",
    "The {short} works closely with the {body2}, the {body3} and {groups} on {things} and the development of {topic2}.",
    "Since {year}, {person} has chaired the {short}; the deputy chair is nominated by the {body2}.",
    "Critics argue that the {short} lacks the resources to supervise {groups}, and that its decisions on {things} favour {groups2}.",
    "Supporters, such as {groups} and {groups2}, say that the reforms of {year} improved {goal} and lowered the costs of {things}.",
    "The government of {land} has asked the {short} to promote {goal}, to support {groups}, and to coordinate its policy with the {body2}.",
    "In {year} the {body3}, which reports to the {body2}, took over the inspection of {things2} from the {short}.",
    "The headquarters of the {short} are in {city}, with regional offices that process applications for {things} from {groups}.",
    "According to its strategy, the {short} aims to reduce the burden on {groups} while it maintains {goal} in {topic}.",
    "The {short}'s mandate covers {topic}, including {things}, {things2} and, to some extent, the training of {groups}.",
    "Where {groups} disagree with a decision, they may appeal to the {body3}, whose rulings are binding on the {short} and on {groups2}.",
    "The {law} requires the {short} to consult {groups} before it changes the rules on {things}, although urgent cases are exempt.",
    "Observers doubt that the {body2} can guarantee {goal} as long as {things} depend on {groups2} and on annual budgets.",
    "It publishes {things}, collects data on {topic2}, and represents {land} in the World Forum for {Topic}.",
)
ITEMS = (
    "Supervision of {groups}",
    "Licensing of {things}",
    "Enforcement of the {law}",
    "Promotion of {goal} and {goal2}",
    "{Topic} policy",
)


class Author:
    """Writes articles; each depends on the seed and its number only, `short` ones being the others' first paragraphs."""

    def __init__(self, seed: int, *, short: bool = False) -> None:
        self.seed = seed
        self.short = short

    def article(self, number: int) -> dict[str, str]:
        """The id, title and text of an article, of 300 to 1,500 words; a short one has about 120."""
        draw = random.Random(f"{self.seed}-{number}")
        land = f"{draw.choice(LANDS)}"
        body = self._body(draw, land, own=number)
        short = "".join(word[0] for word in body.split() if word[0].isupper())
        parts = [body, self._paragraph(draw, land, body, short, opening=True)]
        for heading in () if self.short else draw.sample(HEADINGS, draw.randint(2, 6)):
            parts += [heading, *(self._paragraph(draw, land, body, short) for _ in range(draw.randint(1, 3)))]
            if draw.random() < 0.3:
                parts.append("\n".join(f"- {self._filled(draw, item, land, body, short)}" for item in draw.sample(ITEMS, 3)))
        return {"id": f"article-{number}", "title": body, "text": "\n\n".join(parts) + "\n"}

    def _paragraph(self, draw: random.Random, land: str, body: str, short: str, *, opening: bool = False) -> str:
        chosen = draw.sample(SENTENCES[1:], draw.randint(3, 7))
        return " ".join(self._filled(draw, sentence, land, body, short) for sentence in (SENTENCES[:1] if opening else ()) + tuple(chosen))

    def _filled(self, draw: random.Random, sentence: str, land: str, body: str, short: str) -> str:
        topic, topic2 = draw.sample(TOPICS, 2)
        things, things2, things3 = draw.sample(THINGS, 3)
        groups, groups2 = draw.sample(GROUPS, 2)
        goal, goal2 = draw.sample(GOALS, 2)
        return sentence.format(
            body=body, short=short, land=land, topic=topic, topic2=topic2, Topic=topic.capitalize(), things=things, things2=things2, things3=things3,
            groups=groups, groups2=groups2, goal=goal, goal2=goal2, body2=self._body(draw, land), body3=self._body(draw, land),
            law=draw.choice(LAWS).format(topic=draw.choice(TOPICS).title(), year=draw.randint(1950, 2024)), year=draw.randint(1950, 2024),
            number=draw.choice(("five", "seven", "nine", "twelve")), person=f"{draw.choice(FIRST)} {draw.choice(LAST)}",
            city=f"{land[:4]}{draw.choice(('ford', 'stad', 'haven', 'burg'))}", kind=draw.choice(("ministry", "regulator", "government agency")),
        )  # fmt: skip

    def _body(self, draw: random.Random, land: str, own: int | None = None) -> str:
        """A name out of an open set: the rank is drawn so that low ones are common."""
        rank = own if own is not None else int(draw.paretovariate(0.7))
        name = draw.choice(KINDS) if own is not None else KINDS[rank % len(KINDS)]
        region = (
            ""
            if rank < len(TOPICS) * len(KINDS)
            else f" of {chr(65 + rank % 26)}{'aeiou'[rank % 5]}{'lmnrst'[rank % 6]}{'aeo'[rank % 3]}{rank % 9973}ia"
        )
        return name.format(topic=TOPICS[rank % len(TOPICS)].title(), land=land) + region


def write_corpus(file: Path, documents: int, *, short: bool = False, seed: int = 1) -> Path:
    """A JSON Lines file of so many articles."""
    author = Author(seed, short=short)
    with file.open("w", encoding="utf-8") as lines:
        for number in range(documents):
            lines.write(json.dumps(author.article(number)) + "\n")
    return file
