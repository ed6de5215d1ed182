import type { Fact } from '../../kit/facts.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { PortalProblem } from '../portal/index.ts';
import type { Flag, FlagKind } from './vacancy.flag.ts';

/** A vacancy that moderation holds back. */
export interface HeldVacancy {
  portal: string;
  vacancy: string;
  reference: string;
  flags: readonly Flag[];
}

const texts: Readonly<Record<FlagKind, { en: string; id: string }>> = {
  FEE: {
    en: 'It seems to ask applicants for money or a pledge; an officer decides.',
    id: 'Lowongan tampaknya meminta uang atau jaminan dari pelamar; petugas akan memutuskan.',
  },
  DISCRIMINATION: {
    en: 'It seems to exclude people for what they are; an officer decides.',
    id: 'Lowongan tampaknya mendiskriminasi pelamar; petugas akan memutuskan.',
  },
  BELOW_MINIMUM_WAGE: {
    en: 'The pay is below the minimum of the province; an officer decides.',
    id: 'Upah di bawah upah minimum provinsi; petugas akan memutuskan.',
  },
  REPORTED: {
    en: 'Job seekers have reported it; an officer decides.',
    id: 'Pencari kerja melaporkan lowongan ini; petugas akan memutuskan.',
  },
  REJECTED_BEFORE: {
    en: 'An earlier content was rejected; an officer looks at this one.',
    id: 'Isi sebelumnya ditolak; petugas akan memeriksa isi ini.',
  },
};

/** What the portal of a held vacancy is told. */
export const heldFact = ({ portal, vacancy, reference, flags }: HeldVacancy, at: Date): Fact => ({
  organization: portal,
  type: 'vacancy.held',
  subject: vacancy,
  data: { vacancy, reference, flags: flags.map(({ kind, words }) => ({ kind, words })) },
  at,
});

/** What the portal of a held vacancy reads among its problems, one for each flag. */
export const heldProblems = ({ vacancy, reference, flags }: HeldVacancy): PortalProblem[] =>
  flags.map(({ kind, words }) => ({ vacancy, reference, refusal: new Refusal(kind, texts[kind]), example: words }));
