import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

const malformed = (code: string, field: string, text: { en: string; id: string }) =>
  new Refusal(code, text, ['input', field]);

/** Every "no" about revisions, by its stable code. */
export const refusals = {
  mayNotPublish: () => notAllowed({ scopes: ['subgraph:publish'] }),
  mayNotApprove: () => notAllowed({ scopes: ['subgraph:approve'] }),
  subgraph: () =>
    malformed('SUBGRAPH_NAME_MALFORMED', 'subgraph', {
      en: 'The name of a subgraph has lower-case words with hyphens between them, at most 63 characters.',
      id: 'Nama subgraph terdiri dari kata berhuruf kecil yang dipisahkan tanda hubung, paling banyak 63 karakter.',
    }),
  sdlSize: (most: number) =>
    malformed('SDL_SIZE_OUT_OF_RANGE', 'sdl', {
      en: `An SDL has 1 to ${most} bytes in UTF-8.`,
      id: `SDL berukuran 1 sampai ${most} byte dalam UTF-8.`,
    }),
  sdlLines: (most: number) =>
    malformed('SDL_LINES_OUT_OF_RANGE', 'sdl', {
      en: `An SDL has at most ${most} lines.`,
      id: `SDL terdiri dari paling banyak ${most} baris.`,
    }),
  sdlTypes: (most: number) =>
    malformed('SDL_TYPES_OUT_OF_RANGE', 'sdl', {
      en: `An SDL has at most ${most} definitions.`,
      id: `SDL terdiri dari paling banyak ${most} definisi.`,
    }),
  sdl: (line: number, column: number) =>
    malformed('SDL_MALFORMED', 'sdl', {
      en: `The SDL does not parse at line ${line}, column ${column}.`,
      id: `SDL tidak dapat dibaca pada baris ${line}, kolom ${column}.`,
    }),
  address: () =>
    malformed('ADDRESS_MALFORMED', 'address', {
      en: 'The address is an HTTP or HTTPS URL of at most 2,048 characters, without a password, query or fragment.',
      id: 'Alamat adalah URL HTTP atau HTTPS paling panjang 2.048 karakter, tanpa kata sandi, query, atau fragmen.',
    }),
  number: (next: number) =>
    malformed('REVISION_NUMBER_WRONG', 'number', {
      en: `The next number of this subgraph is ${next}.`,
      id: `Nomor berikutnya dari subgraph ini adalah ${next}.`,
    }),
  previous: () =>
    malformed('PREVIOUS_HASH_WRONG', 'previous', {
      en: 'This is not the hash of the statement before it. Read the last one, and sign anew.',
      id: 'Ini bukan hash pernyataan sebelumnya. Baca pernyataan terakhir, lalu tanda tangani kembali.',
    }),
  keyUnfit: (path: readonly string[]) =>
    new Refusal(
      'PUBLISHER_KEY_UNFIT',
      {
        en: 'There is no approved key of your organisation with this id and role that may sign here.',
        id: 'Tidak ada kunci organisasi Anda yang disetujui dengan id dan peran ini yang boleh menandatangani di sini.',
      },
      path,
    ),
  signature: (path: readonly string[]) =>
    new Refusal(
      'STATEMENT_SIGNATURE_WRONG',
      {
        en: 'The signature is not one of this key over this statement: organisation, subgraph, number, previous hash, SDL, address and what comes back.',
        id: 'Tanda tangan ini bukan dari kunci tersebut atas pernyataan ini: organisasi, subgraph, nomor, hash sebelumnya, SDL, alamat, dan yang dikembalikan.',
      },
      path,
    ),
  ofAnother: () =>
    malformed('SUBGRAPH_OF_ANOTHER', 'subgraph', {
      en: 'Another organisation publishes the subgraph of this name.',
      id: 'Subgraph dengan nama ini diterbitkan oleh organisasi lain.',
    }),
  open: () =>
    malformed('REVISION_OPEN', 'subgraph', {
      en: 'A revision of this subgraph waits for approval: approve or withdraw it first.',
      id: 'Satu revisi subgraph ini menunggu persetujuan: setujui atau tarik terlebih dahulu.',
    }),
  rollbackUnknown: () =>
    malformed('ROLLBACK_REVISION_UNKNOWN', 'rollbackTo', {
      en: 'No revision of this subgraph with this number was ever live.',
      id: 'Tidak ada revisi subgraph ini dengan nomor tersebut yang pernah aktif.',
    }),
  unknown: () =>
    new Refusal(
      'REVISION_UNKNOWN',
      { en: 'There is no revision with this id.', id: 'Tidak ada revisi dengan id ini.' },
      ['id'],
    ),
  samePerson: () =>
    new Refusal(
      'SAME_PERSON',
      {
        en: 'You published this revision: somebody else has to approve it.',
        id: 'Anda yang menerbitkan revisi ini: orang lain yang harus menyetujuinya.',
      },
      ['id'],
    ),
  publisherRevoked: () =>
    new Refusal(
      'PUBLISHER_KEY_REVOKED',
      {
        en: 'The key that signed this revision was revoked: withdraw it and publish anew.',
        id: 'Kunci yang menandatangani revisi ini telah dicabut: tarik revisi ini dan terbitkan kembali.',
      },
      ['id'],
    ),
};
