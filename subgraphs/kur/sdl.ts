import { readFileSync } from 'node:fs';

const parts = ['operations', 'participant', 'application'];

/** What is published, as it is published. */
export const typeDefs = parts
  .map((part) => readFileSync(new URL(`sdl/${part}.graphql`, import.meta.url), 'utf8'))
  .join('\n');
