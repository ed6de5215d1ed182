import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about offers that is not one about grants. */
export const offerRefusals = {
  audience: () =>
    new Refusal(
      'OFFER_AUDIENCE_MALFORMED',
      {
        en: 'Name 1 to 20 kinds of organisations such as JOB_PORTAL, 1 to 200 organisations by their ids, or leave both out for everybody.',
        id: 'Sebutkan 1 sampai 20 jenis organisasi seperti JOB_PORTAL, 1 sampai 200 organisasi dengan id, atau kosongkan keduanya untuk semua.',
      },
      ['input', 'kinds'],
    ),
  notOwned: () =>
    new Refusal(
      'OFFER_NOT_OWNED',
      {
        en: 'You offer what is yours: this element, or one of these names of it, has another owner or none.',
        id: 'Anda hanya dapat menawarkan milik Anda: elemen ini, atau salah satu namanya, milik pihak lain atau belum ada.',
      },
      ['input', 'element'],
    ),
  unknown: () =>
    new Refusal(
      'OFFER_UNKNOWN',
      { en: 'You have no offer with this id.', id: 'Anda tidak memiliki tawaran dengan id ini.' },
      ['id'],
    ),
  samePerson: () =>
    new Refusal(
      'SAME_PERSON',
      {
        en: 'You made or approved this offer: somebody else has to do this.',
        id: 'Anda yang membuat atau menyetujui tawaran ini: orang lain yang harus melakukannya.',
      },
      ['id'],
    ),
  ended: () =>
    new Refusal(
      'OFFER_ENDED',
      {
        en: 'The last day of this offer is over: ask the owner for a grant.',
        id: 'Hari terakhir tawaran ini sudah lewat: mintalah izin kepada pemiliknya.',
      },
      ['id'],
    ),
  used: () =>
    new Refusal(
      'OFFER_USED',
      {
        en: 'You accepted this offer before, and the owner ended what came of it: ask the owner for a grant.',
        id: 'Anda pernah menerima tawaran ini dan pemilik mengakhiri izinnya: mintalah izin kepada pemiliknya.',
      },
      ['id'],
    ),
};
