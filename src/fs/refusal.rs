//! What the machine says when it refuses, in Japanese; its own words are kept as 記録.

use std::io::{self, ErrorKind};

/// 「開く権限がありません（記録: Permission denied (os error 13)）」.
pub fn refusal(error: &io::Error) -> String {
    // Windows: a sharing or locking violation has no kind of its own.
    let held = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    let what = match error.kind() {
        _ if held => "ほかのプログラムで開いています",
        ErrorKind::NotFound => "ファイルかフォルダが見付かりません",
        ErrorKind::PermissionDenied => {
            "読み書きの権限がないか、ほかのプログラムで開いています"
        }
        ErrorKind::AlreadyExists => "同じ名のものがすでにあります",
        ErrorKind::NotADirectory => "フォルダではありません",
        ErrorKind::IsADirectory => "ファイルではなくフォルダです",
        ErrorKind::ReadOnlyFilesystem => "書き込みのできない所です",
        ErrorKind::StorageFull => "空き容量がありません",
        ErrorKind::QuotaExceeded => "使える容量を超えました",
        ErrorKind::FileTooLarge => "ファイルが大きすぎます",
        ErrorKind::InvalidFilename => "使えない名か、長すぎる名です",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "使用中です",
        ErrorKind::TimedOut => "応答がありません",
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::NotConnected
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted => "ネットワークにつながりません",
        ErrorKind::StaleNetworkFileHandle => "ネットワークのフォルダが変わりました",
        ErrorKind::OutOfMemory => "メモリーが足りません",
        ErrorKind::UnexpectedEof => "途中で終わっています",
        ErrorKind::Interrupted => "途中で止められました",
        ErrorKind::BrokenPipe => "受け取る側が閉じました",
        _ => "機械の都合でできません",
    };
    format!("{what}（記録: {error}）")
}

/// A whole error, outermost first: what was tried, then why it failed.
pub fn explain(error: &anyhow::Error) -> String {
    let cause = |cause: &(dyn std::error::Error + 'static)| {
        let text = cause.to_string();
        match cause.downcast_ref::<io::Error>() {
            Some(error) => refusal(error),
            None if text.is_ascii() => format!("記録: {text}"),
            None => text,
        }
    };
    error.chain().map(cause).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn the_machine_speaks_japanese_and_is_quoted() {
        let missing = std::fs::read("ない/ない").map(drop);
        let error = missing.context("「ない」を読めません").unwrap_err();
        let text = explain(&error);
        let expected = "「ない」を読めません: ファイルかフォルダが見付かりません（記録: ";
        assert!(text.starts_with(expected), "{text}");
        let full = refusal(&io::Error::from(ErrorKind::StorageFull));
        assert!(full.starts_with("空き容量がありません（記録: "), "{full}");
    }
}
