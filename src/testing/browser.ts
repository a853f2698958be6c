import type { Answer, Api, Ask } from "./api";

/** As much of a browser as signing in needs: it keeps cookies and sends them back, and nothing else. */
export type Browser = {
  readonly cookies: Map<string, string>;
  readonly call: (route: string, ask?: Ask) => Promise<Answer>;
  readonly auth: (method: "GET" | "POST", path: string, ask?: Ask) => Promise<Answer>;
  /** Signs in with a provider of ours ("demo", "once") as the sign-in page does. */
  readonly signIn: (provider: string, fields: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly signOut: () => Promise<Answer>;
};

function keep(cookies: Map<string, string>, headers: Headers): void {
  for (const line of headers.getSetCookie()) {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf("="));
    const isOver = attributes.some(
      (attribute) => /^max-age=0$/i.test(attribute) || /^expires=Thu, 01 Jan 1970/i.test(attribute),
    );
    if (isOver) cookies.delete(name);
    else cookies.set(name, pair.slice(name.length + 1));
  }
}

export function openBrowser(api: Api): Browser {
  const cookies = new Map<string, string>();
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");

  const call: Browser["call"] = async (route, ask = {}) => {
    const answer = await api.call(route, { ...ask, as: { cookie: header() } });
    keep(cookies, answer.headers);
    return answer;
  };
  const auth: Browser["auth"] = (method, path, ask = {}) =>
    call(`${method} /api/auth/{...nextauth}`, { ...ask, params: { nextauth: path.split("/") } });
  const post = async (path: string, fields: Readonly<Record<string, string>>) => {
    const { csrfToken } = (await auth("GET", "csrf")).json;
    return auth("POST", path, { body: { ...fields, csrfToken, json: "true" } });
  };
  return {
    cookies,
    call,
    auth,
    signIn: (provider, fields) => post(`callback/${provider}`, fields),
    signOut: () => post("signout", {}),
  };
}
