"""Whose it is: text → the holder, kind and role of each statement."""

from __future__ import annotations

import pytest
from tables import Case, case, check, gold, params, whose

import reportedly
from reportedly.articles.article import Article
from reportedly.holders.entities import canonical

PRONOUNS = [
    case(
        "Mayor Ana Reyes opened the new quay on Monday. “It cost us ten years,” she said.",
        whose("she", "said", "Ana Reyes", "person", "Mayor"),
    ),
    case(
        "Peter Novak lost his boat in the storm. He said the harbour lights had been out for a week.",
        whose("He", "said", "Peter Novak", "person"),
    ),
    case(
        "Residents of Mill Street met the council on Friday. They said the smell had been there since May.",
        whose("They", "said", "Residents of Mill Street", "group"),
    ),
    case(
        "“I told the captain, ‘Turn round,’” said the deckhand, Carlos Pinto. He was pulled from the sea at noon.",
        whose("I", "told", "Carlos Pinto", "person"),
        whose("Carlos Pinto", "said", "Carlos Pinto", "person", "deckhand"),
    ),
    case(
        "Laura Bianchi met the union on Sunday. “I offered three percent and they called it an insult,” she said.",
        whose("she", "said", "Laura Bianchi", "person"),
    ),
    case(
        "Northern Rail has cancelled forty trains. It said the signals had failed. “We are sorry,” it added.",
        whose("It", "said", "Northern Rail", "organization"),
        whose("it", "added", "Northern Rail", "organization"),
    ),
]

SHORT_NAMES = [
    case(
        "Ole Lund has run the port since 2009. Lund said the quay would open in June.",
        whose("Lund", "said", "Ole Lund", "person"),
    ),
    case(
        "“We will not move,” said Sarah Connolly, a farmer. The road was blocked for two hours. Mrs Connolly said the "
        "tractors would stay.",
        whose("Sarah Connolly", "said", "Sarah Connolly", "person", "farmer"),
        whose("Mrs Connolly", "said", "Sarah Connolly", "person"),
    ),
    case(
        "The inquest heard from Dr Martin Hale on Tuesday. Hale told the coroner that the wound was old.",
        whose("Hale", "told", "Martin Hale", "person"),
    ),
    case(
        "Rovers signed Diego Suárez on Friday. “I came to win,” Diego said. Suárez said he would wear the number nine.",
        whose("Diego", "said", "Diego Suárez", "person"),
        whose("Suárez", "said", "Diego Suárez", "person"),
    ),
    case(
        "Novak told police that the gate was open. Days later Peter Novak, 61, told a reporter that it was shut.",
        whose("Novak", "told", "Peter Novak", "person"),
        whose("Peter Novak", "told", "Peter Novak", "person"),
    ),
]

#: Who speaks for one who is named, or works for one, isn't that one.
AIDES = [
    case(
        "The talks are over, said an aide to Sen. Olav Brandt.",
        whose("an aide to Sen. Olav Brandt", "said", "aide to Sen. Olav Brandt", "unnamed"),
    ),
    case(
        "The talks are over, said an aide to Trade Minister Olav Brandt.",
        whose("an aide to Trade Minister Olav Brandt", "said", "aide to Trade Minister Olav Brandt", "unnamed"),
    ),
    case(
        "A lawyer for Mr. Holm said the deal was dead.",
        whose("A lawyer for Mr. Holm", "said", "lawyer for Mr. Holm", "unnamed"),
    ),
    case(
        "An attorney for Mr. Holm said the deal was dead.",
        whose("An attorney for Mr. Holm", "said", "attorney for Mr. Holm", "unnamed"),
    ),
    case(
        "Chairman of the Joint Chiefs of Staff Gen. Mark Mill said the border was quiet.",
        whose("Chairman of the Joint Chiefs of Staff Gen. Mark Mill", "said", "Mark Mill", "person"),
    ),
    case(
        "Secretary of State Ana Pomp said it was late.",
        whose("Secretary of State Ana Pomp", "said", "Ana Pomp", "person"),
    ),
]

