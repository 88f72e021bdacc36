"""Who is given which words by which cue: text → statements, one table for each phenomenon."""

from __future__ import annotations

import pytest
from drafts import plain, scores_from
from tables import Case, case, check, direct, gold, indirect, labelled, located, mistakes, mixed, params

import reportedly
from reportedly.articles.article import Article
from reportedly.attributions.choice import attributions

CURLY = [
    case(
        "“The north quay is closed until Friday,” harbour master Ole Lund said.",
        direct("harbour master Ole Lund", "said", "“The north quay is closed until Friday,”"),
    ),
    case(
        "Lund told reporters: “No ship has left since dawn.”",
        direct("Lund", "told", "“No ship has left since dawn.”"),
    ),
    case(
        "“Who opened the gate?” asked Judge Amina Farouk.",
        direct("Judge Amina Farouk", "asked", "“Who opened the gate?”"),
    ),
    case(
        "The striker was in tears. “I have waited nine years for that goal!” Kasper Boye said after the match.",
        direct("Kasper Boye", "said", "“I have waited nine years for that goal!”"),
    ),
    case(
        "“The samples were clean,” said Dr Irena Kos. “We checked them twice,” her colleague Paul Adeyemi added.",
        direct("Dr Irena Kos", "said", "“The samples were clean,”"),
        direct("her colleague Paul Adeyemi", "added", "“We checked them twice,”"),
    ),
    case(
        "Police Chief Rosa Marín wrote on social media, “Stay away from the Old Market until further notice.”",
        direct("Police Chief Rosa Marín", "wrote", "“Stay away from the Old Market until further notice.”"),
    ),
]

STRAIGHT = [
    case(
        '"We will appeal," defence lawyer Tobias Wren said outside the court.',
        direct("defence lawyer Tobias Wren", "said", '"We will appeal,"'),
    ),
    case(
        'Senator Dana Holt said: "The bill is dead."',
        direct("Senator Dana Holt", "said", '"The bill is dead."'),
    ),
    case(
        '"Profits fell by a third," said finance chief Mei Tan. The shares dropped 4 percent.',
        direct("finance chief Mei Tan", "said", '"Profits fell by a third,"'),
    ),
    case(
        '"Where is the money?" Holt shouted.',
        direct("Holt", "shouted", '"Where is the money?"'),
    ),
    case(
        'The goalkeeper, 5\'10" in his boots, was calm. "I saw it late," Boye said.',
        direct("Boye", "said", '"I saw it late,"'),
    ),
    case(
        'Wren replied, "My client was never there."',
        direct("Wren", "replied", '"My client was never there."'),
    ),
]

MONTHS = [
    case(
        "In May Holm had called the plan “a gift to the other side”.",
        mixed("Holm", "had called", "the plan “a gift to the other side”"),
    ),
    case(
        "Since last August Wilson has said the ferry is unsafe.",
        indirect("Wilson", "has said", "the ferry is unsafe"),
    ),
    case(
        "A statement by April Grant said the port was shut.",
        indirect("A statement by April Grant", "said", "the port was shut"),
    ),
    case(
        "Last May Day organisers said the port was shut.",
        indirect("Last May Day organisers", "said", "the port was shut"),
    ),
    case("“I am staying,” June Reyes said.", direct("June Reyes", "said", "“I am staying,”")),
]

SINGLE = [
    case(
        "'The bridge will open in May,' said engineer Hal Prior.",
        direct("engineer Hal Prior", "said", "'The bridge will open in May,'"),
    ),
    case(
        "‘The bridge will open in May,’ said engineer Hal Prior.",
        direct("engineer Hal Prior", "said", "‘The bridge will open in May,’"),
    ),
    case(
        "‘It’s the workers’ money and they’ll have it back,’ union leader Bess Howell said.",
        direct("union leader Bess Howell", "said", "‘It’s the workers’ money and they’ll have it back,’"),
    ),
    case(
        "Howell told members: 'Don't sign anything.'",
        direct("Howell", "told", "'Don't sign anything.'"),
    ),
    case(
        "‘In the ’90s we had two ferries a day,’ the pilot Nils Aker recalled.",
        direct("the pilot Nils Aker", "recalled", "‘In the ’90s we had two ferries a day,’"),
    ),
    case(
        "Aker said the ferry was ‘a floating coffin’ and should be scrapped.",
        mixed("Aker", "said", "the ferry was ‘a floating coffin’ and should be scrapped"),
    ),
]

