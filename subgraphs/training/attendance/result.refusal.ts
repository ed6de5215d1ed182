import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about the result of an assessment that is not one about records of attendance. */
export const refusals = {
  score: () =>
    new Refusal('SCORE_OUT_OF_RANGE', { en: 'A score is 0 to 100.', id: 'Nilai adalah 0 sampai 100.' }, [
      'input',
      'score',
    ]),
  attempt: (most: number) =>
    new Refusal(
      'ATTEMPT_OUT_OF_RANGE',
      {
        en: `An attempt is the next one after those that were submitted, ${most} at most.`,
        id: `Percobaan harus urut setelah yang sudah dikirim, paling banyak ${most}.`,
      },
      ['input', 'attempt'],
    ),
  takenAt: () =>
    new Refusal(
      'TAKEN_AT_OUT_OF_RANGE',
      {
        en: 'The assessment was taken after the seat was paid and not in the future.',
        id: 'Ujian diambil setelah pelatihan dibayar dan tidak di masa depan.',
      },
      ['input', 'takenAt'],
    ),
  submitted: () =>
    new Refusal(
      'RESULT_ALREADY_SUBMITTED',
      {
        en: 'This attempt was submitted with another score, which stays.',
        id: 'Percobaan ini sudah dikirim dengan nilai lain, dan nilai itu tetap.',
      },
      ['input', 'attempt'],
    ),
};
