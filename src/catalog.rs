//! 規則の一覧: every rule as data. `tenken explain CODE` prints it.
//!
//! A code never changes its meaning. Codes: 1 files and sheets, 2 values, 3 whose row it
//! is, 4 sums and figures, 5 plan folder (計画・設定・原稿), 6 outputs, 7 outputs on disk (検証),
//! 8 PDF for a printer.

/// How a rule's severity is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Always an error.
    Error,
    /// A warning while 見本 or 案, an error in 確定.
    FinalError,
    /// Always a warning.
    Warning,
    /// A remark: how something was read.
    Note,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// `E203`.
    pub code: &'static str,
    /// A short English name for engineers.
    pub name: &'static str,
    /// Severity.
    pub level: Level,
    /// 見出し.
    pub title: &'static str,
    /// 何を見つけるか.
    pub what: &'static str,
    /// なぜ困るか.
    pub why: &'static str,
    /// 対処.
    pub fix: &'static str,
}

/// Makes a static of every rule, and the list of them.
macro_rules! rules {
    ($($ident:ident $code:literal $name:literal $level:ident $title:literal
        what $what:literal why $why:literal fix $fix:literal)*) => {
        $(
            #[doc = concat!($code, " ", $title)]
            pub static $ident: Rule = Rule {
                code: $code, name: $name, level: Level::$level, title: $title,
                what: $what, why: $why, fix: $fix,
            };
        )*
        /// The rules of this file, by code.
        pub(super) const OWN: &[&Rule] = &[$(&$ident),*];
    };
}

mod look;
mod manuscript;
pub mod press;
mod secrecy;

pub use self::look::*;
pub use self::manuscript::*;
pub use self::secrecy::*;

/// The files that hold rules.
const FILES: [&[&Rule]; 4] = [OWN, manuscript::OWN, look::OWN, secrecy::OWN];

/// How many rules there are.
const COUNT: usize = FILES[0].len() + FILES[1].len() + FILES[2].len() + FILES[3].len();

/// Every rule, by file and code.
pub static RULES: &[&Rule] = &{
    let mut all = [OWN[0]; COUNT];
    let (mut file, mut done) = (0, 0);
    while file < FILES.len() {
        let mut i = 0;
        while i < FILES[file].len() {
            all[done] = FILES[file][i];
            (i, done) = (i + 1, done + 1);
        }
        file += 1;
    }
    all
};

/// The rules of a PDF for a printer.
pub static PRESS_RULES: &[&Rule] = press::OWN;

