//! The 30 rules as data: number, title as published, severity of the sample checker.

/// How grave a broken rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// 致命的: the level has no points.
    Fatal,
    /// 重大.
    Critical,
    /// 中程度.
    Major,
    /// 軽微.
    Minor,
}

impl Gravity {
    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Gravity::Fatal => "致命的",
            Gravity::Critical => "重大",
            Gravity::Major => "中程度",
            Gravity::Minor => "軽微",
        }
    }
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// `L1-01`.
    pub id: &'static str,
    /// 1, 2 or 3.
    pub level: u8,
    /// Its gravity.
    pub gravity: Gravity,
    /// The title as published.
    pub title: &'static str,
}

impl Rule {
    /// Points that are lost with it (the sample checker's table).
    pub fn points(&self) -> u32 {
        match (self.gravity, self.level) {
            (Gravity::Fatal, _) => 100,
            (Gravity::Critical, 1) => 10,
            (Gravity::Critical, 2) => 40,
            (Gravity::Critical, _) => 15,
            (Gravity::Major, 1) => 5,
            (Gravity::Major, 2) => 30,
            (Gravity::Major, _) => 10,
            (Gravity::Minor, 1) => 2,
            (Gravity::Minor, 2) => 10,
            (Gravity::Minor, _) => 5,
        }
    }
}

macro_rules! rules {
    ($($id:literal $level:literal $gravity:ident $title:literal)*) => {
        /// Every rule, in its order.
        pub static RULES: [Rule; 30] = [$(
            Rule { id: $id, level: $level, gravity: Gravity::$gravity, title: $title },
        )*];
    };
}

rules! {
    "L1-01" 1 Fatal "ファイル形式は機械が直接読み取れるExcelやCSV等となっているか"
    "L1-02" 1 Fatal "１シート（ファイル）に複数の表が掲載されていないか"
    "L1-03" 1 Critical "データが分断されていないか"
    "L1-04" 1 Major "データ本体と無関係な情報がないか"
    "L1-05" 1 Critical "すべての列に意味が推測できる項目名が存在するか"
    "L1-06" 1 Critical "スペースや改行等で体裁を整えていないか"
    "L1-07" 1 Critical "１セル１データとなっているか"
    "L1-08" 1 Critical "機種依存文字を使用していないか"
    "L1-09" 1 Minor "空白とゼロが明確に区別されているか"
    "L1-10" 1 Critical "【Excel】オブジェクトを使用していないか"
    "L1-11" 1 Critical "【Excel】書式でデータの違いを表現していないか"
    "L1-12" 1 Critical "【Excel】セルの結合をしていないか"
    "L1-13" 1 Critical "【Excel】不要な行や列が非表示のまま残されていないか"
    "L1-14" 1 Fatal "【CSV】１行１データで表現されているか"
    "L1-15" 1 Fatal "【CSV】文字列にカンマが含まれているフィールドの値はダブルコーテーション（“）で囲んでいるか"
    "L2-01" 2 Fatal "数値データは数値属性とし、文字列を含まないこと"
    "L2-02" 2 Fatal "データ内での項目名等の省略をしていないか"
    "L2-03" 2 Fatal "各列が一意に識別可能な項目名を持っているか"
    "L2-04" 2 Critical "選択肢回答が標準化されているか"
    "L2-05" 2 Major "選択肢列と「その他」の詳細記入が分離されているか"
    "L2-06" 2 Major "【Excel】数式を使用している場合は、数値データに修正しているか"
    "L3-01" 3 Fatal "項目名行から始まり、次行からデータ入力がされているか"
    "L3-02" 3 Critical "回答のコード表が別添されているか"
    "L3-03" 3 Major "数値データの同一列内に特殊記号（秘匿等）を使用する場合は、その定義を明記しているか"
    "L3-04" 3 Major "データの単位を記載しているか"
    "L3-05" 3 Major "時間軸の表記が標準化されているか"
    "L3-06" 3 Critical "地域コード又は正式な地域名称が表記されているか"
    "L3-07" 3 Critical "年によってフォーマットが著しく異なっていないか"
    "L3-08" 3 Major "データの定義や更新履歴が記載されているか"
    "L3-09" 3 Major "データが縦持ち形式になっているか"
}
