/** Lightness, chroma, hue. */
export type Oklch = readonly [number, number, number];

export const themes = ["light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Every colour of the product, once. tailwind.config.ts makes the CSS variables from it, a test the table of contrasts. */
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

export const cssColour = ([lightness, chroma, hue]: Oklch) => `oklch(${lightness} ${chroma} ${hue})`;
