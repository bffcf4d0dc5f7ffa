//! Parse, run, print, exit: 0 done, 1 the inputs have errors, 2 usage or machine trouble.

#![forbid(unsafe_code)]

mod args;
mod console;

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use tenken::catalog::{self, Level};
use tenken::diag::{Diagnostics, Severity, Sources};
use tenken::export::{diagnostics, manifest::Manifest};
use tenken::read::grid::is_book_name;
use tenken::text::some_of;
use tenken::{fs, pipeline, readability, sample};

use args::{Cli, Command, Format, RuleSet};
use console::Console;

fn main() -> ExitCode {
    // A parser that panics on a damaged book is caught and reported as a finding.
    std::panic::set_hook(Box::new(|_| {}));
    let (arguments, dropped) = arguments();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let console = Console::new();
    let code = match run(cli.command, &console) {
        Ok(code) => code,
        Err(error) => {
            console.error(&fs::explain(&error));
            ExitCode::from(2)
        }
    };
    let code = match console.finish() {
        Ok(()) => code,
        Err(error) => {
            console.error(&cannot_print(&error));
            ExitCode::from(2)
        }
    };
    if dropped {
        // The window of a dropped folder closes at once, with all that was said.
        console.wait_for_enter();
    }
    code
}

/// A folder dropped on the program is built, a PDF is looked at as a printer would.
fn arguments() -> (Vec<OsString>, bool) {
    let mut list: Vec<_> = std::env::args_os().collect();
    let (folder, pdf) = match &list[..] {
        [_, dropped] => {
            let path = Path::new(dropped);
            let is_pdf = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
            (path.join("tenken.toml").is_file(), is_pdf && path.is_file())
        }
        _ => (false, false),
    };
    if folder {
        list.insert(1, "build".into());
    }
    if pdf {
        list.splice(1..1, ["check", "--rules", "入稿"].map(OsString::from));
    }
    (list, folder || pdf)
}

fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        return match error.print() {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Console::new().error(&cannot_print(&error));
                ExitCode::from(2)
            }
            _ => ExitCode::SUCCESS,
        };
    }
    Console::new().error(&args::explain_usage(error));
    ExitCode::from(2)
}

/// The result did not reach where it was sent: a full disk, a closed device.
fn cannot_print(error: &std::io::Error) -> String {
    format!("結果を書き出せません: {}", fs::refusal(error))
}

fn run(command: Command, console: &Console) -> Result<ExitCode> {
    match command {
        Command::Build(options) => build(&options, console),
        Command::Check(options) => check(&options, console),
        Command::Verify(options) => verify(&options, console),
        Command::Explain(options) => Ok(explain(options.code.as_deref(), console)),
        Command::New(options) => create(&options, console),
    }
}

fn create(options: &args::New, console: &Console) -> Result<ExitCode> {
    let (dir, shown) = (&options.dir, options.dir.display());
    let (what, files, next) = match (options.templates, options.sample) {
        (true, _) => {
            let next = format!("次は: {}", dir.join("templates/README.md").display());
            ("ひな形一式のフォルダ", sample::designer(), next)
        }
        (_, true) => {
            ("計画のフォルダ", sample::files(), format!("次は: tenken check {shown}"))
        }
        _ => {
            let next = format!("次は: tenken check {shown}");
            ("計画のフォルダ", sample::scaffold()?, next)
        }
    };
    fs::create_folder(dir, &files)?;
    let count = files.len();
    console.line(&format!("{what}「{shown}」を作りました（{count} 個のファイル）。"));
    console.line(&next);
    Ok(ExitCode::SUCCESS)
}

fn check(examine: &args::Examine, console: &Console) -> Result<ExitCode> {
    let options = &examine.check;
    match examine.rules {
        Some(RuleSet::Press) => return check_pdf(options, console),
        Some(RuleSet::Readability) => {
            return judge(options, examine.before.as_deref(), console);
        }
        None => {}
    }
    let folder = fs::read_plan_folder(&options.dir, is_book_name)?;
    let checked =
        pipeline::check(&folder, &mut |path| console.progress("読み込み", path));
    console.clear_progress();
    if options.explain_layout {
        explain_layout(&checked, console);
    }
    print_findings(&checked, options.format, console);
    Ok(exit_code(&checked, options.deny_warnings))
}

/// A PDF, as a printer would look at it.
fn check_pdf(options: &args::Check, console: &Console) -> Result<ExitCode> {
    let bytes = fs::read_named(&options.dir)?;
    let name = options.dir.file_name().unwrap_or(options.dir.as_os_str());
    let examined = pipeline::check_pdf(&name.to_string_lossy(), &bytes);
    let list = &examined.diagnostics;
    if options.format == Format::Json {
        let nothing = Default::default();
        console.raw(&diagnostics::json(list, &examined.sources, &nothing));
    } else {
        tell(list, &examined.sources, options.format, console);
        for line in &examined.summary {
            console.line(line);
        }
        count_findings(list, console);
    }
    Ok(exit_for(list, options.deny_warnings))
}

