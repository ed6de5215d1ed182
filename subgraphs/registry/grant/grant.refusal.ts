import { notAllowed } from '../../kit/forbidden.ts';
import { Refusal } from '../../kit/refusal.ts';

/** Every "no" about grants, by its stable code. */
export const refusals = {
  mayNotRequest: () => notAllowed({ scopes: ['subgraph:publish'] }),
  mayNotDecide: () => notAllowed({ scopes: ['grant:decide'] }),
  owner: () =>
    new Refusal(
      'GRANT_OWNER_INVALID',
      {
        en: 'Name the organisation that owns it, another than your own, in 1 to 128 characters.',
        id: 'Sebutkan organisasi pemiliknya, bukan organisasi Anda sendiri, dalam 1 sampai 128 karakter.',
      },
      ['input', 'owner'],
    ),
  element: () =>
    new Refusal(
      'GRANT_ELEMENT_MALFORMED',
      {
        en: 'Name a type, `@directive`, or `scope`, `tag`, `event` or `link`, as the finding says it.',
        id: 'Sebutkan tipe, `@directive`, atau `scope`, `tag`, `event`, atau `link`, seperti pada temuan.',
      },
      ['input', 'element'],
    ),
  permissions: () =>
    new Refusal(
      'GRANT_PERMISSIONS_REPEATED',
      {
        en: 'Ask for one permission or several, each once.',
        id: 'Mintalah satu izin atau beberapa, masing-masing sekali.',
      },
      ['input', 'permissions'],
    ),
  fields: () =>
    new Refusal(
      'GRANT_FIELDS_MALFORMED',
      {
        en: 'Name 1 to 200 fields of 1 to 200 characters, or leave them out for all of them.',
        id: 'Sebutkan 1 sampai 200 field sepanjang 1 sampai 200 karakter, atau kosongkan untuk semuanya.',
      },
      ['input', 'fields'],
    ),
  terms: () =>
    new Refusal(
      'GRANT_TERMS_INVALID',
      {
        en: 'Terms name a purpose in 10 to 500 characters, and go with one permission on fields, alone, and the fields by name.',
        id: 'Ketentuan menyebut tujuan dalam 10 sampai 500 karakter, hanya untuk satu izin atas field dan field yang disebutkan.',
      },
      ['input', 'terms'],
    ),
  until: () =>
    new Refusal(
      'GRANT_DATES_INVALID',
      {
        en: 'A grant does not end before it begins, nor begin before today.',
        id: 'Izin tidak berakhir sebelum dimulai, dan tidak dimulai sebelum hari ini.',
      },
      ['input', 'until'],
    ),
  reason: (path: readonly string[]) =>
    new Refusal(
      'REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      path,
    ),
  unknown: () =>
    new Refusal(
      'GRANT_UNKNOWN',
      { en: 'You have no grant with this id.', id: 'Anda tidak memiliki izin dengan id ini.' },
      ['id'],
    ),
  samePerson: () =>
    new Refusal(
      'SAME_PERSON',
      {
        en: 'You asked for this grant, or accepted it already: somebody else of the owner has to decide.',
        id: 'Anda yang meminta izin ini, atau sudah menerimanya: orang lain dari pemilik yang harus memutuskan.',
      },
      ['id'],
    ),
  endsOn: () =>
    new Refusal(
      'DEADLINE_INVALID',
      {
        en: 'The deadline is today or later, and within a year.',
        id: 'Tenggat adalah hari ini atau sesudahnya, paling lama satu tahun.',
      },
      ['endsOn'],
    ),
};
