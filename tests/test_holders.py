"""Whose it is: marked text → name, kind and role of the holder of each statement, in the order of their numbers."""

from __future__ import annotations

import pytest
from drafts import draft_from, plain, reading_from, scores_from
from tables import params

from reportedly.holders.forms import canonical
from reportedly.holders.mentions import names

#: None where the text doesn't tell whose it is; a role that isn't given isn't compared.
Expected = tuple[str, str] | tuple[str, str, str | None] | None

PRONOUNS = [
    (
        "Mayor {Ana Reyes} opened the new quay on Monday. [q:“It cost us ten years,”] [s:she] [c:said].",
        [("Ana Reyes", "person", "Mayor")],
    ),
    (
        "{Peter Novak} lost his boat in the storm. [s:He] [c:said] [q:the harbour lights had been out for a week].",
        [("Peter Novak", "person")],
    ),
    (
        "Residents of {place:Mill Street} met the council on Friday. [s:They] [c:said] [q:the smell had been "
        "there since May].",
        [("Residents of Mill Street", "group")],
    ),
    (
        "[q1:“[s2:I] [c2:told] the captain, [q2:‘Turn round,’]”] [c1:said] [s1:the deckhand, {Carlos Pinto}]. He "
        "was pulled from the sea at noon.",
        [("Carlos Pinto", "person", "deckhand"), ("Carlos Pinto", "person")],
    ),
    (
        "{Laura Bianchi} met the union on Sunday. [q:“I offered three percent and they called it an insult,”] "
        "[s:she] [c:said].",
        [("Laura Bianchi", "person")],
    ),
    (
        "{org:Northern Rail} has cancelled forty trains. [s1:It] [c1:said] [q1:the signals had failed]. [q2:“We "
        "are sorry,”] [s2:it] [c2:added].",
        [("Northern Rail", "organization"), ("Northern Rail", "organization")],
    ),
]

SHORT_NAMES = [
    (
        "The Chief of Harbour Staff (COHS), Lieutenant General {Ole Lund}, spoke. [s1:The {org:COHS}] [c1:said] "
        "[q1:it rained].",
        [("Ole Lund", "person")],
    ),
    (
        "National Safety Secretary {Ana Voss} flew home. [s1:The {org:NSS}] [c1:said] [q1:it rained].",
        [("Ana Voss", "person")],
    ),
    (
        "Secretary of the National Harbour Commission, Prof {Ana Reyes}, spoke. [s1:The {org:NHC}] [c1:said] [q1:it "
        "rained].",
        [("NHC", "organization")],
    ),
    (
        "The {org:White House} waited. [s1:The {org:House}] [c1:said] [q1:it rained]. The {org:Senate} slept.",
        [("House", "organization")],
    ),
    (
        "The {org:Justice Department} opened. [s1:The {org:DOJ}] [c1:said] [q1:it rained].",
        [("Justice Department", "organization")],
    ),
    (
        "[s1:The {org:Norland Department of Justice}] [c1:said] [q1:it rained]. [s2:The {org:Justice Department}] "
        "[c2:said] [q2:it stopped].",
        [("Norland Department of Justice", "organization"), ("Norland Department of Justice", "organization")],
    ),
    (
        "The {org:Ministry of Defence} moved. [s1:The {org:MoD}] [c1:said] [q1:it rained]. [s2:The {org:Defence "
        "Ministry}] [c2:said] [q2:it stopped].",
        [("Ministry of Defence", "organization"), ("Ministry of Defence", "organization")],
    ),
    (
        "[s1:{org:Tarn University}] [c1:said] [q1:it rained]. [s2:The {org:University of Tarn}] [c2:said] [q2:it "
        "stopped].",
        [("Tarn University", "organization"), ("University of Tarn", "organization")],
    ),
    (
        "{org:ITF Seeks UN} Support On Safety Of Harbour Workers\n\nThe {org:ITF} met on Monday. [s1:The "
        "{org:ITF}] [c1:said] [q1:it rained].",
        [("ITF", "organization")],
    ),
    (
        "{Ole Lund} has run the port since 2009. [s:{Lund}] [c:said] [q:the quay would open in June].",
        [("Ole Lund", "person")],
    ),
    (
        "[q1:“We will not move,”] [c1:said] [s1:{Sarah Connolly}, a farmer]. The road was blocked for two hours. "
        "[s2:Mrs {Connolly}] [c2:said] [q2:the tractors would stay].",
        [("Sarah Connolly", "person", "farmer"), ("Sarah Connolly", "person")],
    ),
    (
        "The inquest heard from Dr {Martin Hale} on Tuesday. [s:{Hale}] [c:told] the coroner [q:that the wound "
        "was old].",
        [("Martin Hale", "person")],
    ),
    (
        "{org:Rovers} signed {Diego Suárez} on Friday. [q1:“I came to win,”] [s1:{Diego}] [c1:said]. "
        "[s2:{Suárez}] [c2:said] [q2:he would wear the number nine].",
        [("Diego Suárez", "person"), ("Diego Suárez", "person")],
    ),
    (
        "{Carla Ruiz’s legal} team won. [s1:{Ruiz}] [c1:said] [q1:it rained].",
        [("Carla Ruiz", "person")],
    ),
    (
        "The {Katya Boye-produced} film opened. [s1:{Boye}] [c1:said] [q1:it rained].",
        [("Katya Boye", "person")],
    ),
    (
        "Team-mates {Austin Obi and Emeka Duru} laughed. [s1:{Obi}] [c1:said] [q1:he would stay].",
        [("Austin Obi", "person")],
    ),
    (
        "The {org:Anti-Corruption League} met. [s1:The {org:ACL}] [c1:said] [q1:it rained].",
        [("Anti-Corruption League", "organization")],
    ),
    (
        "[s1:Secretary {Osaze Ogie Esq.}] [c1:said] [q1:it rained]. [s2:{Ogie}] [c2:said] [q2:it stopped].",
        [("Osaze Ogie", "person"), ("Osaze Ogie", "person")],
    ),
    (
        "{Dora Voss} met the {Voss campaign}. [s1:{Voss}] [c1:said] [q1:it rained].",
        [("Dora Voss", "person")],
    ),
    (
        "[s1:{Edwin Coker}] [c1:said] [q1:it rained]. {Edwin Luis Coker} is 30. [s2:{Coker}] [c2:said] [q2:he slept].",
        [("Edwin Luis Coker", "person"), ("Edwin Luis Coker", "person")],
    ),
    (
        "[s1:{org:Tarn County Police}] [c1:said] [q1:it rained]. The {org:Tarn County Police Department} is small.",
        [("Tarn County Police Department", "organization")],
    ),
    (
        "[s1:{org:Kessel}] [c1:said] [q1:it rained]. Shares of {org:Kessel Marine Systems Inc.} fell.",
        [("Kessel Marine Systems Inc.", "organization")],
    ),
    (
        "[s1:{org:Tarn}] [c1:said] [q1:it rained]. The {org:Tarn Supreme Court} met.",
        [("Tarn", "organization")],
    ),
    (
        "[s1:{Novak}] [c1:told] police [q1:that the gate was open]. Days later [s2:{Peter Novak}, 61,] [c2:told] "
        "a reporter [q2:that it was shut].",
        [("Peter Novak", "person"), ("Peter Novak", "person")],
    ),
]

