import { isBearer } from '../../kit/rotating-secret.ts';
import type { Reply, Request, Routes } from '../../kit/routes.ts';
import type { ReportService } from './report.service.ts';

const MOST_BYTES = 256 * 1024;

const holds = ({ headers: { authorization } }: Request, secret: string | undefined): boolean =>
  isBearer(authorization, secret);

/** `GET /conformance` and `POST /conformance`: for runners, which send the secret; to others there is nothing. */
export const conformanceRoutes =
  (reports: ReportService, secret: string | undefined): Routes =>
  async (app) => {
    const guarded =
      (handler: (request: Request, reply: Reply) => Promise<unknown>) => (request: Request, reply: Reply) =>
        holds(request, secret) ? handler(request, reply) : reply.status(404).send();
    app.get(
      '/conformance',
      guarded(async (_, reply) => reply.send({ runs: await reports.requested() })),
    );
    app.post(
      '/conformance',
      { bodyLimit: MOST_BYTES },
      guarded(async ({ body }, reply) => {
        const fault = await reports.keep(body);
        return reply.status(fault === undefined ? 204 : 422).send(fault && { errors: [{ message: fault }] });
      }),
    );
  };
