/** A rule that holds at any time in a subgraph's database, as a query that runs against a live one. */
export interface Invariant {
  name: string;
  /** Query that returns no row while the invariant holds; each column has its own name. */
  sql: string;
}
