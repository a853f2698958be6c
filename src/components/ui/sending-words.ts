/** What a code of sending says to a person: the keys of "ui.sending". */
export type SendingWord =
  | "not_set_up"
  | "unreachable"
  | "timeout"
  | "redirected"
  | "refused"
  | "receiver_gone"
  | "not_taken"
  | "not_allowed"
  | "away"
  | "slow_down"
  | "other";

const plain: ReadonlySet<string> = new Set(["not_set_up", "unreachable", "timeout", "redirected", "receiver_gone"]);
const ofHttp: Readonly<Record<number, SendingWord>> = {
  401: "not_allowed",
  403: "not_allowed",
  404: "receiver_gone",
  410: "receiver_gone",
  429: "slow_down",
};
/** What nodemailer and the system call it. */
const ofMail: Readonly<Record<string, SendingWord>> = {
  econnection: "unreachable",
  esocket: "unreachable",
  edns: "unreachable",
  etimedout: "timeout",
  eauth: "not_allowed",
};

function byNumber(status: number): SendingWord {
  if (status >= 500) return "away";
  return ofHttp[status] ?? (status >= 400 ? "not_taken" : "other");
}

/** Codes are `http_503`, `smtp_550`, `refused_private`, or a word. A mail server's own numbers mean the opposite of HTTP's. */
export function toSendingWord(code: string): SendingWord {
  if (plain.has(code)) return code as SendingWord;
  if (code.startsWith("refused_")) return "refused";
  const [, by, digits] = /^(http|smtp)_(\d{3})$/.exec(code) ?? [];
  if (by === "http") return byNumber(Number(digits));
  if (by === "smtp") return digits?.startsWith("4") === true ? "away" : digits === "535" ? "not_allowed" : "not_taken";
  return ofMail[code] ?? "other";
}
