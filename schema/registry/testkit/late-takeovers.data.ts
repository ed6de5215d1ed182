import type { Takeover } from './takeover.ts';

const root = 'type Query { kurBranch: Int }';
const participant = (fields: string, key = '@key(fields: "id")') =>
  `${root}\ntype Participant ${key} {\n id: ID!\n ${fields}\n}`;
const page = (last: string, directives = '') =>
  `type Query { kurPage: PageInfo }\ntype PageInfo @shareable${directives} {\n hasNextPage: Boolean!\n hasPreviousPage: Boolean!\n startCursor: String\n ${last}\n}`;

/** Ways in of other kinds: selections written oddly, shared types that say more, data by arguments, schema-wide directives. */
export const late: readonly Takeover[] = [
  {
    title: 'widens the key behind a comment',
    sdl: participant('name: String! @external', '@key(fields: "id # the key\\n name") #!\n'),
    code: 'KEY_ADDED',
    owner: 'pmo',
  },
  {
    title: 'widens the key by a fragment',
    sdl: participant('name: String! @external', '@key(fields: "... on Participant { id name }") #!\n'),
    code: 'KEY_ADDED',
    owner: 'pmo',
  },
  {
    title: 'adds the name of the type to a key',
    sdl: participant('kur: Int', '@key(fields: "__typename id") #!\n'),
    code: 'KEY_ADDED',
    owner: 'pmo',
  },
  {
    title: 'provides personal data by a fragment',
    sdl: 'type Query {\n kurBorrower: Participant @provides(fields: "... on Participant { name }") #!\n}\ntype Participant @key(fields: "id") { id: ID! name: String! @external }',
    code: 'PERSONAL_DATA_RETURNED_WITHOUT_TERMS',
    owner: 'pmo',
  },
  {
    title: 'overrides a subgraph whose name it spells in capitals',
    sdl: participant('name: String! @override(from: "PMO") #!'),
    code: 'FIELD_TAKEN_OVER',
    owner: 'pmo',
  },
  {
    title: 'overrides by a label of its own',
    sdl: participant('name: String! @override(from: "pmo", label: "kur") #!'),
    code: 'OVERRIDE_LABEL',
  },
  {
    title: 'describes all queries',
    sdl: `"""Ask the bank first.""" #!\n${root}`,
    code: 'ROOT_TYPE_CHANGED',
    owner: 'pmo',
  },
  {
    title: 'takes identity numbers by an argument',
    sdl: 'type Query {\n kurCheck(nik: String!): Boolean #!\n}',
    code: 'PERSONAL_DATA_TAKEN_WITHOUT_TERMS',
    owner: 'pmo',
  },
  {
    title: 'takes identity numbers by a list that says that it holds none',
    sdl: 'type Query {\n kurCheck(participantNiks: [String!] @tag(name: "personal-data/none")): Boolean #!\n}',
    code: 'PERSONAL_DATA_TAKEN_WITHOUT_TERMS',
    owner: 'pmo',
  },
  {
    title: 'takes a phone number by an input',
    sdl: 'type Query { kurCheck(by: KurBy!): Boolean }\ninput KurBy {\n phoneNumber: String #!\n}',
    code: 'PERSONAL_DATA_TAKEN_WITHOUT_TERMS',
    owner: 'pmo',
  },
  {
    title: 'asks for a scope with a space behind it',
    sdl: 'type Query {\n kurBranch: Int @requiresScopes(scopes: [["participant:read "]]) #!\n}',
    code: 'SCOPE_UNKNOWN',
  },
  {
    title: 'guards an argument',
    sdl: 'type Query {\n kurBranch(a: Int @authenticated): Int #!\n}',
    code: 'DIRECTIVE_MISPLACED',
  },
  {
    title: 'has a price beyond all numbers',
    sdl: 'type Query {\n kurBranch: Int @cost(weight: 2147483648) #!\n}',
    code: 'COST_TOO_HIGH',
  },
  {
    title: 'subscribes to what another tells',
    sdl: `${root}\ntype Subscription {\n recipientsAnnounced: Int #!\n}`,
    code: 'ROOT_FIELD_WITHOUT_PREFIX',
    owner: 'pmo',
  },
  {
    title: 'names a root field as an entity',
    sdl: 'type Query {\n Participant: Int #!\n}',
    code: 'ROOT_FIELD_WITHOUT_PREFIX',
    owner: 'pmo',
  },
  { title: 'adds a field to a page', sdl: page('kurTotal: Int #!'), code: 'FIELD_ADDED', owner: 'pmo' },
  {
    title: 'guards a shared value type',
    sdl: page('endCursor: String', ' @authenticated #!\n'),
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'hides a field of a shared value type',
    sdl: page('endCursor: String @inaccessible #!'),
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'tags a field of a shared value type',
    sdl: page('endCursor: String @tag(name: "kur/internal") #!'),
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'tags a value of another’s enum',
    sdl: 'type Query { kurWork: WorkStatus }\nenum WorkStatus {\n JOB_SEEKER\n LAID_OFF\n FURLOUGHED\n WORKER @tag(name: "kur/internal") #!\n ENTREPRENEUR\n}',
    code: 'RESTATED_DIFFERENTLY',
    owner: 'pmo',
  },
  {
    title: 'shadows a shared scalar in small letters',
    sdl: 'type Query { kurSum: rupiah }\nscalar rupiah #!',
    code: 'NAME_LOOKALIKE',
    owner: 'pmo',
  },
  {
    title: 'makes all of an entity shareable',
    sdl: `${root}\ntype Participant @key(fields: "id") @shareable { #!\n id: ID!\n}`,
    code: 'DIRECTIVE_ON_ANOTHERS_TYPE',
    owner: 'pmo',
  },
  {
    title: 'asks whoever reads an entity to sign in',
    sdl: `${root}\ntype Participant @key(fields: "id") @authenticated { #!\n id: ID!\n}`,
    code: 'DIRECTIVE_ON_ANOTHERS_TYPE',
    owner: 'pmo',
  },
  {
    title: 'composes @tag',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective", "@tag"])\n @composeDirective(name: "@tag") #!\n${root}`,
    code: 'DIRECTIVE_COMPOSED',
  },
];
