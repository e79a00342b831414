# ruff: noqa: E501 - one row a language, however long it is
"""Words of page furniture in many languages: data, one row a language, phrases between bars.

Phrases are compared caseless, without digits and punctuation at their edges. They were collected from what sites commonly call these
things, not from any one page; structure (repetition, separators, place) finds most furniture of languages that are missing here.
"""

from __future__ import annotations

#: Buttons, menus and footers: a whole line, or a part of one between separators.
BUTTONS = """
en share|save|save for later|saved|like|likes|reply|report|hide|follow|following|unfollow|dismiss|keep|forward|print|e-mail|email|copy link|link copied|send by mail|menu|search|home|log in|login|log out|sign in|sign out|sign up|register|subscribe|subscribe now|my account|account|settings|help|about|about us|contact|contact us|careers|jobs|advertise|advertising|advertisement|ad|ads|sponsored|promoted|privacy|privacy policy|privacy choices|terms|terms of use|terms of service|cookie settings|cookie policy|cookies|accessibility|sitemap|corrections|complaints|imprint|newsletter|newsletters|podcasts|podcast|app|apps|get the app|download the app|rss|top stories|latest|latest news|trending|for you|all|news|images|maps|videos|video|local|world|politics|business|science|culture|sport|sports|opinion|puzzles|weather|technology|tech|health|entertainment|lifestyle|travel|finance|markets|live|breaking|next|previous|back|back to top|top|load more|load more stories|show more|show less|see all|see more|view all|more|older|newer|mark all as read|mark as read|sort by|relevance|date|filter|accept all|refuse all|reject all|manage choices|manage preferences|close|skip|skip to content|skip to main content|skip navigation|listen|listen to this article|play|pause|watch|read aloud|translate|bookmark|comment|comments|add comment|leave a comment|add a comment|write a comment|post a comment|join the discussion|discussion|award|upvote|downvote|crosspost|open|expand|collapse|notify me|alerts|my feeds|feeds|notifications|explore|follow us|facebook|twitter|x|instagram|linkedin|whatsapp|telegram|reddit|youtube|bluesky|mastodon|threads|tiktok|flipboard|pinterest|permalink|reuse this content|read more|read full story|full story|full article|read on|continue reading|view original|original article|open original|visit site|go to source|shop now|learn more|unsubscribe|view in browser|view this message in your browser|add to favourites|add to favorites|favourite|star|starred|unread|archive|delete|mark unread|tag|tags|edit|cite|embed|cancel|ok|yes|no|text size|dark mode|a a|give feedback|send feedback|feedback|report an error|report this ad|why this ad|home page|e-paper|epaper|donate|support us|shop|store|members|membership|become a member|gift this article|gift article
de teilen|speichern|merken|drucken|kommentieren|kommentar|kommentare|antworten|melden|folgen|ausblenden|startseite|region|wirtschaft|kultur|wetter|politik|sport|panorama|wissen|lokales|ausland|inland|meinung|digital|gesundheit|reise|suche|suchen|menü|anmelden|abmelden|registrieren|abonnieren|abo|newsletter|impressum|datenschutz|barrierefreiheit|cookie-einstellungen|agb|kontakt|über uns|karriere|werbung|anzeige|mehr laden|mehr anzeigen|alle anzeigen|weitere artikel|weiterlesen|mehr lesen|zum artikel|zurück|weiter|nach oben|vorlesen|artikel vorlesen|artikel vorlesen lassen|anhören|artikel anhören|alle akzeptieren|ablehnen|einstellungen|schließen|hilfe|mediadaten|nutzungsbedingungen|gefällt mir|favorit|link kopieren|per e-mail|eilmeldung|zum hauptinhalt springen|zum inhalt springen|kommentar schreiben|diskutieren|jetzt abonnieren|merkliste|kündigen|themen
fr partager|enregistrer|sauvegarder|imprimer|commenter|commentaire|commentaires|répondre|signaler|suivre|masquer|accueil|économie|culture|météo|politique|sport|sports|monde|société|sciences|opinions|régions|santé|rechercher|recherche|menu|se connecter|connexion|s'inscrire|s'abonner|abonnez-vous|newsletter|newsletters|mentions légales|confidentialité|politique de confidentialité|accessibilité|gestion des cookies|cookies|contact|contactez-nous|qui sommes-nous|à propos|recrutement|publicité|annonce|voir plus|afficher plus|charger plus|plus d'articles|lire la suite|lire plus|lire l'article|retour|suivant|précédent|haut de page|écouter|écouter l'article|tout accepter|tout refuser|paramétrer|fermer|aide|cgu|cgv|j'aime|copier le lien|envoyer par e-mail|aller au contenu|aller au contenu principal|ajouter à mes favoris|offrir l'article|réagir|alertes|en direct
es compartir|guardar|imprimir|comentar|comentario|comentarios|responder|denunciar|seguir|ocultar|inicio|portada|economía|cultura|tiempo|política|deportes|mundo|internacional|sociedad|ciencia|opinión|salud|buscar|menú|iniciar sesión|entrar|registrarse|suscríbete|suscribirse|suscribirme|boletín|boletines|aviso legal|privacidad|política de privacidad|accesibilidad|configurar cookies|política de cookies|cookies|contacto|quiénes somos|sobre nosotros|publicidad|anuncio|ver más|mostrar más|cargar más|más noticias|leer más|seguir leyendo|leer la noticia|volver|siguiente|anterior|volver arriba|subir|escuchar|escuchar artículo|aceptar todo|rechazar todo|cerrar|ayuda|me gusta|copiar enlace|enviar por correo|ir al contenido|añadir a favoritos|en directo|última hora
it condividi|salva|stampa|commenta|commento|commenti|rispondi|segnala|segui|nascondi|home|economia|cultura|meteo|politica|sport|mondo|esteri|cronaca|scienza|opinioni|salute|cerca|menu|accedi|login|registrati|abbonati|newsletter|note legali|privacy|informativa privacy|cookie policy|accessibilità|preferenze cookie|contatti|chi siamo|lavora con noi|pubblicità|annuncio|mostra altro|carica altro|vedi tutti|altre notizie|leggi tutto|continua a leggere|leggi di più|leggi l'articolo|indietro|avanti|torna su|ascolta|ascolta l'articolo|accetta tutto|rifiuta tutto|chiudi|aiuto|mi piace|copia link|invia via e-mail|vai al contenuto|in diretta|ultim'ora|regala articolo
pt compartilhar|partilhar|salvar|guardar|imprimir|comentar|comentário|comentários|responder|denunciar|seguir|ocultar|início|página inicial|economia|cultura|tempo|política|esportes|desporto|mundo|sociedade|ciência|opinião|saúde|buscar|pesquisar|menu|entrar|iniciar sessão|cadastre-se|registar|assine|assinar|subscrever|newsletter|aviso legal|privacidade|política de privacidade|acessibilidade|cookies|contato|contacto|contactos|quem somos|sobre nós|publicidade|anúncio|ver mais|mostrar mais|carregar mais|mais notícias|leia mais|ler mais|continuar lendo|continue lendo|continuar a ler|voltar|próximo|anterior|voltar ao topo|ouvir|ouvir artigo|aceitar tudo|rejeitar tudo|fechar|ajuda|gosto|curtir|copiar link|copiar ligação|enviar por e-mail|ao vivo|ir para o conteúdo
nl delen|opslaan|bewaren|afdrukken|printen|reageren|reactie|reacties|beantwoorden|rapporteren|volgen|verbergen|voorpagina|home|economie|cultuur|weer|politiek|sport|buitenland|binnenland|wetenschap|opinie|gezondheid|zoeken|menu|inloggen|uitloggen|registreren|abonneren|abonneer|word abonnee|nieuwsbrief|nieuwsbrieven|colofon|privacy|privacybeleid|toegankelijkheid|cookies|cookie-instellingen|contact|over ons|werken bij|adverteren|advertentie|meer laden|toon meer|bekijk alles|meer nieuws|lees meer|lees verder|verder lezen|terug|volgende|vorige|naar boven|beluisteren|luister|alles accepteren|weigeren|sluiten|help|vind ik leuk|kopieer link|deel dit artikel|naar de inhoud|algemene voorwaarden
pl udostępnij|zapisz|drukuj|skomentuj|komentarz|komentarze|odpowiedz|zgłoś|obserwuj|ukryj|strona główna|gospodarka|kultura|pogoda|polityka|sport|świat|kraj|nauka|opinie|zdrowie|szukaj|menu|zaloguj|zaloguj się|wyloguj|zarejestruj się|subskrybuj|prenumerata|newsletter|polityka prywatności|prywatność|regulamin|dostępność|ustawienia cookies|kontakt|o nas|praca|reklama|ogłoszenie|pokaż więcej|załaduj więcej|zobacz więcej|więcej|czytaj więcej|czytaj dalej|czytaj całość|wróć|następna|poprzednia|do góry|posłuchaj|odsłuchaj|akceptuję|odrzuć|zamknij|pomoc|lubię to|kopiuj link|przejdź do treści|na żywo
tr paylaş|kaydet|yazdır|yorum yap|yorum|yorumlar|yanıtla|şikayet et|takip et|gizle|ana sayfa|anasayfa|ekonomi|kültür|kültür sanat|hava durumu|siyaset|gündem|spor|dünya|bilim|sağlık|yaşam|teknoloji|ara|menü|giriş yap|üye ol|abone ol|bülten|gizlilik|gizlilik politikası|kullanım koşulları|çerez ayarları|çerezler|iletişim|künye|hakkımızda|reklam|daha fazla|daha fazla göster|daha fazla yükle|tümünü gör|devamını oku|haberin devamı|geri|ileri|sonraki|önceki|yukarı çık|dinle|haberi dinle|tümünü kabul et|reddet|kapat|yardım|beğen|bağlantıyı kopyala|favorilere ekle|canlı|son dakika
vi chia sẻ|lưu|lưu tin|lưu bài|in|in bài|bình luận|trả lời|báo cáo|theo dõi|ẩn|trang chủ|kinh tế|kinh doanh|văn hóa|thời tiết|chính trị|thể thao|thế giới|thời sự|khoa học|ý kiến|góc nhìn|sức khỏe|giải trí|giáo dục|đời sống|tìm kiếm|đăng nhập|đăng ký|đăng xuất|bản tin|chính sách bảo mật|điều khoản|liên hệ|giới thiệu|về chúng tôi|quảng cáo|xem thêm|tải thêm|xem tất cả|đọc tiếp|đọc thêm|quay lại|tiếp|trước|về đầu trang|nghe|nghe bài viết|chấp nhận|từ chối|đóng|trợ giúp|thích|sao chép liên kết|trực tiếp
ru поделиться|сохранить|в закладки|печать|распечатать|комментировать|комментарий|комментарии|ответить|пожаловаться|подписаться|отписаться|скрыть|главная|экономика|культура|погода|политика|спорт|мир|общество|наука|мнения|здоровье|технологии|происшествия|поиск|меню|войти|вход|выйти|регистрация|рассылка|политика конфиденциальности|конфиденциальность|пользовательское соглашение|контакты|о нас|о проекте|реклама|вакансии|показать ещё|показать еще|загрузить ещё|загрузить еще|ещё|еще|все новости|читать далее|читать дальше|подробнее|читать полностью|назад|вперёд|вперед|далее|наверх|слушать|прослушать|принять|отклонить|закрыть|помощь|нравится|скопировать ссылку|прямой эфир|онлайн
uk поділитися|зберегти|друк|коментувати|коментар|коментарі|відповісти|підписатися|приховати|головна|економіка|культура|погода|політика|спорт|світ|суспільство|наука|пошук|меню|увійти|вхід|реєстрація|політика конфіденційності|контакти|про нас|реклама|показати ще|завантажити ще|читати далі|детальніше|назад|далі|нагору|слухати|прийняти|закрити|допомога
ar مشاركة|شارك|حفظ|طباعة|تعليق|تعليقات|التعليقات|أضف تعليقا|رد|إبلاغ|متابعة|تابعنا|إخفاء|الرئيسية|محليات|اقتصاد|ثقافة|طقس|الطقس|سياسة|رياضة|العالم|مجتمع|علوم|آراء|رأي|صحة|تكنولوجيا|منوعات|بحث|القائمة|تسجيل الدخول|دخول|تسجيل|اشترك|اشتراك|النشرة البريدية|سياسة الخصوصية|الخصوصية|شروط الاستخدام|اتصل بنا|تواصل معنا|من نحن|إعلان|إعلانات|وظائف|المزيد|عرض المزيد|تحميل المزيد|اقرأ المزيد|أكمل القراءة|متابعة القراءة|رجوع|التالي|السابق|إلى الأعلى|استمع|استماع|قبول الكل|رفض|إغلاق|مساعدة|أعجبني|نسخ الرابط|مباشر|عاجل
fa اشتراک|اشتراک‌گذاری|ذخیره|چاپ|نظر|نظرات|پاسخ|دنبال کردن|صفحه اصلی|خانه|اقتصاد|فرهنگ|سیاست|ورزش|جهان|جامعه|جستجو|ورود|ثبت نام|خبرنامه|تماس با ما|درباره ما|تبلیغات|بیشتر|ادامه مطلب|بازگشت|بعدی|قبلی
he שתף|שיתוף|שמור|הדפסה|תגובה|תגובות|הגב|עקוב|דף הבית|ראשי|כלכלה|תרבות|פוליטיקה|ספורט|חיפוש|תפריט|התחברות|הרשמה|צור קשר|אודות|פרסומת|עוד|טען עוד|קרא עוד|המשך קריאה
hi साझा करें|शेयर करें|शेयर|सहेजें|सेव करें|प्रिंट|टिप्पणी|टिप्पणियां|टिप्पणियाँ|जवाब दें|फॉलो करें|होम|मुख्य पृष्ठ|अर्थव्यवस्था|व्यापार|संस्कृति|मौसम|राजनीति|खेल|दुनिया|देश|विज्ञान|विचार|स्वास्थ्य|मनोरंजन|खोजें|मेनू|लॉग इन|साइन इन|सदस्यता लें|गोपनीयता नीति|नियम और शर्तें|संपर्क करें|हमारे बारे में|विज्ञापन|और देखें|और पढ़ें|और लोड करें|पूरी खबर पढ़ें|आगे पढ़ें|वापस|अगला|सुनें|बंद करें|ऊपर जाएं|लाइव
bn শেয়ার|শেয়ার করুন|সংরক্ষণ|প্রিন্ট|মন্তব্য|মন্তব্য করুন|হোম|অর্থনীতি|সংস্কৃতি|রাজনীতি|খেলা|বিশ্ব|খুঁজুন|লগ ইন|যোগাযোগ|আমাদের সম্পর্কে|বিজ্ঞাপন|আরও পড়ুন|আরও দেখুন
zh 分享|收藏|保存|打印|列印|评论|評論|留言|回复|回覆|举报|檢舉|关注|關注|追蹤|隐藏|首页|首頁|经济|經濟|文化|天气|天氣|政治|体育|體育|国际|國際|国内|社会|社會|科学|科技|财经|財經|观点|觀點|健康|娱乐|娛樂|搜索|搜尋|菜单|登录|登錄|登入|注册|註冊|订阅|訂閱|关于我们|關於我們|联系我们|聯絡我們|隐私政策|隱私政策|隐私|使用条款|服務條款|广告|廣告|加载更多|載入更多|查看更多|更多|阅读更多|閱讀更多|阅读全文|閱讀全文|继续阅读|繼續閱讀|查看原文|返回|返回顶部|回到頂端|下一页|下一頁|上一页|上一頁|收听|收聽|接受|拒绝|关闭|關閉|帮助|點讚|点赞|赞|讚|复制链接|複製連結|直播|转发|展开|收起
ja シェア|シェアする|共有|保存|保存する|印刷|コメント|コメントする|返信|報告|フォロー|非表示|ホーム|トップ|経済|文化|天気|政治|スポーツ|国際|国内|社会|科学|地域|オピニオン|健康|エンタメ|検索|メニュー|ログイン|ログアウト|会員登録|新規登録|購読|メルマガ|プライバシーポリシー|プライバシー|利用規約|お問い合わせ|会社概要|運営会社|広告|採用情報|もっと見る|さらに表示|さらに読み込む|一覧|一覧へ|続きを読む|全文を読む|記事全文|記事を読む|元の記事|戻る|次へ|前へ|ページトップ|ページの先頭へ|聴く|音声で聞く|同意する|拒否|閉じる|ヘルプ|いいね|リンクをコピー|ライブ|速報|ツイート|ブックマーク|あとで読む
ko 공유|공유하기|저장|저장하기|스크랩|인쇄|프린트|댓글|댓글 쓰기|답글|신고|팔로우|구독|구독하기|숨기기|홈|경제|문화|날씨|정치|스포츠|국제|세계|사회|과학|오피니언|건강|연예|지역|검색|메뉴|로그인|로그아웃|회원가입|개인정보처리방침|개인정보 처리방침|이용약관|고객센터|회사소개|광고|광고문의|더보기|더 보기|더 불러오기|기사 더보기|전체보기|기사 전문 보기|계속 읽기|원문 보기|이전|다음|맨 위로|듣기|기사 듣기|동의|거부|닫기|도움말|좋아요|링크 복사|라이브|속보|북마크
sv dela|spara|skriv ut|kommentera|kommentarer|svara|följ|dölj|hem|startsida|ekonomi|kultur|väder|politik|sport|världen|sök|meny|logga in|registrera|prenumerera|nyhetsbrev|integritetspolicy|kontakt|om oss|annons|visa mer|ladda fler|läs mer|läs vidare|tillbaka|nästa|lyssna|stäng|hjälp|gilla|kopiera länk
da del|gem|udskriv|kommentér|kommentarer|svar|følg|skjul|forside|økonomi|kultur|vejr|politik|sport|søg|log ind|abonnér|nyhedsbrev|kontakt|om os|annonce|vis mere|indlæs flere|læs mere|læs videre|tilbage|næste|lyt|luk|hjælp|privatlivspolitik
no del|lagre|skriv ut|kommenter|kommentarer|svar|følg|skjul|forsiden|økonomi|kultur|vær|politikk|sport|søk|meny|logg inn|abonner|nyhetsbrev|personvern|kontakt|om oss|annonse|vis mer|last inn flere|les mer|les videre|tilbake|neste|lytt|lukk|hjelp
fi jaa|tallenna|tulosta|kommentoi|kommentit|vastaa|seuraa|piilota|etusivu|talous|kulttuuri|sää|politiikka|urheilu|ulkomaat|kotimaa|haku|hae|valikko|kirjaudu|tilaa|uutiskirje|tietosuoja|yhteystiedot|mainos|näytä lisää|lataa lisää|lue lisää|takaisin|seuraava|kuuntele|sulje|ohje
cs sdílet|uložit|tisk|vytisknout|komentovat|komentáře|diskuse|odpovědět|sledovat|skrýt|domů|ekonomika|kultura|počasí|politika|sport|svět|domácí|zahraničí|hledat|menu|přihlásit|registrovat|předplatné|kontakt|kontakty|o nás|reklama|inzerce|zobrazit více|načíst další|číst dál|celý článek|zpět|další|nahoru|poslechnout|přijmout|zavřít|nápověda|ochrana osobních údajů
hu megosztás|mentés|nyomtatás|hozzászólás|hozzászólások|válasz|követés|főoldal|gazdaság|kultúra|időjárás|politika|sport|világ|belföld|külföld|keresés|bejelentkezés|regisztráció|hírlevél|kapcsolat|rólunk|impresszum|hirdetés|adatvédelem|több|továbbiak|tovább|tovább olvasom|vissza|következő|bezárás|súgó
ro distribuie|salvează|tipărește|comentează|comentarii|răspunde|urmărește|acasă|economie|cultură|vremea|politică|sport|externe|căutare|caută|meniu|autentificare|abonează-te|contact|despre noi|publicitate|mai mult|vezi mai mult|încarcă mai multe|citește mai mult|citește mai departe|înapoi|următorul|închide|ajutor|confidențialitate
el κοινοποίηση|μοιραστείτε|αποθήκευση|εκτύπωση|σχόλια|σχόλιο|απάντηση|ακολουθήστε|αρχική|οικονομία|πολιτισμός|καιρός|πολιτική|αθλητικά|κόσμος|αναζήτηση|μενού|σύνδεση|εγγραφή|επικοινωνία|σχετικά|διαφήμιση|περισσότερα|φόρτωση περισσότερων|διαβάστε περισσότερα|πίσω|επόμενο|κλείσιμο|βοήθεια|όροι χρήσης
id bagikan|simpan|cetak|komentar|balas|laporkan|ikuti|sembunyikan|beranda|ekonomi|budaya|cuaca|politik|olahraga|dunia|nasional|cari|masuk|daftar|berlangganan|kebijakan privasi|kontak|hubungi kami|tentang kami|iklan|muat lebih banyak|lihat semua|selengkapnya|baca selengkapnya|baca juga|kembali|berikutnya|tutup|bantuan|suka|salin tautan
th แชร์|แบ่งปัน|บันทึก|พิมพ์|ความคิดเห็น|แสดงความคิดเห็น|ตอบกลับ|ติดตาม|ซ่อน|หน้าแรก|เศรษฐกิจ|วัฒนธรรม|อากาศ|การเมือง|กีฬา|ต่างประเทศ|ค้นหา|เมนู|เข้าสู่ระบบ|สมัครสมาชิก|ติดต่อเรา|เกี่ยวกับเรา|โฆษณา|ดูเพิ่มเติม|โหลดเพิ่มเติม|อ่านต่อ|อ่านเพิ่มเติม|กลับ|ถัดไป|ปิด|ช่วยเหลือ|ถูกใจ
"""

