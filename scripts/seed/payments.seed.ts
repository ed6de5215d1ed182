import type { Client } from 'pg';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { postBudgets } from '../../subgraphs/payments/ledger/budget.service.ts';
import { budgets } from '../../subgraphs/payments/ledger/budgets.data.ts';
import { NikProofs } from '../../subgraphs/pmo/attestation/nik-proof.ts';
import { totalOf } from '../../subgraphs/pmo/policy/index.ts';
import { copyRows } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import {
  BATCHES,
  COMMIT,
  DECISIONS,
  FUND,
  LAST_DAYS,
  LINES,
  MOVES,
  POST,
  REQUEST,
  SETTLED,
  UNCOMMIT,
} from './money.statement.ts';
import { moneyTables } from './payments.rows.ts';
import type { Person } from './population.ts';
import { type PartnerAccount, walletSealer, walletTables } from './wallets.rows.ts';
import { fundedAt, placesOf, policyOfWave, syntheticWaves, yearOf } from './waves.ts';

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

// Of the months in which money moves and of those to come: a month that begins with rows elsewhere gets no partition.
const MONTHS = `select create_posting_month(month) from unnest($1::date[]) as month`;

const months = [
  ...['2026-06-01', '2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01'],
  ...budgets.map(({ from }) => from).filter((day) => day > '2026-11-01'),
];

const funded = syntheticWaves.filter((wave) => fundedAt(wave) !== null);
const over = syntheticWaves.filter(({ status }) => status === 'SETTLED');

const runAll = async (client: Client, statements: readonly string[]) => {
  for (const statement of statements) await client.query(statement);
};

/** Commits what the waves' people may be paid, moves it as the people lived, and gives back what nobody was paid. */
const bookMoney = async (client: Client, waiting: ReadonlyMap<number, number>) => {
  await runAll(client, [LINES, LAST_DAYS]);
  await client.query(FUND, [
    funded.map(({ number }) => number),
    funded.map(yearOf),
    funded.map((wave) => totalOf(policyOfWave(wave))),
    funded.map(({ number, announcedAt }) => (announcedAt ? null : placesOf(waiting.get(number) ?? 0))),
    funded.map(fundedAt),
  ]);
  await runAll(client, [COMMIT, ...POST, ...MOVES, ...POST]);
  for (const wave of over) {
    await client.query(UNCOMMIT, [[wave.number], `${yearOf(wave)}-12-31T05:00:00Z`]);
    await runAll(client, POST);
  }
};

interface PaymentsSeed {
  vaultKeys: VaultKeys;
  /** Key of the proofs of NIKs; null where it is not known. */
  nikKey: string | null;
  tell(account: PartnerAccount): void;
}

/** The budgets, and all money from them to the wallets: granted, held, captured, returned, due, batched, ordered, paid. */
export const paymentsSeed = ({ vaultKeys, nikKey, tell }: PaymentsSeed): DatabaseSeed => {
  const proofs = nikKey === null ? null : new NikProofs(nikKey);
  const walletOf = walletSealer({ vault: new Vault(vaultKeys), proofs, tell });
  /** People who wait for the draw, by wave. */
  const waiting = new Map<number, number>();
  const see = ({ registration }: Person) => {
    if (registration?.status === 'ELIGIBLE') waiting.set(registration.wave, (waiting.get(registration.wave) ?? 0) + 1);
  };
  return {
    name: 'payments',
    probe: 'select 1 from journal_entry limit 1',
    before: async (client) => {
      await client.query(MONTHS, [months]);
      await postBudgets(client, REQUEST);
      await announced(client);
    },
    see,
    tables: [...moneyTables(walletOf), ...walletTables(walletOf)],
    alsoLarge: ['posting', 'journal_entry', 'disbursement_batch_item', 'disbursement_order'],
    inOrder: [
      'training_balance',
      'incentive_condition',
      'survey_fact',
      'participant_freeze',
      'revocation_decision',
      'revocation',
      'subject_key',
      'wallet',
      'nik_attestation',
    ],
    after: async (client) => {
      await bookMoney(client, waiting);
      await runAll(client, [...BATCHES, DECISIONS, SETTLED]);
    },
  };
};
