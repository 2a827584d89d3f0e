//! Values that are made up out of schemas.

use serde_json::{Map, Number, Value};

use super::dice::Dice;
use super::patterns::Pattern;
use super::server::check;
use super::server::schema::{Member, Others, Rule, Schema};
use super::server::violations::Violations;

/// Deeper than this, what may be missing is missing: schemas may contain themselves.
const DEEP: usize = 6;

/// Deeper than this nothing is made any more; only a schema without any finite value goes there.
const TOO_DEEP: usize = 48;

/// After so many values, too, what may be missing is missing.
const MANY: usize = 4000;

/// No text is longer, whatever a document asks for.
const LONGEST: usize = 1 << 20;

/// Makes up values.
#[derive(Debug)]
pub struct Maker {
    dice: Dice,
    /// Every member is there, and nothing is `null`.
    full: bool,
    /// The document's own examples come first.
    examples: bool,
    made: usize,
}

impl Maker {
    /// A maker whose values depend on the dice alone. A `full` one leaves nothing out.
    #[must_use]
    pub fn new(dice: Dice, full: bool) -> Self {
        Self { dice, full, examples: true, made: 0 }
    }

    /// Pays no attention to examples.
    #[must_use]
    pub fn without_examples(mut self) -> Self {
        self.examples = false;
        self
    }

    /// A value; `name` says what it is, which texts repeat.
    pub fn value(&mut self, schema: &'static Schema, name: &str) -> Value {
        self.at(schema, name, 0)
    }

    fn at(&mut self, schema: &'static Schema, name: &str, depth: usize) -> Value {
        self.made += 1;
        if depth > TOO_DEEP {
            return Value::Null;
        }
        match *schema {
            Schema::Any => Value::String(self.text(name, 0, usize::MAX)),
            Schema::Boolean => Value::Bool(self.dice.once_in(2)),
            Schema::Integer { min, max } => integer(self.whole(min.into(), max.into())),
            Schema::Unsigned { min, max } => integer(self.whole(min.into(), max.into())),
            Schema::Number { min, max, above_min, below_max } => {
                number(self.fraction(min, max, above_min, below_max))
            }
            Schema::Text { min, max } => Value::String(self.text(name, min, max)),
            Schema::Uuid => Value::String(self.uuid()),
            Schema::DateTime => Value::String(self.time()),
            Schema::Enum(values) => {
                let choice = usize::try_from(self.dice.below(values.len() as u64));
                let choice = choice.ok().and_then(|choice| values.get(choice));
                choice.map_or(Value::Null, |text| Value::from(*text))
            }
            Schema::Array { items, min, max, unique } => {
                self.array(items, name, depth, (min, max, unique))
            }
            Schema::Map(values) => {
                let value = (!self.is_enough(depth)).then(|| self.at(values, name, depth + 1));
                Value::Object(value.map(|value| ("key".to_owned(), value)).into_iter().collect())
            }
            Schema::Object { members, others } => self.object(members, others, depth),
            Schema::Nullable(inner) => {
                let null = self.is_enough(depth) || (!self.full && self.dice.once_in(4));
                if null { Value::Null } else { self.at(inner, name, depth) }
            }
            Schema::Union { tests, shapes } => {
                let chosen = self.dice.below(shapes.len() as u64) as usize;
                let Some(shape) = shapes.get(chosen) else { return Value::Null };
                let mut value = self.at(shape, name, depth);
                tests.get(chosen).into_iter().for_each(|test| test.mend(&mut value));
                value
            }
            Schema::Listed { values, .. } => {
                let chosen = values.get(self.dice.below(values.len() as u64) as usize);
                chosen.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
            }
            Schema::Ruled(inner, Rule::Pattern(pattern, _)) => self
                .matching(inner, pattern)
                .map_or_else(|| self.at(inner, name, depth), Value::String),
            Schema::Ruled(inner, rule) => {
                let value = self.at(inner, name, depth);
                follow(rule, value)
            }
            Schema::Like(inner, example) => {
                let example = self.examples.then(|| valid(inner, example)).flatten();
                example.unwrap_or_else(|| self.at(inner, name, depth))
            }
        }
    }

    /// From here on, what may be missing is missing.
    fn is_enough(&self, depth: usize) -> bool {
        depth >= DEEP || self.made >= MANY
    }

    fn array(
        &mut self,
        items: &'static Schema,
        name: &str,
        depth: usize,
        (min, max, unique): (usize, usize, bool),
    ) -> Value {
        let wanted = if self.is_enough(depth) { 0 } else { 1 + self.dice.below(2) as usize };
        let wanted = wanted.max(min).min(max).min(LONGEST);
        let mut list: Vec<Value> = Vec::new();
        // Where all must differ, a few throws may be in vain.
        for _ in 0..wanted.saturating_mul(if unique { 16 } else { 1 }) {
            if list.len() == wanted {
                break;
            }
            let item = self.at(items, name, depth + 1);
            if !unique || !list.contains(&item) {
                list.push(item);
            }
        }
        Value::Array(list)
    }

