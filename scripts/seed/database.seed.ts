import type { Client } from 'pg';
import type { Person } from './population.ts';

/** How one subgraph's database is filled. It all runs in one transaction. */
export interface DatabaseSeed {
  name: string;
  /** Query that returns no row while the database holds no seed. */
  probe: string;
  /** What is there whoever takes part: reference data, waves, courses … */
  before(client: Client): Promise<void>;
  /** Takes note of a person, for what follows from all of them. */
  see?(person: Person): void;
  /** What follows from the people: `table (columns)` and the lines of one person. */
  tables: readonly { into: string; lines(person: Person): string }[];
  /** Tables whose rows come in the order of their primary key. */
  inOrder: readonly string[];
  /** Tables that `after` fills with as many rows. */
  alsoLarge?: readonly string[];
  /** What follows from all rows together. */
  after(client: Client): Promise<void>;
}
