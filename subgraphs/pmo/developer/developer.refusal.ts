import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about developers, by its stable code. */
export const refusals = {
  mayNotManage: () =>
    notAllowed({
      scopes: ['organization:manage'],
      or: {
        en: '`developer:manage` of the same organisation',
        id: '`developer:manage` dari organisasi yang sama',
      },
    }),
  organizationUnknown: () =>
    new Refusal(
      'ORGANIZATION_UNKNOWN',
      { en: 'There is no organisation with this id.', id: 'Tidak ada organisasi dengan id ini.' },
      ['input', 'organizationId'],
    ),
  organizationSuspended: () =>
    new Refusal(
      'ORGANIZATION_SUSPENDED',
      { en: 'The organisation is suspended.', id: 'Organisasi ini sedang ditangguhkan.' },
      ['input', 'organizationId'],
    ),
  email: () =>
    new Refusal('EMAIL_MALFORMED', { en: 'This is not an e-mail address.', id: 'Ini bukan alamat surel.' }, [
      'input',
      'email',
    ]),
  label: () =>
    new Refusal(
      'LABEL_MALFORMED',
      { en: 'A label has 1 to 100 characters.', id: 'Label terdiri dari 1 sampai 100 karakter.' },
      ['input', 'label'],
    ),
  noScope: () =>
    new Refusal('SCOPE_MISSING', { en: 'Name one scope at least.', id: 'Sebutkan paling sedikit satu cakupan.' }, [
      'input',
      'scopes',
    ]),
  beyondAllowance: (scope: string) =>
    new Refusal(
      'SCOPE_BEYOND_ALLOWANCE',
      {
        en: `The programme office has not let your organisation give ${scope}: ask an officer.`,
        id: `Kantor program belum mengizinkan organisasi Anda memberikan ${scope}: mintalah kepada petugas.`,
      },
      ['input', 'scopes'],
    ),
  limit: (most: number) =>
    new Refusal(
      'DEVELOPER_LIMIT_REACHED',
      {
        en: `Your organisation has at most ${most} developers: remove one, or ask an officer.`,
        id: `Organisasi Anda memiliki paling banyak ${most} pengembang: hapus satu, atau mintalah kepada petugas.`,
      },
      ['input', 'organizationId'],
    ),
  unknown: () =>
    new Refusal(
      'DEVELOPER_UNKNOWN',
      { en: 'There is no developer with this id.', id: 'Tidak ada pengembang dengan id ini.' },
      ['id'],
    ),
};
