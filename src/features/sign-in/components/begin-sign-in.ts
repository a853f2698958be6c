/** Leaves for a provider's page. What comes back is decided on the server. */
export async function beginAtProvider(provider: string, next: string): Promise<void> {
  const { signIn } = await import("next-auth/react");
  await signIn(provider, { callbackUrl: next });
}

/** With what the page itself holds: a chosen demo person, or a one-time link. True when somebody is signed in. */
export async function signInHere(
  kind: "demo" | "once",
  proof: { userId: string } | { token: string },
): Promise<boolean> {
  const { signIn } = await import("next-auth/react");
  const answer = await signIn(kind, { ...proof, redirect: false });
  return answer?.ok === true && !answer.error;
}
