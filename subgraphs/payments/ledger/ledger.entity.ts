import { defineEntity, p } from '@mikro-orm/core';
import type { Account, JournalEntry } from './ledger.service.ts';

export const AccountEntity = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    code: p.text().$type<Account>().primary(),
    isPersonal: p.boolean(),
    /** Kept for the two accounts of the state; a person's are in `training_balance` and `disbursement`. */
    balance: p.bigint('bigint').default(0),
  },
});

export const JournalEntryEntity = defineEntity({
  name: 'JournalEntry',
  tableName: 'journal_entry',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    kind: p.text().$type<JournalEntry['kind']>(),
    /** Names the fact that was posted, so that it is posted once. */
    reference: p.text(),
    waveNumber: p.integer().strictNullable(),
    postedAt: p.datetime(),
    postedOn: p.date().generated(`((posted_at at time zone 'Asia/Jakarta')::date) stored`),
    requestId: p.text(),
  },
});

/** A line of a journal entry. The table has no key, which the ORM asks for: its rows are added and summed, never found. */
export const PostingEntity = defineEntity({
  name: 'Posting',
  tableName: 'posting',
  properties: {
    entryId: p.uuid().primary(),
    accountCode: p.text().$type<Account>(),
    participantId: p.uuid().strictNullable(),
    amount: p.bigint('bigint'),
    postedOn: p.date(),
  },
});

/** Public money of a wave; `check_postings` keeps it. */
export const WaveFundsEntity = defineEntity({
  name: 'WaveFunds',
  tableName: 'wave_funds',
  properties: {
    waveNumber: p.integer().primary(),
    committed: p.bigint('bigint').default(0),
    paid: p.bigint('bigint').default(0),
    returned: p.bigint('bigint').default(0),
  },
});
