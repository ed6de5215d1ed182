import type { Queries } from '../database.ts';

export interface YearFigures {
  year: number;
  offered: number;
  applied: number;
  definition: string;
  source: string;
}

const COUNT = `select count(*)::int as offered, count(applied_on)::int as applied,
    array_agg(distinct source) as sources
  from offer where offered_on >= make_date($1, 1, 1) and offered_on < make_date($1 + 1, 1, 1)`;

const SOURCES: Readonly<Record<string, string>> = {
  GRAPH: 'applications through the graph, each with its offer',
  PRESS_2021: 'the programme on its alumni of 2021, as the press told it',
};

/** Counts the offers of a calendar year; null where there are none. */
export const figuresOf = async (queries: Queries, year: number): Promise<YearFigures | null> => {
  // A year that PostgreSQL cannot make a date of has no offers.
  if (year < 1 || year > 9_998) return null;
  const [counted] = await queries.rows<{ offered: number; applied: number; sources: string[] }>(COUNT, [year]);
  if (!counted || counted.offered === 0) return null;
  const { offered, applied, sources } = counted;
  return {
    year,
    offered,
    applied,
    definition:
      'Offers of a KUR micro-loan to alumni in the calendar year, and how many of them an application followed.',
    source: sources.map((source) => SOURCES[source] ?? source).join('; '),
  };
};
