//! Headers of answers with the types that the document gives them.

use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use super::super::types::headers::{HeaderError, Headers, read, read_one};
use super::call::Response;
use super::error::ApiError;

impl<T> Response<T> {
    /// The documented headers of this answer.
    ///
    /// # Errors
    ///
    /// One is required and missing, or cannot be what the document says. The others can still be
    /// read with [`typed_header`](Self::typed_header), and all are in `headers` as they came.
    pub fn typed_headers<H: Headers>(&self) -> Result<H, HeaderError> {
        typed(&self.headers)
    }

    /// One header as a value of this type, which need not be documented.
    ///
    /// # Errors
    ///
    /// It cannot be one.
    pub fn typed_header<V: DeserializeOwned>(&self, name: &str) -> Result<Option<V>, HeaderError> {
        read_one(name, &|name| lines(&self.headers, name))
    }
}

impl<E> ApiError<E> {
    /// The documented headers of this answer, see [`Response::typed_headers`].
    ///
    /// # Errors
    ///
    /// One is required and missing, or cannot be what the document says.
    pub fn typed_headers<H: Headers>(&self) -> Result<H, HeaderError> {
        typed(&self.headers)
    }

    /// One header as a value of this type, which need not be documented.
    ///
    /// # Errors
    ///
    /// It cannot be one.
    pub fn typed_header<V: DeserializeOwned>(&self, name: &str) -> Result<Option<V>, HeaderError> {
        read_one(name, &|name| lines(&self.headers, name))
    }
}

fn typed<H: Headers>(headers: &HeaderMap) -> Result<H, HeaderError> {
    read(&|name| lines(headers, name))
}

fn lines<'h>(headers: &'h HeaderMap, name: &str) -> Vec<&'h [u8]> {
    headers.get_all(name).iter().map(|value| value.as_bytes()).collect()
}
