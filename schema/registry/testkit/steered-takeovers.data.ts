import type { Takeover } from './takeover.ts';

const root = 'type Query { kurOffers: Int }';
const bulk =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"]) @link(url: "https://prakerja.test/specs/bulk/v1.0", import: ["@bulk"]) @composeDirective(name: "@bulk")\ndirective @bulk(items: Int!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION\n';

/** Texts that steer who reads them, and elements that are the publisher's own and harm who serves or keeps them. */
export const steered: readonly Takeover[] = [
  {
    title: 'turns the direction of a description',
    sdl: 'type Query {\n "Offers \u202egnp.exe\u202c." kurOffers: Int #!\n}',
    code: 'TEXT_HIDDEN',
  },
  {
    title: 'has letters without width in a description',
    sdl: 'type Query {\n "Off\u200bers." kurOffers: Int #!\n}',
    code: 'TEXT_HIDDEN',
  },
  { title: 'turns the direction of a comment', sdl: `# see \u2066 #!\n${root}`, code: 'TEXT_HIDDEN' },
  {
    title: 'hides a definition behind a line separator',
    sdl: `# nothing \u2028 type Query { kurOther: Int } #!\n${root}`,
    code: 'TEXT_HIDDEN',
  },
  {
    title: 'steers a terminal by escapes',
    sdl: 'type Query {\n "Offers \\u001b[2J." kurOffers: Int #!\n}',
    code: 'TEXT_HIDDEN',
  },
  {
    title: 'has a tag of two lines',
    sdl: 'type Query {\n kurOffers: Int @tag(name: "kur\\npublic") #!\n}',
    code: 'TAG_MALFORMED',
  },
  {
    title: 'specifies a scalar by a script',
    sdl: `${root}\nscalar KurLink @specifiedBy(url: "javascript:alert(1)") #!`,
    code: 'SPECIFIED_BY_ADDRESS',
  },
  {
    title: 'asks for fewer than no items unless told',
    sdl: 'type Query {\n kurOffers(first: Int = -5): [String!]! @listSize(slicingArguments: ["first"]) #!\n}',
    code: 'LIST_SIZE_TOO_SMALL',
  },
  {
    title: 'takes a list in bulk that is longer than any',
    sdl: `${bulk}type Query {\n kurOffers(ids: [ID!]! @bulk(items: 1000000000)): Int #!\n}`,
    code: 'BULK_OUT_OF_RANGE',
  },
  {
    title: 'takes less than nothing in bulk',
    sdl: `${bulk}type Query {\n kurOffers(ids: [ID!]! @bulk(items: -1)): Int #!\n}`,
    code: 'BULK_OUT_OF_RANGE',
  },
  {
    title: 'has an input that is its own default',
    sdl: 'type Query { kurOffers(a: KurA): Int }\ninput KurA { a: KurA = {} }',
    code: 'PUBLIC_SCHEMA_INVALID',
  },
  {
    title: 'has inputs that are each other’s defaults',
    sdl: 'type Query { kurOffers(a: KurA): Int }\ninput KurA { b: KurB = {} }\ninput KurB { a: KurA = {} }',
    code: 'PUBLIC_SCHEMA_INVALID',
  },
  {
    title: 'hides a member of its union alone',
    sdl: 'type Query { kurParty: KurParty }\nunion KurParty = KurA | KurB\ntype KurA @inaccessible { a: Int }\ntype KurB { b: Int }',
    code: 'PUBLIC_SCHEMA_INVALID',
  },
  {
    title: 'leaves out of a default what its input requires',
    sdl: 'type Query {\n kurOffers(a: KurA = {}): Int #!\n}\ninput KurA { b: Int! }',
    code: 'DEFAULT_VALUE_INVALID',
  },
  {
    title: 'leaves it out in an input of an input',
    sdl: `${root}\ninput KurA {\n b: KurB = {} #!\n}\ninput KurB { c: Int! }`,
    code: 'DEFAULT_VALUE_INVALID',
  },
  {
    title: 'leaves it out in a list',
    sdl: 'type Query {\n kurOffers(a: [KurA!] = [{ b: 1 }, {}]): Int #!\n}\ninput KurA { b: Int! }',
    code: 'DEFAULT_VALUE_INVALID',
  },
  {
    title: 'has a name that the registry cannot keep',
    sdl: `type Query { kurOffers: Kur${'x'.repeat(600)} }\ntype Kur${'x'.repeat(600)} { #!\n a: Int }`,
    code: 'NAME_TOO_LONG',
  },
  {
    title: 'names the field of a key otherwise',
    sdl: `${root}\ntype KurLoan\n @key(fields: "a: id") { id: ID! } #!`,
    code: 'FIELD_SET_MALFORMED',
  },
  {
    title: 'requires under a condition',
    sdl: `${root}\ntype KurLoan @key(fields: "id") { id: ID! a: Int @external\n b: Int @requires(fields: "a @include(if: false)") #!\n}`,
    code: 'FIELD_SET_MALFORMED',
  },
  {
    title: 'takes identity numbers under their Indonesian name',
    sdl: 'type Query { kurOffers(\n nomorKtp: String #!\n): Int }',
    code: 'PERSONAL_DATA_TAKEN_WITHOUT_TERMS',
    owner: 'pmo',
  },
];
