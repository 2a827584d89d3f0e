//! Every documented answer arrives as what it is, and every other one as what it is not.

use answers_client::client::{Error, ErrorBody};
use answers_client::operations::{
    ClassOfSuccessesOutput, ClosedFailuresError, SeveralFailuresError, SeveralSuccessesOutput,
};
use answers_client::types::{Conflict, Missing, Thing};
use answers_client::{Client, operations};
use answers_server::{Api, ApiError, Context, router};
use axum::http::StatusCode;
use behaviour::{always, client, serve};

/// Answers with this status, wherever it is documented; else with an error of no documented kind.
struct Server(u16);

fn thing() -> Thing {
    Thing { id: 7, label: Some(Some("ü".to_owned())) }
}

fn missing() -> Missing {
    Missing { what: "it".to_owned() }
}

fn conflict() -> Conflict {
    Conflict { with: "that".to_owned() }
}

impl Server {
    fn other<T>(&self) -> Result<T, ApiError> {
        Err(ApiError::new(StatusCode::from_u16(self.0).unwrap(), "other"))
    }
}

impl Api for Server {
    async fn one_success(
        &self,
        _: Context<()>,
        _: operations::OneSuccess,
    ) -> Result<Thing, ApiError> {
        if self.0 == 200 { Ok(thing()) } else { self.other() }
    }

    async fn several_successes(
        &self,
        _: Context<()>,
        input: operations::SeveralSuccesses,
    ) -> Result<SeveralSuccessesOutput, ApiError> {
        match self.0 {
            200 => Ok(SeveralSuccessesOutput::Ok(input.body)),
            201 => Ok(SeveralSuccessesOutput::Created("new".to_owned())),
            204 => Ok(SeveralSuccessesOutput::NoContent),
            _ => self.other(),
        }
    }

    async fn several_failures(
        &self,
        _: Context<()>,
        _: operations::SeveralFailures,
    ) -> Result<Thing, ApiError> {
        Err(match self.0 {
            200 => return Ok(thing()),
            404 => SeveralFailuresError::NotFound(missing()),
            409 => SeveralFailuresError::Conflict(conflict()),
            503 => SeveralFailuresError::ServiceUnavailable(conflict()),
            status @ 500..=599 => SeveralFailuresError::ServerError(status, missing()),
            status => SeveralFailuresError::Default(status, conflict()),
        }
        .into())
    }

    async fn closed_failures(
        &self,
        _: Context<()>,
        _: operations::ClosedFailures,
    ) -> Result<Thing, ApiError> {
        Err(match self.0 {
            404 => ClosedFailuresError::NotFound(missing()).into(),
            409 => ClosedFailuresError::Conflict(conflict()).into(),
            _ => return self.other(),
        })
    }

    async fn same_failures(
        &self,
        _: Context<()>,
        _: operations::SameFailures,
    ) -> Result<(), ApiError> {
        match self.0 {
            204 => Ok(()),
            404 | 410 => Err(ApiError::json(StatusCode::from_u16(self.0).unwrap(), &missing())),
            _ => self.other(),
        }
    }

    async fn only_default(
        &self,
        _: Context<()>,
        _: operations::OnlyDefault,
    ) -> Result<Thing, ApiError> {
        let status = StatusCode::from_u16(self.0).unwrap();
        if status.is_success() { Ok(thing()) } else { Err(ApiError::json(status, &thing())) }
    }

    async fn class_of_successes(
        &self,
        _: Context<()>,
        _: operations::ClassOfSuccesses,
    ) -> Result<ClassOfSuccessesOutput, ApiError> {
        match self.0 {
            204 => Ok(ClassOfSuccessesOutput::NoContent),
            status @ 200..=299 => Ok(ClassOfSuccessesOutput::Success(status, thing())),
            302 => Ok(ClassOfSuccessesOutput::Found),
            _ => self.other(),
        }
    }

    async fn nothing_said(
        &self,
        _: Context<()>,
        _: operations::NothingSaid,
    ) -> Result<(), ApiError> {
        if self.0 == 200 { Ok(()) } else { self.other() }
    }

    async fn nullable(
        &self,
        _: Context<()>,
        input: operations::Nullable,
    ) -> Result<Option<Vec<Option<i64>>>, ApiError> {
        Ok(input.body.flatten())
    }
}

async fn client(status: u16) -> Client {
    client!(answers_client, serve(router(Server(status))).await)
}

/// Status and typed body of an error.
#[track_caller]
fn typed<E>(error: Error<E>) -> (u16, E) {
    let Error::Api(api) = error else { panic!("not an error of the API") };
    let ErrorBody::Typed(body) = api.body else { panic!("not typed") };
    (api.status.as_u16(), body)
}

/// Status of an error whose body nobody documented.
#[track_caller]
fn untyped<E: std::fmt::Debug>(error: Error<E>) -> u16 {
    let Error::Api(api) = error else { panic!("not an error of the API: {error:?}") };
    let ErrorBody::Raw(body) = &api.body else { panic!("typed: {:?}", api.body) };
    assert!(body.text().contains("other"), "{body:?}");
    api.status.as_u16()
}

