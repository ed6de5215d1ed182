import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about keys, by its stable code. */
export const refusals = {
  mayNotPropose: () => notAllowed({ scopes: ['subgraph:publish'] }),
  mayNotDecide: () => notAllowed({ scopes: ['subgraph:approve'] }),
  mayNotRevoke: () =>
    notAllowed({
      scopes: ['subgraph:approve'],
      or: {
        en: '`subgraph:publish` and a key of your own organisation',
        id: '`subgraph:publish` dan kunci milik organisasi Anda sendiri',
      },
    }),
  malformed: () =>
    new Refusal(
      'PUBLISHER_KEY_MALFORMED',
      {
        en: 'Send the public part of an Ed25519 key: its SubjectPublicKeyInfo as DER, in base64url without padding.',
        id: 'Kirim bagian publik dari kunci Ed25519: SubjectPublicKeyInfo sebagai DER, dalam base64url tanpa padding.',
      },
      ['publicKey'],
    ),
  used: () =>
    new Refusal(
      'KEY_ALREADY_USED',
      {
        en: 'This key was registered before. A key is registered once, for one organisation and one role.',
        id: 'Kunci ini sudah pernah didaftarkan. Sebuah kunci didaftarkan sekali, untuk satu organisasi dan satu peran.',
      },
      ['publicKey'],
    ),
  limit: (most: number) =>
    new Refusal(
      'PUBLISHER_KEY_LIMIT_REACHED',
      {
        en: `An organisation has at most ${most} keys that are not revoked. Revoke one first.`,
        id: `Satu organisasi memiliki paling banyak ${most} kunci yang belum dicabut. Cabut salah satunya terlebih dahulu.`,
      },
      ['publicKey'],
    ),
  unknown: () =>
    new Refusal(
      'PUBLISHER_KEY_UNKNOWN',
      { en: 'There is no key with this id.', id: 'Tidak ada kunci dengan id ini.' },
      ['id'],
    ),
  samePerson: () =>
    new Refusal(
      'SAME_PERSON',
      {
        en: 'You proposed this key: somebody else has to approve it.',
        id: 'Anda yang mengusulkan kunci ini: orang lain yang harus menyetujuinya.',
      },
      ['id'],
    ),
  reason: () =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      ['reason'],
    ),
};
