//! Rules of the manuscript: its photographs and its proof-reading.

use super::{Level, Rule};

rules! {
    PHOTO_MISSING "E510" "photo-missing" Error "写真のファイルがない"
    what "概要版.md の写真の名のファイルが、計画のフォルダの「画像」にありません。"
    why "写真の場所が空いてしまいます。"
    fix "写真を「画像」に置くか、名を「画像/園庭.jpg」のようにフォルダから書いてください。"

    PHOTO_ALT "E511" "photo-alt-missing" Error "写真の代替テキストがない"
    what "写真に、見えない人に読み上げる文（代替テキスト）がありません。"
    why "読み上げの規格（PDF/UA-1）に合わず、見えない人に写真の内容が伝わりません。"
    fix "「![何が写っているか](画像/名.jpg)」の [ ] の中に、写っていることを一文で書いてください。"

    PHOTO_UNUSABLE "E512" "photo-unusable" Error "使えない画像"
    what "画像のファイルが壊れているか、大きすぎるか、JPEG・PNG でないか、印刷用の色（CMYK）か、動く画像です。種類は名でなく中身で見ます。"
    why "冊子を組めません。"
    fix "RGB の JPEG か PNG（6,000万画素・50MB まで、動かないもの）で保存し直してください。"

    PHOTO_COARSE "W513" "photo-coarse" Warning "写真が粗い"
    what "写真の画素が、載せる大きさに対して 200dpi（1インチに200画素）に足りません。"
    why "紙に刷ると、ぼやけるか、ぎざぎざに見えます。"
    fix "画素の多い写真に替えるか、「\"幅80mm\"」のように小さく載せてください。印刷には 350dpi 以上が適します。"

    PHOTO_FINE "N514" "photo-resolution" Note "印刷にはやや粗い写真"
    what "写真が 200dpi 以上 350dpi 未満で載ります。"
    why "画面では十分ですが、印刷所は 350dpi 以上を求めます。"
    fix "印刷するときは、画素の多い写真に替えるか、小さく載せてください。"

    PHOTO_NAME "N515" "photo-name-read-so" Note "写真の名を読み替えた"
    what "大文字と小文字、全角と半角だけが違うファイルを、その写真とみなしました。"
    why "違う写真であれば直せるように知らせます。"
    fix "気になるときは、概要版.md の名をファイルの名のとおりに書いてください。"

    PHOTO_SETTING "E516" "photo-setting" Error "写真の説明・幅の誤り"
    what "写真の後の「\"説明｜幅100mm\"」を読めません。"
    why "写真の大きさが決まりません。"
    fix "説明は一つ、幅は 10mm から 170mm までで書いてください。どちらも省けます。"
}
