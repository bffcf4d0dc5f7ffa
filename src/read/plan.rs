//! `計画.xlsx` → [`Plan`].

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::catalog;
use crate::diag::{BookId, Diagnostic, Diagnostics, Origin, Severity, SheetId, Sources};
use crate::model::plan::{
    Basics, Direction, Division, Goal, Governance, Grade, GradeScale, GradeStyle,
    Indicator, IndicatorKind, LifeStage, Measure, Pillar, Plan, Project, RelatedPlan,
    Relation, Role, Support, Tendency, Term,
};
use crate::model::quantity::canonical_unit;
use crate::model::year::FiscalYear;
use crate::read::grid::{CellValue, Sheet};
use crate::read::table::{Row, Table};
use crate::text::{keep, key1};

/// The sheets of `計画.xlsx` and the columns that each must have.
const SHEETS: [(&str, &[&str]); 11] = [
    ("基本情報", &["項目", "内容"]),
    ("体系", &["ID", "種別", "上位ID", "番号", "名称"]),
    ("担当課", &["ID", "課名"]),
    ("評価区分", &["コード", "記号", "名称", "順位", "計画どおり以上", "分母に入れる"]),
    ("方向性", &["名称", "区分"]),
    ("事業", &["ID", "番号", "事業名", "施策ID", "担当課"]),
    ("指標", &["ID", "事業ID", "指標名", "単位", "方向"]),
    ("関連計画", &["名称", "区分", "開始年度", "終了年度"]),
    ("ライフステージ", &["名称", "時期", "図"]),
    ("支援パッケージ", &["支援名", "種類", "開始", "終了"]),
    ("推進体制", &["区分", "名称"]),
];

/// Reads the whole plan; what is wrong is reported, and the rest is still read, so that
/// all faults are found in one pass. Only a missing sheet or column stops it at once.
pub fn read(
    sheets: &[Sheet],
    book: BookId,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Plan {
    let ids: Vec<SheetId> =
        sheets.iter().map(|s| sources.add_sheet(book, &s.name)).collect();
    let mut reader = Reader {
        sheets,
        ids,
        book,
        diagnostics,
        plan: Plan::default(),
        left_out: HashSet::new(),
    };
    if !reader.is_complete() {
        return reader.plan;
    }
    reader.basics();
    reader.tree();
    reader.divisions();
    reader.scale();
    reader.directions();
    reader.projects();
    reader.indicators();
    reader.related();
    reader.stages();
    reader.supports();
    reader.governance();
    reader.plan
}

/// Larger figures would overflow exact sums.
const MAX_NUMBER: Decimal = Decimal::from_parts(2_808_348_672, 232_830_643, 0, false, 0);

struct Reader<'a> {
    sheets: &'a [Sheet],
    ids: Vec<SheetId>,
    book: BookId,
    diagnostics: &'a mut Diagnostics,
    plan: Plan,
    /// IDs of records that were left out because of a fault of their own.
    left_out: HashSet<String>,
}

impl<'a> Reader<'a> {
    /// Whether every sheet and column is there. What is missing is reported alone: all
    /// that refers to it would look wrong too.
    fn is_complete(&mut self) -> bool {
        let before = self.diagnostics.count(Severity::Error);
        for (name, required) in SHEETS {
            match self.position(name) {
                Some(i) => {
                    let sheet = &self.sheets[i];
                    let table = Table::new(sheet, self.book, self.ids[i]);
                    table.require(required, self.diagnostics);
                }
                None => self.diagnostics.push(
                    Diagnostic::new(
                        &catalog::PLAN_MISSING,
                        format!("「{name}」のシートがありません"),
                    )
                    .at(Origin::book(self.book)),
                ),
            }
        }
        self.diagnostics.count(Severity::Error) == before
    }

