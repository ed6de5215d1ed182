import { defineEntity, p } from '@mikro-orm/core';
import type { Account, JournalEntry } from './ledger.service.ts';

export const AccountEntity = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    code: p.text().$type<Account>().primary(),
    isPersonal: p.boolean(),
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
    /** The year whose budget it is of. */
    year: p.integer().defaultRaw(`extract(year from (now() at time zone 'Asia/Jakarta'))`),
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
    /** An organisation's id, or the code of a payment partner. */
    party: p.text().strictNullable(),
    amount: p.bigint('bigint'),
    postedOn: p.date(),
  },
});

/** Money of one year; `check_postings` keeps it. */
export const BudgetYearEntity = defineEntity({
  name: 'BudgetYear',
  tableName: 'budget_year',
  properties: {
    year: p.integer().primary(),
    /** Given by the state, without what went on to another year or lapsed. */
    budget: p.bigint('bigint').default(0),
    /** The part that is no longer UNALLOCATED. */
    committed: p.bigint('bigint').default(0),
  },
});

/** The year whose money a wave has; `check_postings` keeps it. */
export const WaveBudgetEntity = defineEntity({
  name: 'WaveBudget',
  tableName: 'wave_budget',
  properties: {
    waveNumber: p.integer().primary(),
    year: p.integer(),
    /** For all that its people may be paid; 0 for a wave that was granted from UNALLOCATED as it came. */
    committed: p.bigint('bigint').default(0),
  },
});

const total = () => p.bigint('bigint').default(0);

/** A part of what the postings of a year and wave (0: of none) sum up to; `check_postings` keeps it. */
export const LedgerSlotEntity = defineEntity({
  name: 'LedgerSlot',
  tableName: 'ledger_slot',
  properties: {
    year: p.integer().primary(),
    waveNumber: p.integer().primary(),
    slot: p.bigint('bigint').primary().defaultRaw(`floor(random() * '4294967296'::bigint::double precision)`),
    treasury: total(),
    unallocated: total(),
    committed: total(),
    trainingBalance: total(),
    trainingHeld: total(),
    institutionPayable: total(),
    commission: total(),
    platformPayable: total(),
    incentivePayable: total(),
    walletClearing: total(),
    partnerDeposit: total(),
    receivable: total(),
    paidOut: total(),
    fees: total(),
    suspense: total(),
    returned: total(),
    settledInstitution: total(),
    settledCommission: total(),
    settledWallet: total(),
  },
});

/** A journal entry that has no place in the chain yet. */
export const JournalPendingEntity = defineEntity({
  name: 'JournalPending',
  tableName: 'journal_pending',
  properties: {
    entryId: p.uuid().primary(),
    enteredAt: p.datetime().defaultRaw('now()'),
  },
});

/** The place of a journal entry in the chain. */
export const JournalLinkEntity = defineEntity({
  name: 'JournalLink',
  tableName: 'journal_link',
  properties: {
    seq: p.bigint('bigint').primary(),
    entryId: p.uuid(),
    linkedAt: p.datetime(3),
    hash: p.blob(),
  },
});
