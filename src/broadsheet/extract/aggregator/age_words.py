# ruff: noqa: E501 - one row a language or one pattern a line, however long it is
"""How pages name ages, in many languages: data."""

from __future__ import annotations

import re

# Numbers in any script's digits, or words for one and two in the languages below.
NUMBER = r"(?P<n>\d{1,4}|an?|one|two|three|a few|half an|einer?|einem|einen|zwei|drei|une?|deux|una|uno|dos|un|due|um|uma|dois|duas|een|één|jedną|jeden|bir|iki|một|ett?|én|yksi|o|două)"
MINUTE, HOUR, DAY, VAGUE = "minute", "hour", "day", "vague"
#: One row a language: a sign that it may be there, words before the number, then what the units are called with the words after them.
UNITS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        r"ago",
        "",
        r"\s*(?:ago|agos)\b",
        {
            "now": r"s(?:ec(?:ond)?s?)?\.?",
            MINUTE: r"m(?:in(?:ute)?s?)?\.?",
            HOUR: r"h(?:(?:ou)?rs?)?\.?",
            DAY: r"d(?:ays?)?\.?",
            VAGUE: r"w(?:(?:ee)?ks?)?\.?|mo(?:nth)?s?\.?|y(?:(?:ea)?rs?)?\.?",
        },
    ),
    (
        r"vor",
        r"\bvor\s+(?:etwa\s+|rund\s+|ca\.\s+)?",
        r"",
        {
            "now": r"sek(?:unden?)?\b\.?",
            MINUTE: r"min(?:uten?)?\b\.?",
            HOUR: r"(?:std|stunden?|h)\b\.?",
            DAY: r"(?:tag(?:en?)?|t)\b\.?",
            VAGUE: r"woche[n]?|monat(?:en?)?|jahr(?:en?)?",
        },
    ),
    (
        r"il y a",
        r"\bil y a\s+(?:environ\s+)?",
        r"",
        {
            "now": r"s(?:ec(?:ondes?)?)?\b\.?",
            MINUTE: r"m(?:in(?:utes?)?|n)?\b\.?",
            HOUR: r"h(?:eures?)?\b",
            DAY: r"j(?:ours?)?\b",
            VAGUE: r"sem(?:aines?)?\b|mois\b|ans?\b",
        },
    ),
    (
        r"hace",
        r"\bhace\s+(?:unos?\s+|unas\s+)?",
        r"",
        {
            "now": r"seg(?:undos?)?\b\.?",
            MINUTE: r"min(?:utos?)?\b\.?",
            HOUR: r"h(?:oras?)?\b\.?",
            DAY: r"d(?:[ií]as?)?\b",
            VAGUE: r"semanas?|mes(?:es)?\b|años?",
        },
    ),
    (
        r"h[áa]",
        r"\bh[áa]\s+(?:cerca de\s+)?",
        r"",
        {
            "now": r"seg(?:undos?)?\b\.?",
            MINUTE: r"min(?:utos?)?\b\.?",
            HOUR: r"h(?:oras?)?\b\.?",
            DAY: r"d(?:ias?)?\b",
            VAGUE: r"semanas?|m[êe]s(?:es)?\b|anos?",
        },
    ),
    (
        r"atrás",
        r"",
        r"\s*atrás",
        {MINUTE: r"min(?:utos?)?\.?", HOUR: r"h(?:oras?)?\.?", DAY: r"dias?", VAGUE: r"semanas?|m[êe]s(?:es)?|anos?"},
    ),
    (
        r"fa",
        r"(?:\bun['’]\s*)?",
        r"\s*fa\b",
        {
            "now": r"secondi",
            MINUTE: r"min(?:ut[oi])?\.?",
            HOUR: r"or[ae]|h",
            DAY: r"giorn[oi]|gg",
            VAGUE: r"settiman[ae]|mes[ei]|ann[oi]",
        },
    ),
    (
        r"geleden",
        "",
        r"\s*geleden",
        {
            "now": r"sec(?:onden?)?\.?",
            MINUTE: r"min(?:uut|uten)?\.?",
            HOUR: r"uur|uren|u",
            DAY: r"dag(?:en)?",
            VAGUE: r"we(?:ek|ken)|maand(?:en)?|jaar",
        },
    ),
    (
        r"temu",
        "",
        r"\s*temu",
        {
            "now": r"sek(?:und[ęy]?)?\.?",
            MINUTE: r"min(?:ut[ęy]?)?\.?",
            HOUR: r"godz(?:in[ęy]?)?\.?|h",
            DAY: r"dni|dzień",
            VAGUE: r"tydzień|tygodni[e]?|miesi[ąę]c[ey]?|lat[a]?|rok",
        },
    ),
    (r"önce", "", r"\s*önce", {"now": r"saniye|sn", MINUTE: r"dakika|dk\.?", HOUR: r"saat|sa\.?", DAY: r"gün", VAGUE: r"hafta|ay|yıl"}),
    (r"trước", "", r"\s*trước", {"now": r"giây", MINUTE: r"phút", HOUR: r"giờ|tiếng", DAY: r"ngày", VAGUE: r"tuần|tháng|năm"}),
    (
        r"назад",
        "",
        r"\s*назад",
        {
            "now": r"сек(?:унд[уы]?)?\.?",
            MINUTE: r"мин(?:ут[уы]?)?\.?",
            HOUR: r"час(?:а|ов)?|ч\.?",
            DAY: r"день|дня|дней|дн\.?",
            VAGUE: r"недел[юиья]{1,2}|месяц(?:а|ев)?|год[а]?|лет",
        },
    ),
    (
        r"тому",
        "",
        r"\s*тому",
        {
            MINUTE: r"хв(?:илин[уи]?)?\.?",
            HOUR: r"год(?:ин[уи]?)?\.?",
            DAY: r"день|дні|днів|дн\.?",
            VAGUE: r"тиж(?:день|ні|нів)|місяц[ів]{0,3}|рок[иів]{0,2}",
        },
    ),
    (
        r"sedan",
        r"(?:\bför\s+)?",
        r"\s*sedan",
        {MINUTE: r"min(?:uter|ut)?\.?", HOUR: r"tim(?:mar|me)?\.?|h", DAY: r"dag(?:ar)?", VAGUE: r"veck(?:or|a)|månad(?:er)?|år"},
    ),
    (
        r"siden|sidan",
        r"(?:\bfor\s+)?",
        r"\s*si(?:den|dan)",
        {
            MINUTE: r"min(?:utt(?:er)?|utter|ut)?\.?",
            HOUR: r"time[r]?|t",
            DAY: r"dag(?:e|er)?|døgn",
            VAGUE: r"uke[r]?|uge[r]?|måned(?:er)?|år",
        },
    ),
    (
        r"sitten",
        "",
        r"\s*sitten",
        {MINUTE: r"min(?:uuttia?)?", HOUR: r"tunti[a]?|t|h", DAY: r"päivää?|pv", VAGUE: r"viikko[a]?|kuukau\w{1,5}|vuo\w{1,4}"},
    ),
    (
        r"před",
        r"\bpřed\s+",
        r"",
        {
            MINUTE: r"min(?:utami|utou)?\b\.?",
            HOUR: r"hod(?:inami|inou)?\b\.?|h\b",
            DAY: r"dny|dnem",
            VAGUE: r"týdn\w{1,3}|měsíc\w{0,3}|rok\w{0,3}",
        },
    ),
    (
        r"acum",
        r"\bacum\s+",
        r"",
        {
            MINUTE: r"(?:de\s+)?min(?:ute?|ut)?\b\.?",
            HOUR: r"(?:de\s+)?or[eă]\b",
            DAY: r"(?:de\s+)?zile?\b",
            VAGUE: r"săptămân\w{1,2}|lun[iă]|ani?",
        },
    ),
    (
        r"πριν",
        r"\bπριν(?:\s+από)?\s+",
        r"",
        {MINUTE: r"λεπτ[άό]", HOUR: r"ώρ(?:ες|α)", DAY: r"η?μέρ(?:ες|α)", VAGUE: r"εβδομάδ\w{1,3}|μήν\w{1,3}|χρόνι?α?"},
    ),
    (r"perce|órája|napja", "", r"", {MINUTE: r"perce\b", HOUR: r"órája\b", DAY: r"napja\b"}),
    (r"lalu", "", r"\s*(?:yang\s+)?lalu", {MINUTE: r"menit|minit", HOUR: r"jam", DAY: r"hari", VAGUE: r"minggu|bulan|tahun"}),
    (
        r"前",
        "",
        r"\s*前",
        {
            "now": r"秒",
            MINUTE: r"分(?:钟|鐘)?",
            HOUR: r"个?小时|個?小時|時間",
            DAY: r"天|日",
            VAGUE: r"周|週間?|星期|个?月|か月|ヶ月|年",
        },
    ),
    (r"전", "", r"\s*전", {"now": r"초", MINUTE: r"분", HOUR: r"시간", DAY: r"일", VAGUE: r"주|개월|달|년"}),
    (r"पहले|पूर्व", "", r"\s*(?:पहले|पूर्व)", {MINUTE: r"मिनट", HOUR: r"घंट[ेा]|घण्ट[ेा]", DAY: r"दिन", VAGUE: r"सप्ताह|हफ़?्ते|महीने|साल"}),
    (r"আগে", "", r"\s*আগে", {MINUTE: r"মিনিট", HOUR: r"ঘণ্টা|ঘন্টা", DAY: r"দিন"}),
    (
        r"پیش|قبل|پہلے",
        "",
        r"\s*(?:پیش|قبل|پہلے)",
        {MINUTE: r"دقیقه|منٹ", HOUR: r"ساعت|گھنٹے|گھنٹہ", DAY: r"روز|دن", VAGUE: r"هفته|ماه|سال|ہفتے"},
    ),
    (r"ที่แล้ว|ที่ผ่านมา|ก่อน", "", r"\s*(?:ที่แล้ว|ที่ผ่านมา|ก่อน)", {MINUTE: r"นาที", HOUR: r"ชั่วโมง|ชม\.?", DAY: r"วัน", VAGUE: r"สัปดาห์|เดือน|ปี"}),
    (
        r"قبل|منذ",
        r"(?:قبل|منذ)\s+(?:نحو\s+)?",
        r"",
        {
            "now": r"ثوان[يٍ]?|ثانية",
            MINUTE: r"دقيقة|دقائق|د\b",
            HOUR: r"ساعة|ساعات|س\b",
            DAY: r"يوما?|أيام",
            VAGUE: r"أسبوع|أسابيع|أشهر|شهر|سنة|سنوات",
        },
    ),
    (r"לפני", r"לפני\s+(?:כ-)?", r"", {MINUTE: r"דקות|דק['׳]", HOUR: r"שעות", DAY: r"ימים", VAGUE: r"שבועות|חודשים|שנים"}),
)
#: Ages whose number is part of the word.
WORDS: tuple[tuple[str, str, int], ...] = (
    (
        r"\bjust now\b|\bmoments? ago\b|\bright now\b|\bsoeben\b|\bgerade eben\b|à l['’]instant|\bahora mismo\b|\bagora mesmo\b|\bproprio ora\b|\bzojuist\b|\bprzed chwilą\b|\baz önce\b|\bşimdi\b|\bvừa xong\b|только что|щойно|الآن|刚刚|剛剛|たった今|방금|अभी",
        "now",
        0,
    ),
    (r"(?:قبل|منذ)\s+دقيقة(?!\w)|хвилину тому|минуту назад|\bminutę temu\b|לפני דקה|\bprzed minutą\b", MINUTE, 1),
    (r"(?:قبل|منذ)\s+دقيقتين|לפני שתי דקות", MINUTE, 2),
    (
        r"\bhalf an hour ago\b|\bvor einer halben stunde\b|il y a une demi-heure|\bhace media hora\b|\bmezz['’]ora fa\b|\bhá meia hora\b|полчаса назад",
        MINUTE,
        30,
    ),
    (
        r"(?:قبل|منذ)\s+ساعة(?!\w)|(?<!\w)час назад|годину тому|\bgodzinę temu\b|לפני שעה|\bun['’]ora fa\b|\bpřed hodinou\b|一小时前|πριν από μία ώρα|\bune heure\b(?= ago)",
        HOUR,
        1,
    ),
    (r"(?:قبل|منذ)\s+ساعتين|לפני שעתיים", HOUR, 2),
    (
        r"(?:قبل|منذ)\s+يوم(?!\w)|לפני יום(?!\w)|(?<!\w)день назад|(?<!\w)день тому|\bwczoraj\b|\byesterday\b|\bgestern\b|\bhier\b|\bayer\b|\bieri\b|\bontem\b|\bgisteren\b|\bdün\b|\bhôm qua\b|(?<!\w)вчера(?!\w)|(?<!\w)[ву]чора(?!\w)|(?<!\w)أمس(?!\w)|昨天|昨日|어제|\bi ?går\b|\beilen\b|\bvčera\b|\btegnap\b|χθες|אתמול|دیروز|\bkemarin\b|เมื่อวาน",
        DAY,
        1,
    ),
    (
        r"(?:قبل|منذ)\s+يومين|לפני יומיים|\bvorgestern\b|\bavant-hier\b|\banteayer\b|\bl['’]altro ieri\b|\banteontem\b|\beergisteren\b|\bprzedwczoraj\b|\bevvelsi gün\b|позавчера|позавчора|前天|一昨日|그저께",
        DAY,
        2,
    ),
    (
        r"\btoday\b|\bheute\b|\baujourd['’]hui\b|\bhoy\b|\boggi\b|\bhoje\b|\bvandaag\b|\bdzisiaj\b|\bdziś\b|\bbugün\b|\bhôm nay\b|(?<!\w)сегодня(?!\w)|(?<!\w)сьогодні(?!\w)|(?<!\w)اليوم(?!\w)|今天|今日|오늘|आज|\bi ?dag\b|\btänään\b|\bdnes\b|σήμερα|היום|امروز|วันนี้",
        DAY,
        0,
    ),
)
#: Numbers written as words that are not one.
NUMBERS = {
    "two": 2,
    "three": 3,
    "a few": 3,
    "zwei": 2,
    "drei": 3,
    "deux": 2,
    "dos": 2,
    "due": 2,
    "dois": 2,
    "duas": 2,
    "iki": 2,
    "două": 2,
}
UPDATED = re.compile(
    r"updated?|modified|edited|revised|aktualisiert|geändert|mis(?:e)? à jour|màj|modifié|actualizad[oa]|aggiornat[oa]|atualizad[oa]|bijgewerkt|gewijzigd|"
    r"zaktualizowan[oa]|aktualizacja|güncelle\w{0,6}|cập nhật|обновлен[оа]|оновлен[оа]|تحديث|محدث|更新|수정|업데이트|अपडेट|uppdatera[dt]|oppdatert|opdateret|"
    r"päivitetty|aktualizováno|frissítve|actualizat|ενημ\w{0,8}|עודכן|به‌?روز",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"published|posted|veröffentlicht|erschienen|publié|publicad[oa]|pubblicat[oa]|gepubliceerd|geplaatst|opublikowan[oa]|yayınlan\w{0,4}|yayımlan\w{0,4}|"
    r"đăng|опубликован[оа]|опубліковано|نشر|发布|發布|公開|配信|입력|प्रकाशित|publicerad|publisert|julkaistu|publikováno|publicat|פורסם",
    re.IGNORECASE,
)
#: Times to read, not ages.
READING = re.compile(
    r"\b\d{1,3}[\s-]?(?:min(?:ute)?s?\.?|minuten|minutes|minutos|minuti|minut[ya]?|dk\.?|dakika(?:lık)?|phút|мин\.?|минут[ыа]?)[\s-]*(?:to |of )?(?:read(?:ing)?|watch|listen|lesezeit|lesedauer|zum lesen|"
    r"de lecture|de lectura|de leitura|di lettura|leestijd|lezen|czytania|okuma|đọc|чтения|на чтение)\w{0,6}|"
    r"\b(?:reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|leestijd|czas czytania|okuma süresi|время чтения)\W{0,3}\d{1,3}\s?[^\W\d]{0,8}\.?|"
    r"\d{1,3}\s?(?:分钟阅读|分鐘閱讀|分で読め\w{0,3}|분 읽기)|阅读\s?\d{1,3}\s?分钟|\d{1,3}\s?(?:دقائق|دقيقة)\s+(?:قراءة|للقراءة)|मिनट में पढ़ें",
    re.IGNORECASE,
)
