import type { Takeover } from './takeover.ts';

const stub = 'type Participant @key(fields: "id") { id: ID! }';
const root = 'type Query { kurOffers: [String!]! }';
const federation = (rest: string) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9"${rest})`;

/** Other ways to another's fields: by definitions, overrides, specifications and root types. */
export const waysIn: readonly Takeover[] = [
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
];
