/**
 * The organisation of the first officers. It is there from the start, since it takes an officer to register any other
 * one; the id is the same everywhere, so that accounts can be made before anybody has signed in.
 */
export const PROGRAMME_OFFICE = {
  id: '018d0000-0000-7000-8000-000000000001',
  name: 'Manajemen Pelaksana Program',
} as const;
