/** What a feature needs to have routes of its own. */
export type { FastifyPluginAsync as Routes, FastifyReply as Reply, FastifyRequest as Request } from 'fastify';
