/** Clients that hold a NIK have the code without its dot. */
export const normaliseRegionCode = (code: string): string => code.replace(/^(\d{2})(\d{2})$/, '$1.$2');
