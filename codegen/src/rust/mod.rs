//! Our small vocabulary over `quote`: identifiers, doc comments and printed files.

mod compact;
mod data;
mod docs;
mod file;
mod ident;
mod inline;
pub(crate) mod lints;
mod literal;
mod markdown;
mod mentions;
mod undescribed;

pub(crate) use data::Data;
pub(crate) use docs::{Doc, code, one_line, plain_line};
pub(crate) use file::RustFile;
pub(crate) use ident::ident;
pub(crate) use literal::{float, quoted};
pub(crate) use markdown::sanitise as markdown_lines;
pub(crate) use mentions::Mentions;
