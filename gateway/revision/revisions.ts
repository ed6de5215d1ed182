import { audiences } from '../../subgraphs/kit/audiences.ts';
import type { RegisteredDocument } from '../trusted-documents.ts';
import type { Candidate, OfferOutcome, SupergraphCheck, SupergraphOrigin, Verdict } from './candidate.ts';
import type { DocumentUses } from './document-uses.ts';
import type { OpenStreams } from './open-streams.ts';
import { createRevision, type Revision, type RevisionParts, revisionIdOf } from './revision.ts';
import { RefusedOffer, type SupergraphSource } from './source.ts';
import type { Offer, RevisionRecord, RevisionStore } from './store.ts';
import type { TrialFault } from './trial.ts';

/** What an operator is shown. */
export interface RevisionsState {
  live: string;
  /** Why the checks of today would refuse what is live; undefined where they would not. */
  liveFault: string | undefined;
  revisions: readonly RevisionRecord[];
  offers: readonly Offer[];
  unusedDocuments: readonly string[];
}

interface RevisionsLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface RevisionsOptions {
  parts: RevisionParts;
  store: RevisionStore;
  streams: OpenStreams;
  /** Documents that must be answered by every revision. */
  documents: readonly RegisteredDocument[];
  uses: DocumentUses;
  checks: readonly SupergraphCheck[];
  /** Tries what no gateway served before. */
  trialFault: TrialFault;
  /** Told of each offer, and of each look at a source that failed. */
  observe?: ((outcome: OfferOutcome) => void) | undefined;
  log: RevisionsLog;
}

class RefusedSupergraph extends Error {}

const undivided = 'it has no tag of an audience: everyone would be shown what the live one shows officers only';

/** The supergraph that is live, and those before it. Each request is answered by the revision that it began with. */
export class Revisions {
  readonly #options: RevisionsOptions;
  #live: Revision | undefined;
  /** One change at a time. */
  #changing: Promise<unknown> = Promise.resolve();
  /** The shared revision that this gateway could not take. */
  #unfitId: string | undefined;
  #liveCandidate: Candidate | undefined;
  #liveFault: string | undefined;
  #liveSince = Date.now();
  #readAt = Date.now();

  private constructor(options: RevisionsOptions) {
    this.#options = options;
  }

