//! The catalogue of everything that can be reported: stable ids, titles, explanations.

use std::fmt;

macro_rules! codes {
    ($($code:ident $id:literal $title:literal $explanation:literal)*) => {
        /// What kind of mistake a diagnostic is about. Ids are stable and grouped by stage:
        /// `E0` text, `E1` structure, `E2` references and paths, `E3` schemas and operations,
        /// `E4` names, `E5` config, `E6` output, `E7` overlays, `E9` the generator itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $code,)*
        }

        impl Code {
            /// All codes, ordered by id.
            pub const ALL: &'static [Self] = &[$(Self::$code),*];

            /// `E101`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$code => $id,)* }
            }

            /// A few words, without a final stop.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$code => $title,)* }
            }

            /// A few sentences: what it means and what to do.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$code => $explanation,)* }
            }
        }
    };
}

codes! {
    // Text.
    FileUnreadable "E001" "file cannot be read"
        "The file does not exist, is not a regular file, or may not be read by this user."
    NotUtf8 "E002" "text is not UTF-8"
        "Documents and configs are UTF-8 text. Convert the file, or check that it is the right one."
    FileTooLarge "E003" "file is too large"
        "Documents above 64 MiB are refused: something else was most likely meant."
    Syntax "E004" "text is neither YAML nor JSON"
        "The parser could not go on at this place. A mistake in indentation or a missing quote often \
         stands a line or two above."
    DuplicateKey "E005" "member stands twice"
        "An object has two members of the same name. Parsers disagree about which one counts, so \
         remove or rename one of them."
    TooDeep "E006" "nesting is too deep"
        "Objects and lists may be nested at most 100 levels deep. Move inner schemas to \
         `components.schemas` and refer to them."
    TooManyAliases "E007" "aliases expand to too much text"
        "YAML aliases repeat what their anchor holds. All of them together make the document many \
         times larger than its text, which is refused."
    YamlTag "E008" "YAML tag"
        "A tag such as `!include` asks the reader to do something special with a value. OpenAPI has \
         no tags. Resolve them with the tool that they belong to."
    EmptyFile "E009" "file is empty"
        "The file holds nothing but blanks and comments."
    NotJsonNumber "E010" "number that JSON does not have"
        "`.inf` and `.nan` are numbers in YAML, but not in JSON, and OpenAPI allows only JSON."
    NotOpenApi "E011" "not an OpenAPI document"
        "An OpenAPI document is an object with a member `openapi` that holds the version."
    UnsupportedVersion "E012" "version is not supported"
        "OpenAPI 3.0, 3.1 and Swagger 2.0 are supported; 3.2 is read as 3.1, with a warning. Convert \
         documents in earlier versions of Swagger."

    // Structure.
    UnknownMember "E101" "unknown member"
        "OpenAPI does not define this member here, so it would be ignored. It is an error when it \
         looks like a misspelt member, else a warning. Members of your own start with `x-`."
    WrongType "E102" "value of the wrong type"
        "The specification asks for another type here. In YAML, text that looks like a number, a \
         boolean or null needs quotes. Where it is plain what a value means, such as a number where \
         text must stand, it is read as that, and this is a warning."
    MissingMember "E103" "required member is missing"
        "The specification requires this member. Where nothing depends on it, such as the description \
         of a response, this is a warning, and the member counts as empty."
    ReferenceSiblings "E104" "member beside `$ref` is ignored"
        "Before OpenAPI 3.1 nothing counts beside `$ref`, except for `nullable: true`, which many tools \
         write there. To describe a reference to a schema, wrap it: `allOf: [{$ref: …}]`."
    InvalidValue "E105" "value is not allowed here"
        "OpenAPI lists the values of this member, and this is none of them."
    InvalidPathKey "E106" "path does not start with a slash"
        "Keys below `paths` are paths from the server's URL on and start with `/`, or they are \
         extensions and start with `x-`."
    InvalidStatus "E107" "not a status code"
        "Keys below `responses` are status codes from 100 to 599, classes from `1XX` to `5XX`, or \
         `default`."
    EmptyMember "E108" "member without a value"
        "The member is null, which means nothing in OpenAPI, so it is treated as absent. Remove it \
         or give it a value."
    ConflictingMembers "E109" "members exclude each other"
        "OpenAPI allows exactly one of these members."
    Unreadable "E110" "part of the document cannot be understood"
        "The structure check found nothing wrong, but the document could still not be read as \
         OpenAPI. The message tells what the reader stumbled over."
    MisspeltExtension "E111" "extension looks misspelt"
        "Members that start with `x-` are free, but this one looks like an extension that has an \
         effect. `codegen/EXTENSIONS.md` lists them. Correct its name, or choose one that is less \
         alike."
    MisplacedExtension "E112" "extension in the wrong place"
        "The extension has an effect in another place only. `codegen/EXTENSIONS.md` says where each \
         one belongs. Nothing counts beside `$ref`, where extensions are lost too."

    // References and paths.
    DanglingReference "E201" "reference leads nowhere"
        "Nothing stands at the place to which this `$ref` points."
    WrongReference "E202" "reference to the wrong kind of thing"
        "The `$ref` leads to something of another kind than the place needs, for example from a \
         parameter to a schema."
    ExternalReference "E203" "reference to another file"
        "References to other files are relative to the file that they stand in, and that file has to be \
         there. From the net nothing is fetched unless you ask for it: keep a copy beside the document, or \
         allow the address with `--fetch` or `fetch` in the config."
    ReferenceCycle "E204" "references go in a circle"
        "Following the references never arrives at anything. Recursion is possible through \
         properties, items and additional properties only."
    DuplicateOperationId "E205" "operationId is not unique"
        "Operation ids become names of methods and must differ in the whole document. A number is \
         appended to those that stand for the second time."
    InvalidPathTemplate "E206" "malformed path template"
        "Parameters in a path stand in braces, have a name, and stand there only once: \
         `/pets/{petId}`."
    PathParameterMismatch "E207" "path and path parameters disagree"
        "Every name in braces needs a parameter with `in: path` and `required: true`, and every such \
         parameter must stand in the path. A missing one is any text, one without a place is ignored."
    AmbiguousPath "E208" "paths differ only in names of parameters"
        "No server can tell these paths apart. Where both have the same method, the first one answers."
    DuplicateParameter "E209" "parameter stands twice"
        "Within one list, no two parameters may have the same name and location. Names of headers \
         do not depend on case. The first one counts."
    UnknownSecurityScheme "E210" "unknown security scheme"
        "A security requirement names an entry of `components.securitySchemes`, or of \
         `securityDefinitions` in Swagger 2.0. What is not described cannot be asked for, so this \
         requirement is left out."
    InvalidServer "E211" "server URL cannot be used"
        "The path of the first server's URL is put in front of every path. It may contain variables \
         that are defined and have a default, but no query and no fragment."
    Ignored "E212" "part of the document has no effect"
        "This is valid OpenAPI, but it does not change the generated code."
    NoResponse "E213" "no response is documented"
        "OpenAPI asks for at least one response; without one, every status is unexpected."

    // Schemas and operations.
    InvalidSchema "E301" "schema contradicts itself"
        "No value, or not the values that seem to be meant, can match this schema."
    BadDefault "E302" "default does not match its schema"
        "The default value is not a value of the schema that it stands in."
    UnknownFormat "E303" "unknown format"
        "The format is not known and is treated as plain text. Say what it is under \
         `[types.formats]` in the config."
    MissingType "E304" "schema has no type"
        "Without `type`, a schema accepts values of every type, whatever its other keywords say. The \
         type that is most likely meant is assumed; say it."
    Unchecked "E305" "limit is not checked"
        "The keyword limits which values are right, but the generated server does not check it."
    InvalidHeaderName "E306" "not the name of a header"
        "Names of headers consist of ASCII letters, digits and a few signs, without spaces."
    ExtensionMismatch "E307" "extension does not fit its surroundings"
        "The extension is well formed, but contradicts what it stands in or beside: it names a \
         parameter that is not there, needs an answer that is not documented, or has no effect \
         together with another member. `codegen/EXTENSIONS.md` says what each one needs."

    AmbiguousUnion "E308" "schemas cannot be told apart"
        "A value may be of several of these schemas, and nothing in it says of which. It is kept as \
         JSON, so that nothing is lost or misread, and there is a method for each schema that reads \
         it as that. A `discriminator`, or a required member with a constant of its own in each \
         schema, makes an enum of it."

    // Names.
    DuplicateName "E401" "two things get the same Rust name"
        "The names differ in the document but not in Rust. Give one of them another name in the \
         config."
    UnstableName "E402" "name depends on its neighbours"
        "A number was appended to tell two names apart. Give one of them a name of its own in the \
         config, so that later additions do not change it."
    InvalidName "E403" "not a Rust name"
        "A name that the config gives must be a valid Rust identifier of the right case."

    // Config.
    ConfigSyntax "E501" "config cannot be read"
        "The config file is not TOML, or a value has the wrong type."
    ConfigUnknownKey "E502" "unknown key in the config"
        "The generator does not know this key, so it would have no effect."
    ConfigUnusedEntry "E503" "entry in the config matches nothing"
        "The entry names something that the document does not contain. Correct or remove it."
    ConfigInvalidValue "E504" "value in the config cannot be used"
        "The value has the right type but makes no sense here."

    // Output.
    OutputNotOwned "E601" "a file that is not generated is in the way"
        "Files without the generator's header are never replaced or removed. Move the file away, or \
         choose another output folder."
    OutputUnwritable "E602" "output cannot be written"
        "The operating system refused to write. What was there before is unchanged."

    // Overlays.
    InvalidOverlay "E701" "not a valid overlay"
        "An overlay is an object with `overlay: 1.0.0` or `overlay: 1.1.0`, `info` with `title` and \
         `version`, and a list of `actions`. Each action has a `target` and one of `update`, `copy` \
         (from 1.1 on) and `remove: true`. Members of your own start with `x-`."
    InvalidJsonPath "E702" "not a JSONPath"
        "Targets and sources of copies are JSONPaths as RFC 9535 defines them, such as \
         `$.paths['/pets'].get.parameters[?@.name == 'limit']`."
    OverlayNoEffect "E703" "overlay action has no effect"
        "The target matches nothing, or everything is already as the action would have it. Most \
         likely the document has changed since the overlay was written."
    OverlayConflict "E704" "overlay action cannot be applied"
        "Objects are merged with objects, lists are extended, plain values are replaced by plain \
         values. To put something else in a place, remove what is there in an action of its own. A \
         copy has one source; the document itself cannot be removed; there are limits of size."

    // The generator itself.
    Unsupported "E901" "not supported yet"
        "The document is right, but this generator cannot do it yet. Nothing is written."
    Internal "E902" "mistake in the generator"
        "This should never happen, whatever the document says. Please report it with the document."
    LeftOut "E903" "operation is left out"
        "The operation depends on something that is not supported, and `--skip-unsupported` or \
         `skip-unsupported` in the config says that such operations are left out."
    NotTakenOver "E904" "document cannot be taken over"
        "An import needs at least one operation that is wanted, whose path is below our document's base \
         path, and a document of ours in OpenAPI 3.0 that can be edited line by line. Nothing was \
         changed."
}

impl Code {
    /// The code with this id, in any case.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn ids_are_unique_and_in_order() {
        let ids: Vec<_> = Code::ALL.iter().map(|code| code.id()).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
        for code in Code::ALL {
            assert_eq!(Code::from_id(code.id()), Some(*code));
            assert!(!code.title().ends_with('.') && code.explanation().ends_with('.'), "{code}");
        }
    }
}
