import type { Takeover } from './takeover.ts';

const root = 'type Query { kurOffers: [String!]! }';
const v9 = 'https://specs.apollo.dev/federation/v2.9';
const link = (url: string, names = '"@key"') => `extend schema @link(url: "${url}", import: [${names}])`;

/** Ways in by links, names and directives, each of which composers take or took. */
export const further: readonly Takeover[] = [
  {
    title: 'links federation in capitals',
    sdl: `${link('https://SPECS.apollo.dev/federation/v2.9')} #!\n${root}`,
    code: 'FEDERATION_VERSION',
  },
  {
    title: 'links federation with a port',
    sdl: `${link('https://specs.apollo.dev:443/federation/v2.9')} #!\n${root}`,
    code: 'FEDERATION_VERSION',
  },
  {
    title: 'links federation with a query',
    sdl: `${link('https://specs.apollo.dev/federation/v2.9?x=1')} #!\n${root}`,
    code: 'FEDERATION_VERSION',
  },
  {
    title: 'links federation with a slash at the end',
    sdl: `${link('https://specs.apollo.dev/federation/v2.9/')} #!\n${root}`,
    code: 'FEDERATION_VERSION',
  },
  {
    title: 'links federation by http',
    sdl: `${link('http://specs.apollo.dev/federation/v2.9')} #!\n${root}`,
    code: 'FEDERATION_VERSION',
  },
  {
    title: 'links a host that looks like that of federation',
    sdl: `${link('https://specs.apollo.dev@evil.test/federation/v2.9')} #!\n${root}`,
    code: 'FEDERATION_VERSION',
  },
  {
    title: 'links federation by a path with dots',
    sdl: `${link('https://specs.apollo.dev/x/../federation/v2.9')} #!\n${root}`,
    code: 'FEDERATION_VERSION',
  },
  {
    title: 'imports a key under another name',
    sdl: `extend schema @link(url: "${v9}", import: [{name: "@key", as: "@schluessel"}]) #!\n${root}`,
    code: 'IMPORT_RENAMED',
  },
  {
    title: 'imports another directive as @authenticated',
    sdl: `extend schema @link(url: "${v9}", import: ["@key", {name: "@inaccessible", as: "@authenticated"}]) #!\n${root}`,
    code: 'IMPORT_RENAMED',
  },
  {
    title: 'extends the schema by a second link',
    sdl: `${link(v9)}\nextend schema @link(url: "${v9}", import: ["@shareable"]) #!\n${root}`,
    code: 'FEDERATION_LINKED_TWICE',
  },
  {
    title: 'renames the directive of links',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/link/v1.0", as: "l") @l(url: "${v9}", import: ["@key"]) #!\n${root}`,
    code: 'LINK_RENAMED',
  },
  {
    title: 'links a specification for security',
    sdl: `${link(v9)} @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) #!\n${root}`,
    code: 'LINK_UNKNOWN',
  },
  {
    title: 'composes a directive of access control',
    sdl: `extend schema @link(url: "${v9}", import: ["@key", "@composeDirective"]) @composeDirective(name: "@authenticated") #!\n${root}`,
    code: 'DIRECTIVE_COMPOSED',
  },
  {
    title: 'composes @bulk of another specification',
    sdl: `extend schema @link(url: "${v9}", import: ["@key", "@composeDirective"]) @link(url: "https://evil.test/specs/bulk/v9.0", import: ["@bulk"]) @composeDirective(name: "@bulk") #!\ndirective @bulk(items: Int!) on FIELD_DEFINITION\n${root}`,
    code: 'LINK_UNKNOWN',
  },
  {
    title: 'defines @deprecated with a further argument',
    sdl: `directive @deprecated(reason: String, by: String) on FIELD_DEFINITION #!\n${root}`,
    code: 'DIRECTIVE_DEFINED',
  },
  {
    title: 'defines @tag',
    sdl: `directive @tag(name: String!) repeatable on FIELD_DEFINITION #!\n${root}`,
    code: 'DIRECTIVE_DEFINED',
  },
  {
    title: 'defines @federation__tag',
    sdl: `directive @federation__tag(name: String!) repeatable on FIELD_DEFINITION #!\n${root}`,
    code: 'DIRECTIVE_DEFINED',
  },
  {
    title: 'defines a directive of the supergraph',
    sdl: `directive @join__field(graph: String) on FIELD_DEFINITION #!\n${root}`,
    code: 'DIRECTIVE_DEFINED',
  },
  {
    title: 'defines a directive of operations',
    sdl: `directive @skipAuth on FIELD | QUERY #!\n${root}`,
    code: 'DIRECTIVE_DEFINED',
  },
  {
    title: 'defines @skip',
    sdl: `directive @skip(if: Boolean!) on FIELD_DEFINITION #!\n${root}`,
    code: 'DIRECTIVE_DEFINED',
  },
  { title: 'defines Int', sdl: `${root}\nscalar Int @tag(name: "kur/x") #!`, code: 'NAME_RESERVED' },
  { title: 'makes a type of ID', sdl: `${root}\ntype ID { a: String } #!`, code: 'NAME_RESERVED' },
  { title: 'defines a scalar of federation', sdl: `${root}\nscalar federation__FieldSet #!`, code: 'NAME_RESERVED' },
  { title: 'defines the scalar of representations', sdl: `${root}\nscalar _Any #!`, code: 'NAME_RESERVED' },
  {
    title: 'answers its own SDL',
    sdl: `type Query { kurOffers: [String!]! \n _service: _Service! #!\n}\ntype _Service { sdl: String }`,
    code: 'NAME_RESERVED',
  },
  {
    title: 'defines the union of entities',
    sdl: `${root}\ntype KurLoan @key(fields: "id") { id: ID! }\nunion _Entity = KurLoan #!`,
    code: 'NAME_RESERVED',
  },
  { title: 'answers __typename', sdl: `${root}\ntype KurLoan {\n __typename: String #!\n}`, code: 'NAME_RESERVED' },
  {
    title: 'names an argument as introspection does',
    sdl: `type Query {\n kurOffers(__a: Int): [String!]! #!\n}`,
    code: 'NAME_RESERVED',
  },
  {
    title: 'names a value as introspection does',
    sdl: `type Query { kurOffers: KurE }\nenum KurE {\n __A #!\n}`,
    code: 'NAME_RESERVED',
  },
  {
    title: 'spells the name of another’s entity in capitals',
    sdl: `type Query { kurOffers: PARTICIPANT }\ntype PARTICIPANT { id: ID } #!`,
    code: 'NAME_LOOKALIKE',
    owner: 'pmo',
  },
  {
    title: 'adds a field by a key that does not resolve',
    sdl: `${root}\ntype Participant @key(fields: "id", resolvable: false) { id: ID!\n kurRank: Int #!\n}`,
    code: 'FIELD_ADDED',
    owner: 'pmo',
  },
  {
    title: 'adds a key that does not resolve',
    sdl: `${root}\ntype Participant\n @key(fields: "id nik", resolvable: false) { #!\n id: ID! nik: String @external }`,
    code: 'KEY_ADDED',
    owner: 'pmo',
  },
  {
    title: 'makes an entity of a value type',
    sdl: `${root}\ntype SkillProfile\n @key(fields: "updatedAt", resolvable: false) { #!\n updatedAt: DateTime! }\nscalar DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time")`,
    code: 'FIELD_REQUIRED',
    owner: 'jobs',
  },
  {
    title: 'states another’s root field as external',
    sdl: `type Query { kurOffers: [String!]!\n me: Participant @external #!\n}\ntype Participant @key(fields: "id") { id: ID! }`,
    code: 'ROOT_FIELD_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'provides protected data at a root field',
    sdl: `type Query {\n kurPerson: Participant @provides(fields: "motivation") #!\n}\ntype Participant @key(fields: "id") { id: ID! motivation: String @external }`,
    code: 'FIELD_PROVIDED',
    owner: 'pmo',
  },
  {
    title: 'provides protected data through a union of its own',
    sdl: `type Query {\n kurPerson: KurU @provides(fields: "... on Participant { motivation }") #!\n}\nunion KurU = Participant\ntype Participant @key(fields: "id") { id: ID! motivation: String @external }`,
    code: 'FIELD_PROVIDED',
    owner: 'pmo',
  },
  {
    title: 'requires protected data under an alias',
    sdl: `type Participant @key(fields: "id") { id: ID! motivation: String @external\n kurX: String @requires(fields: "m: motivation") #!\n}`,
    code: 'PERSONAL_DATA_WITHOUT_TERMS',
    owner: 'pmo',
  },
  {
    title: 'requires a list with arguments',
    sdl: `type Participant @key(fields: "id") { id: ID! interests(first: Int): [Skill!]! @external\n kurX: String @requires(fields: "interests(first: 3) { code }") #!\n}\ntype Skill @key(fields: "code") { code: ID! }`,
    code: 'PERSONAL_DATA_WITHOUT_TERMS',
    owner: 'pmo',
  },
  {
    title: 'requires in a block string',
    sdl: `type Participant @key(fields: "id") { id: ID! motivation: String @external\n kurX: String @requires(fields: """motivation""") #!\n}`,
    code: 'PERSONAL_DATA_WITHOUT_TERMS',
    owner: 'pmo',
  },
];
