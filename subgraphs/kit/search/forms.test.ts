import { expect, test } from 'vitest';
import { formsOf } from './forms.ts';

test.each([
  ['kelola', ['mengelola', 'pengelola', 'dikelola']],
  ['mengelola', ['kelola', 'pengelola']],
  ['tulis', ['menulis', 'penulis']],
  ['penulisan', ['tulis', 'menulis']],
  ['sapu', ['menyapu', 'penyapu']],
  ['potong', ['memotong', 'pemotong']],
  ['cat', ['mengecat', 'pengecat']],
  ['program', ['memprogram', 'pemrogram']],
  ['rawat', ['merawat', 'perawat']],
  ['driver', ['drivers']],
  ['developers', ['developer']],
])('texts may have %s as %j', (word, forms) => {
  expect(formsOf(word)[0]).toBe(word);
  expect(formsOf(word)).toEqual(expect.arrayContaining(forms));
});

test.each(['k3', 'é', '5s', 'ab'])('%s has no other form', (word) => {
  expect(formsOf(word)).toEqual([word]);
});

test('a word has few forms', () => {
  for (const word of ['mempertanggungjawabkan', 'pengemudi', 'menterjemahkan', 'x'.repeat(40)])
    expect(formsOf(word).length).toBeLessThan(60);
});
