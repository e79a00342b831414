# ruff: noqa: E501 - one row a language or one pattern a line, however long it is
"""Names of months in many languages: data. A hyphen stands for a blank inside a name."""

MONTHS = """
1 january jan januar jän jänner janvier janv enero ene gennaio gen janeiro januari styczeń stycznia sty ocak tháng-1 января янв січня يناير كانون-الثاني जनवरी ianuarie leden ledna tammikuuta január ιανουαρίου ינואר
2 february feb februar février févr febrero febbraio fevereiro fev februari luty lutego lut şubat tháng-2 февраля фев лютого فبراير شباط फ़रवरी फरवरी februarie únor února helmikuuta február φεβρουαρίου פברואר
3 march mar märz mrz mär mars marzo março marco maart mrt marzec marca mart tháng-3 марта мар березня مارس آذار मार्च martie březen března maaliskuuta március μαρτίου מרץ
4 april apr avril avr abril abr aprile kwiecień kwietnia kwi nisan tháng-4 апреля апр квітня أبريل نيسان अप्रैल aprilie duben dubna huhtikuuta április απριλίου אפריל
5 may mai mayo maggio mag maio mei maj maja mayıs tháng-5 мая травня مايو أيار मई květen května toukokuuta május μαΐου מאי
6 june jun juni juin junio giugno giu junho czerwiec czerwca cze haziran tháng-6 июня июн червня يونيو حزيران जून iunie červen června kesäkuuta június ιουνίου יוני
7 july jul juli juillet juil julio luglio lug julho lipiec lipca lip temmuz tháng-7 июля июл липня يوليو تموز जुलाई iulie červenec července heinäkuuta július ιουλίου יולי
8 august aug août aout agosto ago augustus sierpień sierpnia sie ağustos tháng-8 августа авг серпня أغسطس آب अगस्त srpen srpna elokuuta augusztus αυγούστου אוגוסט
9 september sept sep septembre septiembre settembre set setembro wrzesień września wrz eylül tháng-9 сентября сен вересня سبتمبر أيلول सितंबर सितम्बर septembrie září syyskuuta szeptember σεπτεμβρίου ספטמבר
10 october oct oktober okt octobre octubre ottobre ott outubro out październik października paź ekim tháng-10 октября окт жовтня أكتوبر تشرين-الأول अक्टूबर octombrie říjen října lokakuuta október οκτωβρίου אוקטובר
11 november nov novembre noviembre novembro listopad listopada lis kasım tháng-11 ноября ноя листопада نوفمبر تشرين-الثاني नवंबर नवम्बर noiembrie marraskuuta νοεμβρίου נובמבר
12 december dec dezember dez décembre déc diciembre dic dicembre dezembro dez grudzień grudnia gru aralık tháng-12 декабря дек грудня ديسمبر كانون-الأول दिसंबर दिसम्बर decembrie prosinec prosince joulukuuta δεκεμβρίου דצמבר
"""
