import { expect, inject, test } from 'vitest';
import { graphClient } from '../testkit/client.ts';

const { url, data } = inject('stack');
const as = graphClient({ url, data });

interface Case {
  code: string;
  role?: string;
  query: string;
  /** Words of the message in Indonesian. */
  says: RegExp;
}

const told = async ({ role, query }: Case, language?: string) => {
  const { errors } = await as(role).query(query, {}, language === undefined ? {} : { 'accept-language': language });
  return errors?.[0] && { code: errors[0].extensions.code, message: errors[0].message };
};

const searched = 'x'.repeat(101);
const cases: Case[] = [
  { code: 'CURSOR_MALFORMED', query: '{ waves(first: 1, after: "x") { nodes { number } } }', says: /^`after` harus/ },
  {
    code: 'PAGE_SIZE_OUT_OF_RANGE',
    query: '{ waves(first: 0) { nodes { number } } }',
    says: /^`first` harus 1 sampai/,
  },
  {
    code: 'REGION_UNKNOWN',
    query: '{ region(code: "99.99") { name } }',
    says: /^Tidak ada wilayah dengan kode "99.99"/,
  },
  { code: 'SEARCH_TOO_LONG', query: `{ skills(search: "${searched}") { code } }`, says: /^`search` menerima paling/ },
  { code: 'WAVE_NOT_FROZEN', query: '{ drawProof(wave: 999999, entry: "x") { rank } }', says: /belum dibekukan/ },
  { code: 'UNAUTHENTICATED', query: '{ me { id } }', says: /^Kirim token: / },
  {
    code: 'FORBIDDEN',
    role: 'officer',
    query: '{ alumniQuota { used } }',
    says: /diperlukan cakupan `alumni:search`/,
  },
  { code: 'BAD_USER_INPUT', query: '{ wave(number: "1") { number } }', says: /^Int harus bilangan bulat/ },
];

test.each(cases)('$code is told in the language of the request, whoever says it', async (asked) => {
  for (const language of ['id', 'in-ID', 'jv,id;q=0.8', 'su,id']) {
    expect(await told(asked, language)).toEqual({ code: asked.code, message: expect.stringMatching(asked.says) });
  }
  const inEnglish = await told(asked);
  expect(inEnglish).toEqual({ code: asked.code, message: expect.not.stringMatching(asked.says) });
  expect(await told(asked, 'en,id;q=0.8')).toEqual(inEnglish);
});
