"""Places that a text names: countries, capitals and large cities by their names in several languages (facts only).

A small list on purpose: it tells "the same thing elsewhere" apart and finds the same place across languages. Every other place is a name
among names (see `names`).
"""

from __future__ import annotations

import re
from collections import Counter

from broadsheet.analyse.terms import folded

#: A line a place, its names folded as `terms.folded` folds; "_" joins words.
_TABLE = """
united_states usa u.s. vereinigte_staaten vereinigten_staaten etats-unis estados_unidos eeuu abd amerika hoa_kỳ mỹ الولايات_المتحده
united_kingdom britain great_britain grossbritannien großbritannien royaume-uni reino_unido ingiltere vương_quốc_anh بريطانيا
germany deutschland allemagne alemania almanya đức المانيا
france frankreich francia fransa pháp فرنسا
spain spanien espagne espana ispanya tây_ban_nha اسبانيا
italy italien italie italia italya ý_đại_lợi ايطاليا
turkey turkiye türkei turkei turquie turquia thổ_nhĩ_kỳ تركيا
russia russland russie rusia rusya nga روسيا
ukraine ucrania ukrayna ukraina اوكرانيا
china chine cin trung_quốc الصين
japan japon japonya nhật_bản اليابان
india indien inde hindistan ấn_độ الهند
pakistan pakistán باكستان
afghanistan afganistan afganistán افغانستان
iran irán ايران
iraq irak العراق
syria syrien syrie siria suriye سوريا
israel israël إسرائيل اسرائيل
egypt agypten egypte egipto misir ai_cập مصر
saudi_arabia saudi-arabien arabie_saoudite arabia_saudi suudi_arabistan السعوديه
lebanon libanon liban libano lubnan لبنان
jordan jordanien jordanie jordania urdun الاردن
yemen jemen اليمن
libya libyen libye libia ليبيا
tunisia tunesien tunisie tunez tunus تونس
algeria algerien algerie argelia cezayir الجزائر
morocco marokko maroc marruecos fas المغرب
sudan soudan السودان
nigeria nigéria نيجيريا
kenya kenia كينيا
south_africa sudafrika afrique_du_sud sudafrica nam_phi
ethiopia athiopien ethiopie etiopia etiyopya
canada kanada كندا
mexico mexiko mexique meksika المكسيك
brazil brasilien bresil brasil brezilya البرازيل
argentina argentinien argentine arjantin
chile chili sili
colombia kolumbien colombie kolombiya
venezuela فنزويلا
peru pérou
cuba kuba
haiti haïti
australia australien australie avustralya úc استراليا
new_zealand neuseeland nouvelle-zelande nueva_zelanda
indonesia indonesien indonesie endonezya اندونيسيا
malaysia malaisie malasia malezya
philippines philippinen filipinas filipinler
thailand thailande tailandia tayland thái_lan
vietnam việt_nam
south_korea sudkorea coree_du_sud corea_del_sur guney_kore hàn_quốc
north_korea nordkorea coree_du_nord corea_del_norte kuzey_kore triều_tiên
poland polen pologne polonia polonya ba_lan
netherlands niederlande pays-bas paises_bajos hollanda hà_lan
belgium belgien belgique belgica belcika
austria osterreich autriche avusturya
switzerland schweiz suisse suiza isvicre thụy_sĩ
sweden schweden suede suecia isvec
norway norwegen norvege noruega norvec
denmark danemark dinamarca danimarka
finland finnland finlande finlandia finlandiya
greece griechenland grece grecia yunanistan hy_lạp
hungary ungarn hongrie hungria macaristan
romania rumanien roumanie rumania romanya
bulgaria bulgarien bulgarie bulgaristan
serbia serbien serbie sirbistan
croatia kroatien croatie croacia hirvatistan
portugal portekiz
ireland irland irlande irlanda
czech_republic tschechien tchequie chequia cekya
new_york nueva_york nyc
washington واشنطن
los_angeles
chicago
boston
houston
san_francisco
london londres londra luân_đôn لندن
paris باريس
berlin برلين
munich munchen
hamburg
cologne koln colonia
frankfurt
vienna wien vienne viena viyana
rome rom roma روما
milan mailand milano
madrid مدريد
barcelona barcelone
brussels brussel bruxelles bruselas bruksel brüssel
amsterdam
zurich
geneva genf geneve ginebra cenevre جنيف
moscow moskau moscou moscu moskova موسكو
kyiv kiev kiew كييف
istanbul estambul اسطنبول
ankara انقره
izmir
cairo kairo le_caire el_cairo kahire القاهره
beirut beyrouth beyrut بيروت
damascus damaskus damas damasco sam دمشق
baghdad bagdad bagdat بغداد
tehran teheran tahran طهران
jerusalem kudus القدس
tel_aviv
gaza gazze غزه
dubai dubái دبي
riyadh riad الرياض
doha الدوحه
kabul kaboul كابول
islamabad
karachi
delhi new_delhi neu-delhi
mumbai bombay
dhaka
beijing peking pekin bắc_kinh بكين
shanghai thượng_hải
hong_kong hongkong
taipei taiwan đài_loan
tokyo tokio طوكيو
seoul seul
pyongyang
hanoi hà_nội
ho_chi_minh_city thành_phố_hồ_chí_minh sài_gòn saigon
bangkok
manila
jakarta
singapore singapur singapour
kuala_lumpur
sydney
melbourne
toronto
montreal
ottawa
mexico_city ciudad_de_mexico
sao_paulo
rio_de_janeiro
buenos_aires
bogota
caracas
lima
santiago
havana la_habana
lagos
nairobi
johannesburg
cape_town kapstadt
addis_ababa
"""
_NAMES: dict[str, str] = {folded(name.replace("_", " ")): line.split()[0] for line in _TABLE.strip().splitlines() for name in line.split()}
_WORDS = frozenset(word for name in _NAMES for word in name.split(" "))
_WORD = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*")


def places(text: str) -> Counter[str]:
    """The listed places by how often they stand in the text. In scripts with case only what is capitalised counts."""
    found: Counter[str] = Counter()
    before = ""
    for match in _WORD.finditer(text):
        word = match[0]
        if word[0].islower():
            before = ""
            continue
        plain = _plain(word)
        if plain not in _WORDS:
            before = ""
            continue
        pair = f"{before} {plain}"
        if before and pair in _NAMES:
            found[_NAMES[pair]] += 1
        elif plain in _NAMES:
            found[_NAMES[plain]] += 1
        before = plain
    return found


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else folded(word)
