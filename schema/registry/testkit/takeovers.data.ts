import type { Takeover } from './takeover.ts';

const stub = 'type Participant @key(fields: "id") { id: ID! }';
const root = 'type Query { kurOffers: [String!]! }';

/** The twelve takeovers that composers accept, each in its plainest form, in their order in the ADR. */
export const twelve: readonly Takeover[] = [
  {
    title: 'adds a field to an entity',
    sdl: 'type Participant @key(fields: "id") {\n id: ID!\n score: Int #!\n}',
    code: 'FIELD_ADDED',
    owner: 'pmo',
  },
  {
    title: 'takes over a protected field by @override',
    sdl: 'type Participant @key(fields: "id") {\n id: ID!\n name: String! @override(from: "pmo") #!\n}',
    code: 'FIELD_TAKEN_OVER',
    owner: 'pmo',
  },
  {
    title: 'makes a shared non-null field nullable',
    sdl: `${root}\ntype PageInfo @shareable {\n hasNextPage: Boolean #!\n hasPreviousPage: Boolean!\n startCursor: String\n endCursor: String\n}`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'tags an entity into a public contract',
    sdl: `${root}\ntype Participant @key(fields: "id")\n @tag(name: "public") { #!\n id: ID! }`,
    code: 'DIRECTIVE_ON_ANOTHERS_TYPE',
    owner: 'pmo',
  },
  {
    title: 'adds a root field of any name',
    sdl: 'type Query { kurOffers: [String!]! }\ntype Mutation {\n reviseWave(number: Int!): Boolean #!\n}',
    code: 'ROOT_FIELD_WITHOUT_PREFIX',
    owner: 'pmo',
  },
  {
    title: 'adds a key to an entity',
    sdl: 'type Course @key(fields: "id")\n @key(fields: "title") { #!\n id: ID!\n title: String! @shareable\n}',
    code: 'KEY_ADDED',
    owner: 'training',
  },
  {
    title: 'sets the cost of a shared field',
    sdl: `${root}\ntype PageInfo @shareable {\n hasNextPage: Boolean! @cost(weight: 1000) #!\n hasPreviousPage: Boolean!\n startCursor: String\n endCursor: String\n}`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'answers a field of another by @shareable',
    sdl: 'type Vacancy @key(fields: "id") {\n id: ID!\n title: String! @shareable #!\n}',
    code: 'FIELD_OF_ANOTHER',
    owner: 'jobs',
  },
  {
    title: 'adds a value to a shared input enum',
    sdl: `${root}\nenum SkillLevel {\n BASIC INTERMEDIATE ADVANCED\n EXPERT #!\n}`,
    code: 'VALUE_ADDED',
    owner: 'training',
  },
  {
    title: 'renames an imported directive of access control',
    sdl: '\nextend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", {name: "@requiresScopes", as: "@needs"}]) #!\ntype Query { kurOffers: [String!]! @needs(scopes: [["kur:read"]]) }',
    code: 'IMPORT_RENAMED',
  },
  {
    title: 'links a newer federation version',
    sdl: '\nextend schema @link(url: "https://specs.apollo.dev/federation/v2.10", import: ["@key"]) #!\ntype Query { kurOffers: [String!]! }',
    code: 'FEDERATION_VERSION',
  },
  {
    title: 'makes an interface object of another type',
    sdl: `${root}\ntype Participant @key(fields: "id")\n @interfaceObject { #!\n id: ID! }`,
    code: 'DIRECTIVE_ON_ANOTHERS_TYPE',
    owner: 'pmo',
  },
];

const federation = (rest: string) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9"${rest})`;

