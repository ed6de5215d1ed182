import type { IncomingMessage } from 'node:http';
import { networkOf } from '../../network.ts';
import { addressOf } from '../../request-facts.ts';
import type { BlindIndex } from '../blind-index.ts';
import type { BudgetKind, Budgets } from '../budgets.ts';
import type { Devices } from '../devices.ts';
import { busy, type Refusal, refusedUntil, type Visitor } from '../outcome.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Place, WorkQueue } from '../work-queue.ts';
import type { Step } from './login.page.ts';

const budgetOf: Record<Step, BudgetKind> = {
  phone: 'codesSent',
  code: 'codesTried',
  totp: 'codesTried',
  password: 'passwordsTried',
};

export interface DoorOptions {
  /** The queue of passwords: hashing one takes a processor for a fifth of a second. */
  queue: WorkQueue;
  budgets: Budgets;
  devices: Devices;
  index: BlindIndex;
  /** How many of our own proxies stand in front and write X-Forwarded-For. */
  proxies: number;
  surroundings: Pick<Surroundings, 'now'>;
}

/** Refuses what has no room before anything is asked or reckoned: a refusal costs next to nothing. */
export class Door {
  readonly #options: DoorOptions;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  visitorOf(request: IncomingMessage): Visitor {
    const { devices, index, proxies } = this.#options;
    const network = index('network', networkOf(addressOf(request, proxies)));
    return { network, device: devices.read(request.headers.cookie) };
  }

  /** @returns for a password the place in the queue, which must be left */
  enter(step: Step, { network, device }: Visitor): { place: Place | undefined } | { refusal: Refusal } {
    const { budgets, queue, surroundings } = this.#options;
    const now = surroundings.now();
    const until = device ? undefined : budgets.refusedUntil(budgetOf[step], network);
    if (until) return refusedUntil('crowded', until, now);
    if (step !== 'password') return { place: undefined };
    const key = device?.id ?? network.toString('base64url');
    const place = queue.enter({ key, isKnown: device !== undefined });
    return place ? { place } : busy(now);
  }
}
