import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** What a person is told of their own account. */
export const refusals = {
  forbidden: () => notAllowed({ scopes: ['self'] }),
  alreadyRegistered: () =>
    new Refusal('ALREADY_REGISTERED', {
      en: 'You are registered already.',
      id: 'Anda sudah terdaftar.',
    }),
  tooManyAttempts: (path: readonly string[]) =>
    new Refusal(
      'TOO_MANY_ATTEMPTS',
      {
        en: 'This was tried too often within a day. Try again tomorrow.',
        id: 'Percobaan terlalu sering dalam satu hari. Coba lagi besok.',
      },
      path,
    ),
  notRegistered: () =>
    new Refusal('NOT_REGISTERED', {
      en: 'You are not registered yet: call registerParticipant first.',
      id: 'Anda belum terdaftar: lakukan pendaftaran terlebih dahulu.',
    }),
};
