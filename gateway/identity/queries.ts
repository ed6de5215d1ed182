import { execute, type Transaction } from '../../subgraphs/kit/database.ts';

/** Runs statements: the pool, each by itself, or the transaction of an event's effect. */
export interface Queries {
  query<Row>(text: string, values: unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>;
}

export const queriesIn = (transaction: Transaction): Queries => ({
  query: async <Row>(text: string, values: unknown[]) => {
    const { rows, affected } = await execute<Row>(transaction, text, values);
    return { rows, rowCount: affected };
  },
});
