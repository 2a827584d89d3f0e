//! From a document to the model: what every construct becomes, and what is refused where.

mod extensions;
mod operations;
mod schemas;
mod streams;
mod support;
