import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { GraphCommand } from './command.ts';

const program = fileURLToPath(new URL('./witness.mjs', import.meta.url));

/** Runs the witness as another organisation does: by itself, with nothing of the graph around it. */
export const command: GraphCommand = {
  run: async (args) => {
    const { status, error } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' });
    if (error) throw error;
    process.exitCode = status ?? 1;
  },
};
