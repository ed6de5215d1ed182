import type { KeyObject } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Finding } from '../../../schema/registry/finding.ts';
import { keyIdOf } from '../../../schema/registry/key.ts';
import { signStatement } from '../../../schema/registry/statement.ts';
import { elementsToWithhold, withholdingPurpose, withoutElements } from '../../../schema/registry/withheld.ts';
import { type Database, execute } from '../../kit/database.ts';
import type { Fact, Tell } from '../../kit/facts.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import type { CanaryService } from '../canary/index.ts';
import { organizationOf, type PublishingNames } from '../ownership/index.ts';
import {
  addRelease,
  type Break,
  type Deprecations,
  type JudgeService,
  LAST_RELEASE,
  type LiveGraph,
  type LiveSubgraph,
  lockReleases,
  type NarrowedGraph,
  readLive,
  readRevision,
  statementOf,
} from '../revision/index.ts';
import type { ChoiceService } from '../rollback/index.ts';
import { WithholdingEntity } from './withholding.entity.ts';
import { ENDED, NOTE_LAPSED } from './withholding.statement.ts';

interface WithholdingOptions {
  database: Database;
  judge: JudgeService;
  canaries: Pick<CanaryService, 'recheck'>;
  choices: Pick<ChoiceService, 'lastAllowed'>;
  deprecations: Pick<Deprecations, 'note'>;
  names: PublishingNames;
  tell: Tell;
  /** The private key of the warden; undefined where nothing is to be left out. */
  warden: KeyObject | undefined;
  now: () => Date;
}

/** What a live subgraph needs and is granted no more. */
interface Lapse extends Break {
  live: LiveSubgraph;
  elements: string[];
  /** Number of an earlier revision of the subgraph that is granted; null where there is none. */
  allowedRevision: number | null;
}

/** Others that may go live meanwhile. */
const TRIES = 5;
/** Elements that a fact names. */
const MOST_TOLD = 100;

/** Acts on the end of grants: what is live by them is marked, told to both sides, and left out of the graph. */
export class WithholdingService {
  readonly #options: WithholdingOptions;

  constructor(options: WithholdingOptions) {
    this.#options = options;
  }

  /** Looks at the grants that have ended since the last look. */
  async run(): Promise<void> {
    const { database, judge, canaries, now } = this.#options;
    const moment = now();
    const ended = await database.rows(ENDED, [moment.toISOString().slice(0, 10)]);
    if (ended.length === 0) return;
    const grantees = new Set(ended.map(({ grantee }) => grantee));
    for (const found of await judge.breaksOn(moment, grantees)) await this.#withhold(found);
    await canaries.recheck(grantees);
    await database.orm.em.fork().transactional((tx) => execute(tx, NOTE_LAPSED, [ended.map(({ id }) => id), moment]));
  }

  async #withhold({ subgraph, organization, findings }: Break): Promise<void> {
    const { database, judge, choices, warden } = this.#options;
    // Only what an owner could grant: nothing else has ended.
    const ungranted = findings.filter(({ howToAsk }) => howToAsk !== undefined);
    if (ungranted.length === 0) return;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const [release] = await database.rows(LAST_RELEASE);
      const all = await readLive(database);
      const live = all.find(({ name }) => name === subgraph);
      if (!live || !release) return;
      const elements = elementsToWithhold(live.sdl, ungranted);
      const narrowed = warden && (await judge.narrowed(all, { name: subgraph, elements, before: release.supergraph }));
      const left = narrowed && leftOf(all, { name: subgraph, ...narrowed });
      const allowedRevision = (await choices.lastAllowed(subgraph, left)) ?? null;
      const lapse = { subgraph, organization, findings: ungranted, live, elements, allowedRevision };
      const settle = (tx: EntityManager) => this.#settle(tx, lapse, { narrowed, last: release.number });
      if (await database.orm.em.fork().transactional(settle)) return;
    }
    throw new Error('other revisions went live all the time');
  }

  /** @returns whether it is settled: not where something else went live since */
  async #settle(
    tx: EntityManager,
    lapse: Lapse,
    { narrowed, last }: { narrowed: NarrowedGraph | undefined; last: number },
  ): Promise<boolean> {
    if ((await lockReleases(tx)) !== last) return false;
    const { deprecations, now } = this.#options;
    const { live, findings } = lapse;
    const elements = [...new Set([...live.withheld, ...(narrowed?.elements ?? lapse.elements)])].sort();
    const notedAt = now();
    const release = narrowed ? last + 1 : null;
    if (narrowed) {
      const { supergraph, changes } = narrowed;
      await addRelease(tx, { number: last + 1, revisionId: live.id, supergraph, changes, releasedAt: notedAt });
    }
    const signing = narrowed ? await this.#signed(tx, live.id, elements) : UNSIGNED;
    const id = uuidv7(notedAt.getTime());
    tx.create(WithholdingEntity, { id, revisionId: live.id, elements, findings, notedAt, release, ...signing });
    await tx.flush();
    await deprecations.note(tx);
    await this.#tell(tx, { ...lapse, elements }, narrowed !== undefined);
    return true;
  }

  async #signed(tx: EntityManager, id: string, elements: readonly string[]) {
    const warden = this.#options.warden as KeyObject;
    const statement = statementOf(await readRevision(tx, id));
    const wardenSignature = signStatement(statement, withholdingPurpose(elements), warden);
    return { wardenKey: keyIdOf(warden), wardenSignature };
  }

  /** Tells the publisher and the owners. */
  async #tell(tx: EntityManager, lapse: Lapse, isEnforced: boolean): Promise<void> {
    const { names, tell } = this.#options;
    const { subgraph, organization, live, elements, findings, allowedRevision } = lapse;
    const owners = ownersIn(findings);
    const told = new Set([organization, ...owners].map((publisher) => organizationOf(names, publisher)).filter(isUuid));
    const data = {
      revision: live.id,
      subgraph,
      elements: elements.slice(0, MOST_TOLD),
      owners,
      isEnforced,
      allowedRevision,
    };
    const facts = [...told].map(
      (each): Fact => ({ organization: each, type: 'revision.withheld', subject: live.id, data }),
    );
    if (facts.length > 0) await tell(tx, facts, crypto.randomUUID());
  }
}

/** What is live without what is left out of one subgraph. */
const leftOf = (
  all: readonly LiveSubgraph[],
  { name, elements, supergraph }: NarrowedGraph & { name: string },
): LiveGraph => ({
  live: all.flatMap((each) => {
    const sdl = each.name === name ? withoutElements(each.sdl, elements) : each.sdl;
    return sdl === undefined ? [] : [{ ...each, sdl }];
  }),
  supergraph,
});

const UNSIGNED = { wardenKey: null, wardenSignature: null };

const ownersIn = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.flatMap(({ owner }) => (owner === undefined ? [] : [owner]))),
];
