/** What must hold at any time in a subgraph's database, as a query against a live one. */
export interface Invariant {
  name: string;
  /** Answers no row while the invariant holds; each column has a name of its own. */
  sql: string;
}
