import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { sourceOf } from './source.ts';

test('a file is read when it has changed, and whole: not while it is written', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'source-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, 'supergraph.graphql');
  const source = sourceOf(file);
  await expect(source.read()).rejects.toThrow(`cannot read the supergraph ${file} (SUPERGRAPH)`);
  await writeFile(file, 'first');
  expect([await source.read(), await source.read()]).toEqual(['first', undefined]);
  await writeFile(file, 'sec');
  const reading = source.read();
  await delay(20);
  await writeFile(file, 'second');
  expect(await reading).toBe('second');
  await writeFile(`${file}.new`, 'third!');
  await rename(`${file}.new`, file);
  expect([await source.read(), await source.read()]).toEqual(['third!', undefined]);
});

test('a URL is asked with the ETag of its last answer', async () => {
  let text = 'first';
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const etag = `"${text}"`;
    asked.push(request.headers['if-none-match']);
    if (text === 'broken') response.writeHead(500).end();
    else if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const source = sourceOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/supergraph`);
  expect([await source.read(), await source.read()]).toEqual(['first', undefined]);
  text = 'second';
  expect([await source.read(), await source.read()]).toEqual(['second', undefined]);
  expect(asked).toEqual([undefined, '"first"', '"first"', '"second"']);
  text = 'broken';
  await expect(source.read()).rejects.toThrow('it answers 500');
});
