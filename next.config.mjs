import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./src/server/auth/request-texts.ts");

/** @type {import("next").NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  // No request of ours is larger; Next would keep ten times that in memory before a route can refuse it.
  experimental: { proxyClientMaxBodySize: "1mb" },
};

export default withNextIntl(config);
