"""Closed lists of English words that tell what kind of holder a source is.

Each is lower case and singular unless its name says otherwise. They decide only where no name does. Those that are
declared without a value stand in files of `data/`, and are read when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Final

from .lists import listed, meanings


def words(text: str) -> frozenset[str]:
    """A closed list of words, written as one text."""
    return frozenset(text.split())


def either(words: Collection[str]) -> str:
    """A pattern that holds for each of the words, the longer first."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


HE = words("he him his himself")
SHE = words("she her hers herself")
THEY = words("they them their theirs themselves")
IT = words("it its itself")
SPEAKER = words("i me my mine myself we us our ours ourselves")
RELATIVE = words("who whom whose which that")
#: Of several, which are named somewhere before; and whoever is spoken to.
UNTOLD = words("neither either both none each you your yours yourself")
PRONOUNS = HE | SHE | THEY | IT | SPEAKER | RELATIVE | UNTOLD

#: Titles before the name of a person, offices that are titles among them.
TITLES: frozenset[str]
#: Of those, the ones that tell no office and no trade.
COURTESY: frozenset[str]
#: Titles, and the nouns that the text goes on with.
NOUN_OF_TITLE: Mapping[str, str]
#: Words that tell a man, and a woman, before or at the beginning of a name.
MALE: frozenset[str]
FEMALE: frozenset[str]
MALE_NOUNS = words(
    "man boy father son husband brother ex-husband grandfather uncle nephew widower king prince spokesman chairman "
    "businessman policeman fisherman actor congressman statesman gentleman guy salesman ombudsman"
)
FEMALE_NOUNS = words(
    "woman girl mother daughter wife ex-wife sister grandmother aunt niece widow queen princess spokeswoman "
    "chairwoman businesswoman policewoman actress congresswoman lady mum mom saleswoman"
)

#: Bodies that speak as one.
ORGANIZATIONS = words(
    "agency airline alliance army association authority bank board body broadcaster bureau cabinet campaign charity "
    "center centre church city clinic club coalition coastguard college commission committee company congress "
    "consortium cooperative co-op corporation council county court department embassy employer exchange federation "
    "firm force foundation fund government group hospital institute institution judiciary kremlin lab laboratory "
    "league legislature magazine manufacturer mayoralty media military ministry mission museum navy network newspaper "
    "newsroom ngo office operator opposition organisation organization palace paper parliament party pentagon police "
    "portal post press prosecution publisher regime regulator reserve retailer school senate service shipyard society "
    "startup state station store supplier team tribunal trust think-tank tank treasury union university vatican "
    "website weekly daily utility watchdog yard country nation administration town village parish province outlet "
    "journal band ensemble theatre studio squad delegation presidency directorate inspectorate secretariat taskforce "
    "panel inquiry jury"
)
#: Of those, the words that stand for one named before.
GENERIC = words(
    "agency company club firm airline group union party paper newspaper magazine board body fund bank charity "
    "committee commission department operator retailer network station association organisation organization "
    "campaign university hospital school trust authority broadcaster publisher supplier manufacturer watchdog "
    "regulator outlet website"
)
#: People gathered for a work of the body they belong to: "a team at Orrery University".
GATHERINGS = words("team group panel")
#: Places that speak.
LANDS = words("country government city nation state town village kingdom republic")
PLACES = LANDS | words(
    "capital suburb hamlet region district county province island river lake port settlement neighbourhood "
    "neighborhood municipality borough resort territory peninsula valley"
)
#: Texts that say: the holder is the body that issued them.
DOCUMENTS: frozenset[str]
#: What a newspaper publishes: the holder is the paper that was just speaking.
COVERAGE: frozenset[str]
#: Research that speaks for itself where nobody is said to have made it; and of that, what asks people.
RESEARCH: frozenset[str]
POLLS: frozenset[str]
#: Records that go from hand to hand.
RECORDS: frozenset[str]
#: Documents beside a holder who is found without them; and those that are documents only where they are somebody's.
KEPT: frozenset[str]
OWNED: frozenset[str]
#: Things that say or show what someone said, as those call them who answer.
RECORDINGS: frozenset[str]
#: Words between which and a name nothing belongs to the name.
PREPOSITIONS = words(
    "about after against and as at before between but by for from in into like of off on or over said says than that "
    "to told under when while with without"
)
#: Words with a capital only because they open a sentence or a headline.
OPENERS = words(
    "after again all also although and another as at because before both but by during earlier even finally for from "
    "he her here his how however if in instead it its just last later like many maybe meanwhile more most next no not "
    "now of on once one only or other our perhaps several she since so some still such than that the their then there "
    "these they this those though today tomorrow under unlike until we what when where whether which while who why "
    "with without yesterday yet you"
)
#: Of these and others, those with which no body's name begins.
FUNCTION_WORDS = words(
    "is are was were will would can could does did has have had as also and but if when while where why how although "
    "though because since according read see watch"
)
#: By which a text is told to be English: it has many of them, and no other language has.
TELLING = words(
    "the and of to that with from which were are been has have this these their they would could should by be it its "
    "he his she who said when what there about because but than while where into our how if your you them then those "
    "being other only through between against both says"
)
#: Parties by the names that stand before the body in which they are: “GOP Senate”.
PARTIES = frozenset(("GOP", "Republican", "Democratic", "Tory", "Labour"))
#: Small words that begin a surname.
PARTICLES = words(
    "al bin bint da das de del dela della den der di dos du el ibn la las le los ould san st ten ter van von"
)
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = words("january february march april may june july august september october november december")
CALENDAR = WEEKDAYS | MONTHS | words("yesterday today tomorrow")
#: First or last words of an outlet's name, and the names of some without any.
OUTLETS: frozenset[str]
#: Of those, the names that nobody else bears.
SURE_OUTLETS: frozenset[str]
#: Nouns for one who publishes.
PUBLISHERS: frozenset[str]
#: Where people post what they say.
PLATFORMS = (
    "Twitter|X|Facebook|Instagram|Telegram|TikTok|YouTube|Truth Social|Weibo|WeChat|Reddit|Snapchat|Threads|Mastodon|"
    "Bluesky|"
    "LinkedIn|Periscope|Medium|Substack|WhatsApp|Gab|Parler|VKontakte|VK"
)
#: Last words of a company's name.
FIRMS: frozenset[str]
#: Letters after a person's name.
SUFFIXES: frozenset[str]
#: Bodies named after the person they belong to.
PERSONAL = words("office campaign team administration government cabinet staff")

