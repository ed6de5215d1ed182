import type { ClientBase } from 'pg';
import { column, statement } from '../../kit/statement.ts';
import type { DrawService } from '../draw/draw.service.ts';
import { UnconfirmedEntries } from '../draw/index.ts';
import type { ListService } from '../draw/list/list.service.ts';
import type { Fundings } from '../funding/index.ts';
import type { MatchGate } from '../match/gate.service.ts';
import { refusals } from './wave.refusal.ts';
import { WaveStatus, WaveStepName } from './wave.status.ts';
import type { WholeStep } from './wave-step.ts';

const ELIGIBLE = statement(
  'draw-total',
  { total: column.int4 },
  `select count(*)::int as total from registration where wave_number = $1 and status = 'ELIGIBLE'`,
);

interface FreezeNeeds {
  draws: DrawService;
  drawLists: ListService;
  fundings: Fundings;
  matchGate: MatchGate;
}

/** Whether the entries are frozen; false where somebody has become unconfirmed since they were looked at. */
const isFrozen = async (draws: DrawService, client: ClientBase, wave: number): Promise<boolean> => {
  try {
    await draws.freeze(client, wave);
    return true;
  } catch (error) {
    if (error instanceof UnconfirmedEntries) return false;
    throw error;
  }
};

/**
 * Fixes the entries and publishes what the draw will depend on, when the money for its winners is committed. It waits
 * while the civil registry has not answered about everybody who is eligible.
 */
export const freezeStep = ({ draws, drawLists, fundings, matchGate }: FreezeNeeds): WholeStep => ({
  to: null,
  next: WaveStepName.DRAW,
  total: ELIGIBLE,
  begin: async ({ number, quota }, tx) => {
    if (!quota) throw refusals.noQuota();
    const standing = await fundings.standing(tx, number);
    if (standing?.outcome === 'REFUSED') throw refusals.fundingRefused(standing.reason ?? '');
    // Places that were added since are asked for as well.
    if (standing?.outcome !== 'COMMITTED' || standing.quota !== quota) throw refusals.fundingPending();
  },
  whole: async (client, { waveNumber }) => {
    if (!(await matchGate.clear(waveNumber))) return false;
    if (!(await isFrozen(draws, client, waveNumber))) return false;
    await drawLists.describe(waveNumber);
    return true;
  },
});

/** Waits for the beacon's round, and draws. */
export const drawStep = (draws: DrawService): WholeStep => ({
  to: WaveStatus.DRAWN,
  next: null,
  total: ELIGIBLE,
  whole: async (client, { waveNumber }) => (await draws.draw(client, waveNumber)) !== null,
});
