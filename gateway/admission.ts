import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Allowance, Attempt } from './allowance.ts';
import { type Authenticate, anonymous, type Caller, type PossessionProof } from './caller.ts';
import { RequestRefusal } from './errors.ts';
import { type Budget, type RateLimiter, tryAgain } from './rate-limit.ts';
import { refusalPrices } from './refusal-price.ts';

export interface CallerHeaders {
  /** The Authorization header. */
  authorization: string | undefined;
  proof: PossessionProof;
  address: string;
}

export interface Admission {
  caller: Caller;
  budget: Budget;
}

/** Who asks, with points left; synchronous for nobody and for a known bearer token. */
export type Admit = (asking: CallerHeaders) => Admission | Promise<Admission>;

const tooManyTokens = {
  en: 'Too many tokens that are not valid came from this network.',
  id: 'Terlalu banyak token yang tidak berlaku datang dari jaringan ini.',
};

interface AdmissionOptions {
  authenticate: Authenticate;
  budgetOf: RateLimiter['budgetOf'];
  /**
   * Signature checks for networks without points left: forged tokens must not be a free way to use the gateway's
   * time, and a good token must be served where strangers used up the address. One that was good once is known, and
   * needs no check.
   */
  tokenChecks: Allowance;
}

/**
 * Strangers pay from the budget of their network, tokens that are refused too. Who has a good token pays from an
 * account of their own, and is served whatever strangers of the same network spent.
 * @throws RequestRefusal 401 or 503 as `authenticate` does; 429 when the account is used up, or when a network without
 * points sends more tokens that are not known than may be checked
 */
export const createAdmission = ({ authenticate, budgetOf, tokenChecks }: AdmissionOptions): Admit => {
  const admitted = (caller: Caller, { address }: CallerHeaders): Admission => {
    const budget = budgetOf(caller, address);
    budget.spend(0);
    return { caller, budget };
  };

  const bearer = (asking: CallerHeaders): Admission | Promise<Admission> => {
    const { authorization, proof, address } = asking;
    let isChecked = false;
    let attempt: Attempt | undefined;
    const beforeCheck = async (token: string) => {
      isChecked = true;
      const strangers = budgetOf(anonymous, address);
      if (attempt !== undefined || !strangers.isExhausted()) return;
      if (!mayBeGood(token)) strangers.spend(0);
      attempt = await tokenChecks.wait(address);
      if (attempt === undefined) throw tryAgain(tooManyTokens, 1);
    };
    const refused = (error: unknown): never => {
      if (!(error instanceof RequestRefusal) || error.status !== 401) throw error;
      const strangers = budgetOf(anonymous, address);
      // Of a token that was known, the reason is told: its owner needs another one.
      if (!isChecked && claimsOf(authorization) === undefined) strangers.spend(0);
      strangers.charge(refusalPrices[isChecked ? 'token' : 'refusal']);
      throw error;
    };
    const known = (caller: Caller) => {
      attempt?.succeeded();
      return admitted(caller, asking);
    };
    let caller: Caller | Promise<Caller>;
    try {
      caller = authenticate(authorization, { ...proof, beforeCheck });
    } catch (error) {
      return refused(error);
    }
    return caller instanceof Promise ? caller.then(known, refused) : known(caller);
  };

  return (asking) => (asking.authorization === undefined ? admitted(anonymous, asking) : bearer(asking));
};

/** What a token, or a header that ends with one, says of itself. */
const claimsOf = (header: string | undefined) => {
  const token = header?.trim().split(' ').at(-1) ?? '';
  try {
    return { alg: decodeProtectedHeader(token).alg, exp: decodeJwt(token).exp };
  } catch {
    return undefined;
  }
};

/** Whether it is a signed token that has not expired, by what it says itself. */
const mayBeGood = (token: string): boolean => {
  const { alg = 'none', exp = 0 } = claimsOf(token) ?? {};
  return alg !== 'none' && exp * 1000 > Date.now();
};