    fn table(&self, name: &str) -> Option<Table<'a>> {
        let i = self.position(name)?;
        Some(Table::new(&self.sheets[i], self.book, self.ids[i]))
    }

    fn value_fault(&mut self, origin: Origin, text: String) {
        self.diagnostics.push(Diagnostic::new(&catalog::PLAN_VALUE, text).at(origin));
    }

    /// A reference that is empty, or that no record answers. One to a record that was
    /// itself left out for a fault is not reported again.
    fn reference_fault(&mut self, row: Row, column: &str, wanted: &str, text: String) {
        let origin = row.origin(column);
        if wanted.is_empty() {
            self.value_fault(origin, format!("{column}が空です"));
            return;
        }
        if self.left_out.contains(wanted) {
            return;
        }
        self.diagnostics.push(Diagnostic::new(&catalog::PLAN_REFERENCE, text).at(origin));
    }

    /// The id of a record; an empty or repeated one is reported and the record skipped.
    fn id(&mut self, row: Row, seen: &mut HashMap<String, Origin>) -> Option<String> {
        let id = row.text("ID");
        let origin = row.origin("ID");
        if id.is_empty() {
            self.value_fault(origin, "ID が空です".to_owned());
            return None;
        }
        if seen.insert(id.clone(), origin).is_some() {
            let text = format!("ID「{id}」が二つあります");
            self.diagnostics
                .push(Diagnostic::new(&catalog::PLAN_DUPLICATE, text).at(origin));
            return None;
        }
        Some(id)
    }

    fn year(&mut self, row: Row, name: &str) -> Option<FiscalYear> {
        let text = row.text(name);
        if text.is_empty() {
            return None;
        }
        let year = FiscalYear::parse(&text);
        if year.is_none() {
            let text = format!("{name}「{text}」を年度として読めません");
            self.value_fault(row.origin(name), text);
        }
        year
    }

    fn decimal(&mut self, row: Row, col: u32, what: &str) -> Option<Decimal> {
        match row.cell_at(col)? {
            CellValue::Number { value, percent } => {
                let factor = if *percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
                Some(*value * factor)
            }
            other => {
                let text = keep(&other.text());
                let plain = key1(&text).replace(',', "");
                if matches!(plain.as_str(), "" | "-" | "ー") {
                    return None;
                }
                let value =
                    Decimal::from_str(&plain).ok().filter(|v| v.abs() < MAX_NUMBER);
                if value.is_none() {
                    let text = format!("{what}「{text}」を数として読めません");
                    self.value_fault(row.origin_at(col), text);
                }
                value
            }
        }
    }

    fn basics(&mut self) {
        let Some(table) = self.table("基本情報") else {
            return;
        };
        let mut basics = Basics::default();
        let (mut first, mut last) = (None, None);
        for row in table.rows() {
            let value = row.text("内容");
            match row.text("項目").as_str() {
                "計画名" => basics.name = value,
                "市町村名" => basics.municipality = value,
                "基本理念" => {
                    basics.vision = value.lines().map(str::to_owned).collect();
                }
                "計画期間の初年度" => first = self.year(row, "内容"),
                "計画期間の最終年度" => last = self.year(row, "内容"),
                "発行・編集" => basics.publisher = value,
                "取りまとめ担当課" => basics.office = value,
                "郵便番号" => basics.postcode = value,
                "所在地" => basics.address = value,
                "電話番号" => basics.phone = value,
                "支援パッケージ名" => basics.package = value,
                "" => {}
                other => basics.others.push((other.to_owned(), value)),
            }
        }
        let whole = table.rows().next().map(|r| r.origin("項目"));
        let origin = whole.unwrap_or(Origin::book(self.book));
        for (name, value) in [
            ("計画名", basics.name.is_empty()),
            ("市町村名", basics.municipality.is_empty()),
            ("基本理念", basics.vision.is_empty()),
            ("発行・編集", basics.publisher.is_empty()),
        ] {
            if value {
                self.value_fault(origin, format!("「{name}」の内容が空です"));
            }
        }
        match (first, last) {
            (Some(a), Some(b)) if a <= b && b.western() - a.western() < 20 => {
                basics.period = Some((a, b));
            }
            _ => {
                let text =
                    "「計画期間の初年度」と「計画期間の最終年度」が正しくありません";
                self.value_fault(origin, text.to_owned());
            }
        }
        self.plan.basics = basics;
    }

    fn tree(&mut self) {
        let Some(table) = self.table("体系") else { return };
        let mut seen = HashMap::new();
        for row in table.rows() {
            let Some(id) = self.id(row, &mut seen) else { continue };
            let (name, number) = (row.text("名称"), row.text("番号"));
            let parent = row.text("上位ID");
            if name.is_empty() {
                self.value_fault(row.origin("名称"), "名称が空です".to_owned());
            }
            match row.text("種別").as_str() {
                "体系" => self.plan.pillars.push(Pillar { id, name }),
                "基本目標" => {
                    let Some(pillar) =
                        self.plan.pillars.iter().position(|p| p.id == parent)
                    else {
                        let text = format!("上位ID「{parent}」の体系がありません");
                        self.reference_fault(row, "上位ID", &parent, text);
                        self.left_out.insert(id);
                        continue;
                    };
                    let short = row.text("略称");
                    let short = if short.is_empty() { name.clone() } else { short };
                    self.plan.goals.push(Goal { id, pillar, number, name, short });
                }
                "施策" | "施策の展開" => {
                    let Some(goal) = self.plan.goals.iter().position(|g| g.id == parent)
                    else {
                        let text = format!("上位ID「{parent}」の基本目標がありません");
                        self.reference_fault(row, "上位ID", &parent, text);
                        self.left_out.insert(id);
                        continue;
                    };
                    self.plan.measures.push(Measure { id, goal, number, name });
                }
                other => {
                    let text = format!(
                        "種別「{other}」は 体系・基本目標・施策 のどれでもありません"
                    );
                    self.value_fault(row.origin("種別"), text);
                }
            }
        }
    }

    fn divisions(&mut self) {
        let Some(table) = self.table("担当課") else { return };
        let mut seen = HashMap::new();
        for row in table.rows() {
            let Some(id) = self.id(row, &mut seen) else { continue };
            self.plan.divisions.push(Division {
                id,
                name: row.text("課名"),
                department: row.text("部名"),
                aliases: row.list("別名"),
            });
        }
    }

    fn scale(&mut self) {
        let Some(table) = self.table("評価区分") else { return };
        let mut scale = GradeScale::default();
        for row in table.rows() {
            let rank = row.text("順位").parse().ok();
            if rank.is_none() {
                let text = format!("順位「{}」を数として読めません", row.text("順位"));
                self.value_fault(row.origin("順位"), text);
            }
            let style = match row.text("模様").as_str() {
                "濃" => GradeStyle::Dark,
                "中" => GradeStyle::Mid,
                "淡" => GradeStyle::Light,
                "斜線" => GradeStyle::Hatch,
                "なし" | "" => GradeStyle::None,
                other => {
                    let text = format!(
                        "模様「{other}」は 濃・中・淡・斜線・なし のどれでもありません"
                    );
                    self.value_fault(row.origin("模様"), text);
                    GradeStyle::None
                }
            };
            scale.grades.push(Grade {
                code: row.text("コード"),
                symbol: row.text("記号"),
                name: row.text("名称"),
                meaning: row.text("意味"),
                rank: rank.unwrap_or(u32::MAX),
                on_track: row.is_marked("計画どおり以上"),
                counted: row.is_marked("分母に入れる"),
                reason_required: row.is_marked("理由必須"),
                style,
                aliases: row.list("別名"),
            });
        }
        scale.grades.sort_by_key(|g| g.rank);
        let origin =
            table.rows().next().map_or(Origin::book(self.book), |r| r.origin("順位"));
        for fault in lint_scale(&scale) {
            self.diagnostics
                .push(Diagnostic::new(&catalog::SCALE_INVALID, fault).at(origin));
        }
        self.plan.scale = scale;
    }

    fn directions(&mut self) {
        let Some(table) = self.table("方向性") else { return };
        for row in table.rows() {
            self.plan.directions.push(Direction {
                name: row.text("名称"),
                kind: row.text("区分"),
                aliases: row.list("別名"),
            });
        }
    }

    fn division_named(&mut self, row: Row, column: &str, name: &str) -> Option<usize> {
        let key = key1(name);
        let found = self.plan.divisions.iter().position(|d| {
            d.id == name
                || key1(&d.name) == key
                || d.aliases.iter().any(|a| key1(a) == key)
        });
        if found.is_none() {
            let text = format!("{column}「{name}」が「担当課」のシートにありません");
            self.reference_fault(row, column, name, text);
        }
        found
    }

    fn measure_named(&mut self, row: Row, column: &str, id: &str) -> Option<usize> {
        let found = self.plan.measures.iter().position(|m| m.id == id);
        if found.is_none() {
            let text = format!("{column}「{id}」が「体系」のシートの施策にありません");
            self.reference_fault(row, column, id, text);
        }
        found
    }

    fn projects(&mut self) {
        let Some(table) = self.table("事業") else { return };
        let mut seen = HashMap::new();
        for row in table.rows() {
            let Some(id) = self.id(row, &mut seen) else { continue };
            let name = row.text("事業名");
            if name.is_empty() {
                self.value_fault(row.origin("事業名"), "事業名が空です".to_owned());
            }
            let measure = self.measure_named(row, "施策ID", &row.text("施策ID"));
            let division = self.division_named(row, "担当課", &row.text("担当課"));
            let reposts = row.list("再掲");
            let reposts = reposts
                .iter()
                .filter_map(|m| self.measure_named(row, "再掲", m))
                .collect();
            let partners = row.list("関係課");
            let partners = partners
                .iter()
                .filter_map(|d| self.division_named(row, "関係課", d))
                .collect();
            let (start, end) = (self.year(row, "開始年度"), self.year(row, "終了年度"));
            let (Some(measure), Some(division)) = (measure, division) else {
                self.left_out.insert(id);
                continue;
            };
            self.plan.projects.push(Project {
                id,
                number: row.text("番号"),
                name,
                measure,
                reposts,
                division,
                partners,
                priority: row.is_marked("重点"),
                kind: row.text("区分"),
                summary: row.text("概要"),
                start,
                end,
                origin: row.origin("ID"),
            });
        }
    }

    fn indicators(&mut self) {
        let Some(table) = self.table("指標") else { return };
        let period = self.plan.years();
        let mut target_columns = Vec::new();
        for (head, col) in table.columns_ending("目標") {
            match FiscalYear::parse(&head) {
                Some(year) if period.contains(&year) => target_columns.push((year, col)),
                Some(year) => {
                    let text =
                        format!("{}の目標の列は計画期間の外です", year.era_label());
                    self.diagnostics.push(
                        Diagnostic::new(&catalog::YEAR_OUTSIDE, text)
                            .at(table.header_origin(col)),
                    );
                }
                None => {}
            }
        }
        let mut seen = HashMap::new();
        for row in table.rows() {
            let Some(id) = self.id(row, &mut seen) else { continue };
            let owner = row.text("事業ID");
            let Some(project) = self.plan.projects.iter().position(|p| p.id == owner)
            else {
                let text = format!("事業ID「{owner}」が「事業」のシートにありません");
                self.reference_fault(row, "事業ID", &owner, text);
                continue;
            };
            let tendency = match row.text("方向").as_str() {
                "増やす" | "増" | "増加" => Tendency::Increase,
                "減らす" | "減" | "減少" => Tendency::Decrease,
                "維持" | "保つ" => Tendency::Keep,
                "なじまない" | "指標になじまない" | "" => Tendency::Unsuited,
                other => {
                    let text = format!(
                        "方向「{other}」は 増やす・減らす・維持・なじまない のどれでもありません"
                    );
                    self.value_fault(row.origin("方向"), text);
                    Tendency::Unsuited
                }
            };
            let kind = match row.text("種別").as_str() {
                "成果" => IndicatorKind::Outcome,
                _ => IndicatorKind::Output,
            };
            let mut targets = Vec::new();
            for (year, col) in &target_columns {
                if let Some(value) = self.decimal(row, *col, "目標値") {
                    targets.push((*year, value));
                }
            }
            let baseline = match row.origin("基準値").place {
                crate::diag::Place::Cell(cell) if row.cell("基準値").is_some() => {
                    self.decimal(row, cell.col, "基準値")
                }
                _ => None,
            };
            let decimals = row.text("小数桁").parse().unwrap_or(0).min(6);
            let baseline_year = self.year(row, "基準年度");
            self.plan.indicators.push(Indicator {
                id,
                project,
                name: row.text("指標名"),
                kind,
                unit: canonical_unit(&row.text("単位")),
                tendency,
                decimals,
                baseline,
                baseline_year,
                targets,
                timing: row.text("集計時点"),
                source: row.text("出典"),
                featured: row.is_marked("概要版"),
                origin: row.origin("ID"),
            });
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.sheets.iter().position(|s| key1(&s.name) == key1(name))
    }

    fn related(&mut self) {
        let Some(table) = self.table("関連計画") else { return };
        for row in table.rows() {
            let name = row.text("名称");
            let relation = match row.text("区分").as_str() {
                "国・県" => Relation::Outer,
                "上位計画" => Relation::Upper,
                "本計画" => Relation::Own,
                "一体" => Relation::Joint,
                "関連" => Relation::Related,
                other => {
                    let text = format!(
                        "区分「{other}」は 国・県・上位計画・本計画・一体・関連 のどれでもありません"
                    );
                    self.value_fault(row.origin("区分"), text);
                    continue;
                }
            };
            let years = (self.year(row, "開始年度"), self.year(row, "終了年度"));
            let term = match years {
                (Some(from), Some(to)) if from <= to => Some(Term {
                    from,
                    to,
                    label: row.text("帯の文字"),
                    next: row.is_marked("次期"),
                    joint: row.is_marked("一体化"),
                }),
                (None, None) => None,
                _ => {
                    let text = "開始年度と終了年度が正しくありません".to_owned();
                    self.value_fault(row.origin("開始年度"), text);
                    None
                }
            };
            match self.plan.related.iter_mut().find(|p| p.name == name) {
                Some(plan) => plan.terms.extend(term),
                None => self.plan.related.push(RelatedPlan {
                    short: row.text("略称"),
                    name,
                    relation,
                    terms: term.into_iter().collect(),
                }),
            }
        }
    }

    fn stages(&mut self) {
        let Some(table) = self.table("ライフステージ") else {
            return;
        };
        for row in table.rows() {
            self.plan.stages.push(LifeStage {
                name: row.text("名称"),
                band: row.text("時期"),
                chart: if row.text("図") == "2" { 2 } else { 1 },
            });
        }
    }

    fn supports(&mut self) {
        let Some(table) = self.table("支援パッケージ") else { return };
        for row in table.rows() {
            let mut stage = |name: &str| {
                let wanted = row.text(name);
                let found = self.plan.stages.iter().position(|s| s.name == wanted);
                if found.is_none() {
                    let text = format!(
                        "{name}「{wanted}」が「ライフステージ」のシートにありません"
                    );
                    self.reference_fault(row, name, &wanted, text);
                }
                found
            };
            if let (Some(from), Some(to)) = (stage("開始"), stage("終了")) {
                self.plan.supports.push(Support {
                    name: row.text("支援名"),
                    kind: row.text("種類"),
                    from: from.min(to),
                    to: to.max(from),
                    continues: row.is_marked("その先も続く"),
                });
            }
        }
    }

    fn governance(&mut self) {
        let Some(table) = self.table("推進体制") else {
            return;
        };
        for row in table.rows() {
            let role = match row.text("区分").as_str() {
                "会議" => Role::Council,
                "事務局" => Role::Office,
                "庁内" => Role::Divisions,
                "地域" => Role::Partner,
                "PDCA" => Role::Cycle,
                other => {
                    let text = format!(
                        "区分「{other}」は 会議・事務局・庁内・地域・PDCA のどれでもありません"
                    );
                    self.value_fault(row.origin("区分"), text);
                    continue;
                }
            };
            self.plan.governance.push(Governance {
                role,
                letter: row.text("記号"),
                name: row.text("名称"),
                text: row.text("説明"),
                when: row.text("時期"),
            });
        }
    }
}

/// Contradictions of a scale (field.md E-2): a rank twice, a worse grade that counts as
/// on track while a better one does not, no grade in the denominator.
fn lint_scale(scale: &GradeScale) -> Vec<String> {
    let mut faults = Vec::new();
    for pair in scale.grades.windows(2) {
        let [a, b] = pair else { continue };
        if a.rank == b.rank {
            faults.push(format!("「{}」と「{}」の順位が同じです", a.name, b.name));
        }
        if b.on_track && !a.on_track {
            faults.push(format!(
                "「{}」は「{}」より下の順位なのに「計画どおり以上」です",
                b.name, a.name
            ));
        }
    }
    if !scale.grades.iter().any(|g| g.counted) {
        faults.push("分母に入れる段階が一つもありません".to_owned());
    }
    for grade in &scale.grades {
        if grade.on_track && !grade.counted {
            faults.push(format!(
                "「{}」は分母に入らないのに「計画どおり以上」です",
                grade.name
            ));
        }
    }
    faults
}
