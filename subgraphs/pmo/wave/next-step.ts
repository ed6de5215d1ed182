import type { Text } from '../../kit/language.ts';
import type { WaveFunnelType } from './funnel.type.ts';
import { WaveStatus } from './wave.status.ts';

/** A wave as its officer sees it before a step. */
export interface WaveStanding {
  status: WaveStatus;
  quota: number | null;
  /** When it was to close. */
  closesAt: Date | null;
  funnel: WaveFunnelType;
  /** A long step is under way. */
  isBusy: boolean;
  /** Its entries are fixed for a draw. */
  isFrozen: boolean;
}

/** What an officer can do next, and what that will do. */
export interface NextStep {
  mutation: string;
  isReversible: boolean;
  /** People whom it concerns. */
  people: number;
  text: Text;
}

const count = (people: number) => people.toLocaleString('en-US');
const hitung = (people: number) => people.toLocaleString('id-ID');

const final = (mutation: string, people: number, text: Text): NextStep => ({
  mutation,
  isReversible: false,
  people,
  text,
});

const cancel = (waiting: number): NextStep =>
  final('cancelWave', waiting, {
    en: `Cancels the wave for ever: ${count(waiting)} applicants are let go and may join another one; its money is given back.`,
    id: `Membatalkan gelombang untuk selamanya: ${hitung(waiting)} pendaftar dilepas dan boleh ikut gelombang lain; dananya dikembalikan.`,
  });

const planned = ({ closesAt }: WaveStanding, now: Date): NextStep[] => [
  {
    mutation: 'updateWave',
    isReversible: true,
    people: 0,
    text: { en: 'Changes quota, dates or policy.', id: 'Mengubah kuota, jadwal atau kebijakan.' },
  },
  ...(closesAt !== null && closesAt <= now
    ? []
    : [
        final('openWave', 0, {
          en: 'Opens the wave now: people join it, and its plan stays as it is.',
          id: 'Membuka gelombang sekarang: orang dapat bergabung, dan rencananya tidak berubah lagi.',
        }),
      ]),
  cancel(0),
];

const closed = ({ funnel: { applied } }: WaveStanding): NextStep[] => [
  final('screenWave', applied, {
    en: `Judges ${count(applied)} registrations by the policy; the verdicts stay.`,
    id: `Menilai ${hitung(applied)} pendaftaran menurut kebijakan; putusannya tetap.`,
  }),
  cancel(applied),
];

const screened = ({ funnel: { eligible }, quota, isFrozen }: WaveStanding): NextStep[] =>
  isFrozen
    ? [
        final('approveDraw', eligible, {
          en: `Approves the frozen ${count(eligible)} entries, as another officer; the draw then comes by itself.`,
          id: `Menyetujui ${hitung(eligible)} entri yang dibekukan, oleh petugas lain; undian lalu berjalan sendiri.`,
        }),
      ]
    : [
        final('drawWave', eligible, {
          en: `Freezes ${count(eligible)} entries for ${count(quota ?? 0)} places and publishes them; after that nothing in them changes, and nobody can stop the draw.`,
          id: `Membekukan ${hitung(eligible)} entri untuk ${hitung(quota ?? 0)} kuota dan mengumumkannya; setelah itu tidak ada yang berubah dan undian tidak dapat dihentikan.`,
        }),
        cancel(eligible),
      ];

const byStatus: Partial<Record<WaveStatus, (wave: WaveStanding, now: Date) => NextStep[]>> = {
  PLANNED: planned,
  OPEN: ({ funnel: { applied } }) => [
    final('closeWave', applied, {
      en: `Closes the wave now, with ${count(applied)} registrations: nobody joins it any more.`,
      id: `Menutup gelombang sekarang, dengan ${hitung(applied)} pendaftaran: tidak ada yang dapat bergabung lagi.`,
    }),
    cancel(applied),
  ],
  CLOSED: closed,
  SCREENED: screened,
  DRAWN: ({ funnel: { selected } }) => [
    final('announceWave', selected, {
      en: `Tells everyone; ${count(selected)} winners are awarded and get their training balance.`,
      id: `Memberi tahu semua; ${hitung(selected)} pemenang menerima penetapan dan saldo pelatihan.`,
    }),
  ],
  ANNOUNCED: ({ funnel: { selected } }) => [
    final('revokeUnused', selected, {
      en: `Looks at ${count(selected)} awards after the deadline, and revokes those whose balance was not used.`,
      id: `Memeriksa ${hitung(selected)} penetapan setelah batas waktu, dan mencabut yang saldonya tidak dipakai.`,
    }),
  ],
};

/** What can be done next with a wave, and what each would do; nothing while a step is under way. */
export const nextStepsOf = (wave: WaveStanding, now: Date): NextStep[] =>
  wave.isBusy && !wave.isFrozen ? [] : (byStatus[wave.status]?.(wave, now) ?? []);

/** Whether a planned wave was to close before now: it was never open. */
export const isOverdue = ({ status, closesAt }: Pick<WaveStanding, 'status' | 'closesAt'>, now: Date): boolean =>
  status === WaveStatus.PLANNED && closesAt !== null && closesAt <= now;
