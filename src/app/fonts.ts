import { GeistSans } from "geist/font/sans";
import localFont from "next/font/local";

/** As geist/font/mono, but fetched only by pages that show a code: the package preloads it on every one. */
const mono = localFont({
  src: "../../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  preload: false,
  adjustFontFallback: false,
  fallback: ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"],
});

export const fontClasses = `${GeistSans.variable} ${mono.variable}`;
