import { Refusal } from '../../kit/refusal.ts';

export const refusals = {
  url: (en: string, id: string) =>
    new Refusal(
      'WEBHOOK_URL_MALFORMED',
      { en: `This URL cannot be a webhook: ${en}.`, id: `URL ini tidak dapat menjadi webhook: ${id}.` },
      ['url'],
    ),
  nameUnknown: () =>
    new Refusal(
      'WEBHOOK_NAME_UNKNOWN',
      { en: 'The name in this URL has no address.', id: 'Nama pada URL ini tidak memiliki alamat.' },
      ['url'],
    ),
  addressForbidden: () =>
    new Refusal(
      'WEBHOOK_ADDRESS_FORBIDDEN',
      {
        en: 'This URL leads to an address that is not on the internet.',
        id: 'URL ini menuju alamat yang tidak berada di internet.',
      },
      ['url'],
    ),
  typeUnknown: (type: string) =>
    new Refusal(
      'WEBHOOK_TYPE_UNKNOWN',
      {
        en: `There is no type of events ${type}; \`eventTypes\` lists them.`,
        id: `Tidak ada jenis peristiwa ${type}.`,
      },
      ['types'],
    ),
  types: (most: number) =>
    new Refusal(
      'WEBHOOK_TYPES_OUT_OF_RANGE',
      {
        en: `Name 1 to ${most} types, or leave them out for all.`,
        id: `Sebutkan 1 sampai ${most} jenis, atau kosongkan untuk semua.`,
      },
      ['types'],
    ),
  organizationUnknown: () =>
    new Refusal('WEBHOOK_ORGANIZATION_UNKNOWN', {
      en: 'The organisation of this token is not registered.',
      id: 'Organisasi dari token ini tidak terdaftar.',
    }),
  limit: (most: number) =>
    new Refusal('WEBHOOK_LIMIT_REACHED', {
      en: `An organisation has ${most} webhooks at most; remove one first.`,
      id: `Sebuah organisasi memiliki paling banyak ${most} webhook; hapus salah satu dahulu.`,
    }),
  secretLimit: (most: number) =>
    new Refusal('WEBHOOK_SECRET_LIMIT_REACHED', {
      en: `A webhook has ${most} secrets at a time at most; wait until one has ended.`,
      id: `Sebuah webhook memiliki paling banyak ${most} rahasia sekaligus; tunggu sampai salah satu berakhir.`,
    }),
  unknown: () =>
    new Refusal(
      'WEBHOOK_UNKNOWN',
      { en: 'Your organisation has no such webhook.', id: 'Organisasi Anda tidak memiliki webhook ini.' },
      ['id'],
    ),
  sequence: () =>
    new Refusal(
      'WEBHOOK_SEQUENCE_OUT_OF_RANGE',
      {
        en: "There is no event of this number yet: it is 0 to the last one's.",
        id: 'Belum ada peristiwa dengan nomor ini: 0 sampai nomor terakhir.',
      },
      ['afterSequence'],
    ),
  replay: () =>
    new Refusal(
      'REPLAY_MALFORMED',
      {
        en: 'A replay names 1 to 1,000 ids, or `from` and `to`, which is later; types only with these.',
        id: 'Pemutaran ulang menyebut 1 sampai 1.000 id, atau `from` dan `to` yang lebih kemudian; jenis hanya bersama keduanya.',
      },
      ['input'],
    ),
  replayEmpty: () =>
    new Refusal(
      'REPLAY_EMPTY',
      { en: 'None of your events is meant by this.', id: 'Tidak ada peristiwa Anda yang dimaksud.' },
      ['input'],
    ),
  replayLimit: (most: number) =>
    new Refusal('REPLAY_LIMIT_REACHED', {
      en: `A webhook has ${most} replays under way at most; wait for one to end.`,
      id: `Sebuah webhook memiliki paling banyak ${most} pemutaran ulang; tunggu sampai salah satu selesai.`,
    }),
};
