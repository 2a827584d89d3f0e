//! The page of schemas, in Markdown or HTML.

use std::collections::BTreeMap;

use super::super::description::referenced;
use super::super::fact::{Fact, Kind};
use super::super::place::{Failure, Read};
use super::block::{Block, Prose, Table, Words};
use super::parts::Parts;
use super::rows::{Rows, find_row};

const PARTS: Parts = Parts { source: 1 };

/// The schemas that these operations need, as far as the page has them.
pub(super) fn schemas(blocks: &[Block], operations: &[Fact]) -> Read<Vec<Fact>> {
    let mut sections: BTreeMap<&str, (&Words, &[Block])> = BTreeMap::new();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Heading(2, name) = block else { continue };
        let rest = blocks.get(at + 1..).unwrap_or_default();
        let end = rest.iter().position(|block| matches!(block, Block::Heading(1 | 2, _)));
        let section = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        if sections.insert(name.as_str(), (name, section)).is_some() {
            return PARTS.fail(name, format!("`{}` stands here a second time", name.as_str()));
        }
    }
    if sections.is_empty() {
        return Err(Failure::whole("there is no schema on the page of schemas"));
    }
    let mut known = BTreeMap::new();
    let mut open: Vec<String> = operations.iter().flat_map(referenced).collect();
    while let Some(name) = open.pop() {
        if known.contains_key(&name) {
            continue;
        }
        if let Some((words, section)) = sections.get(name.as_str()) {
            let fact = schema(words, section)?;
            open.extend(referenced(&fact));
            known.insert(name, fact);
        }
    }
    Ok(known.into_values().collect())
}

fn schema(name: &Words, section: &[Block]) -> Read<Fact> {
    let mut fact = PARTS.named(Kind::Schema, name);
    let mut complete = false;
    for block in section {
        match block {
            Block::Heading(_, words) if words.as_str() == "Properties" => complete = true,
            // Corrections are what our own pages say about overlays.
            Block::Heading(_, words)
                if matches!(words.as_str(), "Enumerated Values" | "Corrections") => {}
            Block::Code(_, words) if fact.child(Kind::Example, "").is_none() => {
                fact.below.push(PARTS.example(words)?);
            }
            // `None`, and what a schema is made of.
            Block::Paragraph(_) => {}
            Block::Table(table) => rows(table, block, &mut fact)?,
            Block::Heading(_, words) | Block::Code(_, words) => {
                return PARTS.fail(words, "this part of a schema is not understood");
            }
            Block::Quote(prose) => {
                return PARTS.fail(&prose.words, "this quotation is not understood");
            }
        }
    }
    if complete { Ok(fact) } else { PARTS.fail(name, "this schema has no properties") }
}

fn rows(table: &Table, block: &Block, schema: &mut Fact) -> Read<()> {
    let head: Vec<&str> = table.head.iter().map(|cell| cell.words.as_str()).collect();
    match head.as_slice() {
        ["Name", "Type", "Required", "Restrictions", "Description"] => {
            let mut rows = Rows::new(PARTS, Kind::Field);
            for cells in &table.rows {
                rows.push(&cell(cells, 0).words, |fact| field(cells, fact))?;
            }
            schema.below.extend(rows.finish());
        }
        ["Property", "Value" | "Value(s)"] => {
            for cells in &table.rows {
                let name = &cell(cells, 0).words;
                match find_row(&mut schema.below, name.as_str()) {
                    Some(owner) => PARTS.values_cell(&cell(cells, 1), owner),
                    None => return PARTS.fail(name, "there is no property of this name"),
                }
            }
        }
        ["Value" | "Value(s)"] => {
            for cells in &table.rows {
                PARTS.values_cell(&cell(cells, 0), schema);
            }
        }
        _ => {
            let message = format!("a table of {} is not understood here", head.join(", "));
            return Err(Failure::new(block.at(PARTS.source), message));
        }
    }
    Ok(())
}

fn field(cells: &[Prose], fact: &mut Fact) -> Read<()> {
    PARTS.type_cell(&cell(cells, 1).words, fact);
    let restrictions = &cell(cells, 3).words;
    for restriction in restrictions.split_by(|c| c == ',').iter().map(Words::trim) {
        let Some((keyword, value)) = keyword(restriction.as_str()) else {
            return PARTS.fail(&restriction, "this restriction is not understood");
        };
        let mut entry = Fact::new(Kind::Keyword, keyword, PARTS.at(&restriction));
        entry.value = Some(value.to_owned());
        fact.below.push(entry);
    }
    if fact.kind == Kind::Additional {
        return Ok(());
    }
    PARTS.required_cell(&cell(cells, 2).words, fact)
}

/// `length ≤ 160` is `maxLength: 160`. Upstream shows the first two only, our own page all.
fn keyword(restriction: &str) -> Option<(&'static str, &str)> {
    Some(match restriction {
        "read-only" => ("readOnly", "true"),
        "write-only" => ("writeOnly", "true"),
        "may be null" => ("nullable", "true"),
        _ => {
            let limits = [
                ("length ≥ ", "minLength"),
                ("length ≤ ", "maxLength"),
                ("items ≥ ", "minItems"),
                ("items ≤ ", "maxItems"),
                ("≥ ", "minimum"),
                ("≤ ", "maximum"),
            ];
            limits
                .into_iter()
                .find_map(|(words, keyword)| Some((keyword, restriction.strip_prefix(words)?)))?
        }
    })
}

fn cell(cells: &[Prose], index: usize) -> Prose {
    cells.get(index).cloned().unwrap_or_default()
}