    fn object(&mut self, members: &'static [Member], others: Others, depth: usize) -> Value {
        let mut object = Map::new();
        for member in members {
            let wanted =
                member.required || (!self.is_enough(depth) && (self.full || !self.dice.once_in(4)));
            if wanted {
                let value = self.at(member.schema, member.name, depth + 1);
                object.insert(member.name.to_owned(), value);
            }
        }
        match others {
            Others::Each(schema) if !self.is_enough(depth) && self.dice.once_in(2) => {
                // Never in the place of a member that was left out.
                let is_other = |m: &Member| m.name == "other" || m.aliases.contains(&"other");
                if !members.iter().any(is_other) {
                    let value = self.at(schema, "other", depth + 1);
                    object.insert("other".to_owned(), value);
                }
            }
            Others::Each(_) | Others::Ignored | Others::Refused => {}
        }
        Value::Object(object)
    }

    /// A small number where that is possible.
    fn whole(&mut self, min: i128, max: i128) -> i128 {
        let low = if min <= 1 && max >= 1 { 1 } else { min };
        let low = if max < 0 { max.saturating_sub(99).max(min) } else { low };
        let room = u64::try_from(max.saturating_sub(low).clamp(0, 98)).unwrap_or_default();
        low.saturating_add(i128::from(self.dice.below(room + 1)))
    }

    /// A whole or a half where that is possible, as they are the same in every width.
    fn fraction(&mut self, min: f64, max: f64, above_min: bool, below_max: bool) -> f64 {
        let fits = |value: f64| {
            value >= min
                && value <= max
                && !(above_min && value <= min)
                && !(below_max && value >= max)
        };
        let small = self.dice.below(200) as f64 / 2.0;
        let middle = min / 2.0 + max / 2.0;
        let candidates = [small, min.ceil() + small, max.floor() - small, middle, min, max];
        candidates.into_iter().find(|value| fits(*value)).unwrap_or(middle)
    }

    /// The name and a number, made to fit.
    fn text(&mut self, name: &str, min: usize, max: usize) -> String {
        let mut text = format!("{name}-{}", self.dice.below(1000));
        let count = text.chars().count();
        if count > max {
            // The end tells more texts apart.
            text = text.chars().skip(count.saturating_sub(max)).collect();
        }
        text.extend(std::iter::repeat_n('x', min.min(LONGEST).saturating_sub(count)));
        text
    }

    /// A text that matches a pattern, if it is a plain one, and is as long as it may be.
    fn matching(&mut self, schema: &'static Schema, pattern: &str) -> Option<String> {
        let (min, max) = match *schema {
            Schema::Text { min, max } => (min, max),
            _ => (0, usize::MAX),
        };
        let pattern = Pattern::parse(pattern)?;
        let mut texts = (0..64).map(|more| pattern.text(&mut self.dice, more));
        texts.find(|text| (min..=max).contains(&text.chars().count()))
    }

    fn uuid(&mut self) -> String {
        let (high, low) = (self.dice.roll(), self.dice.roll());
        // Version 4, variant 1.
        let (high, low) = (high & !0xf000 | 0x4000, low & !(3 << 62) | 1 << 63);
        let (a, b, c) = (high >> 32, high >> 16 & 0xffff, high & 0xffff);
        format!("{a:08x}-{b:04x}-{c:04x}-{:04x}-{:012x}", low >> 48, low & 0xffff_ffff_ffff)
    }

    /// A minute of a January.
    fn time(&mut self) -> String {
        let (day, minute) = (1 + self.dice.below(31), self.dice.below(24 * 60));
        format!("2025-01-{day:02}T{:02}:{:02}:00Z", minute / 60, minute % 60)
    }
}

/// Makes a value fit a rule, as far as that is easy.
fn follow(rule: Rule, value: Value) -> Value {
    match (rule, value) {
        (Rule::MultipleOf(step), Value::Number(number)) => {
            let near = number.as_f64().map_or(step, |number| (number / step).ceil() * step);
            if number.is_f64() { Value::from(near) } else { integer(near as i128) }
        }
        (Rule::Members(min, max), Value::Object(mut members)) => {
            let first = members.values().next().cloned().unwrap_or_default();
            for index in members.len()..min.min(LONGEST) {
                members.insert(format!("key-{index}"), first.clone());
            }
            Value::Object(members.into_iter().take(max).collect())
        }
        (Rule::Is(_, _, example), Value::String(_)) => Value::from(example),
        (Rule::MultipleOf(_) | Rule::Members(..) | Rule::Pattern(..) | Rule::Is(..), value) => {
            value
        }
    }
}

fn integer(value: i128) -> Value {
    Number::from_i128(value).map_or(Value::Null, Value::Number)
}

fn number(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// The example, if it is what its schema asks for.
fn valid(schema: &'static Schema, example: &str) -> Option<Value> {
    let mut violations = Violations::default();
    check::body(schema, true, example.as_bytes(), &mut violations).ok()?;
    if violations.count() == 0 { serde_json::from_str(example).ok() } else { None }
}
