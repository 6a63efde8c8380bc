//! Text and what matched → highlighted, sentence-bound passages. Pure; it knows no engine.
use crate::article::Span;
use crate::query::Query;
/// Width.
pub const WIDTH: usize = 240;
/// Terms.
pub struct Terms;
impl Terms {
    /// From.
    pub fn from_query(_: &Query, _: Option<&str>) -> Self {
        Self
    }
}
/// Found.
pub struct Found {
    /// Span.
    pub span: Span,
    /// Highlights.
    pub highlights: Vec<Span>,
}
/// Find.
pub fn find(_: &str, _: &[Span], _: &Terms, _: usize, _: usize) -> Vec<Found> {
    Vec::new()
}
/// Highlights.
pub fn highlights(_: &str, _: &Terms) -> Vec<Span> {
    Vec::new()
}
