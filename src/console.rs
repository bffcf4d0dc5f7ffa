//! The terminal: colours where wanted, a progress line where someone is watching.

use std::cell::RefCell;
use std::io::{Error, ErrorKind, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use tenken::diag::Severity;
use unicode_width::UnicodeWidthStr;

/// Width of the progress line, in columns of half-width characters.
const PROGRESS_WIDTH: usize = 70;

/// Where messages go. `NO_COLOR` and pipes are respected by `anstream`.
pub struct Console {
    watched: bool,
    /// The first line that could not be written.
    failed: RefCell<Option<Error>>,
}

impl Console {
    /// Looks whether someone watches the error stream.
    pub fn new() -> Self {
        Console { watched: std::io::stderr().is_terminal(), failed: RefCell::default() }
    }

    /// Writes what is left, and tells the first thing that could not be written.
    ///
    /// # Errors
    /// A full disk, a broken device. A closed pipe is the reader's choice, not a fault.
    pub fn finish(&self) -> std::io::Result<()> {
        self.keep(std::io::stdout().flush());
        match self.failed.take() {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }

    fn keep(&self, written: std::io::Result<()>) {
        if let Err(error) = written {
            self.failed.borrow_mut().get_or_insert(error);
        }
    }

    /// A line of the result.
    pub fn line(&self, text: &str) {
        self.keep(writeln!(anstream::stdout(), "{text}"));
    }

    /// Bytes of the result.
    pub fn raw(&self, bytes: &[u8]) {
        self.keep(std::io::stdout().write_all(bytes));
    }

    /// A finding, its first line coloured by severity.
    pub fn finding(&self, severity: Severity, text: &str) {
        let colour = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::Cyan,
        };
        let style = Style::new().fg_color(Some(colour.into())).bold();
        let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
        self.keep(writeln!(anstream::stdout(), "{style}{head}{style:#}\n{rest}"));
    }

    /// Trouble of the machine or of the command line.
    pub fn error(&self, text: &str) {
        self.clear_progress();
        let style = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
        let _ = writeln!(anstream::stderr(), "{style}実行できません{style:#}: {text}");
    }

    /// Shows what is being done; nothing in a pipe.
    pub fn progress(&self, what: &str, item: &str) {
        if !self.watched {
            return;
        }
        let mut text = format!("{what}: {item}");
        while text.width() > PROGRESS_WIDTH {
            text.pop();
        }
        let pad = " ".repeat(PROGRESS_WIDTH - text.width());
        let _ = write!(std::io::stderr(), "\r{text}{pad}\r");
    }

    /// Keeps the window open until someone has read it.
    pub fn wait_for_enter(&self) {
        if self.watched && std::io::stdin().is_terminal() {
            self.line("Enter キーを押すと閉じます。");
            // Whatever comes, the window may close.
            let _ = std::io::stdin().read_line(&mut String::new());
        }
    }

    /// Removes the progress line.
    pub fn clear_progress(&self) {
        if self.watched {
            let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(PROGRESS_WIDTH));
        }
    }
}
