//! The program itself.

use std::process::ExitCode;

use super::arguments::Arguments;
use super::caller::Caller;
use super::client::handle::Client;
use super::failure::Failure;
use super::options::{Options, Wish, help};
use super::output;
use super::table::{Credential, Operation, find};

/// Does what the command line says.
pub fn main(operations: &[Operation], credentials: &[Credential]) -> ExitCode {
    let arguments = std::env::args_os().skip(1);
    let variable = |name: &str| std::env::var(name).ok();
    let outcome = match Options::parse(arguments, variable, credentials) {
        Ok(Wish::Help) => print(&help(credentials)),
        Ok(Wish::List(id)) => list(operations, id.as_deref()),
        Ok(Wish::Call(options)) => call(operations, credentials, &options),
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::note(&failure.to_string());
            ExitCode::from(failure.code())
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    output::bytes(text.as_bytes()).map(|_| ())
}

fn list(operations: &[Operation], id: Option<&str>) -> Result<(), Failure> {
    if let Some(id) = id {
        return print(&find(operations, id)?.listed());
    }
    let listed: Vec<String> = operations.iter().map(Operation::listed).collect();
    print(&listed.join("\n"))
}

fn call(
    operations: &[Operation],
    credentials: &[Credential],
    options: &Options,
) -> Result<(), Failure> {
    let operation = find(operations, &options.operation)?;
    let arguments = Arguments::of(operation, options)?;
    let client = client(credentials, options)?;
    let caller = Caller { client, arguments, max: options.max, lines: options.lines };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(Failure::of)?;
    let outcome = runtime.block_on((operation.run)(&caller));
    // A thread that still reads standard input is not waited for.
    runtime.shutdown_background();
    outcome
}

fn client(credentials: &[Credential], options: &Options) -> Result<Client, Failure> {
    let mut builder = Client::builder(&options.url);
    if let Some(timeout) = options.timeout {
        builder = builder.timeout(timeout);
    }
    for Credential { scheme, sent, .. } in credentials {
        let own = options.tokens.iter().find(|(name, _)| *name == scheme.name);
        if let Some(secret) = own.map(|(_, secret)| secret).or(options.token.as_ref()) {
            builder = builder.credential(scheme, sent(secret));
        }
    }
    builder.build().map_err(|error| Failure::Usage(error.to_string()))
}