MIXED_MARKS = [
    case(
        "“The vote was fair,” said Okello. 'It was a farce,' said his rival, Grace Nambi.",
        direct("Okello", "said", "“The vote was fair,”"),
        direct("Nambi", "said", "'It was a farce,'"),
    ),
    case(
        "‘The word they used was “temporary”,’ said tenant Lou Marsh.",
        direct("tenant Lou Marsh", "said", "‘The word they used was “temporary”,’"),
    ),
    case(
        "\"It's what we call a 'dry' well,\" geologist Ana Roux said.",
        direct("geologist Ana Roux", "said", "\"It's what we call a 'dry' well,\""),
    ),
    case(
        '“The well is dry,” Roux said. "It always was," the farmer Luc Petit said.',
        direct("Roux", "said", "“The well is dry,”"),
        direct("the farmer Luc Petit", "said", '"It always was,"'),
    ),
    case(
        "``The council has no plan,'' said Petit.",
        direct("Petit", "said", "``The council has no plan,''"),
    ),
]

BROKEN = [
    case(
        "“The crane fell first,” he said. “Then the wall went.”",
        direct("he", "said", "“The crane fell first,”", "“Then the wall went.”"),
    ),
    case(
        "“The crane,” said foreman Jan Kolář, “fell first.”",
        direct("foreman Jan Kolář", "said", "“The crane,”", "“fell first.”"),
    ),
    case(
        '"We were two down," coach Ruth Ansah said. "Nobody left the ground. That tells you everything."',
        direct(
            "coach Ruth Ansah", "said", '"We were two down,"', '"Nobody left the ground. That tells you everything."'
        ),
    ),
    case(
        "‘If the rate rises,’ the banker Piet Vos told MPs, ‘small firms will close.’",
        direct("the banker Piet Vos", "told", "‘If the rate rises,’", "‘small firms will close.’"),
    ),
    case(
        "“Yes,” Farouk said after a long pause. “The ledger is a forgery.” The court adjourned at noon.",
        direct("Farouk", "said", "“Yes,”", "“The ledger is a forgery.”"),
    ),
    case(
        "The tremor, seismologist Yuki Mori said, was the strongest since 1998.",
        indirect("seismologist Yuki Mori", "said", "The tremor", "was the strongest since 1998"),
    ),
    case(
        "“It is,” Mori told the daily, pausing, “a very young fault. We knew nothing of it.”",
        direct("Mori", "told", "“It is,”", "“a very young fault. We knew nothing of it.”"),
    ),
]

PARAGRAPHS = [
    case(
        "“The water came at four,” said farmer Ida Brandt.\n\n“By five the barn was gone.”",
        direct("farmer Ida Brandt", "said", "“The water came at four,”", "“By five the barn was gone.”"),
    ),
    case(
        "“The water came at four,” said farmer Ida Brandt. “We ran.\n\n“By five the barn was gone.”",
        direct("farmer Ida Brandt", "said", "“The water came at four,”", "“We ran.", "“By five the barn was gone.”"),
    ),
    case(
        "Brandt said: “The water came at four.\n\n“It took the hens.\n\n“By five the barn was gone.”",
        direct("Brandt", "said", "“The water came at four.", "“It took the hens.", "“By five the barn was gone.”"),
    ),
    case(
        'Vos said: "The bank is sound.\n\n"It has been sound for ninety years."\n\nThe shares were flat.',
        direct("Vos", "said", '"The bank is sound.', '"It has been sound for ninety years."'),
    ),
    case(
        "‘The bank is sound,’ Vos said.\n\n‘It has been sound for ninety years.’",
        direct("Vos", "said", "‘The bank is sound,’", "‘It has been sound for ninety years.’"),
    ),
    case(
        "“The trial was short.\n\n“The wait was long,” said the widow, Carla Bruni-Hay.",
        direct("Bruni-Hay", "said", "“The trial was short.", "“The wait was long,”"),
    ),
]

