//! A guard in front of the YAML parser, whose time grows with the square of the depth of brackets.

use saphyr_parser::{Event, Parser};

use super::value::MAX_DEPTH;

/// Line and column (from 1) where brackets are nested too deeply.
pub(super) fn too_deep(text: &str) -> Option<(usize, usize)> {
    if !is_suspicious(text) {
        return None;
    }
    let mut depth = 0_usize;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            // It reads ahead, so it may reach its own limit before any bracket is reported.
            Err(error) if error.info().contains("recursion limit") => {
                return Some((error.marker().line(), error.marker().col() + 1));
            }
            // Whatever it is, serde_yaml finds it too.
            Err(_) => return None,
        };
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::Alias(_)
            | Event::Scalar(..) => {}
        }
        if depth > MAX_DEPTH {
            return Some((span.start.line(), span.start.col() + 1));
        }
    }
    None
}

/// Counts brackets wherever they stand, also in text, where they mean nothing.
fn is_suspicious(text: &str) -> bool {
    let mut depth = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_DEPTH
    })
}