#: What stands above a list of other articles that may have bodies.
RELATED_HEADS = """
en related|related articles|related stories|related news|related content|related coverage|more for you|more like this|more on this|more on this story|more on this topic|more from|you may also like|you might also like|you may also enjoy|recommended|recommended for you|recommended stories|recommended reading|read next|up next|more stories|more news|more coverage|similar stories|similar articles|further reading|see also|also in the news|other stories|from around the web|from our partners|elsewhere|suggested for you|what to read next|keep reading|discover more|in other news
de das könnte sie auch interessieren|das könnte dich auch interessieren|auch interessant|mehr zum thema|zum thema|lesen sie auch|lesen sie mehr|weitere artikel|weitere meldungen|ähnliche artikel|verwandte artikel|passend zum thema|empfehlungen|empfohlen|für sie empfohlen|mehr für sie|weitere nachrichten|mehr nachrichten|aus dem ressort
fr articles liés|articles similaires|articles associés|sur le même sujet|à lire aussi|lire aussi|à lire également|vous aimerez aussi|vous pourriez aussi aimer|cela pourrait vous intéresser|ces articles peuvent vous intéresser|recommandé pour vous|recommandés|nos recommandations|plus d'articles|autres articles|à ne pas manquer|dans la même rubrique|pour aller plus loin
es artículos relacionados|noticias relacionadas|relacionado|relacionados|contenido relacionado|te puede interesar|también te puede interesar|le puede interesar|más sobre este tema|más información|más noticias|lea también|lee también|recomendado|recomendados|recomendado para ti|otras noticias|sigue leyendo
it articoli correlati|notizie correlate|correlati|leggi anche|potrebbe interessarti|potrebbe interessarti anche|ti potrebbe interessare|consigliati|consigliati per te|altri articoli|altre notizie|sullo stesso argomento|approfondimenti|per approfondire|da non perdere
pt artigos relacionados|notícias relacionadas|relacionados|relacionadas|leia também|leia mais|veja também|veja mais|você pode gostar|você também pode gostar|pode interessar-lhe|também pode gostar|recomendado|recomendados|recomendado para você|mais sobre o assunto|mais notícias|outras notícias|saiba mais
nl gerelateerd|gerelateerde artikelen|lees ook|meer over dit onderwerp|misschien ook interessant|dit vindt u misschien ook interessant|aanbevolen|aanbevolen voor u|voor jou geselecteerd|meer nieuws|andere artikelen|ook interessant|verder lezen|meer artikelen
pl powiązane|powiązane artykuły|podobne artykuły|czytaj także|czytaj też|przeczytaj także|przeczytaj też|zobacz także|zobacz też|może cię zainteresować|może cię też zainteresować|polecane|polecamy|polecane dla ciebie|więcej na ten temat|więcej wiadomości|inne artykuły
tr ilgili haberler|benzer haberler|ilginizi çekebilir|bunlar da ilginizi çekebilir|önerilen|önerilen haberler|sizin için önerilenler|diğer haberler|ayrıca okuyun|bu haberlere de göz atın
vi tin liên quan|bài liên quan|bài viết liên quan|có thể bạn quan tâm|bạn có thể quan tâm|đề xuất cho bạn|tin khác|tin cùng chuyên mục|xem thêm|đọc thêm
ru похожие статьи|похожие материалы|материалы по теме|по теме|читайте также|вам может быть интересно|вам может понравиться|рекомендуем|рекомендованное|другие новости|ещё по теме|еще по теме|смотрите также|новости по теме
uk читайте також|схожі матеріали|матеріали за темою|за темою|вам може бути цікаво|рекомендуємо|інші новини
ar مقالات ذات صلة|أخبار ذات صلة|مواضيع ذات صلة|ذات صلة|اقرأ أيضا|اقرأ أيضًا|قد يعجبك أيضا|قد يهمك|قد يهمك أيضا|موصى به|مقترحة لك|أخبار أخرى|المزيد من الأخبار|شاهد أيضا
fa مطالب مرتبط|اخبار مرتبط|بیشتر بخوانید|شاید بپسندید
he כתבות קשורות|כתבות נוספות|אולי יעניין אותך|קראו גם|עוד בנושא
hi संबंधित लेख|संबंधित समाचार|संबंधित खबरें|ये भी पढ़ें|यह भी पढ़ें|आपको यह भी पसंद आ सकता है|आपके लिए सुझाव|अन्य खबरें
bn সম্পর্কিত খবর|আরও খবর|আরও পড়ুন
zh 相关文章|相關文章|相关新闻|相關新聞|相关阅读|相關閱讀|延伸阅读|延伸閱讀|推荐阅读|推薦閱讀|猜你喜欢|猜你喜歡|你可能感兴趣|您可能也喜欢|為你推薦|为你推荐|更多新闻|更多新聞|更多报道|其他新闻
ja 関連記事|関連ニュース|関連リンク|あわせて読みたい|こちらもおすすめ|おすすめ|おすすめ記事|あなたへのおすすめ|他の記事|その他のニュース|次に読む|この記事を読んだ人におすすめ
ko 관련기사|관련 기사|관련 뉴스|추천 기사|추천|추천 뉴스|함께 볼 만한 기사|이런 기사도|다른 기사|더 많은 뉴스|당신을 위한 추천
sv relaterat|relaterade artiklar|läs också|läs även|mer om ämnet|rekommenderat|fler nyheter|du kanske också gillar
da relateret|relaterede artikler|læs også|mere om emnet|anbefalet|flere nyheder
no relatert|relaterte saker|les også|mer om saken|anbefalt|flere nyheter
fi aiheeseen liittyvää|lue myös|lisää aiheesta|suositeltua|muita uutisia
cs související|související články|čtěte také|čtěte dále|mohlo by vás zajímat|doporučujeme|další zprávy
hu kapcsolódó cikkek|olvassa el ezt is|ez is érdekelheti|ajánljuk|további hírek
ro articole similare|știri similare|citește și|te-ar putea interesa|recomandate|alte știri
el σχετικά άρθρα|διαβάστε επίσης|δείτε επίσης|προτεινόμενα|περισσότερες ειδήσεις
id artikel terkait|berita terkait|baca juga|rekomendasi|rekomendasi untuk anda|berita lainnya|mungkin anda suka
th ข่าวที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง|อ่านเพิ่มเติม|แนะนำสำหรับคุณ|ข่าวอื่นๆ
"""

