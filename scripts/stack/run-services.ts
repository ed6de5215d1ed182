import { join } from 'node:path';
import { processes, type Service } from '../services.ts';
import { environmentOf, type StackFacts } from './environment.ts';
import { pinOwn } from './publisher-keys.ts';
import type { StackOptions } from './stack.ts';
import { type SupervisedService, supervise } from './supervisor.ts';

/** The supergraph of who does not ask for the registry's: there from the beginning, and the same for all tests. */
const committed = { SUPERGRAPH: 'schema/supergraph.graphql' };

/** The services of a stack, as they start. */
export class RunningServices {
  readonly #options: StackOptions;
  readonly #facts: StackFacts;
  readonly #running = new Map<string, SupervisedService>();
  #isStopping = false;

  constructor(options: StackOptions, facts: StackFacts) {
    this.#options = options;
    this.#facts = facts;
  }

  get byName(): Record<string, SupervisedService> {
    return Object.fromEntries(this.#running);
  }

  /** Starts every service; resolves when all are ready. */
  async start(): Promise<void> {
    this.#options.report(`Starting ${processes.map(({ name }) => name).join(', ')} …`);
    const isLate = ({ kind }: Service) => kind === 'gateway' && this.#options.isPublished === true;
    const early = processes.filter((service) => !isLate(service)).map((service) => this.#begin(service).ready());
    await Promise.all([...early, ...processes.filter(isLate).map((service) => this.#publishFor(service))]);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#running.values()].map((service) => service.stop()));
  }

  #begin(service: Service): SupervisedService {
    const { report, env, longestRestartMs, isPublished } = this.#options;
    const source = service.kind === 'gateway' && !isPublished ? committed : {};
    const serviceEnv = { ...environmentOf(service, this.#facts), ...source, ...env };
    const logs = join(this.#facts.data, 'logs');
    const running = supervise({ service, env: serviceEnv, logs, report, longestRestartMs });
    this.#running.set(service.name, running);
    return running;
  }

  /** Starts the gateway when the registry has what it shall serve: so it begins with the SDL of today. */
  async #publishFor(gateway: Service): Promise<void> {
    const { port, data, databases } = this.#facts;
    pinOwn(data);
    // Loaded while the registry starts.
    const [{ publishOwn }] = await Promise.all([import('./publish-own.ts'), this.#running.get('registry')?.ready()]);
    if (this.#isStopping) return;
    await publishOwn({ port, data, databaseUrl: databases.registry ?? '' }, this.#options.report);
    if (!this.#isStopping) await this.#begin(gateway).ready();
  }
}
