import { postBudgets } from '../../subgraphs/payments/ledger/budget.service.ts';
import { openLedger } from '../../subgraphs/payments/ledger/opening.service.ts';
import { paymentPartners } from '../../subgraphs/payments/wallet/partners.data.ts';
import { line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import type { Person } from './population.ts';

const REQUEST = 'seed-opening';

const balanceLine = ({ id, registration, balance }: Person) => {
  if (!balance || !registration) return '';
  const { granted, spent, returned, expiresOn, grantedAt } = balance;
  return line([id, registration.wave, granted, spent, 0, returned, expiresOn, grantedAt]);
};

const partnerOf = ({ wallet }: Person) => paymentPartners[wallet?.partner ?? 0]?.code ?? null;

const disbursementLines = (person: Person) =>
  person.disbursements
    .map(({ id, entitlement, instalment, amount, status, dueAt, settledAt }) => {
      const isSent = status === 'SENT' || status === 'SETTLED';
      const route = isSent ? [partnerOf(person), id] : [null, null];
      const wave = person.registration?.wave ?? null;
      return line([id, person.id, wave, entitlement, instalment, amount, status, ...route, dueAt, settledAt, dueAt]);
    })
    .join('');

const walletLine = (person: Person) => {
  const { id, wallet } = person;
  return wallet
    ? line([id, partnerOf(person), `****${String(wallet.lastDigits).padStart(4, '0')}`, wallet.verifiedAt])
    : '';
};

const disbursementColumns = `id, participant_id, wave_number, entitlement, instalment, amount, status, partner_code,
  partner_reference, due_at, settled_at, created_at`;

/** The budgets, and who holds, spent and was paid how much; the ledger is opened from these positions. */
export const paymentsSeed: DatabaseSeed = {
  name: 'payments',
  probe: 'select 1 from journal_entry limit 1',
  before: (client) => postBudgets(client, REQUEST),
  tables: [
    {
      into: 'training_balance (participant_id, wave_number, granted, spent, held, returned, expires_on, updated_at)',
      lines: balanceLine,
    },
    { into: `disbursement (${disbursementColumns})`, lines: disbursementLines },
    { into: 'wallet (participant_id, partner_code, masked_number, verified_at)', lines: walletLine },
  ],
  alsoLarge: ['posting'],
  inOrder: ['training_balance', 'wallet'],
  after: async (client) => {
    await openLedger(client, { at: new Date('2026-11-20T12:00:00Z'), requestId: REQUEST });
  },
};
