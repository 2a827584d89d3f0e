//! Refusals of every kind (wire 2.1, 2.2, 2.3, 2.7, 3.21, 8.4, 8.5).

use coder_agents_client::client::{ApiError, Error, ErrorBody};
use coder_agents_client::types::codersdk::{Response, ValidationError};

use crate::support::{agent, answer, exchange, json, terminal};

/// What an operation that opens a socket gives when it is refused in this way.
async fn refused(answer: String) -> ApiError<Response> {
    let (_, result) =
        exchange(answer, async |c| c.get_logs_by_workspace_agent_follow(agent()).await).await;
    match result {
        Err(Error::Api(error)) => *error,
        other => panic!("{other:?}"),
    }
}

fn raw(error: &ApiError<Response>) -> String {
    match &error.body {
        ErrorBody::Raw(body) => body.text().into_owned(),
        ErrorBody::Typed(body) => panic!("{body:?}"),
    }
}

#[tokio::test]
async fn wire_2_7_handlers_refuse_with_json() {
    let body = r#"{"message":"Query parameters have invalid values.","validations":[{"field":"after","detail":"must be positive"}]}"#;
    for status in
        ["400 Bad Request", "401 Unauthorized", "404 Not Found", "500 Internal Server Error"]
    {
        let error = refused(json(status, body)).await;
        assert_eq!(error.status.as_str(), &status[..3]);
        let validation =
            ValidationError { field: "after".to_owned(), detail: "must be positive".to_owned() };
        assert_eq!(error.typed().unwrap().validations, [validation]);
    }
}

#[tokio::test]
async fn wire_2_7_the_library_refuses_with_text_and_a_line_of_json() {
    let body = "WebSocket protocol violation: Connection header does not contain Upgrade\n\
        {\"message\":\"Failed to accept websocket.\",\"detail\":\"…\"}\n";
    for (status, upgrade) in [
        ("426 Upgrade Required", "\r\nUpgrade: websocket\r\nConnection: Upgrade"),
        ("400 Bad Request", ""),
        ("403 Forbidden", ""),
        ("501 Not Implemented", ""),
    ] {
        let error =
            refused(answer(&format!("{status}{upgrade}"), "text/plain; charset=utf-8", body)).await;
        assert_eq!(error.status.as_str(), &status[..3]);
        // Wire 8.4: only JSON is taken for JSON; the text is kept as it came.
        assert_eq!(raw(&error), body);
        assert!(error.to_string().contains("protocol violation"), "{error}");
    }
}

#[tokio::test]
async fn wire_3_21_a_terminal_is_refused_with_a_page() {
    let page = "<!DOCTYPE html><html><body>Agent not connected</body></html>";
    for status in ["404 Not Found", "500 Internal Server Error", "502 Bad Gateway"] {
        let html = answer(status, "text/html; charset=utf-8", page);
        let (_, result) =
            exchange(html, async |c| c.open_pty_to_workspace_agent(terminal()).await).await;
        let error = result.unwrap_err();
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        // A page is nothing for a message of one line.
        assert!(!error.to_string().contains('<'), "{error}");
    }
}

#[tokio::test]
async fn wire_2_1_a_wrong_method_has_no_body() {
    let error = refused(answer("405 Method Not Allowed\r\nAllow: POST", "", "")).await;
    assert_eq!(error.status, 405);
    assert_eq!(error.headers["allow"], "POST");
    assert_eq!(raw(&error), "");
    assert!(error.to_string().contains("without a body"), "{error}");
}

#[tokio::test]
async fn wire_2_3_too_many_requests_say_when_to_come_back() {
    let limited = json("429 Too Many Requests\r\nRetry-After: 60", r#"{"message":"Slow down."}"#);
    let error = refused(limited).await;
    assert_eq!(
        (error.status.as_u16(), &error.headers["retry-after"]),
        (429, &"60".parse().unwrap())
    );
    let bypass = answer("428 Precondition Required", "text/plain", "not an owner");
    assert_eq!(raw(&refused(bypass).await), "not an owner");
}

#[tokio::test]
async fn wire_8_5_a_refused_caller_is_told_in_several_shapes() {
    let challenge =
        "401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"coder\", error=\"invalid_token\"";
    let error = refused(json(challenge, r#"{"message":"You are signed out"}"#)).await;
    assert_eq!(error.typed().unwrap().message, "You are signed out");
    assert!(error.headers.contains_key("www-authenticate"));
    // A proxy on the way speaks HTML, or breaks JSON.
    assert_eq!(raw(&refused(answer("401 Unauthorized", "application/json", "{")).await), "{");
    assert_eq!(raw(&refused(answer("401 Unauthorized", "text/html", "<p>")).await), "<p>");
}

/// An answer that means success is none where a socket was asked for: an old server, or a page.
#[tokio::test]
async fn wire_5_7_a_plain_answer_is_no_socket() {
    let (_, result) = exchange(json("200 OK", "[]"), async |c| {
        c.get_logs_by_workspace_agent_follow(agent()).await
    })
    .await;
    assert!(matches!(result, Err(Error::UnexpectedStatus(_))), "{result:?}");
}
