//! Prints Rust as prettyplease does, but with short struct literals on one line: it breaks them at
//! 34 columns, which makes three lines of what reads best as one. So are calls with nothing but a
//! text: nothing is gained by breaking around that.

use std::fmt::{self, Write};

use proc_macro2::Span;
use quote::ToTokens;
use syn::visit::{Visit, visit_expr};
use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{
    Expr, ExprCall, ExprLit, ExprPath, ExprStruct, FieldValue, Ident, Item, Lit, Member,
    parse_quote,
};

use super::docs::spread;

/// The longest literal that stays on one line. Deeper in a function that is still a short line.
const WIDEST: usize = 64;

/// Prints a file.
pub(super) fn print(file: syn::File) -> String {
    spread(print_compactly(file))
}

fn print_compactly(mut file: syn::File) -> String {
    let mut literals = Literals(false);
    literals.visit_file(&file);
    if !literals.0 {
        return prettyplease::unparse(&file);
    }
    let mut attempt = 0;
    loop {
        let mut compact = Compact { mark: format!("_{attempt}_"), aside: Vec::new() };
        compact.visit_file_mut(&mut file);
        if let Some(text) = compact.restore(&prettyplease::unparse(&file)) {
            return text;
        }
        // Some text has one of our names in it: others are tried.
        PutBack(compact.aside).visit_file_mut(&mut file);
        attempt += 1;
    }
}

/// Shorter calls fit anyway.
const SHORT_CALL: usize = 48;

/// Whether there are struct literals, or calls with texts, at all: most items have none.
struct Literals(bool);

impl<'ast> Visit<'ast> for Literals {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        self.0 |= match expression {
            Expr::Struct(_) => true,
            Expr::Call(call) => call.args.iter().any(|argument| matches!(argument, Expr::Lit(_))),
            _ => false,
        };
        if !self.0 {
            visit_expr(self, expression);
        }
    }
}

/// Expressions that have been put aside: in their places stand names of the same width, so that
/// everything around them is laid out as if they were there.
struct Compact {
    /// What the names begin with.
    mark: String,
    aside: Vec<Aside>,
}

struct Aside {
    /// The mark, the place in the list, underscores.
    name: String,
    text: String,
    literal: Expr,
}

impl VisitMut for Compact {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let row = match &*expression {
            Expr::Call(call) => row(call),
            _ => None,
        };
        if row.is_none() {
            visit_expr_mut(self, expression);
        }
        let text = match &*expression {
            Expr::Struct(literal) => one_line(literal),
            _ => row,
        };
        if let Some(text) = text
            && let Some(name) = self.name(text.len())
        {
            let ident = Ident::new(&name, Span::call_site());
            let path = Expr::Path(ExprPath { attrs: Vec::new(), qself: None, path: ident.into() });
            let literal = std::mem::replace(expression, path);
            self.aside.push(Aside { name, text, literal });
        }
    }
}

impl Compact {
    /// The next name, if one can be as short as this.
    fn name(&self, width: usize) -> Option<String> {
        let name = format!("{}{}_", self.mark, self.aside.len());
        let padding = width.checked_sub(name.len())?;
        Some(name + &"_".repeat(padding))
    }

    /// Puts the texts into the printed file; nothing if a name stands anywhere else, too.
    fn restore(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut used = 0;
        self.expand(text, &mut out, &mut used);
        (used == self.aside.len()).then_some(out)
    }

    /// Each name stands once. Whatever else looks like one makes too many that are used.
    fn expand(&self, mut text: &str, out: &mut String, used: &mut usize) {
        while let Some((before, rest)) = text.split_once(&self.mark) {
            out.push_str(before);
            let number = rest.split_once('_').and_then(|(number, _)| number.parse::<usize>().ok());
            let aside = number.and_then(|number| self.aside.get(number));
            let found = aside.and_then(|aside| {
                let name = aside.name.get(self.mark.len()..)?;
                Some((aside, rest.strip_prefix(name)?))
            });
            text = match found {
                Some((aside, rest)) => {
                    *used += 1;
                    self.expand(&aside.text, out, used);
                    rest
                }
                None => {
                    out.push_str(&self.mark);
                    rest
                }
            };
        }
        out.push_str(text);
    }
}

