//! How the emitted crates run, beside the same written by hand.
//!
//! The work is done by a program of its own (`xtask/runtime-bench`), with server and load in processes
//! of their own. Here they take turns, and are compared.

pub(super) mod counts;
mod idle;
mod program;
mod row;

use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::Report;
use crate::cli::RuntimeArgs;
use crate::columns::align;
use program::{Outcome, Program, Server};
use row::{Row, Unit};

/// How often something is done in a turn that has no clock.
const REPEATED: &str = "20000";

/// The sides, as the program calls them: ours comes first in every table.
const SIDES: [&str; 2] = ["ours", "hand"];

/// Everything that is compared. Marks are what the ratio should be at least; without one, a figure is
/// there to be seen.
pub(super) fn measure(args: &RuntimeArgs, root: &Path) -> Result<Report> {
    let program = Program::build(root)?;
    let bench = Bench { program, args };
    let mut rows = Vec::new();
    bench.paths(&mut rows)?;
    bench.servers(&mut rows)?;
    bench.clients(&mut rows)?;
    bench.sockets_of_servers(&mut rows)?;
    bench.sockets_of_clients(&mut rows)?;
    let mut missing = Vec::new();
    if bench.wants("idle streams") {
        match idle::measure(&bench.program, args.streams)? {
            Ok(row) => rows.push(row),
            Err(reason) => missing.push(format!("idle streams: {reason}")),
        }
    }
    missing.extend(rows.iter().filter_map(Row::gap));
    let mut cells = vec![Row::TITLES.map(str::to_owned)];
    cells.extend(rows.iter().map(Row::cells));
    let mut text = align(&cells);
    text.extend(missing.iter().map(|line| format!("not measured: {line}\n")));
    let rows: Vec<Value> = rows.iter().map(Row::to_json).collect();
    Ok(Report { text, rows })
}

struct Bench<'a> {
    program: Program,
    args: &'a RuntimeArgs,
}

