import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { assessVersion, versionOf } from '../course/index.ts';
import { indicators, inForce } from '../policy/index.ts';
import { meanOf, readScores, type SentScore } from './assessment.scores.ts';
import { AssessmentLayer } from './curation.kind.ts';
import { actorOf, layerOf, ownersOf } from './curation.policy.ts';
import { refusals } from './curation.refusal.ts';
import { ASSESSMENTS, INSERT_ASSESSMENT } from './curation.statement.ts';
import { takeSides } from './side.ts';

/** An assessment as it was sent. */
export interface SentAssessment {
  course: string;
  version: number;
  scores: readonly SentScore[];
  comment?: string | null;
}

const layers = Object.values(AssessmentLayer);

/** Returns the first layer that is missing; null when all have assessed. */
export const missingLayer = (made: readonly { layer: AssessmentLayer }[]): AssessmentLayer | null =>
  layers.find((layer) => !made.some((each) => each.layer === layer)) ?? null;

const readComment = (comment: string | null): string | null => {
  if (comment === null) return null;
  const kept = typedWithin(comment, { least: 3, most: 1_000 });
  if (kept === null) throw refusals.comment(['comment']);
  return kept;
};

/** Keeps the assessments of versions. */
export class AssessmentService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Assesses a version in the layer of the caller, by the list of the day on which it was submitted.
   * @returns the id of the assessment
   * @throws Refusal FORBIDDEN, COURSE_VERSION_UNKNOWN, VERSION_NOT_WAITING, CONFLICT_OF_INTEREST, LAYER_NOT_YET,
   * ASSESSMENT_ALREADY_MADE, INDICATOR_UNKNOWN, INDICATOR_REPEATED, INDICATOR_MISSING, SCORE_OUT_OF_RANGE,
   * COMMENT_MALFORMED
   */
  async assess(em: EntityManager, sent: SentAssessment, caller: Caller): Promise<string> {
    touched('Course', sent.course);
    const layer = layerOf(caller);
    const actor = actorOf(caller);
    if (layer === null || actor === null) throw refusals.mayNotAssess();
    if (!isUuid(sent.course)) throw refusals.versionUnknown();
    const comment = readComment(sent.comment ?? null);
    return em.transactional(async (tx) => {
      const found = await versionOf(tx, sent.course, sent.version);
      const owners = found ? ownersOf(found) : [];
      // To a platform another's course and an unknown one are the same.
      const isForeign = layer === AssessmentLayer.PLATFORM && found?.platformOrganization !== actor.organization;
      if (!found || isForeign) throw refusals.versionUnknown();
      if (layer !== AssessmentLayer.PLATFORM && owners.includes(actor.organization)) throw refusals.conflict();
      if (found.status !== 'SUBMITTED' && found.status !== 'UNDER_ASSESSMENT') throw refusals.versionDecided();
      const made = (await execute(tx, ASSESSMENTS, [sent.course, sent.version])).rows;
      if (made.some((each) => each.layer === layer || each.assessedBy === actor.person)) throw refusals.assessed();
      const first = missingLayer(made);
      if (first !== null && first !== layer) throw refusals.layerNotYet(first);
      const day = jakartaDayAfter(found.submittedAt, 0);
      const scores = readScores(sent.scores, inForce(indicators, day).value);
      await takeSides(tx, sent.course, {
        owners,
        actor,
        side: layer === AssessmentLayer.PLATFORM ? 'OWNER' : 'ASSESSOR',
        isWithOrganization: layer !== AssessmentLayer.PMO,
      });
      if (found.status === 'SUBMITTED') await assessVersion(tx, sent.course, sent.version);
      const now = this.#now();
      const id = uuidv7(now.getTime());
      const { person, organization } = actor;
      const values = [id, sent.course, sent.version, layer, JSON.stringify(scores), meanOf(scores), comment];
      await execute(tx, INSERT_ASSESSMENT, [...values, person, organization, owners, now]);
      return id;
    });
  }
}