/// Puts the literals themselves back.
struct PutBack(Vec<Aside>);

impl VisitMut for PutBack {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Path(path) = expression
            && let Some(ident) = path.path.get_ident()
            && let Some(at) = self.0.iter().position(|aside| *ident == aside.name)
        {
            *expression = self.0.swap_remove(at).literal;
        }
        visit_expr_mut(self, expression);
    }
}

/// A literal on one line, if it is short.
fn one_line(literal: &ExprStruct) -> Option<String> {
    // Looking costs less than printing.
    let mut width = Width(0);
    width.visit_expr_struct(literal);
    if width.0 > WIDEST {
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

/// A call with nothing but a text on one line, if the text is all that makes it long.
fn row(call: &ExprCall) -> Option<String> {
    let Expr::Path(function) = &*call.func else { return None };
    let mut arguments = call.args.iter();
    let (Some(Expr::Lit(ExprLit { attrs, lit: Lit::Str(text) })), None) =
        (arguments.next(), arguments.next())
    else {
        return None;
    };
    let text = format!("{}({})", plain_path(function)?, text.to_token_stream());
    let is_plain = call.attrs.is_empty() && attrs.is_empty();
    (is_plain && text.len() > SHORT_CALL).then_some(text)
}

/// A path without arguments.
fn plain_path(ExprPath { attrs, qself, path }: &ExprPath) -> Option<String> {
    let is_plain = attrs.is_empty()
        && qself.is_none()
        && path.segments.iter().all(|segment| segment.arguments.is_none());
    if !is_plain {
        return None;
    }
    let mut text = String::new();
    for (index, segment) in path.segments.iter().enumerate() {
        if index > 0 || path.leading_colon.is_some() {
            text.push_str("::");
        }
        // Writing to a text cannot fail.
        let _ = write!(text, "{}", segment.ident);
    }
    Some(text)
}

/// How many columns names and literals take: no fewer than that, punctuation comes on top.
struct Width(usize);

impl<'ast> Visit<'ast> for Width {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        if self.0 <= WIDEST {
            visit_expr(self, expression);
        }
    }

    fn visit_field_value(&mut self, field: &'ast FieldValue) {
        // A member that is called like its value is written once.
        if field.colon_token.is_some() {
            self.visit_member(&field.member);
        }
        self.visit_expr(&field.expr);
    }

    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.add(ident);
    }

    fn visit_lit(&mut self, literal: &'ast Lit) {
        self.add(literal.to_token_stream());
    }
}

impl Width {
    fn add(&mut self, text: impl fmt::Display) {
        // Counting cannot fail.
        let _ = write!(self, "{text}");
    }
}

impl Write for Width {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
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
    if let Expr::Path(path) = expression
        && let Some(text) = plain_path(path)
    {
        return Some(text);
    }
    let mut file: syn::File = parse_quote! { const _: () = (); };
    if let Some(Item::Const(item)) = file.items.first_mut() {
        *item.expr = expression.clone();
    }
    let text = prettyplease::unparse(&file);
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
    fn a_text_breaks_no_call() {
        let about = "word ".repeat(30);
        let row = format!("const A: T = T::new(\"{about}\").id(\"a\");\n");
        assert!(printed(&row).contains(&format!("T::new(\"{about}\")")), "{}", printed(&row));
        let other = printed(&format!("const A: T = T::new(\"{about}\", 1);\n"));
        assert!(other.contains(&format!("\n    \"{about}\",\n")), "{other}");
    }

    #[test]
    fn no_text_is_taken_for_a_literal_that_was_put_aside() {
        // The second has just the name that the literal would get, the third that of the next attempt.
        let name = |attempt: u8| format!("_{attempt}_0{:_>14}", "");
        for hostile in ["_0_0_ _0_1".to_owned(), name(0), name(0) + &name(1)] {
            let text = format!("fn f() {{\n    g(\"{hostile}\", S {{ field: value }})\n}}\n");
            assert_eq!(printed(&text), text);
        }
    }
}
