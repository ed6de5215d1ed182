import base from './vitest.config.ts';
for (const p of (base as any).test.projects) p.test.setupFiles = [...p.test.setupFiles, './prof.setup.ts'];
export default base;