UNCLOSED = [
    case(
        "“The lift has been broken since March, said resident Joan Pike.\n\nThe council owns the block.",
        direct("resident Joan Pike", "said", "“The lift has been broken since March"),
    ),
    case(
        "Pike said: “The lift has been broken since March.\n\nThe council owns the block.",
        direct("Pike", "said", "“The lift has been broken since March."),
    ),
    case(
        'Pike said: "My mother is 84 and lives on the ninth floor.\n\nThe block has 120 flats.',
        direct("Pike", "said", '"My mother is 84 and lives on the ninth floor.'),
    ),
    case(
        "“Nobody came,” Pike said. “Nobody ever comes.\n\nThe block has 120 flats.",
        direct("Pike", "said", "“Nobody came,”", "“Nobody ever comes."),
    ),
    case(
        "The mayor said the lift was “a disgrace.\n\n“We will mend it,” said engineer Hal Prior.",
        mixed("The mayor", "said", "the lift was “a disgrace"),
        direct("engineer Hal Prior", "said", "“We will mend it,”"),
    ),
]

CARRIED_ON = [
    case(
        "“The ice is too thin,” said ranger Moa Fjell. The lake was shut on Monday. “Nobody should walk on it.”",
        direct("ranger Moa Fjell", "said", "“The ice is too thin,”", "“Nobody should walk on it.”"),
    ),
    case(
        "“The ice is too thin,” said ranger Moa Fjell.\n\n“It was thinner still last year.”",
        direct("ranger Moa Fjell", "said", "“The ice is too thin,”", "“It was thinner still last year.”"),
    ),
    case(
        "“He was a quiet boy,” his teacher, Una Breen, said. “Always at the back. Always drawing.”",
        direct("Breen", "said", "“He was a quiet boy,”", "“Always at the back. Always drawing.”"),
    ),
    case(
        '"The pitch was a swamp," Ansah said.\n\n"My players could not run."\n\nThe replay is on Tuesday.',
        direct("Ansah", "said", '"The pitch was a swamp,"', '"My players could not run."'),
    ),
    case(
        "Fjell said two skaters had gone through the ice. “They were lucky. There was a rope.”",
        mixed("Fjell", "said", "two skaters had gone through the ice", "“They were lucky. There was a rope.”"),
    ),
]

NESTED = [
    case(
        "“I said, ‘Try the other door,’” the porter, Max Dell, told the court.",
        direct("Dell", "told", "“I said, ‘Try the other door,’”"),
        direct("I", "said", "‘Try the other door,’", parent=0),
    ),
    case(
        "“I said, ‘Where is the key?’ And he goes, ‘In the river.’ So we left,” Dell said.",
        direct("Dell", "said", "“I said, ‘Where is the key?’ And he goes, ‘In the river.’ So we left,”"),
        direct("I", "said", "‘Where is the key?’", parent=0),
        direct("he", "goes", "‘In the river.’", parent=0),
    ),
    case(
        "\"She told me, 'You are finished here,'\" the clerk, Pia Storm, said.",
        direct("Storm", "said", "\"She told me, 'You are finished here,'\""),
        direct("She", "told", "'You are finished here,'", parent=0),
    ),
    case(
        "‘He told me “never again” and hung up,’ said Storm.",
        direct("Storm", "said", "‘He told me “never again” and hung up,’"),
        direct("He", "told", "“never again”", parent=0),
    ),
    case(
        "Storm said that the director had told her the files were burnt.",
        indirect("Storm", "said", "the director had told her the files were burnt"),
        indirect("the director", "told", "the files were burnt", parent=0),
    ),
    case(
        "“The minister promised that the road would be built by spring,” villager Omar Hadi said.",
        direct("villager Omar Hadi", "said", "“The minister promised that the road would be built by spring,”"),
        indirect("The minister", "promised", "the road would be built by spring", parent=0),
    ),
    case(
        "Prosecutors said Dell wrote to his brother: “Sell the boat.”",
        mixed("Prosecutors", "said", "Dell wrote to his brother: “Sell the boat.”"),
        direct("Dell", "wrote", "“Sell the boat.”", parent=0),
    ),
    case(
        "“My brother always told me, ‘Never trust a calm sea,’” said the ferryman, Emil Radek.",
        direct("Radek", "said", "“My brother always told me, ‘Never trust a calm sea,’”"),
        direct("My brother", "told", "‘Never trust a calm sea,’", parent=0),
    ),
    case(
        "“Pia rang me at midnight and said, ‘Burn the ledger,’” the accountant, Max Dell, told the court.",
        direct("Dell", "told", "“Pia rang me at midnight and said, ‘Burn the ledger,’”"),
        direct("Pia", "said", "‘Burn the ledger,’", parent=0),
    ),
    case(
        "“He said he was at his aunt's funeral,” Mrs Storm told the court.",
        direct("Mrs Storm", "told", "“He said he was at his aunt's funeral,”"),
        indirect("He", "said", "he was at his aunt's funeral", parent=0),
    ),
]

