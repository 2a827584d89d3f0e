//! Bodies of requests that are any bytes.

use super::arguments::Arguments;
use super::failure::Failure;
use super::types::byte_stream::ByteStream;

impl Arguments {
    /// A body of any bytes.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn bytes_body(&self) -> Result<ByteStream, Failure> {
        Ok(self.bytes()?.to_vec().into())
    }
}
