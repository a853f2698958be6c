import type { RemoteCalendar } from "./plan-calendars";

type Writing = {
  /** SYN-5: the person's choice. */
  readonly mayWrite: boolean;
  /** What the provider lets the account do; null where nobody has said yet. */
  readonly access: RemoteCalendar["access"] | null;
};

/** Into a calendar that the account itself may only read nothing can be written, whatever its person chose. */
export const canWriteInto = ({ mayWrite, access }: Writing): boolean => mayWrite && isWritable(access);

export const isWritable = (access: Writing["access"]): boolean => access !== "reader" && access !== "free_busy";
