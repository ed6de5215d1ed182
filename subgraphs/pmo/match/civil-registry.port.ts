import type { Secret } from '../../kit/vault/secret.ts';
import type { IdentityMatchField } from './match.status.ts';

/** What the civil registry is asked about one person. */
export interface CivilQuestion {
  /** Made for this question: the registry learns no name of ours for the person. */
  id: string;
  nik: Secret<'nik'>;
  name: string;
  /** `YYYY-MM-DD`. */
  birthDate: string;
  /** Null where none was given. */
  kk: Secret<'kk'> | null;
}

/** What it says: all is as stated, the first field that is not, no such NIK, or nothing now. */
export type CivilAnswer =
  | { answer: 'MATCH' | 'UNKNOWN' | 'UNAVAILABLE' }
  | { answer: 'NO_MATCH'; field: IdentityMatchField };

/** People of one call, at most. */
export const MOST_QUESTIONS = 100;

/** The register of the population (Dukcapil), which knows whose a NIK is. */
export interface CivilRegistry {
  /**
   * @param questions at most `MOST_QUESTIONS`
   * @returns an answer for each, in their order
   * @throws CivilRegistryError when there is none that can be believed
   */
  match(questions: readonly CivilQuestion[]): Promise<CivilAnswer[]>;
}

/** Why there is no answer that can be believed. */
export class CivilRegistryError extends Error {
  /** How long the registry itself says to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { retryAfterMs?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Stands in where none is configured: everybody waits. */
export const noCivilRegistry: CivilRegistry = {
  match: () => Promise.reject(new CivilRegistryError('no civil registry is configured: set CIVIL_REGISTRY_URL')),
};
