import type { Takeover } from './takeover.ts';

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