#[tokio::test]
async fn one_success() {
    assert_eq!(client(200).await.one_success().await.unwrap(), thing());
    assert_eq!(untyped(client(418).await.one_success().await.unwrap_err()), 418);
}

#[tokio::test]
async fn several_successes() {
    for (status, expected) in [
        (200, SeveralSuccessesOutput::Ok(thing())),
        (201, SeveralSuccessesOutput::Created("new".to_owned())),
        (204, SeveralSuccessesOutput::NoContent),
    ] {
        let response = client(status).await.several_successes(thing()).send().await.unwrap();
        assert_eq!((response.status.as_u16(), response.body), (status, expected));
    }
    assert_eq!(untyped(client(500).await.several_successes(thing()).await.unwrap_err()), 500);
}

#[tokio::test]
async fn several_failures() {
    assert_eq!(client(200).await.several_failures().await.unwrap(), thing());
    for (status, expected) in [
        (404, SeveralFailuresError::NotFound(missing())),
        (409, SeveralFailuresError::Conflict(conflict())),
        (503, SeveralFailuresError::ServiceUnavailable(conflict())),
        (500, SeveralFailuresError::ServerError(500, missing())),
        (599, SeveralFailuresError::ServerError(599, missing())),
        (418, SeveralFailuresError::Default(418, conflict())),
    ] {
        let error = client(status).await.several_failures().await.unwrap_err();
        assert_eq!(typed(error), (status, expected));
    }
}

#[tokio::test]
async fn several_failures_and_nothing_about_others() {
    for (status, expected) in [
        (404, ClosedFailuresError::NotFound(missing())),
        (409, ClosedFailuresError::Conflict(conflict())),
    ] {
        let error = client(status).await.closed_failures().await.unwrap_err();
        assert_eq!(typed(error), (status, expected));
    }
    for status in [423, 400, 500] {
        assert_eq!(untyped(client(status).await.closed_failures().await.unwrap_err()), status);
    }
}

#[tokio::test]
async fn failures_of_one_kind() {
    client(204).await.same_failures().await.unwrap();
    for status in [404, 410] {
        let error = client(status).await.same_failures().await.unwrap_err();
        assert_eq!(typed(error), (status, missing()));
    }
    assert_eq!(untyped(client(403).await.same_failures().await.unwrap_err()), 403);
}

#[tokio::test]
async fn a_default_stands_for_success_and_failure() {
    assert_eq!(client(200).await.only_default().await.unwrap(), thing());
    assert_eq!(typed(client(500).await.only_default().await.unwrap_err()), (500, thing()));
}

#[tokio::test]
async fn classes_carry_their_status() {
    for (status, expected) in [
        (200, ClassOfSuccessesOutput::Success(200, thing())),
        (299, ClassOfSuccessesOutput::Success(299, thing())),
        (204, ClassOfSuccessesOutput::NoContent),
        (302, ClassOfSuccessesOutput::Found),
    ] {
        assert_eq!(client(status).await.class_of_successes().await.unwrap(), expected);
    }
}

#[tokio::test]
async fn where_nothing_is_said_any_success_is_one() {
    client(200).await.nothing_said().await.unwrap();
    assert_eq!(untyped(client(400).await.nothing_said().await.unwrap_err()), 400);
}

#[tokio::test]
async fn null_is_not_absent() {
    let client = client(200).await;
    for body in [None, Some(None), Some(Some(vec![])), Some(Some(vec![Some(1), None]))] {
        let input = operations::Nullable { body: body.clone() };
        assert_eq!(client.call(input).await.unwrap(), body.flatten());
    }
}

#[tokio::test]
async fn success_that_is_not_documented_is_unexpected() {
    let origin = always(202, "application/json", "{}").await;
    let client = client!(answers_client, origin);
    assert!(matches!(client.one_success().await, Err(Error::UnexpectedStatus(_))));
    assert!(matches!(client.several_successes(thing()).await, Err(Error::UnexpectedStatus(_))));
    assert!(matches!(client.several_failures().await, Err(Error::UnexpectedStatus(_))));
    assert!(matches!(client.closed_failures().await, Err(Error::UnexpectedStatus(_))));
    assert!(matches!(client.same_failures().await, Err(Error::UnexpectedStatus(_))));
}

#[tokio::test]
async fn bodies_that_break_the_document_are_told_apart() {
    let client = client!(answers_client, always(200, "application/json", r#"{"id": "x"}"#).await);
    let Err(Error::Decode(error)) = client.one_success().await else { panic!("it decoded") };
    assert_eq!(error.path, "id");
    let client = client!(answers_client, always(404, "text/html", "<h1>other</h1>").await);
    assert_eq!(untyped(client.several_failures().await.unwrap_err()), 404);
}
