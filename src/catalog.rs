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

mod files;
mod look;
mod manuscript;
mod outputs;
pub mod press;
mod secrecy;

pub use self::files::*;
pub use self::look::*;
pub use self::manuscript::*;
pub use self::outputs::*;
pub use self::secrecy::*;

/// The files that hold rules.
const FILES: [&[&Rule]; 6] =
    [files::OWN, OWN, secrecy::OWN, manuscript::OWN, look::OWN, outputs::OWN];

/// How many rules there are.
const COUNT: usize = {
    let (mut file, mut count) = (0, 0);
    while file < FILES.len() {
        (count, file) = (count + FILES[file].len(), file + 1);
    }
    count
};

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