/** What they do on other types, by other ways, and what else an SDL can take. */
export const variations: readonly Takeover[] = [
  {
    title: 'adds a field by extend type',
    sdl: 'extend type Wave @key(fields: "number") {\n number: Int!\n kurShare: Int #!\n}',
    code: 'FIELD_ADDED',
    owner: 'pmo',
  },
  {
    title: 'adds a field in a second definition',
    sdl: `${stub}\nextend type Participant {\n secret: String #!\n}`,
    code: 'FIELD_ADDED',
    owner: 'pmo',
  },
  {
    title: 'adds a field to a type that another partner extends too',
    sdl: 'type Skill @key(fields: "code") {\n code: ID!\n loans: Int #!\n}',
    code: 'FIELD_ADDED',
    owner: 'pmo',
  },
  {
    title: 'adds a field to the entity of training',
    sdl: 'type Enrollment @key(fields: "id") {\n id: ID!\n kurLoan: String #!\n}',
    code: 'FIELD_ADDED',
    owner: 'training',
  },
  {
    title: 'adds a non-null field',
    sdl: 'type Participant @key(fields: "id") {\n id: ID!\n kurScore: Int! #!\n}',
    code: 'ADDED_FIELD_NOT_NULL',
    owner: 'pmo',
  },
  {
    title: 'adds a field to a type without a key',
    sdl: 'type ParticipantIdentity { #!\n bank: String }',
    code: 'TYPE_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'adds a field to a refusal',
    sdl: `${root}\ntype Refusal @shareable {\n code: String!\n message: String!\n path: [String!]!\n hint: String #!\n}`,
    code: 'FIELD_ADDED',
    owner: 'pmo',
  },
  {
    title: 'adds an entity interface',
    sdl: `interface KurPerson { id: ID! }\ntype Participant implements KurPerson #!\n @key(fields: "id") { id: ID! }`,
    code: 'INTERFACE_ON_ANOTHERS_TYPE',
    owner: 'pmo',
  },
  {
    title: 'overrides the field that another partner added',
    sdl: 'type Participant @key(fields: "id") {\n id: ID!\n trainingBalance: String @override(from: "payments") #!\n}',
    code: 'FIELD_TAKEN_OVER',
    owner: 'payments',
  },
  {
    title: 'overrides for a part of the requests',
    sdl: 'type Certificate @key(fields: "id") {\n id: ID!\n state: String @override(from: "training", label: "percent(1)") #!\n}',
    code: 'OVERRIDE_LABEL',
  },
  {
    title: 'overrides a root field',
    sdl: 'type Query {\n me: String @override(from: "pmo") #!\n}',
    code: 'FIELD_TAKEN_OVER',
    owner: 'pmo',
  },
  {
    title: 'overrides a field that it names as its own subgraph’s',
    sdl: 'type Participant @key(fields: "id") {\n id: ID!\n status: String @override(from: "kur") #!\n}',
    code: 'FIELD_TAKEN_OVER',
    owner: 'pmo',
  },
  {
    title: 'overrides what nobody has yet',
    sdl: 'type Query {\n kurOffers: [String!]! @override(from: "payments") #!\n}',
    code: 'FIELD_TAKEN_OVER',
    owner: 'payments',
  },
  {
    title: 'overrides by the namespaced name',
    sdl: `${federation(', import: ["@key"]')}\ntype Participant @key(fields: "id") { id: ID!\n name: String! @federation__override(from: "pmo") #!\n}`,
    code: 'DIRECTIVE_QUALIFIED',
  },
  {
    title: 'overrides under another name',
    sdl: `${federation(', import: ["@key", {name: "@override", as: "@mine"}]')} #!\ntype Participant @key(fields: "id") { id: ID! name: String! @mine(from: "pmo") }`,
    code: 'IMPORT_RENAMED',
  },
  {
    title: 'tags under another name',
    sdl: `${federation(', import: [{name: "@tag", as: "@x"}]')} #!\ntype Query { kurOffers: [String!]! @x(name: "public") }`,
    code: 'IMPORT_RENAMED',
  },
  {
    title: 'renames the specification',
    sdl: `${federation(', as: "f"')} #!\ntype Query { kurOffers: [String!]! }`,
    code: 'LINK_RENAMED',
  },
  {
    title: 'links federation twice',
    sdl: `${federation(', import: ["@key"]')}\nextend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@shareable"]) #!\ntype Query { kurOffers: [String!]! }`,
    code: 'FEDERATION_LINKED_TWICE',
  },
  {
    title: 'links federation 3',
    sdl: 'extend schema @link(url: "https://specs.apollo.dev/federation/v3.0") #!\ntype Query { kurOffers: [String!]! }',
    code: 'FEDERATION_VERSION',
  },
  {
    title: 'is federation 1, where every type is shareable',
    sdl: 'type Query { kurOffers: [String!]! } #!',
    code: 'FEDERATION_1',
  },
  {
    title: 'takes access control from its own specification',
    sdl: `${federation('')}\nextend schema @link(url: "https://specs.apollo.dev/requiresScopes/v0.2", import: ["@requiresScopes"]) #!\ntype Query { kurOffers: [String!]! }`,
    code: 'LINK_UNKNOWN',
  },
  {
    title: 'links a specification of its own for security',
    sdl: `${federation('')}\nextend schema @link(url: "https://bank.test/vault/v1.0", import: ["@sealed"], for: SECURITY) #!\ndirective @sealed on FIELD_DEFINITION\ntype Query { kurOffers: [String!]! @sealed }`,
    code: 'LINK_UNKNOWN',
  },
  {
    title: 'composes a directive of its own into the supergraph',
    sdl: `${federation(', import: ["@composeDirective"]')}\nextend schema @link(url: "https://bank.test/x/v1.0", import: ["@x"])\nextend schema @composeDirective(name: "@x") #!\ndirective @x on FIELD_DEFINITION\ntype Query { kurOffers: [String!]! @x }`,
    code: 'DIRECTIVE_COMPOSED',
  },
  {
    title: 'defines a directive of access control itself',
    sdl: `directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION #!\n${root}`,
    code: 'DIRECTIVE_DEFINED',
  },
  {
    title: 'defines @bulk with other arguments',
    sdl: `directive @bulk(items: Int) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION #!\n${root}`,
    code: 'DIRECTIVE_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'uses an unknown directive',
    sdl: 'type Query { kurOffers: [String!]! @private #!\n}',
    code: 'DIRECTIVE_UNKNOWN',
  },
  {
    title: 'relies on @policy',
    sdl: `${federation(', import: ["@policy"]')}\ntype Query { kurOffers: [String!]! @policy(policies: [["a"]]) #!\n}`,
    code: 'DIRECTIVE_NOT_ENFORCED',
  },
  {
    title: 'takes a value by @fromContext',
    sdl: `${federation(', import: ["@key", "@context", "@fromContext"]')}\ntype Participant @key(fields: "id")\n @context(name: "p") { id: ID! } #!\ntype Query { kurOffers(name: String @fromContext(field: "$p { name }")): String }`,
    code: 'DIRECTIVE_NOT_ENFORCED',
  },
  {
    title: 'renames the query type',
    sdl: 'schema { query: Abfrage } #!\ntype Abfrage { me: String }',
    code: 'ROOT_TYPE_RENAMED',
  },
  {
    title: 'makes the mutation type of an entity',
    sdl: `extend schema { mutation: Participant } #!\n${stub}\n${root}`,
    code: 'ROOT_TYPE_RENAMED',
  },
  {
    title: 'hides all queries',
    sdl: 'type Query @inaccessible { #!\n kurOffers: [String!]! }',
    code: 'ROOT_TYPE_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'demands a scope for all queries',
    sdl: 'type Query @requiresScopes(scopes: [["kur:read"]]) { #!\n kurOffers: [String!]! }',
    code: 'ROOT_TYPE_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'answers a root field of another',
    sdl: 'type Query {\n wave(number: Int!): String @shareable #!\n}',
    code: 'ROOT_FIELD_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'answers a root mutation of payments',
    sdl: `${root}\ntype Mutation {\n linkWallet(input: String): String #!\n}`,
    code: 'ROOT_FIELD_OF_ANOTHER',
    owner: 'payments',
  },
  {
    title: 'answers a subscription of another',
    sdl: `${root}\ntype Subscription {\n waveProgress(number: Int!): String #!\n}`,
    code: 'ROOT_FIELD_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'adds a subscription of any name',
    sdl: `${root}\ntype Subscription {\n everything: String #!\n}`,
    code: 'ROOT_FIELD_WITHOUT_PREFIX',
    owner: 'pmo',
  },
  {
    title: 'adds a root field that only begins like its own',
    sdl: 'type Query {\n kurtosis: Int #!\n}',
    code: 'ROOT_FIELD_WITHOUT_PREFIX',
    owner: 'pmo',
  },
  {
    title: 'adds a root field under the prefix of another',
    sdl: 'type Query {\n paymentsReport: Int #!\n}',
    code: 'ROOT_PREFIX_OF_ANOTHER',
    owner: 'payments',
  },
  {
    title: 'hides an entity',
    sdl: `${root}\ntype Region @key(fields: "code")\n @inaccessible { code: ID! } #!`,
    code: 'DIRECTIVE_ON_ANOTHERS_TYPE',
    owner: 'pmo',
  },
  {
    title: 'hides the key of an entity',
    sdl: `${root}\ntype Region @key(fields: "code") {\n code: ID! @inaccessible #!\n}`,
    code: 'KEY_FIELD_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'opens a key to a public contract',
    sdl: `${root}\ntype DisbursementBatch @key(fields: "id") {\n id: ID! @tag(name: "public") #!\n}`,
    code: 'KEY_FIELD_CHANGED',
    owner: 'payments',
  },
  {
    title: 'makes the key of an entity nullable',
    sdl: `${root}\ntype Region @key(fields: "code") {\n code: ID #!\n}`,
    code: 'KEY_FIELD_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'gives the key of an entity an argument',
    sdl: `${root}\ntype Skill @key(fields: "code") {\n code(as: String): ID! #!\n}`,
    code: 'KEY_FIELD_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'prices the key of an entity',
    sdl: `${root}\ntype Skill @key(fields: "code") {\n code: ID! @cost(weight: 500) #!\n}`,
    code: 'KEY_FIELD_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'deprecates the key of an entity',
    sdl: `${root}\ntype Skill @key(fields: "code") {\n code: ID! @deprecated(reason: "Use kurCode.") #!\n}`,
    code: 'KEY_FIELD_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'describes an entity of another',
    sdl: `${root}\n"""A customer of the bank.""" #!\n${stub}`,
    code: 'DESCRIPTION_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'describes the key of another',
    sdl: `${root}\ntype Wave @key(fields: "number") {\n "The number of the bank."\n number: Int! #!\n}`,
    code: 'KEY_FIELD_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'describes a value of a shared enum',
    sdl: `${root}\nenum AccessPurpose {\n "For the bank." #!\n SERVICE AUDIT SUPPORT }`,
    code: 'DESCRIPTION_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'demands a scope for a shared type',
    sdl: `${root}\ntype PageInfo @shareable\n @authenticated { #!\n hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'says elsewhere what a shared scalar is',
    sdl: `${root}\nscalar Rupiah\n @specifiedBy(url: "https://bank.test/rupiah") #!`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'hides a shared scalar',
    sdl: `${root}\nscalar Date @inaccessible #!`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'makes an enum of a shared scalar',
    sdl: `${root}\nenum Date { TODAY } #!`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'makes an interface of an entity',
    sdl: `interface Participant @key(fields: "id") { id: ID! } #!\n${root}`,
    code: 'KIND_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'states an enum again, although nobody let it',
    sdl: `${root}\nenum WaveStatus { PLANNED OPEN CLOSED SCREENED DRAWN ANNOUNCED SETTLED } #!`,
    code: 'TYPE_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'narrows an input',
    sdl: `${root}\ninput CourseFilter { #!\n text: String }`,
    code: 'TYPE_OF_ANOTHER',
    owner: 'training',
  },
  {
    title: 'narrows a shared input enum',
    sdl: `${root}\nenum SkillLevel { BASIC } #!`,
    code: 'RESTATED_IN_PART',
    owner: 'training',
  },
  {
    title: 'answers another’s field on a path of its own',
    sdl: `type Participant @key(fields: "id") { id: ID! name: String! @external }\ntype KurLoan @key(fields: "id") { id: ID!\n applicant: Participant @provides(fields: "name") #!\n}`,
    code: 'FIELD_PROVIDED',
    owner: 'pmo',
  },
  {
    title: 'is sent a field by @requires',
    sdl: `type Participant @key(fields: "id") { id: ID! isSynthetic: Boolean! @external\n kurOffers: Int @requires(fields: "isSynthetic") #!\n}`,
    code: 'FIELD_REQUIRED',
    owner: 'pmo',
  },
  {
    title: 'is sent identity numbers by a nested @requires',
    sdl: `type ParticipantIdentity { nik: String @external }\ntype Participant @key(fields: "id") { id: ID! identity: ParticipantIdentity @external\n kurOffers: Int @requires(fields: "identity { nik }") #!\n}`,
    code: 'PERSONAL_DATA_WITHOUT_TERMS',
    owner: 'pmo',
  },
  {
    title: 'is sent what another partner knows',
    sdl: `type TrainingBalance { id: ID @external }\ntype Participant @key(fields: "id") { id: ID! trainingBalance: TrainingBalance @external\n kurOffers: Int @requires(fields: "trainingBalance { __typename }") #!\n}`,
    code: 'PERSONAL_DATA_WITHOUT_TERMS',
    owner: 'payments',
  },
  {
    title: 'is sent data by a key of its own',
    sdl: 'type Participant @key(fields: "id")\n @key(fields: "id motivation") { #!\n id: ID!\n motivation: String @external }',
    code: 'PERSONAL_DATA_WITHOUT_TERMS',
    owner: 'pmo',
  },
  {
    title: 'keeps an external field that nothing uses',
    sdl: `${root}\ntype Participant @key(fields: "id") { id: ID!\n motivation: String @external #!\n}`,
    code: 'FIELD_REQUIRED',
    owner: 'pmo',
  },
  {
    title: 'asks less of its reader than the data that it is made of',
    sdl: `type Participant @key(fields: "id") { id: ID! status: String @external\n kurStatus: String @requires(fields: "status") #!\n}`,
    code: 'PROTECTION_LOST',
    owner: 'pmo',
  },
  {
    title: 'keeps the key of an entity of its own in another’s data',
    sdl: `type Participant @key(fields: "id") { id: ID! motivation: String @external }\ntype KurLoan\n @key(fields: "person { motivation }") { #!\n person: Participant }`,
    code: 'FIELD_REQUIRED',
    owner: 'pmo',
  },
  {
    title: 'asks for the scope of another',
    sdl: 'type Query { kurOffers: [String!]! @requiresScopes(scopes: [["identity:read"]]) #!\n}',
    code: 'SCOPE_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'asks for a scope that nobody can hold',
    sdl: 'type Query { kurOffers: [String!]! @requiresScopes(scopes: [["loans:all"]]) #!\n}',
    code: 'SCOPE_UNKNOWN',
  },
  {
    title: 'asks for no scope at all',
    sdl: 'type Query { kurOffers: [String!]! @requiresScopes(scopes: [[]]) #!\n}',
    code: 'SCOPES_EMPTY',
  },
  {
    title: 'puts its own field into a contract of another',
    sdl: 'type Query { kurOffers: [String!]! @tag(name: "partner") #!\n}',
    code: 'TAG_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'tags a whole entity of its own, to which others may add',
    sdl: `${root}\ntype KurLoan @key(fields: "id") @tag(name: "kur/loans") { #!\n id: ID! sum: Int }`,
    code: 'DIRECTIVE_MISPLACED',
  },
  {
    title: 'uses a name of introspection',
    sdl: 'type Query { kurOffers: [String!]! }\ntype __Loan { #!\n sum: Int }',
    code: 'NAME_RESERVED',
  },
  {
    title: 'answers entities by itself',
    sdl: 'type Query { kurOffers: [String!]!\n _entities(representations: [String!]!): [String]! #!\n}',
    code: 'NAME_RESERVED',
  },
  { title: 'uses a name of the supergraph', sdl: `${root}\nenum join__Graph { #!\n PMO }`, code: 'NAME_RESERVED' },
  {
    title: 'repeats a directive that may stand once',
    sdl: 'type Query { kurOffers: [String!]! @requiresScopes(scopes: [["kur:read"]]) @requiresScopes(scopes: [["self"]]) #!\n}',
    code: 'DIRECTIVE_REPEATED',
  },
  {
    title: 'lowers the cost of what it holds',
    sdl: 'type Query { kurOffers: [String!]! @cost(weight: -100) #!\n}',
    code: 'COST_NEGATIVE',
  },
];

