//! The command line: what can be typed, in Japanese, and nothing else.

use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand, ValueEnum};
use tenken::pipeline::REPORT;

const TEMPLATE: &str = "\
{about}

使い方: {usage}

{all-args}{after-help}";

/// 市町村計画の点検・評価を、帳票から概要版と進捗状況一覧表まで一度に作ります。
#[derive(Debug, Parser)]
#[command(
    name = "tenken",
    version,
    about = "市町村計画の点検・評価を、各課の帳票から概要版と進捗状況一覧表まで一度に作ります。",
    after_help = "計画のフォルダ（tenken.toml のあるフォルダ）をこのプログラムに重ねて離すと、tenken build と同じに動きます。",
    help_template = TEMPLATE,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// この説明を表示します
    #[arg(short, long, action = clap::ArgAction::Help, global = true, help_heading = "共通")]
    help: Option<bool>,
    /// 版を表示します
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "共通")]
    version: Option<bool>,
    /// 何をするか。
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 計画のフォルダを読み、概要版・一覧表・確認の資料を作ります
    #[command(help_template = TEMPLATE, override_usage = "tenken build [フォルダ] [指定]")]
    Build(Build),
    /// 計画のフォルダを読み、誤りと注意を知らせます（何も書きません）
    #[command(help_template = TEMPLATE, override_usage = "tenken check [フォルダ] [指定]")]
    Check(Examine),
    /// 作った公表物を読み直し、入力や計算と違うところを知らせます（何も書きません）
    #[command(help_template = TEMPLATE, override_usage = "tenken verify <出力のフォルダ> [指定]")]
    Verify(Verify),
    /// 誤りの番号（E203 など）の意味と直し方を表示します
    #[command(help_template = TEMPLATE, override_usage = "tenken explain [番号]")]
    Explain(Explain),
    /// 新しい計画のフォルダを作ります
    #[command(help_template = TEMPLATE, override_usage = "tenken new <フォルダ> [--sample | --templates]")]
    New(New),
}

/// `tenken build`.
#[derive(Debug, Args)]
#[command(next_help_heading = "指定")]
pub struct Build {
    /// What is read and how it is told.
    #[command(flatten)]
    pub check: Check,
    /// 出力のフォルダ（ふつうは、計画のフォルダの隣の output）
    #[arg(long, value_name = "フォルダ")]
    pub output: Option<PathBuf>,
    /// 作るものを絞ります（概要版、進捗、テキスト、一覧表、公開、印刷、確認）。くり返せます
    #[arg(long, value_name = "名前", hide_possible_values = true)]
    pub only: Vec<Product>,
}

/// `tenken check`.
#[derive(Debug, Args)]
#[command(next_help_heading = "指定")]
pub struct Examine {
    /// What is read and how it is told.
    #[command(flatten)]
    pub check: Check,
    /// フォルダの代わりに書いた一つのファイルを調べます。「入稿」は印刷会社に渡す PDF、「機械可読」は公開する表（.xlsx、.csv など）
    #[arg(long, value_name = "規則", hide_possible_values = true)]
    pub rules: Option<RuleSet>,
    /// 「機械可読」で比べる、前の年のファイル（年によって形が変わっていないかを判定します）
    #[arg(long, value_name = "ファイル")]
    pub before: Option<PathBuf>,
}

/// What `--rules` chooses from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RuleSet {
    /// What printers ask of a PDF.
    #[value(name = "入稿")]
    Press,
    /// 行政データにおける機械可読性に関するルール.
    #[value(name = "機械可読")]
    Readability,
}

/// What is read, and how findings are told.
#[derive(Debug, Args)]
#[command(next_help_heading = "指定")]
pub struct Check {
    /// 計画のフォルダ
    #[arg(value_name = "フォルダ", default_value = "input", hide_default_value = true)]
    pub dir: PathBuf,
    /// 注意が一つでもあれば、誤りがあるときと同じに扱います
    #[arg(long)]
    pub deny_warnings: bool,
    /// 帳票ごとに、どの見出しをどの項目として読んだかを表示します
    #[arg(long)]
    pub explain_layout: bool,
    /// 診断の書き方（human: 詳しく、short: 一行ずつ、json）
    #[arg(
        long,
        value_name = "書き方",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: Format,
}

