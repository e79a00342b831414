# ruff: noqa: E501 - one row a language or one pattern a line, however long it is
"""Patterns of page furniture and of what stands around a body, in many languages: data. All are linear on the short lines they meet."""

from __future__ import annotations

import re

#: Sentences that belong to a site and not to an article.
SITE = re.compile(
    r"©|\(c\) (?:19|20)\d\d|\bcopyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|tutti i diritti|todos os direitos|"
    r"alle rechten|wszelkie prawa|tüm hakları|все права|всі права|جميع الحقوق|版权所有|版權所有|無断転載|무단 ?전재|सर्वाधिकार|bản quyền|"
    r"\bcookies?\b|\bprivacy\b|your device|\bpartners? (?:store|use|process)|datenschutz|mit ihrer zustimmung|(?:ihre|deine) (?:zustimmung|einwilligung)|auf (?:ihrem|deinem) gerät|your (?:consent|choices)|votre (?:consentement|appareil)|tu (?:consentimiento|dispositivo)|il tuo (?:consenso|dispositivo)|o seu (?:consentimento|dispositivo)|uw (?:toestemming|apparaat)|twoj(?:ą|ej) zgod|données personnelles|gizlilik|конфиденциальност|隐私|個人情報|개인정보|"
    r"\bsubscri(?:be|ber|ption)s?\b|\bunsubscribe\b|\bnewsletters?\b|\bsign (?:up|in)\b|\blog ?in\b|\bfree articles?\b|\b(?:become|already) a (?:member|subscriber)\b|\bmember(?:ship)? (?:for|from|today)\b|"
    r"abonn(?:ieren|ement|ez|eren)|\babo\b|suscr[ií]b|abbona(?:ti|mento)|assin(?:e|ante|atura)\b|prenumer|abone ol|подпи(?:ск|шит|сат)|підпи(?:ск|шіт)|اشترك|订阅|訂閱|購読|구독|सदस्यता|đăng ký|"
    r"view (?:this|it) (?:message|e-?mail)? ?in (?:your )?browser|im browser (?:an|öffnen)|dans votre navigateur|en (?:tu|su) navegador|nel browser|w przeglądarce|forwarded to you|you (?:get|receive|are receiving) this (?:e-?mail|message|newsletter)|"
    r"(?:sie erhalten|vous recevez|recibes|ricevi|você (?:está )?recebe|u ontvangt|otrzymujesz) (?:diese|ce|este|questa|esta|deze|tę|ten)|"
    r"\bload(?:ing)? more\b|\bload more\b|end of (?:your|the) (?:feed|list|page)|that(?:'s| is) (?:everything|all for)|all caught up|no more (?:stories|articles|results)|"
    r"^(?:about |ungefähr |environ |cerca de )?[\d.,  ]+ (?:results|ergebnisse|résultats|resultados|risultati|wyników|sonuç|результат)|^showing \d|^page \d+ of|^seite \d+ von|"
    r"^\d[\d.,kK]* (?:new|unread|comments?|replies|likes?|shares?|views?|votes?|points?|kommentare?|commentaires?|comentarios?|commenti|comentários|reacties|komentarzy|yorum|комментари\w+|تعليقا?)\b|"
    r"\bno comments\b|be the first to (?:comment|reply)|nobody has (?:written|commented)|noch keine kommentare|keine kommentare|aucun commentaire|sin comentarios|nessun commento|sem comentários|nog geen reacties|brak komentarzy|"
    r"henüz yorum|chưa có bình luận|нет комментариев|комментариев пока нет|لا توجد تعليقات|暂无评论|尚無評論|コメントはまだ|댓글이 없|कोई टिप्पणी नहीं|"
    r"\bread (?:this )?aloud\b|\bread this (?:page|article) to|\bsummar(?:y|ise|ize) (?:this|with|by)|\bassistant\b|\bai features?\b|\bcan do for you\b|powered by|download (?:our|the) app|get (?:our|the) app|follow us on|find us on|"
    r"was this (?:article|page)? ?(?:helpful|useful)|rate this|report (?:an error|this)|give feedback|have you (?:seen|got) (?:a|an) (?:error|mistake|tip)|got a (?:tip|story)|"
    r"click here|tap here|hier klicken|cliquez ici|haz clic|clicca qui|clique aqui|klik hier|kliknij|tıklayın|нажмите|انقر|点击|點擊|クリック|클릭|"
    r"adjust your|manage your|your (?:feed|interests|account|preferences|privacy)|hide stories|stories like this|see fewer|enable javascript|javascript",
    re.IGNORECASE,
)
#: Lines inside a body that point elsewhere.
POINTER = re.compile(
    r"^(?:[▶►→»>•*+\[(-]+\s*)?(?:read (?:more|also|next|on|the full)|also read|also see|see also|more:|more on this|related|watch(?: live| now)?|listen|in pictures|don't miss|explore|go deeper|recommended|"
    r"lesen sie (?:auch|mehr|dazu)|lesen sie|lies auch|mehr (?:dazu|zum thema|lesen)|siehe auch|video|hintergrund|lire aussi|à lire(?: aussi)?|lire|voir aussi|à voir|"
    r"lea también|lee también|leer más|más información|te puede interesar|vea también|ver también|leggi anche|guarda anche|per approfondire|leia também|leia mais|veja também|saiba mais|"
    r"lees ook|bekijk ook|kijk ook|czytaj (?:też|także|więcej)|zobacz (?:też|także)|przeczytaj|ayrıca oku\w*|ilgili haber|haberin devamı|xem thêm|đọc thêm|xem|"
    r"читайте (?:также|ещё|еще)|смотрите также|по теме|читайте також|اقرأ أيضا?|إقرأ أيضا|شاهد أيضا?|بیشتر بخوانید|קראו (?:גם|עוד)|ये भी पढ़ें|यह भी पढ़ें|"
    r"延伸阅读|延伸閱讀|相关阅读|相關閱讀|相关新闻|相關新聞|更多|関連記事|関連|あわせて読みたい|관련 ?기사|관련|"
    r"läs (?:också|även|mer)|læs også|les også|lue myös|čtěte (?:také|též|dále)|olvassa el|citește și|διαβάστε επίσης|baca juga|อ่านเพิ่มเติม)\s?(?:[:：|–—>»-]|\.\.\.|…|at |on |in |bei |auf |sur |en |su |em |op |w |na |\b)",
    re.IGNORECASE,
)
#: "Read on at The Courier >", "Source: The Courier", "via The Courier": the publisher after a body.
SOURCE = re.compile(
    r"^(?:[→»>•*(\[–—-]+\s*)?(?:(?:read|continue|keep) (?:on|reading|more|the (?:full|whole|rest)[\w ]{0,20}?|it|this|in full)[\w ]{0,12}? (?:at|on|in|from|with)|full (?:story|article|text) (?:at|on|in|from)|more (?:at|from)|from|source[s]?|via|published (?:by|in)|originally (?:published )?(?:in|by|at)|"
    r"(?:weiter(?:lesen)?|mehr|ganzer artikel|zum artikel|lesen sie weiter) (?:bei|auf|in|im)|quelle|(?:lire la suite|à lire|suite|lire)(?: l['’]article)? (?:sur|dans)|source|(?:leer|seguir leyendo|sigue leyendo|leer más) en|fuente|"
    r"(?:leggi|continua(?: a leggere)?|leggi tutto) su|fonte|(?:leia|ler|continue lendo|leia mais) (?:em|no|na)|(?:lees (?:verder|meer)|verder lezen) (?:bij|op|in)|bron|(?:czytaj (?:dalej|więcej)|więcej) (?:w|na)|źródło|"
    r"kaynak|nguồn|(?:читать|читайте)(?: далее)? (?:в|на)|источник|джерело|المصدر|اقرأ (?:المزيد|التتمة) (?:في|على)|منبع|מקור|स्रोत|来源|來源|来自|出典|引用元|提供|출처|källa|kilde|lähde|zdroj|forrás|sursa|πηγή|sumber|ที่มา)"
    r"\s*(?:[:：]\s*|\s)(?P<name>\S.{1,60}?)\s*(?:[>»→›)\]⟩]+)?$",
    re.IGNORECASE,
)
#: The end of a cut body, in the same line: "... Read full story".
CONTINUE = re.compile(
    r"(?:(?<=\s)|(?<=…)|(?<=\.)|(?<=\]))(?:\[\+\d+ (?:chars|characters)\]|[\[(]?(?:read (?:the )?(?:full (?:story|article)|more|on|whole story|rest)|continue reading|keep reading|see more|show more|view more|full (?:story|article)|more|"
    r"weiterlesen|mehr lesen|mehr(?: anzeigen)?|ganzen artikel lesen|lire (?:la suite|plus|l['’]article)|voir plus|la suite|leer más|seguir leyendo|ver más|leggi (?:tutto|di più|l['’]articolo)|continua(?: a leggere)?|mostra altro|"
    r"leia mais|ler mais|continue lendo|ver mais|lees (?:meer|verder)|meer lezen|czytaj (?:więcej|dalej)|więcej|devamını oku|devamı|daha fazla|xem thêm|đọc tiếp|читать (?:далее|дальше|полностью)|подробнее|ещё|"
    r"اقرأ المزيد|المزيد|أكمل القراءة|और पढ़ें|पूरा पढ़ें|阅读(?:全文|更多)|閱讀(?:全文|更多)|查看更多|展开全文|続きを読む|全文を読む|もっと見る|더 ?보기|전문 보기|계속 읽기|läs mer|læs mere|les mer|lue lisää|číst dál|tovább|citește mai mult)[\])]?(?: ?[>»→›]+)?)\s*$",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"^(?:(?:story|text|written|reported|posted|words|report|interview|analysis|photos? and text|text and photos?)\s+by|by|with|von|text:?|par|por|di|da|door|autor(?:en|ka|i|a)?:?|auteur:?|author:?|reporter:?|from our (?:correspondent|reporter)|"
    r"yazan:?|haber:?|tác giả:?|автор:?|текст:?|بقلم:?|كتب:?|تقرير:?|کاتب:?|نویسنده:?|מאת:?|लेखक:?|द्वारा|文[/／:：]|作者[:：]?|记者[:：]?|記者[:：]?|撰文[:：]?|編集[:：]?|執筆[:：]?|av|af|text av|skrevet av|kirjoittaja:?|szerző:?|íbrah|de|oleh|autor textu:?)\s*(?=\S)",
    re.IGNORECASE,
)
BYLINE_TAIL = re.compile(
    r"(?:기자|特派员|特派員|記者|记者)$|^\S{2,4} (?:기자|특파원)|\b(?:staff (?:writer|reporter)|correspondent|reporter|editor|contributor|redakteur(?:in)?|korrespondent(?:in)?|muhabir)$",
    re.IGNORECASE,
)
CAPTION = re.compile(
    r"(?:\b(?:photo(?:graph|graphy)?s?|foto(?:graf[íi]a|graf|s)?|images?|picture|bild(?:er|quelle)?|credits?|crédits?|illustration|grafik|graphic|photographer|kép|zdjęcie|fot|görsel|fotoğraf|ảnh|фото|снимок|archivfoto|symbolbild)\s?[.:/–—-]|"
    r"(?:تصوير|صورة|الصورة|图|圖|图片|圖片|撮影|写真|画像|사진|फोटो)\s?[:：/=]|[(\[/](?:getty|afp|reuters|ap|dpa|epa|shutterstock|imago|ansa|efe|pap|anp|aa|tass|xinhua|file photo|archive|archiv)\b|\bfile (?:photo|picture)\b|©\s?\w)",
    re.IGNORECASE,
)
MAIL_HEADER = re.compile(
    r"^(?:>+\s*)?(?:from|to|cc|bcc|date|subject|sent|reply-to|von|an|datum|betreff|gesendet|de|à|objet|envoyé|para|asunto|enviado|da|oggetto|inviato|assunto|van|aan|onderwerp|verzonden|od|do|temat|data|wysłano|kimden|kime|konu|tarih|от|кому|тема|дата|من|إلى|الموضوع|التاريخ|发件人|收件人|主题|日期|差出人|宛先|件名|送信日時|보낸 사람|받는 사람|제목|날짜)\s?[:：]\s",
    re.IGNORECASE,
)
SEPARATOR = re.compile(
    r"^(?:[\W_]{1,200}|-{2,}.{0,60}-{2,}|begin forwarded message:?|\(?(?:ends?|ende|fin|fine|endit)\)?|#+\s?(?:ends?)?\s?#+)$",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"^(?:[01]?\d|2[0-3])\s?[:.hH時时]\s?[0-5]\d(?:\s?(?:[ap]\.?m\.?|uhr|hrs|분))?(?:\s\(?[A-Z]{2,4}\)?)?(?:\s?[–—:-])?$", re.IGNORECASE
)
#: Words that newspapers, magazines, agencies and stations call themselves by.
NEWS_NAME = re.compile(
    r"\b(?:times|gazette|herald|post|daily|news|newspaper|journal|courier|chronicle|observer|mercury|tribune|telegraph|sentinel|review|weekly|press|mail|echo|star|bulletin|standard|examiner|inquirer|register|ledger|record|"
    r"dispatch|despatch|globe|mirror|guardian|independent|messenger|argus|advertiser|clarion|voice|today|report|reporter|reports|digest|magazine|monitor|radio|tv|television|broadcasting|agency|wire|letter|argus|packet|beacon|banner|bugle|"
    r"leader|citizen|spectator|enterprise|democrat|republican|correspondent|quarterly|monthly|blog|insider|online|"
    r"\w*(?:zeitung|anzeiger|blatt|nachrichten|kurier|bote|tageblatt|rundschau|presse|merkur|spiegel|allgemeine|rundfunk|funk|echo|woche|agentur)|"
    r"(?:le|la|les|l['’])\s?\w+ (?:libre|républicaine?)|gazette|courrier|dépêche|nouvelles?|quotidien|matin|soir|monde|presse|tribune|journal|hebdo|agence|écho|"
    r"diario|periódico|noticias?|el (?:país|mundo|correo|heraldo|faro|eco|sol|tiempo)|correo|heraldo|gaceta|prensa|vanguardia|voz|agencia|faro|"
    r"corriere|gazzetta|giornale|notizie|messaggero|mattino|resto|repubblica|stampa|agenzia|eco|tempo|secolo|"
    r"jornal|notícias|diário|correio|folha|gazeta|agência|tribuna|público|"
    r"\w*(?:krant|dagblad|nieuws|courant|nieuwsblad|koerier|omroep|bode)|telegraaf|"
    r"gazeta|dziennik|kurier|wiadomości|głos|tygodnik|agencja|echo|rzeczpospolita|"
    r"gazetesi|haber|postası|gündem|ajansı?|sesi|"
    r"báo|thời báo|tuổi trẻ|thanh niên|tin tức|nhật báo|thông tấn xã|tuần báo|"
    r"\w*(?:tidning(?:en)?|bladet|posten|tidende|avis(?:en)?|nyheter|sanomat|lehti|uutiset)|noviny|zprávy|listy|deník|hírlap|újság|hírek|ziarul?|știri)\b|"
    r"новости|газета|вестник|известия|правда|ведомости|курьер|агентство|время|листок|вестн|новини|вісник|кур['’]єр|"
    r"صحيفة|جريدة|وكالة|بريد|أخبار|الأخبار|صدى|نشرة|مجلة|إذاعة|قناة|روزنامه|خبرگزاری|"
    r"समाचार|टाइम्स|दैनिक|जागरण|पत्रिका|संवाद|खबर|"
    r"日报|日報|晚报|晚報|时报|時報|新闻|新聞|通讯社|通訊社|早报|早報|周刊|週刊|报$|報$|网$|網$|通信|タイムズ|ニュース|放送|신문|일보|뉴스|타임스|통신|방송|ΝΕΑ|εφημερίδα",
    re.IGNORECASE,
)
DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+){0,3}\.[a-z]{2,10}$", re.IGNORECASE)
#: A place, and perhaps an agency, before the first sentence: "MARRAM (Coastwire) -", "Heidetal. ".
DATELINE = re.compile(
    r"^(?:\([^()\n]{2,40}\)\s*[-–—:]|[A-ZÀ-ÞĀ-Ž][\w'’.-]{1,30}(?:[ ,/]+[\w'’.-]{1,30}){0,4}\s*(?:\([^()\n]{2,40}\)\s*)[-–—:.]|[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž '’.,-]{2,40}(?:,[^.\n–—-]{2,40})?\s*[–—-]\s|【[^】\n]{2,30}】|（[^）\n]{2,30}）|\([^()\n]{2,30}=[^()\n]{2,30}\))"
)
#: The signature of a quoted post: "- Name (@name) March 5, 2020", "pic.example/abc".
SIGNED_POST = re.compile(r"\(@\w{1,40}\)|^@\w{1,40}$|\bpic\.\w+\.com/")