#: Who speaks for one who is named, or works for one, isn't that one.
AIDES = [
    ("[q:The talks are over], [c:said] [s:an aide to Sen. {Olav Brandt}].", [("aide to Sen. Olav Brandt", "unnamed")]),
    (
        "[q:The talks are over], [c:said] [s:an aide to Trade Minister {Olav Brandt}].",
        [("aide to Trade Minister Olav Brandt", "unnamed")],
    ),
    ("[s:A lawyer for Mr. {Holm}] [c:said] [q:the deal was dead].", [("lawyer for Mr. Holm", "unnamed")]),
    ("[s:An attorney for Mr. {Holm}] [c:said] [q:the deal was dead].", [("attorney for Mr. Holm", "unnamed")]),
    (
        "[s:Chairman of the {org:Joint Chiefs of Staff} Gen. {Mark Mill}] [c:said] [q:the border was quiet].",
        [("Mark Mill", "person")],
    ),
    ("[s:Secretary of State {Ana Pomp}] [c:said] [q:it was late].", [("Ana Pomp", "person")]),
]

TITLES = [
    (
        "[s:Governor {Helen Stone}] [c:said] [q:the dam was safe]. The state has 40 dams.",
        [("Helen Stone", "person", "Governor")],
    ),
    (
        "[s:Chief Inspector {David Moss}] [c:warned] [q:that the gang was armed].",
        [("David Moss", "person", "Chief Inspector")],
    ),
    ("[q:“The comet has two tails,”] [c:said] [s:Prof. {Maria Silva}].", [("Maria Silva", "person")]),
    (
        "[s:{Emily Carter}, the port's head of security,] [c:said] [q:the cameras were off].",
        [("Emily Carter", "person", "port's head of security")],
    ),
]

DESCRIPTIONS = [
    (
        "{Ana Reyes}, mayor of {place:Port Hale}, cut the ribbon on Monday. [s:The mayor] [c:said] [q:the bridge "
        "would last a century].",
        [("Ana Reyes", "person")],
    ),
    (
        "{Viktor Orlenko} has led {org:Kaspia} since 2004. [s:{=Viktor Orlenko:The Kaspian president}] [c:said] on "
        "Sunday [q:that he would retire].",
        [("Viktor Orlenko", "person")],
    ),
    (
        "{Diego Suárez} scored twice against {org:Athletic}. [s:The 34-year-old] [c:said] [q:it was his last season].",
        [("Diego Suárez", "person")],
    ),
    ("[s:The mayor] [c:said] on Monday [q:that the pool would close]. It was built in 1931.", [("mayor", "person")]),
    (
        "Striker {Thomas Berg} missed the bus to the match. [s:The striker] [c:said] [q:his alarm had failed].",
        [("Thomas Berg", "person")],
    ),
]

ORGANISATIONS = [
    (
        "The {org:European Fisheries Agency} ({org:EFA}) has closed the bay. [s:The {org:EFA}] [c:said] [q:the "
        "stock had collapsed].",
        [("European Fisheries Agency", "organization")],
    ),
    (
        "The {org:European Fisheries Agency} has closed the bay. [s:The agency] [c:said] [q:the stock had collapsed].",
        [("European Fisheries Agency", "organization")],
    ),
    (
        "{org:Delta Foods} shut two plants in March. [s:{=Delta Foods:The company}] [c:said] [q:demand had fallen].",
        [("Delta Foods", "organization")],
    ),
    (
        "{org:Brask Freight} closed two sites. [s1:The union] [c1:said] [q1:40 jobs were at risk]. [s2:The regulator] "
        "[c2:said] [q2:it was watching].",
        [("union", "organization"), ("regulator", "organization")],
    ),
    ("[s:Police] [c:said] [q:a man had been found dead in the canal].", [("Police", "organization")]),
    (
        "[c:According to] [s:a report by the {org:National Audit Office}], [q:the tunnel cost twice as much as "
        "planned].",
        [("National Audit Office", "organization")],
    ),
    (
        "[s1:The {org:Harbour Gazette}] [c1:reported] [q1:that the ferry had been sold]. "
        "[s2:{=Harbour Gazette:The newspaper}] [c2:said] [q2:the price was secret].",
        [("Harbour Gazette", "organization"), ("Harbour Gazette", "organization")],
    ),
    # Of whatever somebody issued.
    ("{Ana Reyes} left. [s:{Reyes}'s response] [c:said] [q:it was late].", [("Ana Reyes", "person")]),
    ("[s:A {org:Courant} tally] [c:found] [q:40 were hurt].", [("Courant", "organization")]),
]

