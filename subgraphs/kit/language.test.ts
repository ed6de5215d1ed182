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
  ['jv', 'en'],
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