BRACKETS = [
    case(
        "“He [Dell] knew where the key was,” Storm said.",
        direct("Storm", "said", "“He [Dell] knew where the key was,”"),
    ),
    case(
        "“[The company] sold us … a ruin,” said buyer Ines Faro.",
        direct("buyer Ines Faro", "said", "“[The company] sold us … a ruin,”"),
    ),
    case(
        '"We were ... surprised," the envoy Karl Lind said.',
        direct("the envoy Karl Lind", "said", '"We were ... surprised,"'),
    ),
    case(
        "Lind said the treaty “is not [yet] worth the paper”.",
        mixed("Lind", "said", "the treaty “is not [yet] worth the paper”"),
    ),
    case(
        "(“The roof leaks,” Faro said.)",
        direct("Faro", "said", "“The roof leaks,”"),
    ),
    case(
        "“The roof leaks . . . and the seller new [sic] it,” Faro wrote.",
        direct("Faro", "wrote", "“The roof leaks . . . and the seller new [sic] it,”"),
    ),
]

CENSORED = [
    case(
        "“Shut the d*mn gate,” Lund shouted.",
        direct("Lund", "shouted", "“Shut the d*mn gate,”"),
    ),
    case(
        'Boye said: "That was a f---ing disgrace."',
        direct("Boye", "said", '"That was a f---ing disgrace."'),
    ),
    case(
        "“It's sh*t weather and a sh*t boat,” skipper Nell Tarn said.",
        direct("skipper Nell Tarn", "said", "“It's sh*t weather and a sh*t boat,”"),
    ),
    case(
        "Tarn said the owner was “a lying b******” who never paid.",
        mixed("Tarn", "said", "the owner was “a lying b******” who never paid"),
    ),
    case(
        "'[Expletive] the lot of them,' Tarn said.",
        direct("Tarn", "said", "'[Expletive] the lot of them,'"),
    ),
    case(
        '"****!" the referee shouted.',
        direct("the referee", "shouted", '"****!"'),
    ),
]

INDIRECT = [
    case(
        "The port authority said that two cranes had been damaged by the storm.",
        indirect("The port authority", "said", "two cranes had been damaged by the storm"),
    ),
    case(
        "Two cranes had been damaged by the storm, the port authority said.",
        indirect("the port authority", "said", "Two cranes had been damaged by the storm"),
    ),
    case(
        "Two cranes, the port authority said, had been damaged by the storm.",
        indirect("the port authority", "said", "Two cranes", "had been damaged by the storm"),
    ),
    case(
        "Governor Lea Stone has said she will not run for a third term in November.",
        indirect("Governor Lea Stone", "said", "she will not run for a third term in November"),
    ),
    case(
        "Stone would not say whether the dam had been inspected before the flood.",
        indirect("Stone", "say", "whether the dam had been inspected before the flood"),
    ),
    case(
        "The surgeon told the inquiry that the scanner had been out of order for a week.",
        indirect("The surgeon", "told", "the scanner had been out of order for a week"),
    ),
    case(
        "Officials warned on Monday that the river could burst its banks again.",
        indirect("Officials", "warned", "the river could burst its banks again"),
    ),
    case(
        "Stone announced a new tax on sugar and added that it would start in June.",
        indirect("Stone", "announced", "a new tax on sugar"),
        indirect("Stone", "added", "it would start in June"),
    ),
]

