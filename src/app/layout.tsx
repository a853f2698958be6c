import type { Metadata, Viewport } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ApiProvider } from "@/components/api/api-provider";
import { ClientTexts } from "@/components/texts/client-texts";
import { NowProvider } from "@/components/ui/now";
import { readTheme } from "@/components/ui/theme";
import { Toasts } from "@/components/ui/toast";
import { colours, cssColour } from "@/components/ui/tokens";
import { TooltipProvider } from "@/components/ui/tooltip";
import { renderedAtMs } from "@/features/shell/loaders";
import { fontClasses } from "./fonts";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell");
  const name = t("product");
  return {
    title: { default: name, template: `%s · ${name}` },
    description: t("description"),
    robots: { index: false },
  };
}

export async function generateViewport(): Promise<Viewport> {
  const theme = readTheme(await cookies());
  const page = { light: cssColour(colours.page.light), dark: cssColour(colours.page.dark) };
  const bySystem = [
    { media: "(prefers-color-scheme: light)", color: page.light },
    { media: "(prefers-color-scheme: dark)", color: page.dark },
  ];
  return { width: "device-width", initialScale: 1, themeColor: theme ? page[theme] : bySystem };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme(await cookies());
  return (
    <html
      lang={await getLocale()}
      {...(theme && { "data-theme": theme })}
      className={fontClasses}
      suppressHydrationWarning
    >
      <body className="font-sans">
        <ClientTexts>
          <NowProvider atMs={renderedAtMs()}>
            <ApiProvider>
              <TooltipProvider>
                {children}
                <Toasts />
              </TooltipProvider>
            </ApiProvider>
          </NowProvider>
        </ClientTexts>
      </body>
    </html>
  );
}
