"""Words that tell what kind of holder somebody is: first names, titles, roles, bodies, groups, documents, states. English; facts only."""

from __future__ import annotations

from functools import cache


def words(table: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(table.split())


#: First names by the gender that they nearly always have.
_WOMEN = """
abigail ada adele adriana agatha agnes aisha alejandra alexandra alexis alice alicia alison allison alma alyssa amal amanda
amber amelia amina amy ana anastasia andrea angela angelica anita ann anna anne annette annie antonia april ariana arlene
ashley astrid audrey ava ayesha barbara beatrice becky belinda bella bernadette bernice beth bethany betty beverly bianca
bonnie brenda bridget britney brooke camila camilla candice cara carla carmen carol carole carolina caroline carolyn carrie
cassandra catherine cathy cecilia celeste charlotte chelsea cherie cheryl chloe christina christine cindy claire clara
clarissa claudia colleen connie constance consuelo cora corinne crystal cynthia daisy dana daniela danielle daphne dawn
debbie deborah debra delia delores denise diana diane dolores donna dora doris dorothy edith eileen elaine eleanor elena
elisa elisabeth elise eliza elizabeth ella ellen eloise elsa elsie emily emma erica erika erin esmeralda esther ethel eugenia
eunice eva eve evelyn faith fanny farah fatima felicia fiona flora florence frances francesca frida gabriela gabrielle gail
gemma geneva genevieve georgia georgina geraldine gertrude gillian gina giulia gladys glenda gloria grace greta gretchen
guadalupe gwen hannah harriet hazel heather heidi helen helena henrietta hilary hilda hillary holly hope ida ilse imogen inez
ingrid irene iris irma isabel isabella isabelle ivana ivanka ivy jackie jacqueline jamila jan jane janet janice jasmine jean
jeanette jeanne jennifer jenny jessica jill jo joan joanna joanne jocelyn josephine joy joyce juana juanita judith judy julia
juliana julie juliet june kamala karen karin karla kate katharine katherine kathleen kathryn kathy katie katrina kayla keiko
kelly kellyanne kelsey kendra kerry kim kimberly kirsten kristen kristin kristina kylie lara laura lauren layla lea leah
leila lena leona leonie leslie leticia liana lidia lila lilian lillian lily linda lindsay lisa liz liza lois lola loretta
lori lorraine louisa louise lucia lucille lucinda lucy luisa lydia lynn mabel mackenzie madeleine madeline mae magdalena
maggie maia mandy manuela marcia margaret margarita margot maria mariam marian mariana marianne marie marilyn marina marion
marissa marjorie marlene marsha martha martina mary matilda maude maureen maxine maya megan meghan mei melania melanie
melinda melissa mercedes meredith mia michelle mildred millie mina mindy miranda miriam mitzi molly mona monica monique
muriel myra myrtle nadia nadine nancy naomi natalia natalie natasha nell nellie nichole nicola nicole nikki nina noor nora
norma odette olga olive olivia ophelia paige pamela patience patricia patsy patty paula paulina pauline pearl peggy penelope
penny petra phoebe phyllis polly priscilla priya rachel raquel rebecca regina renee rhonda rita roberta robyn rosa rosalie
rosalind rose rosemary rosie roxanne ruby ruth sabrina sadie sally salma samantha sandra sandy sara sarah sasha savannah
selena selma serena shannon sharon sheila shelley shirley sierra silvia simone sofia sonia sonja sophia sophie stacey stacy
stella stephanie sue susan susana susanna susie suzanne svetlana sybil sylvia tabitha tamara tammy tanya tara tatiana teresa
tess tessa thelma theresa tiffany tina tracy tricia trudy ulla una ursula valentina valerie vanessa vera verna veronica vicki
vicky victoria viola violet virginia vivian wanda wendy whitney wilhelmina wilma winifred winona yasmin yolanda yvette yvonne
zara zelda zoe
"""
_MEN = """
aaron abdul abdullah abel abraham adam adolf adrian ahmad ahmed aidan al alan albert alberto aldo alec alejandro alex
alexander alexei alfonso alfred alfredo ali alistair allan allen alvin amir amos anders andre andreas andrei andres andrew
andy angelo angus anil ansel anthony anton antonin antonio archie ari armando arnold art arthur arturo ashton barack barney
barry bart basil ben benedict benito benjamin bennie bernard bernardo bernie bert bill billy björn blake bob bobby boris brad
bradley brandon brendan brent bret brett brian brock bruce bruno bryan bryce byron caleb calvin cameron carl carlo carlos
carlton cary casper cecil cedric cesar chad charles charlie chester chris christian christopher chuck clarence clark claude
clay clayton clement cliff clifford clint clinton clive clyde cody colin connor conrad corey cory craig curtis cyril cyrus
dale damian damien damon dan daniel danny dante darius darrell darren dave david dean dennis denis derek derrick desmond dev
devin dexter diego dieter dirk dmitri dmitry dominic don donald doug douglas drew duane duncan dustin dwayne dwight dylan
earl ed eddie edgar edmund eduardo edward edwin eli elias elijah elliot elliott elmer emil emiliano emmanuel enrico enrique
eric erik ernest ernesto ernie ethan eugene evan everett ezra fabian federico felipe felix fernando fidel filip floyd
francesco francis francisco franco francois frank frankie franklin franz fred freddie frederic frederick friedrich gabriel
gareth garrett garth gary gavin gene geoff geoffrey george gerald gerard gerhard gerry gianni gilbert giles gino giorgio
giovanni glen glenn gordon graham grant greg gregory guillermo gus gustav gustavo guy hal hamid hamza hank hans harold haruki
harry harvey hassan hector heinrich helmut henri henrik henry herbert herman hernan hiroshi homer horace horst howard hubert
hugh hugo humphrey hussein ian ibrahim ignacio igor ilya imran ira isaac ismail ivan jack jackson jacob jacques jaime jair
jake jamal james jamie jared jason javier jay jeb jed jeff jefferson jeffrey jens jeremiah jeremy jerome jerry jesse jesus
jim jimmy joachim joaquin joe joel johan johann johannes john johnny jon jonah jonas jonathan jorge jose josef joseph josh
joshua josiah juan julian julio julius justin kareem karim karl keith ken kenneth kent kenji kevin khalid kirk klaus konrad
konstantin kurt kyle lance larry lars laurence laurent lawrence lee len leo leon leonard leonardo leonid leopold leroy lester
levi lewis liam lindsey lionel lloyd logan lorenzo lou louis luca lucas luigi luis luke luther lyle mahmoud malcolm manfred
manuel marc marcel marcelo marco marcos marcus marek mario marius mark marshall martin marty marvin mason mateo mathias matt
matteo matthew maurice mauricio max maximilian maxwell mehmet mel melvin michael michel miguel mike mikhail miles milo milton
mitch mitchell mitt mohamed mohammad mohammed morgan morris moses muhammad murray mustafa napoleon nasser nate nathan
nathaniel ned neil nelson newt nicholas nick nicolas niels nigel nikolai noah noel nolan norman olaf oleg oliver olivier omar
orlando oscar osama otis otto owen pablo paolo pascal pat patrick paul pavel pedro percy perry pete peter phil philip
philippe phillip pierre pietro piotr preston quentin quincy rafael raj ralph ramon randall randolph randy raoul rashid raul
ravi ray raymond reggie reginald reid reinhard rene rex ricardo riccardo rich richard rick ricky rob robbie robert roberto
rod roderick rodney rodrigo roger roland rolf roman ron ronald ronnie rory ross roy ruben rudolf rudolph rudy rufus rupert
russ russell ryan salman salvador salvatore sam samir samuel saul scott sean sebastian serge sergei sergio seth shane shaun
shawn sid sidney simon solomon spencer stan stanislav stanley stefan stephen sterling steve steven stewart stuart sven tariq
ted terence terrence terry thad theo theodore thomas tim timothy toby todd tom tommy tony travis trevor tristan troy tyler
tyrone ulrich ulysses umberto vaclav victor vikram viktor vince vincent vincenzo vladimir volodymyr wade wallace walt walter
warren wayne wendell werner wesley wilbur wilfred wilhelm will willard william willie winston wolfgang woody xavier yasser
yuri yusuf yves zach zachary zane
"""
#: Titles that stand before a name, with the gender that some tell.
TITLES = {
    **dict.fromkeys(words("""
    mr sir lord king prince duke baron father brother congressman chairman emperor sheikh
"""), "m"),
    **dict.fromkeys(words("""
    mrs ms miss lady dame queen princess duchess baroness sister mother congresswoman chairwoman empress madam
"""), "f"),
    **dict.fromkeys(words("""
    dr prof professor sen senator rep representative gov governor president vice-president premier chancellor minister
    secretary ambassador judge justice chief general gen colonel col captain capt major maj lieutenant lt sergeant sgt
    admiral commander cmdr officer detective inspector sheriff mayor councillor councilman councilwoman alderman attorney
    speaker pope cardinal archbishop bishop rev reverend rabbi imam ayatollah pastor coach director commissioner
    superintendent deputy assistant undersecretary prime vice first acting former then-candidate candidate dep supt hon
"""), ""),
}  # fmt: skip
#: Nouns for persons by what they do, when they stand with a name or for one.
ROLES = words("""
    adviser advisor aide ally ambassador analyst archbishop attorney author banker bishop blogger boss broker candidate
    captain ceo chair chairman chairperson chairwoman chancellor chemist chief clerk coach colleague columnist commander
    commissioner congressman congresswoman consultant coordinator coroner correspondent councillor councilman councilwoman
    counsel critic defendant delegate demonstrator deputy designer detective dictator diplomat director doctor driver
    economist editor ecologist employee engineer envoy executive expert farmer father firefighter fisherman founder general
    governor grandmother guard head historian host husband incumbent inspector investigator investor journalist judge
    justice king landlord lawmaker lawyer leader lecturer legislator lieutenant lobbyist major manager marshal mayor
    meteorologist minister mother nominee nurse officer official operative opponent organiser organizer owner pastor
    physician pilot player policeman politician pollster premier president priest principal producer professor prosecutor
    protester protestor provost queen reporter representative researcher resident runner sailor scholar scientist secretary
    senator sergeant sheriff sister son speaker spokesman spokesperson spokeswoman star strategist student superintendent
    supervisor surgeon surveyor teacher technician tenant trader treasurer veteran vicar victim volunteer voter warden widow
    wife witness woman man worker writer boy girl daughter brother chief-of-staff billionaire mogul businessman
    businesswoman actress actor singer comedian activist advocate campaigner frontrunner front-runner physicist biologist
    geologist hydrologist epidemiologist virologist psychologist sociologist climatologist oceanographer archaeologist
""")
MALE_NOUNS = words("""
    man boy father son brother husband king prince spokesman chairman businessman congressman councilman policeman fisherman
    actor uncle nephew grandfather widower gentleman
""")
FEMALE_NOUNS = words("""
    woman girl mother daughter sister wife queen princess spokeswoman chairwoman businesswoman congresswoman councilwoman
    policewoman actress aunt niece grandmother widow lady
""")
#: Who speaks for somebody else.
VOICES = words("""
    spokesman spokeswoman spokesperson representative lawyer attorney aide adviser advisor
""")
#: Nouns for bodies. "company" and the like stand for any organisation, the others for one whose name or description has them.
ANY_BODY = words("""
    company firm maker manufacturer corporation conglomerate giant retailer carrier airline operator developer startup
    start-up producer utility insurer group organisation organization charity
""")
BODIES = ANY_BODY | words("""
    academy administration agency alliance army association assembly authority bank board body brigade bureau cabinet
    campaign centre center chamber church city clinic club coalition college commission committee conference congress
    consortium council county court department directorate district embassy faction federation fleet force foundation fund
    government hospital house inspectorate institute institution institution junta kingdom laboratory league legislature
    library ministry mission monarchy monitor museum navy network ngo observatory office opposition panel parliament party
    police prosecution regime registry school secretariat senate service society state team trust tribunal troupe union
    university watchdog works zoo militia rebels brigade
""")
#: Bodies of states.
STATE_BODIES = words("""
    administration agency army assembly authority bureau cabinet commission congress council court department directorate
    embassy force forces government house inspectorate junta legislature ministry navy office parliament police prosecutor
    regime secretariat senate state treasury tribunal
""")
#: People in the plural, and others who are many.
GROUPS = words("""
    monitors management bosses chiefs ministries spies troops
    activists advisers advisors aides allies americans analysts authorities backers campaigners citizens civilians
    conservatives critics customers delegates demonstrators democrats diplomats doctors economists employees engineers
    executives experts families farmers firefighters fishermen forecasters friends historians insiders investigators
    investors journalists lawmakers lawyers leaders legislators liberals locals managers members men migrants ministers
    neighbours neighbors nurses observers officers officials operatives opponents organisers organizers others parents
    participants passengers patients people physicians pilots politicians pollsters prosecutors protesters protestors
    pundits reporters republicans rescuers researchers residents respondents rivals scholars scientists senators soldiers
    sources strategists students supporters survivors teachers traders troops unions veterans victims villagers volunteers
    voters witnesses women workers writers some many most several few none everyone everybody both someone somebody nobody
    majority percent percentage public
""")
#: What speaks without being anybody.
DOCUMENTS = words("""
    assessment assessments estimate estimates communique
    account affidavit agreement analysis announcement application article audit bill book briefing bulletin card chart
    complaint constitution contract data dispatch document documents draft e-mail editorial email emails evidence figures
    filing filings findings footage forecast guidance indictment inquiry interview investigation invoice law lawsuit leaflet
    letter letters list log logs manifesto memo memoir memorandum minutes note notice op-ed order page paper papers petition
    platform poll polling polls post press-release proposal prospectus records release report reports research resolution
    results review ruling sign statement statistics story study studies subpoena survey surveys testimony text transcript
    treaty tweet tweets verdict video warrant website wire
""")
MEDIA_WORDS = words("""
    agency broadcaster channel courier daily gazette herald journal magazine media mirror network news newspaper observer
    outlet paper post press radio reuters sentinel standard station telegraph television times tribune tv wire
""")
#: Words of a name that tell an organisation.
ORGANISATION_WORDS = words("""
    academy administration agency airlines airways alliance army associates association assembly authority bank board
    broadcasting bureau campaign capital center centre chamber church clinic club co coalition college commission committee
    company conference congress consulting consortium constabulary cooperative corp corporation council court department
    directorate embassy energy enterprises federation financial force forces foundation fund gmbh group guard holdings
    hospital house inc industries initiative inspectorate institute international lab laboratories laboratory league
    legislature limited llc llp ltd media ministry motors movement museum navy network observatory office organisation
    organization parliament partners party pharmaceuticals police pollster project registry resins school senate service
    services society solutions state systems technologies treasury tribunal trust union university utilities watch works
""")
#: Offices and seats of government, with the state that they stand for.
SEATS = {
    "kremlin": "Russia", "moscow": "Russia", "white house": "United States", "oval office": "United States", "washington": "United States",
    "pentagon": "United States", "state department": "United States", "foggy bottom": "United States", "capitol hill": "United States",
    "downing street": "United Kingdom", "london": "United Kingdom", "whitehall": "United Kingdom", "foreign office": "United Kingdom",
    "elysee": "France", "élysée": "France", "paris": "France", "quai d'orsay": "France", "berlin": "Germany", "beijing": "China",
    "pyongyang": "North Korea", "seoul": "South Korea", "blue house": "South Korea", "tokyo": "Japan", "kyiv": "Ukraine", "kiev": "Ukraine",
    "tehran": "Iran", "jerusalem": "Israel", "tel aviv": "Israel", "ankara": "Turkey", "riyadh": "Saudi Arabia", "baghdad": "Iraq",
    "damascus": "Syria", "cairo": "Egypt", "new delhi": "India", "delhi": "India", "islamabad": "Pakistan", "kabul": "Afghanistan",
    "warsaw": "Poland", "budapest": "Hungary", "prague": "Czechia", "vienna": "Austria", "rome": "Italy", "madrid": "Spain",
    "lisbon": "Portugal", "athens": "Greece", "brussels": "European Union", "ottawa": "Canada", "canberra": "Australia",
    "mexico city": "Mexico", "havana": "Cuba", "caracas": "Venezuela", "bogota": "Colombia", "buenos aires": "Argentina",
    "minsk": "Belarus", "belgrade": "Serbia", "bucharest": "Romania", "sofia": "Bulgaria", "oslo": "Norway", "stockholm": "Sweden",
    "copenhagen": "Denmark", "helsinki": "Finland", "tallinn": "Estonia", "riga": "Latvia", "vilnius": "Lithuania", "hanoi": "Vietnam",
    "manila": "Philippines", "jakarta": "Indonesia", "bangkok": "Thailand", "taipei": "Taiwan", "tbilisi": "Georgia", "yerevan": "Armenia",
    "baku": "Azerbaijan", "astana": "Kazakhstan", "pretoria": "South Africa", "nairobi": "Kenya", "abuja": "Nigeria", "khartoum": "Sudan",
    "addis ababa": "Ethiopia", "dublin": "Ireland", "the hague": "Netherlands", "bern": "Switzerland",
}  # fmt: skip
#: Names that the press gives to states, with the name under which their rows are kept.
STATES = {
    "us": "United States", "u.s": "United States", "u.s.": "United States", "usa": "United States", "america": "United States",
    "united states": "United States", "uk": "United Kingdom", "u.k.": "United Kingdom", "britain": "United Kingdom",
    "united kingdom": "United Kingdom", "eu": "European Union", "european union": "European Union", "north korea": "North Korea",
    "dprk": "North Korea", "south korea": "South Korea", "russia": "Russia", "ukraine": "Ukraine", "china": "China", "iran": "Iran",
    "israel": "Israel", "france": "France", "germany": "Germany", "japan": "Japan", "india": "India", "pakistan": "Pakistan",
    "turkey": "Turkey", "syria": "Syria", "iraq": "Iraq", "saudi arabia": "Saudi Arabia", "egypt": "Egypt", "mexico": "Mexico",
    "canada": "Canada", "poland": "Poland", "hungary": "Hungary", "cuba": "Cuba", "venezuela": "Venezuela", "belarus": "Belarus",
    "taiwan": "Taiwan", "vietnam": "Vietnam", "qatar": "Qatar", "yemen": "Yemen", "libya": "Libya", "sudan": "Sudan",
    "ethiopia": "Ethiopia", "nigeria": "Nigeria", "brazil": "Brazil", "argentina": "Argentina", "spain": "Spain", "italy": "Italy",
    "greece": "Greece", "sweden": "Sweden", "finland": "Finland", "norway": "Norway", "denmark": "Denmark", "serbia": "Serbia",
    "armenia": "Armenia", "azerbaijan": "Azerbaijan", "afghanistan": "Afghanistan", "australia": "Australia",
    "lebanon": "Lebanon", "palestine": "Palestine", "nato": "NATO",
}  # fmt: skip
#: Bodies whose names leave no doubt that they are media.
AGENCIES = words("""
    reuters ap afp bloomberg cnn bbc nbc abc cbs msnbc npr kcna tass xinhua interfax ria yonhap kyodo dpa efe ansa politico
    axios breitbart huffpost guardian economist
""")


@cache
def gender_of_first_name(name: str) -> str:
    """The gender of a first name: "f", "m", or "" for a name that is neither, or both."""
    women, men = _names()
    plain = name.lower()
    return "f" if plain in women and plain not in men else "m" if plain in men and plain not in women else ""


@cache
def is_first_name(name: str) -> bool:
    """Whether the word is a first name that the tables know."""
    women, men = _names()
    return name.lower() in women or name.lower() in men


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_WOMEN.split()), frozenset(_MEN.split())