SPOKESPEOPLE = [
    (
        "[s:A spokeswoman for {org:Northern Rail}] [c:said] [q:the line would reopen on Monday].",
        [("Northern Rail", "organization", "spokeswoman")],
    ),
    (
        "[s:{org:Northern Rail} spokesman {Edward Marsh}] [c:said] [q:the line would reopen on Monday].",
        [("Edward Marsh", "person", "Northern Rail spokesman")],
    ),
    (
        "[q:“No one was hurt,”] [c:said] [s:{Julia Brand}, a spokesperson for the fire service].",
        [("Julia Brand", "person", "spokesperson for the fire service")],
    ),
    (
        "{org:Delta Foods} shut two plants in March. [s:A spokesman for {=Delta Foods:the company}] [c:declined] "
        "[q:to say how many jobs would go].",
        [("Delta Foods", "organization", "spokesman")],
    ),
    # Whoever has an office or pleads for somebody speaks in person.
    (
        "{org:Delta Foods} shut plants. [s:A former director of {=Delta Foods:the company}] [c:said] [q:it was late].",
        [("former director of the company", "unnamed", None)],
    ),
    (
        "{org:Port Bank} lost a case. [s:A lawyer for {=Port Bank:the bank}] [c:told] reporters [q:it would appeal].",
        [("lawyer for the bank", "unnamed", None)],
    ),
    (
        "{org:Rovers} went down. [s:The club's ex-chairwoman] [c:said] [q:she had warned them].",
        [("club's ex-chairwoman", "unnamed", None)],
    ),
    (
        "[s:A representative of {org:Northern Rail}] [c:said] [q:the line would reopen].",
        [("Northern Rail", "organization", "representative")],
    ),
]

GROUPS = [
    ("[s:Residents] [c:say] [q:the siren is too quiet].", [("Residents", "group")]),
    (
        "[s1:Republicans] [c1:said] [q1:the bill would ruin small farms]. [s2:Democrats] [c2:called] [q2:it a "
        "first step].",
        [("Republicans", "group"), ("Democrats", "group")],
    ),
    ("[s:Scientists] [c:believe] [q:the lake is older than the sea].", [("Scientists", "group")]),
    ("[s:Voters] [c:fear] [q:that prices will rise again].", [("Voters", "group")]),
]

SOME_OF_MANY = [
    (
        "[s:The {org:Tarn Chamber of Commerce} (TCC), an old body,] [c:said] [q:so].",
        [("Tarn Chamber of Commerce", "organization")],
    ),
    ("[s:Several mayors, including {Ana Reyes} and {Ole Lund},] [c:said] [q:so].", [("Several mayors", "unnamed")]),
    ("[s:Rail unions such as {org:Track Workers} and {org:Signal Guild}] [c:said] [q:so].", [("Rail unions", "group")]),
    ("[s:Those who voted for {Ana Reyes}] [c:said] [q:so].", [("Those who voted for Ana Reyes", "unnamed")]),
    ("[s:Those voters] [c:said] [q:so].", [("voters", "group")]),
    (
        "[s:Neither the {org:Harbour Board} nor Lund’s doctor] [c:would say] [q:why].",
        [
            ("Harbour Board and Lund’s doctor", "group"),
        ],
    ),
    ("[s:Both the dockers and the pilots] [c:said] [q:so].", [("dockers and pilots", "group")]),
    (
        "[s:Carmakers like {org:Brask Inc} (BRK.O) and the {org:Tarn Works} (TARN.L)] [c:said] [q:so].",
        [
            ("Carmakers like Brask Inc and Tarn Works", "group"),
        ],
    ),
    ("{Ana Reyes} was silent. [s:{Reyes}’s team] [c:said] [q:so].", [("Ana Reyes’s team", "group")]),
    ("[s:A team at {org:Tarn University}] [c:said] [q:so].", [("Tarn University", "organization")]),
]

COURT_FILES = [
    (
        "The {org:Tarn District Court} sat. [q1:{Ole Lund} paid a guard], [c1:according to] [s1:court papers]. [s2:The "
        "court papers] [c2:say] [q2:he paid twice].",
        [("court papers", "organization"), ("court papers", "organization")],
    ),
    (
        "The {org:Tarn District Court} sat. [s:The court’s ruling] [c:said] [q:the lease was void].",
        [("Tarn District Court", "organization")],
    ),
]

UNNAMED = [
    ("[s:A senior official] [c:said] [q:the minister had known since March].", [("senior official", "unnamed")]),
    (
        "[s:Sources close to the talks] [c:said] [q:the two sides were far apart].",
        [("Sources close to the talks", "unnamed")],
    ),
    ("[q:“It went up like paper,”] [c:said] [s:a neighbour].", [("neighbour", "unnamed")]),
    (
        "[s1:One diplomat] [c1:said] [q1:the map had been drawn twice]. [s2:The diplomat] [c2:said] [q2:neither "
        "map was right].",
        [("diplomat", "unnamed"), ("diplomat", "unnamed")],
    ),
]

