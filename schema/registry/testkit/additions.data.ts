import type { Grant } from '../grant.ts';

/** An SDL that takes nothing from anybody, with the grants that it needs. */
export interface Addition {
  title: string;
  sdl: string;
  grants?: readonly Partial<Grant>[];
}

const root = 'type Query { kurBranch: String }';
const add = (on: string, ...fields: string[]): Partial<Grant> => ({ owner: 'pmo', on, may: ['ADD_FIELDS'], fields });
const participant = (fields: string) => `type Participant @key(fields: "id") { id: ID! ${fields} }`;
const loan = (fields: string, directives = '@key(fields: "id")') =>
  `type Query { kurLoan(id: ID!): KurLoan }\ntype KurLoan ${directives} { id: ID! ${fields} }`;
const page =
  'type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }';

export const additions: readonly Addition[] = [
  { title: 'a root field under a prefix of its own', sdl: root },
  {
    title: 'a root field that is the prefix itself',
    sdl: 'type Query { kur: KurProgramme }\ntype KurProgramme { open: Boolean! }',
  },
  { title: 'a root field in capitals', sdl: 'type Query { KUR: Int }' },
  {
    title: 'a union of its own with another’s entity',
    sdl: 'type Query { kurParty: KurParty }\nunion KurParty = Participant | KurLoan\ntype KurLoan { amount: Int }\ntype Participant @key(fields: "id") { id: ID! }',
  },
  {
    title: 'a list of people by their public key',
    sdl: 'type Query { kurBorrowers: [Participant!]! @listSize(assumedSize: 20) }\ntype Participant @key(fields: "id") { id: ID! }',
  },
  {
    title: 'an argument that is named as a branch’s address, and says that it is nobody’s',
    sdl: 'type Query { kurAt(address: String @tag(name: "personal-data/none")): String }',
  },
  {
    title: 'a root field without the prefix, by grant',
    sdl: 'type Query { loanTerms: String }',
    grants: [add('Query', 'loanTerms')],
  },
  {
    title: 'a mutation with an input and a payload',
    sdl: `${root}\ntype Mutation { kurApply(input: KurApplyInput!): KurApplyPayload! }\ninput KurApplyInput { amount: Int! purpose: String = "trade" }\ntype KurApplyPayload { loan: ID }`,
  },
  { title: 'a subscription under its prefix', sdl: `${root}\ntype Subscription { kurDecisions: String }` },
  {
    title: 'a granted field on an entity',
    sdl: `${participant('kur: KurProfile')}\ntype KurProfile { isEligible: Boolean! }`,
    grants: [add('Participant', 'kur')],
  },
  {
    title: 'a granted field by extend type',
    sdl: 'extend type Participant @key(fields: "id") { id: ID! kurOffers: Int }',
    grants: [add('Participant', 'kurOffers')],
  },
  {
    title: 'a granted field of any name',
    sdl: participant('kurOne: Int kurTwo: Int'),
    grants: [{ owner: 'pmo', on: 'Participant', may: ['ADD_FIELDS'] }],
  },
  {
    title: 'a granted field with arguments',
    sdl: `${participant(
      'kurOffers(first: Int!, after: String): KurOfferConnection @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])',
    )}\ntype KurOfferConnection { nodes: [KurOffer!]! pageInfo: PageInfo! }\ntype KurOffer { id: ID! }\n${page}`,
    grants: [add('Participant', 'kurOffers')],
  },
  {
    title: 'granted fields on two entities of two owners',
    sdl: `${participant('kur: Int')}\ntype Course @key(fields: "id") { id: ID! kurLoans: Int }`,
    grants: [add('Participant', 'kur'), { owner: 'training', on: 'Course', may: ['ADD_FIELDS'], fields: ['kurLoans'] }],
  },
  {
    title: 'a reference to an entity',
    sdl: `${loan('borrower: Participant')}\ntype Participant @key(fields: "id", resolvable: false) { id: ID! }`,
  },
  {
    title: 'a reference whose key is external',
    sdl: `${loan('region: Region')}\nextend type Region @key(fields: "code") { code: ID! @external }`,
  },
  {
    title: 'a reference that repeats the description',
    sdl:
      loan('skill: Skill') +
      '\ntype Skill @key(fields: "code") {\n"""Stable kebab-case key, for example `data-analysis`."""\ncode: ID! }',
  },
  {
    title: 'a list of references',
    sdl: `${loan('waves: [Wave!]')}\ntype Wave @key(fields: "number") { number: Int! }`,
  },
  {
    title: 'an entity of its own with two keys',
    sdl: loan('number: String!', '@key(fields: "id") @key(fields: "number")'),
  },
  { title: 'an enum of its own', sdl: `${loan('status: KurLoanStatus!')}\nenum KurLoanStatus { ASKED PAID REPAID }` },
  {
    title: 'an interface of its own',
    sdl: 'type Query { kurThing: KurThing }\ninterface KurThing { id: ID! }\ntype KurLoan implements KurThing { id: ID! }',
  },
  {
    title: 'a union of its own, with an entity of another',
    sdl: 'type Query { kurFound: KurFound }\nunion KurFound = KurLoan | Participant\ntype KurLoan { sum: Int }\ntype Participant @key(fields: "id") { id: ID! }',
  },
  {
    title: 'a scalar of its own',
    sdl: 'type Query { kurRate: KurPercent }\nscalar KurPercent @specifiedBy(url: "https://bank.test/percent")',
  },
  {
    title: 'the shared scalars',
    sdl:
      loan('sum: Rupiah paidOn: Date decidedAt: DateTime') +
      '\nscalar Rupiah\nscalar Date\nscalar DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time")',
  },
  {
    title: 'the shared page',
    sdl: `type Query { kurLoans(first: Int!): KurLoanConnection @listSize(slicingArguments: ["first"], sizedFields: ["nodes"]) }\ntype KurLoanConnection { nodes: [KurLoan!]! pageInfo: PageInfo! }\ntype KurLoan { id: ID! }\n${page}`,
  },
  {
    title: 'the shared refusal, shareable field by field',
    sdl: `${root}\ntype Mutation { kurApply: KurApplyPayload }\ntype KurApplyPayload { refusal: Refusal }\ntype Refusal { code: String! @shareable message: String! @shareable path: [String!]! @shareable }`,
  },
  { title: 'a scope of its own', sdl: loan('score: Int @requiresScopes(scopes: [["kur:read"], ["self"]])') },
  {
    title: 'a scope of another, by grant',
    sdl: loan('score: Int @requiresScopes(scopes: [["participant:read"]])'),
    grants: [{ owner: 'pmo', on: 'scope', may: ['USE'], fields: ['participant:read'] }],
  },
  { title: 'authentication of its readers', sdl: loan('sum: Int', '@key(fields: "id") @authenticated') },
  {
    title: 'tags of its own and of personal data',
    sdl: loan('sum: Int @tag(name: "kur/internal") phone: String @tag(name: "personal-data/general")'),
  },
  {
    title: 'a tag of an audience, by grant',
    sdl: loan('sum: Int @tag(name: "public")'),
    grants: [{ owner: 'pmo', on: 'tag', may: ['USE'], fields: ['public'] }],
  },
  {
    title: 'a deprecated field of its own',
    sdl: loan('sum: Int @deprecated(reason: "Use amount, until 2027-06-30.") amount: Int'),
  },
  { title: 'an argument with a default', sdl: loan('sum(currency: String = "IDR"): Int') },
  { title: 'prices and sizes', sdl: 'type Query { kurRates: [Int!]! @cost(weight: 5) @listSize(assumedSize: 12) }' },
  { title: 'an internal field of its own', sdl: loan('risk: Int @inaccessible') },
  {
    title: 'a shareable value type of its own',
    sdl: `${loan('rate: KurRate')}\ntype KurRate @shareable { percent: Float! }`,
  },
  {
    title: 'an enum of another, by grant',
    sdl: `type Query { kurCourses(level: SkillLevel): Int }\nenum SkillLevel { BASIC INTERMEDIATE ADVANCED }`,
    grants: [{ owner: 'training', on: 'SkillLevel', may: ['RESTATE'] }],
  },
  { title: 'a query type that the SDL names', sdl: 'schema { query: Query }\ntype Query { kurBranch: String }' },
  {
    title: 'a field that is made of data without a person, by grant',
    sdl: participant('isSynthetic: Boolean! @external kurIsReal: Boolean @requires(fields: "isSynthetic")'),
    grants: [
      add('Participant', 'kurIsReal'),
      { owner: 'pmo', on: 'Participant', may: ['REQUIRE_FIELDS'], fields: ['isSynthetic'] },
    ],
  },
  {
    title: 'the directive for bulk inputs',
    sdl: `extend schema @link(url: "https://prakerja.test/specs/bulk/v1.0", import: ["@bulk"]) @composeDirective(name: "@bulk")\ndirective @bulk(items: Int!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION\n${root}\ntype Mutation { kurImport(items: [String!]! @bulk(items: 100)): Int }`,
  },
];