/// One file against the rules of machine readability. A broken rule ends with 1.
fn judge(
    options: &args::Check,
    before: Option<&Path>,
    console: &Console,
) -> Result<ExitCode> {
    let bytes = fs::read_named(&options.dir)?;
    let beside = options.dir.with_file_name("datapackage.json");
    let package = beside.is_file().then(|| fs::read_named(&beside)).transpose()?;
    let name = options.dir.file_name().unwrap_or_default().to_string_lossy();
    let before = before.map(fs::read_named).transpose()?;
    let (package, before) = (package.as_deref(), before.as_deref());
    let report = readability::judge_after(&name, &bytes, package, before);
    let lines = match options.format {
        Format::Human => readability::human(&report, &name),
        _ => readability::short(&report, &name),
    };
    lines.iter().for_each(|line| console.line(line));
    Ok(ExitCode::from(u8::from(!report.is_clean())))
}

/// How each book was understood, before what was found in it.
fn explain_layout(checked: &pipeline::Checked, console: &Console) {
    for (path, lines) in &checked.layouts {
        console.line(&format!("■ {path}"));
        for line in lines {
            console.line(&format!("  {}", line.replace('\n', "\n  ")));
        }
    }
}

fn build(build: &args::Build, console: &Console) -> Result<ExitCode> {
    let options = &build.check;
    let folder = fs::read_plan_folder(&options.dir, is_book_name)?;
    let mut checked =
        pipeline::check(&folder, &mut |path| console.progress("読み込み", path));
    console.progress("組版", "概要版");
    if options.deny_warnings {
        checked.deny_warnings = true;
    }
    // The yearly report is made when it is asked for by name.
    let wanted = |path: &str| match &build.only[..] {
        [] => path != pipeline::REPORT,
        only => only.iter().any(|p| p.holds(path)),
    };
    let mut artifacts = pipeline::build(&mut checked, &wanted)?;
    let output = build.output.clone().unwrap_or_else(|| beside(&options.dir));
    // Without a readable year there is only 確認/ to write.
    let target = checked.year.map_or(output.clone(), |y| output.join(y.era_label()));
    let published = artifacts.iter().any(|a| a.path == fs::MANIFEST);
    console.progress("書き出し", &target.display().to_string());
    let before = fs::read_manifest(&target);
    let before = before.as_deref();
    let earlier = before.map(Manifest::outputs_of).unwrap_or_default();
    // What was not asked for this time is left as it stands.
    let (old, left): (Vec<String>, Vec<String>) =
        earlier.into_iter().partition(|path| wanted(path));
    let there = fs::read_outputs(&target, &left);
    let stale = pipeline::take_over(&mut artifacts, before, &there, &wanted);
    fs::commit(&target, &artifacts)?;
    if !published {
        // 確認/ is new, so the old mark of a whole set no longer holds.
        fs::remove_stale(&target, &[fs::MANIFEST.to_owned()], &artifacts)?;
    }
    if published {
        fs::remove_stale(&target, &old, &artifacts)?;
    }
    console.clear_progress();
    if options.explain_layout {
        explain_layout(&checked, console);
    }
    print_findings(&checked, options.format, console);
    if options.format != Format::Json {
        if published {
            console.line(&format!("作りました: {}", target.display()));
            for artifact in artifacts.iter().filter(|a| !a.path.contains('/')) {
                console.line(&format!("  {}", artifact.path));
            }
            for folder in ["公開/", "印刷用/", "確認/"] {
                let inside = artifacts.iter().filter(|a| a.path.starts_with(folder));
                match inside.count() {
                    0 => {}
                    count => console.line(&format!("  {folder}（{count} 個）")),
                }
            }
            if !stale.is_empty() {
                console.line(&format!(
                    "今回は作らず、今の入力と合うか分からないもの: {}",
                    some_of(&stale[..stale.len().min(5)], stale.len(), "個")
                ));
            }
        } else {
            console.line(&format!(
                "公表物は作っていません。確認の資料だけを書きました: {}",
                target.join("確認").display()
            ));
            if before.is_some() {
                console.line("前に作った公表物は、そのまま残っています。");
            }
        }
    }
    Ok(exit_code(&checked, options.deny_warnings))
}

