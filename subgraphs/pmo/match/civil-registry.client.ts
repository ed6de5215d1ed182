import { z } from 'zod';
import type { Secret } from '../../kit/vault/secret.ts';
import { type CivilAnswer, type CivilQuestion, type CivilRegistry, CivilRegistryError } from './civil-registry.port.ts';
import { IdentityMatchField } from './match.status.ts';

export interface CivilRegistryOptions {
  /** What `/matches` is asked below. */
  url: string;
  key: Secret;
  /** Longest time for one call, from the connection to the last byte. */
  timeoutMs: number;
}

const MOST_BYTES = 65_536;
const LONGEST_WAIT_S = 3_600;

const id = z.string().min(1).max(64);
const answered = z.strictObject({
  answers: z.array(
    z.discriminatedUnion('answer', [
      z.strictObject({ id, answer: z.enum(['MATCH', 'UNKNOWN', 'UNAVAILABLE']) }),
      z.strictObject({ id, answer: z.literal('NO_MATCH'), field: z.enum(IdentityMatchField) }),
    ]),
  ),
});

const bodyOf = (questions: readonly CivilQuestion[]) =>
  JSON.stringify({
    people: questions.map(({ id, nik, name, birthDate, kk }) => ({
      id,
      nik: nik.reveal(),
      name,
      birthDate,
      ...(kk && { kk: kk.reveal() }),
    })),
  });

/** Reads no more than an answer may have. @throws CivilRegistryError */
const textOf = async ({ body }: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) throw new CivilRegistryError('the civil registry sent too much');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const retryAfterOf = (header: string | null): number | undefined => {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, LONGEST_WAIT_S) * 1_000 : undefined;
};

/** An answer for each question; one about somebody else, or none, spoils all of them. @throws CivilRegistryError */
const answersIn = (text: string, questions: readonly CivilQuestion[]): CivilAnswer[] => {
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch {
    throw new CivilRegistryError('the civil registry sent what is no answer');
  }
  const { data } = answered.safeParse(sent);
  if (!data) throw new CivilRegistryError('the civil registry sent what is no answer');
  const byId = new Map(data.answers.map((answer) => [answer.id, answer]));
  const found = questions.flatMap((question) => byId.get(question.id) ?? []);
  if (found.length !== questions.length || data.answers.length !== questions.length)
    throw new CivilRegistryError('the civil registry answered other questions');
  return found.map(({ id: _, ...answer }) => answer);
};

/** The civil registry over HTTP. What it is sent is never logged. */
export const createCivilRegistry = ({ url, key, timeoutMs }: CivilRegistryOptions): CivilRegistry => ({
  match: async (questions) => {
    try {
      const response = await fetch(`${url.replace(/\/$/, '')}/matches`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key.reveal()}` },
        body: bodyOf(questions),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await textOf(response);
      if (response.ok) return answersIn(text, questions);
      const retryAfterMs = retryAfterOf(response.headers.get('retry-after'));
      throw new CivilRegistryError(`the civil registry answered ${response.status}`, { retryAfterMs });
    } catch (error) {
      if (error instanceof CivilRegistryError) throw error;
      throw new CivilRegistryError('the civil registry does not answer', { cause: error });
    }
  },
});
