//! The trait.

use codegen_runtime::server::api_error::ApiError;
use codegen_runtime::server::codec::Messages;
use codegen_runtime::server::context::{Context, RequestInfo};
use codegen_runtime::server::upgrade::Upgrade;
use codegen_runtime::types::secret::Secret;

use super::{operations, router, types};

/// The credential that a caller presented.
#[derive(Debug)]
pub enum Credential {
    CoderSessionToken(Secret),
}

pub trait AgentsApi: Send + Sync + 'static {
    type Principal: Send + 'static;

    fn authenticate(
        &self,
        credential: Credential,
        request: &RequestInfo,
    ) -> impl Future<Output = Result<Self::Principal, ApiError>> + Send {
        let _ = (credential, request);
        async { Err(ApiError::not_implemented("authenticate")) }
    }

    fn get_logs(
        &self,
        cx: Context<Self::Principal>,
        input: operations::GetLogs,
    ) -> impl Future<Output = Result<Vec<types::Log>, ApiError>> + Send {
        let _ = (cx, input);
        async { Err(ApiError::not_implemented("get-logs")) }
    }

    fn patch_logs(
        &self,
        cx: Context<Self::Principal>,
        input: operations::PatchLogs,
    ) -> impl Future<Output = Result<types::PatchLogs, ApiError>> + Send {
        let _ = (cx, input);
        async { Err(ApiError::not_implemented("patch-logs")) }
    }

    fn recreate(
        &self,
        cx: Context<()>,
        input: operations::Recreate,
    ) -> impl Future<Output = Result<router::RecreateOutput, ApiError>> + Send {
        let _ = (cx, input);
        async { Err(ApiError::not_implemented("recreate")) }
    }

    fn pty(
        &self,
        cx: Context<Self::Principal>,
        input: operations::Pty,
    ) -> impl Future<Output = Result<Upgrade<Messages, Messages>, ApiError>> + Send {
        let _ = (cx, input);
        async { Err(ApiError::not_implemented("pty")) }
    }
}
