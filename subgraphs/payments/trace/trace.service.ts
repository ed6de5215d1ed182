import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { TRACE_PARTICIPANT, TRACE_WAVE, TRACE_YEAR } from './trace.statement.ts';

/** The holder of the money that is traced. */
export type TraceSubject = { participant: string } | { wave: number } | { year: number };

export type Trace = RowsOf<typeof TRACE_PARTICIPANT> & { residual: bigint };

const withResidual = (row: RowsOf<typeof TRACE_PARTICIPANT>): Trace => {
  const { budget, ...places } = row;
  return { ...row, residual: Object.values(places).reduce((left, amount) => left - amount, budget) };
};

/** Says where money is that came from the budget: one statement, whoever's it is. */
export class TraceService {
  readonly #database: Pick<Database, 'point'>;

  constructor({ database }: Pick<Kit, 'database'>) {
    this.#database = database;
  }

  /** @returns null when the ledger has nothing of it */
  async trace(subject: TraceSubject): Promise<Trace | null> {
    const [row] = await this.#rows(subject);
    return row ? withResidual(row) : null;
  }

  #rows(subject: TraceSubject) {
    if ('participant' in subject) return this.#database.point(TRACE_PARTICIPANT, [subject.participant]);
    return 'wave' in subject
      ? this.#database.point(TRACE_WAVE, [subject.wave])
      : this.#database.point(TRACE_YEAR, [subject.year]);
  }
}
