//! Cargo features: one for each tag of an operation.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Api;

/// What every crate has besides.
const OWN: [&str; 5] = ["all-tags", "client", "default", "native-tls", "rustls"];

/// Features by tag.
pub(super) fn name_features(api: &Api) -> BTreeMap<String, String> {
    let tags: BTreeSet<&String> = api.operations.iter().flat_map(|o| &o.tags).collect();
    let mut taken: BTreeSet<String> = OWN.map(str::to_owned).into();
    let mut features = BTreeMap::new();
    for tag in tags {
        let plain = plain(tag);
        let numbered = (2..).map(|number: u32| format!("{plain}-{number}"));
        let free = [plain.clone(), format!("{plain}-tag")].into_iter().chain(numbered);
        let free = free.into_iter().find(|name| taken.insert(name.clone()));
        features.insert(tag.clone(), free.unwrap_or_default());
    }
    features
}

/// Words of small letters and digits, which is what Cargo takes.
fn plain(tag: &str) -> String {
    let words = tag.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if name.is_empty() { "tag".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn tags_become_features() {
        for (tag, feature) in [
            ("Pets", "pets"),
            ("Virtual Machines (beta)", "virtual-machines-beta"),
            ("a/b_c", "a-b-c"),
            ("2fa", "2fa"),
            ("日本", "tag"),
            ("", "tag"),
        ] {
            assert_eq!(plain(tag), feature);
        }
    }
}
