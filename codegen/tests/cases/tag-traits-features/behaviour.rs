//! With all tags, all traits are there; what there is without some, the compiler is asked elsewhere.

use behaviour::{client, serve};
use tag_traits_features_client::types::{Order, Pet};
use tag_traits_features_server::{
    Answer, Context, Orders, Pets, Shop, ShopOperations, operations, router,
};

struct Corner;

impl Pets for Corner {
    async fn list_pets(&self, _: Context<()>, _: operations::ListPets) -> Answer<Vec<Pet>> {
        Ok(vec![Pet { name: "Rex".to_owned() }])
    }
}

impl Orders for Corner {
    async fn list_orders(&self, _: Context<()>, _: operations::ListOrders) -> Answer<Vec<Order>> {
        Ok(vec![Order { count: 1 }])
    }
}

impl ShopOperations for Corner {}

/// Whoever asks for the whole trait gets what has the others.
fn whole(shop: impl Shop) -> impl Shop {
    shop
}

#[tokio::test]
async fn all_traits_together_are_a_server() {
    let client = client!(tag_traits_features_client, serve(router(whole(Corner))).await);
    assert_eq!(client.list_pets().await.unwrap(), [Pet { name: "Rex".to_owned() }]);
    assert_eq!(client.list_orders().await.unwrap(), [Order { count: 1 }]);
    assert_eq!(client.get_shop().await.unwrap_err().status().unwrap(), 501);
}
