import DataLoader from 'dataloader';
import type { Queries } from '../database.ts';

export interface Decision {
  applicationId: string;
  officer: string;
  outcome: string;
  reasons: string[];
  decidedAt: Date;
}

const DECISIONS = `select application_id as "applicationId", officer, outcome, reasons, decided_at as "decidedAt"
  from decision where application_id = any($1::uuid[]) order by decided_at, officer`;

/** Decisions by application, one statement for all. */
export const decisionLoaders = (queries: Queries) => ({
  decisionsOf: new DataLoader<string, Decision[]>(async (ids) => {
    const found = Map.groupBy(await queries.rows<Decision>(DECISIONS, [ids]), ({ applicationId }) => applicationId);
    return ids.map((id) => found.get(id) ?? []);
  }),
});

export type DecisionLoaders = ReturnType<typeof decisionLoaders>;
