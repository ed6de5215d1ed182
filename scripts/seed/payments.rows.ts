import { hash } from 'node:crypto';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { commissionOf, rateOf } from '../../subgraphs/payments/purchase/commission.ts';
import { line, type Value } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import { later } from './moments.ts';
import type { SeedPayout } from './payouts.ts';
import type { Person } from './population.ts';
import type { SealedWallet } from './wallets.rows.ts';
import { proposalOf } from './waves.ts';

type WalletOf = (person: Person) => SealedWallet | null;

const waveOf = ({ registration }: Person): number | null => registration?.wave ?? null;

const balanceLine = (person: Person) => {
  const { id, balance } = person;
  if (!balance) return '';
  const { granted, spent, held, returned, expiresOn, grantedAt } = balance;
  return line([id, waveOf(person), granted, spent, held, returned, expiresOn, grantedAt]);
};

const purchaseLines = (person: Person) =>
  person.enrollments
    .map(({ id, course, status, price, reservedAt }) => {
      const basisPoints = rateOf(course.platform, reservedAt.toISOString().slice(0, 10));
      const taken = [reservedAt, Number(commissionOf(BigInt(price), basisPoints)), basisPoints];
      const [state, capture] = status === 'PAID' ? ['HELD', [null, null, null]] : ['CAPTURED', taken];
      const sold = [course.id, course.platform, course.institution, reservedAt];
      return line([id, person.id, state, waveOf(person), price, `INV-${id.slice(-12)}`, ...sold, ...capture]);
    })
    .join('');

const batches = new Map<string, string>();

/** The batch of a wave that was made at a moment. */
const batchOf = (wave: number | null, batchedAt: Date): string => {
  const key = `${wave} ${batchedAt.getTime()}`;
  const known = batches.get(key) ?? uuidv7(batchedAt.getTime(), hash('sha256', key, 'buffer').subarray(0, 10));
  batches.set(key, known);
  return known;
};

/** Days after which money came back. */
const RETURN_DAYS = 2;

const statusOf = ({ end, order, batchedAt }: SeedPayout): Value[] => {
  const endedAt = order?.endedAt ?? null;
  switch (end) {
    case 'REFUSED':
      return ['REJECTED', 'PARTNER_REFUSED', endedAt, null];
    case 'WITHHELD':
      return ['REJECTED', 'FROZEN', batchedAt && later(batchedAt, 1 / 32), null];
    case 'RETURNED':
      return ['RETURNED', null, endedAt && later(endedAt, RETURN_DAYS), endedAt];
    case 'SETTLED':
      return ['SETTLED', null, null, endedAt];
    default:
      return [end, null, null, null];
  }
};

const payoutLines = (person: Person, walletOf: WalletOf) =>
  person.payouts
    .map((payout) => {
      const { id, entitlement, instalment, amount, dueAt, batchedAt, order } = payout;
      const wallet = batchedAt && walletOf(person);
      const wave = waveOf(person);
      const batch = batchedAt && batchOf(wave, batchedAt);
      const reference = order && `PK${order.id.replaceAll('-', '')}`;
      const route = [wallet?.partner ?? null, reference, batch, wallet?.destination ?? null];
      return line([id, person.id, wave, entitlement, instalment, amount, ...statusOf(payout), ...route, dueAt, dueAt]);
    })
    .join('');

/** What is known of a person's way to the incentives. */
const conditionLine = ({ id, enrollments, rating, wallet }: Person) => {
  const first = enrollments[0]?.completedAt ? enrollments[0] : null;
  if (!wallet) return '';
  const verifiedAt = wallet.state === 'VERIFIED' ? wallet.linkedAt : null;
  const rated = [rating?.ratedAt ?? null, rating ? true : null];
  return line([id, first?.id ?? null, first?.completedAt ?? null, ...rated, wallet.linkedAt, verifiedAt]);
};

const certificateLines = ({ id: participant, enrollments }: Person) =>
  enrollments
    .map(({ id, completedAt, certificate }) =>
      certificate ? line([certificate.id, participant, id, completedAt]) : '',
    )
    .join('');

const surveyLines = (person: Person) =>
  person.surveys.map((at, index) => line([person.id, index + 1, waveOf(person), at])).join('');

const revocationLine = (person: Person) =>
  person.revokedAt ? line([person.id, waveOf(person), person.revokedAt]) : '';

const decisionLine = (person: Person) => {
  const wave = waveOf(person);
  if (!person.revokedAt || wave === null) return '';
  return line([person.id, wave, proposalOf(wave), 'RETURNED', person.revokedAt]);
};

/** The tables of what people were granted, bought, earned and lost. */
export const moneyTables = (walletOf: WalletOf): DatabaseSeed['tables'] => [
  {
    into: 'training_balance (participant_id, wave_number, granted, spent, held, returned, expires_on, updated_at)',
    lines: balanceLine,
  },
  {
    into: `purchase (id, participant_id, status, wave_number, amount, invoice, course_id, platform_id, institution_id,
      authorized_at, captured_at, commission, commission_basis_points)`,
    lines: purchaseLines,
  },
  {
    into: `disbursement (id, participant_id, wave_number, entitlement, instalment, amount, status, rejected_because,
      rejected_at, settled_at, partner_code, partner_reference, batch_id, destination_hash, due_at, created_at)`,
    lines: (person) => payoutLines(person, walletOf),
  },
  {
    into: `incentive_condition (participant_id, first_enrollment_id, completed_at, rated_at, is_finished_in_time,
      wallet_linked_at, wallet_verified_at)`,
    lines: conditionLine,
  },
  { into: 'certificate_fact (certificate_id, participant_id, enrollment_id, issued_at)', lines: certificateLines },
  { into: 'survey_fact (participant_id, instalment, wave_number, submitted_at)', lines: surveyLines },
  {
    into: 'participant_freeze (participant_id, is_frozen, list, said_at, version)',
    lines: ({ id, barred }) => (barred ? line([id, true, 'STATE_OFFICIALS', barred.at, 0]) : ''),
  },
  {
    into: 'revocation_decision (participant_id, wave_number, proposal, outcome, decided_at)',
    lines: decisionLine,
  },
  { into: 'revocation (participant_id, wave_number, revoked_at)', lines: revocationLine },
];
