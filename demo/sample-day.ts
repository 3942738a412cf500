/** One day of one section: the local date and its weekday, 0 for Sunday. */
export interface SampleDay {
  date: string;
  weekday: number;
  /** The instant so many minutes after the local midnight. */
  at(minutes: number): number;
}
