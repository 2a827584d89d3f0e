//! Support of the server: what a request must pass before an implementation sees it, and what goes
//! back.

pub mod api_error;
pub mod body;
pub mod check;
pub mod close;
pub mod codec;
pub mod context;
pub mod credentials;
pub mod driver;
pub mod ending;
pub mod events;
pub mod halves;
pub mod handshake;
pub mod incoming;
pub mod inputs;
pub mod json_stream;
pub mod lenient;
pub mod messages;
pub mod operation;
pub mod pattern;
pub mod pipe;
pub mod presence;
pub mod pulse;
pub mod query;
pub mod respond;
pub mod router;
pub mod scalar;
pub mod schema;
pub mod shutdown;
pub mod socket;
pub mod socket_error;
pub mod table;
pub mod texts;
pub mod upgrade;
pub mod violations;
