import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { envFile } from '../../scripts/graph/secrets.ts';

/** A service of docker-compose.yml, as far as tests read it. */
export interface ComposedService {
  entrypoint?: string[];
  command?: string[];
  environment: Record<string, string>;
  volumes?: string[];
  ports?: string[];
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, ComposedService>;
};

export const composedService = (name: string): ComposedService => {
  const service = compose.services[name];
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
};

/** What `npm run graph -- secrets` makes, with what an operator fills in. */
export const filledIn = (own: Record<string, string>): Record<string, string> => {
  const made = parseEnv(envFile()) as Record<string, string>;
  const empty = Object.keys(made).filter((name) => made[name] === '');
  const missing = empty.filter((name) => !own[name]);
  if (missing.length > 0) throw new Error(`an operator has to fill in ${missing.join(', ')}`);
  return { ...made, ...own };
};

const VARIABLE = /\$\{(\w+)(?::([-?])([^}]*))?\}/g;

/** A value of docker-compose.yml as Compose hands it over. @throws Error where a variable must be set and is not */
const resolved = (value: string, variables: Record<string, string>): string =>
  value.replaceAll(VARIABLE, (...[, name, kind, rest = '']: string[]) => {
    const set = variables[name ?? ''];
    if (set) return set;
    if (kind !== '-') throw new Error(`${name}: ${rest}`);
    return rest;
  });

/** The environment of a service as Compose hands it over; `variables` are those of `.env`. */
export const composedEnvironment = (name: string, variables: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(composedService(name).environment).map(([key, value]) => [key, resolved(value, variables)]),
  );