INVERTED = [
    case(
        "“The fish are gone,” says Tarn.",
        direct("Tarn", "says", "“The fish are gone,”"),
    ),
    case(
        "“The fish are gone,” said a skipper who has worked the bay for forty years.",
        direct("a skipper", "said", "“The fish are gone,”"),
    ),
    case(
        "The fish are gone, said Nell Tarn, who has worked the bay for forty years.",
        indirect("Nell Tarn", "said", "The fish are gone"),
    ),
    case(
        "“Not on my watch,” replied the sheriff.",
        direct("the sheriff", "replied", "“Not on my watch,”"),
    ),
    case(
        "Said Tarn: “The fish are gone.”",
        direct("Tarn", "Said", "“The fish are gone.”"),
    ),
]

PASSIVE = [
    case(
        "The court was told that the brakes had failed twice that week.",
        indirect(None, "told", "the brakes had failed twice that week"),
    ),
    case(
        "The inquest was told by Dr Irena Kos that the driver had not slept for two days.",
        indirect("Dr Irena Kos", "told", "the driver had not slept for two days"),
    ),
    case(
        "It was claimed on Friday that the painting had been sold twice.",
        indirect(None, "claimed", "the painting had been sold twice"),
    ),
    case(
        "Residents were warned by the fire service that the smoke was poisonous.",
        indirect("the fire service", "warned", "the smoke was poisonous"),
    ),
    case(
        "It has been alleged that three officers took money from the club.",
        indirect(None, "alleged", "three officers took money from the club"),
    ),
]

ACCORDING = [
    case(
        "The tanker was carrying 90,000 tonnes of oil, according to the coastguard.",
        indirect("the coastguard", "according", "The tanker was carrying 90,000 tonnes of oil"),
    ),
    case(
        "According to the coastguard, the tanker was carrying 90,000 tonnes of oil.",
        indirect("the coastguard", "According", "the tanker was carrying 90,000 tonnes of oil"),
    ),
    case(
        "The tanker, according to the coastguard, was carrying 90,000 tonnes of oil.",
        indirect("the coastguard", "according", "The tanker", "was carrying 90,000 tonnes of oil"),
    ),
    case(
        "The suspect “ran like a hare”, according to a witness.",
        mixed("a witness", "according", "The suspect “ran like a hare”"),
    ),
    case(
        "Wages in the valley rose by 2 percent last year, according to figures from the labour office.",
        indirect("figures from the labour office", "according", "Wages in the valley rose by 2 percent last year"),
    ),
    case(
        "According to Faro, “the seller vanished the next day.”",
        direct("Faro", "According", "“the seller vanished the next day.”"),
    ),
]

NOUNS = [
    case(
        "Her claim that the ballots were burnt has split the party.",
        indirect("Her", "claim", "the ballots were burnt"),
    ),
    case(
        "Holt's warning that the reservoir would be dry by August came too late.",
        indirect("Holt", "warning", "the reservoir would be dry by August"),
    ),
    case(
        "The company's promise that no jobs would be lost lasted a month.",
        indirect("The company", "promise", "no jobs would be lost"),
    ),
    case(
        "Allegations that the mayor took bribes surfaced in May.",
        indirect(None, "Allegations", "the mayor took bribes"),
    ),
    case(
        "The minister's assertion that “every bridge is safe” drew laughter.",
        direct("The minister", "assertion", "“every bridge is safe”"),
    ),
    case(
        "He repeated his claim that the vote was fair and had been counted twice.",
        indirect("He", "repeated", "his claim that the vote was fair and had been counted twice"),
    ),
]

