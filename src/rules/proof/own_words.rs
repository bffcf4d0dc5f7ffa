//! こども・子ども・子供: one way of writing in one booklet, names apart.

use super::{Reader, Text, each, patterns, whole};
use crate::catalog;
use crate::diag::Diagnostic;
use crate::model::plan::Plan;

const FORMS: [&str; 3] = ["こども", "子ども", "子供"];

patterns! {
    CHILD = "こども|子ども|子供";
    // 法律・会議・事業などの名: 子ども・子育て支援法, 子どもの権利条約, こども家庭庁.
    NAME = "^(?:こども|子ども|子供)(?:・?[一-龥々ァ-ヺー・子育て0-9０-９]*(?:法|条例|大綱|計画|会議|協議会|課|室|係|部|庁|センター|拠点|事業|クラブ|教室|食堂|会|館|園|手当|医療費|基金|白書|本部|サミット|まつり|プラン|戦略|制度|給付|支援金|広場|ひろば|ホーム|110番|育成支援)|・子育て支援|まんなか|誰でも通園|の[一-龥々ァ-ヺー・]*(?:法|法律|条例|条約|宣言|憲章|大綱|計画|指針|基金|の日))";
    // 「…」 and 『…』 without a sentence in them are titles.
    TITLE = "[「『][^「」『』。]{1,40}[」』]";
}

/// How this plan writes it: as in its name, else as the texts mostly do.
pub(super) fn preferred(plan: &Plan, texts: &[Text]) -> &'static str {
    let name = &plan.basics.name;
    let count = |form: &str| -> usize {
        let free = |t: &Text| {
            let hits = t.text.match_indices(form);
            hits.filter(|(at, _)| is_word(t, *at, *at + form.len())).count()
        };
        texts.iter().map(free).sum()
    };
    let mut forms = FORMS.iter().copied();
    forms.clone().find(|form| name.contains(form)).unwrap_or_else(|| {
        // Of equals the first: こども is the word of こども基本法.
        let first = forms.next().unwrap_or_default();
        let most = |best, form| if count(form) > count(best) { form } else { best };
        forms.fold(first, most)
    })
}

/// Whether the word stands for itself, not in a name or a title.
fn is_word(text: &Text, start: usize, end: usize) -> bool {
    let in_title = each(&TITLE, text.text)
        .filter_map(|found| whole(&found))
        .any(|title| title.start() <= start && end <= title.end());
    let in_name = each(&NAME, &text.text[start..]).next().is_some();
    !in_title && !in_name && !text.is_named(&(start..end))
}

pub(super) fn check(text: &Text, reader: &Reader) -> Vec<Diagnostic> {
    let wanted = reader.child;
    let mut found: Vec<Diagnostic> = misspelled_names(text, reader).collect();
    for word in each(&CHILD, text.text).filter_map(|c| whole(&c)) {
        if word.as_str() == wanted || !is_word(text, word.start(), word.end()) {
            continue;
        }
        let say = |around: &str| {
            format!(
                "「{}」は、この計画の書き方「{wanted}」と違います: 「{around}」",
                word.as_str()
            )
        };
        let hint = "法律・会議・事業などの名であれば、tenken.toml の［校正］の「許す」に、その名を加えてください";
        found.extend(text.remark(&catalog::CHILD_WORD, word.range(), say, hint));
    }
    found
}

/// 「みほん市子ども計画」 where the plan is called みほん市こども計画.
fn misspelled_names<'a>(
    text: &'a Text,
    reader: &'a Reader,
) -> impl Iterator<Item = Diagnostic> + 'a {
    reader.names.exact.iter().flat_map(move |name| {
        let own = FORMS.iter().find(|form| name.contains(**form));
        let others = FORMS.iter().filter(move |form| Some(*form) != own);
        own.into_iter().flat_map(move |own| {
            let wrong = others.clone().map(move |other| name.replace(own, other));
            wrong.flat_map(move |wrong| {
                let hits = text.text.match_indices(&wrong);
                let ranges: Vec<_> = hits.map(|(at, w)| at..at + w.len()).collect();
                ranges
                    .into_iter()
                    .filter_map(move |range| {
                        let say = |_: &str| {
                            format!("「{wrong}」は、計画.xlsx の名「{name}」と違います")
                        };
                        let hint = format!("「{name}」と書きます");
                        text.remark(&catalog::CHILD_WORD, range, say, hint)
                    })
                    .collect::<Vec<_>>()
            })
        })
    })
}