  /**
   * Begins with what the source offers or, when that is not new or is refused, with the last one that was live.
   * @throws Error when there is neither
   */
  static async open(source: SupergraphSource, options: RevisionsOptions): Promise<Revisions> {
    const revisions = new Revisions(options);
    await revisions.#followStore();
    await options.uses.unused(options.documents);
    let failure: unknown;
    const offered = await revisions.read(source).catch((error: unknown) => {
      failure = error;
      return undefined;
    });
    if (offered !== undefined) {
      const { refusal } = await revisions.offer(offered, source);
      failure = refusal && new Error(`the supergraph ${source.name} cannot be used: ${refusal}`);
    }
    if (revisions.#live === undefined) throw failure ?? new Error(`the supergraph ${source.name} is empty`);
    if (failure)
      options.log.error({ revision: revisions.live.id, reason: String(failure) }, 'the last good supergraph is used');
    return revisions;
  }

  get live(): Revision {
    if (this.#live === undefined) throw new Error('no supergraph is live');
    return this.#live;
  }

  /** When the live one was taken, when a source was last read, and whether the checks of today would refuse it. */
  get age(): { liveMs: number; readMs: number; isFaulty: boolean } {
    const now = Date.now();
    return { liveMs: now - this.#liveSince, readMs: now - this.#readAt, isFaulty: this.#liveFault !== undefined };
  }

  /**
   * Reads a source; what it does not vouch for is written down.
   * @throws RefusedOffer, and what the source throws
   */
  async read(source: SupergraphSource): Promise<string | undefined> {
    try {
      const supergraph = await source.read();
      this.#readAt = Date.now();
      return supergraph;
    } catch (error) {
      if (!(error instanceof RefusedOffer)) this.#options.observe?.('unread');
      else {
        this.#readAt = Date.now();
        const verdict = { id: error.id, refusal: error.message, brokenDocuments: [] };
        await this.#inTurn(() => this.#settle(verdict, source.name, 'untrusted'));
      }
      throw error;
    }
  }

  /**
   * Asks the checks of today about what is live. It stays, or a check would take the graph from everybody; it is said,
   * to be rolled back by a person.
   */
  recheck(): Promise<void> {
    return this.#inTurn(async () => {
      const candidate = this.#liveCandidate;
      const fault = candidate && (await this.#checkFault(candidate));
      if (fault !== undefined && fault !== this.#liveFault)
        this.#options.log.error({ revision: candidate?.id, reason: fault }, 'the live supergraph should not be');
      this.#liveFault = fault;
    });
  }

  /**
   * Makes a supergraph (SDL) the live one, unless it is bad: it must be a supergraph that the planner takes, no check
   * may refuse it, and it must answer every trusted document that the live one answers.
   * @throws Error when the store cannot be written; then nothing has changed
   */
  take(supergraph: string, origin: SupergraphOrigin): Promise<Verdict> {
    return this.#inTurn(() => this.#take({ id: revisionIdOf(supergraph), supergraph, origin }));
  }

  /** Takes what a source offers, unless it offered the same before: what was decided since then holds. */
  offer(supergraph: string, origin: SupergraphOrigin): Promise<Verdict> {
    const id = revisionIdOf(supergraph);
    return this.#inTurn(async () => {
      const last = (await this.#options.store.offers()).find(({ source }) => source === origin.name);
      const isKnown = last?.id === id && last.refusal === undefined && this.#live !== undefined;
      return isKnown ? { id, refusal: undefined, brokenDocuments: [] } : this.#take({ id, supergraph, origin });
    });
  }

  /** Goes back to a kept revision. Whoever asks may give up documents that it cannot answer; checks hold all the same. */
  rollback(number: number, { mayBreakDocuments }: { mayBreakDocuments: boolean }): Promise<Verdict> {
    return this.#inTurn(async () => {
      const { store, log } = this.#options;
      const stored = await store.byNumber(number);
      if (!stored) return { id: '', refusal: `there is no revision ${number}`, brokenDocuments: [] };
      const candidate = { ...stored, origin: { name: `rollback to ${number}` } };
      const verdict = await this.#change(candidate, {
        isNew: false,
        mayBreakDocuments,
        isUrgent: false,
        record: () => store.goBackTo(number),
      });
      if (verdict.refusal) log.warn({ revision: stored.id, number, reason: verdict.refusal }, 'a rollback was refused');
      return verdict;
    });
  }

  /** Prepares a revision beside the live one for a part of the callers; it is refused for what keeps one from going live. */
  beside(candidate: Candidate): Promise<{ revision: Revision } | { refusal: string }> {
    return this.#inTurn(async () => {
      try {
        const revision = await this.#revisionOf(candidate, true);
        await this.#weighed(revision, { mayBreakDocuments: false, withdrawn: [], record: async () => undefined });
        return { revision };
      } catch (error) {
        if (!(error instanceof RefusedSupergraph)) throw error;
        return { refusal: error.message };
      }
    });
  }

  /** Goes where another gateway went on the same store. */
  follow(): Promise<void> {
    return this.#inTurn(() => this.#followStore());
  }

  async state(): Promise<RevisionsState> {
    const { store, uses, documents } = this.#options;
    const unused = await uses.unused(documents);
    return {
      live: this.live.id,
      liveFault: this.#liveFault,
      revisions: await store.list(),
      offers: await store.offers(),
      unusedDocuments: unused.map(({ name }) => name),
    };
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#changing.then(change);
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  async #take(candidate: Candidate): Promise<Verdict> {
    const { store } = this.#options;
    const { id, supergraph, origin } = candidate;
    const source = origin.name;
    const record = () => store.add({ id, supergraph, source });
    const isKept = (await store.list()).some((kept) => kept.id === id);
    const verdict = await this.#change(candidate, {
      isNew: !isKept,
      mayBreakDocuments: false,
      isUrgent: origin.isRevocation ?? false,
      record,
    });
    return this.#settle(verdict, source, verdict.refusal === undefined ? 'taken' : 'refused');
  }

  async #settle(verdict: Verdict, source: string, outcome: OfferOutcome): Promise<Verdict> {
    const { store, log, observe } = this.#options;
    const { id, refusal } = verdict;
    await store.recordOffer({ source, id, refusal });
    observe?.(outcome);
    if (refusal) log.error({ revision: id, source, live: this.#live?.id, reason: refusal }, 'a supergraph was refused');
    return verdict;
  }

  async #followStore(): Promise<void> {
    const { store, log } = this.#options;
    const id = await store.liveId();
    if (id === undefined || id === this.#live?.id || id === this.#unfitId) return;
    const stored = await store.live();
    if (!stored) return;
    const candidate = { ...stored, origin: { name: 'the last good one' } };
    // Who made it the live one has weighed the documents.
    const plan = { isNew: false, mayBreakDocuments: true, isUrgent: false, record: async () => undefined };
    const { refusal } = await this.#change(candidate, plan);
    this.#unfitId = refusal === undefined ? undefined : stored.id;
    if (refusal) log.error({ revision: stored.id, reason: refusal }, 'the revision that is live elsewhere was refused');
  }

  async #change(candidate: Candidate, { isNew, mayBreakDocuments, isUrgent, record }: Change): Promise<Verdict> {
    const { id, origin } = candidate;
    const { log, streams } = this.#options;
    try {
      const isSame = id === this.#live?.id;
      const revision = isSame ? this.live : await this.#revisionOf(candidate, isNew);
      const withdrawn = origin.withdrawn?.() ?? [];
      const brokenDocuments = isSame ? [] : await this.#weighed(revision, { mayBreakDocuments, withdrawn, record });
      if (isSame) await record();
      else this.#replaceLive(revision);
      this.#liveCandidate = candidate;
      streams.goLive(id, { isUrgent });
      if (!isSame) log.info({ revision: id, source: origin.name }, 'a supergraph is live');
      if (brokenDocuments.length > 0) log.warn({ revision: id, brokenDocuments }, 'trusted documents are not answered');
      return { id, refusal: undefined, brokenDocuments };
    } catch (error) {
      if (!(error instanceof RefusedSupergraph)) throw error;
      return { id, refusal: error.message, brokenDocuments: [] };
    }
  }

  /** @returns the documents that it breaks */
  async #weighed(revision: Revision, change: DocumentRules & Pick<Change, 'record'>): Promise<string[]> {
    try {
      const brokenDocuments = await this.#brokenDocuments(revision, change);
      await change.record();
      return brokenDocuments;
    } catch (error) {
      revision.retire();
      throw error;
    }
  }

  #replaceLive(revision: Revision): void {
    this.#live?.retire();
    this.#live = revision;
    this.#liveSince = Date.now();
  }

  /**
   * What was live once is not tried elsewhere, nor is the only one that there is.
   * @throws RefusedSupergraph
   */
  async #revisionOf(candidate: Candidate, isNew: boolean): Promise<Revision> {
    const { supergraph } = candidate;
    // What was live before a restart goes on, whatever was decided since then: there is nothing else to serve.
    const reason = this.#live || isNew ? await this.#checkFault(candidate) : undefined;
    if (reason !== undefined) throw new RefusedSupergraph(reason);
    if (isNew && this.#live) {
      const { documents, parts, trialFault } = this.#options;
      const fault = await trialFault({ supergraph, documents, isProduction: parts.isProduction });
      if (fault !== undefined) throw new RefusedSupergraph(fault);
    }
    const revision = await createRevision(supergraph, this.#options.parts).catch((error: unknown) => {
      throw new RefusedSupergraph(String(error));
    });
    if (revision.isUndivided && this.#live?.isUndivided === false) throw new RefusedSupergraph(undivided);
    return revision;
  }

  async #checkFault(candidate: Candidate): Promise<string | undefined> {
    for (const check of this.#options.checks) {
      const reason = await check(candidate);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  /**
   * Plans all trusted documents, so that the first requests find their plans. A document is broken that some audience may
   * ask no more: what the live revision cannot answer either speaks against no other, nor does anything when none is live.
   * @throws RefusedSupergraph when documents that are in use would break
   */
  async #brokenDocuments(revision: Revision, { mayBreakDocuments, withdrawn }: DocumentRules): Promise<string[]> {
    const { documents, uses } = this.#options;
    const broken: { document: RegisteredDocument; fault: string }[] = [];
    for (const document of documents) {
      const faults = await revision.planFaults(document.text);
      const before = await this.#live?.planFaults(document.text);
      const lost = [...faults].find(([audience]) => !before?.has(audience));
      const isDivided = this.#live?.isUndivided === false;
      if (lost && (isDivided || faults.size === audiences.length)) broken.push({ document, fault: lost[1] });
    }
    const unused = await uses.unused(broken.map(({ document }) => document));
    const isExcused = (document: RegisteredDocument) =>
      unused.includes(document) || this.#live?.asksFor(document.text, withdrawn);
    const missed = mayBreakDocuments || !this.#live ? [] : broken.filter(({ document }) => !isExcused(document));
    if (missed.length === 0) return broken.map(({ document }) => document.name);
    throw new RefusedSupergraph(missed.map(({ document, fault }) => `${document.name}: ${fault}`).join('\n'));
  }
}

/** What documents may be broken. */
interface DocumentRules {
  mayBreakDocuments: boolean;
  /** Fields that are taken away with good reason. */
  withdrawn: readonly string[];
}

interface Change {
  /** No gateway served it before. */
  isNew: boolean;
  mayBreakDocuments: boolean;
  isUrgent: boolean;
  /** Writes the change down, before it holds. */
  record(): Promise<void>;
}
