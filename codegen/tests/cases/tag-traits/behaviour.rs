//! Each tag is implemented for itself; together they are one server.

use behaviour::{client, raw, serve};
use tag_traits_client::types::{Order, Pet};
use tag_traits_server::{
    Answer, ApiError, Authenticate, Context, Credential, Pets, RequestInfo, ShopOrders, Untagged,
    operations, router,
};
use uuid::Uuid;

struct Shop;

impl Authenticate for Shop {
    type Principal = String;

    async fn authenticate(&self, credential: Credential, _: &RequestInfo) -> Answer<String> {
        match credential {
            Credential::Key(secret) if secret.expose() == "secret" => Ok("keeper".to_owned()),
            _ => Err(ApiError::unauthenticated()),
        }
    }
}

impl Pets for Shop {
    async fn list_pets(
        &self,
        cx: Context<Option<Self::Principal>>,
        _: operations::ListPets,
    ) -> Answer<Vec<Pet>> {
        Ok(cx.principal.into_iter().map(|name| Pet { name }).collect())
    }

    async fn add_pet(&self, cx: Context<String>, input: operations::AddPet) -> Answer<Pet> {
        Ok(Pet { name: format!("{} of the {}", input.body.name, cx.principal) })
    }
}

impl ShopOrders for Shop {
    async fn get_order(&self, _: Context<()>, input: operations::GetOrder) -> Answer<Order> {
        Ok(Order { id: input.id })
    }
}

impl Untagged for Shop {
    async fn health(&self, _: Context<()>, _: operations::Health) -> Answer<String> {
        Ok("well".to_owned())
    }
}

// What stays empty answers 501.
impl tag_traits_server::AbsentOperations for Shop {}
impl tag_traits_server::ApiOperations for Shop {}
impl tag_traits_server::AuthenticateOperations for Shop {}
impl tag_traits_server::ContextOperations for Shop {}
impl tag_traits_server::EventsOperations for Shop {}
impl tag_traits_server::FnMain for Shop {}
impl tag_traits_server::Japan for Shop {}
impl tag_traits_server::Mod for Shop {}
impl tag_traits_server::PlusPlusPlus for Shop {}
impl tag_traits_server::ShopOrders2 for Shop {}
impl tag_traits_server::ShopOrdersOperations for Shop {}
impl tag_traits_server::ShopUnderscoreOrders for Shop {}
impl tag_traits_server::Std for Shop {}
impl tag_traits_server::Trait2fa for Shop {}
impl tag_traits_server::UntaggedOperations for Shop {}
impl tag_traits_server::Кошки for Shop {}

#[tokio::test]
async fn all_traits_together_are_a_server() {
    let client = client!(tag_traits_client, serve(router(Shop)).await, .key("secret"));
    assert_eq!(client.health().await.unwrap(), "well");
    assert_eq!(client.get_order(Uuid::nil()).await.unwrap().id, Uuid::nil());
    let pet = client.add_pet(Pet { name: "Rex".to_owned() }).await.unwrap();
    assert_eq!(pet.name, "Rex of the keeper");
    assert_eq!(client.list_pets().await.unwrap(), [Pet { name: "keeper".to_owned() }]);
}

#[tokio::test]
async fn who_callers_are_is_asked_for_every_trait() {
    let origin = serve(router(Shop)).await;
    let stranger = client!(tag_traits_client, origin.clone());
    assert!(stranger.list_pets().await.unwrap().is_empty());
    let refused = stranger.add_pet(Pet { name: "Rex".to_owned() }).await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 401);
    let (status, _) = raw(&origin, "GET /orders HTTP/1.1", "").await;
    assert_eq!(status, 501, "a trait that stays empty");
}