DOCUMENTS = [
    case(
        "A poll by Northfield University found that 61 percent of voters oppose the tunnel.",
        indirect("A poll by Northfield University", "found", "61 percent of voters oppose the tunnel"),
        indirect("61 percent of voters", "oppose", "the tunnel", parent=0),
    ),
    case(
        "The report says the dam was built on sand.",
        indirect("The report", "says", "the dam was built on sand"),
    ),
    case(
        "The indictment alleges that Dell moved the money through three shell companies.",
        indirect("The indictment", "alleges", "Dell moved the money through three shell companies"),
    ),
    case(
        "“All staff must leave the site by noon,” the memo read.",
        direct("the memo", "read", "“All staff must leave the site by noon,”"),
    ),
    case(
        "A study published on Monday suggests that bees can count to four.",
        indirect("A study", "suggests", "bees can count to four"),
    ),
    case(
        "The letter states that the lease “ends on the day of the sale”.",
        mixed("The letter", "states", "the lease “ends on the day of the sale”"),
    ),
    case(
        "The Harbour Gazette reported on Sunday that the ferry company would be sold.",
        indirect("The Harbour Gazette", "reported", "the ferry company would be sold"),
    ),
]

APPOSITIVES = [
    case(
        "Lund, the port's chief, said the quay would stay shut until the weekend.",
        indirect("Lund", "said", "the quay would stay shut until the weekend"),
    ),
    case(
        "“It was dark,” said Rosa Marín, the chief of police.",
        direct("Rosa Marín", "said", "“It was dark,”"),
    ),
    case(
        "Tom Odell, 54, a retired miner from Crane Valley, said he had seen nothing like it.",
        indirect("Tom Odell", "said", "he had seen nothing like it"),
    ),
    case(
        "The bank's chief economist, Piet Vos, said prices would fall before the spring.",
        indirect("The bank's chief economist, Piet Vos", "said", "prices would fall before the spring"),
    ),
    case(
        "“Nobody is safe,” said Grace Nambi, who leads the opposition and lost her seat in May.",
        direct("Grace Nambi", "said", "“Nobody is safe,”"),
    ),
    case(
        "Sen. Dana Holt (R-Mesa) said the hearing was a waste of time.",
        indirect("Sen. Dana Holt", "said", "the hearing was a waste of time"),
    ),
]

THOUGHT = [
    case(
        "Detectives believe the fire was started in the kitchen.",
        indirect("Detectives", "believe", "the fire was started in the kitchen"),
    ),
    case(
        "Growers fear that the frost will destroy half of the harvest.",
        indirect("Growers", "fear", "the frost will destroy half of the harvest"),
    ),
    case(
        "The club expects to sell forty thousand tickets before Sunday.",
        indirect("The club", "expects", "to sell forty thousand tickets before Sunday"),
    ),
    case(
        "Mori hopes that the next probe will land on the far side.",
        indirect("Mori", "hopes", "the next probe will land on the far side"),
    ),
    case(
        "Most voters think the country is heading in the wrong direction.",
        indirect("Most voters", "think", "the country is heading in the wrong direction"),
    ),
    case(
        "Nambi doubts that the ballots were counted at all.",
        indirect("Nambi", "doubts", "the ballots were counted at all"),
    ),
]

NEITHER_NOR = [
    case(
        "The ministry could neither confirm nor deny that a drone had crossed the border.",
        indirect("The ministry", "neither confirm nor deny", "a drone had crossed the border"),
    ),
    case(
        "The airline declined to comment on reports that it would cut a thousand jobs.",
        indirect("The airline", "declined to comment", "reports that it would cut a thousand jobs"),
    ),
    case(
        "Dell denied that he had ever owned a boat.",
        indirect("Dell", "denied", "he had ever owned a boat"),
    ),
    case(
        "Stone refused to say how many cells had been left unlocked that night.",
        indirect("Stone", "refused to say", "how many cells had been left unlocked that night"),
    ),
    case(
        "A spokesman for the club confirmed that Boye would miss the final.",
        indirect("A spokesman for the club", "confirmed", "Boye would miss the final"),
    ),
    case(
        "The prosecutor neither confirmed nor denied that a witness had fled the country.",
        indirect("The prosecutor", "neither confirmed nor denied", "a witness had fled the country"),
    ),
]

