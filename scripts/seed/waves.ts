import { hash } from 'node:crypto';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { policyOf } from '../../subgraphs/pmo/policy/index.ts';

/** A made-up wave; the shares are parts of all seeded people, in order of registration. */
export interface SyntheticWave {
  number: number;
  /** What is DRAWN is drawn by the draw itself, once its people are there. */
  status: 'SETTLED' | 'ANNOUNCED' | 'DRAWN' | 'OPEN';
  policyVersion: string;
  opensAt: string;
  closesAt: string;
  announcedAt: string | null;
  purchaseDeadline: string | null;
  /** Last day on which the training balance can be spent. */
  balanceUntil: string;
  share: number;
  /** What became of the selected, as parts of them; the rest are RECIPIENT. */
  alumni: number;
  active: number;
  revoked: number;
  barred: number;
}

/** Numbers above 1000 mark them as synthetic. Together they show every stage of the journey. */
export const syntheticWaves: readonly SyntheticWave[] = [
  {
    number: 1001,
    status: 'SETTLED',
    policyVersion: '2020-B',
    opensAt: '2021-03-01T02:00:00Z',
    closesAt: '2021-03-05T16:59:59Z',
    announcedAt: '2021-03-10T05:00:00Z',
    purchaseDeadline: '2021-04-09',
    balanceUntil: '2021-12-15',
    share: 0.3,
    alumni: 0.86,
    active: 0,
    revoked: 0.1,
    barred: 0.04,
  },
  {
    number: 1002,
    status: 'ANNOUNCED',
    policyVersion: '2023',
    opensAt: '2026-06-01T02:00:00Z',
    closesAt: '2026-06-05T16:59:59Z',
    announcedAt: '2026-06-10T05:00:00Z',
    purchaseDeadline: '2026-06-25',
    balanceUntil: '2026-12-15',
    share: 0.3,
    alumni: 0.6,
    active: 0.27,
    revoked: 0.09,
    barred: 0.04,
  },
  {
    number: 1003,
    status: 'ANNOUNCED',
    policyVersion: '2023',
    opensAt: '2026-11-05T02:00:00Z',
    closesAt: '2026-11-09T16:59:59Z',
    announcedAt: '2026-11-16T05:00:00Z',
    purchaseDeadline: '2026-12-01',
    balanceUntil: '2026-12-15',
    share: 0.12,
    alumni: 0,
    active: 0.3,
    revoked: 0,
    barred: 0,
  },
  {
    number: 1004,
    status: 'DRAWN',
    policyVersion: '2023',
    opensAt: '2026-11-14T02:00:00Z',
    closesAt: '2026-11-18T16:59:59Z',
    announcedAt: null,
    purchaseDeadline: null,
    balanceUntil: '2026-12-15',
    share: 0.16,
    alumni: 0,
    active: 0,
    revoked: 0,
    barred: 0,
  },
  {
    number: 1005,
    status: 'OPEN',
    policyVersion: '2023',
    opensAt: '2026-11-20T02:00:00Z',
    closesAt: '2026-11-27T16:59:59Z',
    announcedAt: null,
    purchaseDeadline: null,
    balanceUntil: '2026-12-15',
    share: 0.06,
    alumni: 0,
    active: 0,
    revoked: 0,
    barred: 0,
  },
];

export const policyOfWave = ({ policyVersion }: SyntheticWave) => policyOf(policyVersion);

/** The proposal under which payments was asked about those of a wave who had bought nothing. */
export const proposalOf = (wave: number): string => {
  const { closesAt } = syntheticWaves.find(({ number }) => number === wave) as SyntheticWave;
  return uuidv7(Date.parse(closesAt), hash('sha256', `proposal ${wave}`, 'buffer').subarray(0, 10));
};

/** The year whose money a wave has. */
export const yearOf = ({ balanceUntil }: SyntheticWave): number => Number(balanceUntil.slice(0, 4));

const DAY_MS = 86_400_000;

/** When the money of a wave was committed: the day after it closed; null while it is open. */
export const fundedAt = ({ status, closesAt }: SyntheticWave): Date | null =>
  status === 'OPEN' ? null : new Date(Date.parse(closesAt) + DAY_MS / 2);

/** Places of a wave for which so many wait for the draw. */
export const placesOf = (waiting: number): number => Math.floor((waiting + 1) / 2);
