export const themeChoices = ["light", "dark", "system"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const COOKIE = "theme";
const ONE_YEAR_S = 365 * 24 * 3600;

type Cookies = { get: (name: string) => { value: string } | undefined };

/** What the person chose, or undefined when they follow their system. */
export function readTheme(cookies: Cookies): "light" | "dark" | undefined {
  const value = cookies.get(COOKIE)?.value;
  return value === "light" || value === "dark" ? value : undefined;
}

/** In the browser: at once on the page, and kept in a cookie, so that the server draws the next page in it. */
export function chooseTheme(choice: ThemeChoice) {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const rest = choice === "system" ? "Max-Age=0" : `Max-Age=${ONE_YEAR_S}`;
  document.cookie = `${COOKIE}=${choice}; Path=/; SameSite=Lax; ${rest}${secure}`;
}

export function chosenTheme(): ThemeChoice {
  const value = document.documentElement.dataset.theme;
  return value === "light" || value === "dark" ? value : "system";
}
