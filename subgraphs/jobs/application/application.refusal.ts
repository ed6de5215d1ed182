import { Refusal } from '../../kit/refusal.ts';

const vacancyId = ['vacancyId'];
const message = ['message'];
const id = ['id'];

/** Every "no" about applications and invitations, by its stable code. */
export const refusals = {
  vacancyNotOpen: () =>
    new Refusal(
      'VACANCY_NOT_OPEN',
      { en: 'There is no open vacancy with this id.', id: 'Tidak ada lowongan terbuka dengan id ini.' },
      vacancyId,
    ),
  applyElsewhere: () =>
    new Refusal(
      'APPLY_AT_PORTAL',
      {
        en: 'The portal takes applications for this vacancy at its own address, see `Vacancy.applyUrl`.',
        id: 'Portal menerima lamaran untuk lowongan ini di alamatnya sendiri, lihat `Vacancy.applyUrl`.',
      },
      vacancyId,
    ),
  alreadyApplied: () =>
    new Refusal(
      'ALREADY_APPLIED',
      {
        en: 'You have applied for this vacancy already.',
        id: 'Anda sudah melamar lowongan ini.',
      },
      vacancyId,
    ),
  message: (least: number, most: number) =>
    new Refusal(
      'MESSAGE_MALFORMED',
      {
        en: `A message has ${least} to ${most} characters of plain text.`,
        id: `Pesan terdiri dari ${least} sampai ${most} karakter teks biasa.`,
      },
      message,
    ),
  applicationUnknown: () =>
    new Refusal(
      'APPLICATION_UNKNOWN',
      { en: 'You have no application with this id.', id: 'Anda tidak memiliki lamaran dengan id ini.' },
      id,
    ),
  vacancyUnknown: () =>
    new Refusal(
      'VACANCY_UNKNOWN',
      { en: 'Your portal has no vacancy with this id.', id: 'Portal Anda tidak memiliki lowongan dengan id ini.' },
      vacancyId,
    ),
  portalSuspended: () =>
    new Refusal('OWN_PORTAL_SUSPENDED', {
      en: 'Your portal is suspended by the programme office.',
      id: 'Portal Anda sedang ditangguhkan oleh manajemen pelaksana program.',
    }),
  pseudonyms: (most: number) =>
    new Refusal(
      'PSEUDONYMS_OUT_OF_RANGE',
      {
        en: `Invite 1 to ${most} alumni at a time, each once.`,
        id: `Undang 1 sampai ${most} alumni sekaligus, masing-masing satu kali.`,
      },
      ['pseudonyms'],
    ),
  invitationQuota: (most: number) =>
    new Refusal(
      'INVITATION_QUOTA_REACHED',
      {
        en: `A portal sends ${most} invitations a day; these would be more. More can be sent from midnight on (Asia/Jakarta).`,
        id: `Portal mengirim ${most} undangan sehari; jumlah ini melebihinya. Undangan lain dapat dikirim mulai tengah malam (WIB).`,
      },
      ['pseudonyms'],
    ),
  invitationUnknown: () =>
    new Refusal(
      'INVITATION_UNKNOWN',
      { en: 'You have no invitation with this id.', id: 'Anda tidak memiliki undangan dengan id ini.' },
      id,
    ),
};
