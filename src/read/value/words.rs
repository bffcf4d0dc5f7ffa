//! Words around a number (約, 以上, 延べ, 前年比 …) and what they make of it.

/// A word around the number that changes what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// 約, 程度.
    Approx,
    /// A bound by its name (以上, 超, 以下, 未満).
    Bound(&'static str),
    /// A bound that is near as well: 強, 弱, 余り.
    NearBound(&'static str),
    /// 延べ.
    Total,
    /// 実.
    Unique,
    /// 月, 週, 1日: a rate per this.
    Per(&'static str),
    /// 年, 年間: the whole year.
    Yearly,
    /// 平均, 当たり.
    Mean,
    /// 増: upwards.
    Up,
    /// 減: downwards.
    Down,
    /// 前年比.
    Versus,
    /// 5点満点.
    Full,
    /// 累計, 見込み: kept as a remark.
    Remark(&'static str),
    /// 計, 金.
    Silent,
}

/// Words before the number, longer ones first.
pub(super) const BEFORE: [(&str, Mark); 50] = [
    ("延べ人数", Mark::Total),
    ("延人数", Mark::Total),
    ("延べ", Mark::Total),
    ("のべ", Mark::Total),
    ("延", Mark::Total),
    ("実人数", Mark::Unique),
    ("実数", Mark::Unique),
    ("実", Mark::Unique),
    ("おおよそ", Mark::Approx),
    ("おおむね", Mark::Approx),
    ("およそ", Mark::Approx),
    ("概ね", Mark::Approx),
    ("凡そ", Mark::Approx),
    ("大体", Mark::Approx),
    ("だいたい", Mark::Approx),
    ("ほぼ", Mark::Approx),
    ("約", Mark::Approx),
    ("少なくとも", Mark::Bound("以上")),
    ("最小", Mark::Bound("以上")),
    ("最低", Mark::Bound("以上")),
    ("下限", Mark::Bound("以上")),
    ("最大", Mark::Bound("以下")),
    ("最高", Mark::Bound("以下")),
    ("上限", Mark::Bound("以下")),
    ("対前年度比", Mark::Versus),
    ("対前年比", Mark::Versus),
    ("前年度比", Mark::Versus),
    ("前年比", Mark::Versus),
    ("年間", Mark::Yearly),
    ("毎年", Mark::Per("年")),
    ("年", Mark::Yearly),
    ("毎月", Mark::Per("月")),
    ("月間", Mark::Per("月")),
    ("ひと月", Mark::Per("月")),
    ("月", Mark::Per("月")),
    ("毎週", Mark::Per("週")),
    ("週", Mark::Per("週")),
    ("毎日", Mark::Per("日")),
    ("日", Mark::Per("日")),
    ("平均", Mark::Mean),
    ("累計", Mark::Remark("累計")),
    ("見込み", Mark::Remark("見込み")),
    ("推計", Mark::Remark("推計")),
    ("合計", Mark::Silent),
    ("総計", Mark::Silent),
    ("総数", Mark::Silent),
    ("全", Mark::Silent),
    ("計", Mark::Silent),
    ("金", Mark::Silent),
    ("¥", Mark::Silent),
];

/// Words behind the unit.
pub(super) const BEHIND: [(&str, Mark); 34] = [
    ("程度", Mark::Approx),
    ("前後", Mark::Approx),
    ("くらい", Mark::Approx),
    ("ぐらい", Mark::Approx),
    ("ほど", Mark::Approx),
    ("内外", Mark::Approx),
    ("以上", Mark::Bound("以上")),
    ("を超える", Mark::Bound("超")),
    ("超え", Mark::Bound("超")),
    ("超", Mark::Bound("超")),
    ("以下", Mark::Bound("以下")),
    ("以内", Mark::Bound("以下")),
    ("まで", Mark::Bound("以下")),
    ("未満", Mark::Bound("未満")),
    ("強", Mark::NearBound("超")),
    ("余り", Mark::NearBound("超")),
    ("あまり", Mark::NearBound("超")),
    ("余", Mark::NearBound("超")),
    ("弱", Mark::NearBound("未満")),
    ("増加", Mark::Up),
    ("増", Mark::Up),
    ("上昇", Mark::Up),
    ("アップ", Mark::Up),
    ("減少", Mark::Down),
    ("減", Mark::Down),
    ("低下", Mark::Down),
    ("ダウン", Mark::Down),
    ("満点", Mark::Full),
    ("見込み", Mark::Remark("見込み")),
    ("見込", Mark::Remark("見込み")),
    ("予定", Mark::Remark("予定")),
    ("の", Mark::Silent),
    ("を", Mark::Silent),
    ("也", Mark::Silent),
];

/// What a mean may be taken over: 1日平均, 1校当たり.
pub(super) const OVER: [&str; 14] = [
    "か月", "ヶ月", "箇月", "月", "日", "週", "年", "回", "人", "校", "園", "件", "世帯",
    "か所",
];