/// `tenken verify`.
#[derive(Debug, Args)]
#[command(next_help_heading = "指定")]
pub struct Verify {
    /// 出力のフォルダ（例: output/令和9年度）
    #[arg(value_name = "出力のフォルダ")]
    pub dir: PathBuf,
    /// もとの計画のフォルダ（ふつうは、output の隣のもの）
    #[arg(long, value_name = "フォルダ")]
    pub plan: Option<PathBuf>,
    /// 診断の書き方（human: 詳しく、short: 一行ずつ）
    #[arg(
        long,
        value_name = "書き方",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: Format,
}

/// `tenken explain`.
#[derive(Debug, Args)]
#[command(next_help_heading = "指定")]
pub struct Explain {
    /// 番号（E203 など）。書かなければ一覧を表示します
    #[arg(value_name = "番号")]
    pub code: Option<String>,
}

/// `tenken new`.
#[derive(Debug, Args)]
#[command(next_help_heading = "指定")]
pub struct New {
    /// 作るフォルダ
    #[arg(value_name = "フォルダ")]
    pub dir: PathBuf,
    /// 架空の見本一式（計画・原稿・各課の帳票）を入れます
    #[arg(long)]
    pub sample: bool,
    /// デザイナーのための、冊子のひな形と書体の一式を取り出します
    #[arg(long, conflicts_with = "sample")]
    pub templates: bool,
}

/// What `--only` chooses from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Product {
    /// 概要版.pdf.
    #[value(name = "概要版")]
    Booklet,
    /// 概要版.txt.
    #[value(name = "テキスト")]
    Text,
    /// 進捗状況報告.pdf: the pages of results alone.
    #[value(name = "進捗")]
    Report,
    /// 進捗状況一覧表.xlsx.
    #[value(name = "一覧表")]
    Table,
    /// 公開/.
    #[value(name = "公開")]
    Public,
    /// 印刷用/.
    #[value(name = "印刷")]
    Press,
    /// 確認/.
    #[value(name = "確認")]
    Confirmation,
}

impl Product {
    /// Whether an output belongs to this product.
    pub fn holds(self, path: &str) -> bool {
        match self {
            Product::Booklet => path == "概要版.pdf",
            Product::Text => path == "概要版.txt",
            Product::Report => path == REPORT,
            Product::Table => path == "進捗状況一覧表.xlsx",
            Product::Public => path.starts_with("公開/"),
            Product::Press => path.starts_with("印刷用/"),
            Product::Confirmation => path.starts_with("確認/"),
        }
    }
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Several lines each.
    Human,
    /// One line each.
    Short,
    /// The file of 確認/.
    Json,
}

/// What clap has to say, in Japanese; help and version come through as they are.
pub fn explain_usage(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(list)) => list.join("、"),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let near = context(ContextKind::SuggestedSubcommand);
            let near = if near.is_empty() {
                near
            } else {
                format!("「{near}」ではありませんか。")
            };
            format!(
                "命令「{}」はありません。{near}",
                context(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::UnknownArgument => {
            let near = context(ContextKind::SuggestedArg);
            let near = if near.is_empty() {
                near
            } else {
                format!("「{near}」ではありませんか。")
            };
            format!("「{argument}」という指定はありません。{near}")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("「{argument}」に続けて値を書いてください。")
        }
        ErrorKind::InvalidValue => {
            let known = context(ContextKind::ValidValue);
            format!("「{argument}」の値「{value}」は使えません（使える値: {known}）。")
        }
        ErrorKind::MissingRequiredArgument => {
            format!("「{argument}」を指定してください。")
        }
        ErrorKind::TooManyValues | ErrorKind::ArgumentConflict => {
            format!("「{argument}」の指定が多すぎます。")
        }
        ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "命令を指定してください。".to_owned()
        }
        _ => "指定の書き方が正しくありません。".to_owned(),
    };
    format!("{what}\n使い方は tenken --help で表示します。")
}