PARTLY_QUOTED = [
    case(
        "Vos said the rise was “a shot across the bows” of the banks.",
        mixed("Vos", "said", "the rise was “a shot across the bows” of the banks"),
    ),
    case(
        "The plan was “dead on arrival”, Holt told the committee.",
        mixed("Holt", "told", "The plan was “dead on arrival”"),
    ),
    case(
        "Ansah called the referee’s decision “the worst I have seen in thirty years”.",
        mixed("Ansah", "called", "the referee’s decision “the worst I have seen in thirty years”"),
    ),
    case(
        'Nambi described the count as "a theatre without an audience".',
        mixed("Nambi", "described", 'the count as "a theatre without an audience"'),
    ),
    case(
        "Kos said the drug was “safe”, “cheap” and ready for sale.",
        mixed("Kos", "said", "the drug was “safe”, “cheap” and ready for sale"),
    ),
    case(
        "The judge said that Dell had shown “no remorse whatever” and jailed him for nine years.",
        mixed("The judge", "said", "Dell had shown “no remorse whatever”"),
    ),
]

SCARE_QUOTES = [
    case("The so-called “ghost bridge” opened to traffic on Friday."),
    case("Tom “Tiger” Hale won the third stage in a sprint."),
    case("Her second novel, “The Last Tram”, sold four hundred copies."),
    case("A “smart” bin caught fire in Mill Street on Tuesday night."),
    case('The ship\'s name, "Patience", had been painted over.'),
    case("The band played ‘Harbour Lights’ twice and left by the back door."),
]

NOTHING_SAID = [
    case("The ferry left at noon and reached the island two hours later."),
    case("Rovers beat Athletic 3-1 on Saturday. Boye scored twice in the second half."),
    case("Shares of the company rose 4 percent to $31.20 in early trading."),
    case("A 44-year-old man was arrested in Crane Valley on Monday night. He was released in the morning."),
    case("Snow closed the pass for two days. The road was cleared on Thursday."),
    case("The workers' canteen burnt down in '98 and was rebuilt a year later."),
]

#: What somebody does, or how something is called, is nobody's words.
ACTS = [
    case("President Ana Reyes signed the harbour bill into law in 1983."),
    case("She voted for the dredging plan in March."),
    case("The council voted to hold two of its officers in contempt."),
    case("The parliament of Novy Karst has ratified the fishing agreement."),
    case("Reyes was known for her heavy use of the drum in her songs."),
    case("The harbour committee authorized subpoenas for papers relating to the decision to close the pier."),
    case("The port is referred to as “the Duchess” by nobody in particular."),
    case("Voters supporting the plan filled the square."),
    case("The war claimed the lives of 40 soldiers."),
    case("The virus claimed its first victim in May, and the heat claimed at least 200 lives."),
    case("The striker claimed a second title."),
    case(
        "The firm claimed the storm cost 300 lives.",
        indirect("The firm", "claimed", "the storm cost 300 lives"),
    ),
    case("Ole Lund claimed lives were at risk.", indirect("Ole Lund", "claimed", "lives were at risk")),
]

#: When, where and through whom somebody spoke is no part of the source.
ASIDES = [
    case(
        "According to Coroner Ole Lund on Saturday, the driver was asleep.",
        indirect("Coroner Ole Lund", "According to", "the driver was asleep"),
    ),
    case(
        "Harbour chief Ana Reyes, in remarks to Interline, said the quay would open.",
        indirect("Harbour chief Ana Reyes", "said", "the quay would open"),
    ),
    case(
        "The pier was closed, according to the mayor of Tarn via the news agency Interline.",
        indirect("the mayor of Tarn", "according to", "The pier was closed"),
    ),
]

#: Whoever reports what another says is not who says it.
REPORTED = [
    case(
        "Channel 9 reported the minister, Rosa Marín, said trains were for the poor.",
        indirect("Channel 9", "reported", "the minister, Rosa Marín, said trains were for the poor"),
        indirect("the minister, Rosa Marín,", "said", "trains were for the poor", parent=0),
    ),
    case(
        "The Courier later reported officials, after an inquiry, stated it was a mine.",
        indirect("The Courier", "later reported", "officials, after an inquiry, stated it was a mine"),
        indirect("officials, after an inquiry,", "stated", "it was a mine", parent=0),
    ),
    case(
        "The Courier reported its source said the mayor had lied.",
        indirect("The Courier", "reported", "its source said the mayor had lied"),
        indirect("its source", "said", "the mayor had lied", parent=0),
    ),
]

