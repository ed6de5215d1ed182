import { expect, test } from 'vitest';
import { languageOf } from './language.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['en,id;q=0.5', 'en'],
  ['id', 'id'],
  ['ID', 'id'],
  ['id-ID', 'id'],
  ['in', 'id'],
  ['in-ID', 'id'],
  ['en', 'en'],
  ['idx', 'en'],
  ['jv,id;q=0.8', 'id'],
  ['su,id', 'id'],
  ['su, id , en', 'id'],
  ['id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7', 'id'],
  ['en-US,en;q=0.9,id;q=0.8', 'en'],
  ['en;q=0.5,id;q=0.8', 'id'],
  ['en;q=0.8, id;q=0.80', 'en'],
  ['en, id', 'en'],
  ['ID ; Q=0.9, en ;q=0.1', 'id'],
  ['id;q=0', 'en'],
  ['fr', 'en'],
  ['*', 'en'],
  ['id;q=0.5,*;q=0.9', 'en'],
  ['en;q=0,*', 'id'],
  ['fr,*;q=0.1,id;q=0.5', 'id'],
  [',;=,', 'en'],
])('%s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

// Phones in Indonesia are often set to the language of a region, and English is what comes next in their list.
test.each([
  ['jv', 'id'],
  ['jv,en;q=0.8', 'id'],
  ['jv-ID,jv;q=0.9,en-US;q=0.8,en;q=0.7', 'id'],
  ['jv-Java-ID, en', 'id'],
  ['JV_ID,en', 'id'],
  ['jw,en', 'id'],
  ['jav,eng', 'id'],
  ['su,en', 'id'],
  ['su-Latn-ID;q=0.9,en;q=0.8', 'id'],
  ['min,en;q=0.5', 'id'],
  ['bug,*;q=0.5', 'id'],
  ['ban , en', 'id'],
  ['mad;q=.9,en;q=.8', 'id'],
  ['ace;q=0.2,fr,en;q=0.1', 'id'],
  ['bjn-ID', 'id'],
  ['ind', 'id'],
  ['ind-ID,en', 'id'],
  ['id_ID.UTF-8,en', 'id'],
  ['nl,bbc;q=0.9,en;q=0.8', 'id'],
  ['pmy,en', 'id'],
  ['en,jv;q=0.9', 'en'],
  ['jv;q=0.5,en', 'en'],
  ['jv;q=.3,en;q=.7', 'en'],
  ['jv;q=0,en;q=0.1', 'en'],
  ['id;q=0,jv,en;q=0.5', 'en'],
  ['en-ID,jv;q=0.9', 'en'],
  ['ms,en', 'en'],
  ['jvx,en', 'en'],
  ['x-jv,en', 'en'],
])('%s, of somebody in Indonesia or beside it, is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test('a header that is long on purpose is read as quickly', () => {
  const header = `${'x,'.repeat(500_000)}id`;
  const tries = [1, 2, 3].map(() => {
    const before = process.threadCpuUsage();
    expect(languageOf(header)).toBe('en');
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  });
  expect(Math.min(...tries)).toBeLessThan(50);
});
