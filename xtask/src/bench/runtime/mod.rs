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

/// A figure of a turn, and what the ratio should be at least; without such a mark, the figure is there
/// to be seen.
type Figure = (Unit, fn(&Outcome) -> Option<f64>, Option<f64>);

/// Things that are compared alike, as the program calls them and as the table does.
type Things = [(&'static str, &'static str)];

/// Everything that is compared.
pub(super) fn measure(args: &RuntimeArgs, root: &Path) -> Result<Report> {
    let program = Program::build(root)?;
    let mut bench = Bench { program, args, rows: Vec::new() };
    bench.paths()?;
    bench.servers()?;
    bench.clients()?;
    bench.sockets_of_servers()?;
    bench.sockets_of_clients()?;
    let mut missing = Vec::new();
    if bench.wants("idle streams") {
        match idle::measure(&bench.program, args.streams)? {
            Ok(row) => bench.rows.push(row),
            Err(reason) => missing.push(format!("idle streams: {reason}")),
        }
    }
    let rows = bench.rows;
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
    rows: Vec<Row>,
}

impl Bench<'_> {
    fn wants(&self, name: &str) -> bool {
        self.args.only.as_ref().is_none_or(|only| name.contains(only))
    }

    /// Lets both sides take turns at each thing, and makes rows of what they gave. A turn is told the
    /// side's place and name, and the thing.
    fn compare(
        &mut self,
        things: &Things,
        figures: &[Figure],
        turn: impl Fn(&Self, usize, &str, &str) -> Result<Outcome>,
    ) -> Result<()> {
        for (thing, name) in things {
            if !self.wants(name) {
                continue;
            }
            let mut outcomes = [Vec::new(), Vec::new()];
            for round in 0..self.args.rounds {
                eprintln!("{name}, round {}", round + 1);
                // Whoever comes second finds the machine warmer.
                for step in 0..SIDES.len() {
                    let side = (step + round as usize) % SIDES.len();
                    if let (Some(name), Some(outcomes)) = (SIDES.get(side), outcomes.get_mut(side))
                    {
                        outcomes.push(turn(self, side, name, thing)?);
                    }
                }
            }
            let rows = figures
                .iter()
                .map(|(unit, figure, mark)| Row::of(name, *unit, &outcomes, figure, *mark));
            self.rows.extend(rows);
        }
        Ok(())
    }

    /// Reading, writing, checking and answering, all in one process.
    fn paths(&mut self) -> Result<()> {
        const MARKED: &Things = &[
            ("decode", "an agent, decoded"),
            ("encode", "an agent, encoded"),
            ("decode-logs", "50 lines of a log, decoded"),
            ("encode-logs", "50 lines of a log, encoded"),
        ];
        const OTHERS: &Things = &[
            ("glance-logs", "50 lines of a log: looked at; by hand: decoded"),
            ("check-logs", "50 lines of a log: checked; by hand: decoded"),
            ("request-small", "a small GET in process"),
            ("request-agent", "GET of an agent in process"),
            ("request-post", "POST in process"),
            ("request-logs", "PATCH of 50 lines in process"),
            ("request-missing", "404 in process"),
            ("request-wrong", "400 in process"),
        ];
        for (things, mark) in [(MARKED, Some(0.95)), (OTHERS, None)] {
            let figures: [Figure; 2] = [
                (Unit::Cpu, Outcome::cpu_each, mark),
                (Unit::Allocations, Outcome::allocations_each, None),
            ];
            self.compare(things, &figures, |bench, _, side, path| {
                bench.program.run(&["path", side, path, REPEATED])
            })?;
        }
        Ok(())
    }

    /// Requests over the network, answered by a server of either side.
    fn servers(&mut self) -> Result<()> {
        const THINGS: &Things = &[
            ("small", "server: a small GET"),
            ("agent", "server: GET of an agent"),
            ("post", "server: POST"),
            ("logs", "server: PATCH of 50 lines"),
            ("missing", "server: 404"),
            ("wrong", "server: 400"),
        ];
        const FIGURES: &[Figure] = &[
            (Unit::PerSecond, Outcome::rate, Some(0.97)),
            (Unit::Micros, Outcome::p99, Some(0.97)),
            (Unit::Cpu, Outcome::server_cpu_each, None),
        ];
        let servers = [self.program.serve("ours")?, self.program.serve("hand")?];
        self.compare(THINGS, FIGURES, |bench, side, _, what| {
            bench.against(servers.get(side), &["load"], what)
        })
    }

    /// Calls over the network, by a client of either side.
    fn clients(&mut self) -> Result<()> {
        const THINGS: &Things = &[
            ("small", "client: a small GET"),
            ("agent", "client: GET of an agent"),
            ("post", "client: POST"),
            ("missing", "client: 404"),
        ];
        const FIGURES: &[Figure] = &[
            (Unit::PerSecond, Outcome::rate, Some(0.97)),
            (Unit::Cpu, Outcome::cpu_each, None),
            (Unit::Allocations, Outcome::allocations_each, None),
            (Unit::Bytes, Outcome::bytes_each, None),
        ];
        let server = self.program.serve("canned")?;
        self.compare(THINGS, FIGURES, |bench, _, side, what| {
            bench.against(Some(&server), &["call", side], what)
        })
    }

    /// WebSockets whose server is of either side; the client is the library alone.
    fn sockets_of_servers(&mut self) -> Result<()> {
        const THINGS: &Things = &[
            ("log", "server: sends messages"),
            ("keys", "server: receives messages"),
            ("down", "server: sends bytes"),
            ("up", "server: receives bytes"),
        ];
        const FIGURES: &[Figure] = &[
            (Unit::PerSecond, Outcome::rate, Some(0.95)),
            (Unit::Cpu, Outcome::server_cpu_each, None),
        ];
        let servers = [self.program.serve("ours")?, self.program.serve("bare")?];
        self.compare(THINGS, FIGURES, |bench, side, _, kind| {
            bench.against(servers.get(side), &["socket", "hand"], kind)
        })
    }

    /// WebSockets whose client is of either side; the server is the library alone.
    fn sockets_of_clients(&mut self) -> Result<()> {
        const THINGS: &Things = &[
            ("log", "client: receives messages"),
            ("keys", "client: sends messages"),
            ("down", "client: receives bytes"),
            ("up", "client: sends bytes"),
        ];
        const FIGURES: &[Figure] =
            &[(Unit::PerSecond, Outcome::rate, Some(0.95)), (Unit::Cpu, Outcome::cpu_each, None)];
        let server = self.program.serve("bare")?;
        self.compare(THINGS, FIGURES, |bench, _, side, kind| {
            bench.against(Some(&server), &["socket", side], kind)
        })
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
