import { civilRegistry } from '../../scripts/services.ts';
import type { CivilPerson } from '../../scripts/simulators/civil/people.file.ts';
import { rowsOf } from './people.ts';
import { until } from './until.ts';

/** Tells the simulated civil registry of a stack whom it has in its books. */
export const putCivilPeople = async (graphUrl: string, people: readonly CivilPerson[]): Promise<void> => {
  const { port } = new URL(graphUrl);
  const url = `http://127.0.0.1:${Number(port) + civilRegistry.portOffset}/control/people`;
  const answer = await fetch(url, { method: 'PUT', body: JSON.stringify(people) });
  if (!answer.ok) throw new Error(await answer.text());
};

/** Waits until the civil registry has said all that it has to say of a person. */
export const awaitMatch = async (id: string): Promise<void> => {
  const waiting = `select from unconfirmed_identity where participant_id = $1 and state = 'WAITING'`;
  await until(
    () => rowsOf('pmo', waiting, [id]),
    (rows) => rows.length === 0,
    20_000,
  );
};
