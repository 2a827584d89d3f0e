//! Bodies of `multipart/form-data`.

use std::any::Any;
use std::collections::BTreeSet;
use std::mem;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use multer::{Constraints, Field, Multipart, SizeLimit};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use serde::de::DeserializeOwned;

use super::super::types::byte_stream::ByteStream;
use super::super::types::file::File;
use super::super::types::style::Style;
use super::api_error::ApiError;
use super::body::unsupported;
use super::incoming::Incoming;
use super::inputs::Inputs;
use super::query::Query;
use super::receive::Receiving;
use super::schema::Schema;
use super::styled::{query_value, settled};
use super::texts::Texts;

/// A value that is made of parts.
pub trait FromParts: Sized {
    /// The names of all parts that are files.
    const FILES: &'static [&'static str];
    /// The names of all other parts.
    const FIELDS: &'static [&'static str];

    /// Some name may come more than once, so that it is never sure that all parts are there.
    const LISTS: bool;

    /// Takes it out of the parts of a body; what is wrong with them is noted.
    fn from_parts(parts: &mut Parts<'_, '_>) -> Option<Self>;
}

/// The parts of a body. Files are in memory, except for one that comes when all other parts are
/// there: it is read as it is used.
#[derive(Debug)]
pub struct Parts<'p, 'r> {
    /// The values, as a query.
    fields: String,
    files: Vec<(String, File)>,
    texts: &'p mut Texts<'r>,
}

impl Parts<'_, '_> {
    /// A value that must be there.
    pub fn field<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        style: Style,
        schema: &'static Schema,
    ) -> Option<T> {
        let value = self.field_optional(name, style, schema)?;
        value.or_else(|| self.texts.refuse(name, "is required"))
    }

    /// A value.
    pub fn field_optional<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        style: Style,
        schema: &'static Schema,
    ) -> Option<Option<T>> {
        let query = Query::of(Some(&self.fields));
        let value = query_value(&query, (name, Some(style)), schema, &[]);
        settled(self.texts, name, schema, value)
    }

    /// A list of values; empty if it is not there.
    pub fn field_or_default<T: DeserializeOwned + Default>(
        &mut self,
        name: &'static str,
        style: Style,
        schema: &'static Schema,
    ) -> Option<T> {
        self.field_optional(name, style, schema).map(Option::unwrap_or_default)
    }

    /// A file that must be there.
    pub fn file(&mut self, name: &'static str) -> Option<File> {
        let file = self.file_optional(name)?;
        file.or_else(|| self.texts.refuse(name, "is required"))
    }

    /// A file.
    pub fn file_optional(&mut self, name: &'static str) -> Option<Option<File>> {
        let mut files = self.files(name)?;
        let first = files.pop();
        if files.is_empty() {
            Some(first)
        } else {
            self.texts.refuse(name, "is given more than once")
        }
    }

    /// All files of a name.
    pub fn files(&mut self, name: &'static str) -> Option<Vec<File>> {
        let (own, others) =
            mem::take(&mut self.files).into_iter().partition(|(found, _)| found == name);
        self.files = others;
        let own: Vec<(String, File)> = own;
        Some(own.into_iter().map(|(_, file)| file).collect())
    }
}

impl Inputs<'_> {
    /// A body of parts that must be there.
    pub fn multipart_body<T: FromParts>(&mut self) -> Option<T> {
        let (fields, files) = *self.parts()?.downcast::<Read>().ok()?;
        T::from_parts(&mut Parts { fields, files, texts: &mut self.texts })
    }

    /// A body of parts.
    pub fn multipart_body_optional<T: FromParts>(&mut self) -> Option<Option<T>> {
        if self.has_no_body() { Some(None) } else { self.multipart_body().map(Some) }
    }
}

type Read = (String, Vec<(String, File)>);

/// The names of all parts.
#[derive(Clone, Copy)]
struct Names {
    files: &'static [&'static str],
    fields: &'static [&'static str],
    lists: bool,
}

/// Receives the parts of a value.
#[must_use]
pub fn receive<T: FromParts>(request: &mut Incoming) -> Receiving<'_> {
    let names = Names { files: T::FILES, fields: T::FIELDS, lists: T::LISTS };
    let content_type = request.info.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|found| found.to_str().ok());
    let boundary = content_type.and_then(|found| multer::parse_boundary(found).ok());
    Box::pin(async move {
        let boundary = boundary.ok_or_else(|| unsupported(&["multipart/form-data"]))?;
        let limit = u64::try_from(request.info.settings().options.body_limit).unwrap_or(u64::MAX);
        // A file that is read as it is used has no limit; all others are counted below.
        let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(u64::MAX));
        let body = request.body.take_unread().into_data_stream();
        let parts = read(Multipart::with_constraints(body, boundary, limits), names, limit).await?;
        Ok(Box::new(parts) as Box<dyn Any + Send>)
    })
}

async fn read(mut body: Multipart<'static>, names: Names, limit: u64) -> Result<Read, ApiError> {
    let mut missing: BTreeSet<&str> = names.files.iter().chain(names.fields).copied().collect();
    let (mut fields, mut files) = (String::new(), Vec::new());
    let mut left = limit;
    while let Some(field) = body.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        missing.remove(name.split('[').next().unwrap_or_default());
        if !names.files.contains(&name.as_str()) {
            let text = in_memory(field, &mut left, limit).await?;
            let escape = |text: &[u8]| percent_encode(text, NON_ALPHANUMERIC).to_string();
            fields.push_str(&format!("&{}={}", escape(name.as_bytes()), escape(&text)));
            continue;
        }
        let file_name = field.file_name().map(str::to_owned);
        let media_type = field.content_type().map(ToString::to_string);
        let data = if missing.is_empty() && !names.lists {
            files.push((name, file(file_name, media_type, ByteStream::new(field))));
            break;
        } else {
            in_memory(field, &mut left, limit).await?.into()
        };
        files.push((name, file(file_name, media_type, data)));
    }
    Ok((fields, files))
}

fn file(name: Option<String>, media_type: Option<String>, data: ByteStream) -> File {
    let data = match media_type {
        Some(media_type) => data.with_media_type(media_type),
        None => data,
    };
    File { name, data }
}

/// Reads a part, as long as there is room.
async fn in_memory(
    mut field: Field<'static>,
    left: &mut u64,
    limit: u64,
) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
        let size = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        *left = left.checked_sub(size).ok_or_else(|| too_large(limit))?;
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn too_large(limit: u64) -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "Request body is too large.")
        .detail(format!("at most {limit} bytes are accepted"))
}

fn broken(error: &multer::Error) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "Request body must be valid multipart/form-data.")
        .detail(error.to_string())
}
