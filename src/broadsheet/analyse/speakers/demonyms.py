"""Adjectives of states and regions: "North Korean", "Western". They tell whose something is; alone they name nobody. English."""

from __future__ import annotations

import re

_TABLE = """
afghan=Afghanistan albanian=Albania algerian=Algeria american=United_States angolan=Angola argentine=Argentina armenian=Armenia
australian=Australia austrian=Austria azerbaijani=Azerbaijan bahraini=Bahrain bangladeshi=Bangladesh belarusian=Belarus
belgian=Belgium bolivian=Bolivia bosnian=Bosnia brazilian=Brazil british=United_Kingdom bulgarian=Bulgaria burmese=Myanmar
cambodian=Cambodia cameroonian=Cameroon canadian=Canada chilean=Chile chinese=China colombian=Colombia congolese=Congo
croatian=Croatia cuban=Cuba cypriot=Cyprus czech=Czechia danish=Denmark dutch=Netherlands ecuadorian=Ecuador egyptian=Egypt
emirati=United_Arab_Emirates english=United_Kingdom eritrean=Eritrea estonian=Estonia ethiopian=Ethiopia finnish=Finland
french=France georgian=Georgia german=Germany ghanaian=Ghana greek=Greece guatemalan=Guatemala haitian=Haiti honduran=Honduras
hungarian=Hungary icelandic=Iceland indian=India indonesian=Indonesia iranian=Iran iraqi=Iraq irish=Ireland israeli=Israel
italian=Italy ivorian=Ivory_Coast jamaican=Jamaica japanese=Japan jordanian=Jordan kazakh=Kazakhstan kenyan=Kenya korean=
kuwaiti=Kuwait kyrgyz=Kyrgyzstan laotian=Laos latvian=Latvia lebanese=Lebanon liberian=Liberia libyan=Libya
lithuanian=Lithuania malaysian=Malaysia malian=Mali maltese=Malta mexican=Mexico moldovan=Moldova mongolian=Mongolia
moroccan=Morocco mozambican=Mozambique namibian=Namibia nepalese=Nepal nepali=Nepal nicaraguan=Nicaragua nigerian=Nigeria
nigerien=Niger north_korean=North_Korea norwegian=Norway omani=Oman pakistani=Pakistan palestinian=Palestine panamanian=Panama
paraguayan=Paraguay peruvian=Peru philippine=Philippines filipino=Philippines polish=Poland portuguese=Portugal qatari=Qatar
romanian=Romania russian=Russia rwandan=Rwanda saudi=Saudi_Arabia scottish=Scotland senegalese=Senegal serbian=Serbia
singaporean=Singapore slovak=Slovakia slovenian=Slovenia somali=Somalia south_african=South_Africa south_korean=South_Korea
south_sudanese=South_Sudan soviet=Soviet_Union spanish=Spain sudanese=Sudan swedish=Sweden swiss=Switzerland syrian=Syria
taiwanese=Taiwan tajik=Tajikistan tanzanian=Tanzania thai=Thailand tunisian=Tunisia turkish=Turkey turkmen=Turkmenistan
ugandan=Uganda ukrainian=Ukraine uruguayan=Uruguay uzbek=Uzbekistan venezuelan=Venezuela vietnamese=Vietnam welsh=Wales
yemeni=Yemen zambian=Zambia zimbabwean=Zimbabwe
western= eastern= northern= southern= international= european= asian= african= arab= latin_american= nordic= baltic= balkan=
christian= muslim= jewish= catholic= orthodox= protestant= sunni= shiite= islamic= islamist= kurdish= chechen= tibetan= uighur=
"""
#: Adjectives with the state that they mean, "" where they mean none.
DEMONYMS = {name.replace("_", " "): state.replace("_", " ") for name, state in (entry.split("=") for entry in _TABLE.split())}
_LONGEST_FIRST = sorted(DEMONYMS, key=len, reverse=True)
_FOUND = re.compile(rf"\b(?:{'|'.join(_LONGEST_FIRST)})\b", re.IGNORECASE)


def state_of(words: str) -> str:
    """The state whose adjective stands among these words; "" for none."""
    found = _FOUND.search(words)
    return DEMONYMS[found[0].lower()] if found else ""
