import { Refusal } from '../../kit/refusal.ts';

const id = ['id'];
const until = ['input', 'until'];
const portalId = ['input', 'portalId'];

export const refusals = {
  portalNotStated: () =>
    new Refusal(
      'PORTAL_NOT_STATED',
      {
        en: 'State one portal by `portalId`, or all of them by `allPortals: true`, not both.',
        id: 'Sebutkan satu portal dengan `portalId`, atau semuanya dengan `allPortals: true`, jangan keduanya.',
      },
      portalId,
    ),
  portalUnknown: () =>
    new Refusal(
      'PORTAL_UNKNOWN',
      { en: 'There is no job portal with this id.', id: 'Tidak ada portal kerja dengan id ini.' },
      portalId,
    ),
  portalSuspended: () =>
    new Refusal(
      'PORTAL_SUSPENDED',
      { en: 'This job portal is suspended.', id: 'Portal kerja ini sedang ditangguhkan.' },
      portalId,
    ),
  untilPast: () =>
    new Refusal(
      'UNTIL_NOT_IN_FUTURE',
      { en: 'A consent ends in the future.', id: 'Persetujuan harus berakhir di masa depan.' },
      until,
    ),
  untilTooFar: (days: number) =>
    new Refusal(
      'UNTIL_TOO_FAR',
      {
        en: `A consent holds for at most ${days} days; grant it again then.`,
        id: `Persetujuan berlaku paling lama ${days} hari; setelah itu berikan lagi.`,
      },
      until,
    ),
  granted: () =>
    new Refusal(
      'CONSENT_ALREADY_GRANTED',
      {
        en: 'You have granted this already, and it still holds. Withdraw it first to change until when.',
        id: 'Anda sudah memberikan persetujuan ini dan masih berlaku. Tarik dahulu untuk mengubah masa berlakunya.',
      },
      ['input'],
    ),
  unknown: () =>
    new Refusal(
      'CONSENT_UNKNOWN',
      { en: 'You have no consent with this id.', id: 'Anda tidak memiliki persetujuan dengan id ini.' },
      id,
    ),
};