/// Re-reads what was made. Differences end with 1, as errors of the inputs do.
fn verify(options: &args::Verify, console: &Console) -> Result<ExitCode> {
    if options.format == Format::Json {
        anyhow::bail!("tenken verify の --format は human か short です");
    }
    let found = fs::read_output_folder(&options.dir)?;
    let plan = match &options.plan {
        Some(dir) => Some(dir.clone()),
        None => {
            let beside = fs::plan_folders(&options.dir.join("../.."))?;
            <[PathBuf; 1]>::try_from(beside).ok().map(|[only]| only)
        }
    };
    let folder = match &plan {
        Some(dir) => Some(fs::read_plan_folder(dir, is_book_name)?),
        None => None,
    };
    let verified = pipeline::verify(&found, folder.as_ref(), &mut |path| {
        console.progress("読み込み", path);
    })?;
    console.clear_progress();
    for finding in verified.diagnostics.iter() {
        match options.format {
            Format::Human => {
                let text = diagnostics::human(finding, &verified.sources);
                console.finding(finding.severity, &text);
            }
            _ => console.line(&diagnostics::short(finding, &verified.sources)),
        }
    }
    let (listed, same) = verified.outputs;
    console.line(&format!("出力 {listed} 個のうち、作ったときのまま {same} 個"));
    match verified.inputs {
        Some((listed, same)) => {
            console.line(&format!("入力 {listed} 個のうち、読んだときのまま {same} 個"));
            let figures = verified.figures;
            console.line(&format!("読み直した数 {figures} 個"));
        }
        None => console.line(
            "もとの計画のフォルダが分からないため、出力の指紋だけを確かめました（--plan で指定できます）",
        ),
    }
    let errors = verified.diagnostics.count(Severity::Error);
    console.line(&format!(
        "違い {errors}、注意 {}",
        verified.diagnostics.count(Severity::Warning)
    ));
    Ok(ExitCode::from(u8::from(errors > 0)))
}

/// `output` beside the plan folder.
fn beside(dir: &Path) -> PathBuf {
    match dir.parent() {
        Some(parent) => parent.join("output"),
        None => PathBuf::from("output"),
    }
}

fn exit_code(checked: &pipeline::Checked, deny_warnings: bool) -> ExitCode {
    exit_for(&checked.diagnostics, deny_warnings)
}

fn exit_for(list: &Diagnostics, deny_warnings: bool) -> ExitCode {
    let warned = list.count(Severity::Warning) > 0;
    if list.has_errors() || (deny_warnings && warned) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

fn print_findings(checked: &pipeline::Checked, format: Format, console: &Console) {
    let list = &checked.diagnostics;
    if format == Format::Json {
        let bytes = diagnostics::json(list, &checked.sources, &checked.reconciliation);
        console.raw(&bytes);
        return;
    }
    tell(list, &checked.sources, format, console);
    console.line("照合");
    for line in checked.reconciliation.lines() {
        console.line(&format!("  {line}"));
    }
    count_findings(list, console);
}

fn tell(list: &Diagnostics, sources: &Sources, format: Format, console: &Console) {
    if format == Format::Short {
        for finding in list.iter() {
            console.line(&diagnostics::short(finding, sources));
        }
        return;
    }
    // Remarks are in 確認/diagnostics.json; a person needs errors and warnings.
    for finding in list.iter().filter(|f| f.severity != Severity::Note) {
        console.finding(finding.severity, &diagnostics::human(finding, sources));
    }
}

fn count_findings(list: &Diagnostics, console: &Console) {
    console.line(&format!(
        "誤り {}、注意 {}、備考 {}",
        list.count(Severity::Error),
        list.count(Severity::Warning),
        list.count(Severity::Note)
    ));
}

fn explain(code: Option<&str>, console: &Console) -> ExitCode {
    let Some(code) = code else {
        let mut rules = catalog::all().collect::<Vec<_>>();
        rules.sort_by_key(|rule| &rule.code[1..]);
        for rule in rules {
            console.line(&format!("{}  {}", rule.code, rule.title));
        }
        return ExitCode::SUCCESS;
    };
    let Some(rule) = catalog::find(code) else {
        console.error(&format!(
            "番号「{code}」はありません。番号の一覧は tenken explain で表示します。"
        ));
        return ExitCode::from(2);
    };
    let level = match rule.level {
        Level::Error => "誤り",
        Level::FinalError => "見本・案では注意、確定では誤り",
        Level::Warning => "注意",
        Level::Note => "備考",
    };
    console.line(&format!("{} {}（{level}）", rule.code, rule.title));
    console.line(&format!("何が: {}", rule.what));
    console.line(&format!("なぜ: {}", rule.why));
    console.line(&format!("対処: {}", rule.fix));
    ExitCode::SUCCESS
}
