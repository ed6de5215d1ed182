import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CivilBooks } from '../../scripts/simulators/civil/books.ts';
import { PeopleFile } from '../../scripts/simulators/civil/people.file.ts';
import { CivilServer } from '../../scripts/simulators/civil/server.ts';
import { acceptedSecrets, currentSecret } from '../../subgraphs/kit/rotating-secret.ts';
import { sharedSteps } from './rotation.ts';

/** A simulated civil registry that accepts both keys of its caller while that changes them. */
export const startRotatingCivil = async () => {
  const steps = sharedSteps();
  const keys: string[] = [];
  const { server } = new CivilServer({
    keys,
    books: new CivilBooks(),
    people: new PeopleFile(undefined),
    isControlled: false,
  });
  const counts = { answered: 0, refused: 0 };
  server.on('request', (_, response) =>
    response.once('finish', () => {
      counts[response.statusCode === 200 ? 'answered' : 'refused'] += 1;
    }),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    /** CIVIL_REGISTRY_KEY of its caller at a step. */
    keyAt: (step: number) => currentSecret(steps[step] ?? ''),
    /** Takes the keys of a step. */
    to: (step: number) => void keys.splice(0, keys.length, ...acceptedSecrets(steps[step] ?? '')),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
