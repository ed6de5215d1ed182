import type { Database } from '../database.ts';
import { figuresOf } from './statistics.service.ts';

interface Slice {
  bank: { database: Database };
}

export const statisticsResolvers = {
  Query: {
    kurStatistics: (_: unknown, { year }: { year: number }, { bank }: Slice) => figuresOf(bank.database, year),
  },
};
