import type { Takeover } from './takeover.ts';

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