#: Offices held by one person at a time, known to the public by the title alone.
OFFICES: frozenset[str]
SPOKESPEOPLE = words(
    "spokesman spokeswoman spokesperson spokespeople spokesmen representative representatives lawyer lawyers "
    "attorney attorneys barrister solicitor counsel director chairman chairwoman chair"
)
#: Of those, the words for one who speaks and is nothing else.
VOICES = words("spokesman spokeswoman spokesperson")
#: And those whose words are the body's they speak for: a chairman's or a lawyer's are his own.
SPEAKING_FOR = VOICES | words("representative")
#: People whose names are withheld, even in the plural.
WITHHELD = words(
    "source sources aide aides insider insiders diplomat diplomats adviser advisers advisor advisors "
    "operative operatives lawyer lawyers attorney attorneys strategist strategists associate associates critic "
    "critics observer observers"
)
#: Words for people, besides those above; with -s they make a group.
PERSONS = words(
    "activist actor adviser agent aide analyst author biographer blogger boss bystander caller campaigner candidate "
    "captain caretaker chef coach colleague columnist commander commentator companion contender councillor critic "
    "customer dealer deputy designer detective developer director doctor driver economist editor employee engineer "
    "equerry executive expert farmer fisherman founder friend guest guide head historian host householder inspector "
    "investigator investor journalist lawmaker lawyer leader legislator lobbyist manager member neighbour neighbor "
    "nurse observer officer official operative organiser organizer owner parent partner passenger patient person "
    "pilot player poet politician presenter producer professor promoter protester reader refugee relative reporter "
    "researcher resident restaurateur scholar scientist shopper shopkeeper skipper soldier source sponsor staffer "
    "steward strategist student suspect teacher teenager tenant trader trainer treasurer trustee veteran victim "
    "visitor volunteer voter whistleblower witness worker writer apprentice pensioner"
)
#: Of those, and more, what stands before a name without belonging to it: "Rancher Buck Dellarosa".
CALLINGS: frozenset[str]
PLURALS = words(
    "family couple pair duo trio public "
    "people men women children police voters residents americans republicans democrats officials authorities staff "
    "most many some several others both few majority minority percent half two three four five six seven eight nine "
    "ten dozens hundreds thousands millions all crew clergy folk kids everyone everybody nobody"
)
INDEFINITE = words("neither none a an one another some any every each no somebody someone anybody anyone")
DEFINITE = words("the this that these those his her its their my our")
NEGATIONS = words("not never no none nobody nothing nowhere neither nor without hardly barely scarcely")
NUMBERS = words("two three four five six seven eight nine ten several dozens hundreds some few many")

