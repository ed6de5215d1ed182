import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { adapterOf, openTransport, simulatedPartner } from '../../subgraphs/payments/partner/index.ts';
import { freePort } from '../../tests/testkit/port.ts';
import { inheritedEnv } from '../env.ts';
import { Books, type Movement } from './books.ts';
import { faultOf, switches } from './faults.ts';

const directory = () => {
  const made = mkdtempSync(join(tmpdir(), 'prakerja-books-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
};

const movement = { partner: 'dana', reference: 'r-1', account: '0811', amount: '600000' };

test('books are appended to, and opened again with what stands in them, but for a line that a crash cut off', async () => {
  const file = join(directory(), 'books.ndjson');
  const { books } = await Books.open({ file, isDurable: true });
  expect([books.move(movement, 0), books.move(movement, 1)]).toEqual([1, 2]);
  await new Promise<void>((done) => books.afterWriting(done));
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as Movement).move)).toEqual([1, 2]);
  books.close();
  appendFileSync(file, '{"at":"2026-11-');
  const again = (await Books.open({ file })).books;
  expect(again.totalOf('dana')).toEqual({ references: 1, moves: 2, amount: '1200000', twice: ['r-1'], returns: 0 });
  expect(again.movesOf('dana', 'r-1')).toBe(2);
  again.close();
});

test('a seed strikes the same references whatever comes between them, at about its rate', () => {
  const struck = (seed: number) => {
    const set = switches.parse({ seed, faults: [{ kind: 'SILENT_PAID', rate: 0.2 }] });
    return Array.from({ length: 10_000 }, (_, index) => faultOf(set, `r-${index}`, 1) !== undefined);
  };
  expect(struck(7)).toEqual(struck(7));
  expect(struck(7)).not.toEqual(struck(8));
  const share = struck(7).filter(Boolean).length / 10_000;
  expect(share).toBeGreaterThan(0.18);
  expect(share).toBeLessThan(0.22);
  const once = switches.parse({ faults: [{ kind: 'SILENT_PAID' }] });
  expect([faultOf(once, 'r', 1)?.kind, faultOf(once, 'r', 2)]).toEqual(['SILENT_PAID', undefined]);
});

test('a simulator that is killed has in its books what it said, and pays none of it again', async () => {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const clientSecret = 'sixteen characters at least';
  const port = await freePort([0]);
  const file = join(directory(), 'books.ndjson');
  const partner = { code: 'linkaja', dialect: 'strict', clientId: 'p', clientSecret, clientKey: keys.publicKey };
  const env = { ...inheritedEnv(), PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'silent' };
  const start = async () => {
    const args = ['--import', './scripts/loader.mjs', 'scripts/simulators/main.ts'];
    const own = { ...env, SIMULATED_PARTNERS: JSON.stringify([partner]), SIMULATOR_BOOKS: file };
    const child = spawn(process.execPath, args, { env: own, stdio: 'ignore' });
    const ready = () =>
      fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(ready, { timeout: 20_000 }).toBe(true);
    return async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    };
  };
  const { post: transport, close } = openTransport(16);
  const configuration = simulatedPartner.parse({
    code: 'linkaja',
    dialect: 'strict',
    url: `http://127.0.0.1:${port}/linkaja`,
    clientId: 'p',
    clientSecret,
    privateKey: keys.privateKey,
    partnerId: 'p',
    channelId: '1',
  });
  const adapter = adapterOf(configuration, { transport, now: () => new Date() });
  const orders = Array.from({ length: 50 }, (_, index) => {
    const at = new Date('2026-11-28T13:00:00Z');
    return { reference: `r-${index}`, account: '081234', name: null, amount: 1n, attempt: 1, at };
  });
  const payAll = () => Promise.all(orders.map((order) => adapter.pay(order, AbortSignal.timeout(10_000))));
  const kill = await start();
  expect(new Set((await payAll()).map(({ state }) => state))).toEqual(new Set(['PAID']));
  await kill();
  const killAgain = await start();
  // Its tokens are gone: the first round is refused, the second tells that each was paid.
  await payAll();
  expect(new Set((await payAll()).map(({ state }) => state))).toEqual(new Set(['PAID']));
  await killAgain();
  await close();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(50);
});
