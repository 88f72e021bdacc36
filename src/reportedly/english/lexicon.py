"""Closed lists of English words that tell what kind of holder a source is.

Each is lower case and singular unless its name says otherwise. They decide only where no name does.
"""

from __future__ import annotations

from collections.abc import Collection


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def either(words: Collection[str]) -> str:
    """A pattern that holds for each of the words, the longer first."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


HE = _words("he him his himself")
SHE = _words("she her hers herself")
THEY = _words("they them their theirs themselves")
IT = _words("it its itself")
SPEAKER = _words("i me my mine myself we us our ours ourselves")
RELATIVE = _words("who whom whose which that")
#: Of several, which are named somewhere before; and whoever is spoken to.
UNTOLD = _words("neither either both none each you your yours yourself")
PRONOUNS = HE | SHE | THEY | IT | SPEAKER | RELATIVE | UNTOLD

TITLES = _words(
    "mr mr. mrs mrs. ms ms. miss mx dr dr. prof prof. professor sir dame rev rev. reverend very hon hon. right "
    "father sen. sen rep. rep gov. gov lt lt. gen. gen col. col capt. capt sgt sgt. cpl. lance cllr councillor "
    "councilman councilwoman mayor president senator congressman congresswoman representative governor judge "
    "justice minister secretary ambassador general colonel captain admiral vice-admiral major sergeant inspector "
    "detective superintendent constable officer deputy sheriff chief chancellor premier attorney bishop archbishop "
    "cardinal imam rabbi sheikh king queen prince princess baroness baron duke duchess aunty uncle speaker "
    "commissioner pope st. saint his her eminence excellency majesty former then-president ex-president vice acting "
    "interim"
)
#: Titles, and the nouns that the text goes on with.
NOUN_OF_TITLE = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "justice": "judge",
}  # fmt: skip
COURTESY = _words("mr mr. mrs mrs. ms ms. miss dr dr. sir")
MALE_TITLES = _words("mr mr. sir father king prince congressman councilman baron duke uncle lord pope")
FEMALE_TITLES = _words(
    "mrs mrs. ms ms. miss dame queen princess congresswoman councilwoman baroness duchess aunty lady"
)
MALE_NOUNS = _words(
    "man boy father son husband brother ex-husband grandfather uncle nephew widower king prince spokesman chairman "
    "businessman policeman fisherman actor congressman statesman gentleman guy salesman ombudsman"
)
FEMALE_NOUNS = _words(
    "woman girl mother daughter wife ex-wife sister grandmother aunt niece widow queen princess spokeswoman "
    "chairwoman businesswoman policewoman actress congresswoman lady mum mom saleswoman"
)

#: Bodies that speak as one.
ORGANIZATIONS = _words(
    "agency airline alliance army association authority bank board body broadcaster bureau cabinet campaign charity "
    "church city clinic club coalition coastguard college commission committee company congress consortium "
    "cooperative co-op corporation council county court department embassy employer exchange federation firm force "
    "foundation fund government group hospital institute institution judiciary kremlin lab laboratory league "
    "legislature magazine manufacturer mayoralty media military ministry mission museum navy network newspaper "
    "newsroom ngo office operator opposition organisation organization palace paper parliament party pentagon "
    "police portal post press prosecution publisher regime regulator reserve retailer school senate service "
    "shipyard society startup state station store supplier team tribunal trust think-tank tank treasury union "
    "university vatican website weekly daily utility watchdog yard country nation administration town "
    "village parish province outlet journal band ensemble theatre studio squad delegation presidency directorate "
    "inspectorate secretariat taskforce panel inquiry jury"
)
#: Of those, the words that stand for one named before.
GENERIC = _words(
    "agency company club firm airline group union party paper newspaper magazine board body fund bank charity "
    "committee commission department operator retailer network station association organisation organization "
    "campaign university hospital school trust authority broadcaster publisher supplier manufacturer watchdog "
    "regulator outlet website"
)
#: People gathered for a work of the body they belong to: "a team at Orrery University".
GATHERINGS = _words("team group panel")
#: Places that speak.
LANDS = _words("country government city nation state town village kingdom republic")
PLACES = LANDS | _words(
    "capital suburb hamlet region district county province island river lake port settlement neighbourhood "
    "neighborhood municipality borough resort territory peninsula valley"
)
#: Texts that say: the holder is the body that issued them.
DOCUMENTS = _words(
    "account advert affidavit agreement amendment analysis announcement appeal article assessment audit "
    "autobiography bill biography blog book brief briefing bulletin cable catalogue chapter charter circular column "
    "communique complaint constitution contract data deal declaration diary disclosure document documentary dossier "
    "editorial email e-mail essay estimate evidence feature figures filing film finding findings forecast guidance "
    "guideline guidelines headline indictment interview invitation judgment lawsuit law leaflet letter list log "
    "manifesto manual map measure memo memoir memorandum message minutes motion movie note notice obituary op-ed "
    "opinion order ordinance paper paperwork petition piece plan plaque platform policy poll polls poster post "
    "presentation program programme projection proposal publication recording records record release report reports "
    "research resolution review rule rulebook ruling script search sign statement statistics statute story study "
    "studies submission summary survey surveys tape tapes testimony text timetable transcript transcripts treaty "
    "tweet tweets verdict version video warrant will returns average averages numbers photograph photographs photo "
    "photos investigation investigations autopsy"
)
#: What a newspaper publishes: the holder is the paper that was just speaking.
COVERAGE = _words("article piece story feature editorial column report account profile")
#: Words between which and a name nothing belongs to the name.
PREPOSITIONS = _words(
    "about after against and as at before between but by for from in into like of off on or over said says than that "
    "to told under when while with without"
)
#: Small words that begin a surname.
PARTICLES = _words("al bin da de del den der di du el ibn la le san st ten ter van von")
CALENDAR = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december yesterday today tomorrow"
)
#: Research that speaks for itself where nobody is said to have made it.
RESEARCH = _words(
    "poll polls average averages survey surveys study studies analysis research data figures statistics estimates film"
)
POLLS = _words("poll polls survey surveys")
#: First or last words of an outlet's name, and the names of some without any.
OUTLETS = _words(
    "news times post radio tv television channel canal kanal press agence agency wire newswire journal chronicle "
    "telegraph mail mirror express daily weekly magazine bulletin courier observer echo star sun independent gazette "
    "herald tribune guardian standard examiner dispatch inquirer enquirer register review reporter monitor globe "
    "podcast broadcasting newspaper newsletter blog website sentinel ledger argus mercury advertiser recorder today "
    "courant argus caller beast intercept atlantic economist yorker spectator statesman pioneer bugle trumpet sheet "
    "cnn bbc nbc cbs abc msnbc cnbc pbs npr c-span espn itv fox sky reuters afp ap upi tass ntb dpa ansa efe xinhua "
    "interfax ria nhk yonhap kyodo bloomberg politico axios vox buzzfeed huffpost breitbart slate salon quartz "
    "newsweek forbes fortune spiegel zeit welt bild monde figaro libération país mundo repubblica corriere haaretz "
    "jazeera arabiya univision telemundo gawker variety wikinews deadline rt dw nytimes"
)
#: Of those, the names that nobody else bears.
SURE_OUTLETS = _words(
    "cnn bbc nbc cbs abc msnbc cnbc pbs npr espn itv reuters afp upi tass ntb dpa xinhua interfax nhk yonhap kyodo "
    "politico axios buzzfeed huffpost breitbart newsweek spiegel monde figaro haaretz univision telemundo wikinews "
    "guardian independent tasnim sputnik ndtv aftonbladet nytimes"
)
#: Nouns for one who publishes.
PUBLISHERS = _words(
    "agency newspaper paper weekly daily monthly magazine broadcaster station channel network website site blog "
    "podcast "
    "newsletter programme program outlet portal journal bulletin tabloid show wire service newswire collective account "
    "publisher press newsroom periodical"
)
#: Where people post what they say.
PLATFORMS = (
    "Twitter|X|Facebook|Instagram|Telegram|TikTok|YouTube|Truth Social|Weibo|WeChat|Reddit|Snapchat|Threads|Mastodon|"
    "Bluesky|"
    "LinkedIn|Periscope|Medium|Substack|WhatsApp|Gab|Parler|VKontakte|VK"
)
#: Records that go from hand to hand.
RECORDS = _words(
    "recording recordings tape tapes audio video videos footage clip clips cassette memo memos memorandum note notes "
    "letter letters email "
    "emails e-mail e-mails message messages document documents file files paper papers transcript transcripts minutes "
    "diary page pages entry entries report reports audit cable cables dossier cache leak leaks photograph photographs "
    "draft excerpt excerpts manuscript record records text texts screenshot screenshots"
)
#: Last words of a company's name.
FIRMS = _words(
    "holdings inc ltd plc corp corporation co group motors foods research university industries partners associates "
    "airlines airways bank energy times post news press tribune herald gazette observer institute foundation union "
    "college hospital club records studios company ag gmbh sa nv"
)
#: Letters after a person's name.
SUFFIXES = _words("kc qc sc mp msp mep obe mbe cbe phd md jr jr. sr sr. ii iii iv")
#: Bodies named after the person they belong to.
PERSONAL = _words("office campaign team administration government cabinet staff")

#: Offices held by one person at a time, known to the public by the title alone.
OFFICES = _words(
    "president premier chancellor minister mayor governor king queen prince princess pope emperor sultan emir "
    "sheikh secretary ambassador senator congressman congresswoman judge justice speaker commissioner sheriff "
    "attorney president-elect archbishop bishop imam envoy consul ombudsman treasurer chairman chairwoman chair "
    "dean coroner prosecutor magistrate dictator president-general superintendent leader taoiseach "
    "chief nominee"
)
SPOKESPEOPLE = _words(
    "spokesman spokeswoman spokesperson spokespeople spokesmen representative representatives lawyer lawyers "
    "attorney attorneys barrister solicitor counsel director chairman chairwoman chair"
)
#: Of those, the words for one who speaks and is nothing else.
VOICES = _words("spokesman spokeswoman spokesperson")
#: People whose names are withheld, even in the plural.
WITHHELD = _words(
    "source sources aide aides insider insiders diplomat diplomats adviser advisers advisor advisors "
    "operative operatives lawyer lawyers attorney attorneys strategist strategists associate associates critic "
    "critics observer observers"
)
#: Words for people, besides those above; with -s they make a group.
PERSONS = _words(
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
CALLINGS = (
    PERSONS
    | OFFICES
    | _words("sister brother rancher heavyweight lightweight striker goalkeeper midfielder singer painter")
) - _words("guide reader guest head player")
PLURALS = _words(
    "family couple public "
    "people men women children police voters residents americans republicans democrats officials authorities staff "
    "most many some several others both few majority minority percent half two three four five six seven eight nine "
    "ten dozens hundreds thousands millions all crew clergy folk kids everyone everybody nobody"
)
INDEFINITE = _words("neither none a an one another some any every each no somebody someone anybody anyone")
DEFINITE = _words("the this that these those his her its their my our")
NUMBERS = _words("two three four five six seven eight nine ten several dozens hundreds some few many")

MALE_NAMES = _words(
    "aaron abdul abdullah abraham adam adrian ahmed alan albert alejandro alex alexander alexei alfred ali allan "
    "allen anders andre andrea andreas andrei andrew andy angus anthony antonio arthur arturo asif augusto barack "
    "barry benjamin ben benny bernard bernie bert bill billy bob bobby boris brad brandon brendan brett brian bruce "
    "bruno bryan carl carlos cesar charles charlie chester chris christian christopher chuck clarence claude cliff "
    "clive colin connor corey craig curtis dale damian dan daniel danny darren dave david dean deepak denis dennis "
    "derek desmond diego dieter dirk dmitri dmitry dominic don donald douglas doug duncan dwight ed eddie edgar "
    "edmund eduardo edward edwin elias elliott emilio emmanuel eric erik ernest ethan eugene evan fabio felix "
    "felipe ferdinand fernando fidel francisco franco francois frank franklin fred frederick gabriel gareth garry "
    "gary geoff geoffrey george gerald gerard giovanni glen glenn gordon graham greg gregory guillermo gus guy "
    "hamid hans harold harry harvey hassan hector henri henrik henry herbert herman horace howard hugh hugo hussein "
    "ian ibrahim igor imran ivan jack jackson jacob jacques jake jamal james jan jared jason javier jay jean jeff "
    "jefferson jeffrey jeremy jerome jerry jesse jesus jim jimmy joaquin joe joel johan john johnny jon jonathan "
    "jorge jose josef joseph josh joshua juan julian julio justin karl keith kenneth ken kevin khalid kim kirk "
    "klaus kofi kurt kyle lamar larry lars laurence lawrence lee leo leon leonard leonid leslie lewis liam lindsey "
    "lloyd louis luca lucas luis luke magnus malcolm manuel marc marcel marco marcus mario marius mark martin "
    "marvin matt matteo matthew maurice max maxim michael michel miguel mike mikhail milan mitch mitchell mitt "
    "mohamed mohammad mohammed morgan muhammad murray mustafa narendra nathan neil nelson newt nicholas nick "
    "nicolas nicolai nigel nikolai noah noel norman oliver olaf ole omar oscar otto owen pablo paddy patrick paul "
    "pedro perry pete peter phil philip philippe pierre piet rafael rahul raj ralph ramon randy raul ravi ray "
    "raymond recep reggie reza ricardo richard rick ricky rob robert roberto robin rodney rodrigo roger roland "
    "roman ron ronald ross roy rudy rupert russell ryan salman sam samuel santiago scott sean sebastian serge "
    "sergei sergey seth shane shaun shinzo silvio simon stanley stefan stephen steve steven stuart sven ted terence "
    "terry theodore thomas tim timothy tobias todd tom tommy tony travis trevor troy tyler vernon "
    "victor viktor vincent vladimir volodymyr wade walter warren wayne wilhelm will william willie winston xavier "
    "yusuf yuri zachary"
) - {"andrea"}
FEMALE_NAMES = _words(
    "abigail adele agnes aisha alexandra alice alicia alison allison amanda amber amelia amina amira amy ana "
    "anastasia andrea angela angelina anita anja ann anna anne annette annie april ashley astrid audrey ava barbara "
    "beatrice becky belinda bernadette beth betsy betty beverly bonnie brenda bridget brigitte britney camila "
    "candace carla carly carmen carol carole caroline carolyn carrie catherine cathy cecilia celia charlotte "
    "chelsea cheryl chloe christina christine cindy claire clara claudia colleen condoleezza connie constance "
    "crystal cynthia daisy dana danielle daphne darlene dawn deborah debbie debra deirdre delia denise diana diane "
    "dianne dina dolores donna dora doreen doris dorothy edith edna eileen elaine eleanor elena elin elisabeth "
    "elise eliza elizabeth ella ellen elsa elsie emily emma erica erika erin esther ethel eva eve evelyn fatima "
    "felicity fiona florence frances francesca freya gabriela gail gemma georgia geraldine gina ginny gisele gloria "
    "grace greta gwen hannah harriet hazel heather heidi helen helena hilary hillary holly huma ida ilhan imelda "
    "ines ingrid irene iris isabel isabella ivana ivanka jackie jacqueline jane janet janice jasmine jean jeanne "
    "jenna jennifer jenny jessica jill jo joan joanna joanne jodie josephine joy joyce juanita judith judy julia "
    "julie juliet june kamala karen karin kate katharine katherine kathleen kathryn kathy katie katrina kayla keely "
    "kelly kellyanne kirsten kristen kristin laila lara laura lauren laurie leah leila lena leslie lesley leticia "
    "lillian lily linda lisa liz liza lois loretta lori lorna lorraine louise lucia lucy lydia lynn mabel madeleine "
    "madison maggie mandy marcia margaret maria marian marie marilyn marina marion marjorie marlene marsha martha "
    "mary maureen mavis maxine megan melania melanie melissa mercedes meredith michelle mildred miranda miriam "
    "moira molly monica nadia nancy naomi natalia natalie natasha nicola nicole nikki nina noor nora norma olga "
    "olivia pamela pat patricia patti paula pauline peggy penelope petra phyllis polly priscilla rachel ramona "
    "rebecca regina renee rhonda rita roberta rosa rosalind rose rosemary roxanne ruth sabrina sadie sally samantha "
    "sandra sara sarah sasha selena shannon sharon sheila shelley sheryl shirley sierra silvia simone sinead sofia "
    "sonia sophia sophie stacey stella stephanie sue susan susana suzanne svetlana sylvia tamara tammy tania tanya "
    "tara teresa tessa theresa tiffany tina tracy ursula valerie vanessa vera veronica victoria violet virginia "
    "vivian wanda wendy whitney winifred yolanda yvonne zoe"
)

#: What someone said, as those call it who answer it; with -s many of them.
CLAIMS = _words(
    "account accusation allegation assertion assessment characterisation characterization charge claim contention "
    "criticism critique implication insinuation notion idea remark report rumor rumour speculation statement story "
    "stories suggestion theory theories version concern testimony evidence finding boast complaint comment reporting"
)
#: Acts of speech that one can decline.
DECLINABLE = _words(
    "address answer characterise characterize clarify comment describe detail disclose discuss divulge elaborate "
    "explain expand expound give identify name offer provide react release reply respond reveal say share speak "
    "specify speculate state talk tell"
)
#: What those who deny something call it.
UNTRUE = _words(
    "baseless bogus concocted fabricated fabrication false fake fiction groundless hoax invented lie lies made-up "
    "nonsense rubbish smear unfounded unsupported untrue"
)

#: Things that say or show what someone said, as those call them who answer.
RECORDINGS = _words(
    "audio audit clip diary email e-mail footage leak letter memo message minutes note photo picture recording tape "
    "transcript video voice wording"
)
#: Words that many statements share and that make none an answer to another.
COMMON = _words(
    "about after again against all also always and any are because been before being both but can could did does "
    "doing done during each even ever every for from had has have having here how however into its itself just like "
    "made make many may might more most much must never not now only other our out over own said same say says shall "
    "she should some such than that the their them then there these they this those through time told too under "
    "until very was well were what when where whether which while who whom whose why will with would year years "
    "you your people going want know think"
)
#: What those say of a recording, or of the words in it, who do not stand by it.
TAMPERED = _words("doctored edited forged forgery misquoted misheard quoted context cut")
#: What one is charged with.
CRIMES = _words("assault arson burglary conspiracy fraud manslaughter murder perjury rape robbery theft")
