//! What the emitters return: files in memory.

use std::collections::BTreeMap;

/// The files of one crate, by path below the crate's folder (`src/lib.rs`), with `/` on every system.
pub type Tree = BTreeMap<String, String>;

/// Everything that one run emits.
#[derive(Debug, Default)]
pub struct Files {
    /// The client crate.
    pub client: Tree,
    /// The server crate.
    pub server: Tree,
    /// Files beside both crates: the manifest of a workspace that holds just them. Empty when the
    /// crates live in a workspace that exists already.
    pub workspace: Tree,
}

impl Files {
    /// Adds what another emitter returned.
    pub(crate) fn merge(&mut self, other: Self) {
        self.client.extend(other.client);
        self.server.extend(other.server);
        self.workspace.extend(other.workspace);
    }

    /// Puts a header in front of every file, as a comment of the file's own language.
    pub(crate) fn put_headers(&mut self, header: &str) {
        for (path, text) in
            self.client.iter_mut().chain(&mut self.server).chain(&mut self.workspace)
        {
            *text = match path.rsplit_once('.').map(|(_, extension)| extension) {
                Some("rs") => format!("// {header}\n\n{text}"),
                Some("md") => format!("<!-- {header} -->\n\n{text}"),
                _ => format!("# {header}\n\n{text}"),
            };
        }
    }
}
