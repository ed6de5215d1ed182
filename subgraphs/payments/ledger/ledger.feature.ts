import { EventTables } from '../../kit/events/tables.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { VaultKeys } from '../../kit/vault/keys.ts';
import { Ledger } from './001-ledger.migration.ts';
import { PartiesAndYears } from './020-parties-and-years.migration.ts';
import { TotalsWithoutHotRows } from './021-totals-without-hot-rows.migration.ts';
import { JournalChain } from './022-journal-chain.migration.ts';
import { journalChain, signedHeads } from './chain.service.ts';
import {
  AccountEntity,
  BudgetYearEntity,
  JournalEntryEntity,
  JournalLinkEntity,
  JournalPendingEntity,
  LedgerSlotEntity,
  PostingEntity,
  WaveBudgetEntity,
} from './ledger.entity.ts';
import { invariants } from './ledger.invariants.ts';
import { postingMonths } from './months.service.ts';

type LedgerKit = Omit<Kit, 'env'> & { env: { VAULT_KEYS: VaultKeys } };

export const ledger = defineFeature({
  name: 'ledger',
  entities: [
    AccountEntity,
    JournalEntryEntity,
    PostingEntity,
    BudgetYearEntity,
    WaveBudgetEntity,
    LedgerSlotEntity,
    JournalPendingEntity,
    JournalLinkEntity,
  ],
  work: (kit: LedgerKit) => [postingMonths(kit), journalChain(kit), signedHeads(kit)],
  migrations: [
    { name: '001-ledger', class: Ledger },
    { name: '003-events', class: EventTables },
    { name: '020-parties-and-years', class: PartiesAndYears },
    { name: '021-totals-without-hot-rows', class: TotalsWithoutHotRows },
    { name: '022-journal-chain', class: JournalChain },
  ],
  invariants,
  erasure: [
    {
      table: 'posting',
      keeps: 'public money is accounted for; it names the person by an id alone, which leads to nobody',
    },
  ],
});
