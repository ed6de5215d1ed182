import { runVerifier } from '../../scripts/graph/draw/verifier.mjs';

/** Runs the stand-alone verifier in this process, where its arithmetic is compiled once for all lists. */
export const verifyDraw = async (...args: string[]): Promise<{ code: number; said: string }> => {
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text) };
  const code = await runVerifier(args, { stdout: stream, stderr: stream });
  return { code, said: said.join('') };
};
