"""Word lists for comparing wordings: function words, numbers, irregular forms, synonyms, opposites, everyday words.

All are lower case. `wordings` stems them, so that one form of a word covers the others. In lists of groups, groups are
separated by a slash.
"""
# cases: tests/test_wordings.py, FOR and AGAINST

from __future__ import annotations

from collections.abc import Iterator

from ...english.lexicon import words


def _groups(text: str) -> Iterator[list[str]]:
    for line in text.split("/"):
        group = line.split()
        if group:
            yield group


PRONOUNS = words(
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers "
    "herself it its itself they them their theirs themselves one ones who whom whose"
)
#: Modal verbs and adverbs, each with the base form that direct and indirect speech have in common (will, would → will).
MOODS = {
    "will": "will", "would": "will", "shall": "will", "wont": "will", "gonna": "will",
    "can": "can", "could": "can", "able": "can",
    "may": "may", "might": "may", "perhaps": "may", "maybe": "may", "possibly": "may",
    "must": "must", "should": "must", "ought": "must",
}  # fmt: skip
AUXILIARIES = {
    form: base
    for base, forms in {
        "be": "be am is are was were been being",
        "have": "have has had having",
        "do": "do does did doing done",
        "get": "get gets got gotten getting",
    }.items()
    for form in forms.split()
}
#: Stop words. Adverbs of place and time are among them because they shift in indirect speech (here → there).
STOP = words(
    "a an the and or but if then so that this these those which what when where while why how as at by for from in "
    "into "
    "of off on onto over out up down to with about above across after against along among around before behind below "
    "beneath beside between beyond during inside near outside per since through throughout till toward towards under "
    "until upon via within here there now today tomorrow yesterday ago day next following previous earlier later very "
    "really just also too only even still yet again already ever quite rather both either each every any some all such "
    "own same other another else than because though although unless whether yes well oh okay ok like let lets please "
    "actually simply certainly absolutely frankly basically honestly course s t d m ll re ve"
)
MAGNITUDES = {
    "hundred": "hundred", "hundreds": "hundred", "k": "thousand", "thousand": "thousand", "thousands": "thousand",
    "m": "million", "mn": "million", "million": "million", "millions": "million", "bn": "billion", "b": "billion",
    "billion": "billion", "billions": "billion", "trillion": "trillion", "trillions": "trillion", "dozen": "dozen",
    "dozens": "dozen", "half": "half", "quarter": "quarter", "third": "third", "twice": "twice", "percent": "percent",
    "pct": "percent",
}  # fmt: skip

#: Irregular forms, which a stemmer doesn't reduce, with their base forms.
IRREGULAR = {
    form: group[0]
    for group in _groups(
        "arise arose arisen / awake awoke awoken / bear bore borne / beat beaten / become became / begin began begun / "
        "bend bent / bind bound / bite bit bitten / bleed bled / blow blew blown / break broke broken / breed bred / "
        "bring brought / build built / burn burnt / buy bought / catch caught / choose chose chosen / cling clung / "
        "come came / creep crept / deal dealt / dig dug / draw drew drawn / dream dreamt / drink drank drunk / "
        "drive drove driven / eat ate eaten / fall fell fallen / feed fed / feel felt / fight fought / find found / "
        "flee fled / fly flew flown / forbid forbade forbidden / forget forgot forgotten / forgive forgave forgiven / "
        "freeze froze frozen / give gave given / go went gone goes / grind ground / grow grew grown / hang hung / "
        "hear heard / hide hid hidden / hold held / keep kept / kneel knelt / know knew known / lay laid / lead led / "
        "lean leant / leap leapt / learn learnt / leave left / lend lent / lie lay lain / light lit / lose lost / "
        "make made / mean meant / meet met / mislead misled / mistake mistook mistaken / overcome overcame / "
        "overthrow overthrew overthrown / pay paid / prove proven / ride rode ridden / ring rang rung / "
        "rise rose risen / run ran / say said / see saw seen / seek sought / sell sold / send sent / shake shook "
        "shaken / shine shone / shoot shot / show shown / shrink shrank shrunk / sing sang sung / sink sank sunk / "
        "sit sat / sleep slept / slide slid / speak spoke spoken / speed sped / spend spent / spin spun / "
        "spring sprang sprung / stand stood / steal stole stolen / stick stuck / strike struck stricken / "
        "string strung / swear swore sworn / sweep swept / swell swollen / swim swam swum / swing swung / "
        "take took taken / teach taught / tear tore torn / tell told / think thought / throw threw thrown / "
        "understand understood / uphold upheld / wake woke woken / wear wore worn / weave wove woven / weep wept / "
        "win won / wind wound / withdraw withdrew withdrawn / withhold withheld / write wrote written / "
        "man men / woman women / child children / person people / foot feet / tooth teeth / life lives / "
        "wife wives / knife knives / leaf leaves / thief thieves / mouse mice / crisis crises / good better best / "
        "bad worse worst / die died dying"
    )
    for form in group[1:]
}

