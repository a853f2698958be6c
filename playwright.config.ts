import { defineConfig, devices } from "@playwright/test";

// The test command starts the application with its own database and hands over its address and the browser it found.
const baseURL = process.env.E2E_BASE_URL ?? "http://127.0.0.1:3000";
const executablePath = process.env.PW_CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "e2e",
  outputDir: ".artifacts/e2e",
  fullyParallel: true,
  // Stories wait for the worker and for a page's next look: one more than there are cores.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // At most two stories of a run may need it; each is named in the result (docs/decisions/160).
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json", { outputFile: ".artifacts/e2e.json" }]],
  use: {
    baseURL,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", use: { ...devices["Desktop Chrome"] }, testIgnore: "**/*.phone.spec.ts" },
    {
      name: "phone",
      use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } },
      testMatch: "**/*.phone.spec.ts",
    },
  ],
});