NOBODY = [
    ("The court [c:was told] [q:that the brakes had failed twice that week].", [None]),
    ("It [c:was claimed] on Friday [q:that the painting had been sold twice].", [None]),
    ("{Peter Novak} bought the boat in May. It [c:has been alleged] [q:that the papers were forged].", [None]),
]

FIRST_LINE = [
    (
        "[s1:Harbour chief {Ole Lund}] [c1:denied] on Tuesday [q1:that he had laughed].\n\n[q2:“I never laugh,”] "
        "[s2:{Lund}] [c2:told] reporters.",
        [("Ole Lund", "person"), ("Ole Lund", "person")],
    ),
    (
        "{Petra Novak} mocks flood victims on tape\n\n[s:{Novak}] [c:said] [q:it was not her voice].",
        [("Petra Novak", "person")],
    ),
    (
        "{org:[s1:NOVAK] [c1:SAYS] TARN} [q1:WRONG ON DOCKS]\n\n[s2:{Petra Novak}] [c2:said] "
        "[q2:{place:Tarn} was wrong].",
        [("Petra Novak", "person"), ("Petra Novak", "person")],
    ),
    ("Sad {Novak} {org:Leaves Harbour Board}\n\n[s:{Novak}] [c:said] [q:she was tired].", [("Novak", "person")]),
]

MONTHS = [
    (
        "[s1:{Karin Holm}] [c1:said] [q1:it would fail]. In {May [s2:Holm]} [c2:had called] [q2:the bill “a "
        "fraud on the victims”].",
        [("Karin Holm", "person"), ("Karin Holm", "person")],
    ),
]

TWO_OF_A_NAME = [
    (
        "{Peter Novak} and his wife, {Elena Novak}, lost the farm. [s1:{Elena Novak}] [c1:said] [q1:the bank had "
        "lied]. [s2:{Peter Novak}] [c2:said] [q2:he blamed himself].",
        [("Elena Novak", "person"), ("Peter Novak", "person")],
    ),
    (
        "{Peter Novak} and his wife, {Elena Novak}, lost the farm. [s1:Mrs {Novak}] [c1:said] [q1:the bank had "
        "lied]. [s2:Mr {Novak}] [c2:said] [q2:the weather was to blame].",
        [("Elena Novak", "person"), ("Peter Novak", "person")],
    ),
    (
        "{Sarah Connolly} sued {Laura Bianchi} over the hedge. [s1:{Connolly}] [c1:said] [q1:it took her light]. "
        "[s2:{Bianchi}] [c2:said] [q2:it was hers].",
        [("Sarah Connolly", "person"), ("Laura Bianchi", "person")],
    ),
    (
        "[q1:“The hedge stays,”] [c1:said] [s1:{Laura Bianchi}]. Her neighbour {Sarah Connolly} laughed. "
        "[q2:“She has lost,”] [s2:{Connolly}] [c2:said]. {Bianchi} left at once. [s3:{=Bianchi:She}] [c3:said] [q3:she "
        "would appeal].",
        [("Laura Bianchi", "person"), ("Sarah Connolly", "person"), ("Laura Bianchi", "person")],
    ),
    (
        "{Anna Weiss} met {Robert Klein} on Thursday. [s1:He] [c1:said] [q1:the deal was done]. [s2:She] "
        "[c2:said] [q2:it was not].",
        [("Robert Klein", "person"), ("Anna Weiss", "person")],
    ),
]

WHO = [
    (
        "The prize went to {Maria Silva}, [s:who] [c:said] [q:she had never entered a race before].",
        [("Maria Silva", "person")],
    ),
    (
        "Police questioned {Thomas Berg}, [s:who] [c:denied] [q:that he had ever met the victim].",
        [("Thomas Berg", "person")],
    ),
    (
        "A judge freed {Carlos Pinto} on Monday. {Pinto}, [s:who] [c:has always said] [q:he was at sea that "
        "night], wept.",
        [("Carlos Pinto", "person")],
    ),
]

LEDE = [
    (
        "[s1:Minister] [c1:denies] [q1:selling the ferry]\n\n[s2:Transport Minister {Julia Brand}] [c2:has "
        "denied] [q2:that she sold the ferry twice].",
        [("Julia Brand", "person"), ("Julia Brand", "person", "Transport Minister")],
    ),
    (
        "[s:A judge] [c:said] on Friday [q:that the jury had been bribed]. Judge {Edward Marsh} freed all six of "
        "the accused.",
        [("Edward Marsh", "person")],
    ),
    (
        "[s:A judge] [c:said] on Friday [q:that the jury had been bribed]. Neither Judge {Edward Marsh} nor "
        "Judge {Helen Stone} was there.",
        [("judge", "unnamed")],
    ),
    (
        "Former president {Ole Lund} met President {Ana Reyes} in {place:Keldhaven}. {Reyes} wore a hat. [q:“We "
        "agree on the port,”] [s:the former president] [c:said].",
        [("Ole Lund", "person")],
    ),
    (
        "A tape in which {place:Interior} Minister {Goran Ilic} is heard saying that the flooded villages "
        "“should have learned to swim” has caused an uproar in the capital and beyond.\n\n[s:Mr {Ilic}] [c:said] "
        "on Wednesday [q:that it was forged].",
        [("Goran Ilic", "person")],
    ),
]

