import { simulators } from '../../services.ts';
import { payingPartners } from '../../stack/payment-partners.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { readStackFile } from '../../stack/stack-file.ts';

/** The simulated partners of the running stack, as payments is told of them. @throws Error when none runs */
export const partnersOfStack = (data: string): Record<string, unknown>[] => {
  const port = Number(new URL(readStackFile(data).url).port) + simulators.portOffset;
  return payingPartners({ secrets: readSecrets(data), url: `http://127.0.0.1:${port}` });
};
