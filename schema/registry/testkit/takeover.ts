import type { Subgraph } from '../revision.ts';

/** An SDL that takes what another owns, and what must be said of it. `#!` ends the line at fault. */
export interface Takeover {
  title: string;
  sdl: string;
  code: string;
  owner?: string;
}

export const markedLine = (sdl: string): number => {
  const index = sdl.indexOf('#!');
  return index < 0 ? 1 : sdl.slice(0, index).split('\n').length;
};

/** A library's subgraph: interfaces and unions, which the committed graph has none of. */
export const library: Subgraph = {
  name: 'library',
  organization: 'library',
  address: 'https://library.test/graphql',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@tag"])
type Query { libraryMaterials: [Material!]! libraryFound(text: String, kind: MaterialKind = BOOK): [Found!]! }
interface Material @key(fields: "id") { id: ID! title: String! }
interface Lent { until: String }
type Book implements Material & Lent @key(fields: "id") @key(fields: "isbn") { id: ID! isbn: ID! title: String! until: String borrower: Borrower }
type Film implements Material @key(fields: "id") { id: ID! title: String! }
type Borrower @key(fields: "card") { card: ID! phone: String @tag(name: "personal-data/general") }
type Size @shareable { pages: Int! }
union Found = Book | Film
enum MaterialKind { BOOK FILM }
input MaterialFilter { kind: MaterialKind text: String }
scalar Isbn @specifiedBy(url: "https://isbn.test")
`,
};
