import { vacancies as records, type VacancyInput } from '../../import/vacancies/vacancy.ts';
import type { CallAnswer, RecordAnswer, Subject, Withdrawal } from './subject.ts';

interface UpsertAnswer {
  done: CallAnswer & { results: RecordAnswer[] | null };
}

interface WithdrawalAnswer {
  done: CallAnswer & { withdrawal: { closed: number } | null };
}

/** A portal's vacancies, as the graph takes them: repeated calls need no key, since each is known by its reference. */
export const vacancies: Subject<VacancyInput> = {
  ...records,
  noun: 'vacancies',
  document: 'schema/commands/import-vacancies.graphql',
  outcomes: {
    CREATED: 'created',
    UPDATED: 'updated',
    UNCHANGED: 'unchanged',
    OUTDATED: 'outdated',
    REJECTED: 'rejected',
  },
  kept: ['CREATED', 'UPDATED', 'UNCHANGED'],
  tooLarge: 'TOO_MANY_MISSING',
  send: async (ask, { asOf }, items) => {
    const { refusal, results } = (await ask<UpsertAnswer>('UpsertVacancies', { items, writtenAt: asOf })).done;
    if (refusal) throw new Error(`${refusal.message} (${refusal.code})`);
    return results ?? [];
  },
  withdraw: async (ask, { asOf }, { expected, kept, isConfirmed }): Promise<Withdrawal> => {
    const variables = { writtenAt: asOf, expected, kept, confirm: isConfirmed };
    const { refusal, withdrawal } = (await ask<WithdrawalAnswer>('WithdrawMissingVacancies', variables)).done;
    return refusal ? { refusal } : { withdrawn: withdrawal?.closed ?? 0 };
  },
};
