//! The command line of the mock server.

use std::ffi::OsString;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};

use super::types::secret::Secret;

/// Where the token may stand, so that it does not stand in the list of processes.
pub const TOKEN_VARIABLE: &str = "MOCK_TOKEN";

/// What `--help` prints.
pub const HELP: &str = "\
Serves every operation with made-up answers, to try clients against.

Options:
  --listen ADDRESS   where to listen (127.0.0.1:8080); port 0 is any that is free
  --token SECRET     let in only callers with this secret, whatever the security scheme is
                     (also read from the variable MOCK_TOKEN); without it everybody may in
  --seed NUMBER      another number, other answers (0); the same number, the same answers
  --interval MS      time between two messages of a stream, and before the answer of a long
                     poll, in milliseconds (1000)
  --ticks NUMBER     end streams after so many messages; without it they go on
  --help             print this
";

/// What is wanted of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Host and port to listen at.
    pub listen: String,
    /// The secret that callers must have.
    pub token: Option<Secret>,
    /// What made-up values depend on. With 0 every optional member is there.
    pub seed: u64,
    /// The time between two messages of a stream.
    pub interval: Duration,
    /// How many messages a stream has.
    pub ticks: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            token: None,
            seed: 0,
            interval: Duration::from_millis(1000),
            ticks: None,
        }
    }
}

impl Options {
    /// Reads the arguments, without the program's name; nothing, if help is wanted. `token` is the
    /// environment's.
    ///
    /// # Errors
    ///
    /// An option is not known, or its value is not usable.
    pub fn parse(
        arguments: impl IntoIterator<Item = OsString>,
        token: Option<String>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let token = token.filter(|token| !token.is_empty()).map(Secret::new);
        let mut options = Self { token, ..Self::default() };
        let mut parser = Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("listen") => options.listen = parser.value()?.string()?,
                Arg::Long("token") => options.token = Some(parser.value()?.string()?.into()),
                Arg::Long("seed") => options.seed = parser.value()?.parse()?,
                Arg::Long("interval") => {
                    options.interval = Duration::from_millis(parser.value()?.parse()?);
                }
                Arg::Long("ticks") => options.ticks = Some(parser.value()?.parse()?),
                Arg::Long("help") | Arg::Short('h') => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Some(options))
    }
}