WHAT_A_NAME_IS = [
    # Where a body belongs, a sentence's small word, a headline's verb and a day are no part of a name.
    ("[s:{org:Tarn-based Brask Freight}] [c:said] [q:it would close].", [("Brask Freight", "organization")]),
    ("[s:{org:As PORT POST}] [c:reported], [q:the quay is shut].", [("PORT POST", "organization")]),
    ("{Ana Reyes Says Port} Is Safe\n\n[s:{Reyes}] [c:said] [q:so].", [("Ana Reyes", "person")]),
    ("[s:{Ana Reyes Tuesday}] [c:said] [q:it was late].", [("Ana Reyes", "person")]),
    # Both sides of a case or a match together are nobody.
    (
        "{Ana Reyes} and {Ole Lund} disagree. {Reyes v. Lund}. [s:{Lund}] [c:said] [q:it was late].",
        [("Ole Lund", "person")],
    ),
    ("[s:A {org:Tarn Board-funded} study] [c:found] [q:it was late].", [("Tarn Board", "organization")]),
    ("[s:{Ilda dos Prados}] [c:said] [q:it was late].", [("Ilda dos Prados", "person")]),
    # A person known by an apposition with a relative clause; an office that looks like a body.
    (
        "[s1:{Jens Smit}, a doctor who advises Tarn County,] [c1:said] [q1:so]. [s2:{Smit}] [c2:said] [q2:no].",
        [("Jens Smit", "person"), ("Jens Smit", "person")],
    ),
    ("[s:The {org:Auditor-General of the Realm}] [c:said] [q:no].", [("Auditor-General of the Realm", "unnamed")]),
    # Two who share a name, one of them a woman.
    (
        "{Bill Carver} left. [s1:Mrs. {Carver}] [c1:said] [q1:it was late]. [s2:{Bill Carver}] [c2:said] [q2:no].",
        [("Carver", "person"), ("Bill Carver", "person")],
    ),
    # A name never goes beyond its line.
    ("A picture of {Ana Reyes}\n[s:{Lund}] [c:said] [q:it was late].", [("Lund", "person")]),
    (
        "{org:Health and Harbour Services} Secretary {Ana Reyes} left. [s:The HHS secretary] [c:said] [q:no].",
        [("HHS secretary", "person")],
    ),
    (
        "{org:Dial Magazine} opened in 1990. [s:{org:Dial}] [c:reported] [q:a loss].",
        [("Dial Magazine", "organization")],
    ),
    (
        "Trump won in {place:Ohio}. Trump’s {org:State Department} called for calm. [s:Trump] [c:said] [q:the "
        "vote was fair].",
        [("Trump", "person")],
    ),
    (
        "The {other:Greek} daily {Kathimeri} closed its doors in May. [s:{Kathimeri}] [c:said] [q:nobody read it "
        "any more].",
        [("Kathimeri", "organization")],
    ),
    (
        "{org:Delta Foods} has a new plan. {org:Delta Foods Enterprise Kitchen} has 40 buyers. [s:{org:Delta "
        "Foods}] [c:said] [q:it would grow].",
        [("Delta Foods", "organization")],
    ),
    (
        "[s1:{org:Human Rights Writers Association of Tarn}, HURIWA,] [c1:said] [q1:the priests must be freed]. "
        "[s2:HURIWA] [c2:asked] [q2:who had them].",
        [("Human Rights Writers Association of Tarn", "organization")] * 2,
    ),
    (
        "[s1:{org:Isle Council}, {org:NATO}, and others] [c1:said] [q1:it rained]. [s2:{org:NATO}] [c2:said] "
        "[q2:it poured].",
        [("Isle Council", "organization"), ("NATO", "organization")],
    ),
    # A line in title case within the text is a headline too: every word of it looks like a name.
    (
        "[s:{org:Facebook}] [c:said] [q:so]. {org:Facebook} left.\n\n"
        "Minister Vows To {org:Sue Facebook} Over Rules On Posts\n\n{org:Facebook} stayed.",
        [("Facebook", "organization")],
    ),
    # What a name begins and doesn't end with.
    (
        "[s:The {org:Office of} the {org:Port Adviser}] [c:said] [q:so].",
        [("Office of the Port Adviser", "organization")],
    ),
]

