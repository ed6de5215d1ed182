import { notAllowed } from '../../kit/forbidden.ts';
import type { Text } from '../../kit/language.ts';
import { Refusal } from '../../kit/refusal.ts';

const about = (code: string, text: Text, path: readonly string[] = ['id']) => new Refusal(code, text, path);

const how = 'npm run graph -- conformance request';

/** Every "no" about conformance and production keys, by its stable code. */
export const refusals = {
  mayNotRequest: () => notAllowed({ scopes: ['subgraph:publish'] }),
  revisionUnknown: () =>
    about('REVISION_UNKNOWN', { en: 'There is no revision with this id.', id: 'Tidak ada revisi dengan id ini.' }, [
      'revision',
    ]),
  revisionEnded: () =>
    about(
      'REVISION_ENDED',
      {
        en: 'This revision was refused, withdrawn or superseded: ask for a run of one that can go live or is.',
        id: 'Revisi ini telah ditolak, ditarik atau digantikan: mintalah uji untuk revisi yang dapat aktif atau sedang aktif.',
      },
      ['revision'],
    ),
  runOpen: () =>
    about(
      'CONFORMANCE_RUN_OPEN',
      { en: 'A run of this subgraph waits already.', id: 'Satu uji untuk subgraph ini sudah menunggu.' },
      ['revision'],
    ),
  limit: (most: number) =>
    about(
      'CONFORMANCE_LIMIT_REACHED',
      {
        en: `An organisation has at most ${most} runs in 24 hours. Run the rules yourself first: npm run graph -- conformance subgraph.`,
        id: `Satu organisasi paling banyak ${most} kali uji dalam 24 jam. Jalankan aturannya sendiri dahulu: npm run graph -- conformance subgraph.`,
      },
      ['revision'],
    ),
  samples: () =>
    about(
      'CONFORMANCE_SAMPLE_MALFORMED',
      {
        en: 'A sample is a JSON object with __typename and a key, of at most 500 characters; there are at most 50.',
        id: 'Contoh berupa objek JSON dengan __typename dan kunci, paling panjang 500 karakter; paling banyak 50 contoh.',
      },
      ['samples'],
    ),
  keyUnknown: () =>
    about('PUBLISHER_KEY_UNKNOWN', { en: 'There is no key with this id.', id: 'Tidak ada kunci dengan id ini.' }),
  keyUnfit: () =>
    about('PUBLISHER_KEY_UNFIT', {
      en: 'Production takes an approved key of the role PUBLISHER.',
      id: 'Produksi memerlukan kunci yang disetujui dengan peran PUBLISHER.',
    }),
  runMissing: (days: number) =>
    about('CONFORMANCE_RUN_MISSING', {
      en: `No conformance run of the last ${days} days: ask for one (${how}).`,
      id: `Tidak ada uji kesesuaian dalam ${days} hari terakhir: mintalah satu (${how}).`,
    }),
  ruleFailed: (rule: string) =>
    about('CONFORMANCE_RULE_FAILED', {
      en: `The conformance run did not pass the rule ${rule}: mend it and ask for another run (${how}).`,
      id: `Uji kesesuaian tidak lulus aturan ${rule}: perbaiki lalu mintalah uji lagi (${how}).`,
    }),
  sandboxKey: () =>
    about('PUBLISHER_KEY_OF_SANDBOX', {
      en: 'The key that signed this revision is a sandbox key: its organisation opens production to it with activateProductionKey.',
      id: 'Kunci yang menandatangani revisi ini adalah kunci sandbox: organisasinya membuka produksi dengan activateProductionKey.',
    }),
};
