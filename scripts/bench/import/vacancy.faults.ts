import { fault, type PlantedKind } from './fixture.ts';

/** Kinds of faults of a vacancy. */
export const vacancyFaults: readonly PlantedKind[] = [
  fault('pay in words', ['AMOUNT_UNREADABLE', 'monthlySalaryFrom'], () => ({ monthlySalaryFrom: 'kompetitif' })),
  fault('no type', ['CELL_MISSING', 'type'], () => ({ type: '' })),
  fault('an unknown type', ['EMPLOYMENT_TYPE_UNKNOWN', 'type'], () => ({ type: 'sukarela' })),
  fault('a day that there is not', ['DATE_UNREADABLE', 'openUntil'], () => ({ openUntil: '31/02/2027' })),
  fault('remote or not, who knows', ['YES_OR_NO_UNREADABLE', 'isRemote'], () => ({ isRemote: 'mungkin' })),
  fault('openings in words', ['NUMBER_UNREADABLE', 'openings'], () => ({ openings: 'beberapa' })),
  fault('an unknown level', ['LEVEL_UNKNOWN', 'requirements[0].level'], () => ({ requirements: 'data-analysis:GURU' })),
  fault('an unknown need', ['ACCESSIBILITY_UNKNOWN', 'accessibility[0]'], () => ({ accessibility: 'LIFT' })),
  fault('an error of a spreadsheet', ['TEXT_IS_CELL_ERROR', 'title'], () => ({ title: '#REF!' })),
  fault('lost letters', ['TEXT_WRONGLY_DECODED', 'description'], ({ description }) => ({
    description: `Caf\ufffd. ${description}`,
  })),
  fault('the reference of the first vacancy', ['REFERENCE_REPEATED', 'reference'], () => ({ reference: 'LWG-000001' })),
  fault('no title', ['TEXT_EMPTY', 'title'], () => ({ title: '' })),
  fault('a short title', ['TEXT_TOO_SHORT', 'title'], () => ({ title: 'Las' })),
  fault('a long title', ['TEXT_TOO_LONG', 'title'], () => ({ title: 'Operator '.repeat(20) })),
  fault('a script', ['TEXT_HAS_MARKUP', 'description'], ({ description }) => ({
    description: `<script>alert(1)</script> ${description}`,
  })),
  fault('an unknown occupation', ['OCCUPATION_UNKNOWN', 'occupation'], () => ({ occupation: '0000' })),
  fault('an unknown regency', ['REGENCY_UNKNOWN', 'region'], () => ({ region: '32.99' })),
  fault('no place', ['REGION_MISSING', 'region'], () => ({ region: '', isRemote: 'tidak' })),
  fault('pay of one rupiah', ['PAY_OUT_OF_RANGE', 'monthlySalaryFrom'], () => ({
    monthlySalaryFrom: 1,
    monthlySalaryTo: '',
  })),
  fault('pay the wrong way round', ['PAY_REVERSED', 'monthlySalaryTo'], () => ({
    monthlySalaryFrom: 6_000_000,
    monthlySalaryTo: 4_000_000,
  })),
  fault('an unknown skill', ['SKILL_UNKNOWN', 'requirements[0].skill'], () => ({ requirements: 'telepathy:BASIC' })),
  fault('a skill twice', ['SKILL_REPEATED', 'requirements[1].skill'], () => ({
    requirements: 'data-analysis:BASIC;data-analysis:ADVANCED',
  })),
  fault('a weight of ten', ['WEIGHT_OUT_OF_RANGE', 'requirements[0].weight'], () => ({
    requirements: 'data-analysis:BASIC:10',
  })),
  fault('a day that is over', ['OPEN_UNTIL_PAST', 'openUntil'], () => ({ openUntil: '2020-01-31' })),
  fault('too many openings', ['OPENINGS_OUT_OF_RANGE', 'openings'], () => ({ openings: 5_000 })),
  fault('an address without https', ['URL_MALFORMED', 'applyUrl'], () => ({ applyUrl: 'http://portal.co.id/lamar' })),
];
