//! 名寄せ: a name that was not found, for a person to decide upon.

/// The columns of 名寄せ.xlsx and of 名寄せの候補.xlsx, in their order.
pub const DECISION_COLUMNS: [&str; 8] = [
    "種類",
    "帳票の書き方",
    "課",
    "読み替え先のID",
    "読み替え先の名",
    "採用",
    "理由",
    "場所",
];

/// 名寄せの種類: what kind of name was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// 事業.
    Project,
    /// 課.
    Division,
    /// 指標.
    Indicator,
}

impl NameKind {
    /// The word in 名寄せ.xlsx.
    pub fn label(self) -> &'static str {
        match self {
            NameKind::Project => "事業",
            NameKind::Division => "課",
            NameKind::Indicator => "指標",
        }
    }
}

/// A record of the plan that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its position in the plan's list.
    pub position: usize,
    /// Its ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What speaks for it, for a person.
    pub reason: String,
    /// Clearly nearer than every other one. It is still only a proposal.
    pub likely: bool,
}

/// A name that was not found, with what it may mean, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is named.
    pub kind: NameKind,
    /// The name as the form writes it.
    pub written: String,
    /// The 課 whose form it is, by position.
    pub division: Option<usize>,
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// Whether 名寄せ.xlsx can settle it.
    pub decidable: bool,
}
