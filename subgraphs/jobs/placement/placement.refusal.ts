import { Refusal } from '../../kit/refusal.ts';

const startsOn = ['input', 'startsOn'];

/** Every "no" about placements, by its stable code. */
export const refusals = {
  applicationUnknown: () =>
    new Refusal(
      'APPLICATION_UNKNOWN',
      { en: 'You have no application with this id.', id: 'Anda tidak memiliki lamaran dengan id ini.' },
      ['input', 'applicationId'],
    ),
  startTooFar: (days: number) =>
    new Refusal(
      'START_OUT_OF_RANGE',
      {
        en: `Work starts on the day of the application at the earliest, and ${days} days from now at the latest.`,
        id: `Pekerjaan paling cepat dimulai pada hari lamaran, dan paling lambat ${days} hari dari sekarang.`,
      },
      startsOn,
    ),
  retentionEarly: (months: number) =>
    new Refusal(
      'RETENTION_TOO_EARLY',
      {
        en: `Whether somebody is still there after ${months} months is known ${months} months after the start.`,
        id: `Apakah seseorang masih bekerja setelah ${months} bulan baru diketahui ${months} bulan setelah mulai.`,
      },
      ['input'],
    ),
  retentionMismatch: () =>
    new Refusal(
      'RETENTION_CONTRADICTORY',
      {
        en: 'Who is still there after 6 months was there after 3: state both.',
        id: 'Yang masih bekerja setelah 6 bulan tentu masih bekerja setelah 3 bulan: nyatakan keduanya.',
      },
      ['input'],
    ),
  confirmed: () =>
    new Refusal('PLACEMENT_CONFIRMED', {
      en: 'The person has confirmed start and wage; only retention can be reported now.',
      id: 'Yang bersangkutan sudah mengonfirmasi mulai kerja dan upah; kini hanya masa bertahan yang dapat dilaporkan.',
    }),
  unknown: () =>
    new Refusal(
      'PLACEMENT_UNKNOWN',
      { en: 'You have no placement with this id.', id: 'Anda tidak memiliki penempatan dengan id ini.' },
      ['id'],
    ),
};
