import { EventTables } from '../../kit/events/tables.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Ledger } from './001-ledger.migration.ts';
import { invariants } from './ledger.invariants.ts';
import { postingMonths } from './months.service.ts';

export const ledger = defineFeature({
  name: 'ledger',
  work: (kit: Kit) => [postingMonths(kit)],
  migrations: [
    { name: '001-ledger', class: Ledger },
    { name: '003-events', class: EventTables },
  ],
  invariants,
});
