/** One HTTP call to a subgraph, in `extensions.subgraphs`; `statements` is what the subgraph reports. */
export interface TraceRow {
  subgraph: string;
  statements: number | null;
  durationMs: number;
}

/** The subgraph calls of one request, in start order. */
export class Trace {
  readonly rows: TraceRow[] = [];

  /** Call when the HTTP call starts; the result is to be called when it ends, with the `x-sql-statements` header. */
  start(subgraph: string): (statements: string | undefined) => void {
    const row: TraceRow = { subgraph, statements: null, durationMs: 0 };
    this.rows.push(row);
    const startedAt = performance.now();
    return (statements) => {
      row.durationMs = Math.round((performance.now() - startedAt) * 100) / 100;
      if (statements !== undefined && /^\d{1,9}$/.test(statements)) row.statements = Number(statements);
    };
  }
}