TITLES = [
    case(
        "Governor Helen Stone said the dam was safe. The state has 40 dams.",
        whose("Governor Helen Stone", "said", "Helen Stone", "person", "Governor"),
    ),
    case(
        "Chief Inspector David Moss warned that the gang was armed.",
        whose("Chief Inspector David Moss", "warned", "David Moss", "person", "Chief Inspector"),
    ),
    case(
        "“The comet has two tails,” said Prof. Maria Silva.",
        whose("Prof. Maria Silva", "said", "Maria Silva", "person"),
    ),
    case(
        "Emily Carter, the port's head of security, said the cameras were off.",
        whose("Emily Carter", "said", "Emily Carter", "person", "head of security"),
    ),
]

DESCRIPTIONS = [
    case(
        "Ana Reyes, mayor of Port Hale, cut the ribbon on Monday. The mayor said the bridge would last a century.",
        whose("The mayor", "said", "Ana Reyes", "person"),
    ),
    case(
        "Viktor Orlenko has led Kaspia since 2004. The Kaspian president said on Sunday that he would retire.",
        whose("The Kaspian president", "said", "Viktor Orlenko", "person"),
    ),
    case(
        "Diego Suárez scored twice against Athletic. The 34-year-old said it was his last season.",
        whose("The 34-year-old", "said", "Diego Suárez", "person"),
    ),
    case(
        "The mayor said on Monday that the pool would close. It was built in 1931.",
        whose("The mayor", "said", "mayor", "person"),
    ),
    case(
        "Striker Thomas Berg missed the bus to the match. The striker said his alarm had failed.",
        whose("The striker", "said", "Thomas Berg", "person"),
    ),
]

ORGANISATIONS = [
    case(
        "The European Fisheries Agency (EFA) has closed the bay. The EFA said the stock had collapsed.",
        whose("The EFA", "said", "European Fisheries Agency", "organization"),
    ),
    case(
        "The European Fisheries Agency has closed the bay. The agency said the stock had collapsed.",
        whose("The agency", "said", "European Fisheries Agency", "organization"),
    ),
    case(
        "Delta Foods shut two plants in March. The company said demand had fallen by half.",
        whose("The company", "said", "Delta Foods", "organization"),
    ),
    case(
        "Police said a man had been found dead in the canal.",
        whose("Police", "said", "police", "organization"),
    ),
    case(
        "According to a report by the National Audit Office, the tunnel cost twice as much as planned.",
        whose("a report by the National Audit Office", "According", "National Audit Office", "organization"),
    ),
    case(
        "The Harbour Gazette reported that the ferry had been sold. The newspaper said the price was secret.",
        whose("The Harbour Gazette", "reported", "Harbour Gazette", "organization"),
        whose("The newspaper", "said", "Harbour Gazette", "organization"),
    ),
]

SPOKESPEOPLE = [
    case(
        "A spokeswoman for Northern Rail said the line would reopen on Monday.",
        whose("A spokeswoman for Northern Rail", "said", "Northern Rail", "organization", "spokeswoman"),
    ),
    case(
        "Northern Rail spokesman Edward Marsh said the line would reopen on Monday.",
        whose("Northern Rail spokesman Edward Marsh", "said", "Edward Marsh", "person", "spokesman"),
    ),
    case(
        "“No one was hurt,” said Julia Brand, a spokesperson for the fire service.",
        whose("Julia Brand", "said", "Julia Brand", "person", "spokesperson for the fire service"),
    ),
    case(
        "Delta Foods shut two plants in March. A spokesman for the company declined to say how many jobs would go.",
        whose("A spokesman for the company", "declined to say", "Delta Foods", "organization", "spokesman"),
    ),
]