#: First names, and those of men and of women.
FIRST_NAMES: frozenset[str]
MALE_NAMES: frozenset[str]
FEMALE_NAMES: frozenset[str]

#: What someone said, as those call it who answer it; with -s many of them.
CLAIMS = words(
    "account accusation allegation assertion assessment characterisation characterization charge claim contention "
    "criticism critique implication insinuation notion idea remark report rumor rumour speculation statement story "
    "stories suggestion theory theories version concern testimony evidence finding boast complaint comment reporting"
)
#: Acts of speech that one can decline.
DECLINABLE = words(
    "address answer characterise characterize clarify comment describe detail disclose discuss divulge elaborate "
    "explain expand expound give identify name offer provide react release reply respond reveal say share speak "
    "specify speculate state talk tell"
)
#: Verbs of saying and of showing, without the endings that they share.
SPEECH_STEMS = words(
    "say said tell told claim stat assert alleg argu suggest announc declar promis pledg vow admit acknowledg conced "
    "mention report writ wrote written warn predict accus recommend propos impl insinuat hint insist maintain contend "
    "indicat testif swear swore sworn advis apologis apologiz call threaten boast complain ask demand urg confess "
    "guarante assur show shown prov demonstrat"
)
#: The same of thinking.
THOUGHT_STEMS = words(
    "think thought believ know knew known assum suspect conclud expect suppos reckon agre find found doubt imagin fear "
    "feel felt consider understand understood realis realiz"
)
#: What those who deny something call it.
UNTRUE = words(
    "baseless bogus concocted fabricated fabrication false fake fiction groundless hoax invented lie lies made-up "
    "nonsense rubbish smear unfounded unsupported untrue"
)

#: Words that many statements share and that make none an answer to another.
COMMON = words(
    "about after again against all also always and any are because been before being both but can could did does "
    "doing done during each even ever every for from had has have having here how however into its itself just like "
    "made make many may might more most much must never not now only other our out over own said same say says shall "
    "she should some such than that the their them then there these they this those through time told too under "
    "until very was well were what when where whether which while who whom whose why will with would year years "
    "you your people going want know think"
)
#: What those say of a recording, or of the words in it, who do not stand by it.
TAMPERED = words("doctored edited forged forgery misquoted misheard quoted context cut")


def _callings() -> frozenset[str]:
    more = words("sister brother rancher heavyweight lightweight striker goalkeeper midfielder singer painter lance")
    return (PERSONS | _offices() | more) - words("guide reader guest head player")


def _offices() -> frozenset[str]:
    """Those of one word: an article is read word by word."""
    return frozenset(office for office in listed("offices") if " " not in office)


_FROM_FILES: Final[Mapping[str, Callable[[], frozenset[str] | Mapping[str, str]]]] = {
    "TITLES": lambda: listed("titles", but="ledger") | listed("offices", "title"),
    "COURTESY": lambda: listed("titles", "courtesy"),
    "NOUN_OF_TITLE": lambda: {**meanings("titles"), "justice": "judge"},
    "MALE": lambda: MALE_NOUNS | listed("titles", "he") | listed("offices", "he"),
    "FEMALE": lambda: FEMALE_NOUNS | listed("titles", "she") | listed("offices", "she"),
    "DOCUMENTS": lambda: listed("documents", "says"),
    "COVERAGE": lambda: listed("documents", "coverage"),
    "RESEARCH": lambda: listed("documents", "research"),
    "POLLS": lambda: listed("documents", "poll"),
    "RECORDS": lambda: listed("documents", "passed"),
    "KEPT": lambda: listed("documents", "kept"),
    "OWNED": lambda: listed("documents", "owned"),
    "RECORDINGS": lambda: listed("documents", "answered"),
    "OUTLETS": lambda: listed("outlets", "name", "alone"),
    "SURE_OUTLETS": lambda: listed("outlets", "alone"),
    "PUBLISHERS": lambda: listed("outlets", "noun"),
    "FIRMS": lambda: listed("firms"),
    "SUFFIXES": lambda: listed("suffixes"),
    "OFFICES": _offices,
    "CALLINGS": _callings,
    "FIRST_NAMES": lambda: listed("first_names"),
    "MALE_NAMES": lambda: listed("first_names", "he"),
    "FEMALE_NAMES": lambda: listed("first_names", "she"),
}


if not TYPE_CHECKING:  # so that a type checker knows the names above and no others

    def __getattr__(name: str) -> frozenset[str] | Mapping[str, str]:
        """A list from a file, kept from then on. Raises AttributeError."""
        if name not in _FROM_FILES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = _FROM_FILES[name]()
        return found
