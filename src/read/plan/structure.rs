//! 基本情報, 体系, 担当課, 評価区分, 方向性.

use std::collections::HashMap;

use super::Reader;
use crate::catalog;
use crate::diag::{Diagnostic, Origin};
use crate::model::plan::{
    Basics, Direction, Division, Goal, Grade, GradeScale, GradeStyle, Measure, Pillar,
};
use crate::read::table::Row;
use crate::text::key1;

impl Reader<'_> {
    pub(super) fn basics(&mut self) {
        let Some(table) = self.table("基本情報") else {
            return;
        };
        let mut basics = Basics::default();
        let (mut first, mut last) = (None, None);
        for row in table.rows() {
            let value = row.text("内容");
            basics.origins.push((row.text("項目"), row.origin("内容")));
            match row.text("項目").as_str() {
                "計画名" => basics.name = value,
                "市町村名" => basics.municipality = value,
                "団体コード" => basics.code = self.municipality_code(row, value),
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
        if table
            .rows()
            .all(|r| r.text("項目") != "団体コード" || r.text("内容").is_empty())
        {
            let text = "基本情報に「団体コード」がないため、公開データに全国地方公共団体コードが入りません";
            let finding = Diagnostic::new(&catalog::MUNICIPALITY_CODE, text);
            self.diagnostics.push(finding.at(origin));
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

    /// 全国地方公共団体コード with its check digit; anything else is asked about, because
    /// Excel drops a leading 0.
    fn municipality_code(&mut self, row: Row, value: String) -> String {
        if value.is_empty() || is_municipality_code(&value) {
            return value;
        }
        let text = format!(
            "団体コード「{value}」が、検査数字を含む6桁の数字ではありません（頭の 0 が消えているときは、セルの表示形式を文字列にして入れ直してください）"
        );
        self.value_fault(row.origin("内容"), text);
        String::new()
    }

    pub(super) fn tree(&mut self) {
        let Some(table) = self.table("体系") else { return };
        let mut seen = HashMap::new();
        for row in table.rows() {
            let Some(id) = self.id(row, &mut seen) else { continue };
            let (name, number) = (row.text("名称"), row.text("番号"));
            let origin = row.origin("名称");
            let parent = row.text("上位ID");
            if name.is_empty() {
                self.value_fault(row.origin("名称"), "名称が空です".to_owned());
            }
            match row.text("種別").as_str() {
                "体系" => self.plan.pillars.push(Pillar { id, name, origin }),
                "基本目標" => {
                    let Some(pillar) =
                        self.plan.pillars.iter().position(|p| p.id == parent)
                    else {
                        let text = format!("上位ID「{parent}」の体系がありません");
                        self.reference_fault(row, "上位ID", &parent, "体系", text);
                        self.left_out.insert(id);
                        continue;
                    };
                    let short = row.text("略称");
                    let short = if short.is_empty() { name.clone() } else { short };
                    self.plan.goals.push(Goal {
                        id,
                        pillar,
                        number,
                        name,
                        short,
                        origin,
                    });
                }
                "施策" | "施策の展開" => {
                    let Some(goal) = self.plan.goals.iter().position(|g| g.id == parent)
                    else {
                        let text = format!("上位ID「{parent}」の基本目標がありません");
                        self.reference_fault(row, "上位ID", &parent, "体系", text);
                        self.left_out.insert(id);
                        continue;
                    };
                    self.plan.measures.push(Measure { id, goal, number, name, origin });
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

    pub(super) fn divisions(&mut self) {
        let Some(table) = self.table("担当課") else { return };
        let (mut seen, mut names) = (HashMap::new(), HashMap::new());
        let mut cells = Vec::new();
        for row in table.rows() {
            let Some(id) = self.id(row, &mut seen) else { continue };
            self.once(row, "課名", &mut names);
            let aliases = self.aliases(row, "別名");
            cells.push(row.origin("別名"));
            let position = self.plan.divisions.len();
            for name in [&id, &row.text("課名")] {
                self.division_names.entry(key1(name)).or_insert(position);
            }
            self.plan.divisions.push(Division {
                id,
                name: row.text("課名"),
                department: row.text("部名"),
                aliases,
                origin: row.origin("課名"),
            });
        }
        self.division_aliases(&cells);
    }

    pub(super) fn scale(&mut self) {
        let Some(table) = self.table("評価区分") else { return };
        let mut scale = GradeScale::default();
        let mut known = HashMap::new();
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
            let words = self.words(row, &["コード", "記号", "名称"]);
            self.told_apart(
                words,
                &mut known,
                &row.text("名称"),
                &catalog::SCALE_INVALID,
            );
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
                origin: row.origin("名称"),
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

    pub(super) fn directions(&mut self) {
        let Some(table) = self.table("方向性") else { return };
        let mut known = HashMap::new();
        for row in table.rows() {
            let words = self.words(row, &["名称"]);
            self.told_apart(
                words,
                &mut known,
                &row.text("名称"),
                &catalog::PLAN_DUPLICATE,
            );
            self.plan.directions.push(Direction {
                name: row.text("名称"),
                kind: row.text("区分"),
                aliases: row.list("別名"),
                origin: row.origin("名称"),
            });
        }
    }
}

/// Contradictions of a scale (requirement E-2): a rank twice, a worse grade that counts as
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

/// Six digits of which the last is the check digit: 11 less the rest by 11 of the sum of
/// the five digits weighted 6, 5, 4, 3, 2, its last place (総務省「都道府県コード及び市区町村
/// コード」改正一覧の「検査数字を算出する算式」).
fn is_municipality_code(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let [body @ .., check] = digits.as_slice() else { return false };
    if body.len() != 5 || text.len() != 6 {
        return false;
    }
    let sum: u32 = body.iter().zip([6, 5, 4, 3, 2]).map(|(d, weight)| d * weight).sum();
    // A sum below 11 is taken from 11 itself.
    (11 - sum % 11) % 10 == *check
}

#[cfg(test)]
mod tests {
    use super::is_municipality_code;

    #[test]
    fn codes_are_held_by_their_check_digit() {
        // 北海道, 札幌市, 東京都, 千代田区, 大阪市, 小美玉市, 沖縄県: published codes.
        for code in ["010006", "011002", "130001", "131016", "271004", "082368", "470007"]
        {
            assert!(is_municipality_code(code), "{code}");
        }
        for code in ["082369", "82368", "08236", "0823680", "08236８", "茨城県小美玉"]
        {
            assert!(!is_municipality_code(code), "{code}");
        }
    }
}
