import type { Device } from './devices.ts';

export type Refusal =
  | { kind: 'wrongCode' | 'expiredCode' | 'wrongPassword'; triesLeft: number }
  /** `locked`: too many wrong tries; `crowded`: too many from this network; `busy`: too many at this moment. */
  | { kind: 'locked' | 'crowded' | 'busy'; until: Date; afterS: number };

/** `proven` is whoever was proven to be there: a subject, or a phone's blind index. */
export type Outcome =
  | { proven: string; cookie?: string; refusal?: undefined }
  | { proven?: undefined; refusal: Refusal };

/** The network and the device that a request comes from. */
export interface Visitor {
  /** The blind index of its network. */
  network: Buffer;
  /** The device that its cookie proves, whoever's it is. */
  device: Device | undefined;
}

export const refusedUntil = (kind: 'locked' | 'crowded' | 'busy', until: Date, now: Date) => {
  const afterS = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  return { refusal: { kind, until, afterS } } satisfies Outcome;
};

const BUSY_MS = 3_000;

/** The answer when the queue of passwords has no room. */
export const busy = (now: Date) => refusedUntil('busy', new Date(now.getTime() + BUSY_MS), now);
