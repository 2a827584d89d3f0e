//! Marks of YAML.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser};

use super::{Builder, Content, Marks, Span};

pub(super) fn marks(text: &str) -> Marks {
    let mut builder = Builder::default();
    let mut anchors = BTreeMap::new();
    // A text that serde_yaml read but this parser does not is cut off where the two disagree.
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        let span = Span {
            line: span.start.line(),
            column: span.start.col() + 1,
            end_line: span.end.line(),
            end_column: span.end.col() + 1,
        };
        match event {
            Event::Scalar(text, _, anchor, _) => {
                anchors.insert(anchor, builder.scalar(&text, span));
            }
            Event::SequenceStart(anchor, _) => {
                anchors.insert(anchor, builder.open(Content::List(Vec::new()), span));
            }
            Event::MappingStart(anchor, _) => {
                anchors.insert(anchor, builder.open(Content::Map(Vec::new()), span));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                builder.close(span.end_line, span.end_column);
            }
            // The text of what an alias stands for is where its anchor is.
            Event::Alias(anchor) => match anchors.get(&anchor) {
                Some(node) => builder.attach(*node, "", span),
                None => _ = builder.scalar("", span),
            },
            Event::DocumentEnd | Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
    }
    builder.finish()
}
