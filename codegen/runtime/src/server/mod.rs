//! Support of the server: what a request must pass before an implementation sees it, and what goes
//! back.

pub mod api_error;
pub mod body;
pub mod check;
pub mod context;
pub mod credentials;
pub mod incoming;
pub mod inputs;
pub mod query;
pub mod respond;
pub mod router;
pub mod scalar;
pub mod schema;
pub mod texts;
pub mod violations;
pub mod web_socket;