GROUPS = [
    case("Residents say the siren is too quiet.", whose("Residents", "say", "residents", "group")),
    case(
        "Republicans said the bill would ruin small farms. Democrats called it a first step.",
        whose("Republicans", "said", "Republicans", "group"),
        whose("Democrats", "called", "Democrats", "group"),
    ),
    case("Scientists believe the lake is older than the sea.", whose("Scientists", "believe", "scientists", "group")),
    case("Voters fear that prices will rise again.", whose("Voters", "fear", "voters", "group")),
]

UNNAMED = [
    case(
        "A senior official said the minister had known since March.",
        whose("A senior official", "said", "senior official", "unnamed"),
    ),
    case(
        "Sources close to the talks said the two sides were far apart.",
        whose("Sources close to the talks", "said", "sources close to the talks", "unnamed"),
    ),
    case(
        "“It went up like paper,” said a neighbour.",
        whose("a neighbour", "said", "neighbour", "unnamed"),
    ),
    case(
        "One diplomat said the map had been drawn twice. The diplomat said neither map was right.",
        whose("One diplomat", "said", "one diplomat", "unnamed"),
        whose("The diplomat", "said", "one diplomat", "unnamed"),
    ),
]

NOBODY = [
    case("The court was told that the brakes had failed twice that week.", whose(None, "told", None, None)),
    case("It was claimed on Friday that the painting had been sold twice.", whose(None, "claimed", None, None)),
    case(
        "Peter Novak bought the boat in May. It has been alleged that the papers were forged.",
        whose(None, "alleged", None, None),
    ),
]

FIRST_LINE = [
    case(
        "Harbour chief Ole Lund denied on Tuesday that he had laughed.\n\n“I never laugh,” Lund told reporters.",
        whose("Harbour chief Ole Lund", "denied", "Ole Lund", "person"),
        whose("Lund", "told", "Ole Lund", "person"),
    ),
    case(
        "Petra Novak mocks flood victims on tape\n\nNovak said it was not her voice.",
        whose("Novak", "said", "Petra Novak", "person"),
    ),
    case("Sad Novak Leaves Harbour Board\n\nNovak said she was tired.", whose("Novak", "said", "Novak", "person")),
]

MONTHS = [
    case(
        "Karin Holm said it would fail. In May Holm had called the bill “a fraud on the victims”.",
        whose("Karin Holm", "said", "Karin Holm", "person"),
        whose("Holm", "had called", "Karin Holm", "person"),
    ),
]

TWO_OF_A_NAME = [
    case(
        "Peter Novak and his wife, Elena Novak, lost the farm. Elena Novak said the bank had lied. Peter Novak said he "
        "blamed himself.",
        whose("Elena Novak", "said", "Elena Novak", "person"),
        whose("Peter Novak", "said", "Peter Novak", "person"),
    ),
    case(
        "Peter Novak and his wife, Elena Novak, lost the farm. Mrs Novak said the bank had lied. Mr Novak said the "
        "weather was to blame.",
        whose("Mrs Novak", "said", "Elena Novak", "person"),
        whose("Mr Novak", "said", "Peter Novak", "person"),
    ),
    case(
        "Sarah Connolly sued Laura Bianchi over the hedge. Connolly said it took her light. Bianchi said it was hers.",
        whose("Connolly", "said", "Sarah Connolly", "person"),
        whose("Bianchi", "said", "Laura Bianchi", "person"),
    ),
    case(
        "“The hedge stays,” said Laura Bianchi. Her neighbour Sarah Connolly laughed. “She has lost,” Connolly said. "
        "Bianchi left at once. She said she would appeal.",
        whose("Laura Bianchi", "said", "Laura Bianchi", "person"),
        whose("Connolly", "said", "Sarah Connolly", "person"),
        whose("She", "said", "Laura Bianchi", "person"),
    ),
    case(
        "Anna Weiss met Robert Klein on Thursday. He said the deal was done. She said it was not.",
        whose("He", "said", "Robert Klein", "person"),
        whose("She", "said", "Anna Weiss", "person"),
    ),
]

