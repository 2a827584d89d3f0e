//! The command line.

use std::ffi::OsString;
use std::fmt::Write;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};

use super::failure::Failure;
use super::table::Credential;
use super::types::secret::Secret;

/// Where the secret may stand, so that it does not stand in the list of processes.
pub const TOKEN_VARIABLE: &str = "CALL_TOKEN";

/// Where the URL may stand.
pub const URL_VARIABLE: &str = "CALL_URL";

const HELP: &str = "\
Calls an operation and prints its result as JSON: call OPERATION --url URL [OPTION]…

  --list [OPERATION]     show operations and their parameters
  --url URL              the server; also read from the variable CALL_URL
  --token SECRET         the secret for every security scheme; better put it into the variable
                         CALL_TOKEN, where no list of processes shows it
  --token SCHEME=SECRET  the secret for one scheme; of HTTP's Basic it is USER:PASSWORD
  --param NAME=VALUE     a parameter; repeat it for a list; NAME alone is NAME=true
  --body JSON            the body; @FILE reads it from a file, - from standard input
  --as MEDIA_TYPE        what the body is, where there is a choice; default: the first
  --max NUMBER           end a stream after so many messages or events, or so many bytes
  --timeout SECONDS      give up when there is no answer by then
  --lines                standard input is messages in JSON, one a line, even for a terminal
  --help                 print this

Streams print a line per message. Byte streams and terminals copy standard input and output.
Ctrl-C ends them. The exit code is 0 after success only, and 2 if the command line is wrong.
";

/// What `--help` prints.
#[must_use]
pub fn help(credentials: &[Credential]) -> String {
    let mut help = HELP.to_owned();
    if !credentials.is_empty() {
        help.push_str("\nSecurity schemes, and the variables for the secret of each alone:\n");
    }
    for Credential { scheme, variable, .. } in credentials {
        let _ = writeln!(help, "  {}  {variable}", scheme.name);
    }
    help
}

/// What is wanted.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Help.
    Help,
    /// The operations, or the one of this name.
    List(Option<String>),
    /// A call.
    Call(Box<Options>),
}

/// A call that is wanted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The operation's name.
    pub operation: String,
    /// The server.
    pub url: String,
    /// The secret for every scheme.
    pub token: Option<Secret>,
    /// Secrets for single schemes.
    pub tokens: Vec<(&'static str, Secret)>,
    /// Parameters in the order in which they were given.
    pub parameters: Vec<(String, String)>,
    /// Where the body comes from.
    pub body: Option<String>,
    /// What the body is.
    pub media_type: Option<String>,
    /// The most that a stream prints.
    pub max: Option<u64>,
    /// The time for an answer.
    pub timeout: Option<Duration>,
    /// Standard input is JSON, a message per line.
    pub lines: bool,
}

impl Options {
    /// Reads the arguments, without the program's name; `variable` looks into the environment.
    ///
    /// # Errors
    ///
    /// An option is not known, has no usable value, or is missing. Secrets are never told.
    pub fn parse(
        arguments: impl IntoIterator<Item = OsString>,
        variable: impl Fn(&str) -> Option<String>,
        credentials: &[Credential],
    ) -> Result<Wish, Failure> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let mut options = Self {
            url: variable(URL_VARIABLE).unwrap_or_default(),
            token: variable(TOKEN_VARIABLE).map(Secret::new),
            ..Self::default()
        };
        for Credential { scheme, variable: name, .. } in credentials {
            options.tokens.extend(variable(name).map(|secret| (scheme.name, secret.into())));
        }
        let mut parser = Parser::from_args(arguments);
        match options.read(&mut parser, credentials) {
            Ok(Asked::Help) => return Ok(Wish::Help),
            Ok(Asked::List) => {
                let operation = Some(options.operation).filter(|operation| !operation.is_empty());
                return Ok(Wish::List(operation));
            }
            Ok(Asked::Call) => {}
            Err(error) => return Err(Failure::Usage(error.to_string())),
        }
        if options.operation.is_empty() {
            return Err(Failure::Usage("an operation is missing".to_owned()));
        }
        if options.url.is_empty() {
            return Err(Failure::Usage("--url is missing".to_owned()));
        }
        Ok(Wish::Call(Box::new(options)))
    }

    fn read(
        &mut self,
        parser: &mut Parser,
        credentials: &[Credential],
    ) -> Result<Asked, lexopt::Error> {
        let mut asked = Asked::Call;
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Asked::Help),
                Arg::Long("list") => asked = Asked::List,
                Arg::Long("url") => self.url = parser.value()?.string()?,
                // What is wrong with a secret is not told with the secret in it.
                Arg::Long("token") => match parser.value()?.into_string() {
                    Ok(token) => self.token(&token, credentials),
                    Err(_) => return Err("the value of --token is not UTF-8".into()),
                },
                Arg::Long("param") => {
                    let text = parser.value()?.string()?;
                    let (name, value) = text.split_once('=').unwrap_or((&text, "true"));
                    self.parameters.push((name.to_owned(), value.to_owned()));
                }
                Arg::Long("body") => self.body = Some(parser.value()?.string()?),
                Arg::Long("as") => self.media_type = Some(parser.value()?.string()?),
                Arg::Long("max") => self.max = Some(parser.value()?.parse()?),
                Arg::Long("timeout") => {
                    let seconds = parser.value()?.parse_with(|text| {
                        text.parse()
                            .ok()
                            .and_then(|value| Duration::try_from_secs_f64(value).ok())
                            .ok_or("it is no number of seconds")
                    })?;
                    self.timeout = Some(seconds);
                }
                Arg::Long("lines") => self.lines = true,
                Arg::Value(operation) if self.operation.is_empty() => {
                    self.operation = operation.string()?;
                }
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(asked)
    }

    fn token(&mut self, text: &str, credentials: &[Credential]) {
        let named = text.split_once('=').and_then(|(name, secret)| {
            let credential = credentials.iter().find(|one| one.scheme.name == name)?;
            Some((credential.scheme.name, secret))
        });
        match named {
            Some((name, secret)) => {
                self.tokens.retain(|(known, _)| *known != name);
                self.tokens.push((name, secret.into()));
            }
            None => self.token = Some(text.into()),
        }
    }
}

enum Asked {
    Help,
    List,
    Call,
}
