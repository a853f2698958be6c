import type { Config } from "tailwindcss";
import plugin from "tailwindcss/plugin";

/** Lightness, chroma, hue. */
export type Oklch = readonly [number, number, number];

export const themes = ["light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Every colour of the product, once. The CSS variables below and the contrast test are made from this list. */
export const colours = {
  page: { light: [0.974, 0.004, 240], dark: [0.168, 0.01, 252] },
  sunken: { light: [0.957, 0.005, 240], dark: [0.182, 0.011, 252] },
  surface: { light: [1, 0, 0], dark: [0.207, 0.012, 252] },
  raised: { light: [1, 0, 0], dark: [0.25, 0.014, 252] },
  line: { light: [0.912, 0.006, 240], dark: [0.285, 0.014, 252] },
  "line-strong": { light: [0.62, 0.014, 245], dark: [0.53, 0.018, 250] },
  ink: { light: [0.225, 0.022, 252], dark: [0.955, 0.004, 245] },
  "ink-2": { light: [0.42, 0.02, 252], dark: [0.775, 0.012, 248] },
  "ink-3": { light: [0.51, 0.018, 250], dark: [0.675, 0.014, 248] },
  accent: { light: [0.46, 0.118, 247], dark: [0.76, 0.105, 240] },
  "accent-hover": { light: [0.4, 0.105, 249], dark: [0.82, 0.09, 238] },
  "on-accent": { light: [0.99, 0.004, 240], dark: [0.19, 0.03, 250] },
  "accent-soft": { light: [0.95, 0.022, 243], dark: [0.28, 0.05, 247] },
  ok: { light: [0.58, 0.125, 157], dark: [0.7, 0.125, 160] },
  "ok-text": { light: [0.42, 0.095, 158], dark: [0.83, 0.105, 160] },
  "ok-soft": { light: [0.962, 0.028, 160], dark: [0.265, 0.035, 163] },
  busy: { light: [0.56, 0.125, 245], dark: [0.7, 0.115, 242] },
  "busy-text": { light: [0.44, 0.114, 248], dark: [0.82, 0.085, 240] },
  "busy-soft": { light: [0.955, 0.022, 243], dark: [0.275, 0.045, 247] },
  late: { light: [0.625, 0.13, 66], dark: [0.79, 0.13, 78] },
  "late-text": { light: [0.455, 0.095, 62], dark: [0.86, 0.1, 82] },
  "late-soft": { light: [0.965, 0.032, 85], dark: [0.28, 0.04, 75] },
  away: { light: [0.53, 0.13, 318], dark: [0.68, 0.12, 318] },
  "away-text": { light: [0.44, 0.13, 318], dark: [0.83, 0.085, 318] },
  "away-soft": { light: [0.96, 0.02, 318], dark: [0.275, 0.045, 318] },
  bad: { light: [0.55, 0.195, 28], dark: [0.66, 0.185, 27] },
  "bad-text": { light: [0.46, 0.17, 28], dark: [0.81, 0.095, 25] },
  "bad-soft": { light: [0.963, 0.018, 25], dark: [0.268, 0.05, 25] },
  idle: { light: [0.6, 0.014, 248], dark: [0.6, 0.016, 248] },
  "idle-text": { light: [0.42, 0.02, 252], dark: [0.775, 0.012, 248] },
  "idle-soft": { light: [0.957, 0.005, 240], dark: [0.25, 0.014, 252] },
} as const satisfies Record<string, Record<Theme, Oklch>>;

export type Colour = keyof typeof colours;

/** What cannot be said by a colour alone. In the dark a thing floats by its lighter ground and its line, not by a shadow. */
const depths = {
  light: {
    "--depth-sheet": "inset 0 0 0 1px var(--line), 0 1px 2px oklch(0.3 0.03 250 / 0.05)",
    "--depth-float": "0 0 0 1px var(--line), 0 8px 24px oklch(0.3 0.03 250 / 0.12)",
    "--scrim": "oklch(0.225 0.022 252 / 0.28)",
  },
  dark: {
    "--depth-sheet": "inset 0 0 0 1px var(--line)",
    "--depth-float": "0 0 0 1px oklch(0.34 0.016 252)",
    "--scrim": "oklch(0.1 0.01 252 / 0.6)",
  },
} as const satisfies Record<Theme, Record<string, string>>;

export const cssColour = ([lightness, chroma, hue]: Oklch) => `oklch(${lightness} ${chroma} ${hue})`;

function variables(theme: Theme): Record<string, string> {
  const entries = Object.entries(colours).map(([name, value]) => [`--${name}`, cssColour(value[theme])] as const);
  return { "color-scheme": theme, ...Object.fromEntries(entries), ...depths[theme] };
}

function group(names: readonly Colour[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `var(--${name})`]));
}

const rem = (pixels: number) => `${pixels / 16}rem`;
const size = (pixels: number, line: number, more: { fontWeight?: string; letterSpacing?: string } = {}) =>
  [rem(pixels), { lineHeight: rem(line), ...more }] as [string, { lineHeight: string; fontWeight?: string; letterSpacing?: string }];

const config: Config = {
  content: [],
  darkMode: "class",
  theme: {
    colors: { transparent: "transparent", current: "currentColor", scrim: "var(--scrim)", ...group(Object.keys(colours) as Colour[]) },
    screens: { tablet: "641px", desk: "901px", wide: "1081px" },
    fontFamily: {
      sans: ["var(--font-geist-sans)", "system-ui", "sans-serif"],
      mono: ["var(--font-geist-mono)", "ui-monospace", "monospace"],
    },
    fontSize: {
      title: size(26, 32, { fontWeight: "600", letterSpacing: "-0.02em" }),
      "title-phone": size(24, 32, { fontWeight: "600", letterSpacing: "-0.02em" }),
      figure: size(28, 36, { fontWeight: "600", letterSpacing: "-0.025em" }),
      verdict: size(19, 26, { fontWeight: "600", letterSpacing: "-0.014em" }),
      "verdict-phone": size(17, 24, { fontWeight: "600", letterSpacing: "-0.014em" }),
      section: size(16, 24, { letterSpacing: "-0.008em" }),
      body: size(14, 20),
      small: size(13, 20),
      micro: size(12, 16),
      input: size(16, 24),
    },
    borderRadius: { none: "0", mark: "2px", small: "7px", button: "8px", option: "11px", badge: "12px", sheet: "14px", full: "9999px" },
    boxShadow: { none: "none", sheet: "var(--depth-sheet)", float: "var(--depth-float)" },
    transitionTimingFunction: { DEFAULT: "ease-out", float: "cubic-bezier(.2,0,0,1)", in: "ease-in", linear: "linear" },
    transitionDuration: { DEFAULT: "120ms", 100: "100ms", 120: "120ms", 160: "160ms", 180: "180ms", 240: "240ms", 400: "400ms" },
    extend: {
      maxWidth: { text: "68ch", content: "1208px" },
      spacing: { rail: "316px", navigation: "232px" },
    },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ":root": variables("light"),
        "@media (prefers-color-scheme: dark)": { ":root:not([data-theme])": variables("dark") },
        '[data-theme="dark"]': variables("dark"),
      });
    }),
  ],
};

export default config;
