//! Hostile names change nothing: everything is found where the document has it, under its own name.

use std::collections::BTreeMap;

use behaviour::{client, serve};
use obstacle_course_client::operations::{self, Type, 日本語Error, 日本語Output};
use obstacle_course_client::types::{self, OptionType, ResultType, SomeType, StringType};
use obstacle_course_client::{Client, client::Error};
use obstacle_course_server::{
    ApiError, Context, Credential, RequestInfo, Result日本, WithHeaders, router,
};
use serde_json::{Value, json};

struct Server;

impl Result日本 for Server {
    type Principal = String;

    async fn authenticate(&self, who: Credential, _: &RequestInfo) -> Result<String, ApiError> {
        Ok(format!("{who:?}"))
    }

    async fn r#type(
        &self,
        cx: Context<Option<String>>,
        input: Type,
    ) -> Result<WithHeaders<OptionType, types::TypeHeaders>, ApiError> {
        let told = format!("{input:?}");
        let value =
            OptionType { message: Some(told), r#type: cx.principal, ..OptionType::default() };
        Ok(WithHeaders::new(value, types::TypeHeaders { x: Some("*/".to_owned()) }))
    }

    async fn root(&self, _: Context<Option<String>>, _: operations::Root) -> Result<(), ApiError> {
        Ok(())
    }

    async fn colon(
        &self,
        _: Context<Option<String>>,
        _: operations::Colon,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    async fn literal(
        &self,
        _: Context<Option<String>>,
        _: operations::Literal,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    async fn twins_a(
        &self,
        _: Context<Option<String>>,
        input: operations::TwinsA,
    ) -> Result<(), ApiError> {
        assert_eq!(input.a, "more");
        Ok(())
    }

    async fn twins_b(
        &self,
        _: Context<Option<String>>,
        input: operations::TwinsB,
    ) -> Result<(), ApiError> {
        assert_eq!(input.b, "fixed");
        Ok(())
    }

    async fn twins_fixed(
        &self,
        _: Context<Option<String>>,
        _: operations::TwinsFixed,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    async fn r#try(&self, cx: Context<String>, _: operations::Try) -> Result<(), ApiError> {
        assert!(cx.principal.starts_with("Configured"), "{}", cx.principal);
        Ok(())
    }

    async fn 日本_語(
        &self,
        _: Context<Option<String>>,
        input: operations::日本語,
    ) -> Result<日本語Output, ApiError> {
        match input.x.as_str() {
            "200" => Ok(日本語Output::Ok(vec![input.body])),
            "201" => Ok(日本語Output::Created),
            "404" => Err(日本語Error::NotFound(ResultType::default()).into()),
            _ => Err(日本語Error::Conflict(types::BoxType::default()).into()),
        }
    }
}

async fn client() -> Client {
    let origin = serve(router(Server)).await;
    let base = format!("{origin}/");
    client!(obstacle_course_client, base, .self_("bearer").r#dyn("configured"))
}

#[tokio::test]
async fn hostile_paths_lead_to_their_operations() {
    let client = client().await;
    client.root().await.unwrap();
    client.colon().await.unwrap();
    client.literal().await.unwrap();
    client.twins_a("more").await.unwrap();
    client.twins_b("fixed").await.unwrap();
    client.twins_fixed().await.unwrap();
    client.r#try().await.unwrap();
}

#[tokio::test]
#[expect(deprecated, reason = "the operation is")]
async fn hostile_parameters_arrive() {
    let client = client().await;
    let sent = Type {
        self_path: "a/b".to_owned(),
        self_: "../*".to_owned(),
        parameter_2nd: -2,
        r_type: true,
        a_b: "%2F".to_owned(),
        all: "*/".to_owned(),
        日本: "日本".to_owned(),
        ..Type::default()
    };
    let answer = client.r#type(sent.clone()).send().await.unwrap();
    assert_eq!(answer.typed_headers::<types::TypeHeaders>().unwrap().x.as_deref(), Some("*/"));
    let answer = answer.body;
    let filled_in = Type {
        日本_query: Some("\"#*/\n日本".to_owned()),
        self_header: Some("\"#".to_owned()),
        ..sent
    };
    assert_eq!(answer.message.unwrap(), format!("{filled_in:?}"));
    assert_eq!(answer.r#type.unwrap(), r#"SelfScheme([redacted])"#);
}

#[tokio::test]
async fn hostile_answers_are_told_apart() {
    let client = client().await;
    let secret: types::Secret = serde_json::from_value(json!({"either": 1})).unwrap();
    let body = StringType { value: Some("*/".to_owned()), secret: Some(secret) };
    let input = |x: &str| operations::日本語 { x: x.to_owned(), body: body.clone() };
    assert_eq!(client.call(input("200")).await.unwrap(), 日本語Output::Ok(vec![body.clone()]));
    assert_eq!(client.call(input("201")).await.unwrap(), 日本語Output::Created);
    for (x, expected) in [
        ("404", 日本語Error::NotFound(ResultType::default())),
        ("409", 日本語Error::Conflict(types::BoxType::default())),
    ] {
        let Err(Error::Api(error)) = client.call(input(x)).await else { panic!("no error") };
        assert_eq!(error.typed(), Some(&expected));
    }
}

#[test]
fn members_keep_their_names() {
    let names = [
        "type",
        "Type",
        "TYPE",
        "self",
        "super",
        "crate",
        "async",
        "gen",
        "",
        "1",
        "+1",
        "-1",
        "_",
        "__",
        "a.b",
        "a-b",
        "a_b",
        "\"",
        "new\nline",
        "nul\0",
        "r#type",
        "日本語",
        "💥",
        "additional",
        "message",
        "default",
        "Default",
    ];
    let mut members: BTreeMap<&str, Value> =
        names.into_iter().map(|name| (name, json!(format!("<{name}>")))).collect();
    members.insert("Some", json!("Unknown"));
    members.insert("*/", json!("\"#"));
    members.insert("new", json!(i64::MIN));
    members.insert("ratio", json!(1e300));
    members.insert("inner", json!({"inner": {"*/": "*/"}}));
    members.insert("nobody knows\0", json!([1]));
    let members = json!(members);
    let value: OptionType = serde_json::from_value(members.clone()).unwrap();
    assert_eq!(value.r#type.as_deref(), Some("<type>"));
    assert_eq!(value.additional_properties.len(), 1);
    assert_eq!(serde_json::to_value(value).unwrap(), members);
}

#[test]
fn defaults_keep_their_text() {
    let value: OptionType = serde_json::from_str("{}").unwrap();
    assert_eq!(value, OptionType::default());
    assert_eq!((value.default.as_str(), value.default_2.as_str()), ("\"#*/\n\0", "\\"));
    assert_eq!((value.new, value.ratio), (i64::MIN, 1e300));
    assert_eq!(value.star_slash.as_str(), "\"#");
}

#[test]
fn values_keep_their_text() {
    assert_eq!(SomeType::KNOWN.len(), 27);
    for text in SomeType::KNOWN.iter().copied() {
        let value = SomeType::from(text);
        assert!(value.is_known(), "{text:?}");
        assert_eq!(value.as_str(), text);
        assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
    }
    assert!(!SomeType::from("?").is_known());
}

#[test]
fn secrets_of_the_config_are_not_shown() {
    let secret = json!({"x": "hush", "*/": "hush", "either": "hush"});
    let secret: types::Secret = serde_json::from_value(secret).unwrap();
    assert!(matches!(secret.either.as_ref().unwrap().expose(), types::SecretEither::Text(_)));
    assert!(!format!("{secret:?}").contains("hush"));
}
