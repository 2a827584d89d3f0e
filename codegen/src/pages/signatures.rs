//! The Rust of an operation, read out of the emitted files.

use std::collections::BTreeMap;

use quote::ToTokens;

use crate::emit::Tree;

/// A method as it was emitted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Method {
    /// Names and types, without the receiver.
    pub(super) arguments: Vec<(String, String)>,
    /// What it returns; of a future, what comes out of it.
    pub(super) output: String,
}

/// Everything that can be called.
#[derive(Debug, Default)]
pub(super) struct Signatures {
    /// Methods of the client, by name.
    client: BTreeMap<String, Method>,
    /// Setters of a call, by the name of its inputs.
    setters: BTreeMap<String, Vec<String>>,
    /// Methods of the server's traits, by name.
    server: BTreeMap<String, Method>,
}

impl Signatures {
    /// Reads the sources of both crates, the runtime's aside.
    pub(super) fn read(client: &Tree, server: &Tree) -> Result<Self, String> {
        let mut found = Self::default();
        for file in sources(client) {
            found.client_file(&file?);
        }
        for file in sources(server) {
            found.server_file(&file?);
        }
        Ok(found)
    }

    /// How a client calls: `client.get_pet(id).tag(tag).await?`.
    pub(super) fn call(&self, function: &str, input: &str) -> Option<String> {
        let method = self.client.get(function)?;
        let names: Vec<&str> = method.arguments.iter().map(|(name, _)| name.as_str()).collect();
        let mut call = format!("client.{function}({})", names.join(", "));
        for setter in self.setters.get(input).into_iter().flatten() {
            call.push_str(&format!("\n    .{setter}({setter}) // optional"));
        }
        call.push_str(if call.contains('\n') { "\n    .await?" } else { ".await?" });
        Some(call)
    }

    /// What a server implements, as one writes it.
    pub(super) fn implementation(&self, function: &str) -> Option<String> {
        let method = self.server.get(function)?;
        let mut lines = vec![format!("async fn {function}("), "    &self,".to_owned()];
        lines.extend(method.arguments.iter().map(|(name, kind)| format!("    {name}: {kind},")));
        lines.push(format!(") -> {}", method.output));
        Some(lines.join("\n"))
    }

    fn client_file(&mut self, file: &syn::File) {
        for item in &file.items {
            let syn::Item::Impl(block) = item else { continue };
            if block.trait_.is_some() {
                continue;
            }
            let home = printed(&block.self_ty);
            for method in block.items.iter().filter_map(public_method) {
                if home == "Client" {
                    self.client.insert(method.ident.to_string(), read(method));
                } else if let Some(input) = home.rsplit("operations::").next() {
                    let setters = self.setters.entry(input.trim_end_matches('>').to_owned());
                    setters.or_default().push(method.ident.to_string());
                }
            }
        }
    }

    fn server_file(&mut self, file: &syn::File) {
        for item in &file.items {
            let syn::Item::Trait(block) = item else { continue };
            for item in &block.items {
                if let syn::TraitItem::Fn(method) = item {
                    self.server.insert(method.sig.ident.to_string(), read(&method.sig));
                }
            }
        }
    }
}

fn sources(tree: &Tree) -> impl Iterator<Item = Result<syn::File, String>> {
    let wanted = |path: &str| path.starts_with("src/") && path.ends_with(".rs");
    tree.iter()
        .filter(move |(path, _)| wanted(path) && !path.starts_with("src/runtime/"))
        .filter(|(_, text)| {
            text.contains("impl Client")
                || text.contains("impl Call<")
                || text.contains("pub trait")
        })
        .map(|(path, text)| syn::parse_file(text).map_err(|error| format!("{path}: {error}")))
}

fn public_method(item: &syn::ImplItem) -> Option<&syn::Signature> {
    match item {
        syn::ImplItem::Fn(method) if matches!(method.vis, syn::Visibility::Public(_)) => {
            Some(&method.sig)
        }
        _ => None,
    }
}

fn read(signature: &syn::Signature) -> Method {
    let arguments = signature.inputs.iter().filter_map(|argument| match argument {
        syn::FnArg::Typed(typed) => Some((printed(&typed.pat), printed(&typed.ty))),
        syn::FnArg::Receiver(_) => None,
    });
    let output = match &signature.output {
        syn::ReturnType::Default => "()".to_owned(),
        syn::ReturnType::Type(_, kind) => future_output(&printed(kind)),
    };
    Method { arguments: arguments.collect(), output }
}

/// `T` of `impl Future<Output = T> + Send`.
fn future_output(kind: &str) -> String {
    let inner = kind.strip_prefix("impl Future<Output = ");
    let inner = inner.and_then(|rest| rest.strip_suffix("> + Send"));
    inner.unwrap_or(kind).to_owned()
}

/// Tokens as people write them.
fn printed(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in TIGHTER {
        text = text.replace(spaced, tight);
    }
    text
}

/// Blanks, and commas before the end, that a list of tokens has and people do not write.
const TIGHTER: [(&str, &str); 14] = [
    (" :: ", "::"),
    (":: ", "::"),
    (" < ", "<"),
    (" <", "<"),
    ("< ", "<"),
    (" >", ">"),
    (" ,", ","),
    ("& ", "&"),
    ("( ", "("),
    (" (", "("),
    (" )", ")"),
    ("' ", "'"),
    (",>", ">"),
    (",)", ")"),
];

#[cfg(test)]
mod tests {
    use super::Signatures;
    use crate::emit::Tree;

    #[test]
    fn methods_are_read_out_of_sources() {
        let client = "impl Client { pub fn get_pet(&self, id: ::uuid::Uuid) -> Call<'_, operations::GetPet> { call } }\n\
            impl Call<'_, operations::GetPet> { pub fn tag(mut self, tag: String) -> Self { self } }";
        let server = "pub trait Api { fn get_pet(&self, cx: Context<Self::Principal>, input: operations::GetPet)\n\
            -> impl Future<Output = Result<Vec<types::Pet>, ApiError>> + Send { async { answer } } }";
        let tree = |path: &str, text: &str| Tree::from([(path.to_owned(), text.to_owned())]);
        let read =
            Signatures::read(&tree("src/client/methods.rs", client), &tree("src/api.rs", server));
        let found = read.unwrap();
        assert_eq!(
            found.call("get_pet", "GetPet").unwrap(),
            "client.get_pet(id)\n    .tag(tag) // optional\n    .await?"
        );
        assert_eq!(
            found.implementation("get_pet").unwrap(),
            "async fn get_pet(\n    &self,\n    cx: Context<Self::Principal>,\n    input: operations::GetPet,\n) \
             -> Result<Vec<types::Pet>, ApiError>"
        );
        assert_eq!(found.call("get_cat", "GetCat"), None);
    }
}
