import type { Messages } from "next-intl";

type Search = Readonly<Record<string, string | string[] | undefined>>;
export type SignInProblem = keyof Messages["signIn"]["errors"];

/** What brings people back to the sign-in page, from our own refusals and from the words of next-auth. */
const problems: Readonly<Record<string, SignInProblem>> = {
  not_invited: "notInvited",
  account_exists: "accountExists",
  account_disabled: "accountDisabled",
  address_not_proven: "addressNotProven",
  OAuthSignin: "unreachable",
  OAuthCallback: "unfinished",
  Callback: "unfinished",
  AccessDenied: "notInvited",
  SessionRequired: "ended",
};

const single = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

export function readSignInProblem(search: Search): SignInProblem | null {
  const code = single(search.error);
  return code === undefined ? null : (problems[code] ?? "unfinished");
}

/** Only ever a path of ours: an address from outside would make us send people elsewhere. */
export function readNext(search: Search): string {
  const next = single(search.next) ?? "/";
  return /^\/(?![/\\])/.test(next) ? next : "/";
}
