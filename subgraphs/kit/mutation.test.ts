import 'reflect-metadata';
import { expect, test, vi } from 'vitest';
import { PageInfoType } from './connection.ts';
import { answer, declareMutation } from './mutation.ts';
import { Refusal } from './refusal.ts';

const full = new Refusal('CLASS_FULL', { en: 'No seat is left.', id: 'Tidak ada kursi tersisa.' }, ['schedule']);

const takeSeat = declareMutation({
  name: 'takeSeat',
  does: 'Takes a seat.',
  takes: 'the scope `self`',
  refusals: [full],
  isKeyed: true,
  weight: 10,
  payload: { description: 'The seat.', field: 'seat', type: () => PageInfoType, fieldDescription: 'The seat.' },
});

const refuse = (error: unknown) => () => Promise.reject(error);

test('the description says what it does, what it takes, and every code', () => {
  expect(takeSeat.description).toBe(
    'Takes a seat. Takes the scope `self`. Refusals: CLASS_FULL, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED.',
  );
});

test('a result is answered in the field of the declaration', async () => {
  expect(await answer(takeSeat, 'en', async () => null)).toEqual({ seat: null });
});

test('a refusal is data, in the language of the caller, with the same code', async () => {
  expect(await answer(takeSeat, 'en', refuse(full))).toEqual({
    refusal: { code: 'CLASS_FULL', message: 'No seat is left.', path: ['schedule'] },
  });
  expect(await answer(takeSeat, 'id', refuse(full))).toMatchObject({
    refusal: { message: 'Tidak ada kursi tersisa.' },
  });
});

test('a bug is not a refusal', async () => {
  await expect(answer(takeSeat, 'en', refuse(new TypeError('x is undefined')))).rejects.toThrow('x is');
});

test('a refusal that is not declared is answered, and the process is warned', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  const other = new Refusal('SEAT_BROKEN', { en: 'It is broken.', id: 'Rusak.' });
  expect(await answer(takeSeat, 'en', refuse(other))).toMatchObject({ refusal: { code: 'SEAT_BROKEN' } });
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    'takeSeat refused with SEAT_BROKEN, which it does not declare',
    expect.objectContaining({ code: 'UNDECLARED_REFUSAL' }),
  );
  vi.restoreAllMocks();
});
