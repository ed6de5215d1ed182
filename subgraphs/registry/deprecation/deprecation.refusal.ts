import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about deprecations, by its stable code. */
export const refusals = {
  mayNotAcknowledge: () => notAllowed({ scopes: ['deprecation:acknowledge'] }),
  unknown: () =>
    new Refusal(
      'DEPRECATION_UNKNOWN',
      {
        en: 'There is no deprecation with this id that stands and of which your organisation was told.',
        id: 'Tidak ada deprekasi dengan id ini yang masih berlaku dan telah diberitahukan kepada organisasi Anda.',
      },
      ['id'],
    ),
};
