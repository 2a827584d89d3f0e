//! Names of the ways in which a body may be written.

use std::collections::BTreeSet;

use super::candidates::TYPE;
use crate::model::Content;

/// A variant for each content, in their order: what the media type is called, with more of it where
/// two would be the same.
pub(super) fn name_contents(contents: &[Content]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut names = Vec::new();
    for content in contents {
        let media_type = &content.media_type.0;
        let numbered = (2_u32..).map(|number| TYPE.case.numbered(&whole_name(media_type), number));
        let candidates = [short_name(media_type), whole_name(media_type)].into_iter();
        let free = candidates.chain(numbered).find(|name| !taken.contains(name));
        let name = free.unwrap_or_default();
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

fn short_name(media_type: &str) -> String {
    let (main, sub) = media_type.split_once('/').unwrap_or((media_type, ""));
    match (main, sub) {
        ("*", _) => "Any".to_owned(),
        (main, "*") => TYPE.plain(main),
        ("application", "x-www-form-urlencoded") => "Form".to_owned(),
        ("multipart", "form-data") => "Multipart".to_owned(),
        ("application", "octet-stream") => "Bytes".to_owned(),
        ("text", "plain") => "Text".to_owned(),
        (_, sub) => {
            let sub = sub.strip_prefix("x-").unwrap_or(sub);
            TYPE.plain(sub.strip_prefix("vnd.").unwrap_or(sub))
        }
    }
}

fn whole_name(media_type: &str) -> String {
    TYPE.plain(&media_type.replace('*', " any "))
}

#[cfg(test)]
mod tests {
    use super::name_contents;
    use crate::model::{BodyKind, Content, MediaType, Pointer};

    #[test]
    fn names_say_what_media_types_are() {
        let listed = [
            ("application/json", "Json"),
            ("application/xml", "Xml"),
            ("text/xml", "TextXml"),
            ("application/vnd.github.diff", "GithubDiff"),
            ("image/*", "Image"),
            ("*/*", "Any"),
            ("application/x-ndjson", "Ndjson"),
            ("application/ndjson", "ApplicationNdjson"),
        ];
        let contents = listed.map(|(media_type, _)| Content {
            origin: Pointer::root(),
            media_type: MediaType(media_type.to_owned()),
            kind: BodyKind::Bytes,
        });
        assert_eq!(name_contents(&contents), listed.map(|(_, name)| name));
    }
}
