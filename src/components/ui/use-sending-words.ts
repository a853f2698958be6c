import { useTranslations } from "next-intl";
import { toSendingWord } from "./sending-words";

/** Why a message was not taken, in the words of a person. */
export function useSendingWords(): (code: string) => string {
  const t = useTranslations("ui.sending");
  return (code) => t(toSendingWord(code));
}