/** Takeovers of interfaces and unions, against the library's subgraph. */
export const ofLibrary: readonly Takeover[] = [
  {
    title: 'makes an interface object',
    sdl: 'type Material @key(fields: "id") @interfaceObject { #!\n id: ID! kurPrice: Int }',
    code: 'TYPE_OF_ANOTHER',
    owner: 'library',
  },
  {
    title: 'implements an interface',
    sdl: 'interface Lent { until: String }\ntype KurLoan implements Lent { #!\n until: String }\ntype Query { kurLoan: KurLoan }',
    code: 'INTERFACE_IMPLEMENTED',
    owner: 'library',
  },
  {
    title: 'adds a field to an interface',
    sdl: 'interface Lent { until: String\n price: Int #!\n}\ntype Query { kurLoan: Int }',
    code: 'FIELD_ADDED',
    owner: 'library',
  },
  {
    title: 'adds a member to a union',
    sdl: 'type Query { kurLoan: Int }\ntype KurLoan { sum: Int }\nunion Found =\n KurLoan #!',
    code: 'MEMBER_ADDED',
    owner: 'library',
  },
  {
    title: 'adds a member by extension',
    sdl: 'type Query { kurLoan: Int }\ntype KurLoan { sum: Int }\nextend union Found =\n KurLoan #!',
    code: 'MEMBER_ADDED',
    owner: 'library',
  },
  {
    title: 'adds an input field',
    sdl: 'type Query { kurLoan(filter: MaterialFilter): Int }\nenum MaterialKind { BOOK FILM }\ninput MaterialFilter { kind: MaterialKind text: String\n price: Int #!\n}',
    code: 'FIELD_ADDED',
    owner: 'library',
  },
  {
    title: 'changes the default of an argument',
    sdl: 'type Query { #\n libraryFound(text: String, kind: MaterialKind = FILM): [String!]! @shareable #!\n}',
    code: 'ROOT_FIELD_OF_ANOTHER',
    owner: 'library',
  },
  {
    title: 'tags an interface',
    sdl: 'interface Material @key(fields: "id") @tag(name: "public") { #!\n id: ID! title: String! }\ntype Query { kurLoan: Int }',
    code: 'RESTATED_DIFFERENTLY',
    owner: 'library',
  },
  {
    title: 'provides through an interface',
    sdl: 'type Borrower @key(fields: "card") { card: ID! phone: String @external }\ntype KurLoan { by: Borrower @provides(fields: "phone") #!\n}\ntype Query { kurLoan: KurLoan }',
    code: 'FIELD_PROVIDED',
    owner: 'library',
  },
  {
    title: 'requires what lies behind an entity',
    sdl: 'type Borrower @key(fields: "card") { card: ID! phone: String @external }\ntype Book @key(fields: "id") { id: ID! borrower: Borrower @external\n kurPrice: Int @requires(fields: "borrower { phone }") #!\n}',
    code: 'PERSONAL_DATA_WITHOUT_TERMS',
    owner: 'library',
  },
  {
    title: 'uses a second key that is composed of public ones',
    sdl: 'type Query { kurLoan: Int }\ntype Book @key(fields: "id isbn") { #!\n id: ID! isbn: ID! }',
    code: 'KEY_ADDED',
    owner: 'library',
  },
  {
    title: 'states a type without a key in part',
    sdl: 'type Query { kurSize: Size }\ntype Size @shareable { #!\n pages: Int! }',
    code: 'TYPE_OF_ANOTHER',
    owner: 'library',
  },
];
