//! The sorts of changes.

macro_rules! kinds {
    ($($kind:ident $id:literal)*) => {
        /// What sort of change it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names say it all")]
        pub enum Kind {
            $($kind,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// As reports name it: `property-added`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$kind => $id,)* }
            }
        }
    };
}

kinds! {
    BasePathChanged "base-path-changed"
    ServerAdded "server-added"
    ServerRemoved "server-removed"
    ServerMoved "server-moved"
    ServerRenamed "server-renamed"
    OperationAdded "operation-added"
    OperationRemoved "operation-removed"
    OperationIdChanged "operation-id-changed"
    OperationDeprecated "operation-deprecated"
    OperationRevived "operation-no-longer-deprecated"
    OperationFlagChanged "operation-flag-changed"
    OperationLongPollChanged "operation-long-poll-changed"
    ExactlyOneOfChanged "exactly-one-of-changed"
    SecurityChanged "security-changed"
    PathParameterRenamed "path-parameter-renamed"
    ParameterAddedOptional "optional-parameter-added"
    ParameterAddedRequired "required-parameter-added"
    RepresentationParameterAdded "representation-parameter-added"
    ParameterRemoved "parameter-removed"
    RepresentationParameterRemoved "representation-parameter-removed"
    ParameterBecameRequired "parameter-became-required"
    ParameterBecameOptional "parameter-became-optional"
    ParameterStyleChanged "parameter-style-changed"
    ParameterDeprecated "parameter-deprecated"
    ParameterRevived "parameter-no-longer-deprecated"
    ParametersReordered "parameters-reordered"
    BodyAddedOptional "optional-body-added"
    BodyAddedRequired "required-body-added"
    BodyRemoved "body-removed"
    BodyBecameRequired "body-became-required"
    BodyBecameOptional "body-became-optional"
    BodyMediaTypeChanged "body-media-type-changed"
    SuccessAdded "success-status-added"
    SuccessRemoved "success-status-removed"
    FailureAdded "failure-status-added"
    FailureRemoved "failure-status-removed"
    AnswerBodyAdded "answer-body-added"
    AnswerBodyRemoved "answer-body-removed"
    AnswerMediaTypeChanged "answer-media-type-changed"
    AnswerStreamChanged "answer-stream-changed"
    AnswerHeadersAdded "answer-headers-added"
    AnswerHeadersRemoved "answer-headers-removed"
    AnswerHeadersRestyled "answer-headers-written-otherwise"
    SchemeAdded "security-scheme-added"
    SchemeRemoved "security-scheme-removed"
    SchemePlaceChanged "security-scheme-place-changed"
    SchemeLookupChanged "security-scheme-lookup-changed"
    SchemaRemoved "schema-removed"
    SchemaDeprecated "schema-deprecated"
    SchemaRevived "schema-no-longer-deprecated"
    TypeChanged "type-changed"
    BecameNullable "became-nullable"
    BecameNotNullable "became-not-nullable"
    DefaultChanged "default-changed"
    LimitsTightened "limits-tightened"
    LimitsLoosened "limits-loosened"
    LimitsChanged "limits-changed"
    EnumValueAdded "enum-value-added"
    EnumValueRemoved "enum-value-removed"
    ListBegan "only-listed-values-now"
    ListEnded "not-only-listed-values-now"
    UnionMemberAdded "union-member-added"
    UnionMemberRemoved "union-member-removed"
    UnionTagsChanged "union-tags-changed"
    PropertyAddedOptional "optional-property-added"
    PropertyAddedRequired "required-property-added"
    PropertyRemoved "property-removed"
    PropertyRenamed "property-renamed"
    PropertyBecameRequired "property-became-required"
    PropertyBecameOptional "property-became-optional"
    PropertyAccessChanged "property-access-changed"
    PropertyDeprecated "property-deprecated"
    PropertyRevived "property-no-longer-deprecated"
    PropertyAliasesChanged "property-aliases-changed"
    AdditionalChanged "additional-properties-changed"
    CodeOnly "code-only"
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}
