interface TextSink {
  write(text: string): unknown;
}

/** Runs the verifier with its arguments; what it says goes to two streams. Returns the exit code. */
export const runVerifier: (args: readonly string[], streams: { stdout: TextSink; stderr: TextSink }) => Promise<number>;
