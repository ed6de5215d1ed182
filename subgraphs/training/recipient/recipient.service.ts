import { execute, type Transaction } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type {
  deadlineExtended,
  participantsBarred,
  participantsReinstated,
  recipientsAnnounced,
  recipientsRevoked,
} from './recipient.events.ts';
import { ANNOUNCE, EXTEND, REVOKE, SAY_BARRED } from './recipient.statement.ts';

/** Lets the winners of a wave buy courses. */
export const announce = async (
  tx: Transaction,
  { wave, purchaseDeadline, startsOn, participants }: EventData<typeof recipientsAnnounced>,
  { time }: ReceivedEvent,
): Promise<void> => {
  await execute(tx, ANNOUNCE, [participants, wave, purchaseDeadline, new Date(time), startsOn ?? null]);
};

/** Moves one person's last day for the first purchase; never to an earlier one. */
export const extend = async (
  tx: Transaction,
  { participant, until }: EventData<typeof deadlineExtended>,
): Promise<void> => {
  await execute(tx, EXTEND, [participant, until]);
};

/** Lets people buy again who were barred. */
export const reinstate = async (
  tx: Transaction,
  { participants, at, version }: EventData<typeof participantsReinstated>,
): Promise<void> => {
  await execute(tx, SAY_BARRED, [participants, false, new Date(at), version]);
};

/** Takes the right to buy from people who lost their award; their reservations are the business of the enrolments. */
export const revoke = async (
  tx: Transaction,
  { participants, at }: EventData<typeof recipientsRevoked>,
): Promise<void> => {
  await execute(tx, REVOKE, [participants, new Date(at)]);
};

/** Takes the right to buy from people who were barred; their reservations are the business of the enrolments. */
export const bar = async (
  tx: Transaction,
  { participants, at, version }: EventData<typeof participantsBarred>,
): Promise<void> => {
  await execute(tx, SAY_BARRED, [participants, true, new Date(at), version]);
};
