//! Router, handlers, inputs, security: all that is emitted per operation.

use axum::Router;
use codegen_runtime::server::answer::{self, Answering};
use codegen_runtime::server::api_error::{Answer, ApiError, default_body};
use codegen_runtime::server::caller::{Anyone, Caller};
use codegen_runtime::server::codec::{Channel, SocketSpec};
use codegen_runtime::server::context::{Context, RequestInfo};
use codegen_runtime::server::inputs::Inputs;
use codegen_runtime::server::operation::{Operation, Route};
use codegen_runtime::server::receive::BodyKind;
use codegen_runtime::server::router::{Options, Server};
use codegen_runtime::server::schema::Schema;
use codegen_runtime::server::{handshake, respond};

use super::api::{AgentsApi, Credential};
use super::{operations, schemas, types};

/// The answers of `recreate`.
#[derive(Debug)]
pub enum RecreateOutput {
    Ok(types::Settings),
    NoContent,
}

pub fn router<A: AgentsApi, S: Clone + Send + Sync + 'static>(api: A) -> Router<S> {
    router_with(api, Options::default())
}

pub fn router_with<A: AgentsApi, S: Clone + Send + Sync + 'static>(
    api: A,
    options: Options,
) -> Router<S> {
    router_below("/api/v2", api, options)
}

pub fn router_below<A: AgentsApi, S: Clone + Send + Sync + 'static>(
    base: &str,
    api: A,
    options: Options,
) -> Router<S> {
    Server::new(api, options, default_body)
        .on::<operations::GetLogs>()
        .on::<operations::PatchLogs>()
        .on::<operations::Recreate>()
        .on::<operations::Pty>()
        .finish(base)
}

/// Callers with a token.
#[derive(Debug)]
pub enum ByToken {}

impl<A: AgentsApi> Caller<A> for ByToken {
    type Principal = A::Principal;

    async fn authenticate(api: &A, request: &RequestInfo) -> Answer<A::Principal> {
        if let Some(secret) = request.header_credential("coder-session-token") {
            return api.authenticate(Credential::CoderSessionToken(secret), request).await;
        }
        Err(ApiError::unauthenticated())
    }
}

impl<A: AgentsApi> Operation<A> for operations::GetLogs {
    const ROUTE: Route = Route::get("/workspaceagents/{workspaceagent}/logs").id("get-logs");
    type Caller = ByToken;

    fn read(inputs: &mut Inputs<'_>) -> Answer<Self> {
        let workspaceagent = inputs.path("workspaceagent", &Schema::Uuid);
        let before = inputs.query_optional("before", &Schema::INT64);
        let after = inputs.query_optional("after", &Schema::INT64);
        let follow = inputs.query_optional("follow", &Schema::Boolean);
        let format = inputs.query_optional("format", &Schema::Enum(&["json", "text"]));
        let name = inputs.query_optional("name", &Schema::TEXT);
        let label = inputs.query_each_optional("label", const { &Schema::array(&Schema::TEXT) });
        let ids = inputs.query_list_optional("ids", const { &Schema::array(&Schema::INT64) });
        let x_attempt = inputs.header_optional("X-Attempt", &Schema::INT32);
        Ok(Self {
            workspaceagent: inputs.take(workspaceagent)?,
            before: inputs.take(before)?,
            after: inputs.take(after)?,
            follow: inputs.take(follow)?,
            format: inputs.take(format)?,
            name: inputs.take(name)?,
            label: inputs.take(label)?,
            ids: inputs.take(ids)?,
            x_attempt: inputs.take(x_attempt)?,
        })
    }

    fn answer(self, api: &A, cx: Context<A::Principal>) -> impl Answering {
        answer::json(200, api.get_logs(cx, self))
    }
}

impl<A: AgentsApi> Operation<A> for operations::PatchLogs {
    const ROUTE: Route =
        Route::patch("/workspaceagents/me/logs").id("patch-logs").body(BodyKind::Json);
    type Caller = ByToken;

    fn read(inputs: &mut Inputs<'_>) -> Answer<Self> {
        let dry = inputs.query_optional("dry", &Schema::Boolean);
        let body = inputs.json_body(&schemas::PATCH_LOGS);
        let dry: Option<bool> = inputs.take(dry)?;
        Ok(Self { body: inputs.take(body)?, dry: dry.unwrap_or_default() })
    }

    fn answer(self, api: &A, cx: Context<A::Principal>) -> impl Answering {
        answer::json(200, api.patch_logs(cx, self))
    }
}

impl<A: AgentsApi> Operation<A> for operations::Recreate {
    const ROUTE: Route =
        Route::post("/workspaceagents/{agent}/recreate").id("recreate").body(BodyKind::Whole);
    type Caller = Anyone;

    fn read(inputs: &mut Inputs<'_>) -> Answer<Self> {
        let workspaceagent = inputs.path("agent", &Schema::Uuid);
        let body = inputs.json_body_optional(&schemas::SETTINGS);
        Ok(Self { workspaceagent: inputs.take(workspaceagent)?, body: inputs.take(body)? })
    }

    fn answer(self, api: &A, cx: Context<()>) -> impl Answering {
        answer::with(api.recreate(cx, self), |output| match output {
            RecreateOutput::Ok(body) => respond::json(200, &body),
            RecreateOutput::NoContent => respond::empty(204),
        })
    }
}

impl<A: AgentsApi> Operation<A> for operations::Pty {
    const ROUTE: Route = Route::get("/workspaceagents/{workspaceagent}/pty").id("pty");
    type Caller = ByToken;

    fn read(inputs: &mut Inputs<'_>) -> Answer<Self> {
        let workspaceagent = inputs.path("workspaceagent", &Schema::Uuid);
        let height = inputs.query("height", &Schema::Integer { min: 1, max: 1000 });
        Ok(Self { workspaceagent: inputs.take(workspaceagent)?, height: inputs.take(height)? })
    }

    fn answer(self, api: &A, cx: Context<A::Principal>) -> impl Answering {
        const SPEC: SocketSpec = SocketSpec::DEFAULT.receives(Channel::ANY).sends(Channel::ANY);
        handshake::upgrade(cx, &SPEC, |cx| api.pty(cx, self))
    }
}
