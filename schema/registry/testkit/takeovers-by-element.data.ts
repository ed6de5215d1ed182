import type { Takeover } from './takeover.ts';

const stub = 'type Participant @key(fields: "id") { id: ID! }';
const root = 'type Query { kurOffers: [String!]! }';

/** What changes keys, shared types and data of others, or takes their scopes and tags. */
export const changes: readonly Takeover[] = [
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
