//! Answers that are read piece by piece.

use super::caller::Caller;
use super::failure::Failure;
use super::output::{self, Reader};
use super::streams::until_interrupted;
use super::types::byte_stream::ByteStream;

impl Caller {
    /// Prints the bytes as they come.
    ///
    /// # Errors
    ///
    /// The stream breaks, or cannot be written.
    pub async fn download(&self, mut bytes: ByteStream) -> Result<(), Failure> {
        let mut left = self.max.unwrap_or(u64::MAX);
        let copy = async move {
            while left > 0 {
                let Some(piece) = bytes.next().await else { break };
                let piece = piece.map_err(Failure::of)?;
                let size = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
                let piece = piece.slice(..size);
                left = left.saturating_sub(u64::try_from(size).unwrap_or(u64::MAX));
                if output::bytes(&piece)? == Reader::Gone {
                    break;
                }
            }
            Ok(())
        };
        until_interrupted(copy).await
    }
}
