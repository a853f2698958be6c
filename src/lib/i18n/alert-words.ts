type Figures = Readonly<Record<string, string | number>>;

/** How texts are looked up, on the server and in the browser. */
export type SayAlert = {
  (key: never, values?: never): string;
  has: (key: never) => boolean;
};

export type AlertToSay = {
  readonly ruleId: string | null;
  readonly product: string;
  readonly evidence: Figures;
};

export type AlertWords = {
  readonly title: string;
  /** The title for somebody whose account it is not. */
  readonly ofOthers: string;
  readonly over: string;
  readonly body: string;
  readonly todo: string;
};

/** What alerts that were raised before these figures were kept say of them. */
const before: Readonly<Record<string, (figures: Figures) => Figures>> = {
  "sync.delayed": ({ minutes = 0 }) => ({ workedMinutes: minutes, spreadMinutes: 0, samples: 0 }),
};

/** What a rule's alert says, everywhere the same: on pages, in mails and in messages. `say` reads the texts of "alerts". */
export function sayAlert(say: SayAlert, { ruleId, product, evidence }: AlertToSay): AlertWords {
  const id = ruleId !== null && say.has(`rules.${ruleId}.title` as never) ? ruleId : "other";
  const figures = { ...before[id]?.(evidence), ...evidence, product };
  const word = (part: keyof AlertWords) => say(`rules.${id}.${part}` as never, figures as never);
  const title = word("title");
  const ofOthers = say.has(`rules.${id}.ofOthers` as never) ? word("ofOthers") : title;
  return { title, ofOthers, over: word("over"), body: word("body"), todo: word("todo") };
}
