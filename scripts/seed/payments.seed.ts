import type { Client } from 'pg';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { postBudgets } from '../../subgraphs/payments/ledger/budget.service.ts';
import { openLedger } from '../../subgraphs/payments/ledger/opening.service.ts';
import { paymentPartners } from '../../subgraphs/payments/wallet/partners.data.ts';
import { walletPlace } from '../../subgraphs/payments/wallet/wallet.record.ts';
import { bytea, copyRows, line } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import { syntheticAccount } from './identity.ts';
import type { Person } from './population.ts';
import { policyOfWave, syntheticWaves } from './waves.ts';

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

/** Null beyond the first people, as their other identity data. */
const syntheticNumber = ({ wallet, identity }: Person): string | null => {
  if (!wallet || !identity) return null;
  return syntheticAccount(identity, {
    isBank: paymentPartners[wallet.partner]?.kind === 'BANK',
    lastDigits: wallet.lastDigits,
  });
};

const walletLine = (person: Person, sealed: { number: Buffer; index: Buffer } | null) => {
  const { id, wallet } = person;
  if (!wallet) return '';
  const masked = `****${String(wallet.lastDigits).padStart(4, '0')}`;
  const number = sealed ? [bytea(sealed.number), bytea(sealed.index)] : [null, null];
  return line([id, partnerOf(person), masked, wallet.verifiedAt, ...number]);
};

/** The tables of wallets. A person's key is needed for both of them, and kept in between. */
const walletTables = (vault: Vault): DatabaseSeed['tables'] => {
  const wallets = new WeakMap<Person, string>();
  const keyLine = (person: Person) => {
    const text = syntheticNumber(person);
    if (!text) return '';
    const { key, stored } = vault.newSubject(person.id);
    const number = key.seal(walletPlace(person.id), new Secret('account', text));
    wallets.set(person, walletLine(person, { number, index: vault.blindIndex('account', text) }));
    return line([person.id, stored.kekId, bytea(stored.wrapped)]);
  };
  return [
    { into: 'subject_key (subject_id, kek_id, wrapped)', lines: keyLine },
    {
      into: 'wallet (participant_id, partner_code, masked_number, verified_at, sealed_number, number_index)',
      lines: (person) => wallets.get(person) ?? walletLine(person, null),
    },
  ];
};

const disbursementColumns = `id, participant_id, wave_number, entitlement, instalment, amount, status, partner_code,
  partner_reference, due_at, settled_at, created_at`;

/** What the announcements of these waves would have told. */
const announced = (client: Client) => {
  const rows = syntheticWaves
    .filter(({ announcedAt }) => announcedAt !== null)
    .flatMap((wave) => {
      const { incentive, survey } = policyOfWave(wave);
      return [
        [wave.number, 'INCENTIVE', incentive.amount, incentive.instalments],
        [wave.number, 'SURVEY', survey.amount, survey.instalments],
      ];
    });
  return copyRows(client, 'wave_entitlement (wave_number, entitlement, amount, instalments)', rows);
};

/** The budgets, who holds, spent and was paid how much, and wallets; the ledger is opened from these positions. */
export const paymentsSeed = (vaultKeys: VaultKeys): DatabaseSeed => ({
  name: 'payments',
  probe: 'select 1 from journal_entry limit 1',
  before: async (client) => {
    await postBudgets(client, REQUEST);
    await announced(client);
  },
  tables: [
    {
      into: 'training_balance (participant_id, wave_number, granted, spent, held, returned, expires_on, updated_at)',
      lines: balanceLine,
    },
    { into: `disbursement (${disbursementColumns})`, lines: disbursementLines },
    ...walletTables(new Vault(vaultKeys)),
  ],
  alsoLarge: ['posting'],
  inOrder: ['training_balance', 'subject_key', 'wallet'],
  after: async (client) => {
    await openLedger(client, { at: new Date('2026-11-20T12:00:00Z'), requestId: REQUEST });
  },
});
