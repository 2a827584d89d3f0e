//! What `cargo xtask bench runtime` runs, each part in a process of its own: the emitted crates at
//! work, the same written by hand, and load.
//!
//! Every part prints one line of JSON when it is done.

mod allocator;
mod api;
mod bare;
mod calls;
mod canned;
mod hand;
mod idle;
mod load;
mod outcome;
mod paths;
mod samples;
mod serve;
mod sockets;
mod streams;
mod types;

use std::time::Duration;

use anyhow::{Context, Result, bail};

#[global_allocator]
static ALLOCATOR: allocator::Counting = allocator::Counting;

/// Whose work is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// That of the emitted crates.
    Ours,
    /// That of the code beside which they are measured.
    Hand,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["serve", what] => return serve::serve(what),
        ["load", address, scenario, time] => load::load(address, scenario, duration(time)?)?,
        ["call", side_, address, scenario, time] => {
            calls::calls(side(side_)?, address, scenario, duration(time)?)?
        }
        ["socket", side_, address, kind, time] => {
            sockets::sockets(side(side_)?, address, kind, duration(time)?)?
        }
        ["peer", address, kind, count] => streams::peer(address, kind, count.parse()?)?,
        ["path", side_, path, count] => paths::run(side(side_)?, path, count.parse()?)?,
        ["idle", address, count] => return idle::open(address, count.parse()?),
        _ => bail!("this program is for `cargo xtask bench runtime`"),
    };
    outcome.print();
    Ok(())
}

fn side(text: &str) -> Result<Side> {
    match text {
        "ours" => Ok(Side::Ours),
        "hand" => Ok(Side::Hand),
        _ => bail!("there is no side `{text}`"),
    }
}

fn duration(milliseconds: &str) -> Result<Duration> {
    let milliseconds = milliseconds.parse().context("a time in milliseconds")?;
    Ok(Duration::from_millis(milliseconds))
}

/// Everything runs in one thread, so that what it costs is easy to tell.
fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future)
}
