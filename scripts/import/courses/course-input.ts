export interface Unit {
  title: string;
  hours: number;
  description?: string;
}

export interface Outcome {
  skill: string;
  level: string;
}

/** A course as `importCourses` takes it. */
export interface CourseInput {
  reference: string;
  institution: string;
  title: string;
  description: string;
  mode: string;
  language?: string;
  price: number;
  priceOutside: number;
  durationHours: number;
  syllabus: Unit[];
  outcomes: Outcome[];
  accessibility?: string[];
  url?: string;
}
