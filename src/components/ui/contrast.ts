/** Linear sRGB from OKLCH (matrices of the CSS Color 4 specification). */
function linearRgb([lightness, chroma, hue]: readonly [number, number, number]) {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ] as const;
}

const encode = (linear: number) => (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055);
const decode = (encoded: number) => (encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4);

export type Rgb = readonly [number, number, number];

/** What a screen with 8 bits per channel shows. */
export function toRgb(colour: readonly [number, number, number]): Rgb {
  const [r, g, b] = linearRgb(colour);
  const byte = (linear: number) => Math.round(255 * Math.min(1, Math.max(0, encode(Math.min(1, Math.max(0, linear))))));
  return [byte(r), byte(g), byte(b)];
}

/** `top` painted over `ground` at an opacity, as a browser composes it: in encoded sRGB. */
export function over(top: Rgb, ground: Rgb, opacity: number): Rgb {
  const mix = (a: number, b: number) => Math.round(a * opacity + b * (1 - opacity));
  return [mix(top[0], ground[0]), mix(top[1], ground[1]), mix(top[2], ground[2])];
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * decode(r / 255) + 0.7152 * decode(g / 255) + 0.0722 * decode(b / 255);
}

/** WCAG 2 contrast ratio. */
export function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
