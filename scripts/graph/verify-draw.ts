import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { UsageError } from '../usage.error.ts';
import type { GraphCommand } from './command.ts';

const program = fileURLToPath(new URL('./verify-draw.mjs', import.meta.url));

/** Writes the verifier with all that it needs into one file, which any Node runs by itself. */
export const saveVerifier = async (file: string): Promise<void> => {
  const bundle = await rolldown({ input: program, platform: 'node', logLevel: 'silent' });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
};

/** Runs the verifier as anyone may: by itself, with nothing of the graph around it; or writes it as one file. */
export const command: GraphCommand = {
  run: async (args) => {
    const [first, file] = args;
    if (first === '--save') {
      if (!file) throw new UsageError('--save takes the file to write');
      await saveVerifier(file);
      process.stdout.write(`verify-draw: the verifier is in ${file}; run it with node ${file} DRAW --witnesses FILE\n`);
      return;
    }
    const { status, error } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' });
    if (error) throw error;
    process.exitCode = status ?? 1;
  },
};
