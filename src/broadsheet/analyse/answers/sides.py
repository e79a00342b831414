"""Words that keep one company and yet are not one: opposites and neighbours, and which of them do mean the same. Pure; English.

Vectors of words put "killed" beside "injured" and "bought" beside "sold", because the same words stand around them.
"""

from __future__ import annotations

from broadsheet.analyse.ledger.rows import stem

#: Words of one line are never taken for one another, but those between two bars mean the same.
_LINES = """
monday | tuesday | wednesday | thursday | friday | saturday | sunday
january | february | march | april | may | june | july | august | september | october | november | december
north northern | south southern | east eastern | west western
one first | two second | three third | four fourth | five fifth | six | seven | eight | nine | ten | eleven | twelve
hundred | thousand | million
black | white | red | blue | green | yellow
son | daughter | mother | father | wife | husband | brother | sister
man men | woman women | boy | girl | child
morning dawn | evening | afternoon | night midnight | noon
spring | summer | autumn fall | winter
kill death die dead fatal fatality victim | injure injury wounded | missing | rescued saved | arrested | survived | born
buy bought purchase purchased acquire acquired | sell sold sale | rent rented lease
win won victory | lose lost defeat
open opened opening reopen | close closed closing closure shut
rise rose risen increase increased grow grew | fall fell fallen drop dropped decrease decreased decline shrank
start started begin began begun beginning | end ended finish finished stop stopped
approve approved accept accepted adopt adopted pass passed | reject rejected refuse refused
confirm confirmed admit admitted concede conceded acknowledge | deny denied
support supported back backed favour | oppose opposed
hire hired recruit | fire fired dismiss dismissed sack sacked | resign resigned quit | appoint appointed | elect elected
arrive arrived | leave depart departed
before | after
teacher | pupil pupils student students | parent parents
doctor doctors | patient patients | nurse nurses
buyer | seller | landlord | tenant
worker workers employee employees staff | employer owner | manager director
day | week | month | year | hour | minute
metre | kilometre | mile | litre
euro euros | dollar dollars | pound pounds | crown crowns
cost costs price pay paid expensive | earn income revenue profit
fire blaze | flood flooding | storm | earthquake | explosion blast
mayor | minister | president | governor | chairman chairwoman chair | judge
boss chief head director
investigate investigation inquiry probe | trial | verdict
cause caused causes reason | effect result
big large size | small
strike walkout | lockout
build built construct constructed construction | demolish demolished
"""
_SIDES: dict[str, set[tuple[int, int]]] = {}
for _number, _line in enumerate(_LINES.strip().splitlines()):
    for _side, _words in enumerate(_line.split("|")):
        for _word in _words.split():
            _SIDES.setdefault(stem(_word), set()).add((_number, _side))


def one_side(one: str, other: str) -> bool:
    """Whether two words are listed as meaning the same."""
    return bool(_SIDES.get(stem(one), set()) & _SIDES.get(stem(other), set()))


def apart(one: str, other: str) -> bool:
    """Whether two words are listed as standing for different things."""
    first, second = _SIDES.get(stem(one)), _SIDES.get(stem(other))
    if not first or not second or first & second or stem(one) == stem(other):
        return False
    return bool({number for number, _ in first} & {number for number, _ in second})
