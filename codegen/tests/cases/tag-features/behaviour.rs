//! With all tags, everything is there; what there is without some, the compiler is asked elsewhere.

use behaviour::{client, serve};
use tag_features_client::types::{Health, Order, OrderItem, Pet, Thing};
use tag_features_server::{Answer, Api, Context, Credential, RequestInfo, operations, router};
use uuid::Uuid;

struct Shop;

impl Api for Shop {
    type Principal = ();

    async fn authenticate(&self, _: Credential, _: &RequestInfo) -> Answer<()> {
        Ok(())
    }

    async fn health(&self, _: Context<()>, _: operations::Health) -> Answer<Health> {
        Ok(Health { well: Some(true) })
    }

    async fn add_pet(&self, _: Context<()>, input: operations::AddPet) -> Answer<Pet> {
        Ok(input.body)
    }

    async fn get_order(&self, _: Context<()>, input: operations::GetOrder) -> Answer<Order> {
        Ok(Order { id: input.id, ..Order::new(OrderItem::Thing(Thing { weight: 2 })) })
    }
}

#[tokio::test]
async fn operations_of_all_tags_are_there() {
    let client = client!(tag_features_client, serve(router(Shop)).await, .key("secret"));
    assert_eq!(client.health().await.unwrap().well, Some(true));
    let pet = Pet { name: "Rex".to_owned(), ..Default::default() };
    assert_eq!(client.add_pet(pet.clone()).await.unwrap(), pet);
    assert_eq!(client.get_order(Uuid::nil()).await.unwrap().id, Uuid::nil());
}
