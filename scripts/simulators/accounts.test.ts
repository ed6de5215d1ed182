import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSimulators, type TestSimulators } from '../../tests/testkit/simulators.ts';
import { AccountsFile, readAccounts } from './accounts.ts';

let simulators: TestSimulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.stop());

const proof = (number: number): string => `${number}`.padStart(43, 'p');
const put = async (path: string, body: string) => {
  const answer = await fetch(`${simulators.url}/control/${path}`, { method: 'PUT', body });
  return { status: answer.status, said: (await answer.json()) as Record<string, unknown> };
};
const known = (code: string, account: string) => simulators.partners.get(code)?.accounts.get(account);

test('accounts of all partners are put in one list, or an object a line', async () => {
  const list = [
    { partner: 'dana', account: '081200000001', name: 'S*** R***', nikProof: proof(1) },
    { partner: 'bni', account: '0091', nikProof: proof(2) },
  ];
  expect(await put('accounts', JSON.stringify(list))).toEqual({ status: 200, said: { accounts: 2 } });
  expect(known('dana', '081200000001')).toEqual({ isActive: true, name: 'S*** R***', nikProof: proof(1) });
  const lines = Array.from({ length: 20_000 }, (_, index) => {
    return JSON.stringify({ partner: 'ovo', account: `08${10_000_000 + index}`, nikProof: proof(index) });
  });
  expect(await put('accounts', lines.join('\n'))).toEqual({ status: 200, said: { accounts: 20_000 } });
  expect(known('ovo', '0810019999')?.nikProof).toBe(proof(19_999));
  // The last word counts.
  await put('ovo/accounts', JSON.stringify([{ account: '0810019999', refusal: '40309' }]));
  expect(known('ovo', '0810019999')).toEqual({ isActive: true, name: 'P*** S***', nikProof: null, refusal: '40309' });
});

test.each([
  ['accounts', '[{"account":"0812"}]', '0.partner: must be bca, bni, dana, gopay, linkaja, ovo'],
  ['accounts', '[{"partner":"shopeepay","account":"0812"}]', '0.partner: must be '],
  ['dana/accounts', '[{"partner":"ovo","account":"0812"}]', '0.partner: must be dana'],
  ['dana/accounts', '[{"account":"0812"},{"account":"08 12"}]', '1.account: '],
  ['dana/accounts', '{"account":"0812"}\n{"account":"0813","nikProof":"3201…"}', '1.nikProof: '],
  ['dana/accounts', '{"account":"0812"}\nnone', 'must be a JSON array, or a JSON object a line'],
  ['dana/accounts', '[{"account":"0812","nik":"3201010101010001"}]', '0: '],
])('%s refuses %s as a whole', async (path, body, error) => {
  const { status, said } = await put(path, body);
  expect([status, said]).toEqual([400, { error: expect.stringContaining(error) }]);
  expect(known('dana', '0812')).toBeUndefined();
});

test('accounts stand in a file that outlives the process', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-accounts-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'simulators', 'accounts.ndjson');
  const codes = new Set(['dana']);
  const written = readAccounts(Buffer.from(`[{"account":"0812","nikProof":"${proof(7)}"}]`), 'dana', codes);
  if ('error' in written) throw new Error(written.error);
  const file = new AccountsFile(path);
  file.append(written.accounts);
  file.append(written.accounts);
  const read = async () => {
    const found = [];
    for await (const account of new AccountsFile(path).read(codes)) found.push(account);
    return found;
  };
  expect(await read()).toEqual([...written.accounts, ...written.accounts]);
  writeFileSync(path, '{"partner":"dana","account":"0812"}\n{"partner":"ovo","account":"0812"}\n');
  await expect(read()).rejects.toThrow('accounts.ndjson, line 2: 0.partner: must be dana');
});
