// Makes the folder ready to run on a machine with nothing but Node and npm. Runs on the system's own Node (20.19 or
// newer) with built-in modules only. Afterwards npm finds the pinned Node in node_modules/.bin for the real command.
import { execFile, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stateDir = path.join(root, ".data");
const marker = path.join(stateDir, "install.done");
const inTerminal = Boolean(process.stdout.isTTY);

function fail(sentence) {
  console.error(`\nDaykeeper cannot start: ${sentence}`);
  process.exit(1);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `it needs Node 20.19 or newer to set itself up, and this is Node ${process.versions.node}. Install a newer Node and try again.`,
  );
}

function requireWritableFolder() {
  try {
    mkdirSync(stateDir, { recursive: true });
    accessSync(root, constants.W_OK);
    accessSync(stateDir, constants.W_OK);
  } catch {
    fail(
      `it may not write to its own folder. Give this user write permission to the folder that holds package.json, or clone it somewhere else.`,
    );
  }
}

const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
const isInstalled = (hash) =>
  existsSync(marker) &&
  readFileSync(marker, "utf8") === hash &&
  existsSync(path.join(root, "node_modules", ".package-lock.json"));

function countPackages() {
  return Object.keys(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages).length;
}

function showProgress() {
  const packages = countPackages();
  const startedAt = Date.now();
  return setInterval(
    () => {
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      const line = `  installing up to ${packages} packages, ${seconds} s so far`;
      if (inTerminal) process.stdout.write(`\r${line}   `);
      else console.log(line);
    },
    inTerminal ? 1000 : 15_000,
  );
}

/** Install scripts stay off: `allowScripts` in package.json names the few packages whose script we run ourselves. */
function install() {
  return new Promise((resolve) => {
    const progress = showProgress();
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const args = [
      "ci",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      "--include=dev",
      "--include=optional",
    ];
    const child = spawn(npm, args, {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
      shell: process.platform === "win32",
    });
    let complaint = "";
    child.stderr.on("data", (chunk) => {
      complaint += chunk;
    });
    child.on("error", (error) => {
      complaint += error.message;
    });
    child.on("close", (status) => {
      clearInterval(progress);
      if (inTerminal) process.stdout.write("\r\x1b[K");
      if (status !== 0)
        fail(
          `npm could not install the packages of package-lock.json.\n${complaint.trim().split("\n").slice(-12).join("\n")}`,
        );
      resolve();
    });
  });
}

/** The database binaries ship their library links as a list; this is the one install script we allow. */
function runAllowedScripts() {
  const { allowScripts = {} } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  for (const [name, allowed] of Object.entries(allowScripts)) {
    const folder = path.join(root, "node_modules", ...name.split("/"));
    const script = path.join(folder, "scripts", "hydrate-symlinks.js");
    if (!allowed || !existsSync(script)) continue;
    const run = spawnSync(process.execPath, [script], { cwd: folder, encoding: "utf8" });
    if (run.status !== 0) fail(`the database binaries could not be prepared.\n${run.stderr}`);
  }
}

function requirePinnedRuntime() {
  const pinned = Object.values(
    JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).optionalDependencies,
  ).find((version) => /^\d+\.\d+\.\d+$/.test(version));
  const binary = path.join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
  return new Promise((resolve) => {
    execFile(binary, ["--version"], { shell: process.platform === "win32" }, (error, stdout) => {
      const version = stdout?.trim().replace(/^v/, "");
      if (error || version !== pinned) {
        fail(
          `the pinned Node ${pinned} is not available for ${process.platform}-${process.arch} (found ${version || "none"}). Supported: linux x64 and arm64, macOS x64 and arm64, Windows x64.`,
        );
      }
      resolve(version);
    });
  });
}

requireNode();
requireWritableFolder();
const startedAt = Date.now();
const hash = lockHash();
if (!isInstalled(hash)) {
  console.log("Installing packages from the lock file (install scripts off; about a minute the first time)");
  await install();
  runAllowedScripts();
  const version = await requirePinnedRuntime();
  writeFileSync(marker, hash);
  console.log(`  packages and Node ${version} are in place, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
