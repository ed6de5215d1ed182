import { expect, test } from 'vitest';
import { orRefusal } from './or-refusal.ts';
import { Refusal } from './refusal.ts';

const full = new Refusal('CLASS_FULL', { en: 'No seat is left.', id: 'Tidak ada kursi tersisa.' }, ['schedule']);

test('a result is answered under its key', async () => {
  expect(await orRefusal('seat', 'en', async () => 7)).toEqual({ seat: 7 });
});

test('a refusal is data, in the language of the caller, with the same code', async () => {
  const answer = (language: 'en' | 'id') => orRefusal('seat', language, () => Promise.reject(full));
  expect(await answer('en')).toEqual({
    refusal: { code: 'CLASS_FULL', message: 'No seat is left.', path: ['schedule'] },
  });
  expect((await answer('id')).refusal).toMatchObject({ code: 'CLASS_FULL', message: 'Tidak ada kursi tersisa.' });
});

test('a bug is not a refusal', async () => {
  await expect(orRefusal('seat', 'en', () => Promise.reject(new TypeError('x is undefined')))).rejects.toThrow('x is');
});
