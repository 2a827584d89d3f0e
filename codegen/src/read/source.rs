//! Texts and where they come from.

use std::fs;
use std::path::Path;

use crate::diagnostics::{Code, Diagnostics, Place, Severity};

/// Files above this size are refused.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A text and what the user calls it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// As shown to the user: the path as given.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// A text that is already at hand.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Reads a file.
    pub fn load(path: impl AsRef<Path>, diags: &mut Diagnostics) -> Option<Self> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let bytes = load_bytes(path, &name, diags)?;
        Self::from_bytes(name, bytes, diags)
    }

    /// Takes the content of a file.
    pub fn from_bytes(name: String, bytes: Vec<u8>, diags: &mut Diagnostics) -> Option<Self> {
        match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.remove(0);
                }
                Some(Self { name, text })
            }
            Err(error) => {
                report_not_utf8(name, &error, diags);
                None
            }
        }
    }
}

fn load_bytes(path: &Path, name: &str, diags: &mut Diagnostics) -> Option<Vec<u8>> {
    let mut refuse = |code, message: String, help: &str| {
        let place = Place::File(name.to_owned());
        diags.report(code, Severity::Error, place, message).help(help);
        None
    };
    let size = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            return refuse(
                Code::FileUnreadable,
                "this is a folder".to_owned(),
                "name a file in it",
            );
        }
        Ok(metadata) => metadata.len(),
        Err(error) => {
            return refuse(Code::FileUnreadable, error.to_string(), "check the path");
        }
    };
    if size > MAX_BYTES {
        let message = format!("the file has {size} bytes; at most {MAX_BYTES} are read");
        return refuse(Code::FileTooLarge, message, "check the path");
    }
    match fs::read(path) {
        Ok(bytes) => Some(bytes),
        Err(error) => refuse(Code::FileUnreadable, error.to_string(), "check the permissions"),
    }
}

fn report_not_utf8(file: String, error: &std::string::FromUtf8Error, diags: &mut Diagnostics) {
    let bytes = error.as_bytes();
    let good = bytes.get(..error.utf8_error().valid_up_to()).unwrap_or_default();
    let text = String::from_utf8_lossy(good);
    let line = text.matches('\n').count() + 1;
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let help = if utf16 { "it looks like UTF-16; save it as UTF-8" } else { "save it as UTF-8" };
    diags
        .report(
            Code::NotUtf8,
            Severity::Error,
            Place::Text { file, line, column },
            "the text is not UTF-8 from here on",
        )
        .help(help);
}
