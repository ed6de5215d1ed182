import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about expectations, by its stable code. */
export const refusals = {
  mayNotAdd: () => notAllowed({ scopes: ['subgraph:publish'] }),
  title: () =>
    new Refusal(
      'EXPECTATION_TITLE_MALFORMED',
      { en: 'A title has 3 to 100 characters.', id: 'Judul terdiri dari 3 sampai 100 karakter.' },
      ['input', 'title'],
    ),
  titleTaken: () =>
    new Refusal(
      'EXPECTATION_TITLE_TAKEN',
      {
        en: 'Your organisation has an expectation of this title: remove it first.',
        id: 'Organisasi Anda sudah memiliki harapan dengan judul ini: hapus terlebih dahulu.',
      },
      ['input', 'title'],
    ),
  document: (most: number) =>
    new Refusal(
      'EXPECTATION_DOCUMENT_INVALID',
      {
        en: `The document is no operation that the live graph takes, or longer than ${most} bytes.`,
        id: `Dokumen ini bukan operasi yang diterima graph saat ini, atau lebih panjang dari ${most} byte.`,
      },
      ['input', 'document'],
    ),
  tooMany: (most: number) =>
    new Refusal(
      'EXPECTATIONS_TOO_MANY',
      {
        en: `An organisation has at most ${most} expectations: remove one first.`,
        id: `Satu organisasi memiliki paling banyak ${most} harapan: hapus salah satu terlebih dahulu.`,
      },
      ['input'],
    ),
  unknown: () =>
    new Refusal(
      'EXPECTATION_UNKNOWN',
      { en: 'You have no expectation with this id.', id: 'Anda tidak memiliki harapan dengan id ini.' },
      ['id'],
    ),
};
