export interface JobPortal {
  code: string;
  name: string;
}

/** Our sources give the number of job portals (four, June 2022) but not their names: these are made up. */
export const jobPortals: readonly JobPortal[] = [
  { code: 'portal-kerja-a', name: 'Portal Kerja A (synthetic)' },
  { code: 'portal-kerja-b', name: 'Portal Kerja B (synthetic)' },
  { code: 'portal-kerja-c', name: 'Portal Kerja C (synthetic)' },
  { code: 'portal-kerja-d', name: 'Portal Kerja D (synthetic)' },
];
