/** A type of schema.org: what it is too, and its properties with the types that each expects. */
export interface SchemaType {
  is?: string;
  properties: Readonly<Record<string, string>>;
}

/**
 * The types of schema.org that a job posting is made of, as https://schema.org/JobPosting and the pages of the others list
 * them. Properties that are superseded (benefits, incentives) are left out: we write none of them.
 */
export const schemaTypes: Readonly<Record<string, SchemaType>> = {
  Thing: {
    properties: {
      additionalType: 'Text URL',
      alternateName: 'Text',
      description: 'Text TextObject',
      disambiguatingDescription: 'Text',
      identifier: 'PropertyValue Text URL',
      image: 'ImageObject URL',
      mainEntityOfPage: 'CreativeWork URL',
      name: 'Text',
      potentialAction: 'Action',
      sameAs: 'URL',
      subjectOf: 'CreativeWork Event',
      url: 'URL',
    },
  },
  JobPosting: {
    is: 'Thing',
    properties: {
      applicantLocationRequirements: 'AdministrativeArea',
      applicationContact: 'ContactPoint',
      baseSalary: 'MonetaryAmount Number PriceSpecification',
      datePosted: 'Date DateTime',
      directApply: 'Boolean',
      educationRequirements: 'EducationalOccupationalCredential Text',
      eligibilityToWorkRequirement: 'Text',
      employerOverview: 'Text',
      employmentType: 'Text',
      employmentUnit: 'Organization',
      estimatedSalary: 'MonetaryAmount MonetaryAmountDistribution Number',
      experienceInPlaceOfEducation: 'Boolean',
      experienceRequirements: 'OccupationalExperienceRequirements Text',
      hiringOrganization: 'Organization Person',
      incentiveCompensation: 'Text',
      industry: 'DefinedTerm Text',
      jobBenefits: 'Text',
      jobImmediateStart: 'Boolean',
      jobLocation: 'Place',
      jobLocationType: 'Text',
      jobStartDate: 'Date Text',
      occupationalCategory: 'CategoryCode Text',
      physicalRequirement: 'DefinedTerm Text URL',
      qualifications: 'EducationalOccupationalCredential Text',
      relevantOccupation: 'Occupation',
      responsibilities: 'Text',
      salaryCurrency: 'Text',
      securityClearanceRequirement: 'Text URL',
      sensoryRequirement: 'DefinedTerm Text URL',
      skills: 'DefinedTerm Text',
      specialCommitments: 'Text',
      title: 'Text',
      totalJobOpenings: 'Integer',
      validThrough: 'Date DateTime',
      workHours: 'Text',
    },
  },
  Organization: { is: 'Thing', properties: { legalName: 'Text', logo: 'ImageObject URL' } },
  Place: { is: 'Thing', properties: { address: 'PostalAddress Text', geo: 'GeoCoordinates GeoShape' } },
  AdministrativeArea: { is: 'Place', properties: {} },
  Country: { is: 'AdministrativeArea', properties: {} },
  PostalAddress: {
    is: 'Thing',
    properties: {
      addressCountry: 'Country Text',
      addressLocality: 'Text',
      addressRegion: 'Text',
      postOfficeBoxNumber: 'Text',
      postalCode: 'Text',
      streetAddress: 'Text',
    },
  },
  MonetaryAmount: {
    is: 'Thing',
    properties: {
      currency: 'Text',
      maxValue: 'Number',
      minValue: 'Number',
      validFrom: 'Date DateTime',
      validThrough: 'Date DateTime',
      value: 'Boolean Number StructuredValue Text',
    },
  },
  StructuredValue: { is: 'Thing', properties: {} },
  QuantitativeValue: {
    is: 'StructuredValue',
    properties: {
      additionalProperty: 'PropertyValue',
      maxValue: 'Number',
      minValue: 'Number',
      unitCode: 'Text URL',
      unitText: 'Text',
      value: 'Boolean Number StructuredValue Text',
      valueReference: 'DefinedTerm Enumeration PropertyValue QuantitativeValue StructuredValue Text',
    },
  },
  PropertyValue: {
    is: 'StructuredValue',
    properties: {
      maxValue: 'Number',
      measurementTechnique: 'DefinedTerm Text URL',
      minValue: 'Number',
      propertyID: 'Text URL',
      unitCode: 'Text URL',
      unitText: 'Text',
      value: 'Boolean Number StructuredValue Text',
    },
  },
  DefinedTerm: { is: 'Thing', properties: { inDefinedTermSet: 'DefinedTermSet URL', termCode: 'Text' } },
  CategoryCode: { is: 'DefinedTerm', properties: { codeValue: 'Text', inCodeSet: 'CategoryCodeSet URL' } },
  DefinedTermSet: { is: 'Thing', properties: { hasDefinedTerm: 'DefinedTerm' } },
  CategoryCodeSet: { is: 'DefinedTermSet', properties: { hasCategoryCode: 'CategoryCode' } },
};
