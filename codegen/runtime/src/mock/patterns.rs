//! Texts that match a pattern: literals, classes, groups, alternatives, repetitions. Whatever else a
//! pattern may hold, there is no text for it.

use std::iter::Peekable;
use std::str::Chars;

use super::dice::Dice;

/// Groups in groups are read to this depth.
const MAX_DEPTH: usize = 16;

/// What repeats without an end repeats at most so many times more than it must.
const MOST_MORE: usize = 64;

/// A pattern as it is read: alternatives of sequences.
#[derive(Clone, Debug, Default)]
pub struct Pattern(Vec<Vec<Piece>>);

/// Something, and how often.
#[derive(Clone, Debug)]
struct Piece {
    unit: Unit,
    least: usize,
    most: usize,
}

#[derive(Clone, Debug)]
enum Unit {
    /// One character out of these ranges.
    Class(Vec<(char, char)>),
    Group(Pattern),
}

impl Pattern {
    /// Reads a pattern, if it is a plain one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.chars().peekable();
        let pattern = alternatives(&mut rest, 0)?;
        rest.next().is_none().then_some(pattern)
    }

    /// A text that matches; where repetitions have no end, with so many `more` of them.
    #[must_use]
    pub fn text(&self, dice: &mut Dice, more: usize) -> String {
        let mut text = String::new();
        self.write(dice, more, &mut text);
        text
    }

    fn write(&self, dice: &mut Dice, more: usize, text: &mut String) {
        let chosen = usize::try_from(dice.below(self.0.len() as u64)).unwrap_or_default();
        for piece in self.0.get(chosen).into_iter().flatten() {
            let most = piece.most.min(piece.least.saturating_add(more.min(MOST_MORE)));
            for _ in 0..most {
                match &piece.unit {
                    Unit::Group(group) => group.write(dice, more, text),
                    Unit::Class(ranges) => text.extend(one_of(ranges, dice)),
                }
            }
        }
    }
}

fn one_of(ranges: &[(char, char)], dice: &mut Dice) -> Option<char> {
    let range = usize::try_from(dice.below(ranges.len() as u64)).ok()?;
    let (first, last) = *ranges.get(range)?;
    let count = u64::from(u32::from(last)).saturating_sub(u64::from(u32::from(first))) + 1;
    let offset = u32::try_from(dice.below(count)).ok()?;
    // There is a gap among the characters; beside it, the first one will do.
    Some(char::from_u32(u32::from(first) + offset).unwrap_or(first))
}

type Rest<'p> = Peekable<Chars<'p>>;

fn alternatives(rest: &mut Rest<'_>, depth: usize) -> Option<Pattern> {
    if depth > MAX_DEPTH {
        return None;
    }
    let mut all = vec![Vec::new()];
    while let Some(next) = rest.peek().copied() {
        match next {
            ')' => break,
            '|' => all.push(Vec::new()),
            // The text is nothing but what matches, so it begins and ends where that does. In the
            // middle, an anchor would not match.
            '^' if all.last().is_some_and(Vec::is_empty) => {}
            '$' => {
                rest.next();
                if rest.peek().is_some_and(|next| !matches!(next, ')' | '|')) {
                    return None;
                }
                continue;
            }
            _ => {
                let piece = piece(rest, depth)?;
                all.last_mut()?.push(piece);
                continue;
            }
        }
        rest.next();
    }
    Some(Pattern(all))
}

fn piece(rest: &mut Rest<'_>, depth: usize) -> Option<Piece> {
    let unit = match rest.next()? {
        '(' => {
            if rest.next_if_eq(&'?').is_some() {
                // Only groups without a name or a condition.
                rest.next_if_eq(&':')?;
            }
            let group = alternatives(rest, depth + 1)?;
            rest.next_if_eq(&')')?;
            Unit::Group(group)
        }
        '[' => Unit::Class(class(rest)?),
        '.' => Unit::Class(vec![('a', 'z')]),
        '\\' => Unit::Class(escaped(rest)?),
        '*' | '+' | '?' | '{' | '}' | ']' | '^' => return None,
        plain => Unit::Class(vec![(plain, plain)]),
    };
    let (least, most) = match rest.peek() {
        Some('*') => (0, usize::MAX),
        Some('+') => (1, usize::MAX),
        Some('?') => (0, 1),
        Some('{') => limits(rest)?,
        _ => return Some(Piece { unit, least: 1, most: 1 }),
    };
    rest.next();
    // It makes no difference to what matches whether as much as possible is taken.
    rest.next_if_eq(&'?');
    (least <= most && least <= 1000).then_some(Piece { unit, least, most })
}

/// `{3}`, `{3,}` or `{3,5}`, but for the last brace.
fn limits(rest: &mut Rest<'_>) -> Option<(usize, usize)> {
    rest.next();
    let least = number(rest)?;
    if rest.next_if_eq(&',').is_none() {
        return (rest.peek() == Some(&'}')).then_some((least, least));
    }
    let most = if rest.peek() == Some(&'}') { usize::MAX } else { number(rest)? };
    (rest.peek() == Some(&'}')).then_some((least, most))
}

fn number(rest: &mut Rest<'_>) -> Option<usize> {
    let mut digits = String::new();
    while let Some(digit) = rest.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    digits.parse().ok()
}

/// What stands behind a backslash.
fn escaped(rest: &mut Rest<'_>) -> Option<Vec<(char, char)>> {
    Some(match rest.next()? {
        'd' => vec![('0', '9')],
        'w' => vec![('a', 'z'), ('0', '9')],
        's' => vec![(' ', ' ')],
        'D' | 'W' | 'S' => return None,
        'n' => vec![('\n', '\n')],
        't' => vec![('\t', '\t')],
        'r' => vec![('\r', '\r')],
        other if other.is_ascii_alphanumeric() => return None,
        other => vec![(other, other)],
    })
}

/// What stands between brackets.
fn class(rest: &mut Rest<'_>) -> Option<Vec<(char, char)>> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut ranges: Vec<(char, char)> = Vec::new();
    loop {
        let first = match rest.next()? {
            ']' => break,
            // Classes in classes.
            '[' | '&' | '~' => return None,
            '\\' => match escaped(rest)?.as_slice() {
                [(only, last)] if only == last => *only,
                several => {
                    ranges.extend(several);
                    continue;
                }
            },
            plain => plain,
        };
        if rest.next_if_eq(&'-').is_none() {
            ranges.push((first, first));
            continue;
        }
        match rest.next()? {
            ']' => {
                ranges.extend([(first, first), ('-', '-')]);
                break;
            }
            '\\' => match escaped(rest)?.as_slice() {
                [(only, last)] if only == last && first <= *last => ranges.push((first, *last)),
                _ => return None,
            },
            last if first <= last && last != '[' => ranges.push((first, last)),
            _ => return None,
        }
    }
    if negated {
        let usual = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain([' ', '-', '_', '.']);
        let free =
            usual.filter(|c| !ranges.iter().any(|(first, last)| (first..=last).contains(&c)));
        ranges = free.map(|c| (c, c)).collect();
    }
    (!ranges.is_empty()).then_some(ranges)
}
