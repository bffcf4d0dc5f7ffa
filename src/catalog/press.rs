//! 入稿の規則: what is found in a PDF before it goes to a printer (`check --rules 入稿`),
//! and in our own press file before it is written.

use super::{Level, Rule};

/// Whether an error of this rule keeps back the press files and nothing else: what cannot
/// be printed can still be shown. That both differ ([`PRESS_TWINS`]) stops everything.
pub fn is_of_press_alone(rule: &Rule) -> bool {
    rule.level == Level::FinalError && OWN.iter().any(|own| own.code == rule.code)
}

rules! {
    PDF_UNREADABLE "E801" "pdf-unreadable" Error "PDF を調べられない"
    what "PDF でない、壊れている、パスワードがかかっている、又は大きすぎて、中を調べられません。"
    why "印刷会社でも開けないか、思わぬ結果になるおそれがあります。"
    fix "作ったソフトでパスワードなしの PDF に書き出し直してください。"

    PRESS_BOX "E802" "press-box" FinalError "仕上がりの枠が正しくない"
    what "仕上がり（TrimBox）や塗り足し（BleedBox）の枠がない、大きさが頁で違う、又は入れ子になっていません。"
    why "どこで断つかが決まらず、印刷会社が面付けできません。"
    fix "書き出しの設定で、仕上がりの大きさと塗り足しを含めてください。"

    PRESS_BLEED "E803" "press-bleed" FinalError "塗り足しが足りない"
    what "頁の端まである色や写真が、塗り足しの外の端まで延びていません。"
    why "断裁が少しずれると、紙の端に白い線が出ます。"
    fix "端に届く色や写真を、仕上がりの外へ塗り足しの分だけ延ばしてください。"

    PRESS_COLOUR "E804" "press-colour" FinalError "印刷のインキで表せない色"
    what "RGB などの画面の色、又は ICC・Lab の色が使われています（PDF/X-4 では ICC の CMYK は使えます）。"
    why "印刷会社で CMYK に変換され、色がくすんだり、黒い文字が4色になったりします。"
    fix "作ったソフトで CMYK にしてください。写真は CMYK の JPEG にして置き換えてください。"

    PRESS_INK "E805" "press-ink" FinalError "インキの量が多すぎる"
    what "一か所に重なる CMYK の合計が上限を超えています。"
    why "インキが乾かず、裏移りや紙の波打ちが起こります。"
    fix "その色の CMYK の合計を上限より小さくしてください。"

    PRESS_RICH_BLACK "E806" "press-rich-black" FinalError "文字や細い線が墨一色でない"
    what "黒い文字や細い線が、墨のほかのインキも使って刷られます。"
    why "版が少しずれると、文字がにじんで読みにくくなります。"
    fix "文字と細い線は K100％だけ（C・M・Y は 0）にしてください。"

    PRESS_SMALL_TEXT "W807" "press-small-text" Warning "小さい文字が二色以上のインキか網"
    what "9pt より小さい文字が、二つ以上のインキを重ねて、又は網（100％でない色）で刷られます。"
    why "版が少しずれると、文字の縁に色が出ます。網の点は、小さい文字の線を切れ切れにします。"
    fix "墨（K100％）か、一つのインキの100％にするか、文字を大きくしてください。"

    PRESS_FONT "E808" "press-font" FinalError "書体が埋め込まれていない"
    what "使われている書体の中身が PDF に入っていません。"
    why "印刷会社の機械に同じ書体がないと、別の書体で刷られるか、文字が消えます。"
    fix "「フォントをすべて埋め込む」設定で書き出し直してください。"

    PRESS_TRANSPARENCY "E809" "press-transparency" FinalError "透明が使われている"
    what "半透明・ぼかし・影などの透明があります（PDF/X-4 では使えます）。"
    why "PDF/X-1a では透明を使えません。印刷会社で思わぬ見え方になることがあります。"
    fix "透明を分割・統合して書き出すか、印刷会社が PDF/X-4 を受け取るか確かめてください。"

    PRESS_NEAR_TRIM "W810" "press-text-near-trim" Warning "文字が仕上がりの端に近い"
    what "文字が仕上がりの端から決めた幅より近くにあります。"
    why "断裁のずれで欠けるか、端に寄って見えます。"
    fix "文字を内側へ動かしてください。"

    PRESS_HAIRLINE "W811" "press-hairline" Warning "細すぎる線"
    what "線の幅が 0.1mm（約 0.28pt）より細いか、0 です。"
    why "かすれるか、刷れません。"
    fix "線の幅を 0.1mm 以上にしてください。"

    PRESS_RESOLUTION "W812" "press-resolution" Warning "画像の解像度が足りない"
    what "画像が、紙に置いた大きさで 350dpi に足りません。"
    why "ぼやけるか、画素の角が見えます。"
    fix "元の大きな画像に替えるか、小さく置いてください。"

    PRESS_PAGES "W813" "press-pages" Warning "頁数が4の倍数でない"
    what "中綴じの冊子は、4頁が一組です。"
    why "白い頁が入るか、綴じられません。"
    fix "頁を増やすか減らすか、どこに白い頁を入れるか印刷会社と決めてください。"

    PRESS_STANDARD "W814" "press-standard" Warning "印刷の規格が示されていない"
    what "PDF/X の規格か、印刷の条件（JC200103 など）がファイルに書かれていません。"
    why "どの印刷に合わせた色か、印刷会社に伝わりません。"
    fix "PDF/X-1a か PDF/X-4 で書き出すか、入稿のときに伝えてください。"

    PRESS_REGISTRATION "E815" "press-registration" FinalError "仕上がりの中にレジストレーションの色"
    what "すべての版に刷られる色（トンボの色）が、仕上がりの中に使われています。"
    why "インキが 400％になり、裏移りします。"
    fix "黒は K100％にしてください。"

    PRESS_BLANK "W816" "press-blank" Warning "何もない頁"
    what "仕上がりの中に何も描かれていない頁があります。"
    why "頁の抜けか、わざと白いのかが印刷会社に分かりません。"
    fix "白い頁でよいことを入稿のときに伝えてください。"

    PRESS_ANNOTATION "W817" "press-annotation" Warning "注釈やリンクが残っている"
    what "頁に、リンク・注釈・入力欄などがあります。"
    why "PDF/X では仕上がりの中に置けません。刷られることもあります。"
    fix "注釈を消すか、印刷用として書き出し直してください。"

    PRESS_WHITE_OVERPRINT "E818" "press-white-overprint" FinalError "白い文字や面がオーバープリント"
    what "インキのない色（白）に、下の色を残す指定（オーバープリント）があります。"
    why "白が刷られず、下の色のままになって消えます。"
    fix "白い文字や面のオーバープリントを外してください。"

    PRESS_SPOT "W819" "press-spot" Warning "特色が使われている"
    what "CMYK のほかのインキ（特色）の版があります。"
    why "4色の印刷では、変換されるか、版が一つ増えて費用がかかります。"
    fix "4色で刷るときは CMYK に変えてください。"

    PRESS_UNREAD "W820" "press-unread" Warning "調べられなかった所"
    what "グラデーションの関数や重なった部品など、色や形を調べられなかった所があります。"
    why "そこに誤りがあっても見つかりません。"
    fix "印刷会社の検査で確かめてもらってください。"

    PRESS_TWINS "E821" "press-twins" Error "印刷用と公開用が同じでない"
    what "印刷用の頁と公開用の頁で、文字、位置、又は色の対応が違います。"
    why "紙の冊子とウェブの冊子が食い違います。"
    fix "ひな形を替えているときは直してください。替えていないときは、プログラムの誤りです。"

    PRESS_PROFILE "E822" "press-profile" FinalError "ICC プロファイルを使えない"
    what "設定の ICC プロファイルがないか、CMYK の出力用のプロファイルではありません。"
    why "PDF/X-4 には、印刷の条件を表すプロファイルが要ります。"
    fix "印刷会社から受け取った CMYK のプロファイルを「印刷」のフォルダに置き、tenken.toml にその名を書いてください。"

    PRESS_THIN_TINT "W823" "press-thin-tint" Warning "細い線が網か二色以上のインキ"
    what "0.3mm より細い線が、網（100％でない色）か、二つ以上のインキを重ねて刷られます。"
    why "オフセット印刷の網の点（175線で約0.15mm おき）が幅に二つ並ばず、点線のように見えます。二色の線は、版が少しずれると縁に色が出ます。"
    fix "線を墨（K100％）か一つのインキの100％にするか、0.3mm 以上の幅にしてください。薄く見せたいときは、K100％のまま細くしてください（0.1mm まで）。"

    PRESS_PICTURE "E824" "press-picture" FinalError "印刷用の写真を使えない"
    what "「印刷」のフォルダの写真が、CMYK の JPEG でない、壊れている、又は公開用の写真と形や絵が違います。"
    why "画面の色のまま、引き伸ばされて、明暗が逆に、又は別の写真で刷られます。"
    fix "公開用と同じ写真を CMYK に変え、プロファイルを埋め込まない JPEG で、同じ名で「印刷」のフォルダに置いてください。"

    PRESS_PICTURE_UNUSED "W825" "press-picture-unused" Warning "使わない印刷用のファイル"
    what "「印刷」のフォルダに、冊子のどの写真・市章の名とも合わないファイルがあります。"
    why "名の書き違いなら、印刷用の写真が使われません。"
    fix "公開用の写真と同じ名にするか、要らないファイルなら移してください。"
}
