import type { Takeover } from './takeover.ts';

const root = 'type Query { kurOffers: [String!]! }';

/** Ways in by odd spellings and kinds of elements, each of which composers take or took. */
export const odd: readonly Takeover[] = [
  {
    title: 'requires by escaped letters',
    sdl: `type Participant @key(fields: "id") { id: ID! motivation: String @external\n kurX: String @requires(fields: "\\u006dotivation") #!\n}`,
    code: 'PERSONAL_DATA_WITHOUT_TERMS',
    owner: 'pmo',
  },
  {
    title: 'requires by a list',
    sdl: `type Participant @key(fields: "id") { id: ID! motivation: String @external\n kurX: String @requires(fields: ["motivation"]) #!\n}`,
    code: 'FIELD_ADDED',
    owner: 'pmo',
  },
  {
    title: 'states a key as a list',
    sdl: `${root}\ntype Participant\n @key(fields: ["id", "motivation"]) { #!\n id: ID! motivation: String @external }`,
    code: 'KEY_ADDED',
    owner: 'pmo',
  },
  {
    title: 'answers another’s guarded root field as shareable',
    sdl: `${root}\ntype Query { \n me: Participant @shareable #!\n}\ntype Participant @key(fields: "id") { id: ID! }`,
    code: 'ROOT_FIELD_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'extends another’s input',
    sdl: `${root}\nextend input CourseFilter { #!\n kur: String }`,
    code: 'TYPE_OF_ANOTHER',
    owner: 'training',
  },
  {
    title: 'extends a shared enum',
    sdl: `${root}\nextend enum SkillLevel { KUR #!\n}`,
    code: 'VALUE_ADDED',
    owner: 'training',
  },
  {
    title: 'extends a shared scalar by a tag',
    sdl: `${root}\nextend scalar Rupiah @tag(name: "public") #!`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'makes another’s input @oneOf',
    sdl: `${root}\ninput AddExpectationInput @oneOf { title: String } #!`,
    code: 'TYPE_OF_ANOTHER',
    owner: 'registry',
  },
  {
    title: 'puts an interface of its own on an entity',
    sdl: `${root}\ninterface KurPerson { id: ID! }\ntype Participant implements KurPerson @key(fields: "id") { #!\n id: ID! }`,
    code: 'INTERFACE_ON_ANOTHERS_TYPE',
    owner: 'pmo',
  },
  {
    title: 'tags a union of another’s entity',
    sdl: `type Query { kurParty: KurParty }\nunion KurParty\n @tag(name: "public") = Participant #!\ntype Participant @key(fields: "id") { id: ID! }`,
    code: 'TAG_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'has a negative price of an argument',
    sdl: `type Query { kurOffers(\n a: Int @cost(weight: -5) #!\n): [String!]! }`,
    code: 'COST_NEGATIVE',
  },
  {
    title: 'has a negative price of a type',
    sdl: `type Query { kurOffers: KurA }\ntype KurA\n @cost(weight: -5) { a: Int } #!`,
    code: 'COST_NEGATIVE',
  },
  {
    title: 'prices a shared scalar',
    sdl: `${root}\nscalar Rupiah\n @cost(weight: 9000) #!`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'says another’s list is empty',
    sdl: `type Query { kurOffers: [String!]!\n eventTypes: [String!]! @listSize(assumedSize: 0) #!\n}`,
    code: 'ROOT_FIELD_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'says its own list is empty',
    sdl: `type Query {\n kurOffers: [String!]! @listSize(assumedSize: 0) #!\n}`,
    code: 'LIST_SIZE_TOO_SMALL',
  },
  {
    title: 'sizes a list by an argument that is not there',
    sdl: `type Query {\n kurOffers: [String!]! @listSize(slicingArguments: ["nothing"]) #!\n}`,
    code: 'LIST_SIZE_INVALID_SLICING_ARGUMENT',
  },
  {
    title: 'says that its list is longer than a request may ask',
    sdl: `type Query {\n kurOffers: [String!]! @listSize(assumedSize: 2147483647) #!\n}`,
    code: 'COST_TOO_HIGH',
  },
  {
    title: 'tags by an event of another',
    sdl: `type Query { kurOffers: [String!]!\n @tag(name: "pmo/recipients") #!\n}`,
    code: 'TAG_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'tags an audience in capitals',
    sdl: `type Query { kurOffers: [String!]!\n @tag(name: "Public") #!\n}`,
    code: 'TAG_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'tags an audience with a space',
    sdl: `type Query { kurOffers: [String!]!\n @tag(name: " public") #!\n}`,
    code: 'TAG_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'tags an audience by escaped letters',
    sdl: `type Query { kurOffers: [String!]!\n @tag(name: "\\u0070ublic") #!\n}`,
    code: 'TAG_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'tags an argument',
    sdl: `type Query { kurOffers(\n a: Int @tag(name: "public") #!\n): [String!]! }`,
    code: 'TAG_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'guards by an empty list',
    sdl: `type Query {\n kurOffers: [String!]! @requiresScopes(scopes: []) #!\n}`,
    code: 'SCOPES_EMPTY',
  },
  {
    title: 'asks for another’s scope by escaped letters',
    sdl: `type Query {\n kurOffers: [String!]! @requiresScopes(scopes: [["\\u0069dentity:read"]]) #!\n}`,
    code: 'SCOPE_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'answers another’s subscription',
    sdl: `${root}\ntype Subscription {\n waveProgress: Int #!\n}`,
    code: 'ROOT_FIELD_OF_ANOTHER',
    owner: 'pmo',
  },
  {
    title: 'renames the subscription type',
    sdl: `schema { query: Query subscription: KurFeed } #!\n${root}\ntype KurFeed { kurFeed: Int }`,
    code: 'ROOT_TYPE_RENAMED',
  },
  {
    title: 'answers another’s mutation',
    sdl: `${root}\ntype Mutation {\n approveSubgraph(id: ID!): Int #!\n}`,
    code: 'ROOT_FIELD_OF_ANOTHER',
    owner: 'registry',
  },
  {
    title: 'overrides for no request at first',
    sdl: `${root}\ntype Skill @key(fields: "code") { code: ID!\n name: String! @override(from: "pmo", label: "percent(0)") #!\n}`,
    code: 'FIELD_TAKEN_OVER',
    owner: 'pmo',
  },
  {
    title: 'makes an entity interface of an entity',
    sdl: `${root}\ninterface Participant @key(fields: "id") { id: ID! } #!`,
    code: 'KIND_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'describes a shared field',
    sdl: `${root}\ntype PageInfo @shareable {\n "The bank's."\n hasNextPage: Boolean! #!\n hasPreviousPage: Boolean! startCursor: String endCursor: String }`,
    code: 'DESCRIPTION_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'gives a shared field an argument',
    sdl: `${root}\ntype Refusal @shareable { code(a: Int = 1): String! message: String! path: [String!]! } #!`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'deprecates a shared field',
    sdl: `${root}\ntype PageInfo @shareable {\n hasNextPage: Boolean! @deprecated #!\n hasPreviousPage: Boolean! startCursor: String endCursor: String }`,
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
];
