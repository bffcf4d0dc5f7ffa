use super::*;

/// The names of a plan, as `Phrases::new` finds them.
fn phrases() -> Phrases {
    let names = [
        "小美玉市",
        "小美玉市こども計画",
        "おみたまっ子応援パッケージ",
        "こども課",
        "健康増進課",
        "小美玉市子ども・子育て会議",
        "こども基本法",
        "こども大綱",
        "茨城県のこども計画",
        "小美玉市第2次総合計画",
        "第2次総合計画",
        "第3次小美玉市地域福祉計画",
        "第3期小美玉市子ども・子育て支援事業計画",
        "障がい者計画",
    ];
    Phrases::with_names(&names, "小美玉市")
}

/// Names of 施策, 事業 and plans of Japanese cities and sentences of a booklet, broken by
/// a reader where the eye would rest. The names stand in published plans.
const JUDGED: &[&str] = &[
    "誕生前から|幼児期までの|支援",
    "学童期・|思春期の|支援",
    "こどもの|権利の|尊重",
    "切れ目のない|支援",
    "妊娠・|出産・|子育て期の|切れ目のない|支援の|充実",
    "こども家庭センター|（総合相談）の|運営",
    "児童虐待の|防止",
    "特に|配慮が|必要な|こどもへの|支援",
    "ひとり親家庭の|自立支援",
    "ひとり親家庭等|日常生活支援",
    "放課後児童|健全育成事業|（放課後児童クラブ）",
    "地域子育て|支援拠点事業",
    "乳児家庭|全戸訪問事業|（こんにちは|赤ちゃん事業）",
    "第3期小美玉市|子ども・|子育て支援|事業計画",
    "小美玉市|第2次総合計画",
    "第3次小美玉市|地域福祉計画",
    "高等職業|訓練促進|給付金等事業",
    "ＳＯＳの|出し方に|関する|教育事業",
    "障がいのある|こども・|医療的ケア児への|支援",
    "父親の|とも育て講座",
    "共働き・|共育ての|推進と|男性の|家事・|育児参画",
    "外国に|つながる|こどもと|家庭への|支援",
    "乳幼児・|妊産婦に|やさしい|避難所づくり",
    "ひきこもり相談と|居場所の|運営",
    "母子健康手帳の|交付と|妊婦面談",
    "マタニティ・|両親学級の|開催",
    "保育士等の|人材確保支援",
    "公立保育施設の|ICT化推進事業",
    "学校給食の|食育・|地産地消推進事業",
    "若者の|資格取得|応援補助金",
    "SNSを|使った|若者相談窓口",
    "要保護児童対策|地域協議会の|運営",
    "日本語指導が|必要な|児童生徒への|支援",
    "通学路の|防犯灯と|見守りカメラの|設置",
    "子育て用品|リユース広場",
    "ブックスタートと|おはなし会",
    "脱炭素型|ライフスタイルへの|転換の|促進",
    "みんなが|安心して|暮らせる|まちづくりの|推進",
    "高齢者の|社会参加と|いきがいづくり",
    "公共施設等|総合管理計画に|基づく|施設の|長寿命化",
    "地域共生社会の|実現に|向けた|重層的支援|体制整備事業",
    "悩みや|不安を|抱える|若者の|相談支援",
    "こどもを|守る|110番の|家",
    "「ヤングケアラー」の|内容を|知っている|児童生徒の|割合",
    "福祉避難所4か所の|電源を|調べ、|蓄電池3台を|備えた",
    "4拠点で|延べ8,386組が|利用した",
    "令和8年度～|令和11年度|（4年間）",
    "全体の|割合は|74.8％で、|前年度|（76.8％）を|2.0ポイント|下回りました。",
    "見えてきた|課題を、|担当課の|評価から|抜き出しました。",
    "市の|支援策を|まとめた|「おみたまっ子応援パッケージ」を、|成長の|時期に|沿って|示します。",
    "縦軸は|すべて|0～100％です。",
];

#[test]
fn texts_break_where_a_reader_rests() {
    let phrases = phrases();
    let wrong: Vec<String> = JUDGED
        .iter()
        .map(|expected| (phrases.mark(&expected.replace('|', "")), expected))
        .filter(|(found, expected)| found != *expected)
        .map(|(found, expected)| format!("{found}\n  for {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_proper_noun_of_the_plan_is_never_torn() {
    let name = "みどり野っこ課";
    let text = "各校とみどり野っこ課の連携";
    let learnt = Phrases::with_names(&[name], "");
    assert_eq!(learnt.mark(text), "各校と|みどり野っこ課の|連携");
    // Without the name the dictionary tears it: the plan is what holds it together.
    assert!(!Phrases::with_names(&[], "").mark(text).contains(name));
}

#[test]
fn no_phrase_begins_with_a_particle_or_a_closing_mark() {
    let phrases = phrases();
    for text in JUDGED {
        for phrase in phrases.mark(&text.replace('|', "")).split('|').skip(1) {
            let first = phrase.chars().next().unwrap_or('、');
            assert!(!"をがへのにばぱ、。・）」％ーゃゅょっ".contains(first), "{phrase}");
            assert!(phrase.chars().count() > 1 || phrase == "家", "{text}: {phrase}");
        }
    }
}

#[test]
fn nothing_is_lost_and_nothing_added() {
    let phrases = phrases();
    for text in [
        "",
        "の",
        "|",
        "「第3期 子ども・子育て支援事業計画」（案）の進捗",
        "（（「」））12,345.6％\n改行\r\nABC def",
        "葛\u{E0100}城市の𠮷野🙂e\u{301}",
        "お\u{0}ご",
    ] {
        assert_eq!(phrases.mark(text).replace('|', ""), text.replace('|', "｜"));
    }
}
