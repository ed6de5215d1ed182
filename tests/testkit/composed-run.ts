import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnv } from '../../scripts/env.ts';
import { composedEnvironment, composedService } from './composed.ts';
import type { Image } from './image.ts';
import { imageEntrypoint } from './image.ts';
import { freePort } from './port.ts';
import { until } from './until.ts';

/** What Docker gives a container beside the environment of the compose file. */
const { PATH = '' } = inheritedEnv();

const START_MS = 240_000;

export interface ComposedOptions {
  image: Image;
  /** Variables of `.env`. */
  variables: Record<string, string>;
  /** The port of the cluster that stands in for the service `postgres`. */
  postgresPort: number;
  /** The names of the services that are run. */
  names: readonly string[];
}

interface Exit {
  code: number;
  out: string;
  err: string;
}

/**
 * Runs services of docker-compose.yml from what the image holds, without Docker: with the environment of the file, whose
 * names of hosts, ports and mounted directories alone are those of this machine.
 */
export class ComposedRun {
  readonly #options: ComposedOptions;
  readonly #ports = new Map<string, number>();
  readonly #running = new Map<string, ChildProcess>();

  private constructor(options: ComposedOptions) {
    this.#options = options;
  }

  static async open(options: ComposedOptions): Promise<ComposedRun> {
    const run = new ComposedRun(options);
    run.#ports.set('postgres', options.postgresPort);
    for (const name of options.names) run.#ports.set(name, await freePort());
    return run;
  }

  url(name: string): string {
    return `http://127.0.0.1:${this.#ports.get(name)}`;
  }

  /** The environment of a service, on this machine; `changes` are what `docker compose run -e` would add. */
  async environment(name: string, changes: Record<string, string> = {}): Promise<Record<string, string>> {
    const composed = composedEnvironment(name, this.#options.variables);
    const entries = Object.entries(composed).map(([key, value]) => [key, this.#local(value)]);
    const own = { ...Object.fromEntries(entries), ...this.#mounted(name, composed), ...changes, PATH };
    if (composed.PORT) own.PORT = String(this.#ports.get(name));
    if (composed.METRICS_PORT) own.METRICS_PORT = String(await freePort());
    return own;
  }

  /** Starts a service; resolves when it is ready. @throws Error with its output when it ends before */
  async start(name: string, changes: Record<string, string> = {}): Promise<void> {
    const { image } = this.#options;
    const log = join(image.directory, `${name}.log`);
    const [node = '', ...args] = [...imageEntrypoint, ...(composedService(name).command ?? [])];
    const env = await this.environment(name, changes);
    const child = spawn(node, args, { cwd: image.directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = createWriteStream(log, { flags: 'a' });
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    this.#running.set(name, child);
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    const isReady = () =>
      fetch(`${this.url(name)}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    const ready = await until(isReady, (ok) => ok || hasEnded(), START_MS);
    if (!ready) throw new Error(`${name} did not start: ${readFileSync(log, 'utf8').slice(-2_000)}`);
  }

  /** Runs a service that ends by itself, or a command of one; the input is empty unless given. */
  async run(name: string, args: string[] = [], changes: Record<string, string> = {}): Promise<Exit> {
    const { entrypoint = imageEntrypoint, command = [] } = composedService(name);
    const [node = '', ...rest] = [...entrypoint, ...(args.length > 0 ? args : command)];
    const options = { cwd: this.#options.image.directory, env: await this.environment(name, changes) };
    return new Promise((resolve) => {
      const child = execFile(node, rest, options, (error, out, err) =>
        resolve({ out, err, code: error ? Number(error.code ?? 1) : 0 }),
      );
      child.stdin?.end();
    });
  }

  async stop(...names: string[]): Promise<void> {
    const stopped = names.length > 0 ? names : [...this.#running.keys()];
    await Promise.all(
      stopped.map(async (name) => {
        const child = this.#running.get(name);
        this.#running.delete(name);
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGTERM');
        await once(child, 'exit');
      }),
    );
  }

  /** Names of hosts are those of containers in the compose file. */
  #local(value: string): string {
    return value.replaceAll(/\b([a-z]+):(\d{4})\b/g, (address, name: string) => {
      const port = this.#ports.get(name);
      return port === undefined ? address : `127.0.0.1:${port}`;
    });
  }

  /** The directories that are mounted, each with its place here. */
  #mounted(name: string, composed: Record<string, string>): Record<string, string> {
    const places = (composedService(name).volumes ?? []).map(
      (volume) => /:(\/[\w-]+)(?::ro)?$/.exec(volume)?.[1] ?? '',
    );
    return Object.fromEntries(
      Object.entries(composed).flatMap(([key, value]) => {
        if (!places.includes(value)) return [];
        const here = join(this.#options.image.directory, 'mounted', name, value);
        mkdirSync(here, { recursive: true });
        return [[key, here]];
      }),
    );
  }
}
