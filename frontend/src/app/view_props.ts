/** What every view is given. */
export interface ViewProps {
  /** Of the thing that the address names; null where it names none. */
  readonly id: string | null;
}