#: Synonyms: words that can be exchanged without making another claim, with the word that represents the group.
EXCHANGED = {
    word: group[0]
    for group in _groups(
        "shut close shutter / large big huge enormous massive vast / start begin commence launch / end finish conclude "
        "/ stop halt cease / buy purchase / help aid assist / quick fast rapid swift / kill slay / ask request / "
        "answer reply respond response / show demonstrate / wrong incorrect mistaken / correct accurate / "
        "terrible awful dreadful horrible horrific appalling / wonderful fantastic marvellous marvelous terrific / "
        "child kid / money cash funds / job post position / car vehicle automobile / ship vessel / doctor physician / "
        "attorney lawyer solicitor / cop policeman / home house / company firm / plan scheme / try attempt / "
        "need require / get obtain receive / give hand / keep retain / tell inform / want wish / use employ / "
        "choose pick select / fix repair mend / build construct / allow permit let / ban prohibit forbid / "
        "huge gigantic / anger fury rage / angry furious enraged / scared afraid frightened / happy glad pleased "
        "delighted / sad unhappy / important crucial vital essential / difficult hard tough / easy simple / "
        "clear plain obvious / certain sure / enough sufficient / main chief principal / many numerous several / "
        "often frequently / immediate instant / immediately instantly / rescue save / destroy wreck ruin demolish / "
        "disaster catastrophe / dangerous hazardous perilous / protect safeguard / resign quit / fire sack dismiss / "
        "hire recruit / drop abandon scrap ditch / delay postpone / cancel / agree / deal agreement accord / "
        "talk negotiation / vote ballot / law legislation statute / probe investigate investigation inquiry / "
        "blame fault / lie falsehood untruth / liar / idiot fool / threat menace / warn caution / worried concerned "
        "anxious / worry concern / shocked stunned / hurt injure wound / dead deceased / jail prison gaol / "
        "arrest detain / flat apartment / film movie / autumn fall / petrol gasoline gas / talk speak / salary wage "
        "pay "
        "/ worker employee / boss manager / poor impoverished / rich wealthy / sick ill / reveal disclose / hide "
        "conceal "
        "/ proof evidence / guess suppose / believe think / entire whole / total complete / single sole / "
        "never / disgrace shame / disgraceful shameful / honest truthful / brave courageous / strange odd weird / "
        "garbage rubbish trash / border frontier / forever / mistake error / fight battle / enemy foe / ally partner"
    )
    for word in group
}