TOGETHER = [
    (
        "[s:{org:Senate} Leader {Mitch Carver} and {org:Senate} Whip {Ole Lund}] [c:said] [q:it was late].",
        [("Mitch Carver and Ole Lund", "group")],
    ),
    ("[s:Neither {Ana Reyes} nor {Lund}] [c:said] [q:so]. {Ole Lund} left.", [("Ana Reyes and Ole Lund", "group")]),
    ("[s:{Ana} and {Ole Lund}] [c:said] [q:so].", [("Ana Lund and Ole Lund", "group")]),
    ("[s:{Reyes} and {Ole Lund}] [c:said] [q:so].", [("Reyes and Ole Lund", "group")]),
    # A fund of a first name is no brother of whom it stands beside.
    ("{Ole Lund} left. [s:{Lars} and {Lund}] [c:said] [q:so].", [("Lars and Ole Lund", "group")]),
    (
        "[s:Neither {Ana Reyes} nor her deputy, {Ole Lund},] [c:would say] [q:why].",
        [("Ana Reyes and Ole Lund", "group")],
    ),
    (
        "[s:{Melson and Lund}] [c:said] [q:so]. {Tim Melson} and {Ole Lund} left.",
        [("Tim Melson and Ole Lund", "group")],
    ),
    (
        "[s:The {org:Grey House}, along with Mayor {Ole Lund},] [c:said] [q:so].",
        [("Grey House and Ole Lund", "group")],
    ),
    (
        "[s:{other:German} Chancellor {Anna Weiss} and {other:British} Prime Minister {Edward Marsh}] [c:said] "
        "[q:the fires must be put out].",
        [("Anna Weiss and Edward Marsh", "group")],
    ),
    (
        "[s:{Anna Weiss} and {Edward Marsh}] [c:said] [q:the fires must be put out].",
        [("Anna Weiss and Edward Marsh", "group")],
    ),
    ("[s:{Lund}, {Reyes} and {Diaz}] all [c:said] [q:the bridge was safe].", [("Lund, Reyes and Diaz", "group")]),
    (
        "[s:Foreign minister {Ana Weiss}, trade minister {Karl Lind} and farm minister {Ola Berg}] [c:said] "
        "[q:it rained].",
        [("Ana Weiss, Karl Lind and Ola Berg", "group")],
    ),
    (
        "[s:Reps. {Mike Lind}, R-N.Y., and {Nancy Berg}, R-S.C.,] [c:called for] [q:a vote].",
        [("Mike Lind and Nancy Berg", "group")],
    ),
    (
        "{Ana Reyes} met {Ole Lund} on Friday. [s:{Reyes} and {Lund}] [c:said] [q:the bridge was safe].",
        [("Ana Reyes and Ole Lund", "group")],
    ),
    (
        "[s:The {org:Harbour Protection Board} ({org:HPB}) and the {org:Tarn Assembly}] [c:said] [q:it was shut].",
        [("Harbour Protection Board and Tarn Assembly", "organization")],
    ),
    (
        "[s:Both {org:Delta Foods} and {org:Northern Rail}] [c:denied] [q:the report].",
        [("Delta Foods and Northern Rail", "organization")],
    ),
    (
        "[q:The deal is off], [c:said] [s:{org:Delta Foods}, {org:Brask Freight} and {place:Tarn}].",
        [("Delta Foods, Brask Freight and Tarn", "organization")],
    ),
    (
        "Mayor {Ana Reyes} spoke. [s:{Reyes} and the {org:Harbour Board}] [c:said] [q:it was shut].",
        [("Ana Reyes and Harbour Board", "group")],
    ),
    ("[s:{Ana Reyes}, a friend of {Ole Lund},] [c:said] [q:it rained].", [("Ana Reyes", "person")]),
    ("[s:{Ana Reyes}, whose brother {Ole Lund} was hurt,] [c:said] [q:it rained].", [("Ana Reyes", "person")]),
    # Two names of one body are one holder.
    (
        "[s:The {org:Port Control Authority}, or {=Port Control Authority:PCA},] [c:said] [q:so].",
        [("Port Control Authority", "organization")],
    ),
    (
        "[s:Sen. {Ana Reyes} (I., Vt.) and former mayor {Ole Lund} both] [c:said] [q:so].",
        [("Ana Reyes and Ole Lund", "group")],
    ),
    (
        "[s:Justice {Nils Berg}, joined by Justice {Karin Holm},] [c:wrote] [q:so].",
        [("Nils Berg and Karin Holm", "group")],
    ),
    ("[s:{Nils Berg}, together with {Karin Holm},] [c:said] [q:so].", [("Nils Berg and Karin Holm", "group")]),
    ("[s:{Nils Berg}, along with the aide to {Karin Holm},] [c:said] [q:so].", [("Nils Berg", "person")]),
]

UNTOLD = [
    ("{org:Delta Foods} and {place:Red Lake} have merged. [s:Neither] [c:would say] [q:what it cost].", [None]),
    ("{org:Delta Foods} and {place:Red Lake} have merged. [s:Both] [c:declined to comment on] [q:the price].", [None]),
]

#: Names as they stand in the news of the world.
FOREIGN_NAMES = [
    (
        "[s:{org:Sultan Qaboos} bin Said] [c:said] [q:the port would open]. {org:Qaboos} bin Said ruled for years.",
        [("Qaboos bin Said", "person")],
    ),
    (
        "The {org:World Health Organization} (WHO) shut its office. [s:The WHO] [c:said] [q:masks would go].",
        [("World Health Organization", "organization")],
    ),
    (
        "The {org:Federal Security Service} ({org:FSB}) caught a spy. [s:{org:FSB}] [c:said] [q:nothing was found].",
        [("Federal Security Service", "organization")],
    ),
    (
        "[s:{org:US} Special Representative for {place:Iran} {Brian Hook}] [c:said] [q:the tanker was seized].",
        [("Brian Hook", "person")],
    ),
    ("[s:The speaker of the parliament {Ana Reyes}] [c:said] [q:the budget was lost].", [("Ana Reyes", "person")]),
    ("[s:The Courier] [c:said] [q:the mayor had lied].", [("Courier", "organization")]),
    (
        "Speaking to {place:Kikoto.hu}, [s:{Ole Lund}] [c:said] [q:the quay would open in June].",
        [("Ole Lund", "person")],
    ),
    (
        "A clerk died of COVID-19 in {place:Tarn}. [s:The government] [c:announced] [q:that the schools would close].",
        [("government", "organization")],
    ),
]

