import type { Config } from "tailwindcss";
import plugin from "tailwindcss/plugin";
import { colours, cssColour, type Colour, type Theme } from "./src/components/ui/tokens";

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

function variables(theme: Theme): Record<string, string> {
  const entries = Object.entries(colours).map(([name, value]) => [`--${name}`, cssColour(value[theme])] as const);
  return { "color-scheme": theme, ...Object.fromEntries(entries), ...depths[theme] };
}

function named(names: readonly Colour[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `var(--${name})`]));
}

const rem = (pixels: number) => `${pixels / 16}rem`;
const size = (pixels: number, line: number, more: { fontWeight?: string; letterSpacing?: string } = {}) =>
  [rem(pixels), { lineHeight: rem(line), ...more }] as [
    string,
    { lineHeight: string; fontWeight?: string; letterSpacing?: string },
  ];

const config: Config = {
  content: [],
  darkMode: "class",
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      scrim: "var(--scrim)",
      ...named(Object.keys(colours) as Colour[]),
    },
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
    borderRadius: {
      none: "0",
      mark: "2px",
      small: "7px",
      button: "8px",
      option: "11px",
      badge: "12px",
      sheet: "14px",
      full: "9999px",
    },
    boxShadow: { none: "none", sheet: "var(--depth-sheet)", float: "var(--depth-float)" },
    transitionTimingFunction: { DEFAULT: "ease-out", float: "cubic-bezier(.2,0,0,1)", in: "ease-in", linear: "linear" },
    transitionDuration: {
      DEFAULT: "120ms",
      100: "100ms",
      120: "120ms",
      160: "160ms",
      180: "180ms",
      240: "240ms",
      400: "400ms",
    },
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