#: Two verbs with one subject stand side by side.
JOINED = [
    case(
        "Ana Reyes tweeted that she was “saddened by the loss” and offered “condolences to the crew”.",
        mixed("Ana Reyes", "tweeted", "that she was “saddened by the loss”"),
        direct("Ana Reyes", "offered", "“condolences to the crew”"),
    ),
]

#: Who was told is no part of what they were told.
LISTENERS = [
    case(
        "Ole Lund told the Fjord Gazette four divers were missing.",
        indirect("Ole Lund", "told", "four divers were missing"),
    ),
    case(
        "Ole Lund told the press the boats were late.",
        indirect("Ole Lund", "told", "the boats were late"),
    ),
]

TABLES = {
    "curly": CURLY,
    "straight": STRAIGHT,
    "months": MONTHS,
    "single": SINGLE,
    "mixed-marks": MIXED_MARKS,
    "broken": BROKEN,
    "paragraphs": PARAGRAPHS,
    "unclosed": UNCLOSED,
    "carried-on": CARRIED_ON,
    "nested": NESTED,
    "brackets": BRACKETS,
    "censored": CENSORED,
    "indirect": INDIRECT,
    "inverted": INVERTED,
    "passive": PASSIVE,
    "according": ACCORDING,
    "nouns": NOUNS,
    "documents": DOCUMENTS,
    "appositives": APPOSITIVES,
    "thought": THOUGHT,
    "neither-nor": NEITHER_NOR,
    "partly-quoted": PARTLY_QUOTED,
    "scare-quotes": SCARE_QUOTES,
    "nothing-said": NOTHING_SAID,
    "acts": ACTS,
    "asides": ASIDES,
    "reported": REPORTED,
    "listeners": LISTENERS,
    "joined": JOINED,
}


#: The share of these texts that the shipped tagger has to read without a mistake. They were written beside an earlier
#: one, which read 0.97 of them so; the one that has learned from whole articles reads 0.926 (12 of 163 wrongly).
FLOOR = 0.92


def test_the_shipped_tagger_reads_most_texts_right() -> None:
    cases = [c for table in TABLES.values() for c in table]
    wrong = [told for c in cases if (told := mistakes(c, reportedly.read(c.text)))]
    assert 1 - len(wrong) / len(cases) >= FLOOR, "\n".join(wrong)


#: Read wrongly though the labels are right.
GAPS = {
    "censored-6": "a quotation of censored letters alone has no word",
    "reported-2": "what stands between commas after a subject is cut off",
}


@pytest.mark.parametrize("expected", params(TABLES, GAPS))
def test_what_is_labelled_right_is_read_right(expected: Case) -> None:
    check(expected, labelled(expected))


@pytest.mark.parametrize("sentences", [3, 12, 40])
@pytest.mark.parametrize("before", [True, False])
def test_a_quotation_of_any_length_is_whole(sentences: int, before: bool) -> None:
    words = " ".join(f"We counted the boats in bay {n} and nobody had been there for weeks." for n in range(sentences))
    quoted = f"“{words[:-1]},”" if before else f"“{words}”"
    marked = f"[q:{quoted}] [s:Ana Reyes] [c:said]." if before else f"[s:Ana Reyes] [c:said]: [q:{quoted}]"
    marked = f"The quay was empty. {marked}"
    (found,) = attributions(plain(marked), scores_from(marked))
    assert [span.of(plain(marked)) for span in found.content] == [quoted]


def test_the_tables_are_sound() -> None:
    for expected in (c for cases in TABLES.values() for c in cases):
        check(expected, gold(expected, Article))
        for want in located(expected):
            for words, span in zip(want.said.content, want.content, strict=True):
                assert words == span.of(expected.text)
