import type { EntityManager } from '@mikro-orm/postgresql';
import { lapseOf } from '../../../schema/registry/permits.ts';
import type { DataUseTerms } from '../../../schema/registry/terms.ts';
import { type Database, execute } from '../../kit/database.ts';
import type { EventInput } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { isUuid } from '../../kit/ids.ts';
import { readConsents } from '../grant/index.ts';
import { organizationOf, type PublishingNames } from '../ownership/index.ts';
import { LIVE_PUBLISHERS } from '../revision/index.ts';
import type { GatewayCounts } from '../usage/index.ts';
import { type SentEntry, sentCounts } from './sent-data.counts.ts';
import { dataSent } from './sent-data.events.ts';

interface SentDataOptions {
  database: Database;
  counts: GatewayCounts;
  outbox: Outbox;
  names: PublishingNames;
  now: () => Date;
}

/** Answers of one run: a gateway that says ever more is heard again at the next one. */
const MOST_ANSWERS = 20;
const KEPT_DAYS = 7;
const MOST_FIELDS = 200;
const DAY_MS = 86_400_000;
const PERSON = 'Participant';

// Each entry once, whoever asks again.
const PASS = `insert into passed_data (id, passed_at) select id, $2::timestamptz from unnest($1::uuid[]) as id
  on conflict do nothing returning id`;

/** Passes on what gateways sent partners of people, with its purpose, to whoever keeps the people's access logs. */
export class SentDataService {
  readonly #options: SentDataOptions;
  #done: string[] = [];

  constructor(options: SentDataOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { database, counts, now } = this.#options;
    for (let answers = 0; answers < MOST_ANSWERS; answers += 1) {
      const found = await counts.ask('/supergraph/counts/sent', { done: this.#done }, sentCounts);
      this.#done = [];
      if (!found || found.sent.length === 0) break;
      const said = await this.#withTerms(found.sent);
      await database.orm.em.fork().transactional((tx) => this.#pass(tx, said));
      this.#done = found.sent.map(({ id }) => id);
    }
    const before = new Date(now().getTime() - KEPT_DAYS * DAY_MS);
    await database.orm.em
      .fork()
      .transactional((tx) => execute(tx, 'delete from passed_data where passed_at < $1::timestamptz', [before]));
  }

  async #pass(tx: EntityManager, said: ReadonlyMap<string, SentRecord>): Promise<void> {
    const { outbox, now } = this.#options;
    const { rows } = await execute<{ id: string }>(tx, PASS, [[...said.keys()], now()]);
    const sent = rows.flatMap(({ id }) => said.get(id) ?? []);
    if (sent.length > 0) await outbox.add(tx, dataSent, { data: [{ sent }], requestId: crypto.randomUUID() });
  }

  /** Entries by id; those of whom nobody keeps a log, since they have no person's id, are left out. */
  async #withTerms(entries: readonly SentEntry[]): Promise<Map<string, SentRecord>> {
    const { database, names } = this.#options;
    const publishers = await database.rows(LIVE_PUBLISHERS);
    const publisherOf = new Map(publishers.map(({ subgraph, organization }) => [subgraph, organization]));
    const { terms } = await readConsents(database);
    return new Map(
      entries
        .filter(({ person }) => isUuid(person))
        .map(({ id, fields, ...entry }) => {
          const publisher = publisherOf.get(entry.subgraph) ?? entry.subgraph;
          const organization = organizationOf(names, publisher);
          const purposes = purposesOf({ fields, to: [publisher, organization], at: new Date(entry.at) }, terms);
          return [id, { ...entry, organization, fields: fields.slice(0, MOST_FIELDS), terms: purposes }];
        }),
    );
  }
}

type SentRecord = EventInput<typeof dataSent>['sent'][number];

interface SentFields {
  fields: readonly string[];
  /** Names of the partner in terms. */
  to: readonly string[];
  at: Date;
}

const purposesOf = ({ fields, to: named, at }: SentFields, terms: readonly DataUseTerms[]): string[] => {
  const sent = new Set(fields.map((field) => `${PERSON}.${field.split('.', 1)[0]}`));
  const held = terms.filter(({ to, field, ...dated }) => named.includes(to) && sent.has(field) && !lapseOf(dated, at));
  return [...new Set(held.map(({ purpose }) => purpose))].slice(0, MOST_FIELDS);
};