#: What stands above a list of titles without bodies.
LIST_HEADS = """
en most read|most viewed|most popular|most shared|most commented|most watched|popular|popular now|popular stories|trending|trending now|top stories|latest|latest news|latest headlines|breaking news|people also ask|people also search for|related searches|key events|in this story|in this article|on this page|contents|table of contents|topics|more on these topics|explore more on these topics|tags|categories|archives|recent posts|editor's picks|editors' picks|live updates|today's headlines|headlines|news in brief|quick links|what's hot|must read|in pictures
de meistgelesen|meist gelesen|am meisten gelesen|beliebt|beliebteste artikel|top-themen|neueste artikel|neueste nachrichten|aktuelle nachrichten|schlagzeilen|newsticker|themen|inhalt|im überblick|die wichtigsten ereignisse
fr les plus lus|le plus lu|les + lus|populaires|à la une|dernières actualités|dernières nouvelles|les dernières actus|fil info|sujets|sommaire|temps forts|tendances
es lo más leído|lo más visto|más leídas|más leídos|más vistos|populares|últimas noticias|lo último|tendencias|temas|etiquetas|titulares
it i più letti|più letti|le più lette|più popolari|ultime notizie|ultimi articoli|in evidenza|di tendenza|argomenti|tag
pt mais lidas|as mais lidas|mais lidos|mais vistas|populares|últimas notícias|últimas|destaques|tendências|temas|tópicos|assuntos
nl meest gelezen|meest bekeken|populair|laatste nieuws|net binnen|trending|onderwerpen|hoofdpunten
pl najczęściej czytane|najpopularniejsze|popularne|najnowsze|najnowsze wiadomości|ostatnie wiadomości|tematy|tagi
tr en çok okunanlar|çok okunanlar|en çok okunan|popüler|son haberler|son dakika haberleri|manşetler|gündemdekiler|etiketler|konular
vi đọc nhiều|đọc nhiều nhất|xem nhiều|xem nhiều nhất|tin mới|tin mới nhất|tin nổi bật|nổi bật|chủ đề|từ khóa
ru самое читаемое|самые читаемые|популярное|популярные|последние новости|главные новости|новости дня|лента новостей|темы|теги
uk найпопулярніше|популярне|останні новини|головні новини|теми|теги
ar الأكثر قراءة|الأكثر مشاهدة|الأكثر تداولا|آخر الأخبار|أحدث الأخبار|أهم الأخبار|العناوين|وسوم|كلمات مفتاحية
fa پربازدیدترین|آخرین اخبار|برچسب‌ها
he הנקראות ביותר|הכי נקראות|חדשות אחרונות
hi सबसे ज्यादा पढ़ी गई|सबसे लोकप्रिय|लोकप्रिय|ताज़ा खबरें|ताजा खबरें|ताज़ा समाचार|बड़ी खबरें|ट्रेंडिंग|टैग
bn সর্বাধিক পঠিত|সর্বশেষ|সর্বশেষ খবর
zh 热门|熱門|热门新闻|熱門新聞|热门文章|阅读排行|閱讀排行|排行榜|最新|最新消息|最新新闻|最新新聞|头条|頭條|热搜|热点|标签|標籤|话题|目录
ja アクセスランキング|ランキング|人気記事|人気の記事|よく読まれている記事|よく読まれています|最新記事|最新ニュース|新着|新着記事|主要ニュース|トピックス|タグ|キーワード|目次
ko 많이 본 뉴스|많이 본 기사|인기 기사|인기 뉴스|가장 많이 읽은 기사|최신 뉴스|최신 기사|주요 뉴스|헤드라인|실시간|태그|키워드
sv mest läst|mest lästa|senaste nytt|populärt|ämnen
da mest læste|seneste nyt|seneste nyheder|populært
no mest lest|siste nytt|siste nyheter|populært
fi luetuimmat|uusimmat|suosituimmat
cs nejčtenější|nejnovější|populární|poslední zprávy|témata|štítky
hu legolvasottabb|legfrissebb|friss hírek|címkék
ro cele mai citite|ultimele știri|populare|etichete
el δημοφιλή|τα πιο διαβασμένα|τελευταία νέα|ροή ειδήσεων
id terpopuler|paling banyak dibaca|terbaru|berita terbaru|topik|tag
th ยอดนิยม|ข่าวล่าสุด|อ่านมากที่สุด|แท็ก
"""

