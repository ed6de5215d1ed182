import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import { clientOf } from './catalogue.ts';
import { idOf } from './training.ts';

/** Portals of the tests, beside that of `openJobs`. */
export const lestari = idOf(31);
export const cahaya = idOf(32);

/** The day in Jakarta that lies so many days ahead. */
export const dayAfter = (days: number) => jakartaDayAfter(new Date(), days);

/** A caller of a portal that publishes. */
export const publisherOf = (portal: string) => clientOf(portal, 'vacancy:publish');

/** A vacancy as a portal sends it; nothing is wrong with it. */
export const sentVacancy = (reference: string, other: Record<string, unknown> = {}) => ({
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
