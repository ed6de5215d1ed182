import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { IdentityReadsOptions } from '../../subgraphs/kit/vault/identity-reads.ts';
import { pmo } from '../../subgraphs/pmo/features.ts';
import type { CivilRegistry } from '../../subgraphs/pmo/match/civil-registry.port.ts';
import type { CodeMessage } from '../../subgraphs/pmo/verification/code.sender.ts';
import { bookRegistry } from './civil-registry.ts';
import { movableClock } from './clock.ts';
import { openSubgraph } from './subgraph.ts';

const loud = { info: () => undefined, warn: () => undefined, error: (facts: object) => console.error(facts) };

/** The programme office's subgraph over a database of its own, with a clock that a test moves and the codes that were sent. */
export const openPmo = async ({
  limit = 1_000_000,
  log = loud,
  env = {},
  civilRegistry = bookRegistry(),
}: Partial<Pick<IdentityReadsOptions, 'limit' | 'log'>> & {
  env?: NodeJS.ProcessEnv;
  civilRegistry?: CivilRegistry;
} = {}) => {
  const clock = movableClock();
  const sent: CodeMessage[] = [];
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-lists-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  let nextCode = 0;
  const opened = await openSubgraph('pmo', pmo, {
    now: clock.now,
    log: { ...loud, ...log } as never,
    env: { BARRED_LISTS_DIR: directory, IDENTITY_READS_PER_DAY: String(limit), ...env },
    given: {
      civilRegistry,
      sender: { send: async (message: CodeMessage) => void sent.push(message) },
      drawCode: () => (nextCode += 1),
    },
  });
  const { vault, waveSteps: runner } = opened.services;
  return { ...opened, vault, directory, clock, sent, runner };
};
