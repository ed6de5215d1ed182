import { Refusal } from '../../kit/refusal.ts';

/** Refusals of changes to waves. Codes never change. */
export const refusals = {
  unknown: (number: number, path = 'number') =>
    new Refusal('WAVE_UNKNOWN', { en: `There is no wave ${number}.`, id: `Gelombang ${number} tidak ada.` }, [path]),
  number: () =>
    new Refusal(
      'WAVE_NUMBER_INVALID',
      { en: 'A wave has a number from 1 to 999,999.', id: 'Nomor gelombang adalah 1 sampai 999.999.' },
      ['input', 'number'],
    ),
  exists: (number: number) =>
    new Refusal('WAVE_EXISTS', { en: `Wave ${number} exists already.`, id: `Gelombang ${number} sudah ada.` }, [
      'input',
      'number',
    ]),
  quota: () =>
    new Refusal(
      'WAVE_QUOTA_INVALID',
      { en: 'A wave has 1 to 10,000,000 places.', id: 'Kuota gelombang adalah 1 sampai 10.000.000.' },
      ['input', 'quota'],
    ),
  schedule: () =>
    new Refusal(
      'WAVE_SCHEDULE_INVALID',
      {
        en: 'A wave closes after it opens, within 90 days, and not in the past.',
        id: 'Gelombang ditutup setelah dibuka, paling lama 90 hari kemudian, dan tidak di masa lalu.',
      },
      ['input', 'closesAt'],
    ),
  windowPassed: () =>
    new Refusal('WAVE_WINDOW_PASSED', {
      en: 'The time in which this wave was to be open has passed: give it another one with `updateWave`, or cancel it.',
      id: 'Jadwal pendaftaran gelombang ini sudah lewat: beri jadwal baru dengan `updateWave`, atau batalkan.',
    }),
  notPlanned: (status: string) =>
    new Refusal('WAVE_NOT_PLANNED', {
      en: `A wave is changed while it is PLANNED; this one is ${status}.`,
      id: `Gelombang hanya dapat diubah selama PLANNED; gelombang ini ${status}.`,
    }),
  updateEmpty: () =>
    new Refusal(
      'WAVE_UPDATE_EMPTY',
      {
        en: 'Name what is to be another: quota, dates, tranches or policy.',
        id: 'Sebutkan yang diubah: kuota, jadwal, termin atau kebijakan.',
      },
      ['input'],
    ),
  policy: () =>
    new Refusal(
      'POLICY_UNKNOWN',
      {
        en: 'There is no such policy version; `policyVersions` lists them.',
        id: 'Versi kebijakan ini tidak ada; lihat `policyVersions`.',
      },
      ['input', 'policyVersion'],
    ),
  stepRunning: (step: string) =>
    new Refusal('WAVE_STEP_RUNNING', {
      en: `The wave is busy: ${step} is running. See Wave.progress, and try again when it is done.`,
      id: `Gelombang sedang diproses: ${step} masih berjalan. Lihat Wave.progress, lalu coba lagi.`,
    }),
  noQuota: () =>
    new Refusal('WAVE_HAS_NO_QUOTA', {
      en: 'The wave has no quota: nothing can be drawn.',
      id: 'Gelombang ini tidak memiliki kuota, sehingga tidak dapat diundi.',
    }),
  cancelReason: () =>
    new Refusal(
      'CANCEL_REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      ['reason'],
    ),
  fundingPending: () =>
    new Refusal('FUNDING_PENDING', {
      en: 'The treasury has not committed the money of this wave yet. See Wave.funding, and try again.',
      id: 'Dana gelombang ini belum ditetapkan oleh bendahara. Lihat Wave.funding, lalu coba lagi.',
    }),
  fundingRefused: (reason: string) =>
    new Refusal('FUNDING_REFUSED', {
      en: `The budget does not hold the money of this wave: ${reason}. It is asked for again every minute.`,
      id: `Anggaran tidak mencukupi untuk gelombang ini: ${reason}. Permintaan diulangi setiap menit.`,
    }),
  deadline: (day: string | null) =>
    new Refusal('PURCHASE_DEADLINE_NOT_PASSED', {
      en: day ? `Recipients may still buy until ${day}.` : 'This wave has no deadline for the first purchase.',
      id: day ? `Penerima masih dapat membeli sampai ${day}.` : 'Gelombang ini tidak memiliki batas pembelian pertama.',
    }),
  places: (free: number) =>
    new Refusal(
      'PLACES_NOT_FREE',
      { en: `The wave has ${free} places to re-offer.`, id: `Gelombang ini memiliki ${free} kuota untuk ditawarkan.` },
      ['places'],
    ),
  sameWave: () =>
    new Refusal(
      'SAME_WAVE',
      { en: 'Places go to another wave.', id: 'Kuota hanya dapat dipindahkan ke gelombang lain.' },
      ['to'],
    ),
  notOpenForPlaces: (status: string) =>
    new Refusal(
      'WAVE_FROZEN',
      {
        en: `A wave that is ${status} or whose entries are frozen takes no more places.`,
        id: `Gelombang dengan status ${status} atau yang pesertanya sudah dibekukan tidak menerima kuota lagi.`,
      },
      ['to'],
    ),
  decision: () =>
    new Refusal(
      'DECISION_NUMBER_MALFORMED',
      { en: 'A decision number has 3 to 100 characters.', id: 'Nomor keputusan terdiri dari 3 sampai 100 karakter.' },
      ['decisionNumber'],
    ),
  decisionUsed: () =>
    new Refusal(
      'DECISION_NUMBER_USED',
      {
        en: 'This decision has re-offered other places already.',
        id: 'Nomor keputusan ini sudah dipakai untuk penawaran kuota lain.',
      },
      ['decisionNumber'],
    ),
};
