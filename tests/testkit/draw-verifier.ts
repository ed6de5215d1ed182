interface TextSink {
  write(text: string): unknown;
}

/** What the program verify-draw.mjs does with its arguments. */
interface DrawVerifier {
  runVerifier(args: readonly string[], streams: { stdout: TextSink; stderr: TextSink }): Promise<number>;
}

// It is JavaScript, so that anyone can run it as it is.
const program: string = '../../scripts/graph/draw/verifier.mjs';
const { runVerifier } = (await import(program)) as DrawVerifier;

/** Runs the stand-alone verifier in this process, where its arithmetic is compiled once for all lists. */
export const verifyDraw = async (...args: string[]): Promise<{ code: number; said: string }> => {
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text) };
  const code = await runVerifier(args, { stdout: stream, stderr: stream });
  return { code, said: said.join('') };
};
