//! Rules of what is made (6) and of what then lies on the disk (7, 検証).

use super::{Level, Rule};

rules! {
    TEXT_SHORTENED "W601" "text-shortened" Warning "図の枠から字がはみ出す"
    what "図の枠に入りきらない文を、末尾を「…」にして載せました。はみ出す字数も示します。"
    why "読む人に全体が伝わりません。"
    fix "計画.xlsx に略称を入れるか、示した字数より多く短くしてください。"

    PAGES_DIFFER "E602" "pages-differ" FinalError "頁に収まらない"
    what "原稿の一頁分（# の見出しから次の # まで）が一頁に収まりません。入りきらない分は次の頁に続けます。"
    why "頁数が増えて見開きがずれるか、はみ出した所が読めません。"
    fix "概要版.md の示した頁の文章を、示した字数より多く短くするか、頁の区切り（# の見出し）を見直してください。"

    PAGES_NOT_FOUR "W603" "pages-not-multiple-of-four" Warning "頁数が4の倍数でない"
    what "冊子の頁数が4の倍数ではありません。まとめられる頁と、分けられる頁を示します。"
    why "中綴じの印刷では4頁が一組です。"
    fix "概要版.md の頁（# の見出し）を増やすか減らしてください。"

    GLYPH_MISSING "E604" "glyph-missing" Error "印刷できない文字"
    what "冊子に載る文章に、埋め込みの書体にない文字があります。"
    why "冊子では文字が欠けるか、四角になります。"
    fix "別の文字に置き換えてください。"

    NAME_CONTROL "W605" "control-character" Warning "見えない文字を除いた"
    what "文章の中の、画面に見えない制御文字を除きました。"
    why "そのままでは冊子を組めません。"
    fix "することはありません。気になるときは元の欄を打ち直してください。"

    PAGE_CONTINUED "N606" "page-continued" Note "図を次の頁に続けた"
    what "一頁に入りきらない図や表を、節か行の切れ目で分け、次の頁に「（つづき）」として続けました。"
    why "字を小さくしすぎず、何も省かないためです。冊子の頁数が増えます。"
    fix "このままで構いません。一頁にするときは、名を短くするか、計画.xlsx の「概要版」の印を減らしてください。"

    MUNICIPALITY_CODE "W620" "municipality-code-missing" Warning "団体コードがない"
    what "計画.xlsx の「基本情報」に「団体コード」（全国地方公共団体コード）がありません。"
    why "公開データを、ほかの市町村や統計のデータと結び付けられません。"
    fix "「基本情報」に「団体コード」の行を加え、検査数字を含む6桁のコードを文字列で入れてください。"

    LETTER_REPLACED "N621" "letter-replaced" Note "公開データで置き換えた文字"
    what "機種依存文字など、ほかのパソコンやプログラムで読めないおそれのある文字を、公開データで置き換えました。"
    why "公開データは、どのプログラムでも同じに読める文字で作ります。冊子と一覧表の文字は元のままです。"
    fix "することはありません。置き換えた文字は公開データの substitution にも載せています。"

    LETTER_LOST "W622" "letter-lost" Warning "公開データで書けない文字"
    what "外字か、公開データの文字コードにない文字です。「〓」で示しました。"
    why "公開データで名や文が正しく読めません。"
    fix "外字は普通の文字に直してください。文字コードを CP932 にしているときは、tenken.toml の［公開］で UTF-8 にすると書けます。"

    CONTACT_WITHHELD "N623" "contact-withheld" Note "公開データで伏せた連絡先"
    what "文章の中の、電話番号かメールアドレスらしい文字を、公開データとウェブページで伏せました。"
    why "個人に関わる文字を公表しないためです。冊子と一覧表には元のまま載ります。"
    fix "することはありません。窓口の番号を載せたいときは、市のウェブページの本文に書いてください。"

    OUTPUT_CHANGED "E701" "output-changed" Error "作った後に変わった出力"
    what "tenken build の後で、出力のファイルが書き換えられています（Excel での上書きを含みます）。"
    why "入力から確かめた内容と、公表する内容が違うおそれがあります。"
    fix "直したことが要るものであれば入力（帳票・計画・原稿）を直し、tenken build で作り直してください。"

    OUTPUT_MISSING "E702" "output-missing" Error "なくなった出力"
    what "tenken build で作ったファイルが、出力のフォルダにありません。"
    why "公表物がそろっていません。"
    fix "tenken build で作り直してください。"

    OUTPUT_UNKNOWN "W703" "output-unknown" Warning "控えにない出力"
    what "出力のフォルダに、manifest.json の控えにないファイルがあります。前の回の残りか、人の置いたものです。"
    why "今回の入力から作ったものではないため、古い内容かもしれません。"
    fix "要らなければ消してください。要るものは、出力のフォルダの外に置いてください。"

    INPUT_CHANGED "E704" "input-changed" Error "作った後に変わった入力"
    what "公表物を作った後で、帳票・計画・原稿・設定が変わっています。"
    why "公表物は、前の入力の内容のままです。"
    fix "tenken build で作り直してください。"

    FIGURE_DIFFERS "E705" "figure-differs" Error "計算と違う数"
    what "公表物に載っている数を読み直すと、入力から計算した数と違います。"
    why "誤った数を公表するおそれがあります。"
    fix "tenken build で作り直してください。作り直しても出るときは、このプログラムの誤りです。"

    CONTENT_DIFFERS "E706" "content-differs" Error "入力から作るものと違う内容"
    what "公表物の内容が、今の入力から作るものと違います。"
    why "公表物が手で直されたか、入力が後で変わっています。"
    fix "どちらが正しいか確かめ、入力を直してから tenken build で作り直してください。"
}