WHO = [
    case(
        "The prize went to Maria Silva, who said she had never entered a race before.",
        whose("who", "said", "Maria Silva", "person"),
    ),
    case(
        "Police questioned Thomas Berg, who denied that he had ever met the victim.",
        whose("who", "denied", "Thomas Berg", "person"),
    ),
    case(
        "A judge freed Carlos Pinto on Monday. Pinto, who has always said he was at sea that night, wept.",
        whose("who", "said", "Carlos Pinto", "person"),
    ),
]

LEDE = [
    case(
        "Minister denies selling the ferry\n\nTransport Minister Julia Brand has denied that she sold the ferry twice.",
        whose("Minister", "denies", "Julia Brand", "person"),
        whose("Transport Minister Julia Brand", "denied", "Julia Brand", "person", "Transport Minister"),
    ),
    case(
        "A judge said on Friday that the jury had been bribed. Judge Edward Marsh freed all six of the accused.",
        whose("A judge", "said", "Edward Marsh", "person"),
    ),
    case(
        "A judge said on Friday that the jury had been bribed. Neither Judge Edward Marsh nor Judge Helen Stone was "
        "there.",
        whose("A judge", "said", "judge", "unnamed"),
    ),
    case(
        "Former president Ole Lund met President Ana Reyes in Keldhaven. Reyes wore a hat. “We agree on the port,” the "
        "former president said.",
        whose("the former president", "said", "Ole Lund", "person"),
    ),
    case(
        "A tape in which Interior Minister Goran Ilic is heard saying that the flooded villages “should have learned "
        "to swim” has caused an uproar in the capital and beyond.\n\nMr Ilic said on Wednesday that it was forged.",
        whose("Mr Ilic", "said", "Goran Ilic", "person"),
    ),
]

WHAT_A_NAME_IS = [
    case(
        "Trump won in Ohio. Trump’s State Department called for calm. Trump said the vote was fair.",
        whose("Trump", "said", "Trump", "person"),
    ),
    case(
        "The Greek daily Kathimeri closed its doors in May. Kathimeri said nobody read it any more.",
        whose("Kathimeri", "said", "Kathimeri", "organization"),
    ),
    case(
        "Delta Foods has a new plan. Delta Foods Enterprise Kitchen has 40 buyers. Delta Foods said it would grow.",
        whose("Delta Foods", "said", "Delta Foods", "organization"),
    ),
]

TOGETHER = [
    case(
        "German Chancellor Anna Weiss and British Prime Minister Edward Marsh said the fires must be put out.",
        whose("German Chancellor Anna Weiss and", "said", "Anna Weiss and Edward Marsh", "group"),
    ),
    case(
        "Anna Weiss and Edward Marsh said the fires must be put out.",
        whose("Anna Weiss and Edward Marsh", "said", "Anna Weiss and Edward Marsh", "group"),
    ),
]

UNTOLD = [
    case(
        "Delta Foods and Red Lake have merged. Neither would say what it cost.",
        whose("Neither", "would say", None, None),
    ),
    case(
        "Delta Foods and Red Lake have merged. Both declined to comment on the price.",
        whose("Both", "declined", None, None),
    ),
]

