//! Numbers as literals.

/// A number with a fraction. One with several digits behind the point gets an exponent: clippy takes
/// `3.14` for a mistake.
pub(crate) fn float(value: f64) -> String {
    if (value * 10.0).fract() != 0.0 { format!("{value:e}") } else { format!("{value:.1}") }
}
