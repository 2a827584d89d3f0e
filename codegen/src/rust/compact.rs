//! Prints Rust as prettyplease does, but with short struct literals on one line: it breaks them at
//! 34 columns, which makes three lines of what reads best as one.

use std::collections::BTreeMap;

use proc_macro2::Span;
use quote::ToTokens;
use syn::visit::{Visit, visit_expr};
use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, ExprPath, ExprStruct, FieldValue, Ident, Member, parse_quote};

/// The longest literal that stays on one line. Deeper in a function that is still a short line.
const WIDEST: usize = 64;

/// Prints a file.
pub(super) fn print(mut file: syn::File) -> String {
    let mut literals = Literals(false);
    literals.visit_file(&file);
    if !literals.0 {
        return prettyplease::unparse(&file);
    }
    let mark = mark(&file.to_token_stream().to_string());
    let mut compact = Compact { mark, texts: BTreeMap::new() };
    compact.visit_file_mut(&mut file);
    compact.restore(prettyplease::unparse(&file))
}

/// Whether there are struct literals at all: most items have none.
struct Literals(bool);

impl<'ast> Visit<'ast> for Literals {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        self.0 |= matches!(expression, Expr::Struct(_));
        if !self.0 {
            visit_expr(self, expression);
        }
    }
}

/// The start of names that occur nowhere in this text.
fn mark(text: &str) -> String {
    let mut number = 0;
    loop {
        let mark = format!("_{number}_");
        if !text.contains(&mark) {
            return mark;
        }
        number += 1;
    }
}

/// Struct literals that have been put aside: in their places stand names of the same width, so that
/// everything around them is laid out as if they were there.
struct Compact {
    mark: String,
    /// The literals, by their names.
    texts: BTreeMap<String, String>,
}

impl VisitMut for Compact {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_expr_mut(self, expression);
        if let Expr::Struct(literal) = expression
            && let Some(text) = one_line(literal)
            && let Some(name) = self.put_aside(text)
        {
            let name = Ident::new(&name, Span::call_site());
            *expression = parse_quote! { #name };
        }
    }
}

impl Compact {
    /// The name that stands for a text.
    fn put_aside(&mut self, text: String) -> Option<String> {
        let name = format!("{}{}_", self.mark, self.texts.len());
        let padding = text.len().checked_sub(name.len())?;
        let name = name + &"_".repeat(padding);
        self.texts.insert(name.clone(), text);
        Some(name)
    }

    /// Puts the literals back, the outer ones first.
    fn restore(&self, mut text: String) -> String {
        let number = |name: &&String| {
            let number = name.get(self.mark.len()..).unwrap_or_default().trim_end_matches('_');
            number.parse::<usize>().unwrap_or_default()
        };
        let mut names: Vec<&String> = self.texts.keys().collect();
        names.sort_by_key(number);
        for name in names.into_iter().rev() {
            if let Some(literal) = self.texts.get(name) {
                text = text.replacen(name.as_str(), literal, 1);
            }
        }
        text
    }
}

/// A literal on one line, if it is short.
fn one_line(literal: &ExprStruct) -> Option<String> {
    // Printing costs more than looking: tokens are no longer than the text that is made of them.
    let tokens = literal.to_token_stream().to_string();
    if tokens.len() - tokens.matches(' ').count() > WIDEST {
        return None;
    }
    let path = expression(&Expr::Path(ExprPath {
        attrs: literal.attrs.clone(),
        qself: literal.qself.clone(),
        path: literal.path.clone(),
    }))?;
    let mut parts: Vec<String> = literal.fields.iter().map(field).collect::<Option<_>>()?;
    if let Some(rest) = &literal.rest {
        parts.push(format!("..{}", expression(rest)?));
    }
    let text = match parts.is_empty() {
        true => format!("{path} {{}}"),
        false => format!("{path} {{ {} }}", parts.join(", ")),
    };
    (text.is_ascii() && text.len() <= WIDEST).then_some(text)
}

fn field(field: &FieldValue) -> Option<String> {
    let value = expression(&field.expr)?;
    match &field.member {
        _ if !field.attrs.is_empty() => None,
        Member::Named(_) if field.colon_token.is_none() => Some(value),
        Member::Named(name) => Some(format!("{name}: {value}")),
        Member::Unnamed(index) => Some(format!("{}: {value}", index.index)),
    }
}

/// An expression that fits on a line.
fn expression(expression: &Expr) -> Option<String> {
    // A path without arguments is itself.
    if let Expr::Path(ExprPath { attrs, qself: None, path }) = expression
        && attrs.is_empty()
        && path.segments.iter().all(|segment| segment.arguments.is_none())
    {
        return Some(path.to_token_stream().to_string().replace(' ', ""));
    }
    let text = prettyplease::unparse(&parse_quote! { const _: () = #expression; });
    let text = text.strip_prefix("const _: () = ")?.strip_suffix(";\n")?;
    (!text.contains('\n')).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::print;

    fn printed(text: &str) -> String {
        print(syn::parse_file(text).expect("Rust"))
    }

    #[test]
    fn short_literals_stay_on_a_line_and_long_ones_are_broken() {
        let short = "fn f() {\n    g(operations::GetTheThingByItsName { body, other: h(1)? })\n}\n";
        assert_eq!(printed(short), short);
        let nested = "const A: T = Outer { inner: Inner { a: 1, b: 2 }, ..Outer::NONE };\n";
        assert_eq!(printed(nested), nested);
        let long = format!("fn f() {{\n    T {{\n        {}: 1,\n    }}\n}}\n", "a".repeat(70));
        assert_eq!(printed(&long), long);
    }

    #[test]
    fn no_text_is_taken_for_a_literal_that_was_put_aside() {
        let text = "fn f() {\n    g(\"_0_0_ _1_0__________________\", S { field: value })\n}\n";
        assert_eq!(printed(text), text);
    }
}