#: Pairs of opposites: exchanging one for the other reverses a claim.
OPPOSITES = (
    "open shut / raise lower / raise cut / increase decrease / increase reduce / increase cut / rise fall / grow "
    "shrink / "
    "gain lose / win lose / buy sell / support oppose / back oppose / favour oppose / favor oppose / accept reject / "
    "approve reject / approve veto / allow ban / allow block / more less / more fewer / more few / high low / higher "
    "lower / "
    "start end / start stop / begin end / guilty innocent / true false / right wrong / correct wrong / good bad / "
    "better worse / best worst / safe dangerous / safe unsafe / strong weak / easy difficult / possible impossible / "
    "likely "
    "unlikely / legal illegal / fair unfair / happy sad / love hate / friend enemy / friend foe / remember forget / "
    "keep "
    "drop / keep abandon / stay leave / remain leave / join leave / come go / enter leave / enter exit / arrive "
    "leave / before after / "
    "up down / in out / on off / over under / with without / all none / always never / everybody nobody / everyone "
    "nobody / everything nothing / first last / early late / old new / young old / rich poor / left right / public "
    "private / war peace / success failure / succeed fail / pass fail / hire fire / build destroy / build close / open "
    "close / expand close / expand shut / expand shrink / expand cut / protect destroy / save waste / save kill / "
    "live die / alive dead / "
    "attack defend / confirm deny / admit deny / lend borrow / import export / push pull / add remove / above below / "
    "for against / democrat republican / north south / east west / morning evening / man woman / boy girl / male "
    "female / major "
    "minor / majority minority / maximum minimum / most least / full empty / free jail / release arrest / release "
    "keep / release "
    "withhold / publish withhold / trust distrust / agree disagree / honest dishonest / hot cold / hope fear / freeze "
    "raise / fund defund / signed refused / sign refuse / sign veto / accept refuse / know ignore / tell hide / "
    "reveal hide / "
    "improve worsen / peaceful violent / strengthen weaken / widen narrow / speed slow / extend cut / extend end / "
    "profit loss / surplus deficit / ally enemy / victory defeat / summer winter / spring autumn / creditor debtor / "
    "employ dismiss / repay default / resume halt / resume stop / restore abolish / introduce abolish / create "
    "destroy / "
    "create abolish / welcome condemn / praise condemn / praise criticise / welcome regret / proud ashamed"
)

#: Everyday words and those of set phrases. So many utterances have them that sharing them proves little.
EVERYDAY = words(
    "able account act action actually address administration agree ago aim allow always american amount announce "
    "answer anyone anything appreciate approach area ask attack attempt available aware away back bad base become "
    "begin believe big bill bring build business buy call campaign care case cause certain challenge chance change "
    "child choice choose city civilian clear clearly come comment commit commitment committed common "
    "community company complete concern concerned condemn condition condolence confident consider continue control "
    "cooperate cost could country couple create crime crisis cut day deal death decide decision deep deeply deny "
    "deserve determine develop die difference different difficult do dollar done economy effect effort election end "
    "enough ensure event everybody everyone everything evidence exactly expect experience express extend face fact "
    "fair family far federal feel few fight figure final find fine first follow force forward free friend full fully "
    "future game general get give go good government great ground group grow guy hand happen hard head health hear "
    "heart help high history hold home hope hour house human idea immediate immediately important improve incident "
    "include increase individual information innocent international investigate investigation involve issue job join "
    "justice keep kill kind know large last law lead leader learn leave left let level life light line little live "
    "local long look loss lose lot love low main majority make man matter mean measure meet meeting member message "
    "million mind minute moment monitor month moral morning move much name nation national necessary need new night "
    "note number offer office official old ongoing open opportunity option order part party pay peace person place "
    "plan play point police policy political position possible power practice pray prayer prepare president press "
    "pretty prevent priority probably problem process program progress protect proud provide public put question "
    "quickly reach read ready real reality reason receive record regard regret relationship release remain report "
    "require respect response responsible result return right rise role rule run sad safe safety say second security "
    "see seek seem send serious seriously serve service set several show side simple single situation small society "
    "solution someone something soon sorry speak special stand start state statement statistic step stop story strong "
    "strongly sure support system take talk team tell term terrible thank thanks thing think thought thoughts threat "
    "time tired "
    "together tonight total touch tough town tragedy tragic treat true trust truth try turn understand united use "
    "value victim view violence vote wait walk want war watch way week welcome win wish woman word work world worry "
    "would wrong year yesterday young"
)
