import { EventTables } from '../../kit/events/tables.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Ledger } from './001-ledger.migration.ts';
import { AccountEntity, JournalEntryEntity, PostingEntity, WaveFundsEntity } from './ledger.entity.ts';
import { invariants } from './ledger.invariants.ts';
import { postingMonths } from './months.service.ts';

export const ledger = defineFeature({
  name: 'ledger',
  entities: [AccountEntity, JournalEntryEntity, PostingEntity, WaveFundsEntity],
  work: (kit: Kit) => [postingMonths(kit)],
  migrations: [
    { name: '001-ledger', class: Ledger },
    { name: '003-events', class: EventTables },
  ],
  invariants,
  erasure: [
    {
      table: 'posting',
      keeps: 'public money is accounted for; it names the person by an id alone, which leads to nobody',
    },
  ],
});
