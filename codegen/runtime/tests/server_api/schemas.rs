//! What requests are checked against.

use codegen_runtime::server::schema::{Member, Others, Schema};

pub static LEVEL: Schema = Schema::Enum(&["trace", "debug", "info", "warn", "error"]);

pub static LOG: Schema = Schema::object(&[
    Member::optional("level", &LEVEL),
    Member::required("output", &Schema::TEXT),
    Member::optional("created_at", &Schema::DateTime),
    Member::optional("size", &Schema::INT32),
    Member::optional("weight", &Schema::number(0.0, 1.0)),
]);

pub static SETTINGS: Schema = Schema::Object {
    members: &[Member::optional("quiet", &Schema::Boolean), Member::optional("next", &SETTINGS)],
    others: Others::Refused,
};

pub static PATCH_LOGS: Schema = Schema::object(&[
    Member::required("log_source_id", &Schema::Uuid),
    Member::optional("logs", &Schema::array(&LOG)),
    Member::optional("labels", &Schema::Map(&Schema::Text { min: 0, max: 8 })),
    Member::optional("meta", &Schema::Any),
    Member::optional("settings", &SETTINGS),
    Member::optional("parent", &Schema::Nullable(&Schema::Uuid)),
    Member::optional("tags", &Schema::Array { items: &Schema::TEXT, min: 1, max: 3, unique: true }),
    Member::optional("count", &Schema::Integer { min: 1, max: i64::MAX }),
]);