#: Names as they stand in the news of the world.
FOREIGN_NAMES = [
    case(
        "Sultan Qaboos bin Said said the port would open. Qaboos bin Said ruled for years.",
        whose("Sultan Qaboos bin Said", "said", "Qaboos bin Said", "person"),
    ),
    case(
        "The World Health Organization (WHO) shut its office. The WHO said masks would go.",
        whose("The WHO", "said", "World Health Organization", "organization"),
    ),
    case(
        "The Federal Security Service (FSB) caught a spy. FSB said nothing was found.",
        whose("FSB", "said", "Federal Security Service", "organization"),
    ),
    case(
        "US Special Representative for Iran Brian Hook said the tanker was seized.",
        whose("US Special Representative for Iran Brian Hook", "said", "Brian Hook", "person"),
    ),
    case(
        "The speaker of the parliament Ana Reyes said the budget was lost.",
        whose("The speaker of the parliament Ana Reyes", "said", "Ana Reyes", "person"),
    ),
    case("The Courier said the mayor had lied.", whose("The Courier", "said", "Courier", "organization")),
    case(
        "Speaking to Kikoto.hu, Ole Lund said the quay would open in June.",
        whose("Ole Lund", "said", "Ole Lund", "person"),
    ),
    case(
        "A clerk died of COVID-19 in Tarn. The government announced that the schools would close.",
        whose("The government", "announced", "government", "organization"),
    ),
]

#: Whose is not who, and what names no one.
BELONGING = [
    case("Ole Lund died on Friday. His family asked for silence.", whose("His family", "asked for", "family", "group")),
    case(
        "On Thursday, Pope Francis announced a new law.",
        whose("Pope Francis", "announced", "Pope Francis", "person"),
    ),
    case(
        "The Supreme Court of Portugal said the port would close.",
        whose("The Supreme Court of Portugal", "said", "Supreme Court of Portugal", "organization"),
    ),
    case(
        "The First Minister of Scotland Ana Reyes said the port would close.",
        whose("The First Minister of Scotland Ana Reyes", "said", "Ana Reyes", "person"),
    ),
    case(
        "Lund and Reyes's mother, Karin Holm, said they were innocent.",
        whose("Lund and Reyes's mother, Karin Holm,", "said", "Karin Holm", "person"),
    ),
    case(
        "The parliament of Tarn (PT) said the port would close.",
        whose("The parliament of Tarn (PT)", "said", "parliament of Tarn", "organization"),
    ),
]

TABLES = {
    "lede": LEDE,
    "what-a-name-is": WHAT_A_NAME_IS,
    "together": TOGETHER,
    "untold": UNTOLD,
    "pronouns": PRONOUNS,
    "short-names": SHORT_NAMES,
    "titles": TITLES,
    "descriptions": DESCRIPTIONS,
    "organisations": ORGANISATIONS,
    "spokespeople": SPOKESPEOPLE,
    "groups": GROUPS,
    "unnamed": UNNAMED,
    "nobody": NOBODY,
    "first-line": FIRST_LINE,
    "months": MONTHS,
    "two-of-a-name": TWO_OF_A_NAME,
    "who": WHO,
    "foreign-names": FOREIGN_NAMES,
    "belonging": BELONGING,
}


#: Read wrongly by the weights of 0.1.0; a case that comes right leaves this list.
GAPS = {
    "pronouns-3": "a group that made no statement before is no antecedent",
    "descriptions-2": "an office that the text doesn't give to the one named is not tied to him",
    "two-of-a-name-4": "of two women the one who spoke last is taken, not the one named last",
}


@pytest.mark.parametrize("expected", params(TABLES, GAPS))
def test_the_holders_of_a_text(expected: Case) -> None:
    check(expected, reportedly.read(expected.text))


@pytest.mark.parametrize("expected", params(TABLES))
def test_a_holder_is_one_object_with_its_mentions_in_order(expected: Case) -> None:
    reading = reportedly.read(expected.text)
    for holder in reading.holders:
        assert holder.mentions == tuple(sorted(holder.mentions))
        assert holder.mentions
    for statement in reading.statements:
        if statement.holder:
            assert any(statement.holder is holder for holder in reading.holders)


def test_the_tables_are_sound() -> None:
    for expected in (c for cases in TABLES.values() for c in cases):
        assert len(expected.statements) == len(gold(expected, Article).statements)


def test_a_name_that_stands_in_marks_is_no_nickname() -> None:
    assert canonical("“Clear Water Now”", "person") == "Clear Water Now"
    assert canonical("Tarquin “Bonesaw” Ellory", "person") == "Tarquin Ellory"
