type Choice = {
  readonly email: string;
  /** Scopes whose boxes are unticked. */
  readonly withhold?: readonly string[];
  readonly deny?: boolean;
};

/** Fills in the consent page as a browser without JavaScript would. */
export async function decideConsent(address: string, { email, withhold = [], deny = false }: Choice): Promise<URL> {
  const page = await (await fetch(address)).text();
  const unescape = (text: string) => text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  const action = unescape(/<form method="post" action="([^"]*)"/.exec(page)?.[1] ?? "");
  if (action === "") throw new Error(`No consent page: ${page.slice(-400)}`);
  const form = new URLSearchParams({
    request: unescape(/name="request" value="([^"]*)"/.exec(page)?.[1] ?? ""),
    account: email,
  });
  for (const [, value = ""] of page.matchAll(/name="scope" value="([^"]*)"/g)) {
    const scope = unescape(value);
    if (!withhold.some((each) => each.endsWith(scope))) form.append("scope", scope);
  }
  form.set("decision", deny ? "deny" : "allow");
  const answer = await fetch(new URL(action, address), { method: "POST", body: form, redirect: "manual" });
  const location = answer.headers.get("location");
  if (location === null) throw new Error(`The consent page led nowhere: ${await answer.text()}`);
  return new URL(location);
}