#: What stands above readers' comments.
COMMENT_HEADS = """
en comments|comment|discussion|join the conversation|join the discussion|reader comments|readers' comments|leave a comment|add a comment|what do you think|conversation|responses|top comments|letters
de kommentare|leserkommentare|diskussion|kommentar schreiben|ihre meinung|diskutieren sie mit
fr commentaires|réactions|vos réactions|laisser un commentaire|votre avis
es comentarios|opiniones|deja un comentario|tu opinión
it commenti|lascia un commento|i vostri commenti
pt comentários|deixe um comentário|comente
nl reacties|reageer|plaats een reactie
pl komentarze|dodaj komentarz|opinie czytelników|dyskusja
tr yorumlar|yorum yaz|yorum yapın
vi bình luận|ý kiến bạn đọc
ru комментарии|оставить комментарий|обсуждение
uk коментарі|обговорення
ar التعليقات|تعليقات|أضف تعليقك|شاركنا رأيك
fa نظرات|دیدگاه‌ها
he תגובות
hi टिप्पणियां|टिप्पणियाँ|कमेंट|अपनी राय दें
bn মন্তব্য
zh 评论|評論|网友评论|留言|热门评论
ja コメント|コメント一覧|みんなのコメント
ko 댓글|의견
sv kommentarer
da kommentarer
no kommentarer
fi kommentit|keskustelu
cs komentáře|diskuse
hu hozzászólások
ro comentarii
el σχόλια
id komentar
th ความคิดเห็น
"""