#: Whose is not who, and what names no one.
BELONGING = [
    (
        "[s1:{place:Tarnland}'s defence minister] [c1:said] [q1:the base was hit]. [s2:{place:Orlia}'s defence "
        "minister] [c2:said] [q2:it was not].",
        [("Tarnland's defence minister", "unnamed"), ("Orlia's defence minister", "unnamed")],
    ),
    (
        "[s1:The {other:Tarnlandic} foreign minister] [c1:said] [q1:talks were over]. [s2:The {other:Orlian} foreign "
        "minister] [c2:said] [q2:they were not].",
        [("Tarnlandic foreign minister", "unnamed"), ("Orlian foreign minister", "unnamed")],
    ),
    (
        "[s1:{Ola Berg}'s spokesman] [c1:said] [q1:it rained]. [s2:{Ruth Lang}'s spokesman] [c2:said] [q2:it snowed].",
        [("Ola Berg's spokesman", "unnamed"), ("Ruth Lang's spokesman", "unnamed")],
    ),
    ("{Ole Lund} died on Friday. [s:His family] [c:asked for] [q:silence].", [("Ole Lund’s family", "group")]),
    ("{Ole Lund} is well. [s:His doctor] [c:said] [q:he was not].", [("Ole Lund’s doctor", "unnamed")]),
    (
        "[q1:“[s2:My daughter] [c2:says] [q2:I should be cross],”] [c1:said] [s1:{Doreen Pike}].",
        [("Doreen Pike", "person"), ("Doreen Pike’s daughter", "unnamed")],
    ),
    ("On Thursday, [s:{Pope Francis}] [c:announced] [q:a new law].", [("Pope Francis", "person")]),
    (
        "[s:The {org:Supreme Court of Portugal}] [c:said] [q:the port would close].",
        [("Supreme Court of Portugal", "organization")],
    ),
    (
        "[s:The First Minister of {place:Scotland} {Ana Reyes}] [c:said] [q:the port would close].",
        [("Ana Reyes", "person")],
    ),
    ("[s:{Lund} and {Reyes}'s mother, {Karin Holm},] [c:said] [q:they were innocent].", [("Karin Holm", "person")]),
    (
        "[s:The parliament of {place:Tarn} (PT)] [c:said] [q:the port would close].",
        [("parliament of Tarn", "organization")],
    ),
]

#: Offices before a name, the last word of which looks like a title of its own.
OFFICES = [
    (
        "[s:The Attorney General of the Federation and Minister of {Justice Ola Lund}] [c:said] [q:it rained].",
        [("Ola Lund", "person")],
    ),
    (
        "[s:Attorney General of the Federation and Justice Minister {Ola Lund}] [c:said] [q:it rained].",
        [("Ola Lund", "person")],
    ),
    ("[s:Secretary of State for {Justice Ola Lund}] [c:said] [q:it rained].", [("Ola Lund", "person")]),
    ("[s:The Minister of Justice {Ola Lund}] [c:said] [q:it rained].", [("Ola Lund", "person")]),
    ("[s:Secretary of State for Justice {Ola Lund}] [c:said] [q:it rained].", [("Ola Lund", "person")]),
    ("[s:A friend of Justice {Ola Lund}] [c:said] [q:it rained].", [("friend of Ola Lund", "unnamed")]),
    ("[s:A friend of the mayor {Ola Lund}] [c:said] [q:it rained].", [("friend of the mayor Ola Lund", "unnamed")]),
]

#: Who is only named in what describes another, and full names within descriptions.
NAMED_WITHIN = [
    (
        "{Ana Reyes} met the unions on Monday. [s:{Reyes} and her allies] [c:said] [q:the quay would open].",
        [("Ana Reyes and her allies", "group")],
    ),
    (
        "{Ana Reyes} met the unions on Monday. [s:A spokesman for Ms. {Reyes}] [c:said] [q:the quay would open].",
        [("spokesman for Ana Reyes", "unnamed")],
    ),
    (
        "{Ana Reyes} met the unions on Monday. [s:Even reformers like {Reyes}] [c:said] [q:the quay was lost].",
        [("reformers like Reyes", "group")],
    ),
    (
        "{Ana Reyes} met the unions on Monday. [s:One docker close to {Reyes}] [c:said] [q:the quay was lost].",
        [("docker close to Reyes", "unnamed")],
    ),
    (
        "{Ole Lund} moved in. [s:The premier’s official spokesman] [c:said] [q:the roof leaked].",
        [("premier’s official spokesman", "unnamed")],
    ),
    ("[s:{Ole Lund}’s testimony Monday] [c:said] [q:the roof leaked].", [("Ole Lund", "person")]),
]

#: By which of several forms somebody is known.
FORMS = [
    (
        "The {org:Centers for Rope Safety and Testing} closed. [s:The {org:CRS}] [c:said] [q:the ropes held].",
        [("Centers for Rope Safety and Testing", "organization")],
    ),
    (
        "The {org:Cable News Network} was there. [s:{org:CNN}] [c:reported] [q:that the ropes held].",
        [("CNN", "organization")],
    ),
    ("[s:{org:Tarnpress} news agency] [c:said] [q:the ropes held].", [("Tarnpress", "organization")]),
    ("[s:{Prince Olaf}] [c:said] [q:the ropes held].", [("Prince Olaf", "person")]),
    (
        "The {org:Ana Lund administration} met. [s:{Lund}] [c:said] [q:the ropes held].",
        [("Ana Lund", "person")],
    ),
    (
        "{org:The Guardian} asked for the file. [s:The newspaper] [c:said] [q:that nobody answered].",
        [("The Guardian", "organization")],
    ),
    (
        "[s:{org:Court}] [c:says] [q:{Ole Lund} Must Pay]\n\nThe {org:Marine Court in Tarn} sat late.",
        [("Marine Court in Tarn", "organization")],
    ),
]

#: A letter wrong in a surname, and letters that make it another's.
MISSPELT = [
    ("{Femi Adekanmbi} was late. [s:{Adekambi}] [c:said] [q:it rained].", [("Femi Adekanmbi", "person")]),
    ("{Femi Adekanmbi} was late. [s:{Adekamnbi}] [c:said] [q:it rained].", [("Femi Adekanmbi", "person")]),
    ("{Femi Adekanmbi} was late. [s:{Femi Adekambi}] [c:said] [q:it rained].", [("Femi Adekanmbi", "person")]),
    ("{Femi Adekanmbi} was late. [s:{Tola Adekambi}] [c:said] [q:it rained].", [("Tola Adekambi", "person")]),
    ("{Ole Ivanov} was late. [s:{Ivanova}] [c:said] [q:it rained].", [("Ivanova", "person")]),
    ("{Ole Lundgren} was late. [s:The {Lundgrens}] [c:said] [q:it rained].", [("Lundgrens", "person")]),
    ("{Ole Djibo} was late. [s:Dr {Djiboh}] [c:said] [q:it rained].", [("Ole Djibo", "person")]),
    ("{Ole Kablt} was late. [s:{Ole Kiblt}] [c:said] [q:it rained].", [("Ole Kiblt", "person")]),
    ("{Ole Lund} was late. [s:{Lung}] [c:said] [q:it rained].", [("Lung", "person")]),
    ("{Ole Hansen} met {Eva Janson}. [s:{Hanson}] [c:said] [q:it rained].", [("Hanson", "person")]),
]

