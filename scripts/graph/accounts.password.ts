import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';

/** Takes what a terminal would echo, and shows none of it. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Asks each question in turn; the terminal is silent before the first one is shown. */
const hidden = async (questions: readonly string[]): Promise<string[]> => {
  const prompt = createInterface({ input: process.stdin, output: nowhere(), terminal: true });
  const cancelled = new AbortController();
  prompt.once('SIGINT', () => cancelled.abort());
  try {
    const answers: string[] = [];
    for (const question of questions) {
      process.stderr.write(question);
      answers.push(await prompt.question('', { signal: cancelled.signal }));
      process.stderr.write('\n');
    }
    return answers;
  } catch (error) {
    throw cancelled.signal.aborted ? new Error('cancelled') : error;
  } finally {
    prompt.close();
  }
};

const firstLine = async (): Promise<string> => {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
};

/**
 * A password that its owner types twice without seeing it; the first line of the input where that is no terminal.
 * @throws Error when the two differ
 */
export const askForPassword = async (): Promise<Secret<'password'>> => {
  if (!process.stdin.isTTY) return new Secret('password', await firstLine());
  const [password = '', again] = await hidden(['Password: ', 'Once more: ']);
  if (again !== password) throw new Error('the two passwords differ');
  return new Secret('password', password);
};
