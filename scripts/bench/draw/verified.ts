import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publishDraw } from '../../publish-draw.ts';

const run = promisify(execFile);

/** Publishes a wave's draw and has the stand-alone verifier check the file. @throws Error when it rejects it */
export const verifyPublished = async (url: string, wave: number, directory: string): Promise<object> => {
  const file = join(directory, 'draw.txt');
  await publishDraw(url, wave, file);
  const startedMs = performance.now();
  const { stdout } = await run(process.execPath, ['scripts/verify-draw.mjs', file]);
  const seconds = Number(((performance.now() - startedMs) / 1_000).toFixed(1));
  return { verifier: stdout.trim(), seconds, fileMb: Math.round(statSync(file).size / 1e6) };
};
