import { readFileSync } from 'node:fs';
import { expect, inject, onTestFinished, test } from 'vitest';
import { gatewayEnv } from '../../gateway/env.ts';
import { errorCodes } from '../../gateway/errors.ts';
import { limits } from '../../gateway/limits.ts';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const DOCUMENT = 'docs/partners/reference.md';
const text = readFileSync(DOCUMENT, 'utf8');
const { url, data } = inject('stack');

/** The rows of a section's tables whose first cell is code: its name and what stands beside it. */
const rowsOf = (heading: string): [name: string, value: string][] => {
  const section = text.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `(\w+)`[^|]*\| ([^|]+) \|$/gm)].map(([, name = '', value = '']) => [name, value]);
};

test('the error codes are those of the gateway', () => {
  expect(rowsOf('Error codes').map(([code]) => code)).toEqual([...errorCodes]);
});

test('the limits are those of the gateway', () => {
  const { bulkItem: _, valueDepth, validationErrors, inputErrors, ...shown } = limits;
  expect(Object.fromEntries(rowsOf('Limits').map(([name, value]) => [name, Number(value)]))).toEqual(shown);
  expect([valueDepth, validationErrors, inputErrors].every(Number.isInteger)).toBe(true);
  const { COST_LIMIT, RATE_LIMITS, REQUEST_TIMEOUT_MS, SUBGRAPH_TIMEOUT_MS } = gatewayEnv.parse({
    SUBGRAPHS: '{}',
    JWKS_URL: 'http://localhost/jwks',
  });
  expect(text).toContain(`An operation costs ${COST_LIMIT} points`);
  expect(text).toContain(`a person has ${RATE_LIMITS.person}, a network without tokens ${RATE_LIMITS.anonymous}`);
  expect(text).toContain(`software ${RATE_LIMITS.client}`);
  expect(text).toContain(`end after ${REQUEST_TIMEOUT_MS / 1000} s`);
  expect(text).toContain(`| its time | ${SUBGRAPH_TIMEOUT_MS / 1000} s`);
});

test('each command answers what the page says', async () => {
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  const { port } = new URL(url);
  const said: string[] = [];
  for (const { text: block } of commandBlocks(DOCUMENT)) {
    const command = block.replaceAll('localhost:4000', `localhost:${port}`);
    said.push(await run(command.replaceAll('localhost:4010', `localhost:${Number(port) + 10}`)));
  }
  const [discovery = '{}', revisions = '{}', keys = '{}', events = ''] = said;
  expect(said).toHaveLength(4);
  expect(JSON.parse(discovery)).toMatchObject({
    issuer: `http://localhost:${Number(port) + 10}`,
    token_endpoint_auth_methods_supported: expect.arrayContaining(['private_key_jwt']),
    token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
  });
  expect(JSON.parse(revisions)).toMatchObject({
    data: { subgraphRevisions: { nodes: [{ number: 1, status: 'LIVE' }] } },
  });
  expect(JSON.parse(keys).keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', use: 'sig' });
  expect(events).toContain('WAVE_UNKNOWN');
});