rules! {
    FILE_BROKEN "E101" "file-broken" Error "ファイルを読めない"
    what "ファイルが壊れているか、途中で切れていて、表計算のブックとして開けません。"
    why "このファイルの回答が一つも集計に入りません。"
    fix "Excel で開けるか確かめ、開けるときは名前を付けて保存し直してください。開けないときは担当課から受け取り直してください。"

    FILE_PASSWORD "E102" "file-password" Error "パスワードがかかっている"
    what "ブックにパスワードがかかっています。"
    why "中を読めないため、このファイルの回答が一つも集計に入りません。"
    fix "Excel で開き、［ファイル］→［情報］→［ブックの保護］でパスワードを外して保存してください。"

    FILE_EMPTY "E103" "file-empty" Error "ファイルが空"
    what "ファイルの大きさが 0 バイトです。"
    why "受け取りや写しの途中で中身が失われたおそれがあります。"
    fix "担当課から受け取り直してください。"

    FILE_KIND "E104" "file-kind" Error "表計算のファイルでない"
    what "拡張子は表計算のファイルですが、中身が違う種類です（ウェブページ、PDF など）。"
    why "中身を表として読めません。"
    fix "元のファイルを Excel で開き、「Excel ブック（.xlsx）」として保存し直してください。"

    FILE_TOO_LARGE "E105" "file-too-large" Error "大きすぎて安全に読めない"
    what "ファイルの大きさ、展開後の大きさ、又はセルの数が上限を超えています。"
    why "パソコンが止まるおそれがあるため、読むのをやめました。"
    fix "使っていない行・列・シートを削除して保存し直してください。"

    NO_TABLE "E106" "no-table" Error "回答の表が見つからない"
    what "どのシートにも、事業名（又は事業番号）の見出しがある表が見つかりません。"
    why "このファイルの回答が一つも集計に入りません。"
    fix "見出しの行があるか確かめてください。見出しの言葉が特別なときは tenken.toml の［列名の別名］に書いてください。"

    CELL_NOT_CACHED "E107" "formula-without-value" Error "数式の計算結果が保存されていない"
    what "セルに数式がありますが、計算結果がファイルに保存されていません。"
    why "値が分からないため、空欄とも 0 とも決められません。"
    fix "Excel で開いて計算させ、上書き保存してください。"

    CELL_ERROR "E108" "cell-error" Error "数式の誤り"
    what "セルの値が #REF! や #DIV/0! などの誤りになっています。"
    why "正しい値が分かりません。"
    fix "元の数式を直すか、正しい値を直接入れてください。"

    FILE_IGNORED "N109" "file-ignored" Note "読まなかったファイル"
    what "評価のフォルダにある、回答の帳票でないファイル（編集中の印 ~$ など）か、ほかの帳票と同じ回答の帳票です。"
    why "読まなかったことをはっきりさせるために知らせます。"
    fix "回答の帳票であれば、.xlsx などの表計算のファイルにして置いてください。"

    SHEET_IGNORED "W110" "sheet-ignored" Warning "読まなかったシート"
    what "事業名の見出しがないシート、又は隠されたシートです。"
    why "回答が書いてあれば、集計から漏れます。"
    fix "シートに回答がないことを確かめてください。あるときは見出しの行を直し、シートを表示してください。"

    COLUMN_KEPT "N111" "column-kept" Note "付記として残した列"
    what "計画にない列です。値は付記として残し、公表物には載せません。"
    why "捨てていないことをはっきりさせるために知らせます。"
    fix "公表に要る列であれば tenken.toml の［列名の別名］で項目に結び付けてください。"

    CELL_OUTSIDE "W112" "cell-outside" Warning "表の外のセル"
    what "表の列の外、又は事業の行でない行に文字や数があります。"
    why "実績や注記であれば、集計から漏れます。"
    fix "回答であれば表の中の正しい欄へ移してください。注記であればそのままで構いません。"

    PERSONAL_COLUMN "N113" "personal-column" Note "個人に関わる列"
    what "担当者名・電話・内線・メールなどの列です。"
    why "公表物に出さないよう、読み取った値を使いません。"
    fix "することはありません。公表用の資料へ手で写さないでください。"

    FILE_MISPLACED "W114" "file-misplaced" Warning "置き場所の違う帳票"
    what "帳票か、帳票の入っていそうなフォルダが、年度のフォルダの直下にありません。"
    why "どの年度の回答か分からないため、集計に入りません。"
    fix "ファイルを「評価/令和9年度」のような年度のフォルダの直下へ移してください。"

    FILE_UNOPENABLE "E115" "file-unopenable" Error "開けないファイル"
    what "パソコンが、このファイルを開くことを断りました。"
    why "このファイルの回答が一つも集計に入りません。"
    fix "Excel で開いていれば閉じてください。開く許可があるか、OneDrive などの置き場所からまだ写していないかも確かめてください。"

    EXTENSION_DIFFERS "N116" "extension-differs" Note "拡張子と違う中身"
    what "ファイルの名の拡張子と中身の種類が違います。中身に従って読みました。"
    why "Excel で開くときに警告が出ます。"
    fix "することはありません。気になるときは Excel で開いて保存し直してください。"

    REPLACEMENT_CHARACTERS "W117" "replacement-characters" Warning "文字化けと外字"
    what "失われた文字（�）か、外字（パソコンごとに作る文字）がセルにあります。"
    why "公表物で名や文が正しく読めません。"
    fix "文字化けは元の文字を打ち直してください。外字は、同じ意味の普通の文字に置き換えてください。"

    COLUMN_AMBIGUOUS "E120" "column-ambiguous" Error "同じ意味の列が二つある"
    what "同じ項目と読める列（個票では欄）が二つ以上あり、どちらにも値が入っています。"
    why "どちらを載せるか決められないため、どちらも使っていません。"
    fix "使わない列の見出しを変えるか、tenken.toml の［［様式］］の「列」で、使う列と「付記」「読まない」の列を決めてください。"

    COLUMN_QUESTION "E121" "column-question" Error "列の意味を決められない"
    what "計画に要る項目の列が見出しから見付からず、それらしい列があります。"
    why "列を取り違えると、別の数や文を公表するおそれがあるため、使っていません。"
    fix "その列であれば tenken.toml の［列名の別名］か［［様式］］の「列」で結び付けてください。そうでなければ［［様式］］の「列」で「付記」としてください。"

    COLUMN_READ_SO "N122" "layout-read-so" Note "様式の読み方"
    what "記入例の行、別の年度の表、設定で読まない列などを、ここに示すように扱いました。"
    why "扱いが違っていれば直せるように知らせます。"
    fix "違うときは、帳票を直すか、tenken.toml の［［様式］］で決めてください。"

    SHAPE_TEXT "W123" "shape-text" Warning "図形の文字"
    what "シートに、セルでなく図形（テキストボックスなど）に書かれた文字があります。"
    why "図形の文字は回答として読みません。実績や年度であれば、集計から漏れます。"
    fix "回答であれば表のセルへ移してください。表の年度を示す図形であれば tenken.toml の［［様式］］で「図形の年度 = true」とします。"

    COMMENT_TEXT "N124" "comment-text" Note "コメント"
    what "セルにコメント（メモ）が付いています。"
    why "コメントは回答として読みません。"
    fix "回答であれば表のセルへ移してください。"

    HIDDEN_CELLS "W125" "hidden-cells" Warning "隠れた行・列"
    what "表示されていない行や列に文字や数があります（絞り込み＝フィルターを含みます）。"
    why "担当課が消したつもりの行や、見落とした行かもしれません。"
    fix "要らない行・列は削除してもらってください。読むか読まないかは tenken.toml の［読み取り］で決められます。"

    HIDDEN_SHEET "W126" "hidden-sheet" Warning "隠れたシート"
    what "表示されていないシートに文字や数があります。"
    why "回答が書いてあれば、集計から漏れます。"
    fix "シートに回答がないことを確かめてください。読むときは tenken.toml の［読み取り］で「隠れたシート = \"読む\"」とします。"

    SHEET_ODDITY "N127" "sheet-oddity" Note "シートの様子"
    what "同じ文が並ぶ行（調整用の行など）や、書式だけの空の行が多いシートです。"
    why "読んだ範囲をはっきりさせるために知らせます。"
    fix "することはありません。ファイルを軽くしたいときは、使わない行を削除してください。"

    BLOCK_YEAR_UNKNOWN "E128" "block-year-unknown" Error "どの年度の列か分からない"
    what "年度ごとに同じ見出しの列が並んでいますが、どの列が対象年度か、見出しから分かりません。"
    why "昨年度の数を今年度の実績として公表するおそれがあるため、どれも使っていません。"
    fix "見出しに年度を入れてもらうか、tenken.toml の［［様式］］の「年度」（又は「図形の年度 = true」）で決めてください。"

    PERSONAL_TEXT "W129" "personal-text" Warning "電話番号らしい文字"
    what "文章の中に、電話番号かメールアドレスと思われる文字があります。"
    why "そのまま公表物に載るおそれがあります。"
    fix "個人のものであれば、帳票から消してもらってください。窓口の番号であればそのままで構いません。"

    FORM_UNMET "E130" "form-setting-unmet" Error "様式の設定が合わない"
    what "tenken.toml の［［様式］］に合うシートですが、設定した見出し行や列が帳票と合いません。"
    why "担当課が行や列を動かしたため、違う列を読むおそれがあります。このシートは使っていません。"
    fix "帳票を様式のとおりに直してもらうか、［［様式］］の「見出し行」「列」を帳票に合わせてください。"

    GRADE_UNKNOWN "E201" "grade-outside-scale" Error "評価区分にない評価"
    what "評価の欄の記号や言葉が、計画の評価区分にありません。"
    why "どの段階に数えるか決められません。"
    fix "計画の評価区分の記号のどれか一つを入れてください。"

    REASON_MISSING "E202" "reason-missing" FinalError "評価の理由がない"
    what "理由を書くことになっている評価区分なのに、理由の欄が空です。"
    why "会議で説明できません。"
    fix "評価の理由を書いてください。"

    ACTUAL_UNREADABLE "E203" "actual-not-a-number" Error "実績値を一つの数値に決められない"
    what "実績値の書き方が、二通り以上に読めるか、数値として読めません。"
    why "推測で数を決めると、間違った数を公表するおそれがあります。"
    fix "実績の数値を一つ入れてください。幅や内訳を示すときは備考欄に書いてください。"

    VALUE_REMARK "N204" "value-read-so" Note "値の読み方"
    what "約・漢数字・注の印・内訳・取り消し線などを含む値を、ここに示すように読みました。"
    why "読み方が違っていれば直せるように知らせます。"
    fix "読み方が違うときは、数だけを入れ直してください。"

    UNIT_DIFFERS "E205" "unit-differs" Error "単位が計画と違う"
    what "帳票の単位が、計画の指標の単位と違います。"
    why "千円と円のように、桁の違う数を公表するおそれがあります。"
    fix "どちらの単位が正しいか確かめ、帳票又は計画.xlsx の単位を直してください。"

    YEAR_OUTSIDE "E206" "year-outside-period" Error "計画期間の外の年度"
    what "年度が計画期間に入っていません。"
    why "どの年度の実績か決められません。"
    fix "年度を確かめてください。フォルダの名は「令和9年度」のように書きます。"

    DIRECTION_UNKNOWN "E207" "direction-unknown" Error "方向性の一覧にない言葉"
    what "今後の方向性の言葉が、計画.xlsx の「方向性」のシートにありません。"
    why "方向性ごとの集計に入りません。"
    fix "一覧の言葉に直すか、計画.xlsx の「方向性」の別名に加えてください。"

    VALUE_STATE "N208" "value-state" Note "数値でない実績"
    what "集計中・該当なし・未実施などの実績です。0 とは別に扱います。"
    why "公表物に、数の代わりにこの言葉が載ります。"
    fix "数が確定したら入れ直してください。"

    ACTUAL_BLANK "E209" "actual-blank" FinalError "実績値が空"
    what "指標の実績値の欄が空です。"
    why "0 なのか、書き忘れなのか分かりません。公表物には「未記入」と載ります。"
    fix "0 件のときは 0、その年度に実施しなかったときは －、集計が済んでいないときは 集計中 と入れてください。"

    ACTUAL_MISSING "E210" "actual-row-missing" FinalError "指標の行がない"
    what "計画にある指標が、担当課の回答のどこにもありません。"
    why "公表物には「未記入」と載ります。"
    fix "帳票に指標の行を加え、実績値を入れてください。"

    GRADE_BLANK "E211" "grade-blank" FinalError "評価が空"
    what "回答はありますが、評価の欄が空です。"
    why "段階に数えられず、公表物には「未評価」と載ります。"
    fix "評価を入れてください。実施の予定がなかったときは「対象外」の記号を入れます。"

    GRADE_REMARK "N212" "grade-read-so" Note "評価や方向性の読み方"
    what "余分な文字のある評価や方向性を、ここに示すように読みました。"
    why "読み方が違っていれば直せるように知らせます。"
    fix "読み方が違うときは、記号だけを入れ直してください。"

    PROJECT_UNKNOWN "E301" "project-unknown" Error "計画にない事業"
    what "事業の番号又は名が、計画.xlsx の「事業」にありません。"
    why "この行の回答が集計に入りません。"
    fix "番号と名を計画に合わせてください。計画に足すときは計画.xlsx の「事業」に加えます。"

    ANSWER_DUPLICATE "E302" "answer-duplicate" Error "同じ事業の回答が二つ"
    what "同じ年度・同じ課・同じ事業の回答が二つ以上あります。"
    why "どちらが正しいか決められません。"
    fix "正しい方を残し、もう一方の行又はファイルを取り除いてください。"

    DIVISION_WRONG "E303" "division-wrong" Error "担当でない課の回答"
    what "回答した課が、この事業の担当課でも関係課でもありません。"
    why "別の事業の行に書いたおそれがあります。"
    fix "行が正しいか確かめてください。担当が変わったときは計画.xlsx の「事業」の担当課を直します。"

    ANSWER_MISSING "E304" "answer-missing" FinalError "未回答の事業"
    what "課の帳票に、担当する事業の行がないか、何も書かれていません。"
    why "公表物には「未提出」と載ります。"
    fix "担当課に記入を求めてください。"

    SUBMISSION_MISSING "E305" "submission-missing" FinalError "帳票が届いていない課"
    what "この年度のフォルダに、課の帳票が一つもありません。"
    why "課の担当するすべての事業が、公表物に「未提出」と載ります。"
    fix "担当課に提出を求め、届いたファイルを年度のフォルダに置いてください。"

    INDICATOR_UNKNOWN "E306" "indicator-unknown" Error "計画にない指標"
    what "指標の名が、計画の「指標」にあるこの事業の指標のどれとも合いません。"
    why "この実績値が集計に入りません。"
    fix "指標名を計画に合わせてください。新しい指標は計画.xlsx の「指標」に加えます。"

    DIVISION_UNKNOWN "E307" "division-unknown" Error "課が分からない"
    what "どの課の回答か、欄・表題・ファイル名のどれからも分からないか、課の一覧にありません。"
    why "受付簿に付けられず、担当の確認もできません。"
    fix "帳票の「担当課」の欄かファイル名に課名を入れてください。名が変わった課は計画.xlsx の「担当課」の別名に加えます。"

    MATCHED_LOOSELY "N308" "matched-loosely" Note "書き方の違う名を読み替えた"
    what "旧名・別名・表記の違いを、計画の名に読み替えました。"
    why "読み替えが違っていれば直せるように知らせます。"
    fix "読み替えが違うときは、帳票の名を直してください。"

    YEAR_MISMATCH "E309" "year-mismatch" Error "表題の年度がフォルダと違う"
    what "帳票の表題の年度が、置いてあるフォルダの年度と違います。"
    why "昨年度の帳票を今年度の実績として公表するおそれがあります。"
    fix "ファイルを正しい年度のフォルダへ移すか、表題を直してください。"

    GRADE_CONFLICT "W310" "shared-grades-differ" Warning "共管の課で評価が違う"
    what "一つの事業について、担当課と関係課の評価が違います。"
    why "公表物には担当課の評価が載ります。"
    fix "課の間で評価を確かめてください。"

    PROJECT_INACTIVE "W311" "project-inactive" Warning "実施年度でない事業の回答"
    what "計画で、その年度には始まっていないか、終わっている事業の回答です。"
    why "事業数には入れません。"
    fix "計画.xlsx の「事業」の開始年度・終了年度を確かめてください。"

    NAME_NUMBER_CONFLICT "E312" "name-number-conflict" Error "番号と名が別の事業"
    what "行の事業番号と事業名が、計画では別の事業を指しています。"
    why "どちらの事業の回答か決められません。"
    fix "番号か名の誤りを直してください。"

    RESUBMISSION_REPLACED "W313" "resubmission-replaced" Warning "再提出で差し替えた"
    what "同じ名の帳票に再提出・差替・版・日付などの印があり、後の帳票の回答で前の帳票の回答を差し替えました。"
    why "差し替えが思ったとおりか、変わった値を確かめるために知らせます。"
    fix "差し替えが正しければ、することはありません。違うときは、要らない帳票を年度のフォルダから取り除いてください。"

    RESUBMISSION_UNCLEAR "E314" "resubmission-unclear" Error "どちらが後の帳票か分からない"
    what "同じ名から作った二つの帳票に違う回答があり、ファイルの名からは、どちらが後か決められません。"
    why "古い回答を公表するおそれがあります。"
    fix "担当課に確かめ、要らない方を年度のフォルダから取り除いてください。残す方の名を「（再提出2）」のように改めても構いません。"

    DECISION_USED "N315" "decision-used" Note "名寄せの決定を使った"
    what "名寄せ.xlsx で ○ とした読み替えを使いました。"
    why "読み替えが今年度も正しいか確かめられるように知らせます。"
    fix "正しければ、することはありません。違うときは、名寄せ.xlsx のその行の採用を消すか × にしてください。"

    DECISION_INVALID "E316" "decision-invalid" Error "名寄せの行の誤り"
    what "名寄せ.xlsx の行の種類・ID・名・課・採用に、知らないもの、食い違うもの、重なるものがあります。"
    why "どの名に読み替えるか決められません。"
    fix "示したセルを直してください。ID は計画.xlsx の「事業」「担当課」「指標」にあるものを書きます。"

    ALIAS_OUTSIDE "W317" "alias-outside-its-years" Warning "別名の年度が違う"
    what "課の別名が、計画.xlsx に書かれた年度の外で使われています。"
    why "改編の前の帳票の写しか、別の課の回答であるおそれがあります。"
    fix "その課の回答であれば、そのままで構いません。違うときは帳票の課名を直してください。年度の誤りであれば計画.xlsx の「担当課」の別名を直します。"

    DITTO_MARK "E318" "ditto-mark" Error "「同上」と書かれた欄"
    what "評価・実績値・文章の欄に、〃 や 同上 と書かれています。"
    why "どの欄と同じか決められず、写すと誤った内容を公表するおそれがあります。"
    fix "同じ内容であれば、その内容を書き入れてください。"

    TOTAL_DIFFERS "E401" "total-differs" Error "合計が合わない"
    what "帳票の合計の行の値が、上の行の値の和と違います。"
    why "読み落としか、書き間違いがあります。単位の違う数が混ざる合計は比べません。"
    fix "合計か内訳を直してください。"

    NOT_RECONCILED "E402" "not-reconciled" Error "照合が合わない"
    what "読んだセルの数と、使ったセル・知らせたセルの数の和が違います。"
    why "値がどこかで失われたおそれがあります。プログラムの誤りです。"
    fix "公表せず、診断の控え（確認/diagnostics.json）を添えて作成元に知らせてください。"

    TARGET_DIFFERS "W403" "target-differs" Warning "目標値が計画と違う"
    what "帳票に書かれた目標値が、計画.xlsx の目標値と違います。"
    why "公表物には計画の目標値が載ります。"
    fix "正しい方に合わせてください。"

    CONFIG_INVALID "E501" "config-invalid" Error "設定の誤り"
    what "tenken.toml に知らない項目、又は誤った値があります。"
    why "思った設定が効いていないおそれがあります。"
    fix "項目の名と値を確かめてください。"

    PLAN_MISSING "E502" "plan-missing" Error "計画のファイル・シート・列がない"
    what "計画.xlsx、その中のシート、又は必要な列がありません。"
    why "計画の構造が分からないと、何も集計できません。"
    fix "tenken new で作る見本の計画.xlsx と見比べて、足りないものを加えてください。"

    PLAN_VALUE "E503" "plan-value" Error "計画の値の誤り"
    what "計画.xlsx のセルの値を読めないか、必要な値が空です。"
    why "計画の構造や目標が決まりません。"
    fix "示したセルを直してください。"

    PLAN_REFERENCE "E504" "plan-reference" Error "計画の参照先がない"
    what "計画.xlsx の ID や課名が指す先がありません。"
    why "事業や指標をどこに載せるか決められません。"
    fix "参照先の ID を確かめてください。"

    PLAN_DUPLICATE "E505" "plan-duplicate" Error "計画の ID が重なっている"
    what "計画.xlsx の同じシートに、同じ ID が二つあります。"
    why "どちらの行を指すか決められません。"
    fix "ID を一つずつ違うものにしてください。"

    MANUSCRIPT_FIGURE "E506" "manuscript-figure" Error "知らない図の名"
    what "概要版.md の「図:」の後の名が、作れる図の一覧にありません。"
    why "図の場所が空いてしまいます。"
    fix "図の名を一覧から選んでください。"

    MANUSCRIPT_VARIABLE "E507" "manuscript-variable" Error "知らない差し込み"
    what "概要版.md の {{ }} の中の名が、差し込める項目にありません。"
    why "本文に値が入りません。"
    fix "項目の名を一覧から選んでください。"

    MANUSCRIPT_SYNTAX "W508" "manuscript-syntax" Warning "使えない書き方"
    what "概要版.md に、冊子で使えない書き方（HTML、脚注、段のある箇条書きなど）や、印の書き間違いがあります。"
    why "その部分が載らないか、思ったとおりに載りません。"
    fix "見出し・段落・箇条書き・表・囲み・図・写真だけで書いてください。書き方は README の「概要版.md の書き方」にあります。"

    SCALE_INVALID "E509" "scale-invalid" Error "評価区分の定義の誤り"
    what "評価区分の順位が重なる、又は「計画どおり以上」の段階が順位のとおりでないなど、定義に矛盾があります。"
    why "割合の意味が決まりません。"
    fix "計画.xlsx の「評価区分」を直してください。"

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

/// The rule of a code, in any letter case, half or full width.
pub fn find(code: &str) -> Option<&'static Rule> {
    let wanted: String = code
        .chars()
        .map(|c| match c {
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect::<String>()
        .trim()
        .to_ascii_uppercase();
    all().find(|r| r.code == wanted)
}

/// Every rule: those of a plan folder, then those of a PDF.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(PRESS_RULES).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_say_their_level() {
        for (i, rule) in all().enumerate() {
            assert!(all().take(i).all(|r| r.code != rule.code), "{}", rule.code);
            let first = rule.code.chars().next();
            let expected = match rule.level {
                Level::Error | Level::FinalError => 'E',
                Level::Warning => 'W',
                Level::Note => 'N',
            };
            assert_eq!(first, Some(expected), "{}", rule.code);
        }
    }

    #[test]
    fn codes_are_found_as_people_type_them() {
        assert_eq!(find("ｅ２０３").map(|r| r.name), Some("actual-not-a-number"));
        assert!(find("E999").is_none());
    }
}