impl Bench<'_> {
    fn wants(&self, name: &str) -> bool {
        self.args.only.as_ref().is_none_or(|only| name.contains(only))
    }

    /// Lets both sides take turns; what each turn gave.
    fn turns(
        &self,
        name: &str,
        mut turn: impl FnMut(usize, &str) -> Result<Outcome>,
    ) -> Result<[Vec<Outcome>; 2]> {
        let mut outcomes = [Vec::new(), Vec::new()];
        for round in 0..self.args.rounds {
            eprintln!("{name}, round {}", round + 1);
            // Whoever comes second finds the machine warmer.
            for step in 0..SIDES.len() {
                let side = (step + round as usize) % SIDES.len();
                if let (Some(name), Some(outcomes)) = (SIDES.get(side), outcomes.get_mut(side)) {
                    outcomes.push(turn(side, name)?);
                }
            }
        }
        Ok(outcomes)
    }

    /// Reading, writing, checking and answering, all in one process.
    fn paths(&self, rows: &mut Vec<Row>) -> Result<()> {
        const PATHS: [(&str, &str, Option<f64>); 11] = [
            ("decode", "an agent, decoded", Some(0.95)),
            ("encode", "an agent, encoded", Some(0.95)),
            ("decode-logs", "50 lines of a log, decoded", Some(0.95)),
            ("encode-logs", "50 lines of a log, encoded", Some(0.95)),
            ("check-logs", "50 lines of a log: checked; by hand: decoded", None),
            ("request-small", "a small GET in process", None),
            ("request-agent", "GET of an agent in process", None),
            ("request-post", "POST in process", None),
            ("request-logs", "PATCH of 50 lines in process", None),
            ("request-missing", "404 in process", None),
            ("request-wrong", "400 in process", None),
        ];
        for (path, name, mark) in PATHS {
            if self.wants(name) {
                let outcomes =
                    self.turns(name, |_, side| self.program.run(&["path", side, path, REPEATED]))?;
                rows.push(Row::of(name, Unit::Cpu, &outcomes, Outcome::cpu_each, mark));
                rows.push(Row::of(
                    name,
                    Unit::Allocations,
                    &outcomes,
                    Outcome::allocations_each,
                    None,
                ));
            }
        }
        Ok(())
    }

    /// Requests over the network, answered by a server of either side.
    fn servers(&self, rows: &mut Vec<Row>) -> Result<()> {
        const SCENARIOS: [(&str, &str); 6] = [
            ("small", "server: a small GET"),
            ("agent", "server: GET of an agent"),
            ("post", "server: POST"),
            ("logs", "server: PATCH of 50 lines"),
            ("missing", "server: 404"),
            ("wrong", "server: 400"),
        ];
        let servers = [self.program.serve("ours")?, self.program.serve("hand")?];
        for (scenario, name) in SCENARIOS {
            if self.wants(name) {
                let outcomes = self
                    .turns(name, |side, _| self.against(servers.get(side), &["load"], scenario))?;
                let mark = Some(0.97);
                rows.push(Row::of(name, Unit::PerSecond, &outcomes, Outcome::rate, mark));
                rows.push(Row::of(name, Unit::Micros, &outcomes, |o| o.p99, mark));
                rows.push(Row::of(name, Unit::Cpu, &outcomes, Outcome::server_cpu_each, None));
            }
        }
        Ok(())
    }

    /// Calls over the network, by a client of either side.
    fn clients(&self, rows: &mut Vec<Row>) -> Result<()> {
        const SCENARIOS: [(&str, &str); 4] = [
            ("small", "client: a small GET"),
            ("agent", "client: GET of an agent"),
            ("post", "client: POST"),
            ("missing", "client: 404"),
        ];
        let server = self.program.serve("canned")?;
        for (scenario, name) in SCENARIOS {
            if self.wants(name) {
                let outcomes = self.turns(name, |_, side| {
                    self.against(Some(&server), &["call", side], scenario)
                })?;
                rows.push(Row::of(name, Unit::PerSecond, &outcomes, Outcome::rate, Some(0.97)));
                rows.push(Row::of(name, Unit::Cpu, &outcomes, Outcome::cpu_each, None));
                rows.push(Row::of(
                    name,
                    Unit::Allocations,
                    &outcomes,
                    Outcome::allocations_each,
                    None,
                ));
                rows.push(Row::of(name, Unit::Bytes, &outcomes, Outcome::bytes_each, None));
            }
        }
        Ok(())
    }

    /// WebSockets whose server is of either side; the client is the library alone.
    fn sockets_of_servers(&self, rows: &mut Vec<Row>) -> Result<()> {
        const KINDS: [(&str, &str); 4] = [
            ("log", "server: sends messages"),
            ("keys", "server: receives messages"),
            ("down", "server: sends bytes"),
            ("up", "server: receives bytes"),
        ];
        let servers = [self.program.serve("ours")?, self.program.serve("bare")?];
        for (kind, name) in KINDS {
            if self.wants(name) {
                let outcomes = self.turns(name, |side, _| {
                    self.against(servers.get(side), &["socket", "hand"], kind)
                })?;
                rows.push(Row::of(name, Unit::PerSecond, &outcomes, Outcome::rate, Some(0.95)));
                rows.push(Row::of(name, Unit::Cpu, &outcomes, Outcome::server_cpu_each, None));
            }
        }
        Ok(())
    }

    /// WebSockets whose client is of either side; the server is the library alone.
    fn sockets_of_clients(&self, rows: &mut Vec<Row>) -> Result<()> {
        const KINDS: [(&str, &str); 4] = [
            ("log", "client: receives messages"),
            ("keys", "client: sends messages"),
            ("down", "client: receives bytes"),
            ("up", "client: sends bytes"),
        ];
        let server = self.program.serve("bare")?;
        for (kind, name) in KINDS {
            if self.wants(name) {
                let outcomes = self
                    .turns(name, |_, side| self.against(Some(&server), &["socket", side], kind))?;
                rows.push(Row::of(name, Unit::PerSecond, &outcomes, Outcome::rate, Some(0.95)));
                rows.push(Row::of(name, Unit::Cpu, &outcomes, Outcome::cpu_each, None));
            }
        }
        Ok(())
    }

    /// A turn against a server, with the processor's time that the server took.
    fn against(&self, server: Option<&Server>, start: &[&str], what: &str) -> Result<Outcome> {
        let server = server.ok_or_else(|| anyhow::anyhow!("there is no such server"))?;
        let time = self.args.time.to_string();
        let mut arguments = start.to_vec();
        arguments.extend([server.address(), what, &time]);
        let before = server.cpu();
        let mut outcome = self.program.run(&arguments)?;
        outcome.server_cpu = server.cpu().zip(before).map(|(end, start)| end - start);
        Ok(outcome)
    }
}
