/** The habits of an invented person, from which an Apple Health export is made. Nobody real is meant. */
export interface SampleProfile {
  /** IANA. */
  timeZone: string;
  locale: string;
  /** Pounds and miles, as a phone set to the United States exports them. */
  isImperial: boolean;
  dateOfBirth: string;
  restingRate: number;
  weightKilograms: number;
  heightCentimetres: number;
  /** The mean of a day's, in milliseconds. */
  variability: number;
  /** What is eaten in a day. */
  kilocalories: number;
  stepsPerDay: number;
  /** Minutes after midnight; negative is before. */
  bedtimeMinutes: number;
  hoursAsleep: number;
  workout: {
    appleType: "Running" | "Walking";
    /** 0 is Sunday. */
    weekdays: readonly number[];
    startMinutes: number;
    kilometres: number;
    minutesPerKilometre: number;
    rate: number;
    kilocaloriesPerKilometre: number;
  };
}

export const RUNNER: SampleProfile = {
  timeZone: "America/New_York",
  locale: "en_US",
  isImperial: true,
  dateOfBirth: "1991-05-17",
  restingRate: 53,
  weightKilograms: 66.5,
  heightCentimetres: 171,
  variability: 58,
  kilocalories: 2_250,
  stepsPerDay: 9_800,
  bedtimeMinutes: -75,
  hoursAsleep: 7.4,
  workout: {
    appleType: "Running",
    weekdays: [0, 2, 4],
    startMinutes: 7 * 60 + 5,
    kilometres: 8.4,
    minutesPerKilometre: 5.5,
    rate: 152,
    kilocaloriesPerKilometre: 66,
  },
};

/** Sleeps badly and walks. */
export const POOR_SLEEPER: SampleProfile = {
  timeZone: "Europe/London",
  locale: "en_GB",
  isImperial: false,
  dateOfBirth: "1977-11-02",
  restingRate: 68,
  weightKilograms: 82,
  heightCentimetres: 178,
  variability: 34,
  kilocalories: 2_600,
  stepsPerDay: 6_400,
  bedtimeMinutes: 40,
  hoursAsleep: 5.6,
  workout: {
    appleType: "Walking",
    weekdays: [3, 6],
    startMinutes: 17 * 60 + 40,
    kilometres: 4.2,
    minutesPerKilometre: 11.5,
    rate: 104,
    kilocaloriesPerKilometre: 58,
  },
};
