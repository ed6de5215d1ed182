import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import { clientOf } from './catalogue.ts';
import { openJobs } from './jobs.ts';
import { idOf } from './training.ts';

/** Portals of the tests, beside that of `openJobs`. */
export const lestari = idOf(31);
export const cahaya = idOf(32);

/** The day in Jakarta that lies so many days ahead. */
export const dayAfter = (days: number) => jakartaDayAfter(new Date(), days);

/** A caller of a portal that publishes. */
export const publisherOf = (portal: string) => clientOf(portal, 'vacancy:publish');

/** A vacancy as a portal sends it; nothing is wrong with it. */
export const sentVacancy = (reference: string, other: object = {}) => ({
  reference,
  employer: 'Kopi Lestari',
  title: 'Barista kedai kopi',
  description: 'Menyeduh kopi dan melayani pelanggan di kedai kami.',
  occupation: '5132',
  region: '32.73',
  type: 'FULL_TIME',
  monthlySalaryFrom: 4_500_000,
  monthlySalaryTo: 5_500_000,
  requirements: [{ skill: 'barista-work', level: 'INTERMEDIATE', weight: 5 }, { skill: 'cashiering' }],
  openUntil: dayAfter(60),
  ...other,
});

export const UPSERT = `mutation ($input: UpsertVacanciesInput!) { upsertVacancies(input: $input) {
  results { index reference outcome refusal { code path } problems { code path example } vacancy { id status isHeld version } }
  refusal { code path } } }`;

export interface UpsertAnswer {
  upsertVacancies: {
    results:
      | {
          index: number;
          reference: string;
          outcome: string;
          refusal: { code: string; path: string[] } | null;
          problems: { code: string; path: string; example: string | null }[];
          vacancy: { id: string; status: string; isHeld: boolean; version: number } | null;
        }[]
      | null;
    refusal: { code: string; path: string[] } | null;
  };
}

export const WITHDRAW = `mutation ($writtenAt: DateTime!, $expected: Int!, $confirm: Boolean!, $kept: [String!]!) {
  withdrawMissingVacancies(writtenAt: $writtenAt, expected: $expected, confirm: $confirm, kept: $kept) {
    withdrawal { closed } refusal { code path } } }`;

export interface WithdrawAnswer {
  withdrawMissingVacancies: {
    withdrawal: { closed: number } | null;
    refusal: { code: string; path: string[] } | null;
  };
}

/** The jobs subgraph with the two portals, and how they send vacancies. */
export const openPublishing = async () => {
  const opened = await openJobs([]);
  const { pool } = opened.database;
  const names = `insert into portal (id, name) values ($1, 'Portal Lestari'), ($2, 'Portal Cahaya')`;
  await pool.query(names, [lestari, cahaya]);
  const upsert = async (items: object[], options: { writtenAt?: Date; portal?: string } = {}) => {
    const { writtenAt = opened.clock.now(), portal = lestari } = options;
    const variables = { input: { writtenAt: writtenAt.toISOString(), items } };
    const { data, errors } = await opened.ask<UpsertAnswer>(publisherOf(portal), UPSERT, variables);
    if (errors.length > 0) throw errors[0];
    return data.upsertVacancies;
  };
  /** Sends one vacancy; returns its id. */
  const publish = async (reference: string, other: object = {}, portal = lestari): Promise<string> => {
    const { results } = await upsert([sentVacancy(reference, other)], { portal });
    const id = results?.[0]?.vacancy?.id;
    if (!id) throw new Error(`${reference} was not kept: ${JSON.stringify(results)}`);
    return id;
  };
  /** The types and data of the facts that portals were told, oldest first. */
  const facts = async () => {
    const { rows } = await pool.query<{ organization: string; type: string; data: Record<string, unknown> }>(
      `select fact ->> 'organization' as organization, fact ->> 'type' as type, fact -> 'data' as data
        from event_outbox, jsonb_array_elements(data -> 'facts') as fact order by fact ->> 'id'`,
    );
    return rows;
  };
  return { ...opened, upsert, publish, facts };
};