#: Labels of advertising: what follows is not news.
SPONSOR_HEADS = """
en together with our sponsor|a message from our sponsor|a word from our sponsor|from our sponsor|our sponsor|sponsor|sponsors|sponsored|sponsored by|sponsored content|sponsored post|in partnership with|presented by|paid post|paid content|paid partnership|partner content|advertorial|brought to you by|promoted|promotion|advertisement
de anzeige|werbung|gesponsert|sponsored|präsentiert von|in kooperation mit|unser sponsor|advertorial|partnerinhalt
fr publicité|sponsorisé|contenu sponsorisé|en partenariat avec|notre partenaire|publi-rédactionnel|communiqué
es publicidad|patrocinado|contenido patrocinado|en colaboración con|nuestro patrocinador|publirreportaje
it pubblicità|sponsorizzato|contenuto sponsorizzato|in collaborazione con|il nostro sponsor
pt publicidade|patrocinado|conteúdo patrocinado|em parceria com|nosso patrocinador
nl advertentie|gesponsord|gesponsorde inhoud|in samenwerking met|onze sponsor|partnerbijdrage
pl reklama|sponsorowane|artykuł sponsorowany|materiał sponsorowany|partner wydania|nasz sponsor
tr reklam|sponsorlu|sponsorlu içerik|tanıtım|iş birliği
vi quảng cáo|tài trợ|nội dung tài trợ
ru реклама|на правах рекламы|спонсор|партнёрский материал|партнерский материал
uk реклама|на правах реклами|спонсор
ar إعلان|إعلان ممول|محتوى مدعوم|برعاية|بالتعاون مع
hi विज्ञापन|प्रायोजित|प्रायोजित सामग्री
zh 广告|廣告|赞助|贊助|赞助内容|推广
ja 広告|PR|スポンサー|提供|タイアップ
ko 광고|협찬|스폰서|제휴
"""