#: What is left of a longer name.
SHORTENED = [
    ("Dr {Joe Okei-Odumakin} came. [s:{Odumakin}] [c:said] [q:it rained].", [("Joe Okei-Odumakin", "person")]),
    (
        "The {org:Coalition of Northern Groups} met. [s:The {org:Coalition}] [c:said] [q:it rained].",
        [("Coalition of Northern Groups", "organization")],
    ),
    (
        "{org:Tarn and Voss Shipping} grew. [s:{org:Tarn}] [c:said] [q:it rained].",
        [("Tarn", "organization")],
    ),
    (
        "{org:Royal Tarn Brask Plc} shut a mine. [s:{org:Brask}] [c:said] [q:it rained].",
        [("Royal Tarn Brask Plc", "organization")],
    ),
    (
        "The {org:Sella Research Center} asked 900. [s:{org:Sella Research}] [c:said] [q:it rained].",
        [("Sella Research Center", "organization")],
    ),
    ("{Lance Fell} runs a bank. [s:{Fell}] [c:said] [q:it rained].", [("Lance Fell", "person")]),
    ("[s:{Lance Corporal Ana Fell}] [c:said] [q:it rained].", [("Ana Fell", "person")]),
]

#: Names without a letter, which only odd texts have.
WORDLESS = [
    ("{“ ”} was late. [s:{”}] [c:said] [q:it rained].", [("”", "unnamed")]),
]

#: What a source that was cut too early or too late has at its ends.
REMAINS = [
    ("[s:Two aides have] [c:said] [q:it rained].", [("Two aides", "unnamed")]),
    ("[s:A number of firms that] [c:said] [q:it rained].", [("number of firms", "unnamed")]),
    ("[s:who many aides] [c:said] [q:it rained].", [("many aides", "unnamed")]),
]

TABLES = {
    "misspelt": MISSPELT,
    "shortened": SHORTENED,
    "wordless": WORDLESS,
    "remains": REMAINS,
    "offices": OFFICES,
    "named-within": NAMED_WITHIN,
    "forms": FORMS,
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
    "some-of-many": SOME_OF_MANY,
    "court-files": COURT_FILES,
    "unnamed": UNNAMED,
    "nobody": NOBODY,
    "first-line": FIRST_LINE,
    "months": MONTHS,
    "two-of-a-name": TWO_OF_A_NAME,
    "who": WHO,
    "foreign-names": FOREIGN_NAMES,
    "belonging": BELONGING,
}


#: Not told so far.
GAPS = {"pronouns-3": "a group that made no statement before is no antecedent"}


@pytest.mark.parametrize(("text", "holders"), params(TABLES, GAPS))
def test_the_holders_of_a_text(text: str, holders: list[Expected]) -> None:
    found = draft_from(text).holders
    assert holders == [h and (h.name, h.kind, h.role)[: len(of or ())] for h, of in zip(found, holders, strict=True)]


@pytest.mark.parametrize(("text", "_"), params(TABLES))
def test_a_holder_is_one_object_with_its_mentions_in_order(text: str, _: object) -> None:
    reading = reading_from(text)
    for holder in reading.holders:
        assert holder.mentions == tuple(sorted(holder.mentions))
        assert holder.mentions
    for statement in reading.statements:
        if statement.holder:
            assert any(statement.holder is holder for holder in reading.holders)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Photo: {Petra Voss Ole Lund} at sea.", ["Petra Voss", "Ole Lund"]),
        ("Photo: {Petra Voss} {Ole Lund} at sea.", ["Petra Voss", "Ole Lund"]),
        ("She met {Ana Maria Lund}.", ["Ana Maria Lund"]),
        ("She met {Ole J. Lund}.", ["Ole J. Lund"]),
        ("The coach is {Ole Lund}\n\n“They ran,” {Lund} said.", ["Ole Lund", "Lund"]),
        ("She met {Tarquin} “Bonesaw” {Ellory}.", ["Tarquin “Bonesaw” Ellory"]),
    ],
)
def test_where_a_name_ends_and_the_next_begins(marked: str, expected: list[str]) -> None:
    text, found = plain(marked), names(plain(marked), scores_from(marked))
    assert [name.span.of(text) for name in found] == expected
    assert [text[name.span.start : name.span.end] for name in found] == expected


def test_a_name_that_stands_in_marks_is_no_nickname() -> None:
    assert canonical("“Clear Water Now”", "person") == "Clear Water Now"
    assert canonical("Tarquin “Bonesaw” Ellory", "person") == "Tarquin Ellory"


def test_a_name_before_which_there_is_only_space() -> None:
    scores = scores_from(" Ono {Reyes} opened the quay in Sella")
    scores.entities[[0, -1]] = [0.4, *[0.6 / 8] * 8]  # perhaps names, perhaps none
    found = names(" Ono Reyes opened the quay in Sella", scores)
    assert [(name.span.start, name.span.end) for name in found] == [(1, 10)]
