import { useMessages, type Messages } from "next-intl";
import type answers from "@/lib/i18n/messages/answers/de.json";

type Answer = { code: string; title: string; detail: string };

/** No code and no sentence stands in the English catalogue: there the server's own words are used. */
function useAnswers(): typeof answers | undefined {
  const messages: Partial<Messages> & { answers?: typeof answers } = useMessages();
  return messages.answers;
}

/** What a route said, in the language of the page. A code without a text of its own stays as it came. */
export function useAnswerWords() {
  const codes: Readonly<Record<string, { title: string; detail: string }>> = useAnswers()?.codes ?? {};
  return ({ code, title, detail }: Answer) => codes[code] ?? { title, detail };
}

/** A fixed sentence of the server, in the language of the page. */
export function useServerSentence() {
  const sentences = useAnswers()?.sentences ?? [];
  return (sentence: string) => sentences.find(({ english }) => english === sentence)?.german ?? sentence;
}
